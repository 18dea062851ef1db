"""A link and a name are enough to join; a link can expire, be revoked, and be made out to one person."""

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.api.circle import Circle
from tests.api.house import House
from tests.api.people import Person, done, refused

New = Callable[[str], Person]
STRANGE = "x" * 43
AGE = "UPDATE identity.invitations SET expires_at = now() - interval '1 second' WHERE group_id = %s"


def names(view: dict[str, list[dict[str, str]]]) -> list[str]:
    return [member["name"] for member in view["members"]]


async def test_a_guest_sees_what_a_link_is_for_and_joins_with_a_name(circle: Circle, person: New) -> None:
    token, gijs = await circle.invited(), person("Gijs")
    seen = (await gijs.post("/invitations/look", {"token": token})).json()
    refused(await gijs.get("/me"), 401, "sign-in-first")
    joined = await gijs.join(token)

    assert (seen["group"], seen["group_name"], seen["role"]) == (str(circle.id), "Kring Oost", "member")
    assert (seen["invited_by"], seen["person_name"]) == ("Fieke", None)
    assert joined.status_code == 200
    me = await gijs.seen(f"/me?after={joined.json()['position']}")
    assert (me["name"], [g["group"] for g in me["groups"]]) == ("Gijs", [str(circle.id)])
    assert not me["groups"][0]["accepted_rules"]
    assert "Gijs" in names(await circle.facilitator.seen(circle.path))


async def test_a_guest_gives_a_name(circle: Circle, person: New) -> None:
    token, nobody = await circle.invited(), person("")

    refused(await nobody.post("/invitations/redeem", {"token": token}), 422, "name-needed")
    for name in ("", "  ", "a\nb", "a" * 81):
        refused(await nobody.post("/invitations/redeem", {"token": token, "name": name}), 422, "invalid")
    assert len((await circle.facilitator.seen(circle.path))["members"]) == 4


async def test_who_is_signed_in_joins_as_themselves_and_joining_twice_changes_nothing(circle: Circle) -> None:
    anna, token = circle.members[0], await circle.invited()
    again = await anna.post("/invitations/redeem", {"token": token, "name": "Iemand anders"})

    assert again.json()["person"] == str(anna.id)
    assert names(await anna.seen(circle.path)) == ["Fieke", "Anna", "Bo", "Cas"]
    listed = (await anna.seen(f"{circle.path}/invitations"))["invitations"]
    assert listed[0]["uses"] == 0


async def test_a_device_that_heard_no_answer_joins_again_as_the_same_person(
    circle: Circle, person: New
) -> None:
    token, gijs = await circle.invited(), person("Gijs")
    body, key = {"token": token, "name": "Gijs"}, {"Idempotency-Key": str(uuid4())}
    first = await gijs.post("/invitations/redeem", body, **key)
    gijs.http.cookies.clear()
    again = await gijs.post("/invitations/redeem", body, **key)

    assert (again.status_code, again.json()["person"]) == (200, first.json()["person"])
    assert (await gijs.seen("/me"))["name"] == "Gijs"
    assert names(await circle.facilitator.seen(circle.path)).count("Gijs") == 1


async def test_a_device_that_heard_no_answer_forms_its_group_once(person: New) -> None:
    maker, group = person("Mies"), uuid4()
    body, key = {"name": "Kring West", "my_name": "Mies"}, {"Idempotency-Key": str(uuid4())}
    await maker.http.put(f"/groups/{group}", json=body, headers=key)
    maker.http.cookies.clear()
    again = await maker.http.put(f"/groups/{group}", json=body, headers=key)
    stranger = person("Piet")

    assert again.status_code == 200
    assert names(await maker.seen(f"/groups/{group}")) == ["Mies"]
    refused(await stranger.put(f"/groups/{group}", body), 404, "not-found")


async def test_a_device_that_is_used_stays_signed_in(circle: Circle) -> None:
    answer = await circle.members[0].get("/me")

    assert "Max-Age=7776000" in answer.headers["set-cookie"]


async def test_a_member_does_not_become_a_facilitator_by_a_link(circle: Circle) -> None:
    anna = circle.members[0]
    link = await circle.invited("facilitator")

    refused(await anna.post("/invitations/redeem", {"token": link}), 409, "member-already")


async def test_a_member_may_be_in_two_groups(circle: Circle, person: New) -> None:
    other = person("Zoë")
    done(await other.put(f"/groups/{(group := uuid4())}", {"name": "Kring Zuid", "my_name": "Zoë"}))
    link = done(await other.post(f"/groups/{group}/invitations", {}))["token"]
    anna = circle.members[0]
    joined = await anna.post("/invitations/redeem", {"token": link})
    me = await anna.seen(f"/me?after={joined.json()['position']}")

    assert {g["name"] for g in me["groups"]} == {"Kring Oost", "Kring Zuid"}


