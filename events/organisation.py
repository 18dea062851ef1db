"""What can happen to an organisation: its units, its people, who administers it, which programs read it.

The stream is the organisation, which is its own tenant. Names, addresses and labels are not in the
record; people, units and the rest are random ids.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events.base import Event
from events.method import Method


class Scope(StrEnum):
    """What a token may read of an organisation; nothing of what is said in a group is among it.

    ``scim`` alone may also write: it lets a directory say who works there, and in which unit.
    """

    ORGANISATION = "organisation:read"
    PEOPLE = "people:read"
    UPTAKE = "uptake:read"
    AUDIT = "audit:read"
    SCIM = "scim"


class Topic(StrEnum):
    """What a webhook tells of: what is published of a period, when it is (decision 0074)."""

    GROUP_FORMED = "group.formed"
    SESSION_HELD = "session.held"
    PERIOD_PUBLISHED = "period.published"


class OrganisationEvent(Event, frozen=True, kw_only=True):
    """Something that happened to an organisation because somebody decided it."""

    by: UUID
    at: datetime


class OrganisationRegistered(
    OrganisationEvent, frozen=True, kw_only=True, tag="organisation.organisation_registered.v1"
):
    """An organisation was registered by its first administrator."""


class UnitAdded(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.unit_added.v1"):
    """The organisation has a new unit, at the top or within another."""

    unit: UUID
    parent: UUID | None


class UnitMoved(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.unit_moved.v1"):
    """A unit, with all that is in it, now belongs elsewhere."""

    unit: UUID
    parent: UUID | None


class UnitRetired(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.unit_retired.v1"):
    """A unit, in which nothing was left, exists no longer."""

    unit: UUID


class RoleFamilyAdded(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.role_family_added.v1"):
    """The organisation tells one more family of functions apart."""

    role_family: UUID


class RoleFamilyRetired(
    OrganisationEvent, frozen=True, kw_only=True, tag="organisation.role_family_retired.v1"
):
    """A family of functions, which nobody had, is told apart no longer."""

    role_family: UUID


class ProgrammeStarted(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.programme_started.v1"):
    """A programme started, for which people may have so many hours a year."""

    programme: UUID
    hours_per_year: int | None


class ProgrammeHoursSet(
    OrganisationEvent, frozen=True, kw_only=True, tag="organisation.programme_hours_set.v1"
):
    """The hours a year that people may have for a programme were changed."""

    programme: UUID
    hours_per_year: int | None


class ProgrammeEnded(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.programme_ended.v1"):
    """A programme ended; groups that were formed for it remain."""

    programme: UUID


class PlacementEvent(OrganisationEvent, frozen=True, kw_only=True):
    """Where a person works in the organisation; ``level`` is 1 to 3."""

    person: UUID
    unit: UUID | None
    role_family: UUID | None
    level: int | None
    manager: UUID | None


class PersonEnrolled(PlacementEvent, frozen=True, kw_only=True, tag="organisation.person_enrolled.v1"):
    """A person is now one of the organisation's people."""


class PersonPlaced(PlacementEvent, frozen=True, kw_only=True, tag="organisation.person_placed.v1"):
    """A person works elsewhere in the organisation, or as something else."""


class PersonLeft(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.person_left.v1"):
    """A person is no longer one of the organisation's people; their groups stay whole."""

    person: UUID


class AdministratorAppointed(
    OrganisationEvent, frozen=True, kw_only=True, tag="organisation.administrator_appointed.v1"
):
    """A person may administer the organisation."""

    person: UUID


class AdministratorDismissed(
    OrganisationEvent, frozen=True, kw_only=True, tag="organisation.administrator_dismissed.v1"
):
    """A person may no longer administer the organisation."""

    person: UUID


class TokenIssued(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.token_issued.v1"):
    """A program may read some of the organisation until a moment."""

    token: UUID
    scopes: tuple[Scope, ...]
    expires_at: datetime


class TokenRevoked(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.token_revoked.v1"):
    """A token works no longer."""

    token: UUID


class WebhookEvent(OrganisationEvent, frozen=True, kw_only=True):
    """Something about a webhook; its address and its secret are not in the record."""

    webhook: UUID


class WebhookAdded(WebhookEvent, frozen=True, kw_only=True, tag="organisation.webhook_added.v1"):
    """A program of the organisation is told of what happens, as figures; ``place``: where, as an id."""

    topics: tuple[Topic, ...]
    place: UUID
    paused: bool


class WebhookChanged(WebhookEvent, frozen=True, kw_only=True, tag="organisation.webhook_changed.v1"):
    """What a webhook tells of, whether it does, or where was changed."""

    topics: tuple[Topic, ...]
    place: UUID
    paused: bool


class WebhookSecretChanged(
    WebhookEvent, frozen=True, kw_only=True, tag="organisation.webhook_secret_changed.v1"
):
    """What is sent to a webhook is signed with another secret, named by an id."""

    secret: UUID


class WebhookRemoved(WebhookEvent, frozen=True, kw_only=True, tag="organisation.webhook_removed.v1"):
    """A program is told no longer."""


class SingleSignOnSet(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.single_sign_on_set.v1"):
    """The organisation's people may sign in at its own provider, which is named by an id."""

    place: UUID


class SingleSignOnRemoved(
    OrganisationEvent, frozen=True, kw_only=True, tag="organisation.single_sign_on_removed.v1"
):
    """The organisation's people sign in at its own provider no longer."""


class MethodPublished(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.method_published.v1"):
    """The organisation has a method of its own, or a next version of it.

    Its texts are about how one works and stand open, as a shipped method's do.
    """

    method: Method


class MethodRetired(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.method_retired.v1"):
    """A method of the organisation's own is planned no more; meetings that were keep it."""

    key: str


class ThresholdRaised(OrganisationEvent, frozen=True, kw_only=True, tag="organisation.threshold_raised.v1"):
    """No figure about fewer than so many people is shown from now on; it is never lowered."""

    persons: int


class PeriodPublished(Event, frozen=True, kw_only=True, tag="organisation.period_published.v1"):
    """The figures of a quarter (``2026-Q3``) or a year were published, for good.

    ``shown`` of them have a value, ``held_back`` have none; the figures are kept beside the record.
    """

    period: str
    shown: int
    held_back: int
    at: datetime


AnyOrganisationEvent = (
    OrganisationRegistered
    | UnitAdded
    | UnitMoved
    | UnitRetired
    | RoleFamilyAdded
    | RoleFamilyRetired
    | ProgrammeStarted
    | ProgrammeHoursSet
    | ProgrammeEnded
    | PersonEnrolled
    | PersonPlaced
    | PersonLeft
    | AdministratorAppointed
    | AdministratorDismissed
    | TokenIssued
    | TokenRevoked
    | WebhookAdded
    | WebhookChanged
    | WebhookSecretChanged
    | WebhookRemoved
    | SingleSignOnSet
    | SingleSignOnRemoved
    | MethodPublished
    | MethodRetired
    | ThresholdRaised
    | PeriodPublished
)
"""The closed set, so that a reader who forgets one is told."""
