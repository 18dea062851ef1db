"""A device shows notifications once it asked for them, and tests them; mail stops with one click."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import msgspec
import psycopg
import pytest

from backend.adapters.stopping import Stopping
from tests.adapters.push_server import PushServer, push_server
from tests.api.circle import Circle
from tests.api.house import MASTER_KEY, House, open_house
from tests.api.people import Json, done, refused

HERE = "/me/push-subscriptions/this-device"


@pytest.fixture(scope="module")
async def pushes() -> AsyncIterator[PushServer]:
    """A push service."""
    async with push_server() as running:
        yield running


@pytest.fixture(scope="module")
async def house(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory, built: Path, pushes: PushServer
) -> AsyncIterator[House]:
    """A house that may write to that push service."""
    folder = tmp_path_factory.mktemp("kring")
    async with open_house(module_database_url, folder, built, KRING_PUSH_HOSTS=pushes.origin) as opened:
        yield opened


async def test_a_device_subscribes_is_listed_tested_and_let_go(circle: Circle, pushes: PushServer) -> None:
    anna, browser = circle.members[0], pushes.browser("anna")
    key = (await anna.seen("/push/key"))["key"]
    body = {name: value for name, value in browser.subscription.items() if value is not None}
    for _ in range(2):
        assert (await anna.put(HERE, body)).status_code == 204
    listed = (await anna.seen("/me/push-subscriptions"))["devices"]
    tested = (await anna.post(f"{HERE}/test")).json()
    (message,) = pushes.to("anna")
    assert (await anna.delete(HERE)).status_code == 204
    after = (await anna.post(f"{HERE}/test")).json()

    assert [(one["current"], one["renew"]) for one in listed] == [(True, False)]
    assert tested == {"delivery": "taken"}
    assert pushes.vapid_keys == {key}
    assert msgspec.json.decode(browser.read(message.body))["notification"]["tag"] == "test"
    assert message.headers["urgency"] == "high"
    assert after == {"delivery": "gone"}
    assert (await anna.seen("/me/push-subscriptions"))["devices"] == []


async def test_a_test_tells_that_a_device_is_gone_and_forgets_it(circle: Circle, pushes: PushServer) -> None:
    bo, browser = circle.members[1], pushes.browser("bo")
    assert (await bo.put(HERE, browser.subscription)).status_code == 204
    pushes.answers["/push/bo"] = [(410, {})]

    assert (await bo.post(f"{HERE}/test")).json() == {"delivery": "gone"}
    assert (await bo.seen("/me/push-subscriptions"))["devices"] == []


async def test_a_browser_is_of_who_signed_in_there_last(circle: Circle, pushes: PushServer) -> None:
    anna, bo = circle.members[:2]
    browser = pushes.browser("shared")
    for person in (anna, bo):
        assert (await person.put(HERE, browser.subscription)).status_code == 204

    assert (await anna.seen("/me/push-subscriptions"))["devices"] == []
    assert len((await bo.seen("/me/push-subscriptions"))["devices"]) == 1


async def test_two_who_name_one_browser_at_the_same_moment_are_both_answered(
    circle: Circle, pushes: PushServer
) -> None:
    two, browser = circle.members[:2], pushes.browser("both")
    answers = await asyncio.gather(
        *(person.put(HERE, browser.subscription) for _ in range(20) for person in two)
    )
    listed = [len((await person.seen("/me/push-subscriptions"))["devices"]) for person in two]

    assert {answer.status_code for answer in answers} == {204}
    assert sum(listed) == 1


async def test_a_device_that_signs_out_shows_no_more(
    circle: Circle, house: House, pushes: PushServer
) -> None:
    cas, browser = circle.members[2], pushes.browser("cas")
    assert (await cas.put(HERE, browser.subscription)).status_code == 204
    assert (await cas.delete("/me/sign-in")).status_code == 204
    with psycopg.connect(house.database_url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM identity.push_devices WHERE endpoint = %s", (browser.endpoint,)
        ).fetchone()

    assert row == (0,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "https://fcm.googleapis.com/x"},
        {"keys": {"p256dh": "BA", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
        {"keys": {"p256dh": "B" + "A" * 86, "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
    ],
)
async def test_an_endpoint_or_a_key_that_is_none_is_refused(
    circle: Circle, pushes: PushServer, wrong: dict[str, object]
) -> None:
    anna = circle.members[0]
    body = pushes.browser("wrong").subscription | wrong
    refused(await anna.put(HERE, body), 422, "push-service-unknown")


async def test_by_what_somebody_wants_to_be_reminded_and_cannot_is_told(
    circle: Circle, pushes: PushServer
) -> None:
    anna, browser = circle.members[0], pushes.browser("lost")
    done(await anna.put("/me/reminders", {"channels": ["push", "mail", "calendar"], "occasions": []}))
    nowhere = await anna.seen("/me/reminders")
    assert (await anna.put(HERE, browser.subscription)).status_code == 204
    here = await anna.seen("/me/reminders")
    pushes.answers["/push/lost"] = [(410, {})]
    await anna.post(f"{HERE}/test")
    gone = await anna.seen("/me/reminders")
    done(await anna.post("/me/calendars", {}))
    made = await anna.seen("/me/reminders")

    assert nowhere["unreachable"] == gone["unreachable"] == ["push", "mail", "calendar"]
    assert here["unreachable"] == ["mail", "calendar"]
    assert made["unreachable"] == ["push", "mail"]


async def test_a_mail_program_stops_mail_without_signing_in(circle: Circle, house: House) -> None:
    anna = circle.members[0]
    token = Stopping(b64decode(MASTER_KEY)).token(anna.id)
    path = f"{house.address}/api/v1/reminders/stop/{token}"
    async with httpx.AsyncClient(trust_env=False) as program:
        looked = await program.get(path)
        form_sent = await program.post(
            path, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"}
        )
        parts_sent = await program.post(path, files={"List-Unsubscribe": (None, "One-Click")})
        wrong = await program.post(f"{path[:-2]}AA")
    wishes = await anna.seen("/me/reminders")

    assert looked.status_code == 405
    assert (form_sent.status_code, parts_sent.status_code) == (204, 204)
    assert wrong.status_code == 404
    assert (wishes["asked"], wishes["channels"]) == (True, [])


async def test_readiness_tells_that_somebody_looks_for_what_is_due(house: House) -> None:
    async with httpx.AsyncClient(base_url=house.address, trust_env=False) as anybody:
        async with asyncio.timeout(15):
            while (await told(anybody))["status"] != "running":  # noqa: ASYNC110 - a monitor would poll as well
                await asyncio.sleep(0.05)
        running = await told(anybody)

    assert running["lag"] < 5


async def told(anybody: httpx.AsyncClient) -> Json:
    """Return what readiness says of reminders."""
    found: Json = (await anybody.get("/health/ready")).json()["reminders"]
    return found
