"""A settled period is published once, and programs are told of it then, also when a worker dies."""

import asyncio
import random
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from typing_extensions import override

from backend.adapters.database import Database
from backend.adapters.ending import ended
from backend.adapters.uptake import UptakePress
from backend.domain.organisation.commands import RegisterOrganisation
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.periods import Period, settled_between
from backend.house import House, opened
from backend.reactions.uptake import Uptake
from backend.settings import Settings
from events.organisation import Topic
from projections.runner import Runner, prepare
from projections.shipped import VIEWS
from tests.api.house import MASTER_KEY
from tests.reactions.reminded import SetClock
from tests.reactions.working import worker

REGISTERED, NOW = datetime(2026, 2, 1, 9, tzinfo=UTC), datetime(2026, 4, 9, 3, tzinfo=UTC)

KEPT: Final = "SELECT tenant_id, period FROM uptake.periods ORDER BY 1, 2"
SAID: Final = """
SELECT tenant_id, convert_from(state, 'UTF8')::jsonb ->> 'period' FROM record.events
WHERE topic = 'organisation.period_published.v1' ORDER BY 1, 2
"""
TOLD: Final = """
SELECT tenant_id, body::jsonb -> 'data' ->> 'period' FROM webhooks.messages
WHERE topic = 'period.published' ORDER BY 1, 2
"""
TORN: Final = """
SELECT p.tenant_id, p.period FROM uptake.periods AS p WHERE p.shown + p.held_back <> (
    SELECT count(*) FROM uptake.figures AS f WHERE (f.tenant_id, f.period) = (p.tenant_id, p.period))
"""
HELPING: Final = "SELECT pid FROM pg_stat_activity WHERE application_name = 'kring publishing'"


async def _soon(_position: int) -> None:
    await asyncio.sleep(0.005)


async def test_a_period_is_published_and_told_once_also_by_a_worker_that_begins_anew(
    database_url: str, tmp_path: Path
) -> None:
    await prepare(database_url, VIEWS.values())
    clock, organisation, webhook = SetClock(), uuid4(), uuid4()
    clock.at = REGISTERED
    rounds: list[int] = []
    topics: list[str] = []
    for _ in range(2):
        async with opened(settings(tmp_path), database_url, clock) as house:
            if clock.at == REGISTERED:
                await register(house, organisation, REGISTERED)
                await listen(house, organisation, webhook)
            keeping = asyncio.create_task(Runner(database_url, [VIEWS["uptake_facts"]], news=_soon).run())
            clock.at = NOW
            if not rounds:
                await house.webhook_post.tell(organisation, "2026-Q1", [])  # and died before it was recorded
            rounds += [await house.uptake.round() for _ in range(2)]
            log = await house.ports.offices.webhooks.log(organisation, webhook, before=None, limit=50)
            topics = [one.topic for one in log]
            await ended(keeping)

    assert rounds == [1, 0, 0, 0]
    assert topics == ["period.published"]


class Ill(UptakePress):
    """A press that cannot make the figures of some organisations."""

    def __init__(self, database: Database, whose: Collection[UUID]) -> None:
        super().__init__(database)
        self._whose = whose

    @override
    async def figures(self, organisation: UUID, period: Period, floor: int) -> tuple[list[Figure], int]:
        """Make figures, unless it is one of these organisations."""
        if organisation in self._whose:
            raise KeyError
        return await super().figures(organisation, period, floor)


async def test_an_organisation_whose_figures_fail_keeps_nobody_waiting_unless_it_is_all_of_them(
    database_url: str, tmp_path: Path
) -> None:
    await prepare(database_url, VIEWS.values())
    clock, many = SetClock(), sorted(uuid4() for _ in range(12))
    clock.at = REGISTERED
    async with opened(settings(tmp_path), database_url, clock) as house:
        for organisation in many:
            await register(house, organisation, REGISTERED)
        keeping = asyncio.create_task(Runner(database_url, [VIEWS["uptake_facts"]], news=_soon).run())
        clock.at = NOW
        all_ill = Uptake(Ill(house.database, many), house.organisations, clock)
        with pytest.raises(ExceptionGroup):
            await all_ill.round()
        first_ill = Uptake(Ill(house.database, many[:1]), house.organisations, clock)
        rounds = [await first_ill.round(), await house.uptake.round()]
        await ended(keeping)

    assert rounds == [len(many) - 1, 1]


def settings(folder: Path) -> Settings:
    """Return what a house is opened with."""
    return Settings.from_environment(
        {"KRING_FOLDER": str(folder), "KRING_MASTER_KEY": MASTER_KEY, "PUBLIC_URL": "https://kring.example"}
    )


async def register(house: House, organisation: UUID, at: datetime) -> None:
    """Let an organisation begin."""
    command = RegisterOrganisation(by=uuid4(), at=at)
    organisations = house.ports.organisations
    await organisations.handle(organisation, organisation, command, command_id=uuid4(), exclusive=True)


async def listen(house: House, organisation: UUID, webhook: UUID) -> None:
    """Let a program be told everything of an organisation."""
    await house.ports.offices.webhooks.keep(
        organisation,
        webhook,
        label="Rooster",
        url="https://rooster.example/kring",
        place=uuid4(),
        topics=tuple(Topic),
        paused=False,
        is_new=True,
    )


async def rows(url: str, statement: LiteralString) -> list[tuple[Any, ...]]:
    """Return what the database answers."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        return await (await connection.execute(statement)).fetchall()


async def more_than(before: int, url: str) -> None:
    """Wait until more periods were published."""
    async with asyncio.timeout(120):
        while True:
            if len(await rows(url, SAID)) > before:
                return
            await asyncio.sleep(0.1)


async def are_helped(url: str) -> bool:
    """Wait until a process helps; tell whether one came."""
    for _ in range(3000):
        if await rows(url, HELPING):
            return True
        await asyncio.sleep(0.02)
    return False


@pytest.mark.drill
async def test_workers_that_are_killed_while_they_publish_lose_nothing_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    chance, now, many = random.Random(8), datetime.now(UTC), [uuid4() for _ in range(80)]
    since, helped = now - timedelta(days=800), False
    due = sorted((one, period.name) for one in many for period in settled_between(since, now))
    await prepare(database_url, VIEWS.values())
    async with opened(settings(tmp_path), database_url) as house:
        for organisation in many:
            await register(house, organisation, since)
    while (before := len(await rows(database_url, SAID))) < len(due):
        async with worker(database_url, tmp_path), worker(database_url, tmp_path):
            await more_than(before, database_url)
            helped = helped or await are_helped(database_url)
            await asyncio.sleep(chance.randint(0, 40) / 10)

    assert await rows(database_url, KEPT) == await rows(database_url, SAID) == due
    assert await rows(database_url, TOLD) == due
    assert await rows(database_url, TORN) == []
    assert helped
