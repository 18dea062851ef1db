"""Hints about who is in a group: neutral, coarse, and never about whom (R-26 to R-32, § 1.4)."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from backend.domain.composition import CROWD, Aim, Hint, Profile, Relation, RelationKind, hints
from events.group import Role, SizePolicy
from tests.spec import HANNEKE, JOOST, NOOR, SAMIRA, STRANGER

OOST, WEST, CARE, SCHOOL = (UUID(int=n) for n in range(70, 74))
VIEWER = UUID(int=99)
NONE = RelationKind.NONE
FITS = Aim(size=SizePolicy(3, 6))
PEERS = (SAMIRA, JOOST, NOOR)
AUTHORITY = [kind for kind in RelationKind if kind not in {RelationKind.CLOSE, NONE}]


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


def seen(
    people: dict[UUID, Profile],
    declared: Sequence[Relation] = (),
    aim: Aim = FITS,
    *,
    viewer: UUID = VIEWER,
    answered: Sequence[UUID] | None = None,
) -> tuple[Hint, ...]:
    """Return the hints when everybody answered something, unless told who did; the viewer is another."""
    said = people if answered is None else answered
    answers = [Relation(person, next(p for p in people if p != person), NONE) for person in said]
    return hints(people, [*declared, *answers], aim, viewer=viewer)


def test_a_group_of_whom_nothing_is_known_gets_no_hint() -> None:
    assert seen(circle(), (), FITS) == ()


@pytest.mark.parametrize("kind", AUTHORITY)
def test_one_declaration_is_enough_for_the_hint_about_authority(kind: RelationKind) -> None:
    assert seen(circle(), [Relation(JOOST, NOOR, kind)], FITS) == (Hint.AUTHORITY,)


def test_a_hint_is_the_same_whoever_and_however_many_gave_cause() -> None:
    one = [Relation(JOOST, NOOR, RelationKind.MANAGED_BY)]
    other = [Relation(NOOR, SAMIRA, RelationKind.APPRAISES)]

    assert seen(circle(), one, FITS) == seen(circle(), other, FITS) == seen(circle(), one + other, FITS)


def test_being_close_is_no_authority() -> None:
    assert seen(circle(), [Relation(JOOST, NOOR, RelationKind.CLOSE)], FITS) == ()


def test_what_was_declared_about_somebody_outside_counts_for_nothing() -> None:
    outside = [
        Relation(JOOST, STRANGER, RelationKind.MANAGES),
        Relation(STRANGER, JOOST, RelationKind.MANAGES),
    ]

    assert seen(circle(), outside, FITS) == ()


def test_in_a_group_of_two_a_hint_would_name_the_other_so_there_is_none() -> None:
    two = {SAMIRA: member(), JOOST: member()}
    declared = [Relation(JOOST, SAMIRA, RelationKind.MANAGED_BY)]

    assert len(two) < CROWD
    assert seen(two, declared, Aim(size=SizePolicy(2, 6))) == ()


def test_the_organisation_knows_of_authority_too_also_through_somebody_between() -> None:
    chief = member(manager=STRANGER)
    direct = circle(samira=chief, joost=member(manager=NOOR), noor=chief)
    through = circle(samira=member(manager=JOOST), joost=member(manager=NOOR), noor=chief)

    assert seen(direct) == (Hint.AUTHORITY,)
    assert seen(through) == (Hint.AUTHORITY,)
    assert seen(circle(samira=chief, joost=chief, noor=chief)) == ()


def test_managers_in_a_ring_do_not_go_round_for_ever() -> None:
    ring = circle(samira=member(manager=JOOST), joost=member(manager=SAMIRA), noor=member(manager=STRANGER))

    assert seen(ring, (), FITS) == (Hint.AUTHORITY,)


def test_levels_may_differ_by_one_and_not_by_two() -> None:
    near = circle(samira=member(level=1), joost=member(level=2), noor=member(level=2))
    far = circle(samira=member(level=1), joost=member(level=3), noor=member(level=2))

    assert seen(near, (), FITS) == ()
    assert seen(far, (), FITS) == (Hint.LEVELS,)
    assert seen(near, (), Aim(size=SizePolicy(3, 6), level=3)) == (Hint.LEVELS,)


def test_people_share_a_function_or_a_level() -> None:
    care, school = member(family=CARE), member(family=SCHOOL)
    families = circle(samira=care, joost=school, noor=care)
    second = member(family=CARE, level=2)
    at_one_level = circle(samira=second, joost=member(family=SCHOOL, level=2), noor=second)
    meant = Aim(size=SizePolicy(3, 6), role_family=CARE)

    assert seen(families, (), FITS) == (Hint.FUNCTIONS,)
    assert seen(at_one_level, (), FITS) == ()
    assert seen(at_one_level, (), meant) == (Hint.FUNCTIONS,)
    assert seen(circle(samira=care, joost=care, noor=care), (), meant) == ()


def test_other_teams_bring_other_eyes() -> None:
    one_team = {person: member(unit=OOST) for person in PEERS}

    assert seen(one_team, (), FITS) == (Hint.ONE_TEAM,)
    assert seen(one_team | {NOOR: member(unit=WEST)}, (), FITS) == ()
    assert seen(one_team | {NOOR: member()}, (), FITS) == ()


def test_a_facilitator_is_no_direct_colleague() -> None:
    spread = {"samira": member(unit=WEST), "noor": member(unit=CARE)}
    same_team = circle(hanneke=guard(unit=OOST), joost=member(unit=OOST), **spread)
    led = {person: member(manager=STRANGER) for person in PEERS}
    declared = [Relation(JOOST, HANNEKE, RelationKind.CLOSE)]

    assert seen(same_team, (), FITS) == (Hint.FACILITATOR_CLOSE,)
    assert seen(circle(hanneke=guard()), declared, FITS) == (Hint.FACILITATOR_CLOSE,)
    assert seen(circle(hanneke=guard(unit=SCHOOL), joost=member(unit=OOST), **spread)) == ()
    assert seen(led | {HANNEKE: guard(manager=JOOST)}) == (
        Hint.AUTHORITY,
        Hint.FACILITATOR_CLOSE,
    )


def test_facilitators_and_observers_are_not_counted_for_the_size() -> None:
    watched = circle(hanneke=guard()) | {STRANGER: Profile(role=Role.OBSERVER)}

    assert seen(watched, (), Aim(size=SizePolicy(3, 3))) == ()
    assert seen(watched, (), Aim(size=SizePolicy(4, 8))) == (Hint.SIZE,)
    assert seen(watched, (), Aim(size=SizePolicy(2, 2))) == (Hint.SIZE,)


def test_an_observer_has_no_relations_that_matter() -> None:
    watched = circle() | {STRANGER: Profile(role=Role.OBSERVER, manager=JOOST)}

    assert seen(watched, [Relation(JOOST, STRANGER, RelationKind.MANAGES)], FITS) == ()


def placed(level: int = 1) -> Profile:
    return member(unit=OOST, family=CARE, level=level, manager=NOOR)


def test_a_hint_waits_until_three_besides_the_viewer_have_answered() -> None:
    everything = {person: placed(level) for person, level in zip(PEERS, (1, 2, 3), strict=True)}
    declared = [Relation(JOOST, NOOR, RelationKind.MANAGED_BY)]
    aim = Aim(size=SizePolicy(3, 6), role_family=SCHOOL, level=3)

    assert seen(everything, declared, aim, answered=(SAMIRA, JOOST)) == ()
    assert seen(everything, declared, aim, answered=PEERS, viewer=NOOR) == ()
    assert set(seen(everything, declared, aim)) == {
        Hint.AUTHORITY,
        Hint.LEVELS,
        Hint.FUNCTIONS,
        Hint.ONE_TEAM,
    }


def test_the_aim_of_a_group_does_not_sound_out_the_few_whose_place_is_known() -> None:
    """A facilitator who is alone with one colleague and invents the others learns nothing of theirs."""
    invented = circle(samira=placed())
    for level in (1, 2, 3):
        for family in (CARE, SCHOOL):
            aim = Aim(size=SizePolicy(3, 6), role_family=family, level=level)
            assert seen(invented | {HANNEKE: guard(unit=OOST)}, (), aim) == ()
            assert seen(invented | {HANNEKE: guard(unit=OOST)}, (), aim, viewer=HANNEKE) == ()


def test_who_has_not_answered_gives_no_cause() -> None:
    four = {person: placed() for person in PEERS} | {HANNEKE: placed(level=3)}

    assert Hint.LEVELS in seen(four)
    assert Hint.LEVELS not in seen(four, answered=PEERS)


def test_no_hint_names_a_person_or_a_number() -> None:
    assert all(not any(sign.isdigit() for sign in hint) for hint in Hint)
    assert set(Hint) == {"authority", "levels", "functions", "one-team", "facilitator-close", "size"}
