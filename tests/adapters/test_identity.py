"""People, groups and invitations: secrets are hashes, and everything ends in time."""

import asyncio
from datetime import timedelta
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest

from backend.adapters.database import Database
from backend.adapters.identity import Identity
from backend.adapters.refusing import SignInRefused
from backend.adapters.sign_ins import SignIns
from tests.adapters.wall import NOON, Wall

GROUP, MAKER = uuid4(), uuid4()
GIVE_ADDRESS = "UPDATE identity.persons SET address = %s WHERE person_id = %s"
ASK = """
INSERT INTO identity.mailed_codes (code_id, address, asking_hash, code_hash, made_at, expires_at)
VALUES (gen_random_uuid(), %(address)s, '', '', now(), now())
"""
PASSKEY = """
INSERT INTO identity.passkeys
    (passkey_id, person_id, credential_id, public_key, sign_count, label, created_at)
VALUES (gen_random_uuid(), %(person)s, 'id', 'key', 0, 'Phone', now())
"""
CHALLENGE = """
INSERT INTO identity.challenges (browser_hash, person_id, challenge, expires_at)
VALUES ('browser', %(person)s, 'challenge', now())
"""
LEFT_OF: dict[str, LiteralString] = {
    "persons": "SELECT count(*)::int FROM identity.persons",
    "sign_ins": "SELECT count(*)::int FROM identity.sign_ins",
    "invitations": "SELECT count(*)::int FROM identity.invitations",
    "mailed_codes": "SELECT count(*)::int FROM identity.mailed_codes",
    "passkeys": "SELECT count(*)::int FROM identity.passkeys",
    "challenges": "SELECT count(*)::int FROM identity.challenges",
}


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def identity(database: Database, wall: Wall) -> Identity:
    return Identity(database.writer, wall)


async def test_a_link_lasts_a_month_and_one_for_a_device_a_day(identity: Identity) -> None:
    made, token = await identity.invite(GROUP, GROUP, role="member", made_by=MAKER)
    person, _ = await identity.welcome(name="Anna", language="nl")
    mine, _ = await identity.invite(GROUP, GROUP, role="member", made_by=person, person=person)

    assert made.expires_at == NOON + timedelta(days=30)
    assert mine.expires_at == NOON + timedelta(days=1)
    assert await identity.look(token) == made
    assert await identity.look("unknown") is None
    assert await identity.invitations(GROUP) == [made]


async def test_a_link_for_a_device_signs_in_once_however_many_try(
    identity: Identity, database: Database, wall: Wall
) -> None:
    person, _ = await identity.welcome(name="Anna", language="nl")
    made, _ = await identity.invite(GROUP, GROUP, role="member", made_by=person, person=person)
    tokens = await asyncio.gather(*(identity.use_up(made.invitation) for _ in range(10)))
    signed_in = [token for token in tokens if token is not None]

    assert len(signed_in) == 1
    found = await SignIns(database.writer, wall).behind(signed_in[0])
    assert found is not None
    assert found.person == person


async def test_a_link_for_everybody_is_not_used_up_and_counts_its_uses(identity: Identity) -> None:
    made, token = await identity.invite(GROUP, GROUP, role="member", made_by=MAKER)
    await asyncio.gather(*(identity.used(made.invitation) for _ in range(10)))

    assert await identity.use_up(made.invitation) is None
    found = await identity.look(token)
    assert found is not None
    assert (found.uses, found.revoked) == (10, False)


async def test_only_its_own_group_revokes_a_link(identity: Identity) -> None:
    made, token = await identity.invite(GROUP, GROUP, role="member", made_by=MAKER)

    assert not await identity.revoke(uuid4(), made.invitation)
    assert not await identity.revoke(GROUP, uuid4())
    assert await identity.revoke(GROUP, made.invitation)
    found = await identity.look(token)
    assert found is not None
    assert found.revoked


async def test_people_and_groups_are_found_by_their_names_of_now(identity: Identity) -> None:
    person, _ = await identity.welcome(name="Anna", language="nl")
    await identity.change_person(person, name=None, language="de")
    await identity.change_person(person, name="Anne", language=None)
    await identity.name_group(GROUP, GROUP, name="Oost", purpose="")
    await identity.name_group(GROUP, GROUP, name="West", purpose="Rust")

    assert await identity.names([person, uuid4()]) == {person: "Anne"}
    assert (await identity.person(person)).language == "de"
    assert (await identity.groups([GROUP, uuid4()]))[GROUP].name == "West"
    with pytest.raises(LookupError):
        await identity.person(uuid4())


async def test_what_a_person_told_us_can_be_read_and_changed(identity: Identity) -> None:
    person, _ = await identity.welcome(name="Anna", language="nl")
    guest = await identity.person(person)
    await identity.change_person(person, name=None, language=None, time_zone="Pacific/Chatham")
    changed = await identity.person(person)

    assert (guest.time_zone, guest.address, guest.passkeys, guest.guest) == (
        "Europe/Amsterdam",
        None,
        0,
        True,
    )
    assert (changed.name, changed.time_zone) == ("Anna", "Pacific/Chatham")


async def test_a_device_asks_again_soon_or_not_at_all(
    identity: Identity, wall: Wall, database_url: str
) -> None:
    """Its key would else be a password that no signing out could end."""
    person, _ = await identity.welcome(name="Anna", language="nl")
    wall.at += timedelta(minutes=59)
    again, _ = await identity.welcome(name="Bo", language="nl", person=person)
    assert again == person
    assert (await identity.person(person)).name == "Anna"
    wall.at += timedelta(minutes=2)
    with pytest.raises(SignInRefused, match="id-reused"):
        await identity.welcome(name="Anna", language="nl", person=person)
    claimed, _ = await identity.welcome(name="Anna", language="nl")
    with psycopg.connect(database_url) as connection:
        connection.execute(GIVE_ADDRESS, ("anna@example.org", claimed))
    with pytest.raises(SignInRefused, match="id-reused"):
        await identity.welcome(name="Anna", language="nl", person=claimed)


async def test_a_forgotten_person_is_nowhere_and_signed_in_nowhere(
    identity: Identity, database: Database, wall: Wall, database_url: str
) -> None:
    person, token = await identity.welcome(name="Anna Zeldzaam", language="nl", device="Firefox")
    other, other_token = await identity.welcome(name="Bo", language="nl")
    await identity.invite(GROUP, GROUP, role="member", made_by=person, person=person)
    _, link = await identity.invite(GROUP, GROUP, role="member", made_by=person)
    with psycopg.connect(database_url) as connection:
        address = "anna@example.org"
        connection.execute(GIVE_ADDRESS, (address, person))
        connection.execute(ASK, {"address": address})
        connection.execute(PASSKEY, {"person": person})
        connection.execute(CHALLENGE, {"person": person})
    await identity.forget(person)
    await identity.forget(person)

    sign_ins = SignIns(database.writer, wall)
    assert await identity.names([person, other]) == {other: "Bo"}
    assert await sign_ins.behind(token) is None
    assert await sign_ins.behind(other_token) is not None
    assert await identity.look(link) is not None
    with psycopg.connect(database_url) as connection:
        left = [connection.execute(LEFT_OF[table]).fetchone() for table in LEFT_OF]
    assert left == [(1,), (1,), (1,), (0,), (0,), (0,)]
