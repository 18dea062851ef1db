"""What only mattered for a while is gone after it, and not before."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from backend.adapters.database import Database
from backend.adapters.expiring import CODES_KEPT, SIGN_OF_LIFE, Expiring
from backend.adapters.identity import INVITATION_LASTS, Identity
from backend.adapters.mailed_codes import MailedCodes
from backend.adapters.passkeys import CHALLENGE_LASTS, Passkeys
from backend.adapters.postage import A_DAY, Postage
from backend.adapters.push_devices import PushDevices
from backend.adapters.sign_ins import SignIns
from backend.settings import SIGN_IN_LASTS
from tests.adapters.wall import Wall

SECOND = timedelta(seconds=1)
LEFT = """
SELECT (SELECT count(*) FROM identity.mailed_codes), (SELECT count(*) FROM identity.challenges),
    (SELECT count(*) FROM identity.sign_ins), (SELECT count(*) FROM identity.persons)
"""
SIGN_IN = "SELECT sign_in_id FROM identity.sign_ins WHERE person_id = %s"


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
    assert await Postage(database.writer, wall).stamp(["stranger@example.org"], person)
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


async def test_a_device_without_a_sign_of_life_for_sixty_days_gets_no_more_notifications(
    database: Database, database_url: str, wall: Wall
) -> None:
    expiring, devices = Expiring(database.writer, wall), PushDevices(database.writer, wall)
    person, _ = await Identity(database.writer, wall).welcome(name="Anna", language="nl")
    with psycopg.connect(database_url) as connection:
        row = connection.execute(SIGN_IN, (person,)).fetchone()
    assert row is not None

    assert await devices.keep(
        person,
        row[0],
        server_key="ours",
        endpoint="https://push.example/1",
        public_key=b"key",
        secret=b"secret",
    )
    wall.at += SIGN_OF_LIFE - SECOND
    await expiring.round()
    kept = await devices.of([person])
    wall.at += SECOND
    await expiring.round()

    assert timedelta(days=60) == SIGN_OF_LIFE
    assert len(kept[person]) == 1
    assert not (await devices.of([person])).get(person)
    assert left(database_url) == (0, 0, 1, 1)


async def test_a_device_that_is_heard_of_lives_though_its_app_is_not_opened(
    database: Database, database_url: str, wall: Wall
) -> None:
    expiring, devices = Expiring(database.writer, wall), PushDevices(database.writer, wall)
    person, token = await Identity(database.writer, wall).welcome(name="Anna", language="nl")
    with psycopg.connect(database_url) as connection:
        row = connection.execute(SIGN_IN, (person,)).fetchone()
    assert row is not None
    assert await devices.keep(
        person,
        row[0],
        server_key="ours",
        endpoint="https://push.example/1",
        public_key=b"key",
        secret=b"secret",
    )
    wall.at += SIGN_OF_LIFE / 2
    assert await SignIns(database.writer, wall).behind(token)
    heard = wall.at
    kept = []
    for wall.at in (heard + SIGN_OF_LIFE - A_DAY, heard + SIGN_OF_LIFE):
        await expiring.round()
        kept.append(len((await devices.of([person])).get(person, ())))

    assert kept == [1, 0]


async def test_the_address_of_an_invitation_that_ran_out_is_forgotten(database: Database, wall: Wall) -> None:
    expiring, identity = Expiring(database.writer, wall), Identity(database.writer, wall)
    group = uuid4()
    person, _ = await identity.welcome(name="Anna", language="nl")
    wanted = {"noor@example.org": "member", "bas@example.org": "member"}
    await identity.invite_all(group, group, wanted, made_by=person)
    began = wall.at

    wall.at = began + INVITATION_LASTS - SECOND
    await expiring.round()
    before = [one.address for one in await identity.invitations(group)]
    wall.at += SECOND
    await expiring.round()
    after = await identity.invitations(group)

    assert sorted(before, key=str) == ["bas@example.org", "noor@example.org"]
    assert [(one.address, one.single_use) for one in after] == [(None, True)] * 2
