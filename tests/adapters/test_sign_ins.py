"""Sign-ins: secrets are hashes, trust lasts seconds, and an ending is heard of everywhere at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from backend.adapters import trusted
from backend.adapters.database import Database
from backend.adapters.identity import Identity
from backend.adapters.sign_ins import SignIns
from backend.adapters.tail import Tail
from backend.adapters.trusted import TRUSTED_FOR, SignedIn, Trusted
from backend.settings import SIGN_IN_LASTS
from tests.adapters.wall import NOON, Wall

END_ALL_OF = "DELETE FROM identity.sign_ins WHERE person_id = %s"
CUT_THE_TAILS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query LIKE '%notification_id >%')
    AND pid <> pg_backend_pid()
"""


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def identity(database: Database, wall: Wall) -> Identity:
    return Identity(database.writer, wall)


@pytest.fixture
def elsewhere(database: Database, wall: Wall) -> Callable[[], SignIns]:
    """Makes the sign-ins as another process knows them, which trusts nobody yet."""
    return lambda: SignIns(database.writer, wall)


@pytest.fixture
def sign_ins(elsewhere: Callable[[], SignIns]) -> SignIns:
    return elsewhere()


async def person_behind(sign_ins: SignIns, token: str) -> UUID | None:
    """Return the person alone."""
    found = await sign_ins.behind(token)
    return None if found is None else found.person


async def test_a_token_signs_its_person_in_and_is_kept_as_a_hash(
    identity: Identity, sign_ins: SignIns, database_url: str
) -> None:
    person, token = await identity.welcome(name="Anna", language="nl")
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT one::text FROM identity.sign_ins AS one").fetchall()

    assert await person_behind(sign_ins, token) == person
    assert await person_behind(sign_ins, token + "x") is None
    assert len(token) >= 43
    assert len(rows) == 1
    assert token not in rows[0][0]
    assert token.encode().hex() not in rows[0][0]


async def test_a_device_stays_signed_in_as_long_as_it_is_used(
    wall: Wall, identity: Identity, elsewhere: Callable[[], SignIns]
) -> None:
    person, token = await identity.welcome(name="Anna", language="nl")
    for _ in range(3):
        wall.at += SIGN_IN_LASTS - timedelta(days=1)
        assert await person_behind(elsewhere(), token) == person
    wall.at += SIGN_IN_LASTS

    assert await person_behind(elsewhere(), token) is None
    wall.at -= timedelta(seconds=1)
    assert await person_behind(elsewhere(), token) == person


async def test_a_device_is_known_by_its_label_and_the_day_it_was_seen(
    wall: Wall, identity: Identity, elsewhere: Callable[[], SignIns]
) -> None:
    person, token = await identity.welcome(name="Anna", language="nl", device="Firefox \u00b7 Android")
    wall.at += timedelta(days=2, hours=3)
    seen = await elsewhere().behind(token)
    device = (await elsewhere().devices(person))[0]

    assert seen is not None
    assert (device.device, device.label) == (seen.sign_in, "Firefox \u00b7 Android")
    assert (device.created_at, device.last_seen_on) == (NOON, wall.at.date())


