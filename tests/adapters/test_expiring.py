"""What only mattered for a while is gone after it, and not before."""

from datetime import timedelta

import psycopg
import pytest

from backend.adapters.database import Database
from backend.adapters.expiring import CODES_KEPT, Expiring
from backend.adapters.identity import Identity
from backend.adapters.mailed_codes import MailedCodes
from backend.adapters.passkeys import CHALLENGE_LASTS, Passkeys
from backend.adapters.postage import A_DAY, Postage
from backend.adapters.sign_ins import SignIns
from backend.settings import SIGN_IN_LASTS
from tests.adapters.wall import Wall

SECOND = timedelta(seconds=1)
LEFT = """
SELECT (SELECT count(*) FROM identity.mailed_codes), (SELECT count(*) FROM identity.challenges),
    (SELECT count(*) FROM identity.sign_ins), (SELECT count(*) FROM identity.persons)
"""


@pytest.fixture
def wall() -> Wall:
    return Wall()


def left(url: str) -> tuple[int, ...] | None:
    """Return how many codes, challenges, sign-ins and persons there are."""
    with psycopg.connect(url) as connection:
        return connection.execute(LEFT).fetchone()


async def test_each_is_deleted_when_its_time_is_over(
    database: Database, database_url: str, wall: Wall
) -> None:
    expiring = Expiring(database.writer, wall)
    person, token = await Identity(database.writer, wall).welcome(name="Anna", language="nl")
    await MailedCodes(database.writer, wall, b"key").ask("stranger@example.org")
    passkeys = Passkeys(database.writer, wall, "https://kring.example")
    await passkeys.to_sign_in()
    await passkeys.to_add(person, "Anna")
    assert await Postage(database.writer, wall).stamp("stranger@example.org", person)
    began = wall.at

    assert await expiring.round() == 0
    assert left(database_url) == (1, 2, 1, 1)
    wall.at = began + CHALLENGE_LASTS
    assert await expiring.round() == 2
    wall.at = began + CODES_KEPT
    assert await expiring.round() == 0
    wall.at += SECOND
    assert await expiring.round() == 1
    wall.at = began + A_DAY - SECOND
    assert await expiring.round() == 0
    wall.at += SECOND
    assert await expiring.round() == 1
    wall.at = began + SIGN_IN_LASTS - SECOND
    assert await expiring.round() == 0
    assert left(database_url) == (0, 0, 1, 1)
    wall.at += SECOND
    assert await expiring.round() == 1
    assert left(database_url) == (0, 0, 0, 1)
    assert await SignIns(database.writer, wall).behind(token) is None
