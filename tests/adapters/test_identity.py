"""People, sign-ins and invitations: secrets are hashes, and everything ends in time."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from backend.adapters import identity as identities
from backend.adapters.clock import SystemClock
from backend.adapters.database import Database
from backend.adapters.identity import TRUSTED_FOR, Identity
from backend.settings import SIGN_IN_LASTS

GROUP, MAKER = uuid4(), uuid4()
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Wall:
    """A clock that is set by the test; ids are real."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.at

    def new_id(self) -> UUID:
        """Return a new id."""
        return SystemClock().new_id()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def identity(database: Database, wall: Wall) -> Identity:
    return Identity(database.writer, wall)


@pytest.fixture
def elsewhere(database: Database, wall: Wall) -> Callable[[], Identity]:
    """Makes the identity of another process, which trusts nobody yet."""
    return lambda: Identity(database.writer, wall)


async def test_a_token_signs_its_person_in_and_is_kept_as_a_hash(
    identity: Identity, database_url: str
) -> None:
    person, token = await identity.welcome(name="Anna", language="nl")
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT one::text FROM identity.sign_ins AS one").fetchall()

    assert await identity.person_behind(token) == person
    assert await identity.person_behind(token + "x") is None
    assert len(token) >= 43
    assert len(rows) == 1
    assert token not in rows[0][0]
    assert token.encode().hex() not in rows[0][0]


async def test_a_device_stays_signed_in_as_long_as_it_is_used(
    wall: Wall, identity: Identity, elsewhere: Callable[[], Identity]
) -> None:
    person, token = await identity.welcome(name="Anna", language="nl")
    for _ in range(3):
        wall.at += SIGN_IN_LASTS - timedelta(days=1)
        assert await elsewhere().person_behind(token) == person
    wall.at += SIGN_IN_LASTS

    assert await elsewhere().person_behind(token) is None
    wall.at -= timedelta(seconds=1)
    assert await elsewhere().person_behind(token) == person


async def test_signing_out_is_felt_at_once_here_and_soon_elsewhere(
    identity: Identity, elsewhere: Callable[[], Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(identities, "monotonic", lambda: now)
    person, token = await identity.welcome(name="Anna", language="nl")
    other = elsewhere()
    assert await other.person_behind(token) == person
    await identity.sign_out(token)

    assert await identity.person_behind(token) is None
    assert await other.person_behind(token) == person
    now += TRUSTED_FOR
    assert await other.person_behind(token) is None


async def test_who_is_trusted_is_not_looked_up_again(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, token = await identity.welcome(name="Anna", language="nl")
    assert await identity.person_behind(token) == person
    monkeypatch.setattr(identity, "_pool", None)

    assert await identity.person_behind(token) == person
    with pytest.raises(AttributeError):
        await identity.person_behind("another")


async def test_no_more_than_so_many_are_trusted_at_once(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identities, "_REMEMBERED", 3)
    for _ in range(5):
        _, token = await identity.welcome(name="Anna", language="nl")
        await identity.person_behind(token)

    assert len(identity._trusted) == 3


async def test_a_link_lasts_a_month_and_one_for_a_device_a_day(identity: Identity) -> None:
    made, token = await identity.invite(GROUP, GROUP, role="member", made_by=MAKER)
    person, _ = await identity.welcome(name="Anna", language="nl")
    mine, _ = await identity.invite(GROUP, GROUP, role="member", made_by=person, person=person)

    assert made.expires_at == NOON + timedelta(days=30)
    assert mine.expires_at == NOON + timedelta(days=1)
    assert await identity.look(token) == made
    assert await identity.look("unknown") is None
    assert await identity.invitations(GROUP) == [made]


async def test_a_link_for_a_device_signs_in_once_however_many_try(identity: Identity) -> None:
    person, _ = await identity.welcome(name="Anna", language="nl")
    made, _ = await identity.invite(GROUP, GROUP, role="member", made_by=person, person=person)
    tokens = await asyncio.gather(*(identity.use_up(made.invitation) for _ in range(10)))
    signed_in = [token for token in tokens if token is not None]

    assert len(signed_in) == 1
    assert await identity.person_behind(signed_in[0]) == person


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