async def test_who_is_trusted_is_not_looked_up_again(
    identity: Identity, sign_ins: SignIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, token = await identity.welcome(name="Anna", language="nl")
    assert await person_behind(sign_ins, token) == person
    monkeypatch.setattr(sign_ins, "_pool", None)

    assert await person_behind(sign_ins, token) == person
    with pytest.raises(AttributeError):
        await sign_ins.behind("another")


async def test_trust_lasts_seconds(
    identity: Identity, sign_ins: SignIns, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(trusted, "monotonic", lambda: now)
    person, token = await identity.welcome(name="Anna", language="nl")
    assert await person_behind(sign_ins, token) == person
    with psycopg.connect(database_url) as connection:
        connection.execute(END_ALL_OF, (person,))

    assert await person_behind(sign_ins, token) == person
    now += TRUSTED_FOR
    assert await person_behind(sign_ins, token) is None


async def test_no_more_than_so_many_are_trusted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "_REMEMBERED", 3)
    known = Trusted()
    for n in range(5):
        known.keep(bytes([n]), SignedIn(uuid4(), uuid4()), 0)

    assert len(known) == 3
    assert len(known._hashes) == 3
    assert known.find(b"\x01") is None
    assert known.find(b"\x04") is not None


async def test_what_ended_while_it_was_looked_up_is_not_trusted() -> None:
    known, found = Trusted(), SignedIn(uuid4(), uuid4())
    endings = known.endings
    known.drop(found.sign_in)
    known.keep(b"hash", found, endings)

    assert known.find(b"hash") is None


async def test_ending_one_or_the_others_is_felt_at_once_here(identity: Identity, sign_ins: SignIns) -> None:
    person, phone = await identity.welcome(name="Anna", language="nl")
    _, tablet = await identity.welcome(name="Anna", language="nl", person=person)
    _, laptop = await identity.welcome(name="Anna", language="nl", person=person)
    stranger, other = await identity.welcome(name="Bo", language="nl")
    kept, lost = await sign_ins.behind(phone), await sign_ins.behind(tablet)
    assert kept is not None
    assert lost is not None

    assert not await sign_ins.end(lost.sign_in, stranger)
    assert await person_behind(sign_ins, tablet) == person
    assert await sign_ins.end(lost.sign_in, person)
    assert not await sign_ins.end(lost.sign_in, person)
    assert await person_behind(sign_ins, tablet) is None
    assert await person_behind(sign_ins, laptop) == person
    assert await sign_ins.end_others(person, kept.sign_in) == 1
    assert await person_behind(sign_ins, laptop) is None
    assert await person_behind(sign_ins, phone) == person
    assert await person_behind(sign_ins, other) == stranger
    assert [device.device for device in await sign_ins.devices(person)] == [kept.sign_in]
    assert await sign_ins.living([kept.sign_in, lost.sign_in]) == {kept.sign_in}


@pytest.fixture
async def heard(database: Database) -> AsyncIterator[tuple[Tail, asyncio.Queue[UUID | None]]]:
    """What another process hears of endings, from its beginning."""
    tail, endings = Tail(database), asyncio.Queue[UUID | None]()
    tail.hear_ended(endings.put_nowait)
    async with tail:
        assert await asyncio.wait_for(endings.get(), 5) is None
        yield tail, endings


async def test_another_process_hears_of_every_way_to_end(
    identity: Identity,
    sign_ins: SignIns,
    database_url: str,
    heard: tuple[Tail, asyncio.Queue[UUID | None]],
) -> None:
    _, endings = heard
    for way in ("one", "row", "person"):
        person, token = await identity.welcome(name="Anna", language="nl")
        found = await sign_ins.behind(token)
        assert found is not None
        if way == "one":
            await sign_ins.end(found.sign_in, person)
        elif way == "row":
            with psycopg.connect(database_url) as connection:
                connection.execute(END_ALL_OF, (person,))
        else:
            await identity.forget(person)
        told = await asyncio.wait_for(endings.get(), 5)
        sign_ins.distrust(told)

        assert told == found.sign_in
        assert await sign_ins.behind(token) is None


async def test_a_process_that_may_have_missed_an_ending_is_told_to_trust_nobody(
    identity: Identity,
    sign_ins: SignIns,
    database_url: str,
    heard: tuple[Tail, asyncio.Queue[UUID | None]],
) -> None:
    _, endings = heard
    person, token = await identity.welcome(name="Anna", language="nl")
    assert await person_behind(sign_ins, token) == person
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(CUT_THE_TAILS)
        connection.execute(END_ALL_OF, (person,))
    while (told := await asyncio.wait_for(endings.get(), 5)) is not None:
        pass
    sign_ins.distrust(told)

    assert await sign_ins.behind(token) is None
