"""What is asked of the record and what it answers; and one batch of that, in one round trip."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import errors

from backend.adapters.database import Connection
from events.base import Event, Recorded, stored_name

APPEND = """
SELECT outcome, first_position, first_version, happened FROM record.append(
    %b::uuid[], %b::uuid[], %b::bigint[], %b::uuid[], %b::integer[],
    %b::uuid[], %t::text[], %b::bytea[]
)
"""
_NOT_REPLICATED = "01000"


class StaleVersion(Exception):
    """The stream has moved on: it is at ``current``, not at the version expected."""

    def __init__(self, current: int) -> None:
        super().__init__(f"the stream is at version {current}")
        self.current = current


class ForeignStream(Exception):
    """The stream belongs to another tenant."""


class RecordBusy(Exception):
    """Nothing was written: too many appends wait. Try again after ``retry_after`` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"try again after {retry_after} s")
        self.retry_after = retry_after


class OutcomeUnknown(Exception):
    """It may have been written, or not: repeat the command under the same ids to learn."""


class NewEvent(NamedTuple):
    """An event under the id that makes it unique in its stream."""

    event_id: UUID
    event: Event


class Append(NamedTuple):
    """One command's events for one stream; the first event's id is the command's.

    With ``expected`` the stream must be at that version (0: be new); without it the record gives
    the next versions.
    """

    tenant: UUID
    stream: UUID
    events: tuple[NewEvent, ...]
    expected: int | None = None
    actor: UUID | None = None


class Appended(NamedTuple):
    """The events as recorded; ``repeated`` when they had been before, by the same command."""

    events: tuple[Recorded[Event], ...]
    repeated: bool


class Encoded(NamedTuple):
    """A command with its events as they are stored."""

    append: Append
    states: tuple[bytes, ...]


class Placed(NamedTuple):
    """The record's word on one command: ``appended``, ``repeated``, ``stale`` or ``foreign``.

    ``position`` and ``version`` are the first event's; of a stale command, the version is the
    stream's present one.
    """

    outcome: str
    position: int
    version: int
    recorded_at: datetime


async def send(connection: Connection, batch: Sequence[Encoded]) -> list[Placed]:
    """Append a batch in one transaction; answer for each command, in order.

    Raises OutcomeUnknown when the commit was not confirmed by the standby, psycopg.Error for
    what the database says.
    """
    warnings: list[str | None] = []

    def note(warning: errors.Diagnostic) -> None:
        warnings.append(warning.sqlstate)

    connection.add_notice_handler(note)
    try:
        cursor = await connection.execute(APPEND, _arguments(batch), binary=True)
        placed = [Placed(*row) for row in await cursor.fetchall()]
    finally:
        connection.remove_notice_handler(note)
    if _NOT_REPLICATED in warnings:
        raise OutcomeUnknown
    return placed


def _arguments(batch: Sequence[Encoded]) -> tuple[list[object], ...]:
    appends = [command.append for command in batch]
    events = [event for append in appends for event in append.events]
    return (
        [append.tenant for append in appends],
        [append.stream for append in appends],
        [append.expected for append in appends],
        [append.actor for append in appends],
        [len(append.events) for append in appends],
        [event.event_id for event in events],
        [stored_name(event.event) for event in events],
        [state for command in batch for state in command.states],
    )


def recorded(append: Append, placed: Placed) -> tuple[Recorded[Event], ...]:
    """Return the events of an appended command in their places."""
    return tuple(
        Recorded(
            position=placed.position + nth,
            tenant=append.tenant,
            stream=append.stream,
            version=placed.version + nth,
            event_id=fresh.event_id,
            event=fresh.event,
            actor=append.actor,
            recorded_at=placed.recorded_at,
        )
        for nth, fresh in enumerate(append.events)
    )
