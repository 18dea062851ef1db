"""When somebody is reminded: by their own clock, in winter and summer, and not in their quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from backend.domain.person.commands import SetReminderPreferences, StopMail
from backend.domain.person.rules import decide
from backend.domain.person.state import Person, evolve
from backend.domain.reminding import NIGHT, Wishes, after_quiet, due_at, local, topic
from events.person import PersonForgotten, ReminderPreferencesSet
from events.reminding import Channel, Occasion, QuietHours

AMSTERDAM, AUCKLAND, NEW_YORK = (
    ZoneInfo(name) for name in ("Europe/Amsterdam", "Pacific/Auckland", "America/New_York")
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WISHES = Wishes()


class Planned(Struct, frozen=True, kw_only=True):
    """A moment, told in full."""

    anchor: datetime | None = datetime(2026, 4, 7, 18, 30, tzinfo=UTC)
    day: date | None = None
    days: int = -7
    sharp: bool = False
    since: datetime = NOON
    until: datetime = datetime(2026, 4, 7, 18, 30, tzinfo=UTC)


A_WEEK_BEFORE = Planned()


def test_a_week_before_is_nine_in_the_morning_where_one_lives() -> None:
    assert due_at(A_WEEK_BEFORE, WISHES, AMSTERDAM) == datetime(2026, 3, 31, 7, tzinfo=UTC)
    assert due_at(A_WEEK_BEFORE, WISHES, AUCKLAND) == datetime(2026, 3, 31, 20, tzinfo=UTC)
    assert due_at(A_WEEK_BEFORE, WISHES, NEW_YORK) == datetime(2026, 3, 31, 13, tzinfo=UTC)


def test_a_change_of_the_clock_between_the_two_days_changes_nothing_for_the_person() -> None:
    before_summer = replace(A_WEEK_BEFORE, anchor=datetime(2026, 4, 1, 18, tzinfo=UTC))

    assert due_at(before_summer, WISHES, AMSTERDAM) == datetime(2026, 3, 25, 8, tzinfo=UTC)
    assert due_at(A_WEEK_BEFORE, WISHES, AMSTERDAM) == datetime(2026, 3, 31, 7, tzinfo=UTC)


def test_an_hour_that_the_clock_leaves_out_comes_an_hour_later_and_one_twice_comes_once() -> None:
    assert local(date(2026, 3, 29), time(2, 30), AMSTERDAM) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert local(date(2026, 10, 25), time(2, 30), AMSTERDAM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_one_set_oneself_is_that_day_everywhere() -> None:
    day = replace(A_WEEK_BEFORE, anchor=None, day=date(2026, 3, 20), days=0)

    assert due_at(day, WISHES, AMSTERDAM) == datetime(2026, 3, 20, 8, tzinfo=UTC)
    assert due_at(day, WISHES, AUCKLAND) == datetime(2026, 3, 19, 20, tzinfo=UTC)


def test_what_was_due_before_it_was_known_is_not_said_any_more() -> None:
    late = replace(A_WEEK_BEFORE, since=datetime(2026, 4, 2, tzinfo=UTC))

    assert due_at(late, WISHES, AMSTERDAM) is None


def test_a_meeting_that_opens_is_told_at_once_but_not_at_night() -> None:
    opened = datetime(2026, 4, 7, 18, 30, tzinfo=UTC)
    opens = Planned(anchor=opened, days=0, sharp=True, since=opened, until=opened + timedelta(minutes=90))
    night = datetime(2026, 4, 7, 20, tzinfo=UTC)

    assert due_at(opens, WISHES, AMSTERDAM) == opened
    assert due_at(replace(opens, anchor=night, until=night + timedelta(hours=2)), WISHES, AMSTERDAM) is None


@pytest.mark.parametrize(
    ("at", "comes"),
    [("20:59", "20:59"), ("21:00", "08:00"), ("03:00", "08:00"), ("07:59", "08:00"), ("08:00", "08:00")],
)
def test_at_night_everything_waits_for_the_morning(at: str, comes: str) -> None:
    moment = datetime.combine(date(2026, 6, 1), time.fromisoformat(at), AMSTERDAM)

    assert after_quiet(moment, NIGHT, AMSTERDAM).astimezone(AMSTERDAM).time() == time.fromisoformat(comes)


def test_quiet_hours_may_lie_within_a_day() -> None:
    lesson = QuietHours(time(8, 30), time(12))
    there = datetime(2026, 6, 1, 9, tzinfo=AMSTERDAM)

    assert after_quiet(there, lesson, AMSTERDAM) == datetime(2026, 6, 1, 12, tzinfo=AMSTERDAM)
    assert after_quiet(there + timedelta(hours=5), lesson, AMSTERDAM) == there + timedelta(hours=5)


@given(
    minutes=st.integers(0, 3 * 366 * 24 * 60),
    begin=st.times(),
    end=st.times(),
    zone=st.sampled_from([AMSTERDAM, AUCKLAND, NEW_YORK, ZoneInfo("Australia/Lord_Howe")]),
)
def test_nothing_ever_arrives_in_quiet_hours_or_early(
    minutes: int, begin: time, end: time, zone: ZoneInfo
) -> None:
    moment = NOON + timedelta(minutes=minutes)
    found = after_quiet(moment, QuietHours(begin, end), zone)

    assert moment <= found <= moment + timedelta(hours=26)
    assert found == moment or found.astimezone(zone).time() >= end or begin == end


def test_who_pauses_hears_afterwards_what_is_still_of_use() -> None:
    paused = replace(WISHES, paused_until=datetime(2026, 4, 3, 10, tzinfo=UTC))
    for_long = replace(WISHES, paused_until=datetime(2026, 5, 1, tzinfo=UTC))

    assert due_at(A_WEEK_BEFORE, paused, AMSTERDAM) == datetime(2026, 4, 3, 10, tzinfo=UTC)
    assert due_at(A_WEEK_BEFORE, for_long, AMSTERDAM) is None


def test_a_topic_is_the_same_each_time_and_tells_nothing() -> None:
    person, about = uuid4(), uuid4()
    one = topic(person, Occasion.DAY_BEFORE, about)

    assert one == topic(person, Occasion.DAY_BEFORE, about)
    assert one != topic(person, Occasion.WEEK_BEFORE, about)
    assert one != topic(uuid4(), Occasion.DAY_BEFORE, about)
    assert len(one) == 32
    assert str(person)[:8] not in one


SAID = SetReminderPreferences(
    channels=frozenset({Channel.MAIL, Channel.PUSH}),
    occasions=frozenset({Occasion.DAY_BEFORE}),
    hour=time(7, 30),
    quiet=None,
    paused_until=None,
    at=NOON,
)


def test_who_was_never_asked_is_mailed() -> None:
    person = Person(uuid4())

    assert person.said is None
    assert person.wishes == Wishes(channels=frozenset({Channel.MAIL}))


def test_what_somebody_wants_is_kept_once() -> None:
    person = Person(uuid4())
    events = decide(SAID, person)
    for event in events:
        person = evolve(person, event)

    assert [type(event) for event in events] == [ReminderPreferencesSet]
    assert person.wishes.channels == {Channel.PUSH, Channel.MAIL}
    assert person.wishes.hour == time(7, 30)
    assert decide(SAID, person) == []


def test_somebody_who_agrees_with_what_nobody_asked_has_been_asked() -> None:
    same = SetReminderPreferences(
        channels=WISHES.channels,
        occasions=WISHES.occasions,
        hour=WISHES.hour,
        quiet=WISHES.quiet,
        paused_until=None,
        at=NOON,
    )

    assert len(decide(same, Person(uuid4()))) == 1


def test_one_click_stops_mail_and_nothing_else() -> None:
    person = Person(uuid4())
    for event in decide(SAID, person):
        person = evolve(person, event)
    (stopped,) = decide(StopMail(at=NOON), person)
    person = evolve(person, stopped)

    assert person.wishes.channels == {Channel.PUSH}
    assert decide(StopMail(at=NOON), person) == []


def test_who_is_forgotten_wants_nothing_any_more() -> None:
    person = evolve(Person(uuid4()), PersonForgotten(at=NOON))

    assert decide(SAID, person) == []
    assert decide(StopMail(at=NOON), person) == []
