"""Hints about who is in a group: neutral, coarse, and never about whom (R-26 to R-32, § 1.4)."""

from uuid import UUID

import pytest

from backend.domain.composition import CROWD, Aim, Hint, Profile, Relation, RelationKind, hints
from events.group import Role, SizePolicy
from tests.spec import HANNEKE, JOOST, NOOR, SAMIRA, STRANGER

OOST, WEST, CARE, SCHOOL = (UUID(int=n) for n in range(70, 74))
FITS = Aim(size=SizePolicy(3, 6))
PEERS = (SAMIRA, JOOST, NOOR)
AUTHORITY = [kind for kind in RelationKind if kind is not RelationKind.CLOSE]


def circle(**known: Profile) -> dict[UUID, Profile]:
    """Return three members of whom nothing is known but what is given by name."""
    names = {"samira": SAMIRA, "joost": JOOST, "noor": NOOR, "hanneke": HANNEKE}
    return {person: Profile(role=Role.MEMBER) for person in PEERS} | {
        names[name]: profile for name, profile in known.items()
    }


def member(
    unit: UUID | None = None,
    family: UUID | None = None,
    level: int | None = None,
    manager: UUID | None = None,
) -> Profile:
    return Profile(role=Role.MEMBER, unit=unit, role_family=family, level=level, manager=manager)


def guard(unit: UUID | None = None, manager: UUID | None = None) -> Profile:
    return Profile(role=Role.FACILITATOR, unit=unit, manager=manager)


def test_a_group_of_whom_nothing_is_known_gets_no_hint() -> None:
    assert hints(circle(), [], FITS) == ()


@pytest.mark.parametrize("kind", AUTHORITY)
def test_one_declaration_is_enough_for_the_hint_about_authority(kind: RelationKind) -> None:
    assert hints(circle(), [Relation(JOOST, NOOR, kind)], FITS) == (Hint.AUTHORITY,)


def test_a_hint_is_the_same_whoever_and_however_many_gave_cause() -> None:
    one = [Relation(JOOST, NOOR, RelationKind.MANAGED_BY)]
    other = [Relation(NOOR, SAMIRA, RelationKind.APPRAISES)]

    assert hints(circle(), one, FITS) == hints(circle(), other, FITS) == hints(circle(), one + other, FITS)


def test_being_close_is_no_authority() -> None:
    assert hints(circle(), [Relation(JOOST, NOOR, RelationKind.CLOSE)], FITS) == ()


def test_what_was_declared_about_somebody_outside_counts_for_nothing() -> None:
    outside = [
        Relation(JOOST, STRANGER, RelationKind.MANAGES),
        Relation(STRANGER, JOOST, RelationKind.MANAGES),
    ]

    assert hints(circle(), outside, FITS) == ()


def test_in_a_group_of_two_a_hint_would_name_the_other_so_there_is_none() -> None:
    two = {SAMIRA: member(), JOOST: member()}
    declared = [Relation(JOOST, SAMIRA, RelationKind.MANAGED_BY)]

    assert len(two) < CROWD
    assert hints(two, declared, Aim(size=SizePolicy(2, 6))) == ()


def test_the_organisation_knows_of_authority_too_also_through_somebody_between() -> None:
    direct = circle(joost=member(manager=NOOR))
    through = circle(samira=member(manager=JOOST), joost=member(manager=NOOR))

    assert hints(direct, [], FITS) == (Hint.AUTHORITY,)
    assert hints(through, [], FITS) == (Hint.AUTHORITY,)
    assert hints(circle(joost=member(manager=STRANGER)), [], FITS) == ()


def test_managers_in_a_ring_do_not_go_round_for_ever() -> None:
    ring = circle(samira=member(manager=JOOST), joost=member(manager=SAMIRA))

    assert hints(ring, [], FITS) == (Hint.AUTHORITY,)


def test_levels_may_differ_by_one_and_not_by_two() -> None:
    near = circle(samira=member(level=1), joost=member(level=2))
    far = circle(samira=member(level=1), joost=member(level=3))

    assert hints(near, [], FITS) == ()
    assert hints(far, [], FITS) == (Hint.LEVELS,)
    assert hints(near, [], Aim(size=SizePolicy(3, 6), level=3)) == (Hint.LEVELS,)


def test_people_share_a_function_or_a_level() -> None:
    families = circle(samira=member(family=CARE), joost=member(family=SCHOOL))
    at_one_level = circle(samira=member(family=CARE, level=2), joost=member(family=SCHOOL, level=2))
    meant = Aim(size=SizePolicy(3, 6), role_family=CARE)

    assert hints(families, [], FITS) == (Hint.FUNCTIONS,)
    assert hints(at_one_level, [], FITS) == ()
    assert hints(at_one_level, [], meant) == (Hint.FUNCTIONS,)
    assert hints(circle(samira=member(family=CARE)), [], meant) == ()


def test_other_teams_bring_other_eyes() -> None:
    one_team = {person: member(unit=OOST) for person in PEERS}

    assert hints(one_team, [], FITS) == (Hint.ONE_TEAM,)
    assert hints(one_team | {NOOR: member(unit=WEST)}, [], FITS) == ()
    assert hints(one_team | {NOOR: member()}, [], FITS) == ()


def test_a_facilitator_is_no_direct_colleague() -> None:
    same_team = circle(hanneke=guard(unit=OOST), joost=member(unit=OOST))
    declared = [Relation(JOOST, HANNEKE, RelationKind.CLOSE)]

    assert hints(same_team, [], FITS) == (Hint.FACILITATOR_CLOSE,)
    assert hints(circle(hanneke=guard()), declared, FITS) == (Hint.FACILITATOR_CLOSE,)
    assert hints(circle(hanneke=guard(unit=WEST), joost=member(unit=OOST)), [], FITS) == ()
    assert hints(circle(hanneke=guard(manager=JOOST)), [], FITS) == (
        Hint.AUTHORITY,
        Hint.FACILITATOR_CLOSE,
    )


def test_facilitators_and_observers_are_not_counted_for_the_size() -> None:
    watched = circle(hanneke=guard()) | {STRANGER: Profile(role=Role.OBSERVER)}

    assert hints(watched, [], Aim(size=SizePolicy(3, 3))) == ()
    assert hints(watched, [], Aim(size=SizePolicy(4, 8))) == (Hint.SIZE,)
    assert hints(watched, [], Aim(size=SizePolicy(2, 2))) == (Hint.SIZE,)


def test_an_observer_has_no_relations_that_matter() -> None:
    watched = circle() | {STRANGER: Profile(role=Role.OBSERVER, manager=JOOST)}

    assert hints(watched, [Relation(JOOST, STRANGER, RelationKind.MANAGES)], FITS) == ()


def test_no_hint_names_a_person_or_a_number() -> None:
    assert all(not any(sign.isdigit() for sign in hint) for hint in Hint)
    assert set(Hint) == {"authority", "levels", "functions", "one-team", "facilitator-close", "size"}
