"""What is known of an organisation from its events."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from backend.domain.own_methods import OwnMethod, published, retired
from backend.domain.uptake.floors import PERSONS
from events.organisation import (
    AdministratorAppointed,
    AdministratorDismissed,
    AnyOrganisationEvent,
    MethodPublished,
    MethodRetired,
    OrganisationRegistered,
    PeriodPublished,
    PersonEnrolled,
    PersonLeft,
    PersonPlaced,
    ProgrammeEnded,
    ProgrammeHoursSet,
    ProgrammeStarted,
    RoleFamilyAdded,
    RoleFamilyRetired,
    Scope,
    SingleSignOnRemoved,
    SingleSignOnSet,
    ThresholdRaised,
    TokenIssued,
    TokenRevoked,
    Topic,
    UnitAdded,
    UnitMoved,
    UnitRetired,
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookSecretChanged,
)


class Placement(Struct, frozen=True, kw_only=True):
    """Where a person works in the organisation; ``level`` is 1 to 3."""

    unit: UUID | None = None
    role_family: UUID | None = None
    level: int | None = None
    manager: UUID | None = None


class Webhook(Struct, frozen=True, kw_only=True):
    """What a program is told of, whether it is, and where and with which secret, as ids."""

    topics: tuple[Topic, ...]
    place: UUID
    paused: bool = False
    secret: UUID | None = None


@dataclass(slots=True)
class Organisation:
    """What is known of an organisation from its events."""

    id: UUID
    version: int = 0
    registered: OrganisationRegistered | None = None
    units: dict[UUID, UUID | None] = field(default_factory=dict)
    """Each unit, and the one it is part of."""
    retired: set[UUID] = field(default_factory=set)
    """What was a unit, a role family or a programme; such an id is not used again, nor that of a webhook."""
    role_families: set[UUID] = field(default_factory=set)
    programmes: dict[UUID, int | None] = field(default_factory=dict)
    """Each programme, and its hours a year."""
    people: dict[UUID, Placement] = field(default_factory=dict)
    reports: defaultdict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    """Whom each manager manages."""
    administrators: set[UUID] = field(default_factory=set)
    tokens: dict[UUID, TokenIssued] = field(default_factory=dict)
    revoked: set[UUID] = field(default_factory=set)
    webhooks: dict[UUID, Webhook] = field(default_factory=dict)
    single_sign_on: UUID | None = None
    """By which the provider is known where people sign in."""
    methods: dict[str, OwnMethod] = field(default_factory=dict)
    """The methods of the organisation's own by key, also those that are retired."""
    fewest: int = PERSONS
    """About fewer people than this no figure is shown."""
    published: set[str] = field(default_factory=set)
    """The periods whose figures stand."""

    def belongs(self, person: UUID) -> bool:
        """Tell whether a person is one of the organisation's people or administers it."""
        return person in self.people or person in self.administrators

    def is_directory(self, token: UUID) -> bool:
        """Tell whether a token lets a program say who works here."""
        issued = self.tokens.get(token)
        return issued is not None and token not in self.revoked and Scope.SCIM in issued.scopes

    def above(self, unit: UUID | None) -> Iterator[UUID]:
        """Yield a unit and those it is part of, up to the top."""
        while unit is not None:
            yield unit
            unit = self.units[unit]


def evolve(organisation: Organisation, event: AnyOrganisationEvent) -> Organisation:
    """Take an event into the state, in place, and return the state."""
    organisation.version += 1
    match event:
        case OrganisationRegistered():
            organisation.registered = event
        case UnitAdded(unit=unit, parent=parent) | UnitMoved(unit=unit, parent=parent):
            organisation.units[unit] = parent
        case UnitRetired(unit=unit):
            del organisation.units[unit]
            organisation.retired.add(unit)
        case RoleFamilyAdded(role_family=family):
            organisation.role_families.add(family)
        case RoleFamilyRetired(role_family=family):
            organisation.role_families.discard(family)
            organisation.retired.add(family)
        case ProgrammeStarted(programme=programme, hours_per_year=hours):
            organisation.programmes[programme] = hours
        case ProgrammeHoursSet(programme=programme, hours_per_year=hours):
            organisation.programmes[programme] = hours
        case ProgrammeEnded(programme=programme):
            organisation.programmes.pop(programme)
            organisation.retired.add(programme)
        case PersonEnrolled() | PersonPlaced():
            _place(organisation, event)
        case PersonLeft(person=person):
            _let_go(organisation, person)
        case AdministratorAppointed(person=person):
            organisation.administrators.add(person)
        case AdministratorDismissed(person=person):
            organisation.administrators.discard(person)
        case TokenIssued(token=token):
            organisation.tokens[token] = event
        case TokenRevoked(token=token):
            organisation.revoked.add(token)
        case WebhookAdded(webhook=webhook, topics=topics, place=place, paused=paused):
            organisation.webhooks[webhook] = Webhook(topics=topics, place=place, paused=paused)
        case WebhookChanged(webhook=webhook, topics=topics, place=place, paused=paused):
            known = organisation.webhooks[webhook]
            organisation.webhooks[webhook] = replace(known, topics=topics, place=place, paused=paused)
        case WebhookSecretChanged(webhook=webhook, secret=secret):
            organisation.webhooks[webhook] = replace(organisation.webhooks[webhook], secret=secret)
        case WebhookRemoved(webhook=webhook):
            del organisation.webhooks[webhook]
            organisation.retired.add(webhook)
        case SingleSignOnSet(place=place):
            organisation.single_sign_on = place
        case SingleSignOnRemoved():
            organisation.single_sign_on = None
        case MethodPublished(method=method):
            published(organisation.methods, method)
        case MethodRetired(key=key):
            retired(organisation.methods, key)
        case ThresholdRaised(persons=persons):
            organisation.fewest = persons
        case PeriodPublished(period=period):
            organisation.published.add(period)
        case _:
            assert_never(event)
    return organisation


def _place(organisation: Organisation, event: PersonEnrolled | PersonPlaced) -> None:
    known = organisation.people.get(event.person)
    if known is not None and known.manager is not None:
        organisation.reports[known.manager].discard(event.person)
    if event.manager is not None:
        organisation.reports[event.manager].add(event.person)
    organisation.people[event.person] = Placement(
        unit=event.unit, role_family=event.role_family, level=event.level, manager=event.manager
    )


def _let_go(organisation: Organisation, person: UUID) -> None:
    """Take a person out; those whom they managed have no manager until they get another."""
    gone = organisation.people.pop(person, None)
    if gone is not None and gone.manager is not None:
        organisation.reports[gone.manager].discard(person)
    for left_alone in organisation.reports.pop(person, ()):
        organisation.people[left_alone] = replace(organisation.people[left_alone], manager=None)
