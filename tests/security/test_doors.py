"""Every operation is closed to strangers, who cannot tell a closed door from no door."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.api.circle import Circle, Meeting, form
from tests.api.house import House
from tests.api.people import Person, refused
from tests.security.doors import (
    BODIES,
    FROM_ANY_SITE,
    MAKES,
    OF_NO_GROUP,
    OF_THE_HOUSE,
    PUBLIC,
    REGISTERS,
    Door,
    every_door,
)

DOORS = every_door()
INSIDE = [door for door in DOORS if door.name not in PUBLIC | OF_NO_GROUP | MAKES | REGISTERS]
UNSAFE = [door for door in DOORS if not door.is_safe and door.name not in FROM_ANY_SITE]
CROSSINGS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://kring.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1"},
]


def named(door: Door) -> str:
    return door.name


@pytest.fixture(scope="module")
async def inside(house: House) -> AsyncIterator[Meeting]:
    """A meeting of a group, with something in it."""
    circle = await form(house)
    meeting = await circle.meeting()
    await meeting.reach("ask")
    yield meeting
    await circle.close()


@pytest.fixture(scope="module")
async def outsider(house: House) -> AsyncIterator[Person]:
    """The maker and facilitator of another group."""
    circle = await form(house, members=0)
    yield circle.facilitator
    await circle.close()


def ids_of(meeting: Meeting) -> dict[str, str]:
    """Return the ids of a meeting and its group, as paths name them."""
    return {
        "group_id": str(meeting.circle.id),
        "session_id": str(meeting.id),
        "case_id": str(meeting.case),
        "contribution_id": str(meeting.case),
        "person_id": str(meeting.owner.id),
    }


def test_every_operation_has_its_row() -> None:
    assert {door.name for door in DOORS} == set(BODIES)
    assert len(INSIDE) > 50


@pytest.mark.parametrize("door", INSIDE, ids=named)
async def test_a_member_of_another_group_finds_nothing(inside: Meeting, outsider: Person, door: Door) -> None:
    before = await inside.version()
    real, unknown = await door.knock(outsider, ids_of(inside)), await door.knock(outsider, {})

    refused(real, 404, "not-found")
    assert (real.content, real.status_code) == (unknown.content, unknown.status_code)
    assert dict(real.headers) | {"date": ""} == dict(unknown.headers) | {"date": ""}
    assert await inside.version() == before


@pytest.mark.parametrize("door", [d for d in DOORS if d.name not in PUBLIC | MAKES | OF_THE_HOUSE], ids=named)
async def test_nobody_gets_in_without_signing_in(house: House, inside: Meeting, door: Door) -> None:
    async with Person(house, "") as nobody:
        for token in ("", "x" * 43, "'; DROP TABLE persons; --", "é" * 30):
            cookie = {"Cookie": f"kring={token}"} if token.isascii() else {}
            real = await door.knock(nobody, ids_of(inside), **cookie)
            unknown = await door.knock(nobody, {}, **cookie)

            refused(real, 401, "sign-in-first")
            assert real.content == unknown.content


@pytest.mark.parametrize("door", UNSAFE, ids=named)
async def test_no_other_site_makes_anything_happen(inside: Meeting, door: Door) -> None:
    before = await inside.version()
    for crossing in CROSSINGS:
        refused(await door.knock(inside.circle.facilitator, ids_of(inside), **crossing), 403, "other-site")

    assert await inside.version() == before


async def test_a_page_of_ours_and_a_program_are_let_through(circle: Circle) -> None:
    maker = circle.facilitator
    ours = {"Origin": circle.facilitator.house.address}
    for headers in ({}, ours, {"Sec-Fetch-Site": "same-origin"} | ours, {"Sec-Fetch-Site": "none"}):
        answer = await maker.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Rust"}, **headers)

        assert answer.status_code == 201


async def test_a_member_who_was_not_there_gets_no_further_than_the_door(
    house: House, inside: Meeting
) -> None:
    async with Person(house, "Gijs") as new:
        await new.join(await inside.circle.invited())
        await inside.circle.accept(new)
        reading = [d for d in INSIDE if d.is_safe and "{session_id}" in d.path]
        for door in reading:
            refused(await door.knock(new, ids_of(inside)), 403, "not-present")
        assert len(reading) == 9
