"""An organisation's directory keeps its people and units over SCIM, tried by programs we did not write."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import anyio
import httpx
import httpx2
import pytest
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation
from scim2_tester import Status, check_server

from tests.api.house import House
from tests.api.mailbox import asked
from tests.api.offices import Office, register, with_account
from tests.api.people import Json, Person, done, refused

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory:
    """A program with a token for SCIM."""

    def __init__(self, house: House, token: str) -> None:
        self.root = f"{house.address}/scim/v2"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}
        self.headers = headers
        self.http = httpx.AsyncClient(base_url=self.root, headers=headers, trust_env=False, timeout=20)

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Call something."""
        content = None if body is None else json.dumps(body)
        return await self.http.request(method, path, content=content, headers=headers)

    async def hire(self, name: str, address: str, **more: object) -> Json:
        """Tell of somebody new."""
        body = {"schemas": [SCHEMA], "userName": address, "displayName": name, **more}
        answer = await self.call("POST", "/Users", body)
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    async def patch(self, path: str, *operations: Json, **headers: str) -> httpx.Response:
        """Change something."""
        return await self.call("PATCH", path, {"schemas": [PATCH], "Operations": operations}, **headers)

    async def patched(self, path: str, *operations: Json) -> Json:
        """Change something that may be changed; return it as it is then."""
        answer = await self.patch(path, *operations)
        assert answer.status_code == 204, answer.text
        found: Json = (await self.call("GET", path)).json()
        return found

    async def unit(self, name: str, *members: str) -> Json:
        """Tell of a new unit."""
        people = [{"value": member} for member in members]
        answer = await self.call(
            "POST", "/Groups", {"schemas": [_GROUP], "displayName": name, "members": people}
        )
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made


_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A registered organisation."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


@pytest.fixture
async def directory(office: Office, house: House) -> AsyncIterator[Directory]:
    """The organisation's directory."""
    made = Directory(house, (await office.token("scim"))["token"])
    yield made
    await made.http.aclose()


def address() -> str:
    return f"{uuid4().hex}@voorbeeld.nl"


async def test_a_tester_we_did_not_write_is_content(directory: Directory) -> None:
    def check() -> list[str]:
        with httpx2.Client(base_url=directory.root, headers=directory.headers, timeout=30) as http:
            client = SyncSCIMClient(http)
            results = check_server(client)
        assert len(results) > 50
        return [
            f"{one.title}: {one.reason}"
            for one in results
            if one.status not in {Status.SUCCESS, Status.SKIPPED, Status.ACCEPTABLE}
        ]

    found = await anyio.to_thread.run_sync(check)
    assert not found, "\n".join(found)


async def test_a_client_we_did_not_write_hires_moves_and_lets_go(
    directory: Directory, office: Office
) -> None:
    def work() -> tuple[Any, Any, Any]:
        with httpx2.Client(base_url=directory.root, headers=directory.headers, timeout=30) as http:
            client: Any = SyncSCIMClient(http)
            client.discover()
            users, groups = client.get_resource_model("User"), client.get_resource_model("Group")
            anna = client.create(users(user_name=address(), display_name="Anna"))
            care = client.create(groups(display_name="Zorg"))
            patch: Any = PatchOp
            operation: Any = PatchOperation
            add = operation(op="add", path="members", value=[{"value": anna.id}])
            client.modify(groups, care.id, patch[groups](operations=[add]))
            care = client.query(groups, care.id)
            client.modify(
                groups,
                care.id,
                patch[groups](operations=[operation(op="remove", path=f'members[value eq "{anna.id}"]')]),
            )
            empty = client.query(groups, care.id)
            client.delete(users, anna.id)
            return anna, care, empty

    anna, care, empty = await anyio.to_thread.run_sync(work)

    assert [member.value for member in care.members or ()] == [anna.id]
    assert not empty.members
    assert await office.people() == {}


async def test_who_is_hired_is_one_of_the_organisations_people(directory: Directory, office: Office) -> None:
    where = address()
    user = await directory.hire("Anna de Vries", where, externalId="701984")
    people = await office.people()
    log = await office.audit()

    assert people[where]["name"] == "Anna de Vries"
    assert user["externalId"] == "701984"
    assert user["meta"]["location"].endswith(f"/scim/v2/Users/{user['id']}")
    assert "person_enrolled" in [one["what"] for one in log]


