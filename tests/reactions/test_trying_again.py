"""Who cannot be reached is tried again: each in their own time, never in quiet hours, nobody twice."""

import asyncio
from datetime import UTC, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.adapters import outward
from backend.adapters.sign_ins import sign_in
from backend.domain.reminding import MOVED, Became
from backend.reactions.reminder_attempts import attempt, settled
from events.group import SessionRescheduled
from events.person import ReminderFailed, ReminderSent, Setback
from events.reminding import Channel, Occasion, QuietHours
from tests.api.mailbox import letters_to, no_mail_taken
from tests.reactions.reminded import AMSTERDAM, BOTH, DAY, HOUR, World

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten_at_once(here: World, status: int) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name = browser.endpoint.rpartition("/")[2]
    here.push.answers[f"/push/{name}"] = [(status, {})]
    await here.look(begins - DAY)
    await here.look(begins - 20 * HOUR)
    notes = await here.notes(UUID(name))

    assert len(here.push.to(name)) == 1
    assert here.devices(UUID(name)) == 0
    assert [one.why for one in notes if isinstance(one, ReminderFailed)] == [Setback.GONE]


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_push_service_is_left_alone_as_long_as_it_asks(here: World, status: int) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    here.push.answers[f"/push/{name}"] = [(status, {"Retry-After": "7200"})]
    await here.look(at)
    for minutes in (10, 60, 119):
        await here.look(at + timedelta(minutes=minutes))
    waited = len(here.push.to(name))
    await here.look(at + timedelta(minutes=200))

    assert waited == 1
    assert len(here.push.to(name)) == 2


