"""The worker process: keeps the views up to date, and does what is to happen by itself."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import psycopg

from backend.adapters.clock import Clock
from backend.adapters.leading import leading
from backend.adapters.processes import SELDOM
from backend.adapters.tail import Tail
from backend.house import House, opened
from backend.reactions.ballots import Ballots
from backend.reactions.reminders import TAKEN_AT_ONCE
from backend.reactions.retention import Retention
from backend.reactions.webhooks import SENT_AT_ONCE
from backend.settings import Settings
from projections.runner import Runner
from projections.shipped import VIEWS

_NO_NEWS: Final = 0.5
"""Seconds after which a view looks for itself."""
_CATCH_UP: Final = 2.0
"""Seconds between two looks for what a crash left undone."""
_ROUNDS: Final = 300
"""How many of these looks lie between two looks at the terms: ten minutes."""
_SOON: Final = 1.0
"""Seconds between two looks for what is due."""
_PAUSE: Final = 5.0
_LOOK: Final = 20.0
"""Seconds between two looks for periods that are settled."""
_log = logging.getLogger("kring.worker")


def _news(tail: Tail) -> Callable[[int], Awaitable[object]]:
    async def news(position: int) -> None:
        await tail.reached(position, _NO_NEWS)

    return news


async def work(
    settings: Settings, url: str, *, ready: asyncio.Event | None = None, clock: Clock | None = None
) -> None:
    """Keep views and promises until cancelled; another worker stands by meanwhile."""
    gc.set_threshold(*SELDOM)
    async with opened(settings, url, clock) as house:
        if ready is not None:
            ready.set()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(Runner(url, VIEWS.values(), news=_news(house.tail)).run())
            tasks.create_task(_keep_promises(house, url))
            tasks.create_task(_keep_at("Reminding", house.reminders.round, TAKEN_AT_ONCE))
            tasks.create_task(_keep_at("Telling programs", house.webhooks.round, SENT_AT_ONCE))
            tasks.create_task(_publish(house, url))


async def _publish(house: House, url: str) -> None:
    """Publish what is settled, as the only worker that does; look again after a while."""
    while True:
        try:
            async with leading(url, "publishing of uptake"):
                while True:
                    if count := await house.uptake.round():
                        _log.info("%d periods were published", count)
                    await asyncio.sleep(_LOOK)
        except Exception as error:  # noqa: BLE001 - whatever stopped it, what is settled is published
            state = error.sqlstate if isinstance(error, psycopg.Error) else None
            _log.warning("Publishing stopped (%s %s) and goes on", type(error).__name__, state)
        await asyncio.sleep(_PAUSE)


async def _keep_promises(house: House, url: str) -> None:
    """Lead, for as long as it goes well, and begin again when it does not."""
    while True:
        try:
            async with leading(url, "what happens by itself"):
                await _lead(house)
        except Exception as error:  # noqa: BLE001 - whatever stopped it, promises are kept
            state = error.sqlstate if isinstance(error, psycopg.Error) else None
            _log.warning("What happens by itself stopped (%s %s) and goes on", type(error).__name__, state)
        await asyncio.sleep(_PAUSE)


async def _keep_at(what: str, do_round: Callable[[], Awaitable[int]], full: int) -> None:
    """Do what is due, round by round, beside other workers that do the same; say so when it stops."""
    try:
        while True:
            try:
                while await do_round() >= full:
                    pass
                await asyncio.sleep(_SOON)
            except Exception as error:  # noqa: BLE001 - whatever stopped it, what is due is due
                state = error.sqlstate if isinstance(error, psycopg.Error) else None
                _log.warning("%s stopped (%s %s) and goes on", what, type(error).__name__, state)
                await asyncio.sleep(_PAUSE)
    finally:
        _log.info("%s is done from here no more", what)


async def _lead(house: House) -> None:
    retention, ballots = Retention(house.forgetting), Ballots(house.choices, house.sessions)
    upto = 0
    while True:
        if count := await house.forgetting.reconcile():
            _log.warning("%d erasures were not in the record, as after a restore; they are now", count)
        if count := await retention.round():
            _log.info("The time of %d cases is over", count)
        await ballots.round()
        if count := await house.expiring.round():
            _log.info("%d codes, challenges and sign-ins had their time", count)
        for _ in range(_ROUNDS):
            times, upto = await house.forgetting.catch_up(upto)
            if times:
                _log.info("%d erasures were carried out", times)
            await asyncio.sleep(_CATCH_UP)
