"""Administrators add webhooks, see their secrets once, and look up what went there."""

from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest

from tests.api.house import House
from tests.api.offices import Office, register
from tests.api.people import Json, done, refused

BODY = {"label": "Rooster", "url": "https://rooster.voorbeeld.nl/kring", "topics": ["session.held"]}
KEPT = "SELECT e::text FROM webhooks.endpoints AS e WHERE webhook_id = %s"
RECORDED = "SELECT convert_from(state, 'UTF8') FROM record.events WHERE originator_id = %s"


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A registered organisation."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


async def added(office: Office, **how: object) -> Json:
    """Add a webhook."""
    return done(await office.admin.post(f"{office.path}/webhooks", BODY | how))


async def test_a_secret_is_shown_once_and_kept_where_nobody_reads_it(office: Office, house: House) -> None:
    hook = await added(office)
    listed = (await office.admin.seen(f"{office.path}/webhooks"))["webhooks"]
    raw = hook["secret"].removeprefix("whsec_")
    with psycopg.connect(house.database_url) as connection:
        row = connection.execute(KEPT, (hook["id"],)).fetchone()
        recorded = str(connection.execute(RECORDED, (office.id,)).fetchall())

    assert len(raw) == 44
    assert [(one["label"], one["url"], one["paused"]) for one in listed] == [("Rooster", BODY["url"], False)]
    assert "secret" not in str(listed)
    assert raw not in str(row)
    assert "webhook_added" in recorded
    assert "voorbeeld.nl" not in recorded


async def test_the_same_key_makes_one_webhook_whose_last_secret_counts(office: Office) -> None:
    key = str(uuid4())
    twice = [
        done(await office.admin.post(f"{office.path}/webhooks", BODY, **{"Idempotency-Key": key}))
        for _ in range(2)
    ]

    assert twice[0]["id"] == twice[1]["id"]
    assert twice[0]["secret"] != twice[1]["secret"]
    assert len((await office.admin.seen(f"{office.path}/webhooks"))["webhooks"]) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://rooster.voorbeeld.nl/kring",
        "https://127.0.0.1/kring",
        "https://localhost/kring",
        "https://[::1]/kring",
        "https://10.0.0.8/kring",
        "https://rooster.voorbeeld.nl:8443/kring",
        "https://anna:geheim@rooster.voorbeeld.nl/kring",
        "https://rooster.voorbeeld.nl@127.0.0.1/",
        "ftp://rooster.voorbeeld.nl/",
        "rooster",
    ],
)
async def test_an_address_that_leads_elsewhere_is_refused(office: Office, url: str) -> None:
    hook = await added(office)
    refused(await office.admin.post(f"{office.path}/webhooks", BODY | {"url": url}), 422, "webhook-address")
    refused(
        await office.admin.put(f"{office.path}/webhooks/{hook['id']}", BODY | {"url": url}),
        422,
        "webhook-address",
    )


async def test_a_webhook_is_changed_paused_given_another_secret_and_removed(office: Office) -> None:
    hook = await added(office)
    path = f"{office.path}/webhooks/{hook['id']}"
    changed = BODY | {"url": "https://elders.voorbeeld.nl/", "paused": True, "topics": ["group.formed"]}
    done(await office.admin.put(path, changed))
    (seen,) = (await office.admin.seen(f"{office.path}/webhooks"))["webhooks"]
    other = done(await office.admin.post(f"{path}/secret"))
    done(await office.admin.delete(path))
    refused(await office.admin.put(path, BODY), 409, "unknown-webhook")
    for what in ("secret", "test", f"deliveries/{uuid4()}/replay"):
        refused(await office.admin.post(f"{path}/{what}"), 409, "unknown-webhook")
    log = await office.audit()

    assert (seen["url"], seen["paused"], seen["topics"]) == (changed["url"], True, ["group.formed"])
    assert other["secret"] != hook["secret"]
    assert [one["what"] for one in log[:4]] == [
        "webhook_removed",
        "webhook_secret_changed",
        "webhook_changed",
        "webhook_added",
    ]


async def test_what_went_there_can_be_looked_up_and_sent_again(office: Office) -> None:
    hook = await added(office)
    path = f"{office.path}/webhooks/{hook['id']}"
    sent = [(await office.admin.post(f"{path}/test")).json()["message"] for _ in range(3)]
    page = await office.admin.seen(f"{path}/deliveries?limit=2")
    rest = await office.admin.seen(f"{path}/deliveries?limit=2&cursor={page['next']}")
    again = await office.admin.post(f"{path}/deliveries/{sent[0]}/replay")
    refused(await office.admin.post(f"{path}/deliveries/{uuid4()}/replay"), 409, "unknown-delivery")

    assert [one["message"] for one in page["deliveries"] + rest["deliveries"]] == sent[::-1]
    assert rest["next"] is None
    assert (again.status_code, again.json()) == (200, {"message": sent[0]})


async def test_a_webhook_tells_of_what_there_is(office: Office) -> None:
    for topics in ([], ["case.told"], ["session.held"] * 4):
        refused(await office.admin.post(f"{office.path}/webhooks", BODY | {"topics": topics}), 422, "invalid")
    for _ in range(10):
        await added(office)
    refused(await office.admin.post(f"{office.path}/webhooks", BODY), 409, "webhooks-too-many")
