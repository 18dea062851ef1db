"""The same house some days later: its adapters, opened again under a clock that was put forward."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
from typing_extensions import override

from backend.adapters.clock import SystemClock
from backend.house import House as Opened
from backend.house import opened
from backend.settings import Settings
from tests.api.house import MASTER_KEY, House

WRAPPED = "SELECT count(*) FROM vault.keys WHERE subject = %s AND wrapped IS NOT NULL"
HAPPENED = "SELECT count(*) FROM record.events WHERE originator_id = %s AND topic = %s"


class LaterClock(SystemClock):
    """A clock that goes some days ahead."""

    def __init__(self, days: float) -> None:
        self._ahead = timedelta(days=days)

    @override
    def now(self) -> datetime:
        """Return the time in so many days."""
        return super().now() + self._ahead


def settings(house: House) -> Settings:
    """Return what a house was started with."""
    return Settings.from_environment(
        {"KRING_FOLDER": str(house.folder), "KRING_MASTER_KEY": MASTER_KEY, "PUBLIC_URL": house.address}
    )


@asynccontextmanager
async def later(house: House, days: float) -> AsyncIterator[Opened]:
    """Open the house again, so many days ahead."""
    async with opened(settings(house), house.database_url, LaterClock(days)) as again:
        yield again


def has_key(house: House, subject: UUID) -> bool:
    """Tell whether a case or person has a key that opens something."""
    with psycopg.connect(house.database_url) as connection:
        row = connection.execute(WRAPPED, (subject,)).fetchone()
    return bool(row and row[0])


def times(house: House, stream: UUID, event: str) -> int:
    """Return how often something stands in a stream."""
    with psycopg.connect(house.database_url) as connection:
        row = connection.execute(HAPPENED, (stream, event)).fetchone()
    return int(row[0]) if row else 0


async def soon(holds: Callable[[], bool]) -> None:
    """Wait, at most fifteen seconds, until something holds."""
    for _ in range(300):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come to hold")