async def test_who_was_enrolled_otherwise_is_found_and_not_made_twice(
    directory: Directory, office: Office
) -> None:
    where = address()
    await office.enrol("Anna", where)
    found = (await directory.call("GET", f'/Users?filter=userName eq "{where.upper()}"')).json()
    again = await directory.call("POST", "/Users", {"schemas": [SCHEMA], "userName": where})
    changed = await directory.patched(
        f"/Users/{found['Resources'][0]['id']}", {"op": "replace", "path": "displayName", "value": "Ans"}
    )

    assert found["totalResults"] == 1
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")
    assert changed["displayName"] == "Ans"
    assert (await office.people())[where]["name"] == "Ans"


@pytest.mark.parametrize("how", ["inactive", "deleted"])
async def test_who_is_let_go_is_signed_out_at_once_and_keeps_their_own(
    directory: Directory, office: Office, house: House, how: str
) -> None:
    where = address()
    user = await directory.hire("Wil", where)
    wil = await with_account(Person(house, "Wil"), where)
    group = uuid4()
    done(await wil.put(f"/groups/{group}", {"name": "Kring"}))
    await house.known()
    mine = (await wil.seen("/me/organisations"))["organisations"]
    if how == "deleted":
        gone = await directory.call("DELETE", f"/Users/{user['id']}")
    else:
        gone = await directory.patch(
            f"/Users/{user['id']}", {"op": "Replace", "path": "active", "value": "False"}
        )
    out = await wil.get("/me")
    entered = await wil.post("/sign-in/codes/redeem", {"code": await asked(wil, where)})

    assert [one["organisation"] for one in mine] == [str(office.id)]
    assert gone.status_code == 204, gone.text
    refused(out, 401, "sign-in-first")
    assert where not in await office.people()
    assert entered.json()["person"] == str(wil.id)
    assert [one["group"] for one in (await wil.seen("/me"))["groups"]] == [str(group)]
    await wil.http.aclose()


async def test_who_comes_back_is_enrolled_again_under_the_same_scim_id(
    directory: Directory, office: Office
) -> None:
    where = address()
    user = await directory.hire("Anna", where)
    path = f"/Users/{user['id']}"
    await directory.patch(path, {"op": "replace", "value": {"active": False}})
    away = (await directory.call("GET", path)).json()
    back = await directory.patched(path, {"op": "replace", "value": {"active": True}})

    assert (away["active"], back["active"], back["id"]) == (False, True, user["id"])
    assert where in await office.people()


async def test_another_address_is_the_same_person(directory: Directory, office: Office) -> None:
    where, later = address(), address()
    user = await directory.hire("Anna", where)
    before = (await office.people())[where]["person"]
    await directory.patch(f"/Users/{user['id']}", {"op": "replace", "path": "userName", "value": later})
    people = await office.people()

    assert where not in people
    assert people[later]["person"] == before


WORK, HOME = {"value": "werk@voorbeeld.nl", "type": "work"}, {"value": "ans@voorbeeld.nl", "type": "home"}
ANS = {"displayName": "Ans"}
SHAPES: list[tuple[Json, Json]] = [
    ({"op": "add", "path": "displayName", "value": "Ans"}, ANS),
    ({"op": "add", "value": {"displayName": "Ans"}}, ANS),
    ({"op": "replace", "path": "name.familyName", "value": "Vos"}, {"name": {"familyName": "Vos"}}),
    ({"op": "replace", "path": f"{SCHEMA}:displayName", "value": "Ans"}, ANS),
    ({"op": "replace", "value": {"name": {"givenName": "Ans"}}}, {"name": {"givenName": "Ans"}}),
    ({"op": "replace", "value": {"name.givenName": "Ans"}}, {"name": {"givenName": "Ans"}}),
    ({"op": "REPLACE", "path": "displayname", "value": "Ans"}, ANS),
    ({"op": "add", "path": "emails", "value": [HOME]}, {"emails": [WORK, HOME]}),
    ({"op": "add", "path": "emails", "value": [WORK]}, {}),
    ({"op": "replace", "path": "emails", "value": [HOME]}, {"emails": [HOME]}),
    (
        {"op": "replace", "path": 'emails[type eq "work"].value', "value": "ans@voorbeeld.nl"},
        {"emails": [WORK | {"value": "ans@voorbeeld.nl"}]},
    ),
    ({"op": "replace", "path": 'emails[type eq "work"]', "value": HOME}, {"emails": [HOME]}),
    ({"op": "remove", "path": 'emails[type eq "work"]'}, {"emails": None}),
    ({"op": "remove", "path": "emails"}, {"emails": None}),
    ({"op": "remove", "path": "displayName"}, {"displayName": None}),
    ({"op": "replace", "path": "active", "value": False}, {"active": False}),
    ({"op": "replace", "path": "department", "value": "Zorg"}, {}),
]
NO_SHAPES: list[Json] = [
    {"op": "remove"},
    {"op": "remove", "path": "userName"},
    {"op": "replace", "path": "id", "value": "x"},
    {"op": "move", "path": "displayName", "value": "Ans"},
    {"op": "replace", "path": "emails[", "value": "x"},
    {"op": "replace", "path": 'emails[type eq "fax"].value', "value": "ans@voorbeeld.nl"},
    {"op": "replace", "path": "active", "value": "perhaps"},
    {"op": "replace", "path": "displayName", "value": {"a": 1}},
    {"path": "displayName", "value": "Ans"},
]


