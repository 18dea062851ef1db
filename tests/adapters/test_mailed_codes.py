"""A code is kept so that its table gives it away to nobody, and works until the second its time is over."""

import hashlib
from datetime import timedelta

import psycopg
import pytest

from backend.adapters.database import Database
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


async def test_waiting_is_told_to_the_second(codes: MailedCodes, wall: Wall) -> None:
    for _ in range(5):
        await codes.ask(ANNA)
        wall.at += timedelta(minutes=1)
    with pytest.raises(SignInRefused, match="too-many-codes") as refusal:
        await codes.ask(ANNA)
    assert refusal.value.retry_after == 10 * 60 + 1
    wall.at += timedelta(seconds=refusal.value.retry_after)

    assert (await codes.ask(ANNA)).expires_at == wall.at + CODE_LASTS
