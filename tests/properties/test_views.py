"""However the record reaches a view, the view is the same, byte for byte."""

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from psycopg import sql

from projections.applying import Copy
from projections.base import Batch, Connection, Happened, Projection
from projections.places import connect, go_to, make, make_beside
from projections.shipped import VIEWS
from projections.verifying import compare
from tests.properties.happenings import ACTS, FORGOTTEN_TWICE, Act, History

SLOW = settings(max_examples=40, deadline=None)
EMPTY = sql.SQL("DELETE FROM {table}")
WAYS = ("at_once", "in_pieces", "with_repeats")


class World(NamedTuple):
    """The same views three times, and how far the record of all examples has come."""

    connections: dict[str, Connection]
    position: list[int]


@pytest.fixture(scope="module")
async def world(module_database_url: str) -> AsyncIterator[World]:
    """Three empty copies of all views, each in a schema of its own."""
    connections = {way: await connect(module_database_url, "a test") for way in WAYS}
    first, *others = VIEWS.values()
    for way, connection in connections.items():
        await make_beside(connection, first, way)
        for view in others:
            await make(connection, view, way)
    yield World(connections, [0])
    for connection in connections.values():
        await connection.close()


def pieces(happened: Sequence[Happened], after: int, chance: random.Random) -> Iterator[Batch]:
    """Cut what happened into batches of random sizes."""
    while happened:
        size = chance.choice((1, 2, 3, 10, len(happened)))
        batch, happened = happened[:size], happened[size:]
        yield Batch(after, after + len(batch), batch)
        after += len(batch)


def repeated(happened: Sequence[Happened], after: int, chance: random.Random) -> Iterator[Batch]:
    """Cut it into batches of random sizes that begin again and again with what was there before."""
    for batch in pieces(happened, after, chance):
        back = chance.randint(0, batch.after - after)
        known = happened[batch.after - after - back : batch.after - after]
        yield Batch(batch.after - back, batch.upto, [*known, *batch.happened])
        yield Batch(batch.after - back, batch.upto, [*known, *batch.happened])


def wanted(view: Projection, batch: Batch) -> Batch:
    """Leave out what the view does not read, as its reader does."""
    return Batch(
        batch.after, batch.upto, [fact for fact in batch.happened if isinstance(fact.event, view.reads)]
    )


async def begin_anew(world: World) -> int:
    """Empty all copies, so that an example that fails does not spoil the next; return the position."""
    for way, connection in world.connections.items():
        async with connection.transaction():
            await go_to(connection, way)
            for view in VIEWS.values():
                for table in view.tables:
                    await connection.execute(EMPTY.format(table=sql.Identifier(table.name)))
            await connection.execute("UPDATE positions SET position = %s", [world.position[0]])
    return world.position[0]


async def tell(world: World, way: str, batches: Sequence[Batch]) -> None:
    for view in VIEWS.values():
        copy = Copy(world.connections[way], view, way)
        for batch in batches:
            await copy.take(wanted(view, batch))


@SLOW
@given(acts=ACTS, seed=st.integers(0, 2**32))
@example(acts=FORGOTTEN_TWICE, seed=2)
async def test_batches_of_any_size_and_repeated_delivery_make_the_same_view(
    world: World, acts: list[Act], seed: int
) -> None:
    after, chance = await begin_anew(world), random.Random(seed)
    happened = History().tell(acts, after)
    world.position[0] += len(happened)

    await tell(world, "at_once", [Batch(after, after + len(happened), happened)])
    await tell(world, "in_pieces", list(pieces(happened, after, chance)))
    await tell(world, "with_repeats", list(repeated(happened, after, chance)))

    for other in WAYS[1:]:
        for view in VIEWS.values():
            assert await differing(world, other, view) == ()


async def differing(world: World, other: str, view: Projection) -> tuple[object, ...]:
    first, second = world.connections["at_once"], world.connections[other]
    async with first.transaction(), second.transaction():
        await go_to(first, "at_once")
        await go_to(second, other)
        return (await compare(first, second, view, world.position[0])).differences


async def test_a_view_that_depends_on_the_cut_of_its_batches_would_be_found(world: World) -> None:
    after, connection = await begin_anew(world), world.connections["in_pieces"]
    happened = History().tell([(1, 0, 0)], after)
    batch = [Batch(after, after + len(happened), happened)]
    world.position[0] += len(happened)
    for way in WAYS:
        await tell(world, way, batch)
    await connection.execute("UPDATE in_pieces.session_board SET version = version + 1")

    assert await differing(world, "in_pieces", VIEWS["session_board"])
