"""A list of staff is compared with what is known, and what it comes to is told beforehand."""

from typing import Any
from uuid import UUID

from backend.domain.organisation.commands import (
    AddRoleFamily,
    AppointAdministrator,
    PlacePeople,
    PlaceUnit,
    Placing,
)
from backend.domain.organisation.roster import Known, Line, Plan, Trouble, plan
from backend.domain.organisation.rules import decide
from backend.domain.organisation.state import evolve
from tests.spec import HANNEKE, JOOST, NOON, NOOR, SAMIRA, organisation, register

CARE, NORTH, FAMILY = (UUID(int=n) for n in range(50, 53))
ALL = frozenset({"name", "address", "unit", "role_family", "level", "manager", "left"})
ADDRESSES = {"samira@x.nl": SAMIRA, "joost@x.nl": JOOST, "noor@x.nl": NOOR}


def line(row: int, who: str, **said: Any) -> Line:  # noqa: ANN401 - what a row says
    return Line(row=row, name=who.capitalize(), address=f"{who}@x.nl", **said)


def planned(
    *lines: Line, columns: frozenset[str] = ALL, complete: bool = False, admins: tuple[UUID, ...] = ()
) -> Plan:
    """Plan on an organisation in which Samira manages Joost in Zorg/Noord."""
    units = [PlaceUnit(unit=u, parent=p, by=HANNEKE, at=NOON) for u, p in ((CARE, None), (NORTH, CARE))]
    people = (Placing(person=SAMIRA, unit=NORTH, level=2), Placing(person=JOOST, unit=NORTH, manager=SAMIRA))
    spec = organisation().given(
        register(),
        units,
        AddRoleFamily(role_family=FAMILY, by=HANNEKE, at=NOON),
        PlacePeople(people=people, by=HANNEKE, at=NOON),
        [AppointAdministrator(person=person, by=HANNEKE, at=NOON) for person in admins],
    )
    if admins:
        spec.state.administrators.discard(HANNEKE)
    known = Known(
        organisation=spec.state,
        names={SAMIRA: "Samira", JOOST: "Joost"},
        behind=ADDRESSES,
        parts={CARE: "Zorg", NORTH: "Noord", FAMILY: "Verpleging"},
    )
    made = plan(lines, columns, known, complete=complete)
    _check_that_it_can_be_done(made, known)
    return made


def _check_that_it_can_be_done(made: Plan, known: Known) -> None:
    """Hand what was planned to the rules, one by one in its order."""
    if made.troubles:
        return
    fresh = {
        change.address: known.behind.get(change.address, UUID(int=900 + n))
        for n, change in enumerate(made.changes)
    }
    for change in made.changes:
        manager = fresh[change.manager] if isinstance(change.manager, str) else change.manager
        placing = Placing(person=fresh[change.address], unit=change.unit, manager=manager)
        by = min(known.organisation.administrators)
        for event in decide(PlacePeople(people=(placing,), by=by, at=NOON), known.organisation):
            evolve(known.organisation, event)


def figures(made: Plan) -> tuple[int, int, int, int]:
    return made.new, made.changed, made.unchanged, len(made.leaving)


def test_who_is_new_changed_and_unchanged_is_counted() -> None:
    made = planned(
        line(2, "samira", unit="Zorg/Noord", level=2),
        line(3, "joost", unit="zorg / NOORD"),
        line(4, "eva", unit="Zorg", role_family="verpleging", manager="joost@x.nl"),
    )

    assert figures(made) == (1, 1, 1, 0)
    assert made.troubles == []
    assert [change.address for change in made.changes] == ["joost@x.nl", "eva@x.nl"]
    assert made.changes[1].role_family == FAMILY


def test_a_column_that_is_not_there_changes_nothing() -> None:
    bare = frozenset({"name", "address"})

    assert figures(planned(line(2, "samira"), line(3, "joost"), columns=bare)) == (0, 0, 2, 0)


