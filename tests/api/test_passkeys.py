"""A passkey signs in whoever holds it and shows that it is them: here, now, in this browser, once."""

from collections.abc import Callable
from copy import deepcopy
from uuid import uuid4

import psycopg
import pytest

from tests.api.authenticator import PRESENT, VERIFIED, Authenticator, b64, unb64
from tests.api.circle import Circle
from tests.api.house import House
from tests.api.people import Json, Person, refused
from tests.api.test_signing_in import account, fresh

NewPerson = Callable[[str], Person]
JUNK: tuple[object, ...] = ("", "AAAA", "!!", "o2NmbXRkbm9uZQ", "A" * 5000, None, 7, {}, [1])
LATER = "UPDATE identity.challenges SET expires_at = expires_at - interval '5 minutes 1 second'"


async def to_make(person: Person) -> Json:
    """Return what makes a passkey for somebody."""
    answer = await person.post("/me/passkeys/options")
    assert answer.status_code == 200, answer.text
    options: Json = answer.json()["options"]
    return options


async def to_sign(person: Person, *, instead: bool = False) -> Json:
    """Return what signs somebody in."""
    answer = await person.post("/sign-in/passkeys/options", {"instead": instead})
    assert answer.status_code == 200, answer.text
    options: Json = answer.json()["options"]
    return options


async def add(person: Person, device: Authenticator, label: str = "Phone") -> str:
    """Let somebody add a passkey; return its id."""
    body = {"credential": device.make(await to_make(person)), "label": label}
    answer = await person.post("/me/passkeys", body)
    assert answer.status_code == 201, answer.text
    passkey: str = answer.json()["passkey"]
    return passkey


@pytest.fixture
def device(house: House) -> Authenticator:
    """An authenticator whose browser is at the house."""
    return Authenticator(house.address)


async def test_options_ask_for_a_verified_user_and_a_key_that_finds_itself(
    circle: Circle, device: Authenticator
) -> None:
    guest = circle.members[0]
    await add(guest, device)
    make, sign = await to_make(guest), await to_sign(guest)

    assert make["authenticatorSelection"]["userVerification"] == "required"
    assert make["authenticatorSelection"]["residentKey"] == "required"
    assert make["attestation"] == "none"
    assert [one["id"] for one in make["excludeCredentials"]] == [b64(device.keys[0].id)]
    assert make["user"]["id"] == b64(guest.id.bytes)
    assert sign["userVerification"] == "required"
    assert not sign.get("allowCredentials")
    assert sign["rpId"] == make["rp"]["id"] == "127.0.0.1"
    assert make["challenge"] != (await to_make(guest))["challenge"]


async def test_a_guest_with_a_passkey_is_themselves_on_any_device(
    circle: Circle, device: Authenticator, person: NewPerson
) -> None:
    guest = circle.members[0]
    await add(guest, device)
    tablet = person("")
    answer = await tablet.post("/sign-in/passkeys", {"credential": device.sign(await to_sign(tablet))})
    await tablet.house.known()
    me = await tablet.seen("/me")

    assert answer.json() == {"person": str(guest.id), "new": False}
    assert (me["person"], me["guest"], me["passkeys"], me["address"]) == (str(guest.id), False, 1, None)
    assert [g["group"] for g in me["groups"]] == [str(circle.id)]


async def test_a_guest_is_told_that_they_would_not_come_back(
    circle: Circle, device: Authenticator, person: NewPerson
) -> None:
    anna = await account(person("Anna"), fresh())
    await add(anna, device)
    guest = circle.members[1]
    refused(await guest.post("/sign-in/passkeys/options", {}), 409, "signed-in-as-guest")
    old = guest.http.cookies["kring"]
    options = await to_sign(guest, instead=True)
    answer = await guest.post("/sign-in/passkeys", {"credential": device.sign(options)})

    assert answer.json()["person"] == (await anna.seen("/me"))["person"]
    async with Person(guest.house, "") as thief:
        thief.http.cookies.set("kring", old)
        refused(await thief.get("/me"), 401, "sign-in-first")


