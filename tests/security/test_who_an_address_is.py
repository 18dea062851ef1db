"""An organisation that enrols an address learns nothing of accounts, and takes nothing from them."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.api.circle import form
from tests.api.house import House
from tests.api.mailbox import asked
from tests.api.offices import Office, guest, prove, register, with_account
from tests.api.people import Person, done, refused

New = Callable[[str], Person]


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A registered organisation."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


def address() -> str:
    return f"{uuid4().hex}@voorbeeld.nl"


async def test_a_guest_claims_an_address_that_an_organisation_enrolled(office: Office, person: New) -> None:
    bob, mail = await guest(person("Bob")), address()
    known_as = await office.enrol("R. Jansen", mail)
    await prove(bob, mail)
    mine = await bob.seen(office.path)

    assert (await bob.seen("/me"))["name"] == "Bob"
    assert mine["me"] == {"person": str(known_as), "administrator": False, "enrolled": True}


async def test_who_was_enrolled_says_their_own_name_at_the_first_sign_in(office: Office, person: New) -> None:
    bob, mail = person("Bob"), address()
    await office.enrol("R. Jansen", mail)
    code = await asked(bob, mail)
    refused(await bob.post("/sign-in/codes/redeem", {"code": code}), 422, "name-needed")
    entered = await bob.post("/sign-in/codes/redeem", {"code": code, "name": "Bob"})

    assert entered.json()["new"] is True
    assert (await bob.seen("/me"))["name"] == "Bob"


async def test_enrolling_answers_alike_whether_anybody_has_the_address(house: House, office: Office) -> None:
    known, unknown = address(), address()
    circle = await form(house, members=1)
    member = circle.members[0]
    await prove(member, known)
    answers = [
        await office.admin.post(f"{office.path}/people", {"name": "X", "address": each})
        for each in (known, unknown)
    ]
    ids = [UUID(answer.json()["person"]) for answer in answers]
    told = str([await office.people(), await office.audit(), await office.admin.seen(office.path)])

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json().keys() == answers[1].json().keys()
    assert ids[0].int >> 80 <= ids[1].int >> 80
    assert member.id not in ids
    assert str(member.id) not in told
    await circle.close()


async def test_no_event_of_an_organisation_has_the_id_of_an_account_that_was_enrolled(
    house: House, office: Office, person: New
) -> None:
    anna = await with_account(person("Anna"), mail := address())
    known_as = await office.enrol("Anna", mail)
    done(await office.admin.put(f"{office.path}/administrators/{known_as}"))
    boss = await office.enrol("Baas", address())
    done(await anna.put(f"{office.path}/people/{boss}", {"name": "Baas", "level": 3}))
    done(await anna.delete(f"{office.path}/people/{known_as}"))
    with psycopg.connect(house.database_url) as connection:
        recorded = connection.execute(
            "SELECT actor_id::text, convert_from(state, 'UTF8') FROM record.events WHERE originator_id = %s",
            (office.id,),
        ).fetchall()

    assert str(known_as) in str(recorded)
    assert str(anna.id) not in str(recorded)


async def test_deleting_an_account_leaves_the_organisation_that_knew_it_by_another_id(
    office: Office, person: New
) -> None:
    anna = await with_account(person("Anna"), mail := address())
    known_as = await office.enrol("Anna", mail)
    assert (await anna.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204

    assert (await office.people()) == {}
    log = await office.audit()
    assert (log[0]["what"], log[0]["whom"]["person"]) == ("person_left", str(known_as))
    assert str(anna.id) not in str(log)


async def test_who_registered_and_is_enrolled_leaves_in_both_ways(office: Office, house: House) -> None:
    mail = (await office.admin.seen("/me"))["address"]
    known_as = await office.enrol("H. Bakker", mail)
    other = Person(house, "Olaf")
    heir = await office.enrol("Olaf", other_mail := address())
    done(await office.admin.put(f"{office.path}/administrators/{heir}"))
    await with_account(other, other_mail)
    seen = (await office.admin.seen(office.path))["me"]
    done(await office.admin.delete(f"{office.path}/people/{known_as}"))

    assert (seen["administrator"], seen["enrolled"]) == (True, True)
    refused(await office.admin.get(office.path), 404, "not-found")
    left = (await other.seen(f"{office.path}/administrators"))["administrators"]
    assert [one["person"] for one in left] == [str(heir)]
    await other.http.aclose()
