"""Meetings in which somebody asks and phones listen, for the benches of live phones."""

import asyncio
import time
from collections.abc import Callable
from typing import Final
from uuid import uuid4

import msgspec

from tests.api.circle import Circle
from tests.bench.calling import Calls, put
from tests.bench.listening import Phone
from tests.bench.web import Web

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


async def rooms_of(web: Web, circle: Circle, meetings: int) -> list[Room]:
    """Return so many meetings of a circle, each in its question step."""
    rooms = []
    for _ in range(meetings):
        meeting = await circle.meeting()
        await meeting.reach("ask")
        people = (circle.facilitator, *circle.members)
        cookies = [f"kring={person.http.cookies['kring']}" for person in people]
        calls = await Calls.open(web.port)
        rooms.append(Room(f"/api/v1{meeting.path}", cookies, await meeting.version(), calls))
    return rooms


def hearing(rooms: list[Room]) -> Callable[[int, int], None]:
    """Return what a phone tells of what it hears."""
    return lambda nth, version: rooms[nth].hear(version)


async def all_heard(rooms: list[Room], phones: list[Phone]) -> None:
    """Wait until every phone has heard everything, or for a minute."""
    for _ in range(_LOOKS):
        if not missing(rooms, phones):
            return
        await asyncio.sleep(_BETWEEN_LOOKS)


def missing(rooms: list[Room], phones: list[Phone]) -> int:
    """Return how many acts have not been heard."""
    return sum(rooms[phone.place.nth].version - phone.last for phone in phones)
