"""The record as a persistence module of the eventsourcing library: its applications run on it.

Set ``PERSISTENCE_MODULE=backend.adapters.store``, ``RECORD_URL`` and ``RECORD_TENANT``: an
application is one tenant's, and reads under row-level security. What the library calls an
originator is a stream, a notification id a position, a topic a stored name.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

import psycopg
from eventsourcing import persistence as port
from eventsourcing.utils import Environment
from typing_extensions import override

from backend.adapters.appending import APPEND
from backend.adapters.tenancy import Pools

SELECT_EVENTS = """
SELECT originator_id, originator_version, topic, state FROM record.events
WHERE originator_id = %(stream)s AND originator_version > coalesce(%(gt)s::bigint, 0)
    AND (%(lte)s::bigint IS NULL OR originator_version <= %(lte)s::bigint)
ORDER BY originator_version LIMIT %(limit)s
"""
SELECT_EVENTS_BACKWARDS = """
SELECT originator_id, originator_version, topic, state FROM record.events
WHERE originator_id = %(stream)s AND originator_version > coalesce(%(gt)s::bigint, 0)
    AND (%(lte)s::bigint IS NULL OR originator_version <= %(lte)s::bigint)
ORDER BY originator_version DESC LIMIT %(limit)s
"""
SELECT_NOTIFICATIONS = """
SELECT originator_id, originator_version, topic, state, notification_id FROM record.events
WHERE notification_id >= %(first)s AND (%(stop)s::bigint IS NULL OR notification_id <= %(stop)s::bigint)
    AND (cardinality(%(topics)s::text[]) = 0 OR topic = ANY (%(topics)s::text[]))
ORDER BY notification_id LIMIT %(limit)s
"""
MAX_NOTIFICATION = "SELECT max(notification_id) FROM record.events"
LISTEN = "LISTEN record"
INSERT_TRACKING = """
INSERT INTO views.tracking AS known (application_name, notification_id) VALUES (%s, %s)
ON CONFLICT (application_name) DO UPDATE SET notification_id = excluded.notification_id
WHERE known.notification_id < excluded.notification_id
RETURNING true
"""
MAX_TRACKING = "SELECT notification_id FROM views.tracking WHERE application_name = %s"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except psycopg.IntegrityError as error:
        raise port.IntegrityError(error) from error
    except psycopg.OperationalError as error:
        raise port.OperationalError(error) from error
    except psycopg.InterfaceError as error:
        raise port.InterfaceError(error) from error
    except psycopg.DataError as error:
        raise port.DataError(error) from error
    except psycopg.ProgrammingError as error:
        raise port.ProgrammingError(error) from error
    except psycopg.Error as error:
        raise port.DatabaseError(error) from error


class StreamRecorder(port.AggregateRecorder):
    """Reads and appends streams. Versions count from 1; an event's id follows from its place."""

    def __init__(self, pools: Pools) -> None:
        self._pools = pools

    @override
    def insert_events(self, stored_events: Sequence[port.StoredEvent], **_: object) -> Sequence[int] | None:
        """Append events, all or none; raise IntegrityError when a version is taken or not next."""
        self._append(stored_events)
        return None

    def _append(self, stored_events: Sequence[port.StoredEvent]) -> list[int]:
        if not stored_events:
            return []
        runs = [list(run) for _, run in groupby(stored_events, lambda event: event.originator_id)]
        with (
            _translated(),
            self._pools.writer.connection() as connection,
            connection.transaction(),
        ):
            wanted = _arguments(self._pools.tenant, runs)
            placed = connection.execute(APPEND, wanted, binary=True).fetchall()
            refused = {outcome for outcome, *_ in placed} - {"appended"}
            if refused:
                raise port.IntegrityError(*refused)
        return [
            position + nth
            for run, (_, position, *_) in zip(runs, placed, strict=True)
            for nth in range(len(run))
        ]

    @override
    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[port.StoredEvent]:
        """Return a stream's events between two versions, at most so many."""
        statement = SELECT_EVENTS_BACKWARDS if desc else SELECT_EVENTS
        which = {"stream": originator_id, "gt": gt, "lte": lte, "limit": limit}
        with _translated(), self._pools.reader.connection() as connection:
            rows = connection.execute(statement, which, binary=True).fetchall()
        return [port.StoredEvent(*row) for row in rows]


def _arguments(tenant: UUID, runs: list[list[port.StoredEvent]]) -> tuple[list[Any], ...]:
    for run in runs:
        first = run[0].originator_version
        if [event.originator_version for event in run] != list(range(first, first + len(run))):
            raise port.IntegrityError("the versions of a stream leave no gaps")
    events = [event for run in runs for event in run]
    return (
        [tenant for _ in runs],
        [run[0].originator_id for run in runs],
        [run[0].originator_version - 1 for run in runs],
        [None for _ in runs],
        [len(run) for run in runs],
        [_event_id(event) for event in events],
        [event.topic for event in events],
        [event.state for event in events],
    )


