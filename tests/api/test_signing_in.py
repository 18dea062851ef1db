"""A code by mail signs in: the browser that asked, once, soon; and a guest who uses it stays who they are."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.api.circle import Circle
from tests.api.house import House
from tests.api.mailbox import age, asked, code_in, letter_to, letters_to, text_of
from tests.api.people import Person, refused

NewPerson = Callable[[str], Person]


def fresh() -> str:
    """Return an address that nobody has."""
    return f"anna.{uuid4().hex}@example.org"


async def account(person: Person, address: str) -> Person:
    """Let somebody who is nobody yet become a person with an address."""
    code = await asked(person, address)
    answer = await person.post("/sign-in/codes/redeem", {"code": code, "name": person.name, "language": "en"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["new"]
    return person


async def test_a_new_person_comes_in_with_a_code_and_a_name(person: NewPerson) -> None:
    anna, address = person("Anna"), fresh()
    code = await asked(anna, address)
    refused(await anna.post("/sign-in/codes/redeem", {"code": code}), 422, "name-needed")
    answer = await anna.post(
        "/sign-in/codes/redeem", {"code": code.lower().replace("-", " "), "name": " Anna ", "language": "de"}
    )
    me = await anna.seen("/me")

    assert answer.json() == {"person": me["person"], "new": True}
    assert (me["name"], me["language"], me["address"], me["guest"]) == ("Anna", "de", address, False)


async def test_who_has_an_address_comes_back_as_themselves(person: NewPerson) -> None:
    address = fresh()
    anna = await account(person("Anna"), address)
    before = await anna.seen("/me")
    tablet = person("")
    code = await asked(tablet, address.upper())
    answer = await tablet.post("/sign-in/codes/redeem", {"code": code, "name": "Somebody"})

    assert answer.json() == {"person": before["person"], "new": False}
    assert (await tablet.seen("/me"))["name"] == "Anna"


async def test_another_device_types_the_address_as_well(person: NewPerson) -> None:
    address = fresh()
    laptop, phone = person("Anna"), person("Anna")
    code = await asked(laptop, address)

    refused(await phone.post("/sign-in/codes/redeem", {"code": code, "name": "A"}), 409, "asked-elsewhere")
    wrong = {"code": code, "name": "A", "address": fresh()}
    refused(await phone.post("/sign-in/codes/redeem", wrong), 422, "code-wrong")
    right = {"code": code, "name": "A", "address": address}
    assert (await phone.post("/sign-in/codes/redeem", right)).status_code == 200
    refused(await laptop.post("/sign-in/codes/redeem", {"code": code, "name": "A"}), 410, "code-used")


async def test_a_sign_in_is_replaced_when_the_device_signs_in_anew(person: NewPerson) -> None:
    address = fresh()
    anna = await account(person("Anna"), address)
    old = anna.http.cookies["kring"]
    code = await asked(anna, address)
    assert (await anna.post("/sign-in/codes/redeem", {"code": code})).status_code == 200
    new = anna.http.cookies["kring"]

    assert new != old
    assert len((await anna.seen("/me/devices"))["devices"]) == 1
    async with Person(anna.house, "") as thief:
        thief.http.cookies.set("kring", old)
        refused(await thief.get("/me"), 401, "sign-in-first")


async def test_a_code_is_for_one_use_ten_minutes_and_five_tries(person: NewPerson, house: House) -> None:
    anna = person("Anna")
    late = fresh()
    code = await asked(anna, late)
    age(house, late, "10 minutes 1 second")
    refused(await anna.post("/sign-in/codes/redeem", {"code": code, "name": "A"}), 410, "code-expired")

    tried = fresh()
    code = await asked(anna, tried)
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    for _ in range(5):
        refused(await anna.post("/sign-in/codes/redeem", {"code": wrong, "name": "A"}), 422, "code-wrong")
    for typed in (wrong, code):
        answer = await anna.post("/sign-in/codes/redeem", {"code": typed, "name": "A"})
        refused(answer, 410, "too-many-tries")

    in_time = fresh()
    code = await asked(anna, in_time)
    age(house, in_time, "9 minutes 50 seconds")
    assert (await anna.post("/sign-in/codes/redeem", {"code": code, "name": "A"})).status_code == 200


async def test_no_number_of_calls_at_once_makes_more_than_five_tries_or_one_use(person: NewPerson) -> None:
    anna, address = person("Anna"), fresh()
    code = await asked(anna, address)
    wrong = {"code": "0000-0000", "address": address}
    answers = await asyncio.gather(*(anna.post("/sign-in/codes/redeem", wrong) for _ in range(20)))
    reasons = [answer.json()["type"] for answer in answers]

    assert reasons.count("/problems/code-wrong") == 5
    assert reasons.count("/problems/too-many-tries") == 15

    other = fresh()
    code = await asked(anna, other)
    devices = [person("A") for _ in range(5)]
    right = {"code": code, "name": "A", "address": other}
    entered = await asyncio.gather(*(one.post("/sign-in/codes/redeem", right) for one in devices))
    assert sorted(answer.status_code for answer in entered) == [200, 410, 410, 410, 410]


async def test_the_last_code_of_a_browser_is_the_one_it_is_bound_to(person: NewPerson) -> None:
    anna, bo, address = person("Anna"), person("Bo"), fresh()
    first, second = await asked(anna, address), await asked(bo, address)

    refused(await anna.post("/sign-in/codes/redeem", {"code": second, "name": "A"}), 422, "code-wrong")
    assert (await anna.post("/sign-in/codes/redeem", {"code": first, "name": "A"})).status_code == 200


async def test_an_address_is_mailed_five_codes_in_a_quarter_of_an_hour(
    person: NewPerson, house: House
) -> None:
    anna, address = person("Anna"), fresh()
    answers = await asyncio.gather(*(anna.post("/sign-in/codes", {"address": address}) for _ in range(8)))

    assert [answer.status_code for answer in answers] == [202] * 8
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1
    await letter_to(house, address, 4)
    age(house, address, "15 minutes 1 second")
    assert (await anna.post("/sign-in/codes", {"address": address})).status_code == 202
    await letter_to(house, address, 5)
    assert len(letters_to(house, address)) == 6


async def test_guesses_of_others_do_not_lock_the_browser_that_asked(person: NewPerson) -> None:
    anna, mallory, address = person("Anna"), person("Mallory"), fresh()
    code = await asked(anna, address)
    guess = {"code": "0000-0000", "address": address}
    for _ in range(6):
        assert (await mallory.post("/sign-in/codes/redeem", guess)).status_code in {410, 422}

    assert (await anna.post("/sign-in/codes/redeem", {"code": code, "name": "Anna"})).status_code == 200


@pytest.mark.parametrize(
    "wrong", ["anna", "anna@", "@example.org", "a b@example.org", "anna@example.org\r\nBcc: b@example.org"]
)
async def test_what_is_no_address_is_refused(person: NewPerson, wrong: str) -> None:
    anna = person("Anna")
    refused(await anna.post("/sign-in/codes", {"address": wrong}), 422, "address-malformed")
    body = {"code": "0000-0000", "address": wrong}
    refused(await anna.post("/sign-in/codes/redeem", body), 422, "address-malformed")


@pytest.mark.parametrize("wrong", ["", "1", "ABCD-EFG", "ABCDEFGHJ", "ÀBCD-EFGH", "UUUU-UUUU", "x" * 41])
async def test_what_cannot_be_a_code_costs_no_try(person: NewPerson, wrong: str) -> None:
    anna, address = person("Anna"), fresh()
    code = await asked(anna, address)
    for _ in range(6):
        answer = await anna.post("/sign-in/codes/redeem", {"code": wrong, "name": "A"})
        assert answer.status_code == 422

    assert (await anna.post("/sign-in/codes/redeem", {"code": code, "name": "A"})).status_code == 200


async def test_a_letter_holds_a_code_a_link_and_nothing_of_anybody(circle: Circle, house: House) -> None:
    for language, word in (("nl", "tien minuten"), ("en", "ten minutes"), ("de", "zehn Minuten")):
        address = fresh()
        code = await asked(circle.members[0], address, language)
        mail = await letter_to(house, address)
        html = mail.get_body(("html",))
        assert html is not None
        for part in (text_of(mail), html.get_content()):
            assert word in part
            assert f"{house.address}/sign-in#{code.replace('-', '')}" in part
            assert "Anna" not in part
            assert "Kring Oost" not in part
        assert mail["Auto-Submitted"] == "auto-generated"
        assert code not in mail["Subject"]


async def test_a_guest_who_uses_a_code_stays_who_they_are(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.start("check_in")
    guest, address = meeting.asker, fresh()
    said = await meeting.said(guest, "check-ins", text="Hallo")
    old = guest.http.cookies["kring"]
    code = await asked(guest, address)
    answer = await guest.post("/sign-in/codes/redeem", {"code": code})
    me = await guest.seen("/me")

    assert answer.json() == {"person": str(guest.id), "new": False}
    assert (me["person"], me["address"], me["guest"]) == (str(guest.id), address, False)
    assert [g["group"] for g in me["groups"]] == [str(circle.id)]
    assert guest.http.cookies["kring"] != old
    assert any(e.get("id") == str(said) and e["by"] == str(guest.id) for e in await meeting.log(guest))


async def test_a_guest_with_the_address_of_somebody_is_asked_who_they_want_to_be(
    circle: Circle, person: NewPerson
) -> None:
    address = fresh()
    anna = await account(person("Anna"), address)
    guest = circle.members[1]
    code = await asked(guest, address)
    refused(await guest.post("/sign-in/codes/redeem", {"code": code}), 409, "address-taken")
    assert (await guest.seen("/me"))["person"] == str(guest.id)

    old = guest.http.cookies["kring"]
    answer = await guest.post("/sign-in/codes/redeem", {"code": code, "instead": True})
    assert answer.json()["person"] == (await anna.seen("/me"))["person"]
    assert (await guest.seen("/me"))["groups"] == []
    async with Person(guest.house, "") as thief:
        thief.http.cookies.set("kring", old)
        refused(await thief.get("/me"), 401, "sign-in-first")


async def test_of_two_who_claim_one_guest_the_first_is_the_guest(circle: Circle) -> None:
    guest = circle.members[0]
    link = (await guest.post(f"{circle.path}/invitations/mine")).json()["token"]
    async with Person(guest.house, "Other") as other:
        assert (await other.join(link)).status_code == 200
        mine, theirs = fresh(), fresh()
        codes = [(guest, await asked(guest, mine)), (other, await asked(other, theirs))]
        answers = await asyncio.gather(
            *(who.post("/sign-in/codes/redeem", {"code": code}) for who, code in codes)
        )
        assert [answer.status_code for answer in answers].count(200) == 1
        lost = next(answer for answer in answers if answer.status_code != 200)
        assert lost.json()["type"] in {"/problems/already-claimed", "/problems/name-needed"}
        won, address = (guest, mine) if answers[0].status_code == 200 else (other, theirs)
        assert (await won.seen("/me"))["address"] == address


async def test_two_who_are_new_at_one_address_are_one_person(person: NewPerson) -> None:
    address = fresh()
    devices = [person("Anna") for _ in range(4)]
    codes = [await asked(device, address) for device in devices]
    answers = await asyncio.gather(
        *(
            device.post("/sign-in/codes/redeem", {"code": code, "name": "Anna"})
            for device, code in zip(devices, codes, strict=True)
        )
    )

    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json()["person"] for answer in answers}) == 1
    assert [answer.json()["new"] for answer in answers].count(True) == 1


async def test_an_address_changes_when_its_code_comes_back_and_the_old_one_is_told(
    person: NewPerson, house: House
) -> None:
    before, after = fresh(), fresh()
    anna = await account(person("Anna"), before)
    assert (await anna.post("/me/address", {"address": after})).status_code == 202
    code = code_in(await letter_to(house, after))
    refused(await anna.post("/me/address/confirm", {"code": "0000-0000"}), 422, "code-wrong")
    bo = await account(person("Bo"), fresh())
    refused(await bo.post("/me/address/confirm", {"code": code}), 422, "code-wrong")
    refused(await anna.post("/sign-in/codes/redeem", {"code": code, "address": after}), 422, "code-wrong")
    confirmed = await anna.post("/me/address/confirm", {"code": code})
    told = await letter_to(house, before, 1)

    assert confirmed.json() == {"address": after}
    assert (await anna.seen("/me"))["address"] == after
    assert "changed" in told["Subject"]
    assert after not in told.as_string()
    refused(await anna.post("/me/address/confirm", {"code": code}), 410, "code-used")


async def test_an_address_of_somebody_else_cannot_be_had(
    circle: Circle, person: NewPerson, house: House
) -> None:
    address = fresh()
    await account(person("Anna"), address)
    guest = circle.members[0]
    assert (await guest.post("/me/address", {"address": address})).status_code == 202
    code = code_in(await letter_to(house, address, 1))

    refused(await guest.post("/me/address/confirm", {"code": code}), 409, "address-taken")
    assert (await guest.seen("/me"))["guest"]


async def test_one_person_has_five_codes_mailed_however_many_addresses(circle: Circle) -> None:
    guest = circle.members[0]
    answers = [await guest.post("/me/address", {"address": fresh()}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
