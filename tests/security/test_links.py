"""A mailed link cannot be stolen by what fetches it, and nobody learns who has an address (row 16)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.api.house import House
from tests.api.mailbox import age, asked, letter_to, text_of
from tests.api.people import Json, Person, refused

NewPerson = Callable[[str], Person]
SIGN_INS = "SELECT count(*) FROM identity.sign_ins"
SCANNER = {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)", "Sec-Fetch-Site": "none"}


def fresh() -> str:
    """Return an address that nobody has."""
    return f"eva.{uuid4().hex}@example.org"


def sign_ins(house: House) -> int:
    """Return how many sign-ins there are."""
    with psycopg.connect(house.database_url) as connection:
        row = connection.execute(SIGN_INS).fetchone()
    assert row is not None
    return int(row[0])


def link_in(text: str) -> str:
    """Return the link of a letter."""
    return next(line for line in text.splitlines() if "/sign-in#" in line)


async def test_whatever_fetches_the_link_signs_nobody_in(house: House, person: NewPerson) -> None:
    """Scanners follow links, run the page's script, and lack the cookie of the browser that asked."""
    address = fresh()
    owner = person("Eva")
    code = await asked(owner, address)
    link = link_in(text_of(await letter_to(house, address)))
    page, _, secret = link.partition("#")
    before = sign_ins(house)
    scanner = person("")
    for method in ("HEAD", "GET"):
        for url in (
            page,
            f"{page}?code={secret}",
            f"{house.address}/api/v1/sign-in/codes/redeem?code={secret}",
        ):
            answer = await scanner.http.request(method, url, headers=SCANNER)
            assert "set-cookie" not in answer.headers
    for body in ({"code": secret, "name": "Eva"}, {"code": secret, "name": "Eva", "instead": True}):
        answer = await scanner.post("/sign-in/codes/redeem", body, **SCANNER)
        refused(answer, 409, "asked-elsewhere")
        assert "set-cookie" not in answer.headers
    other = person("")
    await asked(other, fresh())
    refused(await other.post("/sign-in/codes/redeem", {"code": secret, "name": "X"}), 422, "code-wrong")
    forged = {"Cookie": f"kring-asking={'x' * 43}"}
    answer = await scanner.post("/sign-in/codes/redeem", {"code": secret, "name": "X"}, **forged)
    refused(answer, 409, "asked-elsewhere")

    assert sign_ins(house) == before
    answer = await owner.post("/sign-in/codes/redeem", {"code": code, "name": "Eva"})
    assert answer.status_code == 200
    assert sign_ins(house) == before + 1


async def test_a_replay_and_eleven_minutes_later_sign_nobody_in(house: House, person: NewPerson) -> None:
    address = fresh()
    owner = person("Eva")
    code = await asked(owner, address)
    asking = owner.http.cookies["kring-asking"]
    assert (await owner.post("/sign-in/codes/redeem", {"code": code, "name": "Eva"})).status_code == 200
    before = sign_ins(house)
    thief = person("")
    thief.http.cookies.set("kring-asking", asking)
    refused(await thief.post("/sign-in/codes/redeem", {"code": code}), 410, "code-used")
    refused(await thief.post("/sign-in/codes/redeem", {"code": code, "address": address}), 410, "code-used")

    late = await asked(owner, address)
    age(house, address, "11 minutes")
    refused(await owner.post("/sign-in/codes/redeem", {"code": late}), 410, "code-expired")
    refused(
        await thief.post("/sign-in/codes/redeem", {"code": late, "address": address}), 410, "code-expired"
    )
    assert sign_ins(house) == before


async def test_a_code_from_another_site_is_not_taken(house: House, person: NewPerson) -> None:
    owner = person("Eva")
    code = await asked(owner, fresh())
    before = sign_ins(house)
    for crossing in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = await owner.post("/sign-in/codes/redeem", {"code": code, "name": "E"}, **crossing)
        refused(answer, 403, "other-site")
    assert sign_ins(house) == before


async def test_the_asking_cookie_stays_out_of_reach(person: NewPerson) -> None:
    answer = await person("").post("/sign-in/codes", {"address": fresh()})
    name, *attributes = answer.headers["set-cookie"].split("; ")

    assert name.startswith("kring-asking=")
    assert {a.lower() for a in attributes} == {"httponly", "path=/", "samesite=strict", "max-age=600"}


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect what the house says to the database about people and codes meanwhile.

    But for who is to be reminded: that is looked for all the time.
    """
    said: list[str] = []
    real = psycopg.AsyncCursor.execute

    async def overheard(self: Any, query: Any, *rest: Any, **how: Any) -> Any:  # noqa: ANN401 - psycopg's own
        asked = str(query)
        if ("identity." in asked or "mailed code" in asked) and "reminders_due" not in asked:
            said.append(asked)
        return await real(self, query, *rest, **how)

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.AsyncCursor, "execute", overheard)
        yield said


def alike(answer: httpx.Response) -> Json:
    """Return everything of an answer that could tell one address from another."""
    cookie = answer.headers.get("set-cookie", "")
    return {
        "status": answer.status_code,
        "fields": sorted(answer.json()),
        "length": len(answer.content),
        "headers": sorted((k, v) for k, v in answer.headers.items() if k not in {"date", "set-cookie"}),
        "cookie": [part.partition("=")[0] for part in cookie.split("; ")],
        "cookie length": len(cookie),
    }


async def test_known_and_unknown_addresses_answer_alike_by_the_same_steps(
    house: House, person: NewPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, unknown = fresh(), fresh()
    owner = person("Eva")
    code = await asked(owner, known)
    assert (await owner.post("/sign-in/codes/redeem", {"code": code, "name": "Eva"})).status_code == 200
    answers, steps = [], []
    for address in (known, unknown):
        with statements(monkeypatch) as counted:
            answers.append(alike(await person("").post("/sign-in/codes", {"address": address})))
            mail = text_of(await letter_to(house, address, int(address == known)))
        steps.append(counted)
        assert "Eva" not in mail
    wrong = [
        await person("").post("/sign-in/codes/redeem", {"code": "0000-0000", "address": address})
        for address in (known, unknown)
    ]

    assert answers[0] == answers[1]
    assert steps[0] == steps[1] != []
    assert alike(wrong[0]) == alike(wrong[1])