@pytest.mark.parametrize(("operation", "became"), SHAPES, ids=[json.dumps(shape) for shape, _ in SHAPES])
async def test_patches_of_every_shape_are_done(directory: Directory, operation: Json, became: Json) -> None:
    user = await directory.hire("Anna", address(), emails=[WORK])
    answer = await directory.patch(f"/Users/{user['id']}", operation)
    after = (await directory.call("GET", f"/Users/{user['id']}")).json()
    changed = {name: after.get(name) for name in {*user, *after} if user.get(name) != after.get(name)}

    assert answer.status_code == 204, answer.text
    assert changed.pop("meta", {}).keys() <= {*user["meta"]}
    assert changed == became


@pytest.mark.parametrize("operation", NO_SHAPES, ids=json.dumps)
async def test_patches_of_no_shape_are_refused(directory: Directory, operation: Json) -> None:
    user = await directory.hire("Anna", address(), emails=[WORK])
    answer = await directory.patch(f"/Users/{user['id']}", operation)

    assert answer.status_code == 400, answer.text
    assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert (await directory.call("GET", f"/Users/{user['id']}")).json() == user


async def test_members_are_added_taken_out_and_replaced(directory: Directory) -> None:
    anna, bo, cas = [(await directory.hire(name, address()))["id"] for name in ("Anna", "Bo", "Cas")]
    unit = (await directory.unit("Zorg", anna))["id"]
    members: list[set[str]] = []
    for operation in (
        {"op": "add", "path": "members", "value": [{"value": bo}]},
        {"op": "add", "value": {"members": [{"value": cas}]}},
        {"op": "remove", "path": f'members[value eq "{anna}"]'},
        {"op": "replace", "path": "members", "value": [{"value": anna}]},
        {"op": "remove", "path": "members"},
    ):
        answer = await directory.patch(f"/Groups/{unit}", operation)
        assert answer.status_code == 204, answer.text
        found = (await directory.call("GET", f"/Groups/{unit}")).json()
        members.append({one["value"] for one in found.get("members", [])})

    assert members == [{anna, bo}, {anna, bo, cas}, {bo, cas}, {anna}, set()]


@pytest.mark.parametrize("body", [[], [{"op": "add"}] * 2, None, "x", {"Operations": 1}])
async def test_what_is_no_patch_is_refused(directory: Directory, body: object) -> None:
    user = await directory.hire("Anna", address())
    whole = {"schemas": [PATCH], "Operations": body} if isinstance(body, list) else body
    answer = await directory.call("PATCH", f"/Users/{user['id']}", whole)

    assert answer.status_code == 400, answer.text


async def test_nothing_of_a_patch_is_done_when_one_of_it_is_wrong(directory: Directory) -> None:
    user = await directory.hire("Anna", address())
    answer = await directory.patch(
        f"/Users/{user['id']}",
        {"op": "replace", "path": "displayName", "value": "Ans"},
        {"op": "replace", "path": "id", "value": "x"},
    )

    assert answer.status_code == 400
    assert (await directory.call("GET", f"/Users/{user['id']}")).json()["displayName"] == "Anna"


async def test_a_change_of_what_was_not_seen_is_refused(directory: Directory) -> None:
    user = await directory.hire("Anna", address())
    path, change = f"/Users/{user['id']}", {"op": "replace", "path": "displayName", "value": "Ans"}
    seen = user["meta"]["version"]
    first = await directory.patch(path, change, **{"If-Match": seen})
    second = await directory.patch(path, {**change, "value": "An"}, **{"If-Match": seen})
    same = await directory.call("GET", path, **{"If-None-Match": first.headers["etag"]})

    assert (first.status_code, second.status_code, same.status_code) == (204, 412, 304)


async def test_somebody_works_in_one_unit_and_the_last_word_counts(
    directory: Directory, office: Office
) -> None:
    where = address()
    user = await directory.hire("Anna", where)
    care, school = await directory.unit("Zorg", user["id"]), await directory.unit("School")
    moved = await directory.patch(
        f"/Groups/{school['id']}", {"op": "add", "path": "members", "value": [{"value": user["id"]}]}
    )
    late = await directory.patch(
        f"/Groups/{care['id']}", {"op": "remove", "path": f'members[value eq "{user["id"]}"]'}
    )
    left = (await directory.call("GET", f"/Groups/{care['id']}")).json()

    assert moved.status_code == 204
    assert late.status_code < 500
    assert "members" not in left
    assert (await office.people())[where]["unit"] == school["id"]