def test_managers_come_first_whatever_their_row() -> None:
    made = planned(
        line(2, "a", manager="b@x.nl"), line(3, "b", manager="c@x.nl"), line(4, "c", manager="samira@x.nl")
    )

    assert [change.address for change in made.changes] == ["c@x.nl", "b@x.nl", "a@x.nl"]


def test_two_may_change_places() -> None:
    made = planned(line(2, "samira", manager="joost@x.nl"), line(3, "joost"))

    assert figures(made) == (0, 2, 0, 0)
    assert [change.address for change in made.changes] == ["joost@x.nl", "samira@x.nl"]


def test_nobody_manages_themselves_also_through_who_is_not_in_the_list() -> None:
    own = planned(line(2, "eva", manager="eva@x.nl"))
    three = planned(
        *(
            line(n, who, manager=f"{boss}@x.nl")
            for n, who, boss in ((2, "a", "b"), (3, "b", "c"), (4, "c", "a"))
        )
    )
    outside = planned(line(2, "samira", manager="joost@x.nl"), columns=ALL - {"unit"})
    beside = planned(line(2, "d", manager="a@x.nl"), line(3, "a", manager="a@x.nl"))

    assert own.troubles == [Trouble(2, "manager", "manager-loop", "eva@x.nl")]
    assert [(t.row, t.reason) for t in three.troubles] == [(n, "manager-loop") for n in (2, 3, 4)]
    assert [(t.row, t.reason) for t in outside.troubles] == [(2, "manager-loop")]
    assert [t.row for t in beside.troubles] == [3]


def test_ten_thousand_in_one_line_of_command_are_planned() -> None:
    made = planned(*(line(n, f"p{n}", manager=f"p{n - 1}@x.nl" if n > 2 else None) for n in range(2, 10_002)))

    assert figures(made) == (10_000, 0, 0, 0)
    assert {t.reason for t in made.troubles} == {"managers-too-many"}
    assert [t.row for t in made.troubles][:2] == [53, 54]


def test_each_doubtful_row_is_named() -> None:
    made = planned(
        line(2, "eva", unit="Noord"),
        line(3, "bo", role_family="Onbekend"),
        line(4, "cas", manager="wie@x.nl"),
        line(5, "dee"),
        line(6, "dee"),
        line(7, "finn", manager="noor@x.nl"),
    )

    assert made.troubles == [
        Trouble(2, "unit", "unknown-unit", "Noord"),
        Trouble(3, "role_family", "unknown-role-family", "Onbekend"),
        Trouble(4, "manager", "unknown-manager", "wie@x.nl"),
        Trouble(6, "address", "duplicate-address", "dee@x.nl"),
        Trouble(7, "manager", "unknown-manager", "noor@x.nl"),
    ]


def test_people_leave_only_when_the_list_says_so() -> None:
    here = line(2, "samira", unit="Zorg/Noord", level=2)

    assert planned(here).leaving == []
    assert planned(here, line(3, "joost", left=True)).leaving == [JOOST]
    assert planned(here, complete=True).leaving == [JOOST]
    assert figures(planned(here, line(3, "noor", left=True))) == (0, 0, 1, 0)


def test_nobody_is_managed_by_who_leaves_with_the_same_list() -> None:
    told = planned(line(2, "joost", manager="samira@x.nl"), line(3, "samira", left=True))
    kept = planned(line(2, "joost"), line(3, "samira", left=True), columns=ALL - {"manager"})

    assert told.troubles == [Trouble(2, "manager", "manager-left", "samira@x.nl")]
    assert (kept.troubles, kept.leaving) == ([], [SAMIRA])


def test_the_last_administrator_does_not_leave_by_a_list() -> None:
    made = planned(line(2, "samira"), complete=True, admins=(JOOST,))

    assert made.troubles == [Trouble(None, None, "last-administrator")]
    assert planned(line(2, "joost"), complete=True, admins=(JOOST,)).troubles == []
