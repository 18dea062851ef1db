"""What organisations keep beside the record is each one's own, whatever a statement forgets to say."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from backend.adapters.clock import SystemClock
from backend.adapters.database import Database
from backend.adapters.identity import Identity
from backend.adapters.organisation_people import OrganisationPeople
from backend.adapters.organisations import Organisations
from backend.adapters.tokens import Tokens
from backend.domain.organisation.naming import Part

TABLES = ("organisations", "organisation_parts", "organisation_people", "organisation_accounts", "tokens")
COUNT = sql.SQL("SELECT count(*), array_agg(DISTINCT tenant_id) FROM identity.{}")
RUIN = [sql.SQL("UPDATE identity.{} SET tenant_id = tenant_id"), sql.SQL("DELETE FROM identity.{}")]
OLD = "UPDATE identity.organisation_parts SET claimed_at = claimed_at - interval '2 minutes'"
PROVE = "UPDATE identity.persons SET address = %s WHERE person_id = %s"
SOON = datetime.now(UTC) + timedelta(days=1)


async def prove(database: Database, address: str) -> UUID:
    """Let an account have proven an address; return it."""
    person, _ = await Identity(database.writer, SystemClock()).welcome(name="Anna", language="nl")
    async with database.writer.connection() as connection:
        await connection.execute(PROVE, (address, person))
    return person


async def fill(database: Database, organisation: UUID) -> tuple[UUID, str]:
    """Put something of an organisation into each table; return its token."""
    people = OrganisationPeople(database.writer, SystemClock())
    await Organisations(database.writer).call(organisation, "Het Voorbeeld")
    await Organisations(database.writer).claim(organisation, uuid4(), Part("unit", organisation, "Zorg"))
    address = f"{organisation}@voorbeeld.nl"
    await people.enlist(organisation, [(address, "Anna")])
    await prove(database, address)
    token = uuid4()
    tokens = Tokens(database.writer)
    return token, await tokens.keep(organisation, token, label="R", scopes=["audit:read"], expires_at=SOON)


@pytest.fixture
async def two(database: Database) -> tuple[UUID, UUID]:
    """Two organisations with something in every table."""
    both = uuid4(), uuid4()
    for one in both:
        await fill(database, one)
    return both


def as_writer(url: str, tenant: UUID | None) -> psycopg.Connection:
    connection = psycopg.connect(url)
    connection.execute("SET ROLE kring_writer")
    connection.execute("SELECT set_config('app.tenant', %s, false)", (str(tenant or ""),))
    return connection


@pytest.mark.parametrize("table", TABLES)
async def test_a_statement_without_where_finds_only_its_own_tenants_rows(
    database_url: str, two: tuple[UUID, UUID], table: str
) -> None:
    named, (mine, theirs) = sql.Identifier(table), two
    with as_writer(database_url, None) as nobody:
        assert nobody.execute(COUNT.format(named)).fetchone() == (0, None)
    with as_writer(database_url, mine) as own:
        assert own.execute(COUNT.format(named)).fetchone() == (1, [mine])
        for ruin in RUIN:
            assert own.execute(ruin.format(named)).rowcount == 1
    with as_writer(database_url, theirs) as other:
        assert other.execute(COUNT.format(named)).fetchone() == (1, [theirs])


async def test_who_passes_by_the_rules_of_rows_would_see_both(
    database_url: str, two: tuple[UUID, UUID]
) -> None:
    with psycopg.connect(database_url) as owner:
        for table in TABLES:
            row = owner.execute(COUNT.format(sql.Identifier(table))).fetchone()
            assert row is not None
            assert (row[0], set(row[1])) == (2, set(two))


async def test_nobody_writes_into_another_tenant(database_url: str, two: tuple[UUID, UUID]) -> None:
    mine, theirs = two
    with as_writer(database_url, mine) as own, pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute("INSERT INTO identity.organisations VALUES (%s, 'Van mij')", (theirs,))
    with as_writer(database_url, mine) as own, pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute("UPDATE identity.organisation_parts SET tenant_id = %s", (theirs,))


async def test_the_reader_of_the_record_sees_none_of_it(database_url: str, two: tuple[UUID, UUID]) -> None:
    assert two
    for table in TABLES:
        with psycopg.connect(database_url) as reader:
            reader.execute("SET ROLE kring_reader")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(COUNT.format(sql.Identifier(table)))


async def test_a_secret_finds_its_token_across_tenants_until_it_ends(database: Database) -> None:
    tokens, organisation = Tokens(database.writer), uuid4()
    token, secret = await fill(database, organisation)
    found = await tokens.behind(secret, datetime.now(UTC))

    assert found is not None
    assert (found.organisation, found.token, found.scopes) == (organisation, token, ["audit:read"])
    assert await tokens.behind(secret, SOON) is None
    assert await tokens.behind(secret + "x", datetime.now(UTC)) is None
    await tokens.revoke(organisation, token)
    assert await tokens.behind(secret, datetime.now(UTC)) is None


async def test_a_name_that_came_to_nothing_is_given_up_only_when_it_is_old(
    database: Database, database_url: str
) -> None:
    names, organisation, first, second = Organisations(database.writer), uuid4(), uuid4(), uuid4()
    care = Part("unit", organisation, "Zorg")
    assert await names.claim(organisation, first, care) is None
    await names.give_up(organisation, first)

    assert await names.claim(organisation, second, care) == first
    with psycopg.connect(database_url) as owner:
        owner.execute(OLD)
    await names.give_up(organisation, first)
    assert await names.claim(organisation, second, care) is None


async def test_forgetting_an_account_takes_the_persons_name_out_of_every_organisation(
    database: Database, two: tuple[UUID, UUID]
) -> None:
    people, identity = (
        OrganisationPeople(database.writer, SystemClock()),
        Identity(database.writer, SystemClock()),
    )
    account = await prove(database, "bo@voorbeeld.nl")
    for one in two:
        await people.enlist(one, [("bo@voorbeeld.nl", "B. de Vries")])
    known_as = await people.of_account(account)
    await identity.forget(account)

    assert known_as.keys() == set(two)
    assert [one.name for office in two for one in await people.everybody(office)] == ["Anna", "Anna"]
    assert await people.of_account(account) == known_as
    for office, own in known_as.items():
        await people.forget(office, [own])
    assert await people.of_account(account) == {}


async def test_enrolling_and_proving_link_in_either_order(database: Database) -> None:
    people, first, second = OrganisationPeople(database.writer, SystemClock()), uuid4(), uuid4()
    before = await people.enlist(first, [("cas@voorbeeld.nl", "Cas")])
    assert await people.own(first, list(before.values())) == {}
    account = await prove(database, "cas@voorbeeld.nl")
    after = await people.enlist(second, [("cas@voorbeeld.nl", "Cas"), ("dirk@voorbeeld.nl", "Dirk")])

    assert await people.own(first, [account]) == {account: before["cas@voorbeeld.nl"]}
    assert await people.own(second, [account]) == {account: after["cas@voorbeeld.nl"]}
    assert account not in {*before.values(), *after.values()}


async def test_an_account_is_one_person_of_an_organisation_and_an_address_its_last_provers(
    database: Database,
) -> None:
    people, office = OrganisationPeople(database.writer, SystemClock()), uuid4()
    known = await people.enlist(office, [("a@voorbeeld.nl", "Anna"), ("b@voorbeeld.nl", "Bo")])
    anna = await prove(database, "a@voorbeeld.nl")
    async with database.writer.connection() as connection:
        await connection.execute(PROVE, ("b@voorbeeld.nl", anna))
    other = await prove(database, "a@voorbeeld.nl")

    assert await people.own(office, [anna]) == {}
    assert await people.own(office, [other]) == {other: known["a@voorbeeld.nl"]}
