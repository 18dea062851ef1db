"""Calendars follow a group's meetings, say nothing of them, and are read by two libraries that agree."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import icalendar
import psycopg
import vobject
from icalendar.cal import Component

from tests.api.circle import Circle
from tests.api.mailbox import letter_to
from tests.api.people import Json, Person, done, refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WINTER, SUMMER = "2031-01-14T19:30:00+01:00", "2031-07-15T19:30:00+02:00"


async def made(person: Person, group: UUID | None = None) -> Json:
    """Make a calendar."""
    answer = await person.post("/me/calendars", {"group": str(group)} if group else {})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def fetched(url: str, **headers: str) -> httpx.Response:
    """Fetch a calendar as a program does: without any cookie."""
    async with httpx.AsyncClient(trust_env=False) as program:
        return await program.get(url, headers=headers)


def unfolded(text: str) -> str:
    """Return a calendar in whole lines (RFC 5545 § 3.1): a word may be cut where one is folded."""
    return text.replace("\r\n ", "")


def events(text: str) -> dict[str, Any]:
    """Return the events of a calendar by their ids, read by both libraries, which must agree."""
    calendar: Any = icalendar.Calendar.from_ical(text)
    found: dict[str, Any] = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    other = vobject.readOne(text)
    theirs = {event.uid.value: event for event in other.contents.get("vevent", [])}
    assert found.keys() == theirs.keys()
    for uid, event in found.items():
        assert event.decoded("DTSTART") == theirs[uid].dtstart.value
        assert event.decoded("DTEND") == theirs[uid].dtend.value
        assert str(event["SUMMARY"]) == theirs[uid].summary.value
        assert int(event["SEQUENCE"]) == int(theirs[uid].sequence.value)
        assert str(event["STATUS"]) == theirs[uid].status.value
    return found


async def test_a_calendar_follows_meetings_as_they_are_planned_moved_and_called_off(circle: Circle) -> None:
    anna = circle.members[0]
    url = (await made(anna))["url"]
    session = await circle.planned(starts_at=WINTER)
    path = f"{circle.path}/sessions/{session}"
    uid = f"{session}@127.0.0.1"
    seen = []
    for change in (None, {"starts_at": SUMMER}, "cancel"):
        if change == "cancel":
            done(await circle.facilitator.delete(path))
        elif change:
            done(await circle.facilitator.patch(path, change))
        await settled(circle)
        seen.append(events((await fetched(url)).text)[uid])

    assert [int(one["SEQUENCE"]) for one in seen] == [0, 1, 2]
    assert [str(one["STATUS"]) for one in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    starts = [one.decoded("DTSTART") for one in seen]
    assert starts[:2] == [datetime.fromisoformat(WINTER), datetime.fromisoformat(SUMMER)]
    assert {start.astimezone(AMSTERDAM).hour for start in starts} == {19}
    assert str(seen[0]["SUMMARY"]) == "Meeting"


async def settled(circle: Circle) -> None:
    """Wait until the views know everything."""
    answer = await circle.facilitator.put(f"{circle.path}/reminders", {"occasions": ["day_before"]})
    position = answer.json()["position"]
    assert position
    await circle.facilitator.seen(f"/me/waiting?after={position}")


async def test_a_calendar_says_when_to_read_it_again_and_is_the_same_until_something_changes(
    circle: Circle,
) -> None:
    anna = circle.members[0]
    url = (await made(anna, circle.id))["url"]
    await circle.planned(starts_at=WINTER)
    await settled(circle)
    first, second = await fetched(url), await fetched(url)
    again = await fetched(url, **{"If-None-Match": first.headers["etag"]})
    lines = unfolded(first.text).splitlines()

    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.text == second.text
    assert again.status_code == 304
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines
    assert "DTSTART:20310114T183000Z" in lines
    assert "X-WR-TIMEZONE:Europe/Amsterdam" in lines
    assert all(len(line.encode()) <= 75 for line in first.text.split("\r\n"))


async def test_a_calendar_without_meetings_is_one_that_programs_can_read(circle: Circle) -> None:
    text = (await fetched((await made(circle.members[0]))["url"])).text
    calendar = icalendar.Calendar.from_ical(text)

    assert events(text) == {}
    assert len(calendar.subcomponents) == 1, "RFC 5545 § 3.4 wants one component or more"


async def test_only_a_name_that_the_group_chose_for_it_is_shown(circle: Circle) -> None:
    anna = circle.members[0]
    url = (await made(anna))["url"]
    await circle.planned(starts_at=WINTER)
    await settled(circle)
    neutral = unfolded((await fetched(url)).text)
    named = {"occasions": ["day_before"], "calendar_name": "Koffie,  met; melk"}
    await circle.facilitator.put(f"{circle.path}/reminders", named)
    (event,) = events((await fetched(url)).text).values()

    assert "Kring Oost" not in neutral
    assert str(event["SUMMARY"]) == "Koffie, met; melk"
    assert (await anna.seen(f"{circle.path}/reminders"))["calendar_name"] == "Koffie, met; melk"


async def test_a_secret_that_is_revoked_or_wrong_shows_nothing(circle: Circle) -> None:
    anna, bo = circle.members[:2]
    calendar = await made(anna)
    assert (await fetched(calendar["url"])).status_code == 200
    listed = (await anna.seen("/me/calendars"))["calendars"]
    refused(await bo.delete(f"/me/calendars/{calendar['calendar']}"), 404, "not-found")
    assert (await anna.delete(f"/me/calendars/{calendar['calendar']}")).status_code == 204

    assert [one["calendar"] for one in listed] == [calendar["calendar"]]
    assert listed[0]["used_on"] == datetime.now(UTC).date().isoformat()
    assert (await fetched(calendar["url"])).status_code == 404
    assert (await fetched(calendar["url"].replace("/calendars/", "/calendars/x"))).status_code == 404


async def test_who_left_a_group_sees_its_meetings_no_longer(circle: Circle) -> None:
    cas = circle.members[2]
    of_all, of_group = await made(cas), await made(cas, circle.id)
    await circle.planned(starts_at=WINTER)
    await settled(circle)
    before = len(events((await fetched(of_all["url"])).text))
    position = done(await cas.delete(f"{circle.path}/members/me"))["position"]
    await cas.seen(f"/me?after={position}")

    assert before == 1
    assert events((await fetched(of_all["url"])).text) == {}
    assert (await fetched(of_group["url"])).status_code == 404


async def test_nobody_makes_a_calendar_of_a_group_that_is_not_theirs(
    circle: Circle, person: Callable[[str], Person]
) -> None:
    stranger = person("Stan")
    done(await stranger.put(f"/groups/{uuid4()}", {"name": "Anders", "my_name": "Stan"}))

    refused(await stranger.post("/me/calendars", {"group": str(circle.id)}), 404, "not-found")


async def test_what_one_is_reminded_of_is_in_ones_own_calendar_when_one_wants_it(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.reach("take_away")
    await meeting.said(meeting.owner, "actions", text="Bellen met de teamleider")
    done(await meeting.move("closing"))
    calendar = await made(meeting.owner)
    session = await circle.planned(starts_at=WINTER)
    await circle.facilitator.put(f"{circle.path}/reminders", {"occasions": ["day_before", "first_step"]})
    await settled(circle)
    without = events((await fetched(calendar["url"])).text)
    wanted = {"channels": ["calendar"], "occasions": ["day_before", "first_step"], "hour": "08:00"}
    done(await meeting.owner.put("/me/reminders", wanted))
    text = (await fetched(calendar["url"])).text
    own = {str(one["SUMMARY"]): one for one in events(text).values() if str(session) not in str(one["UID"])}
    day = datetime.fromisoformat(WINTER) - timedelta(days=1)

    assert f"{session}@127.0.0.1" in without
    assert own["Nearly time to look back together"].decoded("DTSTART") == day.replace(hour=8, minute=0)
    assert str(own["Nearly time to look back together"]["TRANSP"]) == "TRANSPARENT"
    assert "teamleider" not in unfolded(text)
    assert "Kring Oost" not in unfolded(text)


async def test_whatever_an_entry_shows_otherwise_its_sequence_grows(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.reach("take_away")
    await meeting.said(meeting.owner, "actions", text="Bellen met de teamleider")
    done(await meeting.move("closing"))
    url = (await made(meeting.owner))["url"]
    await circle.planned(starts_at=WINTER)
    done(await meeting.owner.put("/me/reminders", {"channels": ["calendar"], "occasions": ["day_before"]}))
    await settled(circle)
    seen = [events((await fetched(url)).text)]
    named = {"occasions": ["day_before"], "calendar_name": "Koffie"}
    for person, path, body in (
        (circle.facilitator, f"{circle.path}/reminders", named),
        (circle.facilitator, f"{circle.path}/reminders", named),
        (meeting.owner, "/me", {"time_zone": "America/New_York"}),
        (meeting.owner, "/me", {"language": "de"}),
    ):
        answer = await (person.put if "reminders" in path else person.patch)(path, body)
        assert answer.status_code < 300, answer.text
        seen.append(events((await fetched(url)).text))

    for before, after in pairwise(seen):
        assert before.keys() == after.keys()
        for uid in before:
            is_other = _told(before[uid]) != _told(after[uid])
            grew = int(after[uid]["SEQUENCE"]) - int(before[uid]["SEQUENCE"])
            assert grew >= 1 if is_other else grew >= 0, (uid, _told(before[uid]), _told(after[uid]))
    assert _told(seen[0][f"{meeting.id}@127.0.0.1"]) != _told(seen[1][f"{meeting.id}@127.0.0.1"])
    assert seen[1] == seen[2]


def _told(event: Component) -> tuple[object, ...]:
    return str(event["SUMMARY"]), event.decoded("DTSTART"), event.decoded("DTEND"), str(event["STATUS"])


async def test_an_invitation_by_mail_brings_the_meetings_to_come(circle: Circle) -> None:
    session = await circle.planned(starts_at=WINTER)
    await settled(circle)
    await with_address(circle.facilitator)
    body = {"role": "member", "address": "eva@example.org", "language": "de"}
    done(await circle.facilitator.post(f"{circle.path}/invitations", body))
    mail = await letter_to(circle.facilitator.house, "eva@example.org")
    (attached,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = events(attached.get_content()).values()

    assert str(event["UID"]) == f"{session}@127.0.0.1"
    assert (mail["Subject"], str(event["SUMMARY"])) == ("Eine Einladung zu Kring", "Treffen")
    assert attached.get_filename() == "kring.ics"
    assert attached["Content-Type"].params["method"] == "PUBLISH"


async def with_address(person: Person) -> None:
    """Give somebody an address."""
    with psycopg.connect(person.house.database_url) as connection:
        connection.execute(
            "UPDATE identity.persons SET address = %s WHERE person_id = %s", ("fieke@example.org", person.id)
        )


async def test_a_program_that_only_asks_whether_a_calendar_changed_is_told(circle: Circle) -> None:
    anna = circle.members[0]
    await circle.planned()
    await anna.house.known()
    url = (await made(anna))["url"]
    whole = await fetched(url)
    async with httpx.AsyncClient(trust_env=False) as program:
        told = await program.head(url)
        unknown = await program.head(url.replace(".ics", "x.ics"))

    assert (told.status_code, told.content) == (200, b"")
    for name in ("etag", "content-type", "content-length", "cache-control"):
        assert told.headers[name] == whole.headers[name]
    assert unknown.status_code == 404


async def test_a_calendar_whose_answer_was_lost_is_made_once(circle: Circle) -> None:
    anna, bo, _ = circle.members
    key = {"Idempotency-Key": str(uuid4())}
    first, again = [(await anna.post("/me/calendars", {}, **key)).json() for _ in range(2)]
    other = (await bo.post("/me/calendars", {}, **key)).json()

    assert again["calendar"] == first["calendar"] != other["calendar"]
    assert len((await anna.seen("/me/calendars"))["calendars"]) == 1
    assert (await fetched(first["url"])).status_code == 404
    assert (await fetched(again["url"])).status_code == 200
    of_group = await anna.post("/me/calendars", {"group": str(circle.id)}, **key)
    assert of_group.json()["calendar"] != first["calendar"]
