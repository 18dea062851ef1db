"""A worker of its own beside the tests: a process that they may kill."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict

from tests.api.house import MASTER_KEY


@asynccontextmanager
async def worker(
    url: str, folder: Path, told: int | None = None, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a worker, and kill it at the end of the block."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql:///?{urlencode(conninfo_to_dict(url), quote_via=quote)}",
        "KRING_FOLDER": str(folder),
        "KRING_MASTER_KEY": MASTER_KEY,
        "PUBLIC_URL": "https://kring.example",
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend.cli",
        "worker",
        env=environment,
        start_new_session=True,
        stdout=told,
        stderr=told and asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()
