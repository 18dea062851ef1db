"""Live meetings: what is recorded reaches every phone that listens, in order and without gaps."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from datetime import datetime
from itertools import cycle
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import HeaderParameter
from litestar.response import Stream

from backend.api import documented
from backend.api.caller import Caller
from backend.api.meetings import Meeting
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.wire import Visible, encode, opened, sealed_in, turned, wires, withheld
from backend.domain.session.curtain import EVERYBODY
from backend.domain.session.state import Session
from events.base import Event, Recorded
from events.forgetting import AuthorForgotten, CaseErased
from events.group import GroundRulesProposed, MemberLeft, MemberRemoved
from events.session import CaseChosen, CaseOffered, ChoiceOpened, ChoiceUndone, SessionReopened

_LOG = logging.getLogger("kring.live")
HEARTBEAT: Final = 5.0
"""Seconds between two signs of life: a phone that misses two of them opens its stream anew."""
_TURNS: Final = 10
"""Meetings get their signs of life in so many turns, and not all phones of the house at once."""
_BACKLOG_OF_A_SLOW_PHONE: Final = 256
_SHOWS_AGAIN: Final = (CaseChosen, CaseOffered, ChoiceOpened)
_RESET: Final = b"event: reset\ndata: {}\n\n"


def _act(version: int, wire: bytes) -> bytes:
    return b"id: %d\nevent: act\ndata: %b\n\n" % (version, wire)


def _sign_of_life(event: bytes, **what: int | datetime) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (event, msgspec.json.encode(what))


def _reveals(event: Event, session: Session) -> bool:
    """Tell whether phones have to read anew: they were not shown something, or are to lose it.

    A first choice hides only, and they do that by themselves.
    """
    if isinstance(event, ChoiceUndone | SessionReopened | CaseErased | AuthorForgotten):
        return True
    return isinstance(event, _SHOWS_AGAIN) and len(session.chosen) > int(isinstance(event, CaseChosen))


class Phone:
    """One device that listens to a meeting as one person, for as long as its sign-in lasts."""

    def __init__(self, person: UUID, sign_in: UUID, group: UUID) -> None:
        self.person, self.sign_in, self.group = person, sign_in, group
        self._frames: asyncio.Queue[tuple[int, bytes] | None] = asyncio.Queue(_BACKLOG_OF_A_SLOW_PHONE)

    def tell(self, version: int, frame: bytes) -> bool:
        """Hand a frame over; a phone too slow to follow is dropped, and resumes by itself."""
        try:
            self._frames.put_nowait((version, frame))
        except asyncio.QueueFull:
            self.drop()
            return False
        return True

    def drop(self) -> None:
        """End the stream after at most one more frame."""
        while not self._frames.empty():
            self._frames.get_nowait()
        self._frames.put_nowait(None)

    async def frames(self, after: int) -> AsyncIterator[bytes]:
        """Yield what is new after a version, several frames at once when there are."""
        while (item := await self._frames.get()) is not None:
            version, frame = item
            if version == 0 or version > after:
                after = max(after, version)
                yield frame


class Count(msgspec.Struct, frozen=True):
    """How many voted in a choice, or are ready with a step, as whichever process counted tells the others."""

    session: UUID
    what: Literal["choice", "ready"]
    count: msgspec.Raw


class Rooms:
    """The phones that listen, by meeting."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._phones: defaultdict[UUID, set[Phone]] = defaultdict(set)
        self._versions: dict[UUID, int] = {}

    def enter(self, meeting: Meeting, caller: Caller) -> Phone:
        """Let a phone listen; call ``leave`` when it is gone."""
        phone = Phone(caller.person, caller.sign_in, meeting.group.id)
        self._phones[meeting.id].add(phone)
        return phone

    def leave(self, session: UUID, phone: Phone) -> None:
        """Forget a phone."""
        self._phones[session].discard(phone)
        if not self._phones[session]:
            del self._phones[session]
            self._versions.pop(session, None)

    @property
    def listening(self) -> int:
        """Return how many phones listen."""
        return sum(len(phones) for phones in self._phones.values())

    @property
    def sign_ins(self) -> set[UUID]:
        """Return the sign-ins of the phones that listen."""
        return {phone.sign_in for phones in self._phones.values() for phone in phones}

    def hang_up(self, ended: Collection[UUID]) -> None:
        """End the streams of sign-ins that ended."""
        for phones in self._phones.values():
            for phone in phones:
                if phone.sign_in in ended:
                    phone.drop()

    def shut_out(self, recorded: Recorded[Event]) -> None:
        """End the streams of who left a group, and of all when its ground rules are to be accepted anew."""
        event = recorded.event
        if not isinstance(event, MemberLeft | MemberRemoved | GroundRulesProposed):
            return
        for phones in self._phones.values():
            for phone in phones:
                is_theirs = isinstance(event, GroundRulesProposed) or phone.person == event.person
                if phone.group == recorded.stream and is_theirs:
                    phone.drop()

    def drop_all(self) -> None:
        """End every stream, because the server stops."""
        for phones in self._phones.values():
            for phone in phones:
                phone.drop()

    def tell_count(self, told: str) -> None:
        """Tell a count that stands in no event; what a process of another version counts is passed over."""
        try:
            count = msgspec.json.decode(told, type=Count)
        except msgspec.DecodeError:
            return
        self._tell(count.session, 0, b"event: %b\ndata: %b\n\n" % (count.what.encode(), count.count))

    def has_told(self, session: UUID, version: int) -> None:
        """Remember how far a meeting was told to those who listen."""
        if session in self._phones:
            self._versions[session] = max(version, self._versions.get(session, 0))

    async def beat(self) -> None:
        """Give every phone a sign of life, for ever."""
        for turn in cycle(range(_TURNS)):
            await asyncio.sleep(HEARTBEAT / _TURNS)
            for session in [each for each in self._phones if each.int % _TURNS == turn]:
                self._tell(session, 0, self._ping(session))

    def _ping(self, session: UUID) -> bytes:
        """Return a sign of life that says how far a meeting was told: who lost something on the way asks."""
        version = self._versions.get(session, 0)
        return _sign_of_life(b"ping", now=self._ports.clock.now(), version=version)

    async def follow(self, tail: AsyncIterator[Sequence[Recorded[Event]]]) -> None:
        """Pass everything that is recorded on to those who listen, for ever."""
        async for batch in tail:
            by_session: defaultdict[UUID, list[Recorded[Event]]] = defaultdict(list)
            for recorded in batch:
                self.shut_out(recorded)
                if recorded.stream in self._phones:
                    by_session[recorded.stream].append(recorded)
            for session, news in by_session.items():
                await self._pass_on_or_hang_up(session, news)

    async def _pass_on_or_hang_up(self, session: UUID, news: list[Recorded[Event]]) -> None:
        """Pass on, or let the phones call again: whoever resumes reads what was missed."""
        try:
            await self._pass_on(session, news)
        except Exception as error:  # noqa: BLE001 - one meeting's trouble must not silence the others
            _LOG.error("%s while passing on a meeting", type(error).__name__)
            for phone in list(self._phones.get(session, ())):
                phone.drop()

    async def _pass_on(self, session: UUID, news: list[Recorded[Event]]) -> None:
        tenant = news[0].tenant
        live = await self._ports.sessions.recent(tenant, session)
        if live.version < news[-1].version:
            live = await self._ports.sessions.state(tenant, session)
        visible = Visible(live.state)
        opener = await self._ports.vault.opener(tenant, sealed_in(recorded.event for recorded in news))
        if turned(live.state, news[0].version - 1):
            self._tell(session, 0, _RESET)
        for recorded in news:
            version = recorded.version
            shown = _act(version, encode(opened(recorded, opener, visible)))
            audience = visible.audience(recorded.event)
            if audience == EVERYBODY:
                self._tell(session, version, shown)
                continue
            hidden = _act(version, encode(withheld(version)))
            for phone in list(self._phones.get(session, ())):
                phone.tell(version, shown if audience.includes(phone.person) else hidden)
        self.has_told(session, news[-1].version)
        if any(_reveals(recorded.event, live.state) for recorded in news):
            self._tell(session, 0, _RESET)

    def _tell(self, session: UUID, version: int, frame: bytes) -> None:
        for phone in list(self._phones.get(session, ())):
            phone.tell(version, frame)


