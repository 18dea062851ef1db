"""Seven phones in one session: how long the slowest percent waits, and who has to try again."""

from typing import Final
from uuid import uuid4

from backend.adapters.appender import Appender
from tests.bench.contests import contending, library, ours, plain, threads_race
from tests.bench.ground import Row, can_slow_down, database, in_turn, race, row

PHONES: Final = 7
SECONDS: Final = 1.5


async def bench() -> list[Row]:
    """Measure on the disk that is there, and on one with a millisecond more for each sync."""
    rows = await _measured("one session, 7 writers", slow_sync=False)
    if can_slow_down():
        rows += await _measured("one session, 7 writers, sync + 1 ms", slow_sync=True)
    return rows


async def _measured(name: str, *, slow_sync: bool) -> list[Row]:
    session = uuid4()
    async with (
        database(slow_sync=slow_sync) as opened,
        Appender(opened) as appender,
        plain(opened.url, PHONES) as inserts,
    ):
        with library(opened.url, PHONES) as recorder:
            appends = [ours(appender, session) for _ in range(PHONES)]
            peers = [contending(recorder, session) for _ in range(PHONES)]
            mine, most, theirs = await in_turn(
                lambda: race(appends, SECONDS),
                lambda: race(inserts, SECONDS),
                lambda: threads_race(peers, SECONDS),
            )
    return [
        row(f"{name}: p99", "ms", mine[1], most[1], theirs[1], less=True),
        row(f"{name}: rate", "events/s", mine[0], most[0], theirs[0]),
        {
            "name": f"{name}: retries",
            "value": 0,
            "unit": "per event",
            "limit": 0,
            "limit_ratio": None,
            "peer": round(theirs[2], 3),
            "peer_ratio": None,
        },
    ]