async def test_a_unit_is_named_filled_and_retired(directory: Directory, office: Office) -> None:
    user = await directory.hire("Anna", address())
    part = await office.unit("Zorg")
    named = await directory.patched(
        f"/Groups/{part}", {"op": "replace", "value": {"displayName": "Zorg Noord"}}
    )
    filled = await directory.call(
        "PUT",
        f"/Groups/{part}",
        {"schemas": [_GROUP], "displayName": "Zorg Noord", "members": [{"value": user["id"]}]},
    )
    twice = await directory.call("POST", "/Groups", {"schemas": [_GROUP], "displayName": "zorg noord"})
    within = await office.unit("Nacht", UUID(str(part)))
    full = await directory.call("DELETE", f"/Groups/{part}")
    done(await office.admin.delete(f"{office.path}/units/{within}"), 201)
    gone = await directory.call("DELETE", f"/Groups/{part}")
    frame = await office.admin.seen(office.path)

    assert named["displayName"] == "Zorg Noord"
    assert [member["value"] for member in filled.json()["members"]] == [user["id"]]
    assert (twice.status_code, full.status_code, gone.status_code) == (409, 409, 204)
    assert frame["units"] == []


@pytest.mark.parametrize("member", [str(UUID(int=7)), "x", None, 3])
async def test_a_stranger_is_no_member(directory: Directory, member: object) -> None:
    answer = await directory.call(
        "POST", "/Groups", {"schemas": [_GROUP], "displayName": uuid4().hex, "members": [{"value": member}]}
    )

    assert answer.status_code == 400


async def test_lists_are_filtered_sorted_and_paged(directory: Directory) -> None:
    for name in ("Cas", "Anna", "Bo"):
        await directory.hire(name, f"{name}{address()}".lower())
    page = (await directory.call("GET", "/Users?sortBy=displayName&startIndex=2&count=1")).json()
    few = (await directory.call("GET", '/Users?filter=displayName sw "a" or displayName eq "bo"')).json()
    bare = (await directory.call("GET", "/Users?attributes=userName")).json()
    none = (await directory.call("GET", "/Users?filter=externalId pr")).json()
    bad = await directory.call("GET", "/Users?filter=userName is it")
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "active eq true"}
    posted = (await directory.call("POST", "/Users/.search", body)).json()

    assert (page["totalResults"], page["itemsPerPage"]) == (3, 1)
    assert page["Resources"][0]["displayName"] == "Bo"
    assert few["totalResults"] == 2
    assert all("displayName" not in one for one in bare["Resources"])
    assert (none["totalResults"], posted["totalResults"]) == (0, 3)
    assert (bad.status_code, bad.json()["scimType"]) == (400, "invalidFilter")


async def test_a_token_keeps_to_its_scope_and_its_organisation(
    directory: Directory, office: Office, house: House
) -> None:
    other = await register(house)
    theirs = Directory(house, (await other.token("scim"))["token"])
    narrow = Directory(house, (await office.token("people:read", "organisation:read"))["token"])
    nobody = Directory(house, "kring_" + "x" * 43)
    user = await directory.hire("Anna", address())
    path = f"/Users/{user['id']}"
    answers = [await who.call("GET", path) for who in (theirs, narrow, nobody)]
    reading = await directory.http.get(f"{house.address}/api/v1{office.path}/people")
    cookie = await office.admin.http.get(f"{house.address}/scim/v2/Users")

    assert [answer.status_code for answer in answers] == [404, 403, 401]
    assert answers[2].headers["www-authenticate"].startswith("Bearer")
    assert all(answer.headers["content-type"] == "application/scim+json" for answer in [*answers, cookie])
    assert cookie.status_code == 401
    refused(reading, 403, "scope-missing")
    for who in (theirs, narrow, nobody):
        await who.http.aclose()
    await other.admin.http.aclose()


async def test_the_last_administrator_is_not_let_go(directory: Directory, office: Office) -> None:
    where = address()
    user = await directory.hire("Hanneke", where)
    person = (await office.people())[where]["person"]
    done(await office.admin.put(f"{office.path}/administrators/{person}"))
    done(await office.admin.delete(f"{office.path}/administrators/{office.admin.id}"))
    answer = await directory.call("DELETE", f"/Users/{user['id']}")

    assert answer.status_code == 409
    assert (await directory.call("GET", f"/Users/{user['id']}")).json()["active"] is True
