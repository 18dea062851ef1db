"""What a person can ask of an organisation."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from events.method import Method
from events.organisation import Scope, Topic


class OrganisationAsk(Struct, frozen=True, kw_only=True):
    """Something that a person asks of an organisation, at a moment."""

    by: UUID
    at: datetime


class RegisterOrganisation(OrganisationAsk, frozen=True, kw_only=True):
    """Register an organisation and administer it."""


class PlaceUnit(OrganisationAsk, frozen=True, kw_only=True):
    """Add a unit, or move it with all that is in it."""

    unit: UUID
    parent: UUID | None


class RetireUnit(OrganisationAsk, frozen=True, kw_only=True):
    """Retire a unit in which nothing is left."""

    unit: UUID


class AddRoleFamily(OrganisationAsk, frozen=True, kw_only=True):
    """Tell one more family of functions apart."""

    role_family: UUID


class RetireRoleFamily(OrganisationAsk, frozen=True, kw_only=True):
    """Retire a family of functions that nobody has."""

    role_family: UUID


class RunProgramme(OrganisationAsk, frozen=True, kw_only=True):
    """Start a programme, or change its hours."""

    programme: UUID
    hours_per_year: int | None


class EndProgramme(OrganisationAsk, frozen=True, kw_only=True):
    """End a programme."""

    programme: UUID


class Placing(Struct, frozen=True, kw_only=True):
    """Where a person works; ``level`` is 1 to 3."""

    person: UUID
    unit: UUID | None = None
    role_family: UUID | None = None
    level: int | None = None
    manager: UUID | None = None


class PlacePeople(OrganisationAsk, frozen=True, kw_only=True):
    """Enrol people, or place them elsewhere; managers come before those whom they manage."""

    people: tuple[Placing, ...]


class LetPeopleGo(OrganisationAsk, frozen=True, kw_only=True):
    """Let people leave the organisation; one person may also let themselves go."""

    people: tuple[UUID, ...]


class AppointAdministrator(OrganisationAsk, frozen=True, kw_only=True):
    """Let a person administer the organisation."""

    person: UUID


class DismissAdministrator(OrganisationAsk, frozen=True, kw_only=True):
    """End a person's administration."""

    person: UUID


class IssueToken(OrganisationAsk, frozen=True, kw_only=True):
    """Let a program read some of the organisation."""

    token: UUID
    scopes: tuple[Scope, ...]
    expires_at: datetime


class RevokeToken(OrganisationAsk, frozen=True, kw_only=True):
    """Stop a token."""

    token: UUID


class SetWebhook(OrganisationAsk, frozen=True, kw_only=True):
    """Let a program be told of what happens, or change what it is told; ``place``: where, as an id."""

    webhook: UUID
    topics: tuple[Topic, ...]
    place: UUID
    paused: bool = False


class ChangeWebhookSecret(OrganisationAsk, frozen=True, kw_only=True):
    """Sign what a webhook is sent with another secret, named by an id."""

    webhook: UUID
    secret: UUID


class RemoveWebhook(OrganisationAsk, frozen=True, kw_only=True):
    """Tell a program no longer."""

    webhook: UUID


class SetSingleSignOn(OrganisationAsk, frozen=True, kw_only=True):
    """Let people sign in at the organisation's own provider, which is named by an id."""

    place: UUID


class RemoveSingleSignOn(OrganisationAsk, frozen=True, kw_only=True):
    """Let people sign in there no longer."""


class PublishMethod(OrganisationAsk, frozen=True, kw_only=True):
    """Let the organisation have a method of its own, or a next version; ``after``: the edited version."""

    method: Method
    after: int


class RetireMethod(OrganisationAsk, frozen=True, kw_only=True):
    """Plan a method of the organisation's own no more."""

    key: str


class RaiseThreshold(OrganisationAsk, frozen=True, kw_only=True):
    """Show no figure about fewer than so many people."""

    persons: int


class PublishPeriod(Struct, frozen=True, kw_only=True):
    """Let the figures of a period stand, for good: the house asks it by itself."""

    period: str
    shown: int
    held_back: int
    at: datetime


OrganisationCommand = (
    RegisterOrganisation
    | PlaceUnit
    | RetireUnit
    | AddRoleFamily
    | RetireRoleFamily
    | RunProgramme
    | EndProgramme
    | PlacePeople
    | LetPeopleGo
    | AppointAdministrator
    | DismissAdministrator
    | IssueToken
    | RevokeToken
    | SetWebhook
    | ChangeWebhookSecret
    | RemoveWebhook
    | SetSingleSignOn
    | RemoveSingleSignOn
    | PublishMethod
    | RetireMethod
    | RaiseThreshold
    | PublishPeriod
)
