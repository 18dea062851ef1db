"""The Python client that is written from the description talks to a real house."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from infra.client.kring_client import Kring, Problem
from infra.client.write import CLIENT, written
from tests.api.house import House
from tests.api.offices import Office, register

WRITE = Path(__file__).parents[2] / "infra" / "client" / "write.py"


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A registered organisation."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


async def test_a_program_reads_the_people_page_by_page(office: Office, house: House) -> None:
    for name in ("Anna", "Bo", "Cas"):
        await office.enrol(name, f"{uuid4().hex}@voorbeeld.nl")
    token = (await office.token("people:read"))["token"]

    def read() -> list[str]:
        names: list[str] = []
        with Kring(house.address, token=token) as kring:
            cursor: str | None = None
            while True:
                page = kring.list_people(office.id, limit=2, cursor=cursor)
                names += [person["name"] for person in page["people"]]
                cursor = page["next"]
                if cursor is None:
                    return names

    assert await asyncio.to_thread(read) == ["Anna", "Bo", "Cas"]


async def test_a_refusal_is_a_problem_with_its_word(office: Office, house: House) -> None:
    token = (await office.token("audit:read"))["token"]

    def read() -> Problem:
        with Kring(house.address, token=token) as kring, pytest.raises(Problem) as refused:
            kring.list_people(office.id)
        return refused.value

    problem = await asyncio.to_thread(read)

    assert (problem.status, problem.reason) == (403, "scope-missing")
    assert problem.detail


async def test_an_administrators_browser_adds_a_webhook(office: Office, house: House) -> None:
    cookies = dict(office.admin.http.cookies)

    def add() -> tuple[str, list[str]]:
        with Kring(house.address, http=httpx.Client(cookies=cookies)) as kring:
            made = kring.add_webhook(
                office.id,
                {"label": "Rooster", "url": "https://rooster.voorbeeld.nl/", "topics": ["session.held"]},
                idempotency_key=uuid4(),
            )
            return made["id"], [one["webhook"] for one in kring.list_webhooks(office.id)["webhooks"]]

    made, listed = await asyncio.to_thread(add)

    assert listed == [made]


def test_the_committed_client_is_the_one_that_would_be_written() -> None:
    done = subprocess.run(
        [sys.executable, str(WRITE), "--check"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_another_description_is_another_client() -> None:
    operation = {"operationId": "open_the_safe", "summary": "Open the safe", "responses": {"204": {}}}
    document = {"components": {"schemas": {}}, "paths": {"/safes/{safe}": {"post": operation}}}
    text = written(document)

    assert "def open_the_safe(self" in text
    assert text != CLIENT.read_text(encoding="utf-8")
