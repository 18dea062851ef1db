"""The whole house for browsers: a web process and a worker of their own on a real database."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import psycopg
from psycopg.conninfo import conninfo_to_dict

from infra.house.places import ROOT
from tests.api.house import FREELY

_READY_WITHIN = 90.0
_STOP_WITHIN = 15.0
_LOOKS = 300
_LOOK_AGAIN = 0.1
_COUNT = "SELECT topic, count(*) FROM record.events WHERE originator_id = %s GROUP BY topic"


@dataclass(frozen=True, kw_only=True)
class Kring:
    """A house that runs: where browsers reach it, and where its record lies."""

    address: str
    database_url: str
    folder: Path
    web: "Process | None" = None

    def die(self) -> None:
        """Kill the web process without warning."""
        assert self.web is not None
        self.web.kill()

    async def come_back(self) -> None:
        """Start a web process at the address of the one that died."""
        assert self.web is not None
        self.web.start()
        await asyncio.to_thread(_wait_until_ready, self.address, self.folder / "web.txt")

    def told(self, *names: str) -> list[str]:
        """Return the lines that processes of the house wrote so far."""
        files = (self.folder / f"{name}.txt" for name in names)
        return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def count(self, session: str) -> dict[str, int]:
        """Return how often each type of event stands in the record of a session."""
        with psycopg.connect(self.database_url) as connection:
            found = connection.execute(_COUNT, [session]).fetchall()
        return {str(topic).split(".")[1]: int(times) for topic, times in found}

    async def counts(self, session: str, **expected: int) -> None:
        """Wait until so many of these stand in the record of a session. Raises AssertionError."""
        found: dict[str, int] = {}
        for _ in range(_LOOKS):
            known = self.count(session)
            found = {name: known.get(name, 0) for name in expected}
            if all(found[name] >= times for name, times in expected.items()):
                break
            await asyncio.sleep(_LOOK_AGAIN)
        assert found == expected

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a ``kring`` command on this house and return what it said."""
        return subprocess.run(
            [sys.executable, "-m", "backend.cli", *command],
            cwd=ROOT,
            env=_environment(self.database_url, self.folder, 0),
            capture_output=True,
            text=True,
            check=False,
        )


def _as_url(conninfo: str) -> str:
    """Return an address of a database in the one form that DATABASE_URL takes."""
    parts = {key: str(value) for key, value in conninfo_to_dict(conninfo).items()}
    name = parts.pop("dbname")
    return f"postgresql:///{quote(name)}?{urlencode(parts, quote_via=quote)}"


def _environment(url: str, folder: Path, port: int) -> dict[str, str]:
    ours = {"DATABASE_URL": url, "KRING_FOLDER": str(folder), "LOG_LEVEL": "WARNING", "KRING_LIMITS": FREELY}
    return {**os.environ, **ours, **({"PORT": str(port)} if port else {})}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Process:
    """A process of the house, and the file in which it tells what it does."""

    def __init__(self, name: str, environment: dict[str, str], folder: Path) -> None:
        self._command = [sys.executable, "-m", "backend.cli", name]
        self._environment, self._log = environment, folder / f"{name}.txt"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and go on telling where an earlier one stopped."""
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )

    def kill(self) -> None:
        """End it at once, as when the power fails."""
        if self._running:
            self._running.kill()
            self._running.wait()

    def stop(self) -> None:
        """End it as an operator would, or kill it when it does not listen."""
        if not self._running:
            return
        self._running.terminate()
        try:
            self._running.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def _process(name: str, environment: dict[str, str], folder: Path) -> Iterator[Process]:
    process = Process(name, environment, folder)
    process.start()
    try:
        yield process
    finally:
        process.stop()


def _wait_until_ready(address: str, told: Path) -> None:
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until and "Error" not in told.read_text(encoding="utf-8"):
        try:
            with urlopen(f"{address}/health/ready", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"The house does not answer.\n{told.read_text(encoding='utf-8')}")


@contextmanager
def opened(conninfo: str, folder: Path) -> Iterator[Kring]:
    """Run the house on a migrated database until the block ends."""
    database_url, port = _as_url(conninfo), _free_port()
    address = f"http://localhost:{port}"
    environment = _environment(database_url, folder, port)
    with _process("web", environment, folder) as web, _process("worker", environment, folder):
        _wait_until_ready(address, folder / "web.txt")
        yield Kring(address=address, database_url=database_url, folder=folder, web=web)
