"""A settled period is published once, and programs are told of it then, also when a worker dies."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from backend.domain.organisation.commands import RegisterOrganisation
from backend.house import House, opened
from backend.settings import Settings
from events.organisation import Topic
from projections.runner import Runner, prepare
from projections.shipped import VIEWS
from tests.api.house import MASTER_KEY
from tests.reactions.reminded import SetClock

REGISTERED, NOW = datetime(2026, 2, 1, 9, tzinfo=UTC), datetime(2026, 4, 9, 3, tzinfo=UTC)


async def _soon(_position: int) -> None:
    await asyncio.sleep(0.005)


async def test_a_period_is_published_and_told_once_also_by_a_worker_that_begins_anew(
    database_url: str, tmp_path: Path
) -> None:
    await prepare(database_url, VIEWS.values())
    clock, organisation, webhook = SetClock(), uuid4(), uuid4()
    settings = Settings.from_environment(
        {"KRING_FOLDER": str(tmp_path), "KRING_MASTER_KEY": MASTER_KEY, "PUBLIC_URL": "https://kring.example"}
    )
    clock.at = REGISTERED
    rounds: list[int] = []
    topics: list[str] = []
    for _ in range(2):
        async with opened(settings, database_url, clock) as house:
            if clock.at == REGISTERED:
                await register(house, organisation, webhook)
            keeping = asyncio.create_task(Runner(database_url, [VIEWS["uptake_facts"]], news=_soon).run())
            clock.at = NOW
            if not rounds:
                await house.webhook_post.tell(organisation, "2026-Q1", [])  # and died before it was recorded
            rounds += [await house.uptake.round() for _ in range(2)]
            log = await house.ports.offices.webhooks.log(organisation, webhook, before=None, limit=50)
            topics = [one.topic for one in log]
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    assert rounds == [1, 0, 0, 0]
    assert topics == ["period.published"]


async def register(house: House, organisation: UUID, webhook: UUID) -> None:
    """Let an organisation begin, with a program that is told everything."""
    by = uuid4()
    command = RegisterOrganisation(by=by, at=REGISTERED)
    organisations = house.ports.organisations
    await organisations.handle(organisation, organisation, command, command_id=uuid4(), exclusive=True)
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
