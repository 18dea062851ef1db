"""Erasing and sharing a case, terms, and deleting an account, as people do it."""

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.api.circle import SOON, Circle, Meeting
from tests.api.house import House
from tests.api.listening import listening
from tests.api.offices import register
from tests.api.people import Json, Person, done, refused
from tests.reactions.later import soon, times

New = Callable[[str], Person]

ASKED, ADVISED, HELPED = "Wat wil je zelf?", "Begin klein", "De vraag naar mijn wens"
LEARNED = "Ik vraag het eerder"


@pytest.fixture
async def told(circle: Circle) -> Meeting:
    """A meeting in which a case was told, asked about, advised on, and taken something away from."""
    meeting = await circle.meeting()
    await meeting.reach("describe")
    await meeting.said(meeting.owner, "descriptions", context="Vorige week")
    await meeting.start("ask")
    question = await meeting.said(meeting.asker, "questions", text=ASKED)
    await meeting.said(meeting.owner, "answers", question=str(question), text="Rust")
    await meeting.start("advise")
    await meeting.said(meeting.asker, "advice", text=ADVISED)
    await meeting.start("take_away")
    await meeting.said(meeting.owner, "takeaways", text=HELPED, helpful=[str(question)])
    await meeting.said(meeting.owner, "actions", text="Bellen")
    await meeting.start("close")
    await meeting.said(meeting.asker, "insights", text="Dat ken ik")
    return meeting


def case_path(meeting: Meeting) -> str:
    return f"{meeting.path}/cases/{meeting.case}"


async def past(meeting: Meeting, person: Person, after: int = 0) -> Json:
    """Return a meeting as somebody finds it in the history."""
    found = await person.seen(f"{meeting.circle.path}/history?after={after}")
    return next(m for m in found["meetings"] if m["session"] == str(meeting.id))


def keys(house: House, case: UUID) -> list[bytes | None]:
    with psycopg.connect(house.database_url) as connection:
        rows = connection.execute("SELECT wrapped FROM vault.keys WHERE subject = %s", (case,))
        return [row[0] for row in rows]


async def test_an_erased_case_is_gone_for_everybody_and_counts_survive(house: House, told: Meeting) -> None:
    owner, peer = told.owner, told.asker
    done(await told.move("closing"))
    await house.known()
    before = await past(told, peer)
    assert before["cases"][0]["questions"][0]["text"] == ASKED

    done(await owner.delete(case_path(told)), 201)

    await house.known()
    await soon(lambda: keys(house, told.case) == [None])
    for person in (owner, peer, told.circle.facilitator):
        found = await past(told, person)
        assert found["cases"] == [
            {
                "case": str(told.case),
                "contributor": str(owner.id),
                "erased": True,
                "shared": False,
                "kind": None,
                "title": None,
                "question": None,
                "descriptions": [],
                "questions": [],
                "advice": [],
                "thoughts": [],
                "marks": [],
                "takeaways": [
                    {"id": t["id"], "by": t["by"], "text": None, "helpful": t["helpful"]}
                    for t in before["cases"][0]["takeaways"]
                    if person is owner
                ],
                "actions": [d | {"text": None} for d in before["cases"][0]["actions"] if person is owner],
            }
        ]
        assert (found["questions_asked"], found["advice_given"]) == (1, 1)
        assert [i["text"] for i in found["insights"]] == (["Dat ken ik"] if person is peer else [])
    shares = (await peer.seen(f"{told.circle.path}/balance"))["members"]
    assert {s["person"]: s["contributed"] for s in shares}[str(owner.id)] == 1
    assert (await owner.seen("/me/actions"))["actions"] == []


async def test_erasing_again_says_the_same_and_erasing_for_another_is_refused(told: Meeting) -> None:
    for person in (told.asker, told.circle.facilitator):
        refused(await person.delete(case_path(told)), 403, "only-the-contributor")
    first = done(await told.owner.delete(case_path(told)), 201)
    again = done(await told.owner.delete(f"{case_path(told)}?keep_takeaways=true"), 200)

    assert again == first
    refused(await told.owner.delete(f"{told.path}/cases/{uuid4()}"), 409, "not-a-proposal")


async def test_nothing_is_added_to_an_erased_case(told: Meeting) -> None:
    done(await told.owner.delete(case_path(told)), 201)
    for person, what, body in (
        (told.asker, "questions", {"text": "Nog iets?"}),
        (told.asker, "advice", {"text": "Nog iets"}),
        (told.owner, "takeaways", {"text": "Nog iets"}),
    ):
        answer = await person.say(told.id, what, uuid4(), case=str(told.case), **body)
        refused(
            answer,
            410 if what != "takeaways" else answer.status_code,
            "erased" if answer.status_code == 410 else "no-case-yet",
        )


