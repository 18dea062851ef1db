"""Ending what goes on for ever, also when word of it was lost on the way."""

import asyncio


def are_stopped() -> bool:
    """Tell whether somebody cancelled the task that we are, and it goes on nevertheless.

    Until Python 3.12, ``asyncio.wait_for`` loses a cancellation that comes together with what it
    waited for, and pools of connections wait with it.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def pause(seconds: float) -> None:
    """Rest between two rounds of what goes on for ever; end instead when we are told to."""
    if are_stopped():
        raise asyncio.CancelledError
    await asyncio.sleep(seconds)
