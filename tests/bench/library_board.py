"""The session board as the library's own ProjectionRunner keeps it: one transaction for each event.

The rows, the statements and the decoding are those of our view; what differs is the runner.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, StoredEvent, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import Cursor
from psycopg.rows import DictRow
from typing_extensions import override

from events.catalogue import decode
from events.contribution import Contribution
from events.session import SessionOpened
from projections import board
from projections.base import Happened, Row, Table
from projections.board import MethodRow, entry_of
from projections.meeting import Meeting, evolve
from tests.bench.ground import library_environment

_TENANT: Final = UUID("6b1f4f0e-6f51-4f5f-9d0d-3f6a7d0c8a11")
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_PATIENCE: Final = 60.0
_A_FEW: Final = 20
_CONNECTIONS: Final = 4


class OurMapper(Mapper[UUID]):
    """Reads stored events by our catalogue, which is faster than the library's transcoder."""

    @override
    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        assert isinstance(stored_event.originator_id, UUID)
        event = decode(stored_event.topic, stored_event.state)
        stream, version = stored_event.originator_id, stored_event.originator_version
        return Happened(0, _TENANT, stream, version, event, _NEVER)


class Meetings(Application[UUID]):
    """The library's application over its own PostgreSQL recorder."""

    name = "meetings"

    @override
    def construct_mapper(self) -> Mapper[UUID]:
        return OurMapper(self.construct_transcoder())


class BoardTables(PostgresTrackingRecorder):
    """The tables of the board and the position, changed together for one event."""

    last: int = 0
    done = threading.Event()

    def take(self, fact: Happened, tracking: Tracking) -> None:
        """Take one event into the board, and say when it was the last one."""
        with self.datastore.transaction(commit=True) as cursor:
            _apply(cursor, fact)
            self._insert_tracking(cursor, tracking)
        if tracking.notification_id == self.last:
            self.done.set()


class Board(Projection[BoardTables]):
    """Hands every event to the tables."""

    name = "board"

    @override
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.take(domain_event, tracking)


def _apply(cursor: Cursor[DictRow], fact: Happened) -> None:
    cursor.execute(board.LOAD_MEETINGS, [[fact.tenant], [fact.stream]], prepare=True)
    found = cursor.fetchone()
    meeting = (
        msgspec.json.decode(found["to_json"], type=Meeting)
        if found
        else Meeting(tenant_id=fact.tenant, session_id=fact.stream)
    )
    meeting.version = fact.version
    event: Any = fact.event
    if isinstance(event, Contribution):
        _save(cursor, board.ENTRIES, entry_of(fact, event))
    else:
        evolve(meeting, event)
    if isinstance(event, SessionOpened):
        _save(
            cursor,
            board.METHODS,
            MethodRow(tenant_id=fact.tenant, session_id=fact.stream, method=event.method),
        )
    _save(cursor, board.MEETINGS, meeting)


def _save(cursor: Cursor[DictRow], table: Table, row: Row) -> None:
    cursor.execute(table.save, [msgspec.json.encode([row]).decode()], prepare=True)


@contextmanager
def filled(url: str, stored: list[StoredEvent]) -> Iterator[None]:
    """Put events into the library's own recorder, a few at a time: its pipeline jams on many."""
    meetings = Meetings(library_environment(url, _CONNECTIONS))
    for first in range(0, len(stored), _A_FEW):
        meetings.recorder.insert_events(stored[first : first + _A_FEW])
    yield
    meetings.close()


def seconds_to_build(url: str, events: int) -> float:
    """Let the library's runner build the board from so many events; return the seconds it took."""
    BoardTables.last = events
    BoardTables.done.clear()
    began = time.perf_counter()
    with ProjectionRunner(
        application_class=Meetings,
        projection_class=Board,
        view_class=BoardTables,
        env=library_environment(url, _CONNECTIONS),
    ) as runner:
        while not BoardTables.done.wait(0.1):
            runner.run_forever(timeout=0)
            if time.perf_counter() - began > _PATIENCE:
                raise TimeoutError
        return time.perf_counter() - began