async def test_other_phones_drop_it_live_and_on_their_return(told: Meeting) -> None:
    before = await told.version()
    async with listening(told, told.asker, last=before) as phone:
        assert (await phone.next()).event == "hello"
        done(await told.owner.delete(case_path(told)), 201)
        act, reset = await phone.next(), await phone.next()

    assert (act.data["type"], act.data["case"], reset.event) == ("case_erased", str(told.case), "reset")
    log = await told.log(told.asker)
    assert ASKED not in str(log)
    assert ADVISED not in str(log)
    assert HELPED not in str(log)
    board = await told.asker.seen(told.path)
    assert board["meeting"]["erased"] == [str(told.case)]
    assert {e["kind"]: e["texts"] for e in board["entries"]}["question_asked"] == {}


async def test_the_contributor_may_keep_their_takeaways_for_themselves(told: Meeting) -> None:
    await told.end()
    receipt = done(await told.owner.delete(f"{case_path(told)}?keep_takeaways=true"), 201)

    mine = (await past(told, told.owner, receipt["position"]))["cases"][0]
    theirs = (await past(told, told.asker, receipt["position"]))["cases"][0]
    assert ([t["text"] for t in mine["takeaways"]], theirs["takeaways"]) == ([HELPED], [])
    assert HELPED not in str(await told.log(told.asker))
    assert HELPED in str(await told.log(told.owner))


async def test_the_meeting_goes_on_with_another_case(told: Meeting) -> None:
    done(await told.owner.delete(case_path(told)), 201)
    await told.start("collect")
    other = await told.propose(told.asker, title="Een andere")
    done(await told.move("choice/offer", {"case": str(other)}))
    done(await told.asker.post(f"{told.path}/choice/consent", {"advice_mode": "round"}))
    await told.start("describe")

    await told.asker.house.known()
    assert (await told.asker.seen(told.path))["meeting"]["case_id"] == str(other)


async def test_a_case_is_read_by_who_was_there_unless_it_is_shared(circle: Circle) -> None:
    away = circle.members[2]
    meeting = await circle.meeting(without=(away,))
    await meeting.reach("take_away")
    await meeting.said(meeting.owner, "actions", text="Bellen")
    ended = done(await meeting.move("closing"))
    for path in (meeting.path, f"{meeting.path}/events", f"{meeting.path}/stream"):
        refused(await away.get(path), 403, "not-present")
    refused(await away.put(f"{case_path(meeting)}/sharing", {"shared": True}), 403, "only-the-contributor")

    async def seen(after: int) -> tuple[list[str], list[str | None]]:
        cases = (await past(meeting, away, after))["cases"]
        actions = (await away.seen(f"{circle.path}/open-actions?after={after}"))["actions"]
        return [c["title"] for c in cases], [a["text"] for a in actions]

    assert await seen(ended["position"]) == ([], [None])
    shared = done(await meeting.owner.put(f"{case_path(meeting)}/sharing", {"shared": True}), 201)
    assert await seen(shared["position"]) == (["Rooster"], ["Bellen"])
    back = done(await meeting.owner.put(f"{case_path(meeting)}/sharing", {"shared": False}), 201)
    assert await seen(back["position"]) == ([], [None])


async def test_terms_are_announced_and_takeaways_can_be_let_go(told: Meeting) -> None:
    receipt = await told.move("closing")
    position = done(receipt)["position"]
    terms = (await told.owner.seen(f"/me/retention?after={position}"))["cases"]

    assert [(t["case"], t["title"], t["chosen"], t["keep_takeaways"]) for t in terms] == [
        (str(told.case), "Rooster", True, True)
    ]
    answer = await told.owner.put(f"/me/retention/{told.case}", {"keep_takeaways": False})
    after = done(answer, 201)["position"]
    assert not (await told.owner.seen(f"/me/retention?after={after}"))["cases"][0]["keep_takeaways"]
    refused(await told.asker.put(f"/me/retention/{told.case}", {"keep_takeaways": False}), 404, "not-found")
    assert (await told.asker.seen("/me/retention"))["cases"] == []
    assert [e["type"] for e in await told.log(told.asker)][-1] == "withheld"


async def test_an_account_is_deleted_and_the_others_go_on(house: House, told: Meeting) -> None:
    owner, peer = told.owner, told.asker
    gone = peer.id
    refused(await peer.http.request("DELETE", "/me", json={"confirm": False}), 422, "invalid")

    answer = await peer.http.request("DELETE", "/me", json={"confirm": True})

    assert answer.status_code == 204
    refused(await peer.get("/me"), 401, "sign-in-first")
    assert set(keys(house, gone)) == {None}
    log = await told.log(owner)
    assert log[-1] | {"at": ""} == {
        "version": log[-1]["version"],
        "type": "author_forgotten",
        "person": str(gone),
        "at": "",
    }
    assert ASKED not in str(log)
    assert HELPED in str(log)
    group = await owner.seen(told.circle.path)
    assert str(gone) not in [m["person"] for m in group["members"]]
    await told.end()
    await house.known()
    found = await past(told, owner)
    assert (found["questions_asked"], found["advice_given"]) == (1, 1)
    assert found["cases"][0]["questions"][0]["text"] is None
    assert found["cases"][0]["title"] == "Rooster"
    with psycopg.connect(house.database_url) as connection:
        named = connection.execute("SELECT name FROM identity.persons WHERE person_id = %s", (gone,))
        assert named.fetchall() == []


