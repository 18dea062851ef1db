"""What benches stand on: a server of their own, also on a slow disk, and rounds that take turns."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Final

from psycopg.conninfo import conninfo_to_dict

from backend.adapters.database import Database
from backend.adapters.embedded_postgres import launch
from backend.adapters.migration import migrate

ROUNDS: Final = 5
_SLOW_SYNC: Final = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    usleep(1000);
    return real(fd);
}
"""

Row = dict[str, object]


def row(name: str, unit: str, *figures: float, less: bool = False) -> Row:
    """Return a line of the table from our figure, the limit's and the peer's.

    Ratios above 1 are better than the limit or the peer; ``less``: a smaller figure is better.
    """
    value, limit, peer = figures

    def against(other: float) -> float:
        return other / value if less else value / other

    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "limit": round(limit, 3),
        "limit_ratio": round(against(limit), 3),
        "peer": round(peer, 3),
        "peer_ratio": round(against(peer), 2),
    }


def alone(name: str, unit: str, value: float, limit: float, *, less: bool = False) -> Row:
    """Return a line of the table for what nobody else does: against a limit only."""
    return row(name, unit, value, limit, limit, less=less) | {"peer": None, "peer_ratio": None}


@contextmanager
def server(*, slow_sync: bool = False) -> Iterator[str]:
    """Give the address of a migrated database on a server that nobody else uses.

    With ``slow_sync`` every fdatasync takes a millisecond longer: a cloud disk or a synchronous
    standby.
    """
    with TemporaryDirectory(prefix="kring-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        if slow_sync:
            os.environ["LD_PRELOAD"] = str(_shim(folder))
        try:
            running = launch(folder / "postgres")
        finally:
            os.environ.pop("LD_PRELOAD", None)
        try:
            migrate(running.url)
            yield running.url
        finally:
            running.stop()


def can_slow_down() -> bool:
    """Return whether there is a compiler for the slow disk, and a loader that takes it."""
    return os.uname().sysname == "Linux" and shutil.which("gcc") is not None


def _shim(folder: Path) -> Path:
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(_SLOW_SYNC)
    command = ["gcc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return library


@asynccontextmanager
async def database(*, slow_sync: bool = False) -> AsyncIterator[Database]:
    """Give an open, migrated database on a server that nobody else uses."""
    with server(slow_sync=slow_sync) as url:
        async with await Database.open(url) as opened:
            yield opened


def library_environment(url: str, size: int) -> Mapping[str, str]:
    """Return the settings for the library's own Postgres recorder on a server."""
    place = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(place["dbname"]),
        "POSTGRES_HOST": str(place["host"]),
        "POSTGRES_PORT": str(place["port"]),
        "POSTGRES_USER": str(place["user"]),
        "POSTGRES_PASSWORD": str(place["password"]),
        "POSTGRES_POOL_SIZE": str(size),
        "POSTGRES_MAX_OVERFLOW": str(size),
    }


Act = Callable[[], Awaitable[object]]


async def race(acts: list[Act], seconds: float) -> tuple[float, float]:
    """Repeat each act for so many seconds, all at once; return acts/s and the p99 in ms."""
    times: list[float] = []
    began = time.perf_counter()

    async def repeat(act: Act) -> None:
        while (start := time.perf_counter()) < began + seconds:
            await act()
            times.append(time.perf_counter() - start)

    await asyncio.gather(*map(repeat, acts))
    return len(times) / (time.perf_counter() - began), quantiles(times, n=100)[98] * 1e3


async def in_turn(*contests: Callable[[], Awaitable[tuple[float, ...]]]) -> list[tuple[float, ...]]:
    """Run the contests one after the other, in rounds; return the median of each figure of each."""
    for contest in contests:
        await contest()
    rounds = [[await contest() for contest in contests] for _ in range(ROUNDS)]
    return [
        tuple(median(figures) for figures in zip(*results, strict=True))
        for results in zip(*rounds, strict=True)
    ]
