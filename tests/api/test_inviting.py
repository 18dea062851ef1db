"""Invitations by mail are made out to one address and work once; an observer is invited to watch."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.api.circle import SOON, Circle, form
from tests.api.house import House
from tests.api.mailbox import asked, letter_to, letters_to, text_of
from tests.api.offices import prove, with_account
from tests.api.people import Json, Person, done, refused

New = Callable[[str], Person]
GEERT = "geert@example.org"


async def invited(circle: Circle, address: str, **how: str) -> Json:
    """Invite somebody by mail, as who keeps the group and has an account."""
    if (await circle.facilitator.seen("/me"))["guest"]:
        await prove(circle.facilitator, f"{uuid4().hex}@example.org")
    return done(await circle.facilitator.post(f"{circle.path}/invitations", {"address": address, **how}))


def people(house: House) -> int:
    """Count the people whom the house knows."""
    with psycopg.connect(house.database_url) as connection:
        (count,) = connection.execute("SELECT count(*) FROM identity.persons").fetchone() or (0,)
    return int(count)


def token_in(text: str) -> str:
    """Return the secret of the link in a mail."""
    found = re.search(r"/join#([\w-]+)", text)
    assert found is not None, text
    return found[1]


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "uitnodiging"), ("en", "invitation"), ("de", "Einladung")]
)
async def test_an_invitation_is_mailed_in_neutral_words(
    house: House, circle: Circle, language: str, word: str
) -> None:
    address = f"geert.{language}@example.org"
    made = await invited(circle, f" {address.upper()} ", language=language)
    mail = await letter_to(house, address)
    whole = mail.as_string()

    assert made["address"] == address
    assert token_in(text_of(mail)) == made["token"]
    assert word in mail["Subject"]
    assert not [secret for secret in ("Kring Oost", "Fieke", "Anna") if secret in whole]


async def test_a_link_for_the_room_works_for_a_day(circle: Circle) -> None:
    async def lasts(**how: object) -> float:
        made = done(await circle.facilitator.post(f"{circle.path}/invitations", how))
        return (datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)) / timedelta(days=1)

    assert 0.9 < await lasts(role="member", lasts="a-day") <= 1
    assert 29.9 < await lasts(role="member") <= 30


async def test_a_mailed_invitation_works_once(circle: Circle, person: New) -> None:
    made = await invited(circle, "once@example.org")
    geert, other = person("Geert"), person("Gerda")

    assert (await geert.join(made["token"])).status_code == 200
    refused(await other.join(made["token"]), 410, "invitation-used")
    refused(await other.post("/invitations/look", {"token": made["token"]}), 410, "invitation-used")
    assert (await geert.join(made["token"])).json()["person"] == str(geert.id)
    assert not other.http.cookies
    names = [m["name"] for m in (await circle.facilitator.seen(circle.path))["members"]]
    assert names == ["Fieke", "Anna", "Bo", "Cas", "Geert"]


async def test_of_two_who_use_a_mailed_invitation_at_once_the_other_leaves_nobody_behind(
    house: House, circle: Circle, person: New
) -> None:
    for nth in range(5):
        made = await invited(circle, f"both.{nth}@example.org")
        before = people(house)
        answers = await asyncio.gather(
            *(person(name).join(made["token"]) for name in ("Geert", "Gerda", "Gijs"))
        )

        assert sorted(answer.status_code for answer in answers) == [200, 410, 410]
        assert people(house) == before + 1


async def test_a_device_that_heard_no_answer_uses_a_mailed_invitation_again(
    circle: Circle, person: New
) -> None:
    made, geert = await invited(circle, "again@example.org"), person("Geert")
    body, key = {"token": made["token"], "name": "Geert"}, {"Idempotency-Key": str(uuid4())}
    first = await geert.post("/invitations/redeem", body, **key)
    geert.http.cookies.clear()
    again = await geert.post("/invitations/redeem", body, **key)

    assert (again.status_code, again.json()["person"]) == (200, first.json()["person"])


async def test_a_member_who_opens_a_mailed_invitation_does_not_use_it_up(circle: Circle, person: New) -> None:
    made = await invited(circle, "kept@example.org")

    assert (await circle.members[0].join(made["token"])).status_code == 200
    assert (await person("Geert").join(made["token"])).status_code == 200


async def test_a_revoked_mailed_invitation_says_that_it_was_revoked(circle: Circle, person: New) -> None:
    made = await invited(circle, "revoked@example.org")
    await circle.facilitator.delete(f"{circle.path}/invitations/{made['invitation']}")

    refused(await person("Geert").join(made["token"]), 410, "invitation-revoked")


async def test_only_who_invited_sees_the_address_and_only_until_it_is_used(
    circle: Circle, person: New
) -> None:
    made = await invited(circle, "seen@example.org")

    async def listed(by: Person) -> Json:
        found = (await by.seen(f"{circle.path}/invitations"))["invitations"]
        one: Json = next(i for i in found if i["invitation"] == made["invitation"])
        return one

    assert (await listed(circle.facilitator))["address"] == "seen@example.org"
    hidden = await listed(circle.members[0])
    assert (hidden["address"], hidden["by_mail"]) == (None, True)
    await person("Geert").join(made["token"])
    assert (await listed(circle.facilitator))["address"] is None


async def test_nobody_invites_themselves(house: House, person: New) -> None:
    maker, group = person("Mies"), uuid4()
    code = await asked(maker, "mies@example.org")
    signed_in = await maker.post("/sign-in/codes/redeem", {"code": code, "name": "Mies"})
    assert signed_in.status_code == 200
    done(await maker.put(f"/groups/{group}", {"name": "Kring West"}))
    before = len(letters_to(house, "mies@example.org"))

    for address in ("mies@example.org", " MIES@Example.org "):
        answer = await maker.post(f"/groups/{group}/invitations", {"address": address})
        refused(answer, 422, "invites-oneself")
    assert len(letters_to(house, "mies@example.org")) == before
    assert (await maker.seen(f"/groups/{group}/invitations"))["invitations"] == []


async def test_the_house_mails_for_nobody_who_is_a_guest(house: House, circle: Circle) -> None:
    answer = await circle.facilitator.post(f"{circle.path}/invitations", {"address": "guest@example.org"})

    refused(answer, 403, "account-to-mail")
    assert letters_to(house, "guest@example.org") == []
    assert (await circle.facilitator.seen(f"{circle.path}/invitations"))["invitations"][0]["by_mail"] is False


async def test_nobody_fills_a_letterbox_not_even_by_revoking(house: House, circle: Circle) -> None:
    address = f"{uuid4().hex}@example.org"
    for _ in range(2):
        made = await invited(circle, address)
        gone = await circle.facilitator.delete(f"{circle.path}/invitations/{made['invitation']}")
        assert gone.status_code == 204
    again = await circle.facilitator.post(f"{circle.path}/invitations", {"address": address})

    refused(again, 429, "too-many-letters")
    await letter_to(house, address, 1)
    assert len(letters_to(house, address)) == 2


async def test_all_groups_together_mail_an_address_ten_times_a_day(person: New) -> None:
    maker = await with_account(person("Mies"), f"{uuid4().hex}@example.org")
    address, answers = f"{uuid4().hex}@example.org", []
    for _ in range(6):
        done(await maker.put(f"/groups/{(group := uuid4())}", {"name": "Kring"}))
        answers += [await maker.post(f"/groups/{group}/invitations", {"address": address}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201] * 10 + [429] * 2


@pytest.mark.parametrize(
    "address", ["", "geert", "geert@", "a b@example.org", "geert@example.org\nBcc: x@y.nl"]
)
async def test_a_malformed_address_is_refused(circle: Circle, address: str) -> None:
    answer = await circle.facilitator.post(f"{circle.path}/invitations", {"address": address})

    refused(answer, 422, "invalid" if not address else "address-malformed")


async def test_an_observer_is_present_and_reads_and_has_no_part_in_anything(
    house: House, person: New
) -> None:
    circle = await form(house, facilitation="self_guided", my_role="member")
    anna, olga = circle.members[0], person("Olga")
    link = await circle.invited("observer", by=anna)
    assert (await olga.join(link)).json()["role"] == "observer"
    await circle.accept(olga)
    meeting = await circle.meeting()
    refused(await olga.get(f"{meeting.path}/events"), 403, "not-present")
    done(await olga.put(f"{meeting.path}/attendance"))
    await meeting.start("check_in")

    refused(await olga.say(meeting.id, "check-ins", text="Hoi"), 403, "observers-only-watch")
    refused(await meeting.move("pause", by=olga), 403, "observers-only-watch")
    refused(
        await olga.put(f"{circle.path}/sessions/{uuid4()}", {"starts_at": SOON}), 403, "observers-only-watch"
    )
    refused(await olga.post(f"{circle.path}/invitations", {}), 403, "observers-only-watch")
    refused(
        await olga.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Ik"}), 403, "observers-only-watch"
    )
    log = await meeting.log(olga)
    assert [e["role"] for e in log if e["type"] == "participant_arrived"][-1] == "observer"
    board = (await olga.seen(f"{meeting.path}?after=1"))["meeting"]
    assert str(olga.id) in board["present"]
    assert str(olga.id) not in board["members"]
    group = await olga.seen(circle.path)
    assert (group["size_advice"], group["expectations_asked"]) == (None, 4)
    assert (group["me"]["observer"], group["me"]["may_move"], group["hints"]) == (True, False, [])
    ended = done(await meeting.move("closing"))
    history = await olga.seen(f"{circle.path}/history?after={ended['position']}")
    assert [(m["present"], m["readable"]) for m in history["meetings"]] == [(4, True)]
    done(await olga.delete(f"{circle.path}/members/me"))
    await circle.close()


async def test_where_somebody_guards_the_procedure_members_invite_no_observers(circle: Circle) -> None:
    anna = circle.members[0]

    refused(await anna.post(f"{circle.path}/invitations", {"role": "observer"}), 403, "only-the-facilitator")


async def test_the_links_of_who_deletes_their_account_end(circle: Circle, person: New) -> None:
    leaver = circle.members[1]
    await prove(leaver, f"{uuid4().hex}@example.org")
    path = f"{circle.path}/invitations"
    mailed = done(await leaver.post(path, {"address": f"{uuid4().hex}@example.org"}))
    links = [await circle.invited(by=leaver), mailed["token"]]
    assert (await leaver.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204

    for link in links:
        refused(await person("Iemand anders").join(link), 410, "invitation-revoked")
