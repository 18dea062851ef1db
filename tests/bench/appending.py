"""Durable appends by 32 writers: against plain single-row INSERTs, and the library's recorder."""

from typing import Final
from uuid import uuid4

from backend.adapters.appender import Appender
from tests.bench.contests import counting, library, ours, plain, threads_race
from tests.bench.ground import Row, can_slow_down, database, in_turn, race, row

WRITERS: Final = 32
SECONDS: Final = 1.5


async def bench() -> list[Row]:
    """Measure on the disk that is there, and on one with a millisecond more for each sync."""
    rows = [await _measured("append, 32 writers", slow_sync=False)]
    if can_slow_down():
        rows.append(await _measured("append, 32 writers, sync + 1 ms", slow_sync=True))
    return rows


async def _measured(name: str, *, slow_sync: bool) -> Row:
    async with (
        database(slow_sync=slow_sync) as opened,
        Appender(opened) as appender,
        plain(opened.url, WRITERS) as inserts,
    ):
        with library(opened.url, WRITERS) as recorder:
            appends = [ours(appender, uuid4()) for _ in range(WRITERS)]
            peers = [counting(recorder) for _ in range(WRITERS)]
            mine, most, theirs = await in_turn(
                lambda: race(appends, SECONDS),
                lambda: race(inserts, SECONDS),
                lambda: threads_race(peers, SECONDS),
            )
    return row(name, "events/s", mine[0], most[0], theirs[0])
