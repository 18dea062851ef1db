"""A worker that is killed loses no reminder, and shows none twice: a repeat takes the place of the first."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from events.person import ReminderSent
from events.reminding import Channel
from tests.projections.circle import Meeting
from tests.reactions import working
from tests.reactions.later import soon
from tests.reactions.reminded import HOUR, World, world

LATER = timedelta(minutes=4)
"""When what a dead worker had in hand is free again."""


@pytest.fixture(scope="module")
async def here(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The house that the tests of this file share."""
    async with world(module_database_url, tmp_path_factory.mktemp("kring")) as opened:
        yield opened


def worker(here: World, told: int | None = None) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
    """Start a worker that sends to where the tests look, and kill it at the end of the block."""
    return working.worker(here.database_url, here.folder, told, KRING_PUSH_HOSTS=here.push.origin)


async def opens(here: World) -> UUID:
    """Let a meeting open at which somebody is to report who is not there yet; return who."""
    circle = await here.circle()
    first = await here.met(circle, here.clock.at - HOUR)
    second = Meeting(circle, here.clock.at)
    await here.plan(circle, here.clock.at, second.id)
    await here.reach(first.contributor, Channel.PUSH)
    await circle.write(second.id, *second.opened(first.waiting(), present=()))
    return first.contributor


async def times_recorded(here: World, person: UUID) -> int:
    """Return how often it is recorded that somebody was reminded."""
    return sum(isinstance(one, ReminderSent) for one in await here.notes(person))


async def test_what_a_killed_worker_had_in_hand_is_sent_by_the_next_one(here: World) -> None:
    person = await opens(here)
    here.push.answers[f"/push/{person.hex}"] = [(0, {})]
    await here.know()
    async with worker(here):
        await soon(lambda: len(here.push.to(person.hex)) == 1)
    before = await times_recorded(here, person)
    await here.look(datetime.now(UTC))
    leased = len(here.push.to(person.hex))
    await here.look(datetime.now(UTC) + LATER)
    await here.look(datetime.now(UTC) + 2 * LATER)
    messages = here.push.to(person.hex)

    assert (before, leased) == (0, 1)
    assert len(messages) == 2
    assert len({one.headers["topic"] for one in messages}) == 1
    assert await times_recorded(here, person) == 1


async def test_a_worker_that_is_told_to_end_says_that_nobody_is_reminded_from_there(here: World) -> None:
    async with worker(here, told=asyncio.subprocess.PIPE) as process:
        assert process.stdout is not None
        said = b""
        try:
            async with asyncio.timeout(60):
                while b"is led from here" not in said:
                    said += await process.stdout.readline()
                process.terminate()
                said += await process.stdout.read()
        except TimeoutError:
            pytest.fail(said.decode())

    assert b"Reminding is done from here no more" in said


@pytest.mark.drill
async def test_workers_are_killed_again_and_again(here: World) -> None:
    chance, people, worked = random.Random(5), list[UUID](), 0
    for _ in range(12):
        here.clock.at = datetime.now(UTC)
        people += [await opens(here) for _ in range(10)]
        for person in people[-2:]:
            here.push.answers[f"/push/{person.hex}"] = [(0, {})]
        await here.know()
        async with worker(here), worker(here):
            await asyncio.sleep(chance.uniform(3, 8))
        worked += sum(bool(here.push.to(person.hex)) for person in people)
    assert worked > 0
    for nth in range(1, 4):
        await here.look(datetime.now(UTC) + nth * LATER)
    messages = {person: here.push.to(person.hex) for person in people}

    assert [person for person in people if not messages[person]] == []
    assert {len({one.headers["topic"] for one in told}) for told in messages.values()} == {1}
    assert {await times_recorded(here, person) for person in people} == {1}
