"""A register's rules weigh meetings, say why one does not count, and promise nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from backend.domain.registers import PROFILES, Held, Reason, Rules, progress, window
from events.group import Facilitation

TODAY = date(2026, 11, 28)
RULES = Rules(months=12, minutes=480, smallest=3, largest=10, shortest=120, longest_per_day=240)


def held(day: date = date(2026, 3, 2), **more: Any) -> Held:  # noqa: ANN401 - fields of several types
    begin = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    one = Held(
        session=uuid4(),
        begin=begin,
        minutes=120,
        present=5,
        facilitation=Facilitation.EXTERNAL,
        confirmed=True,
        watched=False,
        afterwards=False,
    )
    return replace(one, **more)


def test_meetings_within_the_window_add_up_the_oldest_first() -> None:
    late, early, before = held(date(2026, 9, 1)), held(date(2026, 1, 5)), held(date(2025, 11, 27))

    far = progress([late, before, early], RULES, TODAY)

    assert (far.meetings, far.minutes) == (2, 240)
    assert [one.session for one in far.weighed] == [early.session, late.session]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"confirmed": False}, Reason.NOT_CONFIRMED),
        ({"watched": True}, Reason.ONLY_WATCHED),
        ({"present": 2}, Reason.TOO_FEW),
        ({"present": 11}, Reason.TOO_MANY),
        ({"minutes": 119}, Reason.TOO_SHORT),
    ],
)
def test_a_meeting_that_does_not_count_says_why(more: Mapping[str, Any], reason: Reason) -> None:
    far = progress([held(**more)], RULES, TODAY)

    assert (far.meetings, far.minutes) == (0, 0)
    assert far.weighed[0].reasons == (reason,)


def test_who_guide_themselves_are_not_facilitated() -> None:
    rules = replace(RULES, facilitated=True)

    alone = progress([held(facilitation=Facilitation.SELF_GUIDED)], rules, TODAY)
    among_peers = progress([held(facilitation=Facilitation.ROTATING_PEER)], rules, TODAY)

    assert alone.weighed[0].reasons == (Reason.NOT_FACILITATED,)
    assert among_peers.minutes == 120


def test_a_day_counts_no_longer_than_its_longest() -> None:
    far = progress([held(minutes=200), held(minutes=150)], RULES, TODAY)

    assert far.minutes == 240
    assert [one.minutes for one in far.weighed] == [200, 40]
    assert far.weighed[1].reasons == (Reason.DAY_IS_FULL,)


@pytest.mark.parametrize(
    ("rules", "today", "begin", "end"),
    [
        (Rules(months=12), TODAY, date(2025, 11, 28), TODAY),
        (Rules(months=60), date(2028, 2, 29), date(2023, 2, 28), date(2028, 2, 29)),
        (Rules(months=2), date(2026, 1, 31), date(2025, 11, 30), date(2026, 1, 31)),
        (Rules(months=12, window="calendar_year"), TODAY, date(2026, 1, 1), date(2026, 12, 31)),
        (Rules(months=24, window="calendar_year"), TODAY, date(2025, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_window_is_the_year_that_runs_or_the_months_until_today(
    rules: Rules, today: date, begin: date, end: date
) -> None:
    assert window(rules, today) == (begin, end)


@pytest.mark.parametrize("key", PROFILES)
def test_every_shipped_profile_has_its_source_and_the_day_it_was_checked(key: str) -> None:
    profile = PROFILES[key]

    assert profile.names.de
    assert "." in profile.source
    assert profile.checked_on <= TODAY
    assert (profile.rules.smallest or 1) <= (profile.rules.largest or 1_000)
    assert progress([], profile.rules, TODAY).minutes == 0
