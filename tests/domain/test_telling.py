"""Programs are told of several groups together, never of one, and not more exactly than that takes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from backend.domain import telling
from backend.domain.telling import Happening, Outcome, pause, settled, tellable, week_of

A, B, C = (UUID(int=n) for n in range(1, 4))
NOW = datetime(2026, 3, 4, 13, 30, tzinfo=UTC)
MESSAGE = UUID(int=9)


def held(*groups: UUID, people: int = 4) -> list[Happening]:
    """Return meetings of groups, in this order, of people who are in one group each."""
    return [
        Happening(UUID(int=100 + n), group, frozenset(UUID(int=group.int * 1000 + p) for p in range(people)))
        for n, group in enumerate(groups)
    ]


@pytest.mark.parametrize(
    ("happened", "step", "count"),
    [
        ([], 5, 0),
        (held(A, B, C), 1, 3),
        (held(A, B), 1, 0),
        (held(A, B, C, A, B), 5, 5),
        (held(A, B, C, A), 5, 0),
        (held(A, B, C, A, B, C, A), 5, 5),
        (held(A, A, A, A, B), 5, 0),
        (held(A, B, A, B, A), 5, 0),
        (held(A, A, A, B, C), 5, 5),
        (held(A, A, A, A, B, C, B, C, B, C), 5, 10),
        (held(A, B, C, people=1), 1, 0),
    ],
    ids=[
        "nothing",
        "three groups",
        "two groups",
        "five meetings of three",
        "four are not five",
        "the rest waits",
        "one group is most of it",
        "two groups are not three",
        "three of five at most",
        "enough in the end",
        "three people",
    ],
)
def test_so_many_are_told_at_once(happened: Sequence[Happening], step: int, count: int) -> None:
    assert tellable(happened, step) == count


def _weeks(random: Random) -> list[list[Happening]]:
    """Return half a year of an organisation with a few groups that meet now and then."""
    groups = [UUID(int=n) for n in range(1, random.randint(2, 6))]
    return [held(*random.choices(groups, k=random.randint(0, 4))) for _ in range(26)]


def _told(weeks: list[list[Happening]]) -> list[list[Happening]]:
    waiting: list[Happening] = []
    found = []
    for week in weeks:
        waiting += week
        if count := tellable(waiting, 5):
            found.append(waiting[:count])
            waiting = waiting[count:]
    return found


def _is_one_groups(figures: list[list[Happening]]) -> bool:
    """Tell whether some figure, or what lies between two, is of fewer groups than the floor."""
    return any(len({one.group for one in figure}) < telling.FEWEST_GROUPS for figure in figures)


def test_no_figure_of_three_hundred_organisations_is_of_fewer_than_three_groups() -> None:
    assert not any(_is_one_groups(_told(_weeks(Random(n)))) for n in range(300))


def test_a_naive_threshold_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_hides_everybody", lambda told: len(told) >= telling.FEWEST_PEOPLE)

    assert sum(_is_one_groups(_told(_weeks(Random(n)))) for n in range(300)) > 100


def test_a_week_begins_on_monday_wherever_one_is() -> None:
    assert week_of(NOW) == datetime(2026, 3, 2, tzinfo=UTC)
    assert week_of(datetime.fromisoformat("2026-03-02T00:30:00+01:00")) == datetime(2026, 2, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (200, "delivered", None),
        (204, "delivered", None),
        (302, "waiting", "redirected"),
        (404, "waiting", "refused"),
        (410, "failed", "gone"),
        (500, "waiting", "refused"),
        (None, "waiting", "not-reached"),
    ],
)
def test_an_answer_decides_what_becomes_of_a_message(
    status: int | None, state: str, reason: str | None
) -> None:
    said = Outcome(status=status, reason="not-reached" if status is None else None)
    became, outcome, again = settled(said, MESSAGE, 1, NOW)

    assert (became, outcome.reason) == (state, reason)
    assert (again is not None) == (state == "waiting")


def test_a_message_is_tried_for_three_days_later_each_time_and_not_by_all_at_once() -> None:
    pauses = [pause(MESSAGE, tries) for tries in range(1, telling.MOST_TRIES)]
    others = {pause(UUID(int=n), 1) for n in range(50)}

    assert timedelta(days=2) < sum(pauses, timedelta()) < timedelta(days=5)
    assert pauses[:6] == sorted(pauses[:6])
    assert len(others) > 40
    assert settled(Outcome(status=500), MESSAGE, telling.MOST_TRIES, NOW)[0] == "failed"
