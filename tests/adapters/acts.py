"""Commands and events for the tests of the record, which cares about ids and not about meaning."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from backend.adapters.appending import Append, NewEvent
from events.session import ParticipantLeft

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def left(person: UUID | None = None) -> ParticipantLeft:
    """Return an event about somebody."""
    return ParticipantLeft(person=person or uuid4(), at=NOON)


def one(tenant: UUID, stream: UUID, *, expected: int | None = None, event_id: UUID | None = None) -> Append:
    """Return a command that causes one event."""
    return some(tenant, stream, 1, expected=expected, event_id=event_id)


def some(
    tenant: UUID,
    stream: UUID,
    size: int,
    *,
    expected: int | None = None,
    event_id: UUID | None = None,
) -> Append:
    """Return a command that causes so many events."""
    ids = [event_id or uuid4(), *(uuid4() for _ in range(size - 1))]
    return Append(tenant, stream, tuple(NewEvent(each, left()) for each in ids), expected)
