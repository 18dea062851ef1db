"""Everything of one meeting that can be seen: where it stands, and what has been said."""

from collections.abc import Sequence
from typing import ClassVar, Final, LiteralString, cast
from uuid import UUID

import msgspec
from msgspec import Struct
from typing_extensions import override

from events.attendance import AttendanceConfirmed, AttendanceCorrected
from events.base import Event
from events.contribution import (
    AnyAfterthought,
    Contribution,
    ContributionCorrected,
    ContributionNoted,
    ContributionWithdrawn,
)
from events.forgetting import AnyForgetting
from events.method import Method
from events.session import AnyProcedureEvent, SessionEvent, SessionOpened
from projections import board
from projections.base import Changes, Connection, Happened, Key, Projection, Table, load
from projections.board import Entry, MethodRow, entry_of
from projections.clearing import Clearing
from projections.contributions import reworded
from projections.meeting import Meeting, evolve

__all__ = ["Board", "Entry", "SessionBoard", "of"]

_OF_SESSION: Final = """
SELECT json_build_object(
    'meeting', b,
    'method', (
        SELECT m.method FROM views.session_board_methods AS m
        WHERE (m.tenant_id, m.session_id) = (b.tenant_id, b.session_id)),
    'entries', coalesce((
        SELECT json_agg(e ORDER BY e.version) FROM views.session_board_entries AS e
        WHERE (e.tenant_id, e.session_id) = (b.tenant_id, b.session_id)), '[]')
)::text FROM views.session_board AS b WHERE session_id = %s
"""


class Board(Struct, frozen=True, kw_only=True):
    """A meeting and everything said in it, in order; the method as it was when the meeting opened."""

    meeting: Meeting
    method: Method | None
    entries: tuple[Entry, ...]


class SessionBoard(Projection):
    """One board for each meeting. Who may see which entry, and when, is for the reader to decide."""

    name: ClassVar[LiteralString] = "session_board"
    revision: ClassVar[int] = 4
    reads: ClassVar[tuple[type[Event], ...]] = (SessionEvent,)
    definition: ClassVar[LiteralString] = board.DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (board.MEETINGS, board.METHODS, board.ENTRIES)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Take in what was moved, said and withdrawn."""
        meetings = await _meetings(connection, batch)
        entries, clearing = Changes[Entry](board.ENTRIES), Clearing(board.CLEAR_CASES, board.CLEAR_AUTHORS)
        await _recall(connection, batch, entries)
        for fact in batch:
            meeting = meetings[fact.tenant, fact.stream]
            meeting.version = fact.version
            match fact.event:
                case Contribution():
                    entries.put((*_key(fact), fact.event.id), entry_of(fact, fact.event))
                case ContributionWithdrawn() | ContributionCorrected() | ContributionNoted():
                    _think_again(fact, fact.event, entries)
                case AttendanceConfirmed() | AttendanceCorrected():
                    pass
                case event:
                    evolve(meeting, cast("AnyProcedureEvent | AnyForgetting", event))
                    clearing.take(fact, entries.rows())
        await clearing.write(connection)
        await _save(connection, batch, meetings)
        await entries.write(connection)


def _key(fact: Happened) -> tuple[UUID, UUID]:
    return fact.tenant, fact.stream


async def _meetings(connection: Connection, batch: Sequence[Happened]) -> dict[Key, Meeting]:
    keys = {_key(fact) for fact in batch}
    known = await load(connection, board.LOAD_MEETINGS, keys, Meeting)
    blank: dict[Key, Meeting] = {key: Meeting(tenant_id=key[0], session_id=key[1]) for key in keys}
    return blank | {(meeting.tenant_id, meeting.session_id): meeting for meeting in known}


async def _recall(connection: Connection, batch: Sequence[Happened], entries: Changes[Entry]) -> None:
    """Bring back what was said in an earlier batch and is thought of again in this one."""
    again = [
        (*_key(fact), fact.event.contribution)
        for fact in batch
        if isinstance(fact.event, ContributionWithdrawn | ContributionCorrected | ContributionNoted)
    ]
    for entry in await load(connection, board.LOAD_ENTRIES, again, Entry):
        entries.put((entry.tenant_id, entry.session_id, entry.id), entry)


def _think_again(fact: Happened, event: AnyAfterthought, entries: Changes[Entry]) -> None:
    said = entries.get((*_key(fact), event.contribution))
    if said is None or said.withdrawn:
        return
    match event:
        case ContributionNoted(noted_by=scribe):
            said.about = {**said.about, "noted_by": str(scribe)}
        case ContributionWithdrawn():
            said.withdrawn, said.texts, said.about = True, {}, {}
        case ContributionCorrected():
            said.corrected, said.texts = True, reworded(said.texts, event)


async def _save(connection: Connection, batch: Sequence[Happened], meetings: dict[Key, Meeting]) -> None:
    changed, methods = Changes[Meeting](board.MEETINGS), Changes[MethodRow](board.METHODS)
    for key, meeting in meetings.items():
        changed.put(key, meeting)
    for fact in batch:
        if isinstance(fact.event, SessionOpened):
            method = MethodRow(tenant_id=fact.tenant, session_id=fact.stream, method=fact.event.method)
            methods.put(_key(fact), method)
    await changed.write(connection)
    await methods.write(connection)


async def of(connection: Connection, session: UUID) -> Board | None:
    """Return the board of a meeting, or None when it has not been opened."""
    found = await (await connection.execute(_OF_SESSION, [session])).fetchone()
    return msgspec.json.decode(found[0], type=Board) if found else None