LastEventId = Annotated[
    str | None,
    HeaderParameter(name="Last-Event-ID", pattern="^[0-9]{1,9}$"),
]


@get(
    "/stream",
    operation_id="follow_session",
    media_type="text/event-stream",
    responses=documented.meeting_query(),
)
async def follow_session(
    meeting: NamedDependency[Meeting],
    caller: NamedDependency[Caller],
    rooms: NamedDependency[Rooms],
    after: After = 0,
    last_event_id: LastEventId = None,
) -> Stream:
    """Follow a meeting live, as server-sent events that resume where they stopped."""
    meeting.attended()
    seen = int(last_event_id) if last_event_id is not None else after
    return Stream(
        _stream(meeting, caller, rooms, seen),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


async def _stream(meeting: Meeting, caller: Caller, rooms: Rooms, seen: int) -> AsyncGenerator[bytes, None]:
    """Listen first, then tell what was missed, then go on live: nothing is lost or doubled.

    The sign-in and the place in the group are asked for again once the phone listens: had they
    ended in between, nobody would have hung up.
    """
    phone = rooms.enter(meeting, caller)
    try:
        ports = meeting.ports
        if await ports.sign_ins.behind(caller.token) is None or not await _still_in(meeting):
            return
        live = await ports.sessions.recent(meeting.tenant, meeting.id)
        yield _sign_of_life(b"hello", version=live.version, now=ports.clock.now())
        if seen > live.version:
            yield _RESET
            seen = 0
        if seen and turned(live.state, seen):
            yield _RESET
        missed = await ports.record.read(meeting.tenant, meeting.id, seen)
        told = await wires(
            missed,
            tenant=meeting.tenant,
            viewer=meeting.person,
            session=await meeting.at_least(missed[-1].version if missed else 0),
            vault=ports.vault,
        )
        for wire in told:
            seen = wire["version"]
            yield _act(seen, encode(wire))
        rooms.has_told(meeting.id, seen)
        async for frame in phone.frames(seen):
            yield frame
    finally:
        rooms.leave(meeting.id, phone)


async def _still_in(meeting: Meeting) -> bool:
    """Tell whether a person is in the group and has accepted its ground rules, as of this moment."""
    group = (await meeting.ports.groups.state(meeting.tenant, meeting.group.id)).state
    member = group.members.get(meeting.person)
    return member is not None and member.accepted == group.rules_version
