"""Programs are told what is published and nothing else, patiently."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.domain import telling
from backend.domain.telling import Outcome, pause, settled, tellings
from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.parts import Part
from events.organisation import Topic

NOW = datetime(2026, 3, 4, 13, 30, tzinfo=UTC)
MESSAGE = UUID(int=9)


OFFICE = UUID(int=1)


def test_programs_are_told_of_a_period_and_of_the_counts_that_are_shown_in_it() -> None:
    figures = [
        Figure(metric="reach", value=50, n=80),
        Figure(metric="sessions_held", value=21, n=20),
        Figure(metric="sessions_held", by=Dimension.PROGRAMME, part=Part(UUID(int=2)), value=9, n=5),
        Figure(metric="groups_alive", value=7, n=5),
    ]
    about = {"organisation": OFFICE, "period": "2026-Q3"}

    assert list(tellings(OFFICE, "2026-Q3", figures)) == [
        (Topic.PERIOD_PUBLISHED, about),
        (Topic.SESSION_HELD, about | {"count": 21}),
        (Topic.GROUP_FORMED, about | {"count": 7}),
    ]


def test_of_what_is_held_back_there_is_no_message() -> None:
    figures = [Figure(metric="sessions_held", why="too-few"), Figure(metric="groups_alive", why="derivable")]

    assert [topic for topic, _ in tellings(OFFICE, "2026", figures)] == [Topic.PERIOD_PUBLISHED]


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
