"""Processes that help: nobody waits for them, one that dies is missed, and none is left behind."""

import asyncio
import errno
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from backend.adapters.processes import Processes
from tests.reactions.later import soon

PATIENCE = 60


@pytest.fixture
async def processes() -> AsyncIterator[Processes]:
    """Two processes that may help, and are replaced at once."""
    some = Processes("testing", most=2, rest=0)
    yield some
    some.close()


async def here() -> int:
    return os.getpid()


async def helping(processes: Processes) -> int:
    """Wait until another process helps; return which."""
    pid = os.getpid()
    async with asyncio.timeout(PATIENCE):
        while pid == os.getpid():
            pid = await processes.do(os.getpid, here=here)
            await asyncio.sleep(0.01)
    return pid


async def test_work_is_done_here_until_others_have_started(processes: Processes) -> None:
    first = await processes.do(os.getpid, here=here)

    assert first == os.getpid()
    assert await helping(processes) != os.getpid()


async def test_whoever_helps_imports_what_the_work_needs_and_nothing_of_what_we_were_started_as(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_as = tmp_path / "program.py"
    started_as.touch()
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(started_as), raising=False)
    await helping(processes)

    assert not await processes.do(_is_started_as_we_were, here=_as_we_were)
    assert _is_started_as_we_were()


def _is_started_as_we_were() -> bool:
    return hasattr(sys.modules["__main__"], "__file__")


async def _as_we_were() -> bool:
    return True


async def test_what_one_that_died_had_in_hand_is_done_here_and_others_take_its_place(
    processes: Processes, caplog: pytest.LogCaptureFixture
) -> None:
    before = await helping(processes)
    in_hand = [
        asyncio.create_task(processes.do(time.sleep, PATIENCE, here=_done)),
        asyncio.create_task(processes.do(time.sleep, PATIENCE, here=_done)),
    ]
    await asyncio.sleep(0)
    with caplog.at_level(logging.WARNING):
        os.kill(before, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE / 2):
            await asyncio.gather(*in_hand)

    assert [one.message for one in caplog.records if one.name == "kring.processes"] == [
        "A process that helps with testing died; others take its place"
    ]
    assert await helping(processes) not in {before, os.getpid()}


async def _done() -> None:
    pass


async def test_whoever_just_died_is_not_replaced_at_once() -> None:
    processes = Processes("testing", most=1, rest=PATIENCE)
    await processes.do(os.kill, await helping(processes), signal.SIGKILL, here=_done)
    answers = {await processes.do(os.getpid, here=here) for _ in range(20)}
    processes.close()

    assert answers == {os.getpid()}


def _hold(told: Connection) -> None:
    """Tell who helps, and wait to be killed while they are at work."""

    async def hold() -> None:
        processes = Processes("testing", most=2)
        told.send(await helping(processes))
        await processes.do(signal.pause, here=_done)

    asyncio.run(hold())


async def test_nobody_is_left_behind_when_we_are_killed() -> None:
    ours, theirs = multiprocessing.Pipe()
    killed = multiprocessing.get_context("spawn").Process(target=_hold, args=(theirs,))
    killed.start()
    left = await asyncio.to_thread(ours.recv)
    killed.kill()
    await asyncio.to_thread(killed.join)

    await soon(lambda: not _is_there(left))


def _is_there(pid: int) -> bool:
    """Tell whether a process runs; one that ended and that nobody asked about is not there."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_what_others_had_in_hand_is_done_here_when_one_more_cannot_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    processes = Processes("testing", most=8, rest=PATIENCE)
    await helping(processes)
    monkeypatch.setattr(BaseProcess, "start", _no_more_processes)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        in_hand = [tasks.create_task(processes.do(time.sleep, 0.2, here=_done)) for _ in range(8)]

    assert [task.cancelled() for task in in_hand] == [False] * 8
    assert "died" in caplog.text


def _no_more_processes(_: BaseProcess) -> None:
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