def _event_id(event: port.StoredEvent) -> UUID:
    if not isinstance(event.originator_id, UUID):
        raise port.DataError("a stream's id is a UUID")
    return uuid5(event.originator_id, str(event.originator_version))


class RecordRecorder(StreamRecorder, port.ApplicationRecorder):
    """Reads and appends the record of one tenant, and follows it.

    Positions are those of the whole record: contiguous in all, with gaps where other tenants'
    events are.
    """

    @override
    def insert_events(self, stored_events: Sequence[port.StoredEvent], **_: object) -> Sequence[int] | None:
        """Append events, all or none, and return their positions."""
        return self._append(stored_events)

    @override
    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[port.Notification]:
        """Return the tenant's events between two positions, in order, at most so many."""
        first = (start or 0) + (0 if inclusive_of_start else 1)
        which = {"first": first, "stop": stop, "topics": list(topics), "limit": limit}
        with _translated(), self._pools.reader.connection() as connection:
            rows = connection.execute(SELECT_NOTIFICATIONS, which, binary=True).fetchall()
        return [port.Notification(*row) for row in rows]

    @override
    def max_notification_id(self) -> int | None:
        """Return the position of the tenant's latest event."""
        with _translated(), self._pools.reader.connection() as connection:
            row = connection.execute(MAX_NOTIFICATION).fetchone()
        return row[0] if row else None

    @override
    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> port.Subscription[port.ApplicationRecorder]:
        """Return an iterator over the tenant's events, those to come included."""
        return RecordSubscription(self, self._pools.url, gt, topics)


class RecordSubscription(port.ListenNotifySubscription[port.ApplicationRecorder]):
    """Wakes up at every commit, and twice a second in case a notification was lost."""

    def __init__(self, recorder: RecordRecorder, url: str, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._url = url
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @override
    def __exit__(self, *args: object, **kwargs: object) -> None:
        """Stop, and wait for the threads to end."""
        super().__exit__(*args, **kwargs)
        self._listener.join()

    def _listen(self) -> None:
        while not self._has_been_stopped:
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(LISTEN)
                    while not self._has_been_stopped:
                        for _ in connection.notifies(timeout=0.5, stop_after=1):
                            pass
                        self._has_been_notified.set()
            except psycopg.Error:
                threading.Event().wait(0.2)


class PositionRecorder(port.TrackingRecorder):
    """Remembers how far a reader came; views may be written in the same transaction by a subclass."""

    def __init__(self, pools: Pools) -> None:
        self._pools = pools

    @override
    def insert_tracking(self, tracking: port.Tracking) -> None:
        """Move forward; raise IntegrityError when that position had been passed."""
        place = (tracking.application_name, tracking.notification_id)
        with _translated(), self._pools.projector.connection() as connection:
            if connection.execute(INSERT_TRACKING, place).fetchone() is None:
                raise port.IntegrityError("that position has been passed")

    @override
    def max_tracking_id(self, application_name: str) -> int | None:
        """Return the position reached in a record, None before the first."""
        with _translated(), self._pools.projector.connection() as connection:
            row = connection.execute(MAX_TRACKING, (application_name,)).fetchone()
        return row[0] if row else None


class Factory(port.InfrastructureFactory[PositionRecorder]):
    """Makes the recorders of one application from ``RECORD_URL`` and ``RECORD_TENANT``."""

    RECORD_URL = "RECORD_URL"
    RECORD_TENANT = "RECORD_TENANT"

    def __init__(self, env: Environment | dict[str, str] | None) -> None:
        super().__init__(env)
        url, tenant = self.env.get(self.RECORD_URL), self.env.get(self.RECORD_TENANT)
        if not url or not tenant:
            raise port.InfrastructureFactoryError("RECORD_URL and RECORD_TENANT must be set")
        self.pools = Pools(url, UUID(tenant))

    @override
    def aggregate_recorder(self, purpose: str = "events") -> StreamRecorder:
        """Return a recorder of streams. There are no snapshots: a stream is read in a moment."""
        if purpose != "events":
            raise port.InfrastructureFactoryError("the record keeps events, and nothing else")
        return StreamRecorder(self.pools)

    @override
    def application_recorder(self) -> RecordRecorder:
        """Return a recorder of the tenant's record."""
        return RecordRecorder(self.pools)

    @override
    def tracking_recorder(
        self, tracking_recorder_class: type[PositionRecorder] | None = None
    ) -> PositionRecorder:
        """Return a recorder of positions."""
        return (tracking_recorder_class or PositionRecorder)(self.pools)

    @override
    def process_recorder(self) -> port.ProcessRecorder:
        """Refuse: who appends may not write views, so no connection could do both."""
        raise port.InfrastructureFactoryError("a reaction sends a command with an id of its own instead")

    @override
    def close(self) -> None:
        """Close every connection."""
        self.pools.close()