async def test_a_challenge_is_answered_once_soon_and_in_its_own_browser(
    circle: Circle, device: Authenticator, person: NewPerson, house: House
) -> None:
    guest, tablet, thief = circle.members[0], person(""), person("")
    await add(guest, device)
    options = await to_sign(tablet)
    body = {"credential": device.sign(options)}
    refused(await thief.post("/sign-in/passkeys", body), 410, "passkey-too-late")
    await to_sign(thief)
    refused(await thief.post("/sign-in/passkeys", body), 403, "passkey-refused")
    asking = tablet.http.cookies["kring-passkey"]
    assert (await tablet.post("/sign-in/passkeys", body)).status_code == 200
    tablet.http.cookies.set("kring-passkey", asking)
    refused(await tablet.post("/sign-in/passkeys", body), 410, "passkey-too-late")

    late = {"credential": device.sign(await to_sign(thief))}
    with psycopg.connect(house.database_url) as connection:
        connection.execute(LATER)
    refused(await thief.post("/sign-in/passkeys", late), 410, "passkey-too-late")
    refused(await thief.get("/me"), 401, "sign-in-first")


async def test_a_challenge_for_adding_signs_nobody_in_and_is_of_one_person(
    circle: Circle, device: Authenticator
) -> None:
    anna, bo = circle.members[0], circle.members[1]
    await add(anna, device)
    options = await to_make(anna)
    signed = device.sign({"challenge": options["challenge"], "rpId": "127.0.0.1"})
    refused(await anna.post("/sign-in/passkeys", {"credential": signed}), 410, "passkey-too-late")
    options = await to_make(anna)
    made = {"credential": Authenticator(device.origin).make(options), "label": "Phone"}
    bo.http.cookies.set("kring-passkey", anna.http.cookies["kring-passkey"])
    refused(await bo.post("/me/passkeys", made), 410, "passkey-too-late")
    assert (await bo.seen("/me/passkeys"))["passkeys"] == []


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "https://127.0.0.1", ""])
async def test_passkeys_of_another_origin_are_refused(
    circle: Circle, device: Authenticator, person: NewPerson, origin: str
) -> None:
    guest, tablet = circle.members[0], person("")
    await add(guest, device)
    elsewhere = Authenticator(origin, keys=device.keys)
    answer = await tablet.post("/sign-in/passkeys", {"credential": elsewhere.sign(await to_sign(tablet))})
    refused(answer, 403, "passkey-refused")
    other = Authenticator(origin).make(await to_make(guest))
    refused(await guest.post("/me/passkeys", {"credential": other, "label": "X"}), 403, "passkey-refused")
    assert len((await guest.seen("/me/passkeys"))["passkeys"]) == 1


async def test_a_key_for_another_site_is_refused(
    circle: Circle, device: Authenticator, person: NewPerson
) -> None:
    guest, tablet = circle.members[0], person("")
    await add(guest, device)
    device.keys[0].host = "evil.example"
    options = await to_sign(tablet)
    signed = device.sign(options, device.keys[0])
    refused(await tablet.post("/sign-in/passkeys", {"credential": signed}), 403, "passkey-refused")
    options = await to_make(guest)
    made = Authenticator(device.origin).make(options | {"rp": {"id": "evil.example"}})
    refused(await guest.post("/me/passkeys", {"credential": made, "label": "X"}), 403, "passkey-refused")


@pytest.mark.parametrize("flags", [PRESENT, VERIFIED, 0])
async def test_who_did_not_show_that_it_is_them_is_refused(
    circle: Circle, device: Authenticator, person: NewPerson, flags: int
) -> None:
    guest, tablet = circle.members[0], person("")
    await add(guest, device)
    device.flags = flags
    answer = await tablet.post("/sign-in/passkeys", {"credential": device.sign(await to_sign(tablet))})
    refused(answer, 403, "passkey-refused")
    made = Authenticator(device.origin, flags).make(await to_make(guest))
    refused(await guest.post("/me/passkeys", {"credential": made, "label": "X"}), 403, "passkey-refused")


async def test_a_counter_that_goes_back_is_a_copy(
    circle: Circle, device: Authenticator, person: NewPerson
) -> None:
    guest = circle.members[0]
    device.counts = True
    await add(guest, device)
    copy = deepcopy_of(device)
    for _ in range(2):
        tablet = person("")
        body = {"credential": device.sign(await to_sign(tablet))}
        assert (await tablet.post("/sign-in/passkeys", body)).status_code == 200
    thief = person("")
    refused(
        await thief.post("/sign-in/passkeys", {"credential": copy.sign(await to_sign(thief))}),
        403,
        "passkey-refused",
    )


def deepcopy_of(device: Authenticator) -> Authenticator:
    """Return a copy of a device whose keys count on by themselves."""
    return Authenticator(
        device.origin,
        device.flags,
        device.counts,
        [type(key)(key.id, key.private, key.host, key.user, key.count) for key in device.keys],
    )


