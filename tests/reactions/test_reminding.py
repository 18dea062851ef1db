"""People are reminded by push and by mail, once, of what is still of use; the clock is the test's own."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import LiteralString
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pytest

from backend.adapters.push_keys import rotate
from backend.house import opened
from events.contribution import ActionCarriedOn, ActionStatus, FollowUpReported
from events.group import SessionRescheduled
from events.person import ReminderSent
from events.reminding import Channel, Occasion, QuietHours
from tests.adapters.push_server import Browser, Message
from tests.api.mailbox import letters_to, text_of
from tests.projections.circle import Meeting, sealed
from tests.reactions.reminded import AMSTERDAM, BOTH, DAY, HOUR, World, settings


def next_change(zone: ZoneInfo) -> datetime:
    """Return noon of the next day before which the clock changes."""
    day = datetime.now(zone).replace(hour=12, minute=0, second=0, microsecond=0) + 30 * DAY
    while (day + DAY).utcoffset() == day.utcoffset():
        day += DAY
    return day + DAY


def shown(browser: Browser, message: Message) -> dict[str, str]:
    """Return the notification that a browser shows."""
    told = msgspec.json.decode(browser.read(message.body))
    assert told["web_push"] == 8030
    notification: dict[str, str] = told["notification"]
    return notification


def sent(notes: list[object]) -> list[tuple[Occasion, Channel]]:
    """Return what was recorded as sent, in order."""
    return [(one.occasion, one.channel) for one in notes if isinstance(one, ReminderSent)]


async def test_six_weeks_pass_over_a_change_of_the_clock(here: World) -> None:
    change = next_change(AMSTERDAM)
    begins = (change - 21 * DAY).replace(hour=19)
    circle, after = await here.circle(), (change + 10 * DAY).replace(hour=19)
    meeting = await here.met(circle, begins.astimezone(UTC))
    await here.plan(circle, after.astimezone(UTC))
    browser, address = await here.reach(meeting.contributor, *BOTH)
    await here.know()
    at = begins.astimezone(UTC) + 2 * HOUR
    while at < begins.astimezone(UTC) + 42 * DAY:
        await here.look(at)
        at += HOUR if 5 <= at.hour < 9 else 4 * HOUR
    notes = [one for one in await here.notes(meeting.contributor) if isinstance(one, ReminderSent)]
    days = {one.occasion: one.at.astimezone(AMSTERDAM) for one in notes}

    assert Counter(sent(list(notes))) == Counter(
        (occasion, channel)
        for occasion in (Occasion.FIRST_STEP, Occasion.WEEK_BEFORE, Occasion.DAY_BEFORE)
        for channel in BOTH
    )
    assert {moment.hour for moment in days.values()} == {9}
    assert days[Occasion.FIRST_STEP].utcoffset() != days[Occasion.DAY_BEFORE].utcoffset()
    assert days[Occasion.FIRST_STEP].date() == (begins + 3 * DAY).date()
    assert days[Occasion.WEEK_BEFORE].date() == (after - 7 * DAY).date()
    assert days[Occasion.DAY_BEFORE].date() == (after - DAY).date()
    arrived = here.push.to(meeting.contributor.hex)
    assert len(arrived) == len(letters_to(here, address)) == 3
    assert len({len(message.body) for message in arrived}) == 1
    assert len({message.headers["topic"] for message in arrived}) == 3
    assert [shown(browser, one)["navigate"] for one in arrived] == [
        f"https://kring.example/report/{meeting.action}"
    ] * 3
    until_meeting = int((after - days[Occasion.DAY_BEFORE]).total_seconds())
    assert arrived[-1].headers["ttl"] == str(until_meeting)
    assert shown(browser, arrived[-1])["tag"] == arrived[-1].headers["topic"]


async def test_a_mail_stops_with_one_click_and_says_nothing_of_the_group(here: World) -> None:
    _, address, begins = await here.before_a_meeting(Channel.MAIL)
    await here.look(begins - DAY)
    (mail,) = letters_to(here, address)

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<https://kring.example/api/v1/reminders/stop/")
    assert "/stop#" in text_of(mail)
    assert mail["Subject"] == "Nearly time to look back together"


async def test_a_report_that_is_given_stops_what_was_planned(here: World) -> None:
    circle = await here.circle()
    meeting = await here.met(circle, here.clock.at - HOUR)
    await here.reach(meeting.contributor, Channel.PUSH)
    await here.know()
    await here.look(here.clock.at + 2 * DAY)
    report = FollowUpReported(
        id=meeting.question,
        by=meeting.contributor,
        step=1,
        action=meeting.action,
        status=ActionStatus.DROPPED,
        did=sealed(meeting.contributor, "did"),
        effect=None,
        learned=None,
    )
    await circle.write(meeting.id, report)
    await here.know()
    await here.look(here.clock.at + 3 * DAY)

    assert here.push.to(meeting.contributor.hex) == []


async def test_who_prepared_their_report_is_reminded_when_the_meeting_opens_and_not_before(
    here: World,
) -> None:
    circle, begins = await here.circle(), here.clock.at + 20 * DAY
    meeting = await here.met(circle, here.clock.at - HOUR)
    session = await here.plan(circle, begins)
    person = meeting.contributor
    browser, address = await here.reach(person, *BOTH)
    await here.know()
    await here.look(here.clock.at + 4 * DAY)
    first = len(here.push.to(person.hex))
    await here.prepare(person, meeting.action)
    for before in (7 * DAY, 6 * DAY, DAY, 12 * HOUR):
        await here.look(begins - before)
    silent = len(here.push.to(person.hex)), len(letters_to(here, address))
    again = Meeting(circle, begins)
    again.id = session
    await circle.write(session, *again.opened(meeting.waiting(), present=(circle.facilitator,)))
    await here.know()
    await here.look(begins)

    assert silent == (first, first)
    opens = here.push.to(person.hex)[first:]
    assert [shown(browser, one)["navigate"] for one in opens] == [
        f"https://kring.example/g/{circle.group}/s/{session}"
    ]
    assert "prepared" not in str(await here.notes(person))


async def test_who_prepared_one_of_two_reports_is_led_to_the_other(here: World) -> None:
    circle, begins = await here.circle(), here.clock.at + 20 * DAY
    first, second = [await here.met(circle, here.clock.at - ago * HOUR) for ago in (5, 1)]
    await here.plan(circle, begins)
    browser, _ = await here.reach(first.contributor, Channel.PUSH)
    await here.wants(first.contributor, Channel.PUSH, occasions=frozenset({Occasion.DAY_BEFORE}))
    await here.know()
    await here.prepare(first.contributor, first.action)
    await here.look(begins - 12 * HOUR)

    (told,) = here.push.to(first.contributor.hex)
    assert shown(browser, told)["navigate"] == f"https://kring.example/report/{second.action}"


async def test_after_a_long_silence_only_what_is_of_use_is_said(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(*BOTH)
    await here.look(begins - 10 * HOUR)

    (told,) = here.push.to(browser.endpoint.rpartition("/")[2])
    assert shown(browser, told)["title"] == "Nearly time to look back together"
    assert len(letters_to(here, address)) == 1


async def test_a_meeting_that_moves_far_asks_again_in_the_place_of_the_first(here: World) -> None:
    circle = await here.circle()
    begins = here.clock.at + 30 * DAY
    meeting = await here.met(circle, here.clock.at - HOUR)
    session = await here.plan(circle, begins)
    _, address = await here.reach(meeting.contributor, *BOTH)
    await here.know()
    await here.look(begins - 6 * DAY)
    for days in (1, 15):
        moved = SessionRescheduled(session=session, by=circle.facilitator, starts_at=begins + days * DAY)
        await circle.write(circle.group, moved)
        await here.know()
        await here.look(begins - 6 * DAY + HOUR)
    await here.look(begins + 9 * DAY)
    told, letters = here.push.to(meeting.contributor.hex), letters_to(here, address)

    assert len(told) == len(letters) == 2
    assert len({one.headers["topic"] for one in told}) == 1
    assert len({mail["Message-ID"] for mail in letters}) == 2, "of two with one id, programs show the first"


async def test_an_action_that_is_carried_on_to_a_day_soon_after_is_reminded_of_again(here: World) -> None:
    circle = await here.circle()
    meeting = Meeting(circle, here.clock.at - HOUR)
    await circle.write(meeting.id, *meeting.everything())
    await here.reach(meeting.contributor, Channel.PUSH)
    await here.wants(meeting.contributor, Channel.PUSH, occasions=frozenset({Occasion.ACTION_DATE}))
    await here.know()
    day = meeting.at.replace(hour=12) + 21 * DAY
    await here.look(day)
    first = len(here.push.to(meeting.contributor.hex))
    second = Meeting(circle, day + DAY)
    carried_on = ActionCarriedOn(
        id=uuid4(),
        by=meeting.contributor,
        step=1,
        action=meeting.action,
        first_step=None,
        due=(day + 2 * DAY).date(),
    )
    here.clock.at = day + DAY
    await circle.write(second.id, *second.opened(meeting.waiting()), second.reported(meeting), carried_on)
    await here.know()
    await here.look(day + 2 * DAY)

    assert (first, len(here.push.to(meeting.contributor.hex))) == (1, 2)


async def test_what_one_wants_counts_at_once(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(Channel.PUSH)
    person = browser.endpoint.rpartition("/")[2]
    await here.look(begins - 8 * DAY)
    await here.wants(UUID(person), Channel.MAIL, hour=time(15))
    await here.know()
    at_three = (begins - 7 * DAY).replace(hour=15)
    await here.look(at_three - HOUR)
    early = len(letters_to(here, address))
    await here.look(at_three)

    assert early == 0
    assert len(letters_to(here, address)) == 1
    assert here.push.to(person) == []


async def test_nothing_comes_in_quiet_hours_and_what_would_have_comes_after_them(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(Channel.MAIL)
    person = UUID(browser.endpoint.rpartition("/")[2])
    await here.look(begins - 8 * DAY)
    await here.wants(person, Channel.MAIL, quiet=QuietHours(time(7), time(14)))
    await here.know()
    at_two = (begins - 7 * DAY).replace(hour=14)
    await here.look(at_two - HOUR)
    early = len(letters_to(here, address))
    await here.look(at_two)

    assert early == 0
    assert len(letters_to(here, address)) == 1


async def test_two_workers_share_what_is_due_and_nobody_hears_twice(here: World) -> None:
    meetings = []
    for _ in range(12):
        circle = await here.circle()
        meetings.append(await here.met(circle, here.clock.at - HOUR))
        await here.reach(meetings[-1].contributor, Channel.PUSH)
    await here.know()
    here.clock.at += 4 * DAY
    async with opened(settings(here.folder, here.push), here.database_url, here.clock) as second:
        took = await asyncio.gather(*(house.reminders.round() for house in (here.house, second) * 3))

    assert sum(took) >= 12
    assert [len(here.push.to(meeting.contributor.hex)) for meeting in meetings] == [1] * 12


async def test_the_house_tells_how_late_it_is_and_that_nobody_looks(here: World) -> None:
    await here.before_a_meeting(Channel.PUSH)
    await here.look(here.clock.at)
    running = await here.house.ports.reminding.state()
    here.clock.at += timedelta(minutes=5)
    stopped = await here.house.ports.reminding.state()

    assert (running.running, stopped.running) == (True, False)
    assert running.last_ran_at == stopped.last_ran_at


def test_a_length_tells_nothing(here: World) -> None:
    assert len({len(one.body) for one in here.push.got}) == 1


async def test_a_device_that_was_not_opened_since_the_key_was_replaced_is_reminded_with_the_old_one(
    here: World,
) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, before = browser.endpoint.rpartition("/")[2], here.house.ports.push.key
    rotate(here.folder / "push.key")
    async with opened(settings(here.folder, here.push), here.database_url, here.clock) as anew:
        here.clock.at = begins - DAY
        await anew.reminders.round()
        after = anew.ports.push.key
    (message,) = here.push.to(name)

    assert after != before
    assert message.headers["authorization"].endswith(f"k={before}")


@pytest.mark.parametrize(
    "odd",
    [
        "UPDATE identity.persons SET time_zone = 'Nowhere/Gone' WHERE person_id = %s",
        "UPDATE identity.persons SET address = E'anna\n@example.org' WHERE person_id = %s",
    ],
)
async def test_somebody_whose_place_or_address_means_nothing_here_holds_up_nobody(
    here: World, odd: LiteralString
) -> None:
    _, odd_address, begins = await here.before_a_meeting(Channel.MAIL)
    _, address, _ = await here.before_a_meeting(Channel.MAIL)
    with psycopg.connect(here.database_url) as connection:
        connection.execute(odd, (UUID(odd_address.partition("@")[0]),))
    await here.look(begins - DAY)

    assert len(letters_to(here, address)) == 1
