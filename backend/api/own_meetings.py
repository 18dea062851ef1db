"""The meetings that somebody was at, as facts: when, for how long, and whether that is proven."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from backend.api.ports import Ports
from backend.domain.certificates import NOT_NOTED, is_proven, number_present, was_there
from backend.domain.registers import Held
from backend.domain.session.attendance import minutes_of, presences
from backend.domain.session.state import Session
from events.group import EarlierMeetingEntered
from events.method import Words
from projections import due, earlier_meetings


class MyMeeting(Struct, frozen=True, kw_only=True):
    """A meeting that I was at. ``confirmed``: a certificate can be made of it.

    ``afterwards``: it is from before the group had Kring, and somebody entered it from a list.
    """

    session: UUID
    group: UUID
    group_name: str | None
    method: Words
    begin: datetime
    end: datetime
    minutes: int
    confirmed: bool
    afterwards: bool


async def meetings_of(person: UUID, ports: Ports) -> list[tuple[Session, str | None]]:
    """Return the meetings that somebody was at, each with its group's name."""
    async with ports.views.of_person(person) as connection:
        attended = await due.attended(connection, person)
    sessions = [(await ports.sessions.recent(*place)).state for place in attended]
    there = [one for one in sessions if was_there(one, person)]
    groups = await ports.identity.groups(list({one.begun.group for one in there}))
    names = {group: known.name for group, known in groups.items()}
    return [(one, names.get(one.begun.group)) for one in there]


def mine(session: Session, person: UUID, group_name: str | None) -> MyMeeting:
    """Return what somebody is told of a meeting that they were at."""
    closed_at = session.closed_at or session.begun.at
    there = presences(session, person, closed_at)
    return MyMeeting(
        session=session.id,
        group=session.begun.group,
        group_name=group_name,
        method=session.begun.method.names,
        begin=there[0].begin,
        end=there[-1].end,
        minutes=minutes_of(session, person, closed_at),
        confirmed=is_proven(session) and person not in session.observers,
        afterwards=False,
    )


def held(session: Session, person: UUID, zone: ZoneInfo) -> Held:
    """Return what a register would ask of a meeting, in somebody's own time."""
    closed_at = session.closed_at or session.begun.at
    return Held(
        session=session.id,
        begin=presences(session, person, closed_at)[0].begin.astimezone(zone),
        minutes=minutes_of(session, person, closed_at),
        present=number_present(session, closed_at),
        facilitation=session.begun.facilitation,
        confirmed=is_proven(session),
        watched=person in session.observers,
        afterwards=False,
    )


class EarlierMeeting(NamedTuple):
    """A meeting that was entered afterwards, its group, and what that is called."""

    entered: EarlierMeetingEntered
    group: UUID
    name: str | None


async def earlier_of(person: UUID, ports: Ports) -> list[EarlierMeeting]:
    """Return the meetings entered afterwards at which somebody was, also of groups they left."""
    async with ports.views.of_person(person) as connection:
        found = await earlier_meetings.of_person(connection, person)
    names = await ports.identity.groups(list({one.group for one in found}))
    meetings = []
    for one in found:
        group = (await ports.groups.recent(one.tenant, one.group)).state
        entered, known = group.earlier.get(one.meeting), names.get(one.group)
        if entered is not None and person in entered.present:
            meetings.append(EarlierMeeting(entered, one.group, known.name if known else None))
    return meetings


def mine_earlier(one: EarlierMeeting) -> MyMeeting:
    """Return what somebody is told of a meeting that was entered afterwards."""
    entered = one.entered
    return MyMeeting(
        session=entered.meeting,
        group=one.group,
        group_name=one.name,
        method=NOT_NOTED,
        begin=entered.begin,
        end=entered.end,
        minutes=entered.minutes,
        confirmed=True,
        afterwards=True,
    )


def held_earlier(entered: EarlierMeetingEntered, zone: ZoneInfo) -> Held:
    """Return what a register would ask of a meeting that was entered afterwards."""
    return Held(
        session=entered.meeting,
        begin=entered.begin.astimezone(zone),
        minutes=entered.minutes,
        present=len(entered.present) + entered.others,
        facilitation=entered.facilitation,
        confirmed=True,
        watched=False,
        afterwards=True,
    )