async def test_a_signature_of_another_key_or_for_another_person_is_refused(
    circle: Circle, device: Authenticator, person: NewPerson
) -> None:
    anna, bo, thief = circle.members[0], circle.members[1], person("")
    mine = Authenticator(device.origin)
    await add(anna, device)
    await add(bo, mine)
    device.keys[0].private = mine.keys[0].private
    body = {"credential": device.sign(await to_sign(thief))}
    refused(await thief.post("/sign-in/passkeys", body), 403, "passkey-refused")
    mine.keys[0].user = anna.id.bytes
    body = {"credential": mine.sign(await to_sign(thief))}
    refused(await thief.post("/sign-in/passkeys", body), 403, "passkey-refused")
    refused(await thief.get("/me"), 401, "sign-in-first")


async def test_broken_credentials_are_refused_whatever_is_broken(
    circle: Circle, device: Authenticator, person: NewPerson
) -> None:
    guest, tablet = circle.members[0], person("")
    await add(guest, device)
    whole = device.sign(await to_sign(tablet))
    broken: list[object] = [{}, {"id": 1}, {"response": []}, whole | {"rawId": "é"}, whole | {"type": "x"}]
    for name in whole["response"]:
        for junk in JUNK:
            one = deepcopy(whole)
            one["response"][name] = junk
            broken.append(one)
    for credential in broken:
        await to_sign(tablet)
        answer = await tablet.post("/sign-in/passkeys", {"credential": credential})
        refused(answer, 403, "passkey-refused")
    for junk in JUNK:
        made = Authenticator(device.origin).make(await to_make(guest))
        made["response"]["attestationObject"] = junk
        answer = await guest.post("/me/passkeys", {"credential": made, "label": "X"})
        refused(answer, 403, "passkey-refused")
    assert len((await guest.seen("/me/passkeys"))["passkeys"]) == 1


async def test_several_passkeys_are_kept_labelled_and_removed_but_not_the_last_way_in(
    circle: Circle, device: Authenticator, house: House
) -> None:
    guest, other = circle.members[0], circle.members[1]
    first = await add(guest, device, " Phone ")
    second = await add(guest, Authenticator(house.address), "Key ring")
    assert (await guest.patch(f"/me/passkeys/{second}", {"label": "Safe"})).status_code == 204
    refused(await other.patch(f"/me/passkeys/{second}", {"label": "Mine"}), 404, "not-found")
    refused(await other.delete(f"/me/passkeys/{second}"), 404, "not-found")
    listed = (await guest.seen("/me/passkeys"))["passkeys"]

    assert [(one["passkey"], one["label"]) for one in listed] == [(first, "Phone"), (second, "Safe")]
    assert (await guest.delete(f"/me/passkeys/{first}")).status_code == 204
    refused(await guest.delete(f"/me/passkeys/{first}"), 404, "not-found")
    refused(await guest.delete(f"/me/passkeys/{second}"), 409, "last-way-in")
    assert (await guest.seen("/me"))["passkeys"] == 1
    refused(await guest.delete(f"/me/passkeys/{uuid4()}"), 404, "not-found")


async def test_with_an_address_the_last_passkey_may_go(device: Authenticator, person: NewPerson) -> None:
    anna = await account(person("Anna"), fresh())
    passkey = await add(anna, device)
    tablet = person("")
    await tablet.post("/sign-in/passkeys", {"credential": device.sign(await to_sign(tablet))})
    used = (await tablet.seen("/me/passkeys"))["passkeys"][0]["last_used_on"]
    assert (await anna.delete(f"/me/passkeys/{passkey}")).status_code == 204
    again = person("")
    body = {"credential": device.sign(await to_sign(again))}

    refused(await again.post("/sign-in/passkeys", body), 403, "passkey-refused")
    assert used is not None


async def test_one_key_is_kept_once(circle: Circle, device: Authenticator) -> None:
    anna, bo = circle.members[0], circle.members[1]
    await add(anna, device)
    other = Authenticator(device.origin)
    made = other.make(await to_make(bo))
    mine, theirs = other.keys[0].id, device.keys[0].id
    attested = unb64(made["response"]["attestationObject"])
    made["response"]["attestationObject"] = b64(attested.replace(mine, theirs))
    made |= {"id": b64(theirs), "rawId": b64(theirs)}

    refused(await bo.post("/me/passkeys", {"credential": made, "label": "X"}), 409, "passkey-known")
    assert (await bo.seen("/me"))["passkeys"] == 0
