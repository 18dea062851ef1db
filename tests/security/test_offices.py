"""Every operation of an organisation is closed to who administers another one."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.api.house import House
from tests.api.offices import Office, register
from tests.api.people import refused
from tests.security.doors import REGISTERS, Door, every_door

OFFICES = [d for d in every_door() if "{organisation_id}" in d.path]
BEHIND = [d for d in OFFICES if d.name not in REGISTERS]


@pytest.fixture(scope="module")
async def office(house: House) -> AsyncIterator[Office]:
    """An organisation with something of everything in it."""
    made = await register(house)
    yield made
    await made.admin.http.aclose()


@pytest.fixture(scope="module")
async def ids(office: Office) -> dict[str, str]:
    """What is in the organisation, as paths name it."""
    programme = uuid4()
    await office.admin.put(f"{office.path}/programmes/{programme}", {"name": "Duurzaam"})
    return {
        "organisation_id": str(office.id),
        "unit_id": str(await office.unit("Zorg")),
        "role_family_id": str(await office.family("Verpleging")),
        "programme_id": str(programme),
        "person_id": str(await office.enrol("Anna", f"{uuid4().hex}@voorbeeld.nl")),
        "token_id": (await office.token("audit:read"))["id"],
    }


@pytest.fixture(scope="module")
async def foreign(house: House) -> AsyncIterator[Office]:
    """Another organisation."""
    made = await register(house)
    yield made
    await made.admin.http.aclose()


def test_there_are_many_of_them() -> None:
    assert len(BEHIND) >= 19


@pytest.mark.parametrize("door", OFFICES, ids=lambda door: door.name)
async def test_a_foreign_administrator_cannot_tell_it_from_none(
    office: Office, ids: dict[str, str], foreign: Office, door: Door
) -> None:
    before = await office.admin.seen(office.path)
    real = await door.knock(foreign.admin, ids)
    refused(real, 404, "not-found")
    if door.name not in REGISTERS:
        unknown = await door.knock(foreign.admin, {})
        assert (real.content, real.status_code) == (unknown.content, unknown.status_code)
        assert dict(real.headers) | {"date": ""} == dict(unknown.headers) | {"date": ""}

    assert await office.admin.seen(office.path) == before


@pytest.mark.parametrize("door", BEHIND, ids=lambda door: door.name)
async def test_what_is_of_another_organisation_is_not_in_ones_own(
    office: Office, ids: dict[str, str], foreign: Office, door: Door
) -> None:
    theirs = [part for part in ids if f"{{{part}}}" in door.path and part != "organisation_id"]
    before = await office.admin.seen(office.path), await office.people()
    if theirs and not door.is_safe and door.name not in {"place_unit", "add_role_family", "run_programme"}:
        answer = await door.knock(foreign.admin, ids | {"organisation_id": str(foreign.id)})
        assert answer.status_code in {200, 404, 409}
        assert answer.status_code != 200 or door.name in {"let_person_go", "dismiss_administrator"}

    assert (await office.admin.seen(office.path), await office.people()) == before
