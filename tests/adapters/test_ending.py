"""What goes on for ever ends when it is told to, also when word of it was lost."""

import asyncio
from contextlib import suppress

from backend.adapters.ending import pause

LONG = 60.0


async def test_who_is_told_to_end_ends_although_the_word_was_lost() -> None:
    waits = asyncio.Event()

    async def go_on() -> None:
        while True:
            waits.set()
            with suppress(asyncio.CancelledError):  # as `asyncio.wait_for` does until Python 3.12
                await asyncio.sleep(LONG)
            await pause(0.01)

    going = asyncio.create_task(go_on())
    await waits.wait()
    going.cancel()
    await asyncio.wait({going}, timeout=10)

    assert going.cancelled()
