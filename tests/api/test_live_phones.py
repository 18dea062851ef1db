"""Fifty phones that lose the network again and again while people talk: nothing is missed or doubled."""

import asyncio
import random
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.bench.listening import Phone, Place

PHONES = 50
CUTS = 100
QUESTIONS = 60
PATIENCE = 30.0


class Room:
    """The phones of a meeting, and a way to wait for them."""

    def __init__(self, meeting: Meeting, phones: list[Phone]) -> None:
        self.meeting, self.phones = meeting, phones

    async def heard(self, version: int) -> None:
        """Wait until every phone heard a version."""
        async with asyncio.timeout(PATIENCE):
            while any(phone.last < version for phone in self.phones):  # noqa: ASYNC110 -- many tell
                await asyncio.sleep(0.01)


@pytest.fixture
async def room(house: House, circle: Circle) -> AsyncIterator[Room]:
    """A meeting in which questions are asked, with fifty phones that heard it from the begin."""
    meeting: Meeting = await circle.meeting()
    await meeting.reach("ask")
    people = (circle.facilitator, *circle.members)
    port = urlsplit(house.address).port
    assert port is not None
    places = [
        Place(port, 0, f"/api/v1{meeting.path}", f"kring={people[nth % 4].http.cookies['kring']}")
        for nth in range(PHONES)
    ]
    phones = [Phone(place, 0, lambda _meeting, _version: None) for place in places]
    for phone in phones:
        await phone.connect()
    yield Room(meeting, phones)
    for phone in phones:
        phone.cut()


async def test_phones_that_lose_the_network_miss_nothing_and_hear_nothing_twice(room: Room) -> None:
    chance = random.Random(7)

    async def lose_the_network() -> None:
        for _ in range(CUTS):
            phone = chance.choice(room.phones)
            phone.cut()
            await phone.connect()

    async def talk() -> None:
        for _ in range(QUESTIONS):
            await room.meeting.said(room.meeting.asker, "questions", text="Wat raakt je hierin?")

    await asyncio.gather(talk(), lose_the_network())
    await room.heard(await room.meeting.version())

    assert [(phone.gaps, phone.doubles, phone.refusals) for phone in room.phones] == [(0, 0, 0)] * PHONES


async def test_a_phone_that_was_away_for_long_hears_everything_once_it_is_back(room: Room) -> None:
    away = room.phones[0]
    away.cut()
    for _ in range(QUESTIONS):
        await room.meeting.said(room.meeting.asker, "questions", text="Wat raakt je hierin?")
    await away.connect()

    await room.heard(await room.meeting.version())

    assert (away.gaps, away.doubles, away.refusals) == (0, 0, 0)
