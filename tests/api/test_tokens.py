"""A token reads what it was made for, of its own organisation, until it ends; and never a group."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.api.circle import Circle
from tests.api.house import House
from tests.api.offices import UNTIL, Office, register
from tests.api.people import Json, Person, done, refused
from tests.security.doors import PUBLIC, every_door

ENDED = "UPDATE identity.tokens SET expires_at = %s WHERE token_id = %s"
KEPT = "SELECT token_hash, label, scopes FROM identity.tokens WHERE token_id = %s"
READS = {
    "": "organisation:read",
    "/groups": "organisation:read",
    "/people": "people:read",
    "/audit": "audit:read",
}
SCOPES = ("organisation:read", "people:read", "uptake:read", "audit:read")
OPEN_TO_IT = {
    *("get_organisation", "count_groups", "list_people", "get_organisation_audit"),
    *("list_uptake_definitions", "list_uptake_periods", "get_uptake", "get_uptake_series"),
    *("download_uptake", "get_uptake_visibility", "list_uptake_questions"),
}
"""What a token with all these scopes reads; a period or a measure that nobody knows is still not found."""


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A registered organisation."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


@pytest.fixture
async def program(house: House) -> AsyncIterator[Person]:
    """A program without a cookie."""
    async with Person(house, "") as made:
        yield made


def bearing(token: Json) -> dict[str, str]:
    return {"Authorization": f"Bearer {token['token']}"}


async def reading(program: Person, path: str, token: Json) -> httpx.Response:
    return await program.get(path, headers=bearing(token))


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_token_reads_what_it_was_made_for(office: Office, program: Person, scope: str) -> None:
    token = await office.token(scope)
    for path, needed in READS.items():
        answer = await reading(program, f"{office.path}{path}", token)
        if scope == needed:
            assert answer.status_code == 200
        else:
            refused(answer, 403, "scope-missing")


async def test_a_token_sees_the_frame_as_nobody(office: Office, program: Person) -> None:
    token = await office.token("organisation:read")
    seen = (await reading(program, office.path, token)).json()

    assert seen["me"] == {"person": None, "administrator": False, "enrolled": False}


async def test_what_is_wrong_with_a_token_is_not_told(office: Office, house: House, program: Person) -> None:
    other = await register(house)
    foreign, revoked, expired = (
        await other.token(*SCOPES),
        await office.token(*SCOPES),
        await office.token(*SCOPES),
    )
    done(await office.admin.delete(f"{office.path}/tokens/{revoked['id']}"))
    async with await psycopg.AsyncConnection.connect(house.database_url) as connection:
        await connection.execute(ENDED, (datetime.now(UTC) - timedelta(seconds=1), expired["id"]))
    unknown = {"token": "kring_" + "x" * 43}
    forms = [{"Authorization": f"Basic {foreign['token']}"}, {"Authorization": foreign["token"]}]
    answers = [await reading(program, office.path, t) for t in (foreign, revoked, expired, unknown)]
    answers += [await program.get(office.path, headers=bearing({"token": "kring_'; DROP TABLE"}))]
    for answer in answers:
        refused(answer, 401, "token-not-valid")
    for form in forms:
        assert (await program.get(office.path, headers=form)).status_code == 401

    assert len({answer.content for answer in answers}) == 1
    assert (await reading(program, other.path, foreign)).status_code == 200
    refused(await reading(program, f"/organisations/{uuid4()}", foreign), 401, "token-not-valid")
    await other.admin.http.aclose()


async def test_a_token_opens_no_door_but_those_of_its_scopes(
    office: Office, program: Person, circle: Circle
) -> None:
    token = await office.token(*SCOPES)
    meeting = await circle.meeting()
    ids = {
        "organisation_id": str(office.id),
        "group_id": str(circle.id),
        "session_id": str(meeting.id),
        "person_id": str(office.admin.id),
    }
    opened = set()
    for door in every_door():
        if door.name in PUBLIC or door.name == "form_group":
            continue
        answer = await door.knock(program, ids, **bearing(token))
        if door.name in OPEN_TO_IT and answer.status_code in {200, 404}:
            opened.add(door.name)
        elif door.name == "get_state_of_house":
            refused(answer, 404, "not-found")
        elif "sign-in" not in door.path:
            assert answer.status_code == 401, door

    assert opened == OPEN_TO_IT


async def test_a_token_beside_a_cookie_does_not_borrow_its_rights(office: Office) -> None:
    token = await office.token("audit:read")

    refused(await reading(office.admin, f"{office.path}/people", token), 403, "scope-missing")


async def test_a_token_is_shown_once_and_kept_as_a_hash(office: Office, house: House) -> None:
    token = await office.token("people:read", "audit:read", "audit:read")
    (listed,) = (await office.admin.seen(f"{office.path}/tokens"))["tokens"]
    async with await psycopg.AsyncConnection.connect(house.database_url) as connection:
        row = await (await connection.execute(KEPT, (token["id"],))).fetchone()

    assert row is not None
    assert len(row[0]) == 32
    assert token["token"].startswith("kring_")
    assert listed | {"made_at": ""} == {
        "token": token["id"],
        "label": "Rooster",
        "scopes": ["audit:read", "people:read"],
        "made_by": str(office.admin.id),
        "made_at": "",
        "expires_at": UNTIL,
        "last_used_on": None,
        "revoked": False,
    }


async def test_the_day_of_its_last_use_is_noted_and_revoking_ends_it_at_once(
    office: Office, program: Person
) -> None:
    token = await office.token("people:read")
    assert (await reading(program, f"{office.path}/people", token)).status_code == 200
    (listed,) = (await office.admin.seen(f"{office.path}/tokens"))["tokens"]
    done(await office.admin.delete(f"{office.path}/tokens/{token['id']}"))

    refused(await reading(program, f"{office.path}/people", token), 401, "token-not-valid")
    assert listed["last_used_on"] == datetime.now(UTC).date().isoformat()
    assert (await office.admin.seen(f"{office.path}/tokens"))["tokens"][0]["revoked"] is True
    assert (await office.admin.delete(f"{office.path}/tokens/{token['id']}")).status_code == 200
    refused(await office.admin.delete(f"{office.path}/tokens/{uuid4()}"), 409, "unknown-token")


async def test_asked_again_under_the_same_key_only_the_last_secret_works(
    office: Office, program: Person
) -> None:
    key = str(uuid4())
    body = {"label": "Rooster", "scopes": ["people:read"], "expires_at": UNTIL}
    path = f"{office.path}/tokens"
    first, second = [done(await office.admin.post(path, body, **{"Idempotency-Key": key})) for _ in range(2)]

    assert first["id"] == second["id"]
    assert len((await office.admin.seen(path))["tokens"]) == 1
    refused(await reading(program, f"{office.path}/people", first), 401, "token-not-valid")
    assert (await reading(program, f"{office.path}/people", second)).status_code == 200
    other = body | {"scopes": ["audit:read"]}
    refused(await office.admin.post(path, other, **{"Idempotency-Key": key}), 422, "id-reused")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expiry-out-of-reach"),
        ({"expires_at": "2099-01-01T00:00:00Z"}, "expiry-out-of-reach"),
        ({"expires_at": UNTIL.removesuffix("Z")}, "invalid"),
        ({"scopes": []}, "invalid"),
        ({"scopes": ["groups:read"]}, "invalid"),
        ({"label": ""}, "invalid"),
    ],
)
async def test_a_token_has_an_end_and_a_purpose(office: Office, change: Json, reason: str) -> None:
    body = {"label": "Rooster", "scopes": ["people:read"], "expires_at": UNTIL} | change

    refused(await office.admin.post(f"{office.path}/tokens", body), 422, reason)
    assert (await office.admin.seen(f"{office.path}/tokens"))["tokens"] == []
