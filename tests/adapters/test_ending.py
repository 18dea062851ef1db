"""What goes on for ever ends when it is told to, also when word of it was lost."""

import asyncio
from contextlib import suppress

import pytest

from backend.adapters.ending import ended

LONG, SOON = 60.0, 0.05


async def go_on(waits: asyncio.Event) -> None:
    """Go on for ever, and lose the first word of an end, as ``asyncio.wait_for`` may until Python 3.12."""
    with suppress(asyncio.CancelledError):
        waits.set()
        await asyncio.sleep(LONG)
    await asyncio.Event().wait()


async def test_who_lost_word_of_the_end_is_told_again() -> None:
    waits = asyncio.Event()
    going = asyncio.create_task(go_on(waits))
    await waits.wait()
    async with asyncio.timeout(10):
        await ended(going, again=SOON)

    assert going.cancelled()


async def test_who_lost_it_in_a_group_is_told_again_and_nobody_else_is() -> None:
    waits, never = asyncio.Event(), asyncio.create_task(asyncio.sleep(LONG))

    async def work() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(go_on(waits))

    working = asyncio.create_task(work())
    await waits.wait()
    async with asyncio.timeout(10):
        await ended(working, again=SOON)

    assert working.cancelled()
    assert not never.cancelling()
    await ended(never)


async def test_what_somebody_failed_with_is_not_lost() -> None:
    async def fail() -> None:
        raise LookupError

    failing = asyncio.create_task(fail())
    await asyncio.sleep(0)
    with pytest.raises(LookupError):
        await ended(failing)
