"""Calendars that programs fetch: of all my groups or of one, with a secret that can be revoked."""

from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

from litestar import Request, Response, delete, get, head, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.circles import enter_circle
from backend.api.moving import Key
from backend.api.people_ports import GroupDetails, PersonDetails
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.reminding_ports import CalendarFeed
from backend.domain.calendars import MEETING, Entry
from backend.domain.letters import Language
from backend.domain.notices import NOTICES
from backend.domain.reminding import due_at, topic
from backend.domain.zones import zone_of
from events.reminding import Channel, Occasion
from projections import membership, reminders_due
from projections.agenda import MeetingState
from projections.reminders_due import Reminder
from projections.reminding import MeetingRow

_KEPT: Final = timedelta(days=180)
"""How long a calendar still shows a meeting that is past."""
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)
_MINUTES: Final = 15
_ICS: Final = ".ics"
_KIND: Final = "text/calendar"
_NOT_A_DAY: Final = frozenset({Occasion.MEETING_OPENS})


class NewCalendar(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which group the calendar is to be; without one it is of all."""

    group: UUID | None = None


class MadeCalendar(Struct, frozen=True, kw_only=True):
    """A calendar and its address, which is shown this once: whoever has it reads along."""

    calendar: UUID
    group: UUID | None
    url: str


class CalendarView(Struct, frozen=True, kw_only=True):
    """A calendar without its address. ``used_on``: the day on which a program last fetched it."""

    calendar: UUID
    group: UUID | None
    made_at: datetime
    used_on: date | None


class MyCalendars(Struct, frozen=True):
    """My calendars, the newest first."""

    calendars: list[CalendarView]


@post(
    "/me/calendars",
    operation_id="make_calendar",
    status_code=201,
    responses=documented.query("other-site", "not-json", "too-large"),
)
async def make_calendar(
    data: JSONBody[NewCalendar],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
    idempotency_key: Key = None,
) -> MadeCalendar:
    """Make an address from which a calendar program fetches meetings, and follows when they move.

    Asked again under the same key, it gets another address in place of the first.
    """
    tenant = None
    if data.group is not None:
        tenant = (await enter_circle(ports, data.group, caller.person)).tenant
    name = f"follows {data.group} {idempotency_key}"
    feed = uuid5(caller.person, name) if idempotency_key else ports.clock.new_id()
    made, token = await ports.calendars.make(caller.person, feed, data.group, tenant)
    url = f"{ports.public_url}/api/v1/calendars/{token}{_ICS}"
    return MadeCalendar(calendar=made.feed, group=made.group, url=url)


@get("/me/calendars", operation_id="list_my_calendars", responses=documented.query())
async def list_my_calendars(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> MyCalendars:
    """See which calendars one made, and whether they are used."""
    return MyCalendars(
        [
            CalendarView(calendar=one.feed, group=one.group, made_at=one.made_at, used_on=one.used_on)
            for one in await ports.calendars.of(caller.person)
        ]
    )


@delete(
    "/me/calendars/{calendar_id:uuid}",
    operation_id="revoke_calendar",
    status_code=204,
    responses=documented.query("other-site"),
)
async def revoke_calendar(
    calendar_id: FromPath[UUID], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> None:
    """Make the address of a calendar useless at once."""
    if not await ports.calendars.revoke(caller.person, calendar_id):
        raise Problem("not-found")


@get(
    "/calendars/{file:str}",
    operation_id="read_calendar",
    media_type=_KIND,
    responses=documented.query(),
)
async def read_calendar(
    request: Request[Any, Any, Any],
    file: FromPath[str],
    ports: NamedDependency[Ports],
) -> Response[bytes]:
    """Fetch a calendar, as programs do; its secret is its address."""
    body, headers = await _written(file, ports)
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers, media_type=_KIND)
    return Response(body, media_type=_KIND, headers=headers)


@head("/calendars/{file:str}", include_in_schema=False)
async def look_at_calendar(file: FromPath[str], ports: NamedDependency[Ports]) -> Response[None]:
    """Tell what fetching a calendar would give: some programs ask that first."""
    body, headers = await _written(file, ports)
    alike = {"Content-Type": f"{_KIND}; charset=utf-8", "Content-Length": str(len(body))}
    return Response(None, headers=headers | alike)


async def _written(file: str, ports: Ports) -> tuple[bytes, dict[str, str]]:
    """Return a calendar by its secret address, and what its answer says of it."""
    feed = await ports.calendars.find(file.removesuffix(_ICS))
    if feed is None:
        raise Problem("not-found")
    me = await ports.identity.person(feed.person)
    entries = await _meetings(feed, me, ports)
    if feed.group is None:
        entries += await _reminders(feed.person, me, ports)
    body = ports.calendars.write(entries, me.time_zone)
    tag = f'"{b64encode(sha256(body).digest()[:12]).decode()}"'
    return body, {"ETag": tag, "Content-Disposition": "inline; filename=kring.ics"}


async def _meetings(feed: CalendarFeed, me: PersonDetails, ports: Ports) -> list[Entry]:
    """Return the meetings of the groups that somebody is in now."""
    async with ports.views.of_person(feed.person) as connection:
        mine = await membership.of(connection, feed.person)
    groups = [one for one in mine if feed.group in {None, one.group_id}]
    if feed.group is not None and not groups:
        raise Problem("not-found")
    return [
        entry
        for tenant in sorted({one.tenant_id for one in groups})
        for entry in await entries_of(
            [one.group_id for one in groups if one.tenant_id == tenant],
            tenant,
            me.language,
            ports,
            changes=me.calendar_changes,
        )
    ]


async def entries_of(
    groups: list[UUID], tenant: UUID, language: Language, ports: Ports, *, changes: int = 0
) -> list[Entry]:
    """Return the meetings of some groups of a tenant as calendars show them.

    ``changes``: how often the language of who reads them changed.
    """
    async with ports.views.of(tenant) as connection:
        found = await reminders_due.meetings(connection, groups)
    names = await ports.identity.groups(groups)
    oldest = ports.clock.now() - _KEPT
    return [
        _entry(one, names[one.group_id], language, changes, ports.public_url)
        for one in found
        if one.starts_at > oldest and one.group_id in names
    ]


def _entry(
    meeting: MeetingRow, group: GroupDetails, language: Language, changes: int, public_url: str
) -> Entry:
    return Entry(
        id=str(meeting.session_id),
        title=group.calendar_name or MEETING[language],
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        changes=meeting.changes + group.calendar_changes + changes,
        changed_at=meeting.changed_at,
        cancelled=meeting.state is MeetingState.CANCELLED,
        link=f"{public_url}/g/{meeting.group_id}",
    )


async def _reminders(person: UUID, me: PersonDetails, ports: Ports) -> list[Entry]:
    """Return what somebody who wants to be reminded by calendar is reminded of."""
    who = (await ports.persons.state(person, person)).state
    if Channel.CALENDAR not in who.wishes.channels:
        return []
    async with ports.views.of_person(person) as connection:
        found = await reminders_due.of_person(connection, person)
    zone = zone_of(me.time_zone)
    return [
        _reminder(one, at, who.version + me.calendar_changes, me.language, ports.public_url)
        for one in found
        if one.occasion in who.wishes.occasions - _NOT_A_DAY
        and (at := due_at(one, who.wishes, zone)) is not None
    ]


def _reminder(one: Reminder, at: datetime, changes: int, language: Language, public_url: str) -> Entry:
    screen = f"g/{one.group_id}" if one.action_id is None else f"report/{one.action_id}"
    return Entry(
        id=topic(one.person_id, one.occasion, one.about),
        title=NOTICES[one.occasion].into(language).title,
        starts_at=at,
        minutes=_MINUTES,
        changes=max(0, int((one.since - _EPOCH).total_seconds() // 60)) + changes,
        changed_at=one.since,
        occupies=False,
        link=f"{public_url}/{screen}",
    )


ROUTES = (make_calendar, list_my_calendars, revoke_calendar)
OPEN = (read_calendar, look_at_calendar)
