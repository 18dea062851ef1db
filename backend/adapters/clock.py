"""The time and new ids: the one place where both come from."""

import secrets
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """The time, and new ids."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def new_id(self) -> UUID:
        """Return a new id."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def new_id(self) -> UUID:
        """Return a new UUIDv7 (RFC 9562): milliseconds since 1970, then 74 random bits."""
        milliseconds = int(self.now().timestamp() * 1000)
        chance = secrets.randbits(74)
        number = milliseconds << 80
        number |= 0x7 << 76 | (chance >> 62) << 64
        number |= 0b10 << 62 | chance & (1 << 62) - 1
        return UUID(int=number)
