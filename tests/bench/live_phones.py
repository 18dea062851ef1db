"""1,500 phones on one web process: how soon they hear what is said, and what they miss when cut off."""

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

PHONES: Final = 1_500
"""In 50 meetings of eight phones, and one with all the others, which hears a fourth of what is said."""
GROUPS: Final = 10
MEETINGS_OF_A_GROUP: Final = 5
PHONES_OF_A_MEETING: Final = 8
PER_SECOND: Final = 20
SECONDS: Final = 5
RECONNECTS: Final = 1_000
RECONNECTS_PER_SECOND: Final = 50
PROMISED: Final = 150.0
"""Milliseconds within which 99 of 100 phones have what was said."""
_FILES: Final = 8_192


async def bench() -> list[Row]:
    """Measure rounds of talk without trouble; then cut streams while the talk goes on."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, most), most))
    with server() as url, kring(url) as web:
        async with worker(url):
            rooms = await _rooms(web, House(web.address, url))
        phones = await _phones(web, rooms)
        rounds = [await _round(rooms, phones) for _ in range(ROUNDS + 1)][1:]
        talk = asyncio.create_task(_talk(rooms, RECONNECTS // RECONNECTS_PER_SECOND))
        await _cut_and_reconnect(phones)
        await talk
        await all_heard(rooms, phones)
        rows = _rows(rounds, rooms, phones)
        for phone in phones:
            phone.cut()
        await asyncio.sleep(1)
    return rows


async def _rooms(web: Web, house: House) -> list[Room]:
    """Return the meetings, the one with most phones last."""
    circles = [await form(house) for _ in range(GROUPS)]
    found = await asyncio.gather(*(rooms_of(web, circle, MEETINGS_OF_A_GROUP) for circle in circles[1:]))
    rooms = [*chain(*found), *await rooms_of(web, circles[0], MEETINGS_OF_A_GROUP + 1)]
    for circle in circles:
        await circle.close()
    return rooms


async def _phones(web: Web, rooms: list[Room]) -> list[Phone]:
    """Return the phones, all listening; a person has several when they are many."""
    phones: list[Phone] = []
    for nth, room in enumerate(rooms):
        many = PHONES_OF_A_MEETING if nth < len(rooms) - 1 else PHONES - len(phones)
        for cookie in islice(cycle(room.cookies), many):
            place = Place(web.port, nth, room.path, cookie)
            phones.append(Phone(place, room.version, hearing(rooms)))
    for begin in range(0, len(phones), 50):
        await asyncio.gather(*(phone.connect() for phone in phones[begin : begin + 50]))
    await asyncio.gather(*(room.ask() for room in rooms))
    await all_heard(rooms, phones)
    return phones


async def _talk(rooms: list[Room], seconds: int) -> None:
    """Ask twenty questions a second, every fourth where most phones are."""
    *small, large = rooms
    began = time.perf_counter()
    async with asyncio.TaskGroup() as asking:
        for nth in range(PER_SECOND * seconds):
            await asyncio.sleep(began + nth / PER_SECOND - time.perf_counter())
            asking.create_task((large if nth % 4 == 0 else small[nth % len(small)]).ask())


async def _round(rooms: list[Room], phones: list[Phone]) -> list[float]:
    """Return how many milliseconds it took each phone to hear each act, sorted."""
    for room in rooms:
        room.waits()
    await _talk(rooms, SECONDS)
    await all_heard(rooms, phones)
    return sorted(chain(*(room.waits() for room in rooms)))


async def _cut_and_reconnect(phones: list[Phone]) -> None:
    """Cut streams anywhere, fifty a second, and let each go on where it was."""
    chance = random.Random(2)
    began = time.perf_counter()
    for nth in range(RECONNECTS):
        await asyncio.sleep(began + nth / RECONNECTS_PER_SECOND - time.perf_counter())
        phone = chance.choice(phones)
        phone.cut()
        await phone.connect()


def _rows(rounds: list[list[float]], rooms: list[Room], phones: list[Phone]) -> list[Row]:
    cuts = [quantiles(waits, n=100) for waits in rounds]
    middle, slowest = (median(cut[nth] for cut in cuts) for nth in (49, 98))
    gaps = sum(phone.gaps for phone in phones) + missing(rooms, phones)
    doubles = sum(phone.doubles for phone in phones)
    name = f"{PHONES:,} live phones on one process"
    return [
        alone(f"{name}: PUT to phone, p99", "ms", slowest, PROMISED, less=True),
        alone(f"{name}: PUT to phone, p50", "ms", middle, PROMISED, less=True),
        _counted(f"{name}: gaps in {RECONNECTS:,} reconnects", gaps),
        _counted(f"{name}: doubles in {RECONNECTS:,} reconnects", doubles),
    ]


def _counted(name: str, count: int) -> Row:
    nothing_beside = {"limit_ratio": None, "peer": None, "peer_ratio": None}
    return {"name": name, "value": count, "unit": "acts", "limit": 0, **nothing_beside}