async def test_the_cases_of_a_deleted_account_go_with_all_that_was_said_on_them(
    house: House, told: Meeting
) -> None:
    owner, peer = told.owner, told.asker
    done(await told.move("closing"))
    await house.known()
    action = (await owner.seen("/me/actions"))["actions"][0]["action"]
    second = await told.circle.meeting()
    await second.start("follow_up")
    await second.said(owner, "follow-ups", action=action, status="done", did="Gebeld")
    assert (await owner.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204

    await soon(lambda: [times(house, m.id, "session.case_erased.v1") for m in (told, second)] == [1, 1])
    await soon(lambda: keys(house, told.case) == [None])
    log = await told.log(peer)
    assert ("case_erased", str(told.case)) in [(e["type"], e.get("case")) for e in log]
    for text in (ASKED, ADVISED, HELPED):
        assert text not in str(log)
    await house.known()
    case = (await past(told, peer))["cases"][0]
    assert (case["erased"], case["questions"], case["advice"]) == (True, [], [])


async def test_insights_stay_until_the_last_case_of_their_meeting_is_erased(
    house: House, told: Meeting
) -> None:
    owner, peer = told.owner, told.asker
    await told.said(owner, "insights", text=LEARNED)
    await told.start("collect")
    other = await told.propose(peer, title="Een andere")
    await told.start("choose")
    done(await told.move("choice/offer", {"case": str(other)}))
    done(await peer.post(f"{told.path}/choice/consent", {"advice_mode": "round"}))
    await told.move("closing")

    async def insights_after(person: Person, case: UUID) -> list[str | None]:
        done(await person.delete(f"{told.path}/cases/{case}"))
        await house.known()
        await soon(lambda: keys(house, case) == [None])
        return [i["text"] for i in (await past(told, owner))["insights"] if i["by"] == str(owner.id)]

    assert await insights_after(owner, told.case) == [LEARNED]
    assert await insights_after(peer, other) in ([], [None])


async def test_the_facilitator_deletes_their_account_in_a_live_meeting(told: Meeting) -> None:
    lead = told.circle.facilitator
    answer = await lead.http.request("DELETE", "/me", json={"confirm": True})
    assert answer.status_code == 204

    log = (await told.owner.seen(f"{told.path}/events"))["version"]
    moves = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{log}"'}
    done(await told.owner.post(f"{told.path}/closing", None, **moves))


async def test_a_borrowed_id_takes_nobodys_case_away(house: House, told: Meeting) -> None:
    await told.end()
    second = await told.circle.meeting()
    await second.start("follow_up")
    action = (await told.owner.seen("/me/actions"))["actions"][0]["action"]
    await second.said(told.owner, "follow-ups", action=action, status="done", did="Gebeld")
    await second.start("collect")
    body = {"kind": "bottleneck", "title": "Geleend", "question": "Hoe zeg ik nee?", "influence": 4}
    refused(await told.asker.say(second.id, "cases", told.case, **body), 422, "id-reused")
    refused(await told.asker.delete(f"{second.path}/cases/{told.case}"), 403, "only-the-contributor")
    await second.end()
    third = await told.circle.meeting()
    await third.start("collect")
    refused(await told.asker.say(third.id, "cases", told.case, **body), 422, "id-reused")
    refused(await told.asker.delete(f"{third.path}/cases/{told.case}"), 409, "not-a-proposal")
    own = done(await told.asker.say(third.id, "cases", uuid4(), **body), 201)

    assert (await past(told, told.owner, own["position"]))["cases"][0]["title"] == "Rooster"
    assert keys(house, told.case) != [None]


async def test_nobody_begins_anything_under_the_id_of_a_person(circle: Circle, person: New) -> None:
    anna, stranger = circle.members[0], person("Mallory")
    refused(await stranger.put(f"/groups/{anna.id}", {"name": "Val", "my_name": "M"}), 404, "not-found")
    body = {"starts_at": SOON}
    done(await circle.facilitator.put(f"{circle.path}/sessions/{anna.id}", body))
    opening = await circle.facilitator.post(f"{circle.path}/sessions/{anna.id}/opening")
    refused(opening, 404, "not-found")

    assert (await anna.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204
    refused(await stranger.put(f"/groups/{anna.id}", {"name": "Val", "my_name": "M"}), 404, "not-found")


async def test_the_only_administrator_hands_over_before_they_go(house: House) -> None:
    office = await register(house)
    refused(
        await office.admin.http.request("DELETE", "/me", json={"confirm": True}), 409, "last-administrator"
    )
    other = await office.enrol("Olaf", "olaf@voorbeeld.nl")
    receipt = done(await office.admin.put(f"{office.path}/administrators/{other}"))
    await office.admin.seen(f"/me?after={receipt['position']}")

    assert (await office.admin.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204
    with psycopg.connect(house.database_url) as connection:
        left = connection.execute(
            "SELECT topic FROM record.events WHERE originator_id = %s ORDER BY notification_id DESC LIMIT 1",
            (office.id,),
        ).fetchone()
    assert left == ("organisation.administrator_dismissed.v1",)
    await office.admin.http.aclose()
