"""What uptake counts of a meeting is what the meeting itself says of who was there, and for how long."""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.adapters.appender import Appender
from backend.domain.errors import Refused
from backend.domain.session.attendance import minutes_of, presences
from backend.domain.session.commands import (
    Arrive,
    CorrectAttendance,
    Depart,
    PauseSession,
    ReopenSession,
    ResumeSession,
    UndoStep,
)
from backend.domain.session.state import Session
from backend.domain.uptake.facts import Meeting
from backend.domain.uptake.folding import fold
from events.attendance import Mistake, Presence
from events.base import Event
from events.group import Role
from projections import uptake_facts
from tests.projections.circle import Circle, organised
from tests.projections.conftest import Views
from tests.spec import (
    GROUP,
    HANNEKE,
    JOOST,
    LATEST,
    NOOR,
    SAMIRA,
    after,
    arrive,
    close,
    open_meeting,
    session,
    start,
)

MEMBERS = (SAMIRA, JOOST, NOOR)
STORIES = 150


def told(chance: random.Random) -> tuple[Session, list[Event]]:
    """Let a meeting go as it may: people come and go, it is paused, ended, taken back and put right."""
    spec, events, minute = session(), list[Event](), 0

    def moves() -> dict[str, Callable[[], object]]:
        who, at = chance.choice(MEMBERS), after(minutes=minute)
        begin, end = sorted(chance.sample(range(minute + 1), 2)) if minute else (0, 1)
        became = chance.choice([None, Presence(after(minutes=begin), after(minutes=end))])
        move: dict[str, Any] = {"by": HANNEKE, "seen": LATEST, "at": at}
        return {
            "arrive": lambda: Arrive(person=who, role=Role.MEMBER, at=at),
            "depart": lambda: Depart(person=who, at=at),
            "pause": lambda: PauseSession(**move),
            "resume": lambda: ResumeSession(**move),
            "start": lambda: start(chance.randint(0, 8), at=at),
            "undo": lambda: UndoStep(**move),
            "close": lambda: close(at),
            "reopen": lambda: ReopenSession(**move),
            "correct": lambda: CorrectAttendance(
                id=uuid4(), person=who, became=became, why=Mistake.NOTED_WRONG, by=HANNEKE, at=at
            ),
        }

    def tell(command: object) -> None:
        try:
            new = spec.when(command).answer()
        except Refused:
            return
        events.extend(new)
        spec.given(*new)

    guide = Arrive(person=HANNEKE, role=Role.FACILITATOR, at=after(minutes=0))
    for command in (open_meeting(), guide, *arrive(*chance.sample(MEMBERS, 2))):
        tell(command)
    for _ in range(chance.randint(4, 30)):
        minute += chance.randint(0, 12)
        tell(chance.choice(list(moves().values()))())
    minute += 5
    tell(close(after(minutes=minute)))
    for _ in range(chance.choice((0, 0, 2))):
        tell(moves()["correct"]())
    return spec.state, events


async def counted(views: Views, circle: Circle) -> dict[UUID, Meeting]:
    """Return what uptake knows of the meetings that a circle wrote."""
    await views.know(circle)
    async with views.database.projecting() as connection:
        lines = await uptake_facts.of(connection, circle.tenant, circle.position)
    return fold(lines, after(days=90)).meetings


@pytest.fixture
async def hosted(appender: Appender) -> Circle:
    """A group of three in an organisation."""
    circle = Circle(appender)
    circle.group, circle.facilitator, circle.members = GROUP, HANNEKE, MEMBERS
    await circle.write(circle.tenant, *organised(uuid4()))
    await circle.form()
    return circle


async def test_who_was_there_and_for_how_long_is_what_the_meeting_says(hosted: Circle, views: Views) -> None:
    meetings: dict[UUID, Session] = {}
    for seed in range(STORIES):
        stream = uuid4()
        meetings[stream], events = told(random.Random(seed))
        await hosted.write(stream, *events)
    known = await counted(views, hosted)

    def said(meeting: Session) -> dict[UUID, int]:
        ended = after(hours=48)
        there = [one for one in MEMBERS if presences(meeting, one, ended)]
        return {one: minutes_of(meeting, one, ended) for one in there}

    for stream, meeting in meetings.items():
        found = {one: round(minutes) for one, minutes in known[stream].corrected().present.items() if minutes}
        assert found == {one: minutes for one, minutes in said(meeting).items() if minutes}
