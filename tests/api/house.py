"""The whole house for a test: the real application over HTTP, the views kept, a real database."""

import asyncio
import base64
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import uvicorn
from typing_extensions import override

from backend.adapters.ending import ended
from backend.app import application
from backend.serving import KEEP_ALIVE
from backend.settings import ALLOWANCES, Settings
from backend.worker import work
from projections.runner import prepare
from projections.shipped import VIEWS

MASTER_KEY: Final = base64.b64encode(b"only the tests use it, 32 bytes!").decode()
TLS: Final = ssl.create_default_context()
"""Made once: every client of httpx would otherwise read all certificates."""

_HEAD: Final = "SELECT position FROM record.head"
_LEAST: Final = "SELECT min(position) FROM views.positions"
_LOOKS: Final = 3_000
_LOOK_AGAIN: Final = 0.01


@dataclass(frozen=True, slots=True)
class House:
    """Where a running house is reached, and its database and folder for who looks behind it."""

    address: str
    database_url: str
    folder: Path = Path()

    async def known(self) -> None:
        """Wait until every view has taken in all that is recorded by now, however busy the machine is."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            (head,) = connection.execute(_HEAD).fetchone() or (0,)
            for _ in range(_LOOKS):
                (least,) = connection.execute(_LEAST).fetchone() or (0,)
                if least >= head:
                    return
                await asyncio.sleep(_LOOK_AGAIN)
        raise AssertionError("the views do not follow the record")


FREELY: Final = ",".join(f"{name}=1000000" for name in ALLOWANCES)
"""Limits that no test meets by accident: all its people call from one address, as fast as they can."""


class _Server(uvicorn.Server):
    """A server that leaves the signals to pytest."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def open_house(
    database_url: str, folder: Path, built: Path, **environment: str
) -> AsyncIterator[House]:
    """Run the web process and the worker in this process, on a migrated database."""
    await prepare(database_url, VIEWS.values())
    ready = asyncio.Event()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings.from_environment(
            {
                "KRING_FOLDER": str(folder),
                "KRING_MASTER_KEY": MASTER_KEY,
                "PUBLIC_URL": address,
                "KRING_LIMITS": FREELY,
            }
            | environment
        )
        working = asyncio.create_task(work(settings, database_url, ready=ready))
        await ready.wait()
        app = application(settings, database_url, built=built)
        server = _Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=2,
                timeout_keep_alive=KEEP_ALIVE,
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=list(settings.trusted_proxies),
                lifespan="on",
            )
        )
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            assert not serving.done(), "the server did not start"
            await asyncio.sleep(0.01)
        try:
            yield House(address, database_url, folder)
        finally:
            server.should_exit = True
            await serving
            await ended(working)
