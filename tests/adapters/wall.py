"""A clock on the wall that a test sets."""

from datetime import UTC, datetime
from uuid import UUID

from backend.adapters.clock import SystemClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Wall:
    """A clock that is set by the test; ids are real."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.at

    def new_id(self) -> UUID:
        """Return a new id."""
        return SystemClock().new_id()
