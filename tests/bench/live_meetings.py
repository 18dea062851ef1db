"""200 meetings at once on one web process: how soon a tap on one phone is on the other phones."""

import asyncio
import random
import resource
import time
from itertools import chain, cycle, islice
from statistics import median, quantiles
from typing import Final

from tests.api.circle import form
from tests.api.house import House
from tests.bench.ground import ROUNDS, Row, alone, server
from tests.bench.listening import Phone, Place
from tests.bench.rooms import Room, all_heard, hearing, missing, rooms_of
from tests.bench.web import Web, kring, worker

MEETINGS: Final = 200
GROUPS: Final = 20
PHONES_OF_A_MEETING: Final = 6
PER_SECOND: Final = 20
"""Somebody says something in each meeting every ten seconds."""
SECONDS: Final = 10
PROMISED: Final = 150.0
"""Milliseconds within which 99 of 100 phones show what was said."""
_FILES: Final = 8_192
_AT_ONCE: Final = 50


async def bench() -> list[Row]:
    """Measure rounds of talk, in every meeting in turn."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, most), most))
    with server() as url, kring(url) as web:
        async with worker(url):
            rooms = await _rooms(web, House(web.address, url))
        phones = await _phones(web, rooms)
        rounds = [await _round(rooms, phones) for _ in range(ROUNDS + 1)][1:]
        rows = _rows(rounds, rooms, phones)
        for phone in phones:
            phone.cut()
        await asyncio.sleep(1)
    return rows


async def _rooms(web: Web, house: House) -> list[Room]:
    circles = [await form(house) for _ in range(GROUPS)]
    found = [await rooms_of(web, circle, MEETINGS // GROUPS) for circle in circles]
    for circle in circles:
        await circle.close()
    return list(chain(*found))


async def _phones(web: Web, rooms: list[Room]) -> list[Phone]:
    phones = [
        Phone(Place(web.port, nth, room.path, cookie), room.version, hearing(rooms))
        for nth, room in enumerate(rooms)
        for cookie in islice(cycle(room.cookies), PHONES_OF_A_MEETING)
    ]
    for begin in range(0, len(phones), _AT_ONCE):
        await asyncio.gather(*(phone.connect() for phone in phones[begin : begin + _AT_ONCE]))
    await asyncio.gather(*(room.ask() for room in rooms))
    await all_heard(rooms, phones)
    return phones


async def _round(rooms: list[Room], phones: list[Phone]) -> list[float]:
    """Return how many milliseconds it took each phone to hear each act."""
    chance = random.Random(3)
    for room in rooms:
        room.waits()
    began = time.perf_counter()
    async with asyncio.TaskGroup() as asking:
        for nth in range(PER_SECOND * SECONDS):
            await asyncio.sleep(began + (nth + chance.random()) / PER_SECOND - time.perf_counter())
            asking.create_task(rooms[nth % len(rooms)].ask())
    await all_heard(rooms, phones)
    return list(chain(*(room.waits() for room in rooms)))


def _rows(rounds: list[list[float]], rooms: list[Room], phones: list[Phone]) -> list[Row]:
    cuts = [quantiles(waits, n=100) for waits in rounds]
    middle, slowest = (median(cut[nth] for cut in cuts) for nth in (49, 98))
    gaps = sum(phone.gaps + phone.doubles for phone in phones) + missing(rooms, phones)
    name = f"{MEETINGS} live meetings of {PHONES_OF_A_MEETING} phones on one process"
    counted: Row = {"name": f"{name}: gaps and doubles", "value": gaps, "unit": "acts", "limit": 0}
    return [
        alone(f"{name}: tap to another phone, p99", "ms", slowest, PROMISED, less=True),
        alone(f"{name}: tap to another phone, p50", "ms", middle, PROMISED, less=True),
        counted | {"limit_ratio": None, "peer": None, "peer_ratio": None},
    ]
