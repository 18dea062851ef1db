"""How meetings were: published of many answers together, never of one group's or of a few people's."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from backend.domain.errors import Refused
from backend.domain.session.pulse import ASKED_FOR, asked_until
from backend.domain.session.state import Session
from backend.domain.uptake.facts import Answers
from backend.domain.uptake.figures import Figure, Slice
from backend.domain.uptake.periods import Period
from tests.domain.uptake_house import QUARTER, Town, new
from tests.spec import HANNEKE, MEETING, NOON


def asked(*answers: Answers, question: str = "value") -> Town:
    """Return an organisation whose groups of eight each gave such answers after one meeting."""
    town = Town()
    people = town.staff(120)
    told: dict[UUID, Answers] = {}
    for nth, given in enumerate(answers):
        group = town.group(people[8 * nth : 8 * nth + 8])
        told[town.meet(group).id] = given
    town.facts.pulses = {question: told}
    return town


ANNA = UUID(int=77)
GOOD: Answers = (0, 0, 1, 3, 2)


def test_the_mean_the_spread_and_how_many_answered_are_published() -> None:
    town = asked(*[GOOD] * 5)

    assert town.whole("value_pulse") == Figure(metric="value_pulse", value=4.2, n=30)
    assert town.whole("value_spread").slices == (Slice("3", 17), Slice("4", 50), Slice("5", 33))
    assert town.whole("pulse_response").value == 75
    assert town.whole("safety_pulse").why == "too-few"


def test_answers_that_few_gave_are_taken_together() -> None:
    town = asked((1, 0, 0, 3, 2), *[(0, 1, 1, 3, 2)] * 2, (0, 0, 0, 3, 3))

    assert town.whole("value_spread").slices == (Slice("4", 46), Slice("5", 35), Slice("other", 19))


@pytest.mark.parametrize(
    "answers",
    [[GOOD] * 2, [(0, 0, 0, 1, 0)] * 4, [GOOD, (0, 0, 0, 1, 0), (0, 0, 0, 1, 0)]],
    ids=["two groups", "four people", "one group is most of it"],
)
def test_what_is_of_too_few_people_or_groups_is_held_back(answers: list[Answers]) -> None:
    town = asked(*answers)

    for key in ("value_pulse", "value_spread", "pulse_response"):
        assert town.whole(key) == Figure(metric=key, why="too-few")


def test_a_few_people_who_answer_often_are_few() -> None:
    town = asked(*[(0, 0, 0, 1, 0)] * 3)
    told = dict(town.facts.pulses["value"])
    for group in town.facts.groups:
        for days in (30, 40, 50):
            told[town.meet(group, QUARTER.begins + timedelta(days=days, hours=10)).id] = (0, 0, 0, 1, 0)
    town.facts.pulses = {"value": told}

    assert town.whole("value_pulse").why == "too-few"


def test_when_all_say_the_same_it_is_only_said_that_it_is_near() -> None:
    town = asked(*[(0, 0, 0, 0, 6)] * 4)

    assert town.whole("value_pulse") == Figure(metric="value_pulse", value=4.7, bound="more-than", n=20)
    assert town.whole("value_spread").why == "too-few"


def test_safety_wants_ten_people() -> None:
    assert asked(*[(0, 0, 0, 1, 2)] * 3, question="safety").whole("safety_pulse").why == "too-few"
    assert asked(*[(0, 0, 0, 2, 2)] * 3, question="safety").whole("safety_pulse").value == 4.5


def test_it_is_held_back_when_hardly_anybody_else_was_asked_than_the_quarter_before() -> None:
    town = asked(*[GOOD] * 5)
    groups = list(town.facts.groups)
    for group in groups:
        town.meet(group, Period(2026, 1).begins + timedelta(days=20, hours=10))
    same = town.whole("value_pulse")
    newcomer = next(one for one in town.facts.meetings.values() if one.begins in QUARTER)
    newcomer.present[new()] = 60.0

    assert same.is_shown
    assert town.whole("value_pulse").why == "changed-too-little"


def was(closed: datetime | None, *, there: bool = True) -> Session:
    """Return a meeting of which Anna is a member, and at which she was."""
    session = Session(MEETING, closed_at=closed)
    session.members, session.ever_present = {ANNA: None}, {ANNA} if there else set()
    return session


def test_it_is_asked_of_hosted_groups_for_seven_days() -> None:
    assert asked_until(was(NOON), ANNA, hosted=True, now=NOON) == NOON + ASKED_FOR
    for session, person, hosted, now in (
        (was(NOON), ANNA, False, NOON),
        (was(None), ANNA, True, NOON),
        (was(NOON), ANNA, True, NOON + ASKED_FOR),
        (was(NOON), HANNEKE, True, NOON),
        (was(NOON, there=False), ANNA, True, NOON),
    ):
        with pytest.raises(Refused, match="pulse-not-asked"):
            asked_until(session, person, hosted=hosted, now=now)
