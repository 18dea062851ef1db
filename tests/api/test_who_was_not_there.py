"""Whoever missed a meeting, or is out of the group, learns nothing of it by whatever way they try."""

from uuid import UUID, uuid4

from tests.api.circle import SOON, Circle, Meeting, form
from tests.api.house import House
from tests.api.people import Json, Person, done, refused

TOLD, ASKED, DID, SAID_BACK = "Het ging over Jan", "Wat zei hij toen?", "Ik heb gebeld", "Goed dat je belde"
NEXT = "Nog eens bellen"


async def told_without(circle: Circle, absent: Person, session: UUID | None = None) -> Meeting:
    """Return a closed meeting that somebody missed, with a case and an action."""
    meeting = await circle.meeting(without=(absent,), session=session)
    await meeting.reach("describe")
    await meeting.said(meeting.owner, "descriptions", context=TOLD)
    await meeting.start("ask")
    await meeting.said(meeting.asker, "questions", text=ASKED)
    await meeting.start("take_away")
    await meeting.said(meeting.owner, "actions", text="Bellen")
    await meeting.start("close")
    await meeting.end()
    return meeting


async def history(circle: Circle, person: Person) -> Json:
    """Return what the group learned as somebody sees it, once it knows everything."""
    later = done(await circle.facilitator.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Rust"}))
    return await person.seen(f"{circle.path}/history?after={later['position']}")


async def test_a_case_is_not_proposed_again_under_its_id_by_who_was_not_there(circle: Circle) -> None:
    absent = circle.members[2]
    first = await told_without(circle, absent)
    await absent.house.known()
    waiting = (await absent.seen(f"{circle.path}/open-actions"))["actions"][0]
    assert waiting["case"] == str(first.case)
    done(await first.owner.delete(f"{first.path}/contributions/{waiting['action']}"))
    await history(circle, absent)

    again = await circle.meeting(without=(circle.members[0], circle.members[1]))
    await again.start("collect")
    body = {"kind": "bottleneck", "title": "Van mij", "question": "Hoe zeg ik nee?"}
    refused(await absent.say(again.id, "cases", UUID(waiting["case"]), **body), 422, "id-reused")

    assert TOLD not in str(seen := await history(circle, absent))
    assert ASKED not in str(seen)
    peers = {m["session"]: m for m in (await history(circle, first.asker))["meetings"]}
    assert peers[str(first.id)]["cases"][0]["questions"][0]["text"] == ASKED


async def test_what_is_taken_back_under_a_borrowed_id_stays_in_its_own_meeting(circle: Circle) -> None:
    first = await told_without(circle, circle.members[2])
    asked = (await history(circle, first.asker))["meetings"][0]["cases"][0]["questions"][0]["id"]
    again = await circle.meeting()
    await again.said(circle.members[2], "passes", UUID(asked))
    done(await circle.members[2].delete(f"{again.path}/contributions/{asked}"))

    past = {m["session"]: m for m in (await history(circle, first.asker))["meetings"]}
    assert past[str(first.id)]["cases"][0]["questions"][0]["text"] == ASKED


async def test_a_report_is_read_by_those_who_heard_it(circle: Circle) -> None:
    owner, peer, absent = circle.members
    first = await circle.meeting()
    await first.reach("take_away")
    action = await first.said(owner, "actions", text="Bellen")
    await first.start("close")
    await first.end()
    second = await circle.meeting(without=(absent,))
    await second.start("follow_up")
    report = await second.said(owner, "follow-ups", action=str(action), status="done", did=DID)
    await second.said(peer, "feedback", follow_up=str(report), text=SAID_BACK)

    def reported(seen: Json) -> Json:
        told: Json = seen["meetings"][0]["cases"][0]["actions"][0]["reports"][0]
        return told

    heard, missed = reported(await history(circle, peer)), reported(await history(circle, absent))
    assert (heard["did"], [f["text"] for f in heard["feedback"]]) == (DID, [SAID_BACK])
    assert (missed["did"], missed["status"], missed["feedback"]) == (None, "done", [])

    done(await owner.put(f"{first.path}/cases/{first.case}/sharing", {"shared": True}))
    shown = reported(await history(circle, absent))
    assert (shown["did"], shown["feedback"]) == (DID, [])


async def test_a_next_step_is_read_by_those_who_heard_it(circle: Circle) -> None:
    owner, peer, absent = circle.members
    first = await circle.meeting()
    await first.reach("take_away")
    action = await first.said(owner, "actions", text="Bellen", first_step="Nummer zoeken")
    await first.start("close")
    await first.end()
    second = await circle.meeting(without=(absent,))
    await second.start("follow_up")
    await second.said(owner, "follow-ups", action=str(action), status="partly", did=DID)
    await second.said(owner, "carried-on", action=str(action), first_step=NEXT)
    await circle.facilitator.house.known()

    async def waiting(person: Person) -> Json:
        (found,) = (await person.seen(f"{circle.path}/open-actions"))["actions"]
        return dict(found)

    assert [(await waiting(one))["first_step"] for one in (owner, peer)] == [NEXT, NEXT]
    missed = await waiting(absent)
    assert (missed["text"], missed["first_step"], missed["carried_on"]) == ("Bellen", None, True)

    done(await owner.put(f"{first.path}/cases/{first.case}/sharing", {"shared": True}))
    assert (await waiting(absent))["first_step"] == NEXT


async def test_a_peer_who_missed_a_meeting_cannot_open_it_again(house: House) -> None:
    circle = await form(house, facilitation="self_guided", my_role="member")
    absent = circle.members[2]
    meeting = await told_without(circle, absent)

    again = await meeting.move("reopening", by=absent, seen=await meeting.version())

    refused(again, 403, "not-present")
    done(await meeting.move("reopening", by=meeting.owner, seen=await meeting.version()))
    refused(await absent.put(f"{meeting.path}/attendance"), 403, "arrival-to-be-noted")
    refused(await absent.put(f"{meeting.path}/attendance/{absent.id}"), 403, "not-present")
    refused(await absent.get(f"{meeting.path}/events"), 403, "not-present")
    done(await meeting.owner.put(f"{meeting.path}/attendance/{absent.id}"))
    assert TOLD in str(await meeting.log(absent))
    await circle.close()


async def test_who_was_let_go_does_not_come_back_as_somebody_else(circle: Circle, house: House) -> None:
    link = await circle.invited()
    let_go = circle.members[2]
    done(await circle.facilitator.delete(f"{circle.path}/members/{let_go.id}"))

    async with Person(house, "Wim") as disguised:
        refused(await disguised.join(link), 410, "invitation-revoked")
        assert (await disguised.join(await circle.invited())).status_code == 200


async def test_who_left_lets_nobody_in(circle: Circle, house: House) -> None:
    leaving = circle.members[2]
    link = await circle.invited(by=leaving)
    done(await leaving.delete(f"{circle.path}/members/me"))

    async with Person(house, "Wim") as disguised:
        refused(await disguised.join(link), 410, "invitation-revoked")


async def test_a_peer_who_was_to_guide_a_meeting_and_missed_it_learns_nothing_of_it(house: House) -> None:
    circle = await form(house, facilitation="rotating_peer", my_role="member")
    absent = circle.members[2]
    session = uuid4()
    plan = {"starts_at": SOON, "facilitator": str(absent.id)}
    done(await absent.put(f"{circle.path}/sessions/{session}", plan))
    meeting = await told_without(circle, absent, session)

    past = (await history(circle, absent))["meetings"][0]
    waiting = (await absent.seen(f"{circle.path}/open-actions"))["actions"][0]
    assert (past["readable"], past["cases"]) == (False, [])
    assert waiting["text"] is None
    refused(await meeting.move("reopening", by=absent, seen=await meeting.version()), 403, "not-present")
    done(await meeting.move("reopening", by=meeting.owner, seen=await meeting.version()))
    for what in ("", "/events", "/stream", "/attendance", "/choice"):
        refused(await absent.get(f"{meeting.path}{what}"), 403, "not-present")
    refused(await absent.put(f"{meeting.path}/attendance"), 403, "arrival-to-be-noted")
    await circle.close()
