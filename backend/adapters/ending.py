"""Ending what goes on for ever, also when word of it was lost on the way."""

import asyncio
from typing import Any, Final

_AGAIN: Final = 6.0
"""Seconds after which who has not ended is told again: longer than a pool takes to close."""


def are_stopped() -> bool:
    """Tell whether somebody cancelled the task that we are, and it goes on nevertheless.

    Until Python 3.12, ``asyncio.wait_for`` loses a cancellation that comes together with what it
    waited for, and pools of connections wait with it.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def ended(*tasks: asyncio.Task[Any], again: float = _AGAIN) -> None:
    """Cancel tasks and return when they have ended; raises what one of them failed with.

    Who was told and goes on, in them or in a group of theirs, has lost the word of it, and is told
    again after so many seconds, and again.
    """
    for task in tasks:
        task.cancel()
    while pending := [task for task in tasks if not task.done()]:
        _, late = await asyncio.wait(pending, timeout=again)
        for task in asyncio.all_tasks() if late else ():
            if task.cancelling() and task is not asyncio.current_task():
                task.cancel()
    for task in tasks:
        if not task.cancelled():
            task.result()