async def test_what_is_refused_for_good_is_given_up_and_recorded(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name = browser.endpoint.rpartition("/")[2]
    here.push.answers[f"/push/{name}"] = [(413, {})]
    here.clock.at = begins - 20 * HOUR
    before = (await here.house.ports.reminding.state()).given_up
    await here.look(begins - DAY)
    await here.look(begins - 20 * HOUR)

    assert len(here.push.to(name)) == 1
    assert [one.why for one in await here.notes(UUID(name)) if isinstance(one, ReminderFailed)] == [
        Setback.REFUSED
    ]
    assert (await here.house.ports.reminding.state()).given_up == before + 1


async def test_a_mail_server_that_takes_nothing_is_counted_also_where_a_phone_was_reached(
    here: World,
) -> None:
    browser, _, begins = await here.before_a_meeting(*BOTH)
    folder, at = here.house.ports.mail_folder, begins - DAY
    here.clock.at = begins - 20 * HOUR
    before = await here.house.ports.reminding.state()
    with no_mail_taken(Path(folder or "")):
        while at < begins + HOUR:
            await here.look(at)
            at += HOUR
    here.clock.at = begins - 20 * HOUR
    after = await here.house.ports.reminding.state()

    assert len(here.push.to(browser.endpoint.rpartition("/")[2])) == 1
    assert (after.given_up, after.mail_lost) == (before.given_up, before.mail_lost + 1)


async def test_what_fails_for_now_is_tried_again_later_each_time_and_then_given_up(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    here.push.answers[f"/push/{name}"] = [(500, {})] * 50
    while at < begins + HOUR:
        await here.look(at)
        at += timedelta(minutes=5)
    notes = await here.notes(UUID(name))

    assert 5 < len(here.push.to(name)) <= 12
    assert [one.why for one in notes if isinstance(one, ReminderFailed)] == [Setback.UNREACHABLE]


async def test_a_push_service_that_is_slow_or_leads_elsewhere_is_not_waited_for_or_followed(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    elsewhere = f"{here.push.origin}/push/elsewhere"
    here.push.answers[f"/push/{name}"] = [(0, {}), (302, {"Location": elsewhere}), (201, {})]
    monkeypatch.setattr(outward, "PATIENCE", 0.2)
    began = asyncio.get_running_loop().time()
    await here.look(at)
    took = asyncio.get_running_loop().time() - began
    await here.look(at + 10 * timedelta(minutes=1))

    assert took < 5
    assert len(here.push.to(name)) == 2
    assert here.push.to("elsewhere") == []


async def test_who_took_it_is_not_handed_it_again_when_their_person_wishes_otherwise(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(*BOTH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    with no_mail_taken(Path(here.house.ports.mail_folder or "")):
        await here.look(at)
        await here.wants(UUID(name), *BOTH, hour=time(8))
        await here.know()
        await here.look(at + 10 * MINUTE)
    await here.look(at + HOUR)

    assert len(here.push.to(name)) == 1
    assert len(letters_to(here, address)) == 1


async def test_who_was_reached_and_wants_no_more_is_done_with(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(*BOTH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    with no_mail_taken(Path(here.house.ports.mail_folder or "")):
        await here.look(at)
    await here.wants(UUID(name), Channel.CALENDAR)
    await here.know()
    await here.look(at + HOUR)
    await here.wants(UUID(name), *BOTH)
    await here.know()
    await here.look(at + 2 * HOUR)

    assert len(here.push.to(name)) == 1
    assert letters_to(here, address) == []


async def test_a_new_way_is_tried_where_the_first_one_fails(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    here.push.answers[f"/push/{name}"] = [(503, {"Retry-After": "7200"})]
    await here.look(at)
    await here.wants(UUID(name), *BOTH)
    await here.know()
    await here.look(at + 2 * MINUTE)
    asked = len(here.push.to(name))
    await here.look(at + 4 * HOUR)

    assert asked == 1
    assert len(letters_to(here, address)) == 1


async def test_a_push_service_that_asks_for_hours_holds_up_no_letter(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(*BOTH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    here.push.answers[f"/push/{name}"] = [(503, {"Retry-After": "7200"})]
    with no_mail_taken(Path(here.house.ports.mail_folder or "")):
        await here.look(at)
    await here.look(at + 10 * MINUTE)
    early = len(letters_to(here, address)), len(here.push.to(name))
    await here.look(at + 4 * HOUR)

    assert early == (1, 1)
    assert (len(letters_to(here, address)), len(here.push.to(name))) == (1, 2)


async def test_nobody_is_tried_again_in_quiet_hours(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], (begins - DAY).replace(hour=9)
    await here.wants(UUID(name), Channel.PUSH, quiet=QuietHours(time(9, 1), time(14)))
    await here.know()
    here.push.answers[f"/push/{name}"] = [(500, {})]
    await here.look(at)
    for minutes in (5, 60, 299):
        await here.look(at + minutes * MINUTE)
    asleep = len(here.push.to(name))
    await here.look(at + 301 * MINUTE)

    assert asleep == 1
    assert len(here.push.to(name)) == 2


async def test_what_was_due_while_nobody_looked_waits_for_the_end_of_quiet_hours(here: World) -> None:
    browser, address, begins = await here.before_a_meeting(*BOTH)
    name, at = browser.endpoint.rpartition("/")[2], (begins - DAY).replace(hour=9)
    await here.wants(UUID(name), *BOTH, quiet=QuietHours(time(21), time(7)))
    await here.know()
    await here.look(at - HOUR)
    await here.look(at.replace(hour=23))
    at_night = len(here.push.to(name)), len(letters_to(here, address))
    await here.look(at.replace(hour=7) + DAY)

    assert at_night == (0, 0)
    assert (len(here.push.to(name)), len(letters_to(here, address))) == (1, 1)


async def test_what_one_phone_took_is_no_failure_when_another_never_does(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    person, at = UUID(browser.endpoint.rpartition("/")[2]), begins - DAY
    second = here.push.browser(f"{person.hex}-second")
    async with here.house.database.writer.connection() as connection:
        token = await sign_in(connection, here.clock, person, "")
    signed_in = await here.house.ports.sign_ins.behind(token)
    assert signed_in is not None
    assert await here.house.ports.push_devices.keep(
        person,
        signed_in.sign_in,
        endpoint=second.endpoint,
        public_key=second.public_key,
        secret=second.secret,
        server_key=here.house.ports.push.key,
    )
    here.push.answers[f"/push/{person.hex}-second"] = [(500, {})] * 50
    while at < begins + HOUR:
        await here.look(at)
        at += timedelta(minutes=30)
    notes = await here.notes(person)

    assert [type(one) for one in notes if isinstance(one, ReminderSent | ReminderFailed)] == [ReminderSent]


async def test_a_browser_that_subscribed_anew_while_its_old_address_was_gone_is_kept(here: World) -> None:
    browser, _, _ = await here.before_a_meeting(Channel.PUSH)
    person, devices = UUID(browser.endpoint.rpartition("/")[2]), here.house.ports.push_devices
    ((before,),) = (await devices.of([person])).values()
    anew = here.push.browser(f"{person.hex}-anew")
    assert await devices.keep(
        person,
        before.device,
        endpoint=anew.endpoint,
        public_key=anew.public_key,
        secret=anew.secret,
        server_key=before.server_key,
    )
    await devices.gone([before])
    kept = here.devices(person)
    await devices.gone((await devices.of([person]))[person])

    assert (kept, here.devices(person)) == (1, 0)


async def test_a_browser_that_is_taken_away_meanwhile_is_recorded_as_gone(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    here.push.answers[f"/push/{name}"] = [(500, {})]
    await here.look(at)
    ((device,),) = (await here.house.ports.push_devices.of([UUID(name)])).values()
    await here.house.ports.push_devices.drop([device.device])
    await here.look(at + HOUR)
    notes = await here.notes(UUID(name))

    assert len(here.push.to(name)) == 1
    assert [one.why for one in notes if isinstance(one, ReminderFailed)] == [Setback.GONE]


async def test_what_nobody_was_handed_before_it_was_of_no_use_is_not_given_up(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], (begins - DAY).replace(hour=20)
    quiet = QuietHours(time(21), time(19, 30))
    await here.wants(UUID(name), Channel.PUSH, hour=time(20), quiet=quiet)
    await here.know()
    await here.look(at - HOUR)
    await here.look(at.replace(hour=22))
    await here.look(begins + MINUTE)

    assert here.push.to(name) == []
    assert (await here.house.ports.reminding.state()).given_up == 0


async def test_who_ends_their_pause_is_tried_again_at_once(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], begins - DAY
    here.push.answers[f"/push/{name}"] = [(500, {})]
    await here.look(at)
    await here.wants(UUID(name), Channel.PUSH, paused_until=at + 20 * HOUR)
    await here.know()
    await here.look(at + HOUR)
    paused = len(here.push.to(name))
    await here.wants(UUID(name), Channel.PUSH)
    await here.know()
    for minutes in (60, 64):
        await here.look(at + HOUR + minutes * MINUTE)

    assert paused == 1
    assert len(here.push.to(name)) == 2


async def test_who_wants_an_occasion_no_more_while_it_is_in_hand_is_not_tried_again(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    name, at = browser.endpoint.rpartition("/")[2], (begins - DAY).replace(hour=9)
    planned = here.house.reminders.planned
    await here.look(at - HOUR)
    (taken,) = [one for one in await planned.take(at, 500) if one.person_id == UUID(name)]
    await here.wants(UUID(name), Channel.PUSH, occasions=frozenset({Occasion.MEETING_OPENS}))
    await here.know()
    await here.look(at + MINUTE)
    await planned.settle([(taken, Became(None, at + 2 * MINUTE, {}))], MOVED)
    await here.look(at + 5 * MINUTE)

    assert here.push.to(name) == []
    assert await planned.take(at + 10 * MINUTE, 500) == []


async def test_who_wants_an_occasion_no_more_since_it_was_planned_is_not_handed_it(here: World) -> None:
    browser, _, begins = await here.before_a_meeting(Channel.PUSH)
    person, at = UUID(browser.endpoint.rpartition("/")[2]), (begins - DAY).replace(hour=9)
    await here.look(at - HOUR)
    await here.wants(person, Channel.PUSH, occasions=frozenset({Occasion.MEETING_OPENS}))
    await here.know()
    (taken,) = [one for one in await here.house.reminders.planned.take(at, 500) if one.person_id == person]
    devices = (await here.house.ports.push_devices.of([person]))[person]
    became = settled(attempt(taken, devices, at), at)

    assert (len(devices), became.outcome, became.asked) == (1, "nothing", {})


async def test_a_meeting_that_is_moved_a_little_while_its_reminder_is_in_hand_is_not_told_twice(
    here: World,
) -> None:
    circle = await here.circle()
    evening = (here.clock.at + 20 * DAY).astimezone(AMSTERDAM).replace(hour=19)
    meeting = await here.met(circle, here.clock.at - HOUR)
    session = await here.plan(circle, evening.astimezone(UTC))
    browser, _ = await here.reach(meeting.contributor, Channel.PUSH)
    await here.know()
    name, at = browser.endpoint.rpartition("/")[2], (evening - DAY).replace(hour=9, minute=0)
    planned = here.house.reminders.planned
    await here.look(at - HOUR)
    (taken,) = [one for one in await planned.take(at, 500) if one.person_id == UUID(name)]
    moved = SessionRescheduled(session=session, by=circle.facilitator, starts_at=taken.anchor + HOUR)
    await circle.write(circle.group, moved)
    await here.know()
    await here.look(at + MINUTE)
    await planned.settle([(taken, Became("sent", None, {str(uuid4()): None}, reached=True))], MOVED)
    await here.look(at + HOUR)

    assert here.push.to(name) == []
