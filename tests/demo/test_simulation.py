"""A made-up organisation goes through the real rules, is the same every time, and has figures to show."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.api.ports import Ports
from backend.demo.loading import load
from backend.demo.simulation import Plan, Simulation
from events.catalogue import decode
from projections import uptake_facts
from tests.demo.conftest import SUNDAY

SMALL = Plan(
    organisation=UUID(int=77),
    admin=UUID(int=78),
    since=SUNDAY - timedelta(days=500),
    until=SUNDAY,
    people=160,
    groups=18,
    seed=3,
)


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    """A small organisation."""
    return Simulation(SMALL)


def test_the_same_seed_tells_the_same_story(simulation: Simulation) -> None:
    assert Simulation(SMALL).pages == simulation.pages


def test_every_event_stands_in_its_stream_in_the_order_of_time(simulation: Simulation) -> None:
    versions = Counter[UUID]()
    for page in simulation.pages:
        versions[page.stream] += 1
        decode(page.topic, page.state)

        assert page.version == versions[page.stream]
    assert [page.at for page in simulation.pages] == sorted(page.at for page in simulation.pages)
    assert simulation.pages[-1].at <= SUNDAY


def test_a_year_and_a_half_has_meetings_reports_and_people_who_leave(simulation: Simulation) -> None:
    told = Counter(page.topic for page in simulation.pages)

    assert told["session.session_closed.v1"] > 60
    assert told["session.follow_up_reported.v1"] > 20
    assert told["organisation.person_left.v1"] > 10
    assert told["group.group_formed.v1"] == 18


async def test_it_is_loaded_once_and_its_facts_are_complete(
    ports: Ports, database_url: str, simulation: Simulation
) -> None:
    before = await ports.record.head()

    async with await Database.open(database_url) as database:
        assert await load(database, simulation) == len(simulation.pages)
        assert await load(database, simulation) == 0
        assert await ports.record.head() == before + len(simulation.pages)
        while not await ports.views.reached(before + len(simulation.pages), "uptake_facts"):
            pass
        async with database.projecting() as connection:
            lines = await uptake_facts.of(connection, SMALL.organisation, 2**40)
    closed = sum(line[3] == "session_closed" for line in lines)

    assert closed == sum(page.topic == "session.session_closed.v1" for page in simulation.pages)
    assert datetime(2025, 1, 1, tzinfo=UTC) < lines[0][2] < SUNDAY
