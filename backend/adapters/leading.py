"""Who does what only one process should do at a time: whoever holds an advisory lock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from psycopg import AsyncConnection

_LEAD: Final = "SELECT pg_try_advisory_lock(hashtextextended('kring leads ' || %s, 0))"
_STANDBY: Final = 1.0


@asynccontextmanager
async def leading(url: str, what: str) -> AsyncIterator[None]:
    """Wait until nobody else leads, and lead until the block ends or the connection does."""
    async with await AsyncConnection.connect(url, autocommit=True, application_name=f"kring {what}") as held:
        while True:
            found = await (await held.execute(_LEAD, (what,))).fetchone()
            if found and found[0]:
                break
            await asyncio.sleep(_STANDBY)
        yield
