"""What an organisation allows: commands answered with events, or refused."""

from typing import Final, assert_never
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.organisation.commands import (
    AddRoleFamily,
    AppointAdministrator,
    ChangeWebhookSecret,
    DismissAdministrator,
    EndProgramme,
    IssueToken,
    LetPeopleGo,
    OrganisationCommand,
    PlacePeople,
    PlaceUnit,
    PublishMethod,
    PublishPeriod,
    RaiseThreshold,
    RegisterOrganisation,
    RemoveSingleSignOn,
    RemoveWebhook,
    RetireMethod,
    RetireRoleFamily,
    RetireUnit,
    RevokeToken,
    RunProgramme,
    SetSingleSignOn,
    SetWebhook,
)
from backend.domain.organisation.people import let_go, place
from backend.domain.organisation.state import Organisation
from backend.domain.organisation.webhooks import change_webhooks
from backend.domain.own_methods import check_retirable, next_version
from backend.domain.uptake.floors import check_raised
from events.organisation import (
    AdministratorAppointed,
    AdministratorDismissed,
    AnyOrganisationEvent,
    MethodPublished,
    MethodRetired,
    OrganisationRegistered,
    PeriodPublished,
    ProgrammeEnded,
    ProgrammeHoursSet,
    ProgrammeStarted,
    RoleFamilyAdded,
    RoleFamilyRetired,
    SingleSignOnRemoved,
    SingleSignOnSet,
    ThresholdRaised,
    TokenIssued,
    TokenRevoked,
    UnitAdded,
    UnitMoved,
    UnitRetired,
)

DEEPEST: Final = 8
"""How many units may stand above each other, the top one counted."""


def decide(command: OrganisationCommand, organisation: Organisation) -> list[AnyOrganisationEvent]:
    """Answer a command with the events it causes, or refuse it."""
    if isinstance(command, RegisterOrganisation):
        return _register(command, organisation)
    if organisation.registered is None:
        raise Refused("unknown-organisation")
    if isinstance(command, PublishPeriod):
        return _publish(command, organisation)
    if isinstance(command, LetPeopleGo):
        return let_go(command, organisation)
    provisions = isinstance(command, _PROVISIONED) and organisation.is_directory(command.by)
    if not provisions and command.by not in organisation.administrators:
        raise Refused("only-administrators")
    return _administered(command, organisation)


_PROVISIONED: Final = (PlaceUnit, RetireUnit, PlacePeople)
"""What a directory may ask too, by its token."""


def _register(command: RegisterOrganisation, organisation: Organisation) -> list[AnyOrganisationEvent]:
    known = organisation.registered
    if known is not None:
        if known.by == command.by:
            return []
        raise Refused("unknown-organisation")
    return [
        OrganisationRegistered(by=command.by, at=command.at),
        AdministratorAppointed(person=command.by, by=command.by, at=command.at),
    ]


_Administered = (
    PlaceUnit
    | RetireUnit
    | AddRoleFamily
    | RetireRoleFamily
    | RunProgramme
    | EndProgramme
    | PlacePeople
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
)


def _administered(command: _Administered, organisation: Organisation) -> list[AnyOrganisationEvent]:
    match command:
        case PlaceUnit():
            return _place_unit(command, organisation)
        case RetireUnit():
            return _retire_unit(command, organisation)
        case AddRoleFamily() | RetireRoleFamily():
            return _change_role_family(command, organisation)
        case RunProgramme() | EndProgramme():
            return _change_programme(command, organisation)
        case PlacePeople():
            return place(command, organisation)
        case AppointAdministrator() | DismissAdministrator():
            return _change_administrators(command, organisation)
        case IssueToken() | RevokeToken():
            return _change_tokens(command, organisation)
        case SetWebhook() | ChangeWebhookSecret() | RemoveWebhook():
            return change_webhooks(command, organisation)
        case SetSingleSignOn() | RemoveSingleSignOn():
            return _change_single_sign_on(command, organisation)
        case PublishMethod() | RetireMethod():
            return _change_methods(command, organisation)
        case RaiseThreshold():
            return _raise_threshold(command, organisation)
        case _:
            assert_never(command)


def _place_unit(command: PlaceUnit, organisation: Organisation) -> list[AnyOrganisationEvent]:
    unit, parent, units = command.unit, command.parent, organisation.units
    if unit in organisation.retired:
        raise Refused("id-reused")
    if parent is not None and parent not in units:
        raise Refused("unknown-unit")
    if unit in units and units[unit] == parent:
        return []
    above = list(organisation.above(parent))
    if unit in above:
        raise Refused("unit-loop")
    if len(above) + _height(unit, organisation) > DEEPEST:
        raise Refused("units-too-deep")
    kind = UnitMoved if unit in units else UnitAdded
    return [kind(unit=unit, parent=parent, by=command.by, at=command.at)]


