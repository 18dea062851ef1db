"""An organisation orders its units and its people, and somebody always administers it."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.domain.errors import Reason
from backend.domain.organisation.commands import (
    AddRoleFamily,
    AppointAdministrator,
    DismissAdministrator,
    EndProgramme,
    IssueToken,
    LetPeopleGo,
    OrganisationCommand,
    PlacePeople,
    PlaceUnit,
    Placing,
    RetireRoleFamily,
    RetireUnit,
    RevokeToken,
    RunProgramme,
)
from backend.domain.organisation.state import Placement
from events.organisation import (
    AdministratorAppointed,
    AdministratorDismissed,
    OrganisationRegistered,
    PersonEnrolled,
    PersonLeft,
    PersonPlaced,
    ProgrammeEnded,
    ProgrammeHoursSet,
    ProgrammeStarted,
    RoleFamilyAdded,
    RoleFamilyRetired,
    Scope,
    TokenIssued,
    TokenRevoked,
    UnitAdded,
    UnitMoved,
    UnitRetired,
)
from tests.spec import HANNEKE, JOOST, NOON, NOOR, SAMIRA, STRANGER, organisation, register

UNITS = tuple(UUID(int=n) for n in range(50, 62))
CARE, NORTH, SOUTH, *_ = UNITS
FAMILY, PROGRAMME, TOKEN, UNKNOWN = (UUID(int=n) for n in range(70, 74))


def unit(which: UUID, parent: UUID | None = None, by: UUID = HANNEKE) -> PlaceUnit:
    return PlaceUnit(unit=which, parent=parent, by=by, at=NOON)


def family(which: UUID = FAMILY) -> AddRoleFamily:
    return AddRoleFamily(role_family=which, by=HANNEKE, at=NOON)


def programme(hours: int | None = 12) -> RunProgramme:
    return RunProgramme(programme=PROGRAMME, hours_per_year=hours, by=HANNEKE, at=NOON)


def place(*people: Placing, by: UUID = HANNEKE) -> PlacePeople:
    return PlacePeople(people=people, by=by, at=NOON)


def placing(person: UUID, manager: UUID | None = None, in_unit: UUID | None = None) -> Placing:
    return Placing(person=person, unit=in_unit, manager=manager)


def let_go(*people: UUID, by: UUID = HANNEKE) -> LetPeopleGo:
    return LetPeopleGo(people=people, by=by, at=NOON)


def appoint(person: UUID, by: UUID = HANNEKE) -> AppointAdministrator:
    return AppointAdministrator(person=person, by=by, at=NOON)


def dismiss(person: UUID, by: UUID = HANNEKE) -> DismissAdministrator:
    return DismissAdministrator(person=person, by=by, at=NOON)


def issue(*scopes: Scope, by: UUID = HANNEKE) -> IssueToken:
    until = NOON + timedelta(days=30)
    return IssueToken(token=TOKEN, scopes=scopes or (Scope.AUDIT,), expires_at=until, by=by, at=NOON)


def enrolled(person: UUID, manager: UUID | None = None) -> PersonEnrolled:
    return PersonEnrolled(
        person=person, unit=None, role_family=None, level=None, manager=manager, by=HANNEKE, at=NOON
    )


def left(person: UUID, by: UUID = HANNEKE) -> PersonLeft:
    return PersonLeft(person=person, by=by, at=NOON)


def tower(height: int) -> list[PlaceUnit]:
    return [unit(UNITS[n], UNITS[n - 1] if n else None) for n in range(height)]


def test_who_registers_an_organisation_administers_it() -> None:
    organisation().when(register()).then(
        OrganisationRegistered(by=HANNEKE, at=NOON),
        AdministratorAppointed(person=HANNEKE, by=HANNEKE, at=NOON),
    )


def test_registering_twice_is_registering_once() -> None:
    organisation().given(register()).when(register()).then()


def test_another_cannot_take_a_registered_organisation() -> None:
    organisation().given(register()).when(register(STRANGER)).refused("unknown-organisation")


def test_nothing_can_be_asked_of_an_organisation_that_is_not_there() -> None:
    organisation().when(unit(CARE)).refused("unknown-organisation")


@pytest.mark.parametrize(
    "command",
    [
        unit(CARE, by=SAMIRA),
        place(placing(JOOST), by=SAMIRA),
        appoint(SAMIRA, by=SAMIRA),
        dismiss(HANNEKE, by=SAMIRA),
        issue(by=SAMIRA),
        let_go(JOOST, by=SAMIRA),
        let_go(SAMIRA, JOOST, by=SAMIRA),
    ],
)
def test_only_administrators_decide(command: OrganisationCommand) -> None:
    people = place(placing(SAMIRA), placing(JOOST))
    organisation().given(register(), people).when(command).refused("only-administrators")


def test_units_are_a_tree() -> None:
    spec = organisation().given(register())
    spec.when(unit(CARE)).then(UnitAdded(unit=CARE, parent=None, by=HANNEKE, at=NOON))
    spec.when(unit(NORTH, CARE)).then(UnitAdded(unit=NORTH, parent=CARE, by=HANNEKE, at=NOON))
    spec.when(unit(NORTH, CARE)).then()
    spec.when(unit(NORTH)).then(UnitMoved(unit=NORTH, parent=None, by=HANNEKE, at=NOON))


@pytest.mark.parametrize("parent", [CARE, NORTH, SOUTH])
def test_no_unit_is_part_of_itself(parent: UUID) -> None:
    tree = [unit(CARE), unit(NORTH, CARE), unit(SOUTH, NORTH)]
    organisation().given(register(), tree).when(unit(CARE, parent)).refused("unit-loop")


def test_a_unit_belongs_to_one_that_is_there() -> None:
    organisation().given(register()).when(unit(NORTH, UNKNOWN)).refused("unknown-unit")


def test_units_stand_at_most_eight_deep() -> None:
    spec = organisation().given(register(), tower(7))
    spec.when(unit(UNITS[7], UNITS[6])).then(UnitAdded(unit=UNITS[7], parent=UNITS[6], by=HANNEKE, at=NOON))
    spec.when(unit(UNITS[8], UNITS[7])).refused("units-too-deep")


def test_a_unit_moves_with_all_that_is_in_it() -> None:
    other = [unit(UNITS[10]), unit(UNITS[11], UNITS[10])]
    spec = organisation().given(register(), tower(6), other)
    spec.when(unit(UNITS[0], UNITS[11])).then(UnitMoved(unit=UNITS[0], parent=UNITS[11], by=HANNEKE, at=NOON))
    spec.given(unit(UNITS[9])).when(unit(UNITS[10], UNITS[9])).refused("units-too-deep")


def test_a_unit_is_retired_when_nothing_is_left_in_it() -> None:
    def retire(which: UUID) -> RetireUnit:
        return RetireUnit(unit=which, by=HANNEKE, at=NOON)

    story = [unit(CARE), unit(NORTH, CARE), place(placing(SAMIRA, in_unit=NORTH))]
    spec = organisation().given(register(), story)
    spec.when(retire(CARE)).refused("unit-in-use")
    spec.when(retire(NORTH)).refused("unit-in-use")
    spec.when(retire(UNKNOWN)).refused("unknown-unit")
    spec.given(place(placing(SAMIRA)))
    spec.when(retire(NORTH)).then(UnitRetired(unit=NORTH, by=HANNEKE, at=NOON))
    spec.when(retire(NORTH)).then()
    spec.when(retire(CARE)).then(UnitRetired(unit=CARE, by=HANNEKE, at=NOON))
    spec.when(unit(CARE)).refused("id-reused")


def test_a_role_family_is_retired_when_nobody_has_it() -> None:
    has_it = Placing(person=SAMIRA, role_family=FAMILY)
    retire = RetireRoleFamily(role_family=FAMILY, by=HANNEKE, at=NOON)
    spec = organisation().given(register())
    spec.when(retire).refused("unknown-role-family")
    spec.when(family()).then(RoleFamilyAdded(role_family=FAMILY, by=HANNEKE, at=NOON))
    spec.when(family()).then()
    spec.given(place(has_it)).when(retire).refused("role-family-in-use")
    spec.given(let_go(SAMIRA)).when(retire).then(RoleFamilyRetired(role_family=FAMILY, by=HANNEKE, at=NOON))
    spec.when(retire).then()
    spec.when(family()).refused("id-reused")


def test_a_programme_starts_gets_other_hours_and_ends() -> None:
    end = EndProgramme(programme=PROGRAMME, by=HANNEKE, at=NOON)
    spec = organisation().given(register())
    spec.when(end).refused("unknown-programme")
    spec.when(programme()).then(ProgrammeStarted(programme=PROGRAMME, hours_per_year=12, by=HANNEKE, at=NOON))
    spec.when(programme()).then()
    spec.when(programme(None)).then(
        ProgrammeHoursSet(programme=PROGRAMME, hours_per_year=None, by=HANNEKE, at=NOON)
    )
    spec.when(end).then(ProgrammeEnded(programme=PROGRAMME, by=HANNEKE, at=NOON))
    spec.when(end).then()
    spec.when(programme()).refused("id-reused")


def test_people_are_enrolled_once_and_placed_when_something_is_new() -> None:
    at_north = Placing(person=SAMIRA, unit=NORTH, level=2, manager=JOOST)
    placed = PersonPlaced(
        person=SAMIRA, unit=NORTH, role_family=None, level=2, manager=JOOST, by=HANNEKE, at=NOON
    )
    spec = organisation().given(register(), unit(NORTH))
    spec.when(place(placing(JOOST), placing(SAMIRA, JOOST))).then(enrolled(JOOST), enrolled(SAMIRA, JOOST))
    spec.when(place(placing(JOOST), at_north)).then(placed)
    spec.when(place(at_north)).then()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (Placing(person=SAMIRA, unit=UNKNOWN), "unknown-unit"),
        (Placing(person=SAMIRA, role_family=UNKNOWN), "unknown-role-family"),
        (Placing(person=SAMIRA, manager=UNKNOWN), "unknown-manager"),
        (Placing(person=SAMIRA, manager=SAMIRA), "manager-loop"),
        (Placing(person=SAMIRA, manager=NOOR), "manager-loop"),
    ],
)
def test_people_are_placed_in_what_is_there(asked: Placing, reason: Reason) -> None:
    story = place(placing(SAMIRA), placing(JOOST, SAMIRA), placing(NOOR, JOOST))
    organisation().given(register(), story).when(place(asked)).refused(reason)


def test_a_loop_within_one_list_is_refused_as_well() -> None:
    spec = organisation().given(register(), place(placing(SAMIRA), placing(JOOST)))
    spec.when(place(placing(SAMIRA, JOOST), placing(JOOST, SAMIRA))).refused("manager-loop")


def test_two_who_change_places_manage_each_other_the_other_way_round() -> None:
    spec = organisation().given(register(), place(placing(SAMIRA), placing(JOOST, SAMIRA)))
    spec.given(place(placing(JOOST), placing(SAMIRA, JOOST)))

    assert spec.state.people[SAMIRA].manager == JOOST
    assert spec.state.people[JOOST].manager is None


def test_who_is_left_without_a_manager_has_none() -> None:
    spec = organisation().given(register(), place(placing(SAMIRA), placing(JOOST, SAMIRA)))
    spec.when(let_go(SAMIRA, STRANGER)).then(left(SAMIRA))

    assert spec.state.people == {JOOST: Placement()}
    spec.when(let_go(SAMIRA)).then()
    spec.when(place(placing(SAMIRA, JOOST))).then(enrolled(SAMIRA, JOOST))


def test_somebody_may_leave_by_themselves() -> None:
    spec = organisation().given(register(), place(placing(SAMIRA)))
    spec.when(let_go(SAMIRA, by=SAMIRA)).then(left(SAMIRA, by=SAMIRA))


def test_administrators_are_people_of_the_organisation() -> None:
    spec = organisation().given(register(), place(placing(SAMIRA)))
    spec.when(appoint(STRANGER)).refused("unknown-person")
    spec.when(appoint(SAMIRA)).then(AdministratorAppointed(person=SAMIRA, by=HANNEKE, at=NOON))
    spec.when(appoint(SAMIRA)).then()


def test_the_last_administrator_stays() -> None:
    spec = organisation().given(register(), place(placing(HANNEKE), placing(SAMIRA)))
    spec.when(dismiss(HANNEKE)).refused("last-administrator")
    spec.when(let_go(HANNEKE)).refused("last-administrator")
    spec.given(appoint(SAMIRA))
    spec.when(let_go(HANNEKE, SAMIRA)).refused("last-administrator")
    spec.when(dismiss(HANNEKE, by=SAMIRA)).then(AdministratorDismissed(person=HANNEKE, by=SAMIRA, at=NOON))
    spec.when(dismiss(HANNEKE, by=SAMIRA)).then()
    spec.when(unit(CARE)).refused("only-administrators")
    spec.when(let_go(SAMIRA, by=SAMIRA)).refused("last-administrator")


def test_who_leaves_administers_no_longer() -> None:
    spec = organisation().given(register(), place(placing(SAMIRA)), appoint(SAMIRA))
    spec.when(let_go(SAMIRA)).then(left(SAMIRA), AdministratorDismissed(person=SAMIRA, by=HANNEKE, at=NOON))


def test_a_token_is_issued_once_and_revoked_once() -> None:
    revoke = RevokeToken(token=TOKEN, by=HANNEKE, at=NOON)
    until = NOON + timedelta(days=30)
    spec = organisation().given(register())
    spec.when(revoke).refused("unknown-token")
    spec.when(issue()).then(
        TokenIssued(token=TOKEN, scopes=(Scope.AUDIT,), expires_at=until, by=HANNEKE, at=NOON)
    )
    spec.when(issue()).then()
    spec.when(issue(Scope.PEOPLE)).refused("id-reused")
    spec.when(revoke).then(TokenRevoked(token=TOKEN, by=HANNEKE, at=NOON))
    spec.when(revoke).then()
    spec.when(issue()).refused("id-reused")


def test_a_directory_says_who_works_where_by_its_token_and_nothing_else() -> None:
    spec = organisation().given(register(), issue(Scope.SCIM), place(placing(SAMIRA)))
    spec.when(unit(CARE, by=TOKEN)).then(UnitAdded(unit=CARE, parent=None, by=TOKEN, at=NOON))
    spec.when(LetPeopleGo(people=(SAMIRA,), by=TOKEN, at=NOON)).then(
        PersonLeft(person=SAMIRA, by=TOKEN, at=NOON)
    )
    spec.when(AppointAdministrator(person=SAMIRA, by=TOKEN, at=NOON)).refused("only-administrators")
    spec.when(RevokeToken(token=TOKEN, by=TOKEN, at=NOON)).refused("only-administrators")
    spec.when(RevokeToken(token=TOKEN, by=HANNEKE, at=NOON)).then(
        TokenRevoked(token=TOKEN, by=HANNEKE, at=NOON)
    )
    spec.when(unit(NORTH, by=TOKEN)).refused("only-administrators")
    spec.when(LetPeopleGo(people=(HANNEKE,), by=TOKEN, at=NOON)).refused("only-administrators")


def test_a_token_that_reads_places_nobody() -> None:
    spec = organisation().given(register(), issue(Scope.PEOPLE))
    spec.when(unit(CARE, by=TOKEN)).refused("only-administrators")
    spec.when(LetPeopleGo(people=(HANNEKE,), by=TOKEN, at=NOON)).refused("only-administrators")


def test_at_most_fifty_stand_above_somebody() -> None:
    line = [UUID(int=n) for n in range(100, 152)]
    chain = [placing(person, line[n - 1] if n else None) for n, person in enumerate(line)]
    spec = organisation().given(register(), place(*chain[:51]))
    spec.when(place(chain[51])).refused("managers-too-many")
