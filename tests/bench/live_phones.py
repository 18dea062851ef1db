"""1,500 phones on one web process: how soon they hear what is said, and what they miss when cut off."""

import asyncio
import random
import resource
import time
from collections.abc import Callable
from itertools import chain, cycle, islice
from statistics import median, quantiles
from typing import Final
from uuid import uuid4

import msgspec

from tests.api.circle import Circle, form
from tests.api.house import House
from tests.bench.calling import Calls, put
from tests.bench.ground import ROUNDS, Row, alone, server
from tests.bench.listening import Phone, Place
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
_LOOKS: Final = 1_200
_BETWEEN_LOOKS: Final = 0.05
_BODY: Final = b'{"step":3,"text":"Wat zou er gebeuren als je het een keer niet deed?"}'


class Receipt(msgspec.Struct):
    """What a contribution is answered with, as far as it matters here."""

    version: int


class Room:
    """A meeting in which somebody asks and many listen."""

    def __init__(self, path: str, cookies: list[str], version: int, asking: Calls) -> None:
        self.path, self.cookies, self.version = path, cookies, version
        self._asking, self._turn = asking, asyncio.Lock()
        self.said: dict[int, float] = {}
        self.heard: list[tuple[int, float]] = []

    async def ask(self) -> None:
        """Ask a question, and keep at what moment it was sent."""
        async with self._turn:
            sent = time.perf_counter()
            call = put(f"{self.path}/questions/{uuid4()}", _BODY, cookie=self.cookies[-1])
            receipt = msgspec.json.decode(await self._asking.call(call), type=Receipt)
        self.version = receipt.version
        self.said[receipt.version] = sent

    def hear(self, version: int) -> None:
        """Keep at what moment a phone heard something."""
        self.heard.append((version, time.perf_counter()))

    def waits(self) -> list[float]:
        """Return for each phone and act how many milliseconds it took, and begin anew."""
        taken = [(at - self.said[version]) * 1e3 for version, at in self.heard if version in self.said]
        self.said, self.heard = {}, []
        return taken


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
        await _all_heard(rooms, phones)
        rows = _rows(rounds, rooms, phones)
        for phone in phones:
            phone.cut()
        await asyncio.sleep(1)
    return rows


async def _rooms(web: Web, house: House) -> list[Room]:
    """Return the meetings, the one with most phones last."""
    circles = [await form(house) for _ in range(GROUPS)]
    found = await asyncio.gather(*(_rooms_of(web, circle, MEETINGS_OF_A_GROUP) for circle in circles[1:]))
    rooms = [*chain(*found), *await _rooms_of(web, circles[0], MEETINGS_OF_A_GROUP + 1)]
    for circle in circles:
        await circle.close()
    return rooms


async def _rooms_of(web: Web, circle: Circle, meetings: int) -> list[Room]:
    rooms = []
    for _ in range(meetings):
        meeting = await circle.meeting()
        await meeting.reach("ask")
        people = (circle.facilitator, *circle.members)
        cookies = [f"kring={person.http.cookies['kring']}" for person in people]
        calls = await Calls.open(web.port)
        rooms.append(Room(f"/api/v1{meeting.path}", cookies, await meeting.version(), calls))
    return rooms


async def _phones(web: Web, rooms: list[Room]) -> list[Phone]:
    """Return the phones, all listening; a person has several when they are many."""
    phones: list[Phone] = []
    for nth, room in enumerate(rooms):
        many = PHONES_OF_A_MEETING if nth < len(rooms) - 1 else PHONES - len(phones)
        for cookie in islice(cycle(room.cookies), many):
            place = Place(web.port, nth, room.path, cookie)
            phones.append(Phone(place, room.version, _hearing(rooms)))
    for begin in range(0, len(phones), 50):
        await asyncio.gather(*(phone.connect() for phone in phones[begin : begin + 50]))
    await asyncio.gather(*(room.ask() for room in rooms))
    await _all_heard(rooms, phones)
    return phones


def _hearing(rooms: list[Room]) -> Callable[[int, int], None]:
    return lambda nth, version: rooms[nth].hear(version)


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
    await _all_heard(rooms, phones)
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


async def _all_heard(rooms: list[Room], phones: list[Phone]) -> None:
    """Wait until every phone has heard everything, or for a minute."""
    for _ in range(_LOOKS):
        if not _missing(rooms, phones):
            return
        await asyncio.sleep(_BETWEEN_LOOKS)


def _missing(rooms: list[Room], phones: list[Phone]) -> int:
    return sum(rooms[phone.place.nth].version - phone.last for phone in phones)


def _rows(rounds: list[list[float]], rooms: list[Room], phones: list[Phone]) -> list[Row]:
    cuts = [quantiles(waits, n=100) for waits in rounds]
    middle, slowest = (median(cut[nth] for cut in cuts) for nth in (49, 98))
    gaps = sum(phone.gaps for phone in phones) + _missing(rooms, phones)
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