@pytest.mark.parametrize("call", ["look", "redeem"])
async def test_a_link_that_does_not_work_says_why(
    house: House, circle: Circle, person: New, call: str
) -> None:
    guest = person("Gijs")

    async def tried(token: str) -> object:
        body = {"token": token} if call == "look" else {"token": token, "name": "Gijs"}
        answer = await guest.post(f"/invitations/{call}", body)
        return refused(answer, answer.status_code, answer.json()["type"].removeprefix("/problems/"))["type"]

    revoked = await circle.invited()
    listed = (await circle.facilitator.seen(f"{circle.path}/invitations"))["invitations"][0]
    gone = await circle.facilitator.delete(f"{circle.path}/invitations/{listed['invitation']}")
    assert gone.status_code == 204
    assert await tried(revoked) == "/problems/invitation-revoked"
    assert await tried(STRANGE) == "/problems/invitation-unknown"
    assert await tried("kort") == "/problems/invalid"
    late = await circle.invited()
    with psycopg.connect(house.database_url) as connection:
        connection.execute(AGE, (circle.id,))
    assert await tried(late) == "/problems/invitation-expired"
    assert not guest.http.cookies


async def test_only_the_maker_invites_facilitators(circle: Circle, person: New) -> None:
    anna = circle.members[0]

    refused(await anna.post(f"{circle.path}/invitations", {"role": "facilitator"}), 403, "only-the-maker")
    second = person("Gerda")
    joined = await second.join(await circle.invited("facilitator"))
    assert joined.json()["role"] == "facilitator"
    await circle.accept(second)
    refused(await second.post(f"{circle.path}/invitations", {"role": "facilitator"}), 403, "only-the-maker")
    assert done(await second.post(f"{circle.path}/invitations", {"role": "member"}))["role"] == "member"


async def test_a_link_for_my_other_device_works_once_and_without_a_name(circle: Circle, person: New) -> None:
    anna, tablet, thief = circle.members[0], person(""), person("Dief")
    made = done(await anna.post(f"{circle.path}/invitations/mine"))
    look = (await tablet.post("/invitations/look", {"token": made["token"]})).json()
    first = await tablet.post("/invitations/redeem", {"token": made["token"]})

    assert look["person_name"] == "Anna"
    assert first.json()["person"] == str(anna.id)
    assert (await tablet.seen("/me"))["person"] == str(anna.id)
    refused(await thief.join(made["token"]), 410, "invitation-used")
    listed = (await anna.seen(f"{circle.path}/invitations"))["invitations"]
    assert made["invitation"] not in {invitation["invitation"] for invitation in listed}


async def test_a_link_is_shown_once_and_kept_as_a_hash(house: House, circle: Circle) -> None:
    made = done(await circle.facilitator.post(f"{circle.path}/invitations", {}))
    listed = (await circle.facilitator.seen(f"{circle.path}/invitations"))["invitations"]

    assert made["url"] == f"{house.address}/join#{made['token']}"
    assert "token" not in listed[0]
    assert made["token"] not in str(listed)


async def test_signing_out_ends_this_device_only(circle: Circle, person: New) -> None:
    anna, tablet = circle.members[0], person("")
    token = done(await anna.post(f"{circle.path}/invitations/mine"))["token"]
    await tablet.post("/invitations/redeem", {"token": token})
    stolen = dict(tablet.http.cookies)
    out = await tablet.delete("/me/sign-in")

    assert out.status_code == 204
    assert not tablet.http.cookies
    thief = person("")
    thief.http.cookies.update(stolen)
    refused(await thief.get("/me"), 401, "sign-in-first")
    assert UUID((await anna.seen("/me"))["person"]) == anna.id


async def test_i_can_change_my_name_and_language(circle: Circle) -> None:
    anna = circle.members[0]
    changed = await anna.patch("/me", {"name": "  Anna-Marie ", "language": "de"})

    assert (changed.json()["name"], changed.json()["language"]) == ("Anna-Marie", "de")
    assert "Anna-Marie" in names(await circle.facilitator.seen(circle.path))
    for body in ({"name": ""}, {"language": "fr"}, {"role": "facilitator"}):
        refused(await anna.patch("/me", body), 422, "invalid")
    assert (await anna.patch("/me", {})).json()["name"] == "Anna-Marie"
