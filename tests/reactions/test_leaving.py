"""What a crash left of somebody who left an organisation goes by itself, and nothing of anybody else."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.api.house import House
from tests.api.offices import Office, register
from tests.api.people import done
from tests.reactions.later import later

CALL_AGAIN = "INSERT INTO identity.organisation_people VALUES (%s, %s, %s, %s)"
CALLED = "SELECT person_id FROM identity.organisation_people WHERE tenant_id = %s"


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A registered organisation."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


def call(house: House, organisation: UUID, person: UUID) -> None:
    """Let an organisation call somebody something, as before they were enrolled or after they left."""
    with psycopg.connect(house.database_url) as connection:
        connection.execute(CALL_AGAIN, (organisation, person, "Anna", f"{person}@voorbeeld.nl"))


def called(house: House, organisation: UUID) -> set[UUID]:
    """Return whom an organisation calls something."""
    with psycopg.connect(house.database_url) as connection:
        return {person for (person,) in connection.execute(CALLED, (organisation,)).fetchall()}


async def test_the_name_of_who_left_goes_also_after_a_crash(house: House, office: Office) -> None:
    stays = await office.enrol("Bo", "bo@voorbeeld.nl")
    left = await office.enrol("Anna", "anna@voorbeeld.nl")
    done(await office.admin.delete(f"{office.path}/people/{left}"))
    call(house, office.id, left)
    async with later(house, 0) as house_again:
        await house_again.leaving.round()
        before = called(house, office.id)
        await house_again.leaving.round()

    assert before == {stays, left}
    assert called(house, office.id) == {stays}


async def test_nobody_loses_a_name_while_they_are_being_enrolled(house: House, office: Office) -> None:
    coming = uuid4()
    call(house, office.id, coming)
    async with later(house, 0) as house_again:
        await house_again.leaving.round()

    assert called(house, office.id) == {coming}


async def test_whom_no_view_knows_yet_keeps_their_name(house: House, office: Office) -> None:
    stays = await office.enrol("Bo", "bo@voorbeeld.nl")
    async with later(house, 0) as house_again:
        async with house_again.database.projecting() as connection:
            await connection.execute("DELETE FROM views.enrolment WHERE person_id = %s", (stays,))
        await house_again.leaving.round()
        await house_again.leaving.round()

    assert called(house, office.id) == {stays}
