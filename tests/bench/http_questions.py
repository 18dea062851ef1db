"""Questions over HTTP, one web process: against handlers that do nothing.

The limit is the least that the framework does with the same call: nobody is let in, nothing is read.
The peer is an empty handler of the house: whoever calls is let in and enters the meeting, and that
is all, so that what is left is asking itself.
"""

from collections.abc import Callable
from typing import Final, NamedTuple
from uuid import uuid4

from tests.api.circle import Meeting, form
from tests.api.house import House
from tests.bench.calling import Calls, load, put
from tests.bench.ground import Row, in_turn, row, server
from tests.bench.web import Web, kring, nothing, nothing_here, worker

MEETINGS: Final = 8
ASKERS: Final = 4
SECONDS: Final = 2.0
BODY: Final = b'{"step":3,"text":"Wat zou er gebeuren als je het een keer niet deed?"}'


class Asker(NamedTuple):
    """Somebody with a question: where it goes, and the cookie of their device."""

    path: str
    cookie: str

    def call(self, what: str) -> bytes:
        """Return the call that puts something under a new id."""
        return put(f"{self.path}/{what}/{uuid4()}", BODY, cookie=self.cookie)


async def bench() -> list[Row]:
    """Measure with 32 people in eight meetings, each asking as soon as the last one was heard.

    Views are kept by another process, which is stopped once the meetings are prepared: two cores
    carry the server, PostgreSQL and these people.
    """
    with server() as url, kring(url) as ours, nothing_here(url) as idle, nothing() as empty:
        async with worker(url):
            askers = await everybody(House(ours.address, url))
        opened = {web: [await Calls.open(web.port) for _ in askers] for web in (ours, idle, empty)}

        def ask(nth: int) -> bytes:
            return askers[nth].call("questions")

        def come_in(nth: int) -> bytes:
            return askers[nth].call("nothings")

        figures = await in_turn(
            lambda: _measured(ours, opened[ours], ask),
            lambda: _measured(empty, opened[empty], ask),
            lambda: _measured(idle, opened[idle], come_in),
        )
        for calls in opened.values():
            for call in calls:
                call.close()
    return _rows(*figures)


async def everybody(house: House) -> list[Asker]:
    """Return the people of meetings in which questions are asked."""
    return [asker for _ in range(MEETINGS) for asker in await _meeting(house)]


async def _meeting(house: House) -> list[Asker]:
    circle = await form(house, members=ASKERS + 1)
    meeting: Meeting = await circle.meeting()
    await meeting.reach("ask")
    askers = [
        Asker(f"/api/v1{meeting.path}", f"kring={person.http.cookies['kring']}")
        for person in circle.members[1:]
    ]
    await circle.close()
    return askers


async def _measured(web: Web, calls: list[Calls], ask: Callable[[int], bytes]) -> tuple[float, ...]:
    """Return calls/s and, where the system tells, microseconds of processor time for each."""
    before = web.cpu_seconds()
    count, seconds = await load(calls, ask, SECONDS)
    after = web.cpu_seconds()
    if before is None or after is None:
        return (count / seconds,)
    return count / seconds, (after - before) / count * 1e6


def _rows(asked: tuple[float, ...], empty: tuple[float, ...], idle: tuple[float, ...]) -> list[Row]:
    name = "HTTP PUT of a question, 32 connections"
    rate, *cpu = zip(asked, empty, idle, strict=True)
    rows = [row(name, "calls/s", *rate)]
    if cpu:
        rows.append(row(f"{name}: CPU of the web process", "µs/call", *cpu[0], less=True))
    return rows
