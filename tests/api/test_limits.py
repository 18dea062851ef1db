"""Who calls too often is told to wait, each on their own account, and a live meeting never notices."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from backend.settings import ALLOWANCES
from tests.api.circle import Circle, form
from tests.api.house import TLS, House, open_house
from tests.api.people import Person, done, refused

FEW = "person-write=20,person-read=40,address-entry=60,address-read=150"
TOKEN = "only-the-tests-use-this-operator-token"  # noqa: S105 - of a house that lasts for one file


@pytest.fixture(scope="module")
async def strict(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory, built: Path
) -> AsyncIterator[House]:
    """A house with small limits, behind a proxy of this machine that it trusts."""
    folder = tmp_path_factory.mktemp("strict")
    how = {"KRING_LIMITS": FEW, "TRUSTED_PROXIES": "127.0.0.1", "KRING_OPERATOR_TOKEN": TOKEN}
    async with open_house(module_database_url, folder, built, **how) as opened:
        yield opened


@pytest.fixture
async def circle(strict: House) -> AsyncIterator[Circle]:
    """A group of two in the strict house."""
    formed = await form(strict, members=1)
    yield formed
    await formed.close()


def waits(answer: httpx.Response) -> int:
    """Assert that an answer tells how long to wait; return the seconds."""
    refused(answer, 429, "too-many")
    return int(answer.headers["retry-after"])


async def expect(person: Person, circle: Circle) -> httpx.Response:
    return await person.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Rust"})


async def test_a_noisy_person_waits_and_the_others_do_not(circle: Circle) -> None:
    noisy, calm = circle.facilitator, circle.members[0]
    answers = await asyncio.gather(*(expect(noisy, circle) for _ in range(200)))
    refusals = [answer for answer in answers if answer.status_code != 201]

    assert len(refusals) >= 180
    assert all(1 <= waits(answer) <= 10 for answer in refusals)
    done(await expect(calm, circle))
    assert (await noisy.get("/me")).status_code == 200


async def test_reading_too_much_is_told_in_the_language_of_the_reader(circle: Circle) -> None:
    reader = circle.members[0]
    for _ in range(40):
        await reader.get("/me")
    titles = {
        language: (await reader.get("/me", headers={"Accept-Language": language})).json()["title"]
        for language in ("nl", "en", "de")
    }

    assert titles == {"nl": "Even wachten", "en": "Wait a moment", "de": "Einen Moment warten"}


async def test_a_call_that_was_refused_for_its_number_is_accepted_after_the_wait(strict: House) -> None:
    circle = await form(strict, members=0)
    answers = [await expect(circle.facilitator, circle) for _ in range(21)]
    wait = waits(answers[-1])
    await asyncio.sleep(wait)

    assert (await expect(circle.facilitator, circle)).status_code == 201
    await circle.close()


def stranger(house: House, address: str) -> httpx.AsyncClient:
    """Return a client for whom the proxy says that it calls from an address."""
    return httpx.AsyncClient(
        base_url=f"{house.address}/api/v1",
        headers={"X-Forwarded-For": address},
        trust_env=False,
        verify=TLS,
    )


async def knocks(house: House, address: str, times: int) -> list[int]:
    """Try invitations from an address; return the status of each answer."""
    async with stranger(house, address) as client:
        token = {"token": "x" * 43}
        return [(await client.post("/invitations/look", json=token)).status_code for _ in range(times)]


async def test_who_tries_links_is_stopped_by_address_whatever_the_last_half_of_it_is(strict: House) -> None:
    first = await knocks(strict, "2001:db8:1:1::1", 60)
    same_customer = await knocks(strict, "2001:db8:1:1:ffff::2", 1)
    neighbour = await knocks(strict, "2001:db8:1:2::1", 1)
    mapped = await knocks(strict, "::ffff:192.0.2.7", 60)

    assert set(first) == {410}
    assert (same_customer, neighbour) == ([429], [410])
    assert set(mapped) == {410}
    assert await knocks(strict, "192.0.2.7", 1) == [429]


async def test_nobody_says_where_they_call_from_to_a_house_that_trusts_no_proxy(
    database_url: str, tmp_path: Path, built: Path
) -> None:
    how = {"KRING_LIMITS": "address-entry=3"}
    async with open_house(database_url, tmp_path, built, **how) as house:
        answers = [await knocks(house, f"192.0.2.{n}", 1) for n in range(4)]

    assert answers == [[410], [410], [410], [429]]


async def test_the_house_is_seen_by_its_operator_only(strict: House, circle: Circle) -> None:
    path = "/service/state"
    async with stranger(strict, "192.0.2.99") as client:
        seen = await client.get(path, headers={"Authorization": f"Bearer {TOKEN}"})
        others = [
            await client.get(path, headers=headers)
            for headers in ({}, {"Authorization": f"Bearer {TOKEN[:-1]}x"}, {"Authorization": TOKEN})
        ]

    assert seen.status_code == 200
    assert seen.json()["mail"] == "file"
    assert seen.json()["mail_folder"] == str(strict.folder / "mail")
    assert set(seen.json()) == {"lag", "mail", "mail_folder", "listening", "reminders", "helper_not_right"}
    told = {"status", "last_ran_at", "lag", "waiting", "given_up", "mail_lost"}
    assert set(seen.json()["reminders"]) == told
    for answer in (*others, await circle.facilitator.get(path)):
        refused(answer, 404, "not-found")


async def test_a_phone_that_comes_back_sends_a_hundred_at_once_within_the_shipped_limits(
    database_url: str, tmp_path: Path, built: Path
) -> None:
    shipped = ",".join(f"{name}={allowed.calls}" for name, allowed in ALLOWANCES.items())
    async with open_house(database_url, tmp_path, built, KRING_LIMITS=shipped) as house:
        circle = await form(house, members=6)
        people = (circle.facilitator, *circle.members)
        flush = [expect(circle.members[0], circle) for _ in range(100)]
        typed = [expect(person, circle) for person in people for _ in range(10)]
        answers = await asyncio.gather(*flush, *typed)
        await circle.close()

    assert {answer.status_code for answer in answers} == {201}
