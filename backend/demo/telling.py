"""Tells the demo: forms the group, plays its meetings, and leaves the next one ready to open."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from backend.api import agreement, attendance, forming, ground_rules, invitations, joining, scheduling
from backend.api.agreement import NewExpectation
from backend.api.attendance import NewConfirmation
from backend.api.caller import Device
from backend.api.circles import Circle, enter_circle
from backend.api.forming import NewGroup, NewRhythm
from backend.api.invitations import NewInvitation
from backend.api.joining import Redeem
from backend.api.meetings import enter
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.scheduling import NewAppointment
from backend.demo.playing import play
from backend.demo.scene import Scene, StoryClock
from backend.demo.story import Someone, Story, story
from backend.domain.group.state import Group
from events.forms import Form
from events.group import Facilitation, MemberJoined, Role

DEMO: Final = UUID("6b72696e-6700-5000-8000-64656d6f0000")
"""The namespace of the ids of the demo's group: one for each attempt at telling it."""
_DEVICE: Final = Device("")
_TUESDAY: Final = 1
_AFTERNOON: Final = time(14, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
_QUARTER: Final = timedelta(minutes=15)
_PATIENCE: Final = 30
"""How often a meeting tries to open while the views catch up; each try waits up to two seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The demo: its people by their names in the story, the meeting to open, whose report it awaits."""

    group: UUID
    session: UUID
    facilitator: UUID
    people: dict[str, UUID]
    waiting: str
    new: bool


async def tell(ports: Ports, now: datetime) -> Told:
    """Tell the demo as of ``now``, once: a second time finds it, and changes nothing.

    A telling that was cut short stays behind, unseen, and is begun anew under other ids. The views
    have to be kept meanwhile, because a meeting opens with what they say is waiting.
    """
    the_story = story()
    for attempt in count():
        group_id = uuid5(DEMO, str(attempt))
        group = (await ports.groups.state(group_id, group_id)).state
        if len(group.sessions) > len(the_story.meetings):
            return await _found(ports, group, the_story)
        if group.formed is None:
            return await _Telling(ports, the_story, group_id, now).tell()
    raise AssertionError("counting never ends")


async def _found(ports: Ports, group: Group, the_story: Story) -> Told:
    """Find the people in the order in which they joined: by now they may call themselves otherwise."""
    record = await ports.record.read(group.id, group.id)
    joined = [one.event.person for one in record if isinstance(one.event, MemberJoined)]
    cast = (the_story.facilitator, *the_story.members)
    return Told(
        group=group.id,
        session=list(group.sessions)[len(the_story.meetings)],
        facilitator=joined[0],
        people={one.name: person for one, person in zip(cast, joined, strict=False)},
        waiting=_waiting(the_story),
        new=False,
    )


def _waiting(the_story: Story) -> str:
    contributor = the_story.meetings[-1].case.by
    return next(one.name for one in the_story.members if one.key == contributor)


class _Telling:
    """One telling; its clock runs from the forming of the group to the meeting before the next."""

    def __init__(self, ports: Ports, the_story: Story, group: UUID, now: datetime) -> None:
        self._story, self._group, self._now = the_story, group, now
        self._clock = StoryClock(self._start_of(len(the_story.meetings) + 1), ports.clock)
        self._ports = replace(ports, clock=self._clock)
        self._people: dict[str, UUID] = {}
        self._known: dict[str, UUID] = {}

    def _start_of(self, meetings_ago: int) -> datetime:
        day = (self._now - timedelta(weeks=self._story.weeks_between * meetings_ago)).date()
        to_tuesday = (_TUESDAY - day.weekday() + 3) % 7 - 3
        return datetime.combine(day + timedelta(days=to_tuesday), _AFTERNOON).astimezone(UTC)

    async def tell(self) -> Told:
        await self._gather()
        members = {one.key: self._people[one.key] for one in self._story.members}
        for place in range(len(self._story.meetings)):
            await self._meet(place, members)
        self._clock.at = self._now
        next_quarter = self._now + (_QUARTER - (self._now - datetime.min.replace(tzinfo=UTC)) % _QUARTER)
        session = await self._schedule(next_quarter)
        cast = (self._story.facilitator, *self._story.members)
        return Told(
            group=self._group,
            session=session,
            facilitator=self._people[self._story.facilitator.key],
            people={one.name: self._people[one.key] for one in cast},
            waiting=_waiting(self._story),
            new=True,
        )

    async def _gather(self) -> None:
        facilitator = self._story.facilitator
        form = NewGroup(
            name=self._story.group.name,
            purpose=self._story.group.purpose,
            facilitation=Facilitation.INTERNAL_DEDICATED,
            method=self._story.method,
            rhythm=NewRhythm(weeks=self._story.weeks_between, minutes=self._story.minutes),
            my_name=facilitator.name,
            my_role=Role.FACILITATOR,
        )
        await forming.form_group.fn(self._group, form, None, _DEVICE, self._ports)
        formed = (await self._ports.groups.state(self._group, self._group)).state.formed
        if formed is None:
            raise AssertionError("the group was just formed")
        self._people[facilitator.key] = formed.by
        invitation = await invitations.invite.fn(NewInvitation(), await self._circle(facilitator.key))
        for member in self._story.members:
            await self._join(member, invitation.content.token)
        await ground_rules.accept_ground_rules.fn(1, await self._circle(facilitator.key))

    async def _join(self, member: Someone, token: str) -> None:
        joined = await joining.redeem_invitation.fn(
            Redeem(token=token, name=member.name), None, _DEVICE, self._ports
        )
        self._people[member.key] = joined.content.person
        await ground_rules.accept_ground_rules.fn(1, await self._circle(member.key))
        if member.expectation is not None:
            expectation = NewExpectation(text=member.expectation)
            new = self._clock.new_id()
            await agreement.state_expectation.fn(new, expectation, await self._circle(member.key))

    async def _meet(self, place: int, members: dict[str, UUID]) -> None:
        starts_at = self._start_of(len(self._story.meetings) - place)
        session = await self._schedule(starts_at)
        self._clock.at = starts_at + timedelta(minutes=2)
        await self._open(session)
        scene = Scene(
            ports=self._ports,
            clock=self._clock,
            session=session,
            facilitator=self._people[self._story.facilitator.key],
            people=members,
            known=self._known,
        )
        begun = (await scene.moving()).meeting.session.begun
        await play(scene, self._story.meetings[place], begun.method)
        if place < len(self._story.meetings) - 1:
            here = await enter(self._ports, session, scene.facilitator)
            await attendance.confirm_attendance.fn(NewConfirmation(form=Form.ROOM), here)

    async def _schedule(self, starts_at: datetime) -> UUID:
        session = self._clock.new_id()
        appointment = NewAppointment(starts_at=starts_at, minutes=self._story.minutes)
        circle = await self._circle(self._story.facilitator.key)
        await scheduling.schedule_session.fn(session, appointment, circle)
        return session

    async def _open(self, session: UUID) -> None:
        for _ in range(_PATIENCE):
            try:
                circle = await self._circle(self._story.facilitator.key)
                await scheduling.open_session.fn(session, circle)
            except Problem as problem:
                if problem.reason != "busy":
                    raise
                await asyncio.sleep(0.25)
            else:
                return
        raise TimeoutError("the demo cannot be told: the views do not catch up")

    async def _circle(self, person: str) -> Circle:
        return await enter_circle(self._ports, self._group, self._people[person])
