"""Whoever was a guest before, and handed the link on, is not that person any more once it is an account."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import psycopg
import pytest

from tests.api.authenticator import Authenticator
from tests.api.circle import Circle
from tests.api.house import House
from tests.api.mailbox import asked, code_in, letter_to
from tests.api.people import Person, done, refused

New = Callable[[str], Person]
DEVICES = "SELECT count(*) FROM identity.sign_ins WHERE person_id = %s"


def fresh() -> str:
    """Return an address that nobody has."""
    return f"bob.{uuid4().hex}@example.org"


async def mallory_as(person: New, name: str) -> tuple[Person, str, str]:
    """Let Mallory make a guest with somebody's name; return her, and two links to be that guest."""
    mallory, group = person(name), uuid4()
    done(await mallory.put(f"/groups/{group}", {"name": "Kring", "my_name": name}))
    mine = f"/groups/{group}/invitations/mine"
    links = [done(await mallory.post(mine))["token"] for _ in range(2)]
    return mallory, links[0], links[1]


async def add_passkey(owner: Person) -> None:
    """Let somebody add a passkey."""
    options = (await owner.post("/me/passkeys/options")).json()["options"]
    credential = Authenticator(owner.house.address).make(options)
    added = await owner.post("/me/passkeys", {"credential": credential, "label": "Phone"})
    assert added.status_code == 201, added.text


async def signed_out(person: Person) -> None:
    """Wait until the house has heard that somebody's sign-in ended."""
    async with asyncio.timeout(2):
        while (await person.get("/me")).status_code != 401:  # noqa: ASYNC110 - what any client would do
            await asyncio.sleep(0.01)


async def by_code(bob: Person) -> None:
    """Make the guest an account with a code, as at signing in."""
    answer = await bob.post("/sign-in/codes/redeem", {"code": await asked(bob, fresh())})
    assert answer.status_code == 200, answer.text


async def by_address(bob: Person) -> None:
    """Make the guest an account with an address, as among one's details."""
    address = fresh()
    assert (await bob.post("/me/address", {"address": address})).status_code == 202
    code = code_in(await letter_to(bob.house, address))
    answer = await bob.post("/me/address/confirm", {"code": code})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("secured", [by_code, by_address, add_passkey])
async def test_a_guest_who_becomes_an_account_is_alone_with_it(
    person: New, secured: Callable[[Person], Awaitable[None]]
) -> None:
    mallory, link, spare = await mallory_as(person, "Bob")
    bob, again = person("Bob"), person("Bob")
    assert (await bob.join(link)).status_code == 200
    assert (await mallory.seen("/me"))["person"] == str(bob.id)
    await secured(bob)

    assert len((await bob.seen("/me/devices"))["devices"]) == 1
    assert not (await bob.seen("/me"))["guest"]
    await signed_out(mallory)
    refused(await again.post("/invitations/redeem", {"token": spare}), 410, "invitation-revoked")


async def test_who_changes_an_address_stays_signed_in_elsewhere(circle: Circle, person: New) -> None:
    anna, tablet = circle.members[0], person("")
    await by_code(anna)
    link = done(await anna.post(f"{circle.path}/invitations/mine"))["token"]
    assert (await tablet.post("/invitations/redeem", {"token": link})).status_code == 200
    await by_address(anna)
    await add_passkey(anna)

    assert (await tablet.seen("/me"))["person"] == str(anna.id)
    assert len((await anna.seen("/me/devices"))["devices"]) == 2


async def test_a_passkey_that_somebody_else_may_hold_does_not_stay_on_a_claimed_account(person: New) -> None:
    mallory, link, _ = await mallory_as(person, "Bob")
    bob, address = person("Bob"), fresh()
    assert (await bob.join(link)).status_code == 200
    options = (await bob.post("/me/passkeys/options")).json()["options"]
    await add_passkey(mallory)
    await signed_out(bob)
    bob.http.cookies.delete("kring")
    bob.http.cookies.set("kring", mallory.http.cookies["kring"])
    code = await asked(bob, address)

    refused(await bob.post("/sign-in/codes/redeem", {"code": code}), 409, "already-claimed")
    assert (await bob.seen("/me"))["address"] is None
    late = {"credential": Authenticator(bob.house.address).make(options), "label": "Late"}
    refused(await bob.post("/me/passkeys", late), 410, "passkey-too-late")
    itself = await bob.post("/sign-in/codes/redeem", {"code": code, "name": "Bob", "instead": True})
    assert itself.json()["new"]
    assert itself.json()["person"] != str(bob.id)


async def test_a_link_to_be_somebody_does_not_replace_who_is_signed_in(
    house: House, circle: Circle, person: New
) -> None:
    _, link, _ = await mallory_as(person, "Bob")
    anna = circle.members[0]
    refused(await anna.post("/invitations/redeem", {"token": link}), 409, "signed-in-as-another")
    assert (await anna.seen("/me"))["person"] == str(anna.id)

    old = anna.http.cookies["kring"]
    other = await anna.post("/invitations/redeem", {"token": link, "instead": True})
    assert (await anna.seen("/me"))["person"] == other.json()["person"] != str(anna.id)
    thief = person("")
    thief.http.cookies.set("kring", old)
    refused(await thief.get("/me"), 401, "sign-in-first")
    with psycopg.connect(house.database_url) as connection:
        assert connection.execute(DEVICES, (anna.id,)).fetchone() == (0,)


async def test_a_link_to_my_other_device_changes_nothing_about_who_i_am_here(circle: Circle) -> None:
    anna = circle.members[0]
    link = done(await anna.post(f"{circle.path}/invitations/mine"))["token"]
    again = await anna.post("/invitations/redeem", {"token": link})

    assert again.json()["person"] == str(anna.id)
    assert len((await anna.seen("/me/devices"))["devices"]) == 1


async def test_a_key_that_was_heard_once_is_no_way_in_beside_a_passkey(person: New) -> None:
    bob, group, key = person("Bob"), uuid4(), str(uuid4())
    body = {"name": "Kring", "my_name": "Bob"}
    done(await bob.put(f"/groups/{group}", body, **{"Idempotency-Key": key}))
    await add_passkey(bob)
    thief = person("Bob")
    answer = await thief.put(f"/groups/{group}", body, **{"Idempotency-Key": key})

    refused(answer, 422, "id-reused")
    assert "kring" not in thief.http.cookies


async def test_who_left_is_not_signed_in_by_a_link_that_was_left_over(
    house: House, circle: Circle, person: New
) -> None:
    anna, tablet = circle.members[0], person("")
    link = done(await anna.post(f"{circle.path}/invitations/mine"))["token"]
    done(await anna.delete(f"{circle.path}/members/me"))
    with psycopg.connect(house.database_url) as connection:
        connection.execute("UPDATE identity.invitations SET revoked = false WHERE person_id = %s", (anna.id,))
        before = connection.execute(DEVICES, (anna.id,)).fetchone()
    refused(await tablet.post("/invitations/redeem", {"token": link}), 403, "no-longer-a-member")

    with psycopg.connect(house.database_url) as connection:
        assert connection.execute(DEVICES, (anna.id,)).fetchone() == before