def _height(unit: UUID, organisation: Organisation) -> int:
    """Return how many units stand below each other from this one on, itself counted."""
    level, height = {unit}, 0
    while level:
        height += 1
        level = {part for part, whole in organisation.units.items() if whole in level}
    return height


def _retire_unit(command: RetireUnit, organisation: Organisation) -> list[AnyOrganisationEvent]:
    unit = command.unit
    if unit in organisation.retired:
        return []
    if unit not in organisation.units:
        raise Refused("unknown-unit")
    occupied = (placed.unit for placed in organisation.people.values())
    if unit in organisation.units.values() or unit in occupied:
        raise Refused("unit-in-use")
    return [UnitRetired(unit=unit, by=command.by, at=command.at)]


def _change_role_family(
    command: AddRoleFamily | RetireRoleFamily, organisation: Organisation
) -> list[AnyOrganisationEvent]:
    family, known = command.role_family, organisation.role_families
    if isinstance(command, AddRoleFamily):
        if family in organisation.retired:
            raise Refused("id-reused")
        added = RoleFamilyAdded(role_family=family, by=command.by, at=command.at)
        return [] if family in known else [added]
    if family in organisation.retired:
        return []
    if family not in known:
        raise Refused("unknown-role-family")
    if family in (placed.role_family for placed in organisation.people.values()):
        raise Refused("role-family-in-use")
    return [RoleFamilyRetired(role_family=family, by=command.by, at=command.at)]


def _change_programme(
    command: RunProgramme | EndProgramme, organisation: Organisation
) -> list[AnyOrganisationEvent]:
    programme, known = command.programme, organisation.programmes
    if isinstance(command, EndProgramme):
        if programme in organisation.retired:
            return []
        if programme not in known:
            raise Refused("unknown-programme")
        return [ProgrammeEnded(programme=programme, by=command.by, at=command.at)]
    if programme in organisation.retired:
        raise Refused("id-reused")
    if programme in known and known[programme] == command.hours_per_year:
        return []
    kind = ProgrammeHoursSet if programme in known else ProgrammeStarted
    hours = command.hours_per_year
    return [kind(programme=programme, hours_per_year=hours, by=command.by, at=command.at)]


def _change_administrators(
    command: AppointAdministrator | DismissAdministrator, organisation: Organisation
) -> list[AnyOrganisationEvent]:
    person, present = command.person, organisation.administrators
    if isinstance(command, AppointAdministrator):
        if person in present:
            return []
        if person not in organisation.people:
            raise Refused("unknown-person")
        return [AdministratorAppointed(person=person, by=command.by, at=command.at)]
    if person not in present:
        return []
    if len(present) == 1:
        raise Refused("last-administrator")
    return [AdministratorDismissed(person=person, by=command.by, at=command.at)]


def _change_tokens(
    command: IssueToken | RevokeToken, organisation: Organisation
) -> list[AnyOrganisationEvent]:
    token = command.token
    known = organisation.tokens.get(token)
    if isinstance(command, RevokeToken):
        if known is None:
            raise Refused("unknown-token")
        revoked = TokenRevoked(token=token, by=command.by, at=command.at)
        return [] if token in organisation.revoked else [revoked]
    issued = TokenIssued(
        token=token, scopes=command.scopes, expires_at=command.expires_at, by=command.by, at=command.at
    )
    if known is None:
        return [issued]
    if (known.by, known.scopes) != (issued.by, issued.scopes) or token in organisation.revoked:
        raise Refused("id-reused")
    return []


def _change_methods(
    command: PublishMethod | RetireMethod, organisation: Organisation
) -> list[AnyOrganisationEvent]:
    known = organisation.methods
    if isinstance(command, RetireMethod):
        retires = check_retirable(command.key, known)
        return [MethodRetired(key=command.key, by=command.by, at=command.at)] if retires else []
    method = next_version(command.method, command.after, known)
    return [] if method is None else [MethodPublished(method=method, by=command.by, at=command.at)]


def _raise_threshold(command: RaiseThreshold, organisation: Organisation) -> list[AnyOrganisationEvent]:
    check_raised(command.persons, organisation.fewest)
    if command.persons == organisation.fewest:
        return []
    return [ThresholdRaised(persons=command.persons, by=command.by, at=command.at)]


def _publish(command: PublishPeriod, organisation: Organisation) -> list[AnyOrganisationEvent]:
    """Let figures stand once: what becomes known later counts in a later period."""
    if command.period in organisation.published:
        raise Refused("period-published")
    return [
        PeriodPublished(
            period=command.period, shown=command.shown, held_back=command.held_back, at=command.at
        )
    ]


def _change_single_sign_on(
    command: SetSingleSignOn | RemoveSingleSignOn, organisation: Organisation
) -> list[AnyOrganisationEvent]:
    known = organisation.single_sign_on
    if isinstance(command, RemoveSingleSignOn):
        return [SingleSignOnRemoved(by=command.by, at=command.at)] if known else []
    if known == command.place:
        return []
    return [SingleSignOnSet(place=command.place, by=command.by, at=command.at)]
