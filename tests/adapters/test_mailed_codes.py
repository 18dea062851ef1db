"""A code is kept so that its table gives it away to nobody, and works until the second its time is over."""

import hashlib
from datetime import timedelta

import psycopg
import pytest

from backend.adapters.database import Database
from backend.adapters.identity import Identity
from backend.adapters.mailed_codes import CODE_LASTS, MailedCodes
from backend.adapters.refusing import SignInRefused
from tests.adapters.wall import Wall

ANNA = "anna@example.org"
ROWS = "SELECT one::text, one.code_id FROM identity.mailed_codes AS one"


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def codes(database: Database, wall: Wall) -> MailedCodes:
    return MailedCodes(database.writer, wall, b"key")


async def test_the_table_gives_no_code_away(
    codes: MailedCodes, database: Database, database_url: str
) -> None:
    asked = await codes.ask(ANNA)
    with psycopg.connect(database_url) as connection:
        row, code_id = connection.execute(ROWS).fetchall()[0]
    guesses = (asked.code.encode(), code_id.bytes + asked.code.encode(), f"{code_id}{asked.code}".encode())

    assert asked.code not in row
    assert asked.asking not in row
    assert not any(hashlib.sha256(guess).hexdigest() in row for guess in guesses)
    with pytest.raises(SignInRefused, match="code-wrong"):
        await MailedCodes(database.writer, Wall(), b"another key").of_browser(asked.asking, asked.code)
    assert (await codes.of_browser(asked.asking, asked.code)).address == ANNA


async def test_a_code_works_until_its_time_is_over(codes: MailedCodes, wall: Wall) -> None:
    asked = await codes.ask(ANNA)
    assert asked.expires_at - wall.at == CODE_LASTS == timedelta(minutes=10)
    wall.at = asked.expires_at - timedelta(microseconds=1)
    assert (await codes.of_address(ANNA, asked.code)).tries == 1
    wall.at = asked.expires_at
    with pytest.raises(SignInRefused, match="code-expired"):
        await codes.of_address(ANNA, asked.code)


async def test_codes_are_drawn_from_all_that_there_are(codes: MailedCodes) -> None:
    drawn = [(await codes.ask(f"anna{n}@example.org")).code for n in range(60)]

    assert len(set(drawn)) == 60
    assert len({letter for code in drawn for letter in code}) > 28


async def test_waiting_is_told_to_the_second_to_who_asked_too_much(
    codes: MailedCodes, database: Database, wall: Wall
) -> None:
    person, _ = await Identity(database.writer, wall).welcome(name="Anna", language="nl")
    for n in range(5):
        await codes.ask(f"anna{n}@example.org", person)
        wall.at += timedelta(minutes=1)
    with pytest.raises(SignInRefused, match="too-many-codes") as refusal:
        await codes.ask(ANNA, person)
    assert refusal.value.retry_after == 10 * 60 + 1
    wall.at += timedelta(seconds=refusal.value.retry_after)

    assert (await codes.ask(ANNA, person)).expires_at == wall.at + CODE_LASTS


async def test_an_address_that_was_mailed_enough_is_let_be_for_a_while(
    codes: MailedCodes, wall: Wall
) -> None:
    mailed = [await codes.ask(ANNA) for _ in range(7)]
    assert [asked.to_mail for asked in mailed] == [True] * 5 + [False] * 2
    with pytest.raises(SignInRefused, match="asked-elsewhere"):
        await codes.of_browser(mailed[6].asking, mailed[6].code)
    wall.at += timedelta(minutes=15, microseconds=1)

    assert (await codes.ask(ANNA)).to_mail


async def test_guesses_beside_an_address_lock_only_who_types_the_address(codes: MailedCodes) -> None:
    asked = await codes.ask(ANNA)
    for _ in range(5):
        with pytest.raises(SignInRefused, match="code-wrong"):
            await codes.of_address(ANNA, "0000-0000")
    with pytest.raises(SignInRefused, match="too-many-tries"):
        await codes.of_address(ANNA, asked.code)

    known = await codes.of_browser(asked.asking, asked.code)
    assert known.tries == 1
    await codes.give_back(known)
    assert (await codes.of_browser(asked.asking, asked.code)).tries == 1
