"""The library's own test cases for recorders hold for ours, and its applications run on the record."""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import (
    InfrastructureFactory,
    InfrastructureFactoryError,
    IntegrityError,
    Notification,
    StoredEvent,
    Tracking,
)
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
    TrackingRecorderTestCase,
)
from typing_extensions import override

from backend.adapters.store import (
    Factory,
    PositionRecorder,
    RecordRecorder,
    StreamRecorder,
)

CUT_THE_LISTENERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()
"""


def environment(url: str, tenant: UUID) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "backend.adapters.store",
        "RECORD_URL": url,
        "RECORD_TENANT": str(tenant),
    }


@pytest.fixture
def factory(database_url: str) -> Iterator[Factory]:
    made = InfrastructureFactory.construct(environment(database_url, uuid4()))
    assert isinstance(made, Factory)
    yield made
    made.close()


class _OnAFreshRecord:
    """Gives a test case of the library a factory on a database of its own."""

    factory: Factory

    @pytest.fixture(autouse=True)
    def _fresh(self, factory: Factory) -> None:
        self.factory = factory


class _FromZero:
    """Our versions count from 1, as the library's do by default; some of its cases begin at 0.

    So that those cases run unchanged, a stream that begins at 0 is kept one higher, in the test.
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self._shifted: set[UUID | str] = set()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: object) -> Sequence[int] | None:
        self._shifted |= {each.originator_id for each in stored_events if each.originator_version == 0}
        return super().insert_events([self._moved(each, 1) for each in stored_events], **kwargs)  # type: ignore[misc,no-any-return]  # a mix-in

    def select_events(self, originator_id: UUID | str, **kwargs: object) -> Sequence[StoredEvent]:
        found = super().select_events(originator_id, **kwargs)  # type: ignore[misc]  # a mix-in
        return [self._moved(each, -1) for each in found]

    def _moved(self, each: StoredEvent, by: int) -> StoredEvent:
        if each.originator_id not in self._shifted:
            return each
        return StoredEvent(each.originator_id, each.originator_version + by, each.topic, each.state)


class _StreamsFromZero(_FromZero, StreamRecorder): ...


class _RecordFromZero(_FromZero, RecordRecorder): ...


class TestStreamRecorder(_OnAFreshRecord, AggregateRecorderTestCase):
    """What the library asks of a recorder of streams."""

    @override
    def create_recorder(self) -> StreamRecorder:
        """Return a recorder on a fresh record."""
        return _StreamsFromZero(self.factory.pools)


class TestRecordRecorder(_OnAFreshRecord, ApplicationRecorderTestCase[RecordRecorder]):
    """What the library asks of a recorder of a whole record."""

    @override
    def create_recorder(self) -> RecordRecorder:
        """Return a recorder on a fresh record."""
        return _RecordFromZero(self.factory.pools)

    def test_insert_subscribe(self) -> None:
        """The case is optional: not every store can be followed."""
        self.optional_test_insert_subscribe()


class TestPositionsDoNotInterleave(_OnAFreshRecord, NonInterleavingNotificationIDsBaseCase):
    """Two large appends at once end up one after the other."""

    @override
    def create_recorder(self) -> RecordRecorder:
        """Return a recorder on a fresh record."""
        return _RecordFromZero(self.factory.pools)


class TestPositionRecorder(_OnAFreshRecord, TrackingRecorderTestCase):
    """What the library asks of a recorder of positions."""

    @override
    def create_recorder(self) -> PositionRecorder:
        """Return a recorder on a fresh record."""
        return self.factory.tracking_recorder()


class Shelf(Aggregate):
    """An aggregate in the library's own style."""

    INITIAL_VERSION = 1

    def __init__(self) -> None:
        self.books: list[str] = []

    @event("BookPlaced")
    def place(self, book: str) -> None:
        """Put a book on the shelf."""
        self.books.append(book)


def test_an_application_of_the_library_runs_on_the_record(database_url: str) -> None:
    tenant = uuid4()
    with Application[UUID](environment(database_url, tenant)) as library:
        shelf, other = Shelf(), Shelf()
        shelf.place("a")
        places = [recording.notification.id for recording in library.save(shelf, other)]
        again: Shelf = library.repository.get(shelf.id)
        again.place("b")
        library.save(again)

        assert places == [1, 2, 3]
        assert library.repository.get(shelf.id).books == ["a", "b"]
        shelf.place("c")
        with pytest.raises(IntegrityError):
            library.save(shelf)
        assert [section.id for section in library.notification_log["1,10"].items] == [1, 2, 3, 4]


def test_what_is_saved_together_is_saved_entirely_or_not_at_all(database_url: str) -> None:
    with Application[UUID](environment(database_url, uuid4())) as library:
        shelf = Shelf()
        library.save(shelf)
        stale: Shelf = library.repository.get(shelf.id)
        shelf.place("a")
        library.save(shelf)
        fresh = Shelf()
        stale.place("b")

        with pytest.raises(IntegrityError):
            library.save(fresh, stale)
        with pytest.raises(AggregateNotFoundError):
            library.repository.get(fresh.id)


def test_applications_of_two_tenants_are_apart(database_url: str) -> None:
    shelf = Shelf()
    with (
        Application[UUID](environment(database_url, uuid4())) as ours,
        Application[UUID](environment(database_url, uuid4())) as theirs,
    ):
        ours.save(shelf)

        with pytest.raises(AggregateNotFoundError):
            theirs.repository.get(shelf.id)
        assert theirs.recorder.select_notifications(start=None, limit=10) == []
        assert theirs.recorder.max_notification_id() is None
        shelf.place("a")
        with pytest.raises(IntegrityError):
            theirs.save(shelf)


def test_a_subscription_outlives_its_connection(factory: Factory) -> None:
    recorder = factory.application_recorder()
    stream = uuid4()
    seen: list[Notification] = []
    with recorder.subscribe(gt=0) as subscription:
        for version in range(1, 4):
            recorder.insert_events([StoredEvent(stream, version, "topic", b"{}")])
            seen.append(next(subscription))
            with psycopg.connect(factory.pools.url) as connection:
                connection.execute(CUT_THE_LISTENERS)

    assert [each.id for each in seen] == [1, 2, 3]


def test_versions_count_from_one(factory: Factory) -> None:
    with pytest.raises(IntegrityError):
        factory.application_recorder().insert_events([StoredEvent(uuid4(), 0, "topic", b"{}")])


def test_there_are_no_snapshots_and_no_process_recorder(factory: Factory) -> None:
    with pytest.raises(InfrastructureFactoryError):
        factory.aggregate_recorder("snapshots")
    with pytest.raises(InfrastructureFactoryError):
        factory.process_recorder()


def test_a_factory_says_which_variables_it_needs() -> None:
    with pytest.raises(InfrastructureFactoryError, match="RECORD_TENANT"):
        Factory({"RECORD_URL": "postgresql://"})


def test_tracking_is_kept_apart_for_each_application(factory: Factory) -> None:
    recorder = factory.tracking_recorder()
    recorder.insert_tracking(Tracking("one", 5))

    assert recorder.max_tracking_id("two") is None
