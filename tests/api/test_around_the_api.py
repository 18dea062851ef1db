"""Around the API: languages, health, methods, the description, and erased texts."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from backend.adapters.database import Database
from backend.adapters.master_key import master_key
from backend.adapters.vault import Vault
from backend.api import health
from backend.settings import Settings
from tests.api.circle import Circle
from tests.api.house import MASTER_KEY, House
from tests.api.people import Person, done, refused


@pytest.fixture
async def vault(house: House) -> AsyncIterator[Vault]:
    """The vault of another process of the same house."""
    settings = Settings.from_environment({"KRING_MASTER_KEY": MASTER_KEY})
    async with await Database.open(house.database_url) as database:
        yield Vault(database.writer, master_key(settings.master_key, Path("not-read")))


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("nl", "nl"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-GB", "en"),
        ("fr,en;q=0.5,nl;q=0.4", "en"),
        ("nl;q=0.1, en", "en"),
        ("fr", "nl"),
        ("*", "nl"),
        ("", "nl"),
        ("en;q=x,;;,=,nl;q=nan", "nl"),
        ("en," * 5_000, "en"),
    ],
)
async def test_a_problem_is_in_the_language_that_is_read(
    circle: Circle, accepted: str, language: str
) -> None:
    titles = {"nl": "Hier niet gevonden", "en": "Not found here", "de": "Hier nicht gefunden"}
    answer = await circle.facilitator.get("/nergens", headers={"Accept-Language": accepted[:8000]})
    problem = refused(answer, 404, "not-found")

    assert answer.headers["content-language"] == language
    assert problem["title"].split()[0] == titles[language].split()[0]


async def test_who_comes_for_the_first_time_is_nobody_and_did_nothing_wrong(
    house: House, circle: Circle
) -> None:
    member = circle.members[0]
    known = await member.get("/visitor")
    async with Person(house, "Niemand") as stranger:
        nobody = await stranger.get("/visitor")

    assert (nobody.status_code, nobody.json()) == (200, None)
    assert "set-cookie" not in nobody.headers
    assert (known.status_code, known.json()) == (200, await member.seen("/me"))
    assert "set-cookie" in known.headers


async def test_the_house_is_alive_and_ready(house: House, circle: Circle) -> None:
    maker = circle.facilitator
    live = await maker.http.get(f"{house.address}/health/live")
    ready = await maker.http.get(f"{house.address}/health/ready")

    assert live.json() == {"status": "live"}
    assert (ready.status_code, ready.json()["status"], ready.json()["database"]) == (200, "ready", True)
    assert set(ready.json()["lag"]) >= {"session_board", "learning_history", "open_actions", "agenda"}


async def test_a_house_whose_views_are_too_far_behind_is_not_ready(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "MOST_BEHIND", -1)
    lead = circle.facilitator
    answer = await lead.get(f"{lead.house.address}/health/ready")

    assert (answer.status_code, answer.json()["status"]) == (503, "not-ready")
    assert answer.json()["database"] is True


async def test_methods_are_shown_in_full(circle: Circle) -> None:
    listed = (await circle.facilitator.seen("/methods"))["methods"]
    basic = await circle.facilitator.seen("/methods/basis6")

    assert len(listed) == 31
    assert [step["key"] for step in basic["steps"]][:4] == ["check_in", "follow_up", "collect", "choose"]
    assert basic["names"]["nl"]


async def test_the_description_has_its_page_from_our_own_origin(circle: Circle) -> None:
    page = await circle.facilitator.get("/docs")
    described = await circle.facilitator.seen("/openapi.json")

    assert described["openapi"].startswith("3.1")
    assert "://" not in page.text
    operations = [o for path in described["paths"].values() for o in path.values()]
    assert all(operation["operationId"] and operation["summary"] for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)


async def test_an_erased_text_is_null_for_everybody_and_the_rest_stays(
    circle: Circle, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = await circle.meeting()
    await meeting.start("check_in")
    await meeting.reach("ask")
    await meeting.said(meeting.asker, "questions", text="Wat gebeurde er?")
    await meeting.said(meeting.owner, "check-ins", text="Hallo")
    await vault.destroy_case(circle.id, meeting.case)
    monkeypatch.setattr("backend.adapters.vault.KNOWN_FOR", 1e-6)
    log = {event["type"]: event for event in await meeting.log(meeting.asker)}

    assert log["case_proposed"]["title"] is None
    assert log["question_asked"]["text"] is None
    assert log["checked_in"]["text"] == "Hallo"
    ended = done(await meeting.move("closing"))
    history = await meeting.owner.seen(f"{circle.path}/history?after={ended['position']}")
    case = history["meetings"][0]["cases"][0]
    assert (case["title"], case["questions"][0]["text"]) == (None, None)


async def test_about_an_erased_case_nothing_more_can_be_written(
    circle: Circle, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = await circle.meeting()
    await meeting.reach("ask")
    await vault.destroy_case(circle.id, meeting.case)
    monkeypatch.setattr("backend.adapters.vault.KNOWN_FOR", 1e-6)
    before = await meeting.version()

    refused(await meeting.asker.say(meeting.id, "questions", text="Wat gebeurde er?"), 410, "erased")
    assert await meeting.version() == before
    await vault.destroy_person(circle.id, meeting.asker.id)
    refused(await meeting.asker.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Rust"}), 410, "erased")


async def test_what_was_never_recorded_is_not_waited_for(circle: Circle) -> None:
    path = f"{circle.path}/sessions?after=999999999"
    async with asyncio.timeout(20):
        answers = [await circle.facilitator.get(path) for _ in range(20)]

    assert {answer.status_code for answer in answers} == {200}


async def test_a_phone_that_is_gone_in_the_middle_of_a_word_is_no_fault_of_the_house(
    house: House, circle: Circle, caplog: pytest.LogCaptureFixture
) -> None:
    cookie = circle.facilitator.http.cookies["kring"]
    head = (
        f"PUT /api/v1{circle.path}/expectations/{uuid4()} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: kring={cookie}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )
    for _ in range(5):
        _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(house.address).port)
        writer.write(head.encode() + b'{"text": "Ik hoop')
        await writer.drain()
        await circle.facilitator.seen(circle.path)
        writer.transport.abort()
        await circle.facilitator.seen(circle.path)

    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
