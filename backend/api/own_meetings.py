"""The meetings that somebody was at, as facts: when, for how long, and whether that is proven."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from backend.api.ports import Ports
from backend.domain.certificates import is_proven, number_present, was_there
from backend.domain.registers import Held
from backend.domain.session.attendance import minutes_of, presences
from backend.domain.session.state import Session
from events.method import Words
from projections import due


class MyMeeting(Struct, frozen=True, kw_only=True):
    """A meeting that I was at. ``confirmed``: a certificate can be made of it."""

    session: UUID
    group: UUID
    group_name: str | None
    method: Words
    begin: datetime
    end: datetime
    minutes: int
    confirmed: bool


async def meetings_of(person: UUID, ports: Ports) -> list[tuple[Session, str | None]]:
    """Return the meetings that somebody was at, each with its group's name, the newest first."""
    async with ports.views.of_person(person) as connection:
        attended = await due.attended(connection, person)
    sessions = [(await ports.sessions.recent(*place)).state for place in attended]
    there = [one for one in sessions if was_there(one, person)]
    groups = await ports.identity.groups(list({one.begun.group for one in there}))
    names = {group: known.name for group, known in groups.items()}
    there.sort(key=lambda one: presences(one, person, one.begun.at)[0].begin, reverse=True)
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
    )
