"""Web processes to put load on: Kring as ``kring web`` serves it, and one that does nothing."""

import asyncio
import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from backend.adapters.ending import ended
from backend.settings import Settings
from backend.worker import work
from tests.api.house import FREELY

MASTER_KEY: Final = base64.b64encode(b"only the bench uses it, 32 bytes").decode()
_START_WITHIN: Final = 30.0
_STOP_WITHIN: Final = 15.0


class Web(NamedTuple):
    """A web process that listens on this machine."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Return where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float | None:
        """Return the processor time it has used; None where the system does not tell."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return None
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def kring(database_url: str) -> Iterator[Web]:
    """Run ``kring web`` on a migrated database."""
    with _house(database_url, "backend.cli", "web") as web:
        yield web


@contextmanager
def nothing_here(database_url: str) -> Iterator[Web]:
    """Run the same house with a handler that is empty, behind the same door."""
    with _house(database_url, "tests.bench.nothing_here") as web:
        yield web


@asynccontextmanager
async def worker(database_url: str) -> AsyncIterator[None]:
    """Keep the views while meetings are prepared."""
    with TemporaryDirectory(prefix="kring-bench-") as folder:
        settings = Settings.from_environment({"KRING_FOLDER": folder, "KRING_MASTER_KEY": MASTER_KEY})
        ready = asyncio.Event()
        working = asyncio.create_task(work(settings, database_url, ready=ready))
        await ready.wait()
        try:
            yield
        finally:
            await ended(working)


@contextmanager
def nothing() -> Iterator[Web]:
    """Run the application whose handler is empty."""
    with _running("tests.bench.nothing_web", environment={}) as web:
        yield web


@contextmanager
def push_place() -> Iterator[Web]:
    """Run the push service that only counts."""
    with _running("tests.bench.push_place", environment={}) as web:
        yield web


@contextmanager
def _house(database_url: str, module: str, *arguments: str) -> Iterator[Web]:
    with TemporaryDirectory(prefix="kring-bench-") as folder:
        environment = {
            "DATABASE_URL": database_url,
            "KRING_FOLDER": folder,
            "KRING_MASTER_KEY": MASTER_KEY,
            "KRING_LIMITS": FREELY,
        }
        with _running(module, *arguments, environment=environment) as web:
            yield web


@contextmanager
def _running(module: str, *arguments: str, environment: Mapping[str, str]) -> Iterator[Web]:
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "LOG_LEVEL": "WARNING", "PORT": str(port), **environment},
    )
    try:
        _wait_until_it_listens(process, port)
        yield Web(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _START_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The web process ended with {process.returncode} before it listened.")
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("The web process does not listen.")
