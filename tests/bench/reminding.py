"""Reminders: ten thousand at once against pywebpush alone, a thousand meetings moved, how late they are."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

import httpx
from typing_extensions import override

from backend.adapters.clock import SystemClock
from backend.adapters.ending import ended
from backend.adapters.push_sealing import ToSeal, seal
from backend.domain.notices import NOTICES, notice
from backend.house import House, opened
from backend.settings import Settings
from backend.worker import work
from events.group import SessionRescheduled
from events.reminding import Occasion
from projections.runner import Runner, prepare
from projections.shipped import VIEWS
from tests.adapters.push_server import Browser
from tests.bench.ground import Row, alone, row, server
from tests.bench.to_remind import APART, COMING, MEMBERS, OF_EACH, Group, groups, phones
from tests.bench.web import MASTER_KEY, Web, push_place

GROUPS: Final = 2_000
AT_ONCE: Final = GROUPS * MEMBERS
"""Reminders due at one moment."""
SCHEDULED: Final = AT_ONCE * OF_EACH
MOVED: Final = 1_000
CHUNK: Final = 250
SHARE: Final = 0.7
"""Of the rate at which pywebpush alone seals."""
MOVES_WITHIN: Final = 2.0
LATE: Final = 5.0
HOURS: Final = [hour(9 + n) for n in range(10)]
"""When people want to be reminded: each hour a tenth of them."""
HERE: Final = ZoneInfo("Europe/Amsterdam")
LEAD: Final = 15.0
"""Seconds that a worker runs before something is due."""
DAY: Final = timedelta(days=1)


class GoingClock(SystemClock):
    """A clock that was put to another moment, and stands or goes on from there."""

    def __init__(self) -> None:
        self._at, self._since = datetime.now(UTC), 0.0

    def stand(self, at: datetime) -> None:
        """Stand at a moment."""
        self._at, self._since = at, 0.0

    def go(self, at: datetime) -> None:
        """Go on from a moment."""
        self._at, self._since = at, time.time()

    @override
    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.time() - self._since if self._since else 0.0)


async def bench() -> list[Row]:
    """Measure on a server of its own, the push service in a process beside us."""
    with server() as url, push_place() as place, TemporaryDirectory(prefix="kring-bench-") as folder:
        clock, settings = GoingClock(), _settings(folder, place)
        await prepare(url, VIEWS.values())
        async with opened(settings, url, clock) as house, _views(house, url):
            was = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
            there = await groups(house.appender, GROUPS, was, HOURS)
            people = [person for group in there for person in group.circle.members]
            await phones(url, people, place.address, house.ports.push.key)
            await _known(house)
            ours, theirs = await _dispatched(house, clock, was)
            moving = await _moved(house, clock, there[:MOVED], was + 3 * APART)
        lags = await _lags(settings, url, clock, place, was + COMING * APART)
    return [
        row(f"{AT_ONCE:,} due reminders to a push service", "reminders/s", ours, SHARE * theirs, theirs),
        alone(f"a meeting moved for {MOVED:,} groups", "s", moving, MOVES_WITHIN, less=True),
        alone(
            f"how late reminders are, {SCHEDULED:,} scheduled and {len(lags):,} due at once, p99",
            "s",
            quantiles(lags, n=100)[98],
            LATE,
            less=True,
        ),
    ]


def _settings(folder: str, place: Web) -> Settings:
    return Settings.from_environment(
        {
            "KRING_FOLDER": str(Path(folder)),
            "KRING_MASTER_KEY": MASTER_KEY,
            "PUBLIC_URL": "https://kring.example",
            "KRING_PUSH_HOSTS": place.address,
        }
    )


@asynccontextmanager
async def _views(house: House, url: str) -> AsyncIterator[None]:
    async def news(position: int) -> None:
        await house.tail.reached(position, 0.5)

    keeping = asyncio.create_task(Runner(url, [VIEWS["reminders_due"]], news=news).run())
    try:
        yield
    finally:
        await ended(keeping)


async def _known(house: House) -> None:
    """Wait until the view knows everything that is recorded."""
    ports = house.ports
    head = await ports.record.head()
    while not await ports.views.reached(head, view="reminders_due"):
        pass


async def _dispatched(house: House, clock: GoingClock, was: datetime) -> tuple[float, float]:
    """Return reminders a second, and how many pywebpush alone seals; both the median of five rounds."""
    ours, theirs = list[float](), list[float]()
    days = [(n + 1) * APART - before for n in range(COMING - 1) for before in (7 * DAY, DAY)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as alone_at_it:
        await _sealed_alone(alone_at_it)
        for after in (3 * DAY, *days[:5]):
            due = (was + after).replace(hour=20)
            clock.stand(due - DAY)
            await house.reminders.round()
            theirs.append(await _sealed_alone(alone_at_it))
            clock.stand(due)
            began = time.perf_counter()
            count = 0
            while count < AT_ONCE:
                count += await house.reminders.round()
            ours.append(count / (time.perf_counter() - began))
    return median(ours[1:]), median(theirs[1:])


async def _sealed_alone(helpers: ProcessPoolExecutor) -> float:
    """Return how many notices pywebpush seals a second on all cores."""
    loop, browser = asyncio.get_running_loop(), Browser("")
    words = NOTICES[Occasion.DAY_BEFORE].into("nl")
    text = notice(words, language="nl", navigate="https://kring.example/report", tag="t" * 32)
    notices = [ToSeal(browser.public_key, browser.secret, text)] * AT_ONCE
    began = time.perf_counter()
    await asyncio.gather(
        *(loop.run_in_executor(helpers, seal, notices[:CHUNK]) for _ in range(AT_ONCE // CHUNK))
    )
    return AT_ONCE / (time.perf_counter() - began)


async def _moved(house: House, clock: GoingClock, there: list[Group], before: datetime) -> float:
    """Return in how many seconds a meeting of each group is moved and planned anew, by the median."""
    times = []
    clock.stand(before - 2 * DAY)
    await house.reminders.round()
    for nth in range(4):
        began = time.perf_counter()
        await asyncio.gather(*(_move(group, before + nth * timedelta(hours=1)) for group in there))
        await _known(house)
        await house.reminders.round()
        times.append(time.perf_counter() - began)
    return median(times[1:])


async def _move(group: Group, to: datetime) -> None:
    circle = group.circle
    moved = SessionRescheduled(session=group.coming[2], by=circle.facilitator, starts_at=to)
    await circle.write(circle.group, moved)


async def _lags(
    settings: Settings, url: str, clock: GoingClock, place: Web, meeting: datetime
) -> list[float]:
    """Return how many seconds late reminders arrive when a worker runs and a tenth is due at nine."""
    due = datetime.combine((meeting - DAY).astimezone(HERE).date(), HOURS[0], HERE)
    async with httpx.AsyncClient(base_url=place.address, trust_env=False) as asking:
        await asking.get("/times")
        clock.go(due - timedelta(seconds=LEAD))
        began, ready = time.time(), asyncio.Event()
        working = asyncio.create_task(work(settings, url, ready=ready, clock=clock))
        await asyncio.sleep(2 * LEAD)
        await ended(working)
        arrived = memoryview((await asking.get("/times")).content).cast("d").tolist()
    return [one - began - LEAD for one in arrived]
