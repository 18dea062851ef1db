"""How I want to be reminded, of what a group reminds, and what waits for me."""

from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.circles import Circle
from backend.api.languages import Language
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.texts import Name, named
from backend.domain.group.commands import ChooseReminders
from backend.domain.person.commands import SetReminderPreferences, StopMail
from backend.domain.reminding import due_at
from backend.domain.zones import zone_of
from events.reminding import Channel, Occasion, QuietHours
from projections import agenda, membership, open_actions, reminders_due
from projections.agenda import MeetingState
from projections.membership import Member
from projections.reminders_due import Reminder

Here = NamedDependency[Circle]
ClockTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]
_MOST: Final = 10
"""Channels or occasions that are named at once; naming one twice is naming it once."""
Channels = Annotated[list[Channel], Meta(max_length=_MOST)]
Occasions = Annotated[list[Occasion], Meta(max_length=_MOST)]


class Quiet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when until when nothing arrives, by one's own clock; it may pass midnight."""

    begin: ClockTime
    end: ClockTime

    @property
    def hours(self) -> QuietHours:
        """Return them as the record has them."""
        return QuietHours(time.fromisoformat(self.begin), time.fromisoformat(self.end))


class NewReminders(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How I want to be reminded. No channel: not at all, and what waits is in the app."""

    channels: Channels
    occasions: Occasions
    hour: ClockTime = "09:00"
    quiet: Quiet | None = None
    paused_until: Annotated[datetime, Meta(tz=True)] | None = None


class Reminders(Struct, frozen=True, kw_only=True):
    """How I am reminded. ``asked``: I said so myself. ``address``: mail can reach me.

    ``unreachable``: channels that I want and that reach me nowhere: no device of mine shows
    notifications, there is no address, or no calendar was made. Language and time zone are those
    of ``/me``.
    """

    asked: bool
    channels: list[Channel]
    occasions: list[Occasion]
    hour: str
    quiet: Quiet | None
    paused_until: datetime | None
    address: bool
    unreachable: list[Channel]
    language: Language
    time_zone: str


class GroupReminders(Struct, frozen=True, kw_only=True):
    """Of what a group reminds its people, and what its meetings are called in calendars, if anything."""

    occasions: list[Occasion]
    calendar_name: str | None


class NewGroupReminders(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of what the group is to remind its people from now on.

    ``calendar_name``: what its meetings are called in calendars, where others look along: a name
    that gives nothing away. Without one they are called a meeting.
    """

    occasions: Occasions
    calendar_name: Name | None = None


class Waits(StrEnum):
    """What waits for somebody."""

    REPORT = "report"
    """An action of mine that I have not reported on."""
    MEETING = "meeting"
    """A meeting that has begun without me."""
    PLAN_MEETING = "plan_meeting"
    """A group that I keep has no next meeting, though its rhythm says so."""


class Waiting(Struct, frozen=True, kw_only=True):
    """One thing that waits. ``session``: the meeting it is for, where one is planned or runs."""

    what: Waits
    group: UUID
    session: UUID | None
    action: UUID | None
    at: datetime | None


class WhatWaits(Struct, frozen=True, kw_only=True):
    """What waits for me, and how many things that are: the figure on the app's icon."""

    count: int
    waiting: list[Waiting]


@get("/me/reminders", operation_id="get_my_reminders", responses=documented.query())
async def get_my_reminders(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> Reminders:
    """See how one is reminded, and whether one said so oneself."""
    person = (await ports.persons.state(caller.person, caller.person)).state
    details, wishes = await ports.identity.person(caller.person), person.wishes
    quiet = wishes.quiet
    reached = {
        Channel.PUSH: await _shows_notifications(caller.person, ports),
        Channel.MAIL: details.address is not None,
        Channel.CALENDAR: bool(await ports.calendars.of(caller.person)),
    }
    return Reminders(
        asked=person.said is not None,
        channels=[one for one in Channel if one in wishes.channels],
        occasions=[one for one in Occasion if one in wishes.occasions],
        hour=_shown(wishes.hour),
        quiet=None if quiet is None else Quiet(begin=_shown(quiet.begin), end=_shown(quiet.end)),
        paused_until=wishes.paused_until,
        address=details.address is not None,
        unreachable=[one for one in Channel if one in wishes.channels and not reached[one]],
        language=details.language,
        time_zone=details.time_zone,
    )


async def _shows_notifications(person: UUID, ports: Ports) -> bool:
    devices = (await ports.push_devices.of([person])).get(person, ())
    return any(ports.push.signs_for(one.server_key) for one in devices)


def _shown(hour: time) -> str:
    return hour.isoformat("minutes")


@put("/me/reminders", operation_id="set_my_reminders", responses=documented.command())
async def set_my_reminders(
    data: JSONBody[NewReminders], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> Response[Receipt]:
    """Say how one wants to be reminded: by what, of what, and when not."""
    command = SetReminderPreferences(
        channels=frozenset(data.channels),
        occasions=frozenset(data.occasions),
        hour=time.fromisoformat(data.hour),
        quiet=data.quiet.hours if data.quiet else None,
        paused_until=data.paused_until and data.paused_until.astimezone(UTC),
        at=ports.clock.now(),
    )
    answer = await ports.persons.handle(
        caller.person, caller.person, command, command_id=ports.clock.new_id(), exclusive=True
    )
    return receipt(answer)


@get(
    "/groups/{group_id:uuid}/reminders",
    operation_id="get_group_reminders",
    responses=documented.query(),
)
async def get_group_reminders(circle: Here) -> GroupReminders:
    """See of what the group reminds its people."""
    known = (await circle.ports.identity.groups([circle.group.id])).get(circle.group.id)
    return GroupReminders(
        occasions=list(circle.group.reminds_of), calendar_name=known.calendar_name if known else None
    )


@put(
    "/groups/{group_id:uuid}/reminders",
    operation_id="choose_group_reminders",
    responses=documented.command("only-the-facilitator"),
)
async def choose_group_reminders(data: JSONBody[NewGroupReminders], circle: Here) -> Response[Receipt]:
    """Choose of what the group reminds its people; each of them may want less."""
    circle.check_open()
    await circle.ports.identity.name_calendar(
        circle.group.id, named(data.calendar_name) if data.calendar_name else None
    )
    command = ChooseReminders(by=circle.person, occasions=tuple(data.occasions))
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


@get("/me/waiting", operation_id="list_waiting", responses=documented.query())
async def list_waiting(
    caller: NamedDependency[Caller], ports: NamedDependency[Ports], after: After = 0
) -> WhatWaits:
    """See what waits for one in all groups, and how much that is."""
    await ports.views.reached(after)
    async with ports.views.of_person(caller.person) as connection:
        groups = await membership.of(connection, caller.person)
        due = await reminders_due.of_person(connection, caller.person)
    waiting = [one for group in groups for one in await _in_group(group, ports)]
    waiting += await _to_plan(due, caller.person, ports)
    return WhatWaits(count=len(waiting), waiting=waiting)


async def _in_group(member: Member, ports: Ports) -> list[Waiting]:
    """Return the meeting that began without somebody, and their actions without a report."""
    person, group = member.person_id, member.group_id
    async with ports.views.of(member.tenant_id) as connection:
        coming = await agenda.next_of(connection, group)
        actions = await open_actions.of_person(connection, person)
    found: list[Waiting] = []
    if coming is not None and coming.state is MeetingState.OPEN:
        session = (await ports.sessions.recent(member.tenant_id, coming.session_id)).state
        if person not in session.ever_present:
            found.append(
                Waiting(
                    what=Waits.MEETING,
                    group=group,
                    session=coming.session_id,
                    action=None,
                    at=coming.opened_at,
                )
            )
    return found + [
        Waiting(
            what=Waits.REPORT,
            group=group,
            session=coming.session_id if coming and coming.session_id != action.session_id else None,
            action=action.action_id,
            at=coming.starts_at if coming and coming.session_id != action.session_id else None,
        )
        for action in actions
        if action.group_id == group
    ]


async def _to_plan(due: list[Reminder], person: UUID, ports: Ports) -> list[Waiting]:
    asked = [one for one in due if one.occasion is Occasion.PLAN_MEETING]
    if not asked:
        return []
    zone = zone_of((await ports.identity.person(person)).time_zone)
    wishes = (await ports.persons.state(person, person)).state.wishes
    now = ports.clock.now()
    return [
        Waiting(what=Waits.PLAN_MEETING, group=one.group_id, session=None, action=None, at=at)
        for one in asked
        if (at := due_at(one, wishes, zone)) is not None and at <= now
    ]


@post(
    "/reminders/stop/{token:str}",
    operation_id="stop_mail",
    status_code=204,
    responses=documented.query("other-site"),
)
async def stop_mail(token: FromPath[str], ports: NamedDependency[Ports]) -> None:
    """Stop reminders by mail, with the link of such a mail and nothing else (RFC 8058)."""
    person = ports.stopping.read(token)
    if person is None:
        raise Problem("not-found")
    command = StopMail(at=ports.clock.now())
    await ports.persons.handle(
        person, person, command, command_id=ports.clock.new_id(), exclusive=True, actor=person
    )


BY_MAIL = (stop_mail,)
ROUTES = (get_my_reminders, set_my_reminders, list_waiting)
OF_GROUPS = (get_group_reminders, choose_group_reminders)
