"""The worker process: keeps the views up to date, for as long as it lives."""

import asyncio
from collections.abc import Awaitable, Callable

from backend.adapters.database import Database
from backend.adapters.tail import Tail
from projections.runner import Runner
from projections.shipped import VIEWS

_NO_NEWS = 0.5
"""Seconds after which a view looks for itself."""


def _news(tail: Tail) -> Callable[[int], Awaitable[object]]:
    async def news(position: int) -> None:
        await tail.reached(position, _NO_NEWS)

    return news


async def work(url: str, *, ready: asyncio.Event | None = None) -> None:
    """Keep every view up to date until cancelled; another worker stands by meanwhile."""
    async with await Database.open(url, writers=1, readers=1) as database, Tail(database) as tail:
        if ready is not None:
            ready.set()
        await Runner(url, VIEWS.values(), news=_news(tail)).run()
