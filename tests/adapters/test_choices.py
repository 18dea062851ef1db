"""A choice counts each person once, and nothing ties a person to a case."""

import asyncio
from collections import Counter
from uuid import UUID, uuid4

import psycopg
import pytest

from backend.adapters.choices import Choices
from backend.adapters.database import Database

COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'choices' AND table_name = 'choices'
"""
SESSION, TENANT, ANNA, BO, STRANGE = (UUID(int=n) for n in range(1, 6))
CASES = [UUID(int=100 + n) for n in range(3)]


@pytest.fixture
def choices(database: Database) -> Choices:
    return Choices(database.writer)


@pytest.fixture
async def choice(choices: Choices) -> UUID:
    made = uuid4()
    await choices.open(made, SESSION, TENANT, CASES)
    return made


async def test_a_ballot_counts_once_also_when_it_names_another_case(choices: Choices, choice: UUID) -> None:
    told = [await choices.cast(choice, ANNA, case) for case in (CASES[1], CASES[1], CASES[2])]

    assert told == [True, False, False]
    assert await choices.close(choice) == {CASES[0]: 0, CASES[1]: 1, CASES[2]: 0}


async def test_two_phones_of_one_person_at_once_are_one_ballot(choices: Choices, choice: UUID) -> None:
    told = await asyncio.gather(*(choices.cast(choice, ANNA, case) for case in CASES * 4))
    tally = await choices.close(choice)

    assert sum(told) == 1
    assert sum(tally.values()) == 1


async def test_fifty_people_at_once_are_fifty_ballots(choices: Choices, choice: UUID) -> None:
    ballots = {uuid4(): CASES[n % 7 % 3] for n in range(50)}
    told = await asyncio.gather(*(choices.cast(choice, person, case) for person, case in ballots.items()))

    assert all(told)
    assert await choices.voted(choice) == set(ballots)
    assert await choices.close(choice) == Counter(ballots.values())


async def test_opening_again_keeps_the_ballots(choices: Choices, choice: UUID) -> None:
    await choices.cast(choice, ANNA, CASES[0])
    await choices.open(choice, SESSION, TENANT, CASES)

    assert await choices.voted(choice) == {ANNA}


async def test_a_case_that_is_not_a_candidate_takes_no_ballot(choices: Choices, choice: UUID) -> None:
    assert not await choices.cast(choice, ANNA, STRANGE)
    assert await choices.cast(choice, ANNA, CASES[0])


async def test_a_closed_choice_says_the_same_again_and_takes_no_ballot(
    choices: Choices, choice: UUID
) -> None:
    await choices.cast(choice, ANNA, CASES[0])
    tally = await choices.close(choice)

    assert not await choices.cast(choice, BO, CASES[1])
    assert await choices.close(choice) == tally


async def test_a_choice_that_could_not_be_closed_counts_on(choices: Choices, choice: UUID) -> None:
    await choices.cast(choice, ANNA, CASES[0])
    await choices.close(choice)
    await choices.reopen(choice)

    assert not await choices.cast(choice, ANNA, CASES[1])
    assert await choices.cast(choice, BO, CASES[1])
    assert await choices.close(choice) == {CASES[0]: 1, CASES[1]: 1, CASES[2]: 0}
    await choices.drop(choice)
    await choices.reopen(choice)
    assert not await choices.cast(choice, STRANGE, CASES[0])


async def test_a_dropped_choice_knows_nobody_and_cannot_begin_again(choices: Choices, choice: UUID) -> None:
    await choices.cast(choice, ANNA, CASES[0])
    await choices.close(choice)
    await choices.drop(choice)
    await choices.open(choice, SESSION, TENANT, CASES)

    assert not await choices.cast(choice, BO, CASES[0])
    assert await choices.voted(choice) == set()


async def test_a_choice_that_was_never_opened_is_empty(choices: Choices) -> None:
    assert not await choices.cast(uuid4(), ANNA, CASES[0])
    assert await choices.close(uuid4()) == {}
    assert await choices.voted(uuid4()) == set()


def test_the_table_has_no_time_no_order_and_no_row_for_a_ballot(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        columns = set(connection.execute(COLUMNS).fetchall())

    assert columns == {
        ("choices", "choice_id", "uuid"),
        ("choices", "session_id", "uuid"),
        ("choices", "tenant_id", "uuid"),
        ("choices", "cases", "ARRAY"),
        ("choices", "counts", "ARRAY"),
        ("choices", "voters", "ARRAY"),
        ("choices", "closed", "boolean"),
    }


async def test_what_is_stored_is_the_same_in_whatever_order_people_chose(
    choices: Choices, database_url: str
) -> None:
    ballots = [(uuid4(), CASES[n % 3]) for n in range(9)]
    for order in (ballots, ballots[::-1]):
        made = uuid4()
        await choices.open(made, SESSION, TENANT, CASES)
        for person, case in order:
            await choices.cast(made, person, case)
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT counts, voters FROM choices.choices").fetchall()

    assert rows == [([3, 3, 3], sorted(person for person, _ in ballots))] * 2
