"""What is prepared is one person's own, and is gone when nobody touched it for half a year."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.adapters.database import Database
from backend.adapters.expiring import PREPARED_KEPT, Expiring
from backend.adapters.identity import Identity
from backend.adapters.prepared import Prepared
from events.base import Sealed
from tests.adapters.wall import Wall

CASE = UUID(int=1)


@pytest.fixture
def wall() -> Wall:
    return Wall()


def words(person: UUID, text: bytes) -> Sealed:
    return Sealed(None, person, b"nonce", text)


async def test_the_last_words_count_and_nobody_else_has_them(database: Database, wall: Wall) -> None:
    prepared, identity = Prepared(database.writer, wall), Identity(database.writer, wall)
    anna, _ = await identity.welcome(name="Anna", language="nl")
    bram, _ = await identity.welcome(name="Bram", language="nl")

    for text in (b"first", b"last"):
        assert await prepared.keep(anna, "proposal", CASE, words(anna, text))

    (draft,) = await prepared.of(anna, "proposal")
    assert (draft.about, draft.words) == (CASE, words(anna, b"last"))
    assert await prepared.of(anna, "report") == []
    assert await prepared.of(bram, "proposal") == []
    await prepared.drop(bram, "proposal", [CASE])
    assert len(await prepared.of(anna, "proposal")) == 1


async def test_what_nobody_touched_for_half_a_year_is_gone(database: Database, wall: Wall) -> None:
    prepared, expiring = Prepared(database.writer, wall), Expiring(database.writer, wall)
    anna, _ = await Identity(database.writer, wall).welcome(name="Anna", language="nl")
    await prepared.keep(anna, "report", CASE, words(anna, b"old"))
    wall.at += PREPARED_KEPT
    await prepared.keep(anna, "report", uuid4(), words(anna, b"new"))
    await expiring.round()
    kept = len(await prepared.of(anna, "report"))
    wall.at += timedelta(seconds=1)

    await expiring.round()

    assert kept == 2
    assert [draft.words.ciphertext for draft in await prepared.of(anna, "report")] == [b"new"]


async def test_what_one_learned_and_ones_register_are_kept_for_as_long_as_one_is_there(
    database: Database, wall: Wall
) -> None:
    prepared, identity = Prepared(database.writer, wall), Identity(database.writer, wall)
    anna, _ = await identity.welcome(name="Anna", language="nl")
    await prepared.keep(anna, "reflection", CASE, words(anna, b"learned"))
    await prepared.keep(anna, "register", anna, words(anna, b"skj"))
    wall.at += 10 * PREPARED_KEPT

    await Expiring(database.writer, wall).round()

    assert len(await prepared.of(anna, "reflection")) == 1
    assert len(await prepared.of(anna, "register")) == 1


async def test_that_there_is_a_report_is_told_of_whose_action_it_is(database: Database, wall: Wall) -> None:
    prepared, identity = Prepared(database.writer, wall), Identity(database.writer, wall)
    anna, _ = await identity.welcome(name="Anna", language="nl")
    bram, _ = await identity.welcome(name="Bram", language="nl")
    await prepared.keep(anna, "report", CASE, words(anna, b"mine"))

    assert await prepared.reported([(anna, CASE), (anna, UUID(int=2))]) == {CASE}
    assert await prepared.reported([(bram, CASE)]) == set()
