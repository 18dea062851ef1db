"""Programs that ask a web process for everything about uptake, each thing for the first time."""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from backend.adapters.clock import SystemClock
from backend.adapters.database import Database
from backend.adapters.tokens import Tokens
from backend.domain.uptake.definitions import DEFINITIONS, Dimension
from events.organisation import Scope
from tests.bench.calling import Calls
from tests.bench.web import Web

_OK: Final = b"HTTP/1.1 200"
_LASTS: Final = timedelta(days=30)
_FORMATS: Final = ("csv", "csv-nl", "parquet")


async def tokens(database: Database, organisations: Sequence[UUID]) -> dict[UUID, str]:
    """Return a token for each organisation, as its program would have it."""
    kept, until = Tokens(database.writer), SystemClock().now() + _LASTS
    return {
        one: await kept.keep(one, uuid4(), label="bench", scopes=(Scope.UPTAKE,), expires_at=until)
        for one in organisations
    }


def paths(periods: Sequence[str]) -> Iterator[str]:
    """Yield everything that can be asked about an organisation whose periods stand."""
    yield from ("periods", "definitions", "visibility")
    for period in periods:
        yield f"periods/{period}"
        yield from (f"periods/{period}?by={dimension}" for dimension in Dimension)
    for metric, definition in DEFINITIONS.items():
        yield f"measures/{metric}"
        yield from (f"measures/{metric}?by={dimension}" for dimension in definition.by)
    yield from (f"file?format={form}" for form in _FORMATS)


async def ask(web: Web, tokens: dict[UUID, str], periods: Sequence[str]) -> list[float]:
    """Ask everything once, one after the other; return the milliseconds that each answer took."""
    calls, times = await Calls.open(web.port), list[float]()
    for path in paths(periods):
        for organisation, token in tokens.items():
            request = (
                f"GET /api/v1/organisations/{organisation}/uptake/{path} HTTP/1.1\r\n"
                f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
            ).encode()
            began = time.perf_counter()
            await calls.call(request, _OK)
            times.append((time.perf_counter() - began) * 1e3)
    calls.close()
    return times
