"""A group is arranged, left, handed over and closed; whoever is out of it is told so, and loses no text."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.api.circle import SOON, Circle, Meeting, form
from tests.api.house import House
from tests.api.listening import Phone, listening
from tests.api.people import Person, done, refused

New = Callable[[str], Person]
ARRANGEMENT = {
    "rhythm": {"weeks": 3, "minutes": 75},
    "method": "short30",
    "advice_mode": "on_request",
    "facilitation": "self_guided",
    "size": {"smallest": 3, "largest": 6},
}


async def ended(phone: Phone) -> bool:
    """Tell whether a stream ends, reading on what it still brings."""
    try:
        while True:
            await phone.next()
    except StopAsyncIteration:
        return True


async def test_a_group_is_formed_with_a_rhythm_and_for_whom_it_is(person: New) -> None:
    maker, group = person("Mies"), uuid4()
    body = {
        "name": "Kring West",
        "my_name": "Mies",
        "rhythm": {"weeks": 4, "minutes": 90},
        "for_whom": {"level": 2},
    }
    first = done(await maker.put(f"/groups/{group}", body))
    seen = await maker.seen(f"/groups/{group}?after={first['position']}")

    assert seen["rhythm"] == {"weeks": 4, "minutes": 90}
    assert seen["for_whom"] == {"role_family": None, "level": 2}
    assert seen["retention"] == {"days_after_follow_up": 30, "days_after_session": 180}
    assert (seen["organisation"], seen["closed_at"], seen["next_meeting"]) == (None, None, None)
    assert done(await maker.put(f"/groups/{group}", body), 200) == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": {"weeks": 0, "minutes": 90}},
        {"rhythm": {"weeks": 27, "minutes": 90}},
        {"size": {"smallest": 6, "largest": 4}},
        {"for_whom": {"level": 4}},
        {"my_role": "baas"},
    ],
)
async def test_a_group_is_not_formed_with_what_makes_no_sense(person: New, wrong: dict[str, object]) -> None:
    body = {"name": "Kring", "my_name": "Mies", **wrong}

    refused(await person("Mies").put(f"/groups/{uuid4()}", body), 422, "invalid")


async def test_nobody_forms_a_group_to_watch_it(person: New) -> None:
    body = {"name": "Kring", "my_name": "Mies", "my_role": "observer"}

    refused(await person("Mies").put(f"/groups/{uuid4()}", body), 403, "observers-only-watch")


async def test_a_new_arrangement_is_for_meetings_that_are_planned_from_now_on(circle: Circle) -> None:
    before = await circle.planned()
    done(await circle.facilitator.put(f"{circle.path}/arrangement", ARRANGEMENT))
    after = done(
        await circle.facilitator.put(f"{circle.path}/sessions/{(later := uuid4())}", {"starts_at": SOON})
    )

    seen = await circle.members[0].seen(f"{circle.path}?after={after['position']}")
    planned = {
        s["session"]: (s["method"], s["advice_mode"])
        for s in (await circle.members[0].seen(f"{circle.path}/sessions"))["sessions"]
    }
    assert (seen["method"], seen["facilitation"]) == ("short30", "self_guided")
    assert (seen["rhythm"], seen["size"]) == ({"weeks": 3, "minutes": 75}, {"smallest": 3, "largest": 6})
    assert (seen["size_advice"], seen["me"]["may_move"]) == (None, True)
    assert planned == {str(before): ("basis6", "round"), str(later): ("short30", "on_request")}
    assert seen["next_meeting"]["session"] in planned
    done(await circle.facilitator.put(f"{circle.path}/arrangement", ARRANGEMENT), 200)


async def test_who_may_not_arrange_or_rename_a_group(circle: Circle) -> None:
    anna = circle.members[0]

    refused(await anna.put(f"{circle.path}/arrangement", ARRANGEMENT), 403, "not-your-part")
    refused(await anna.patch(circle.path, {"name": "Anders"}), 403, "not-your-part")
    unknown = ARRANGEMENT | {"method": "improvised"}
    refused(await circle.facilitator.put(f"{circle.path}/arrangement", unknown), 422, "unknown-method")


async def test_a_group_is_renamed_and_keeps_what_is_left_out(circle: Circle) -> None:
    named = await circle.facilitator.patch(circle.path, {"purpose": " Leren van elkaar "})
    again = await circle.facilitator.patch(circle.path, {"name": "Kring Noord"})

    assert (named.json()["name"], named.json()["purpose"]) == ("Kring Oost", "Leren van elkaar")
    assert (again.json()["name"], again.json()["purpose"]) == ("Kring Noord", "Leren van elkaar")
    assert (await circle.members[0].seen(circle.path))["name"] == "Kring Noord"


async def test_a_group_remembers_for_a_shorter_time_only(circle: Circle) -> None:
    maker, path = circle.facilitator, f"{circle.path}/retention"
    shorter = {"days_after_follow_up": 7, "days_after_session": 60}

    done(await maker.put(path, shorter))
    done(await maker.put(path, shorter), 200)
    assert (await maker.seen(circle.path))["retention"] == shorter
    longer = {"days_after_follow_up": 8, "days_after_session": 60}
    refused(await maker.put(path, longer), 409, "retention-only-shortens")
    refused(await maker.put(path, shorter | {"days_after_session": 181}), 422, "invalid")
    refused(await circle.members[0].put(path, shorter), 403, "only-the-maker")


async def test_who_leaves_is_out_at_once_and_what_they_said_stays(circle: Circle, meeting: Meeting) -> None:
    anna, bo, _ = circle.members
    await meeting.start("check_in")
    await meeting.said(anna, "check-ins", text="Ik ben er.")
    async with listening(meeting, anna, last=await meeting.version()) as phone:
        assert (await phone.next()).event == "hello"
        done(await anna.delete(f"{circle.path}/members/me"))
        assert await ended(phone)

    lost = await anna.say(meeting.id, "check-outs", text="Nog één ding.")
    refused(lost, 403, "no-longer-a-member")
    refused(await anna.get(circle.path), 403, "no-longer-a-member")
    refused(await anna.get(f"{meeting.path}/stream"), 403, "no-longer-a-member")
    log = await meeting.log(bo)
    assert [e["text"] for e in log if e["type"] == "checked_in"] == ["Ik ben er."]
    assert (log[-1]["type"], log[-1]["person"]) == ("participant_left", str(anna.id))
    assert str(anna.id) not in [m["person"] for m in (await bo.seen(circle.path))["members"]]


async def test_a_member_who_is_removed_while_typing_is_told_so(circle: Circle, meeting: Meeting) -> None:
    anna, bo, _ = circle.members
    await meeting.reach("ask")
    typed = uuid4()
    async with listening(meeting, bo, last=await meeting.version()) as phone:
        assert (await phone.next()).event == "hello"
        done(await circle.facilitator.delete(f"{circle.path}/members/{bo.id}"))
        assert await ended(phone)
    told = refused(
        await bo.say(meeting.id, "questions", typed, text="Wat deed je?"), 403, "no-longer-a-member"
    )

    assert "device" in told["detail"]
    refused(
        await bo.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Toch"}), 403, "no-longer-a-member"
    )
    assert str(typed) not in str(await meeting.log(anna))


async def test_who_left_earlier_cannot_tell_that_the_group_met_again(circle: Circle) -> None:
    anna = circle.members[0]
    earlier = await circle.meeting()
    await earlier.end()
    done(await anna.delete(f"{circle.path}/members/me"))
    later = await circle.meeting(without=(anna,))

    refused(await anna.get(f"{earlier.path}/events"), 403, "no-longer-a-member")
    refused(await anna.get(f"{later.path}/events"), 404, "not-found")


async def test_a_stranger_is_told_nothing_by_leaving(circle: Circle, person: New) -> None:
    other = person("Zoë")
    done(await other.put(f"/groups/{uuid4()}", {"name": "Kring Zuid", "my_name": "Zoë"}))

    refused(await other.delete(f"{circle.path}/members/me"), 404, "not-found")
    refused(await other.put(f"{circle.path}/maker", {"person": str(other.id)}), 404, "not-found")


async def test_who_was_let_go_returns_by_a_new_invitation_only(circle: Circle) -> None:
    anna, maker = circle.members[0], circle.facilitator
    known, own = await circle.invited(), await circle.invited(by=anna)
    done(await maker.delete(f"{circle.path}/members/{anna.id}"))
    done(await maker.delete(f"{circle.path}/members/{anna.id}"), 200)

    refused(await anna.join(known), 410, "invitation-revoked")
    refused(await anna.join(own), 410, "invitation-revoked")
    assert (await anna.join(await circle.invited())).status_code == 200
    await circle.accept(anna)
    done(await anna.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Opnieuw beginnen."}))


async def test_who_left_comes_back_and_accepts_the_same_ground_rules_again(circle: Circle) -> None:
    anna, link = circle.members[0], await circle.invited()
    done(await anna.delete(f"{circle.path}/members/me"))
    await anna.join(link)
    refused(await anna.get(f"{circle.path}/expectations"), 403, "ground-rules-first")
    await circle.accept(anna)

    assert (await anna.get(f"{circle.path}/expectations")).status_code == 200


async def test_only_the_maker_lets_people_go(circle: Circle) -> None:
    anna, bo, _ = circle.members

    refused(await anna.delete(f"{circle.path}/members/{bo.id}"), 403, "only-the-maker")
    refused(await circle.facilitator.delete(f"{circle.path}/members/{uuid4()}"), 404, "not-found")


async def test_the_maker_hands_over_and_then_may_leave(circle: Circle) -> None:
    maker, anna = circle.facilitator, circle.members[0]

    refused(await maker.delete(f"{circle.path}/members/me"), 409, "hand-over-first")
    refused(await anna.put(f"{circle.path}/maker", {"person": str(anna.id)}), 403, "only-the-maker")
    done(await maker.put(f"{circle.path}/maker", {"person": str(anna.id)}))
    seen = await anna.seen(circle.path)
    assert (seen["maker"], seen["me"]["maker"]) == (str(anna.id), True)
    assert seen["me"]["may_invite_facilitators"]
    done(await maker.delete(f"{circle.path}/members/me"))


async def test_the_last_one_closes_the_group_behind_them(house: House) -> None:
    alone = await form(house, members=0)
    done(await alone.facilitator.delete(f"{alone.path}/members/me"))

    refused(await alone.facilitator.get(alone.path), 403, "no-longer-a-member")
    await alone.close()


async def test_a_closed_group_is_read_and_nothing_is_added(
    circle: Circle, meeting: Meeting, person: New
) -> None:
    maker, anna = circle.facilitator, circle.members[0]
    await meeting.start("check_in")
    word = await meeting.said(anna, "check-ins", text="Ik ben er.")
    link = await circle.invited()
    refused(await anna.post(f"{circle.path}/closing"), 403, "only-the-maker")
    done(await maker.post(f"{circle.path}/closing"), 201)
    done(await maker.post(f"{circle.path}/closing"), 200)

    assert (await anna.seen(circle.path))["closed_at"] is not None
    assert [e["type"] for e in await meeting.log(anna)][-1] == "checked_in"
    for answer in (
        await anna.say(meeting.id, "check-outs", text="Dag."),
        await meeting.move("pause"),
        await anna.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Meer."}),
        await maker.put(f"{circle.path}/sessions/{uuid4()}", {"starts_at": SOON}),
        await maker.patch(circle.path, {"name": "Anders"}),
        await maker.post(f"{circle.path}/invitations", {}),
        await anna.put(f"{circle.path}/relations/{maker.id}", {"kind": "close"}),
        await person("Gijs").join(link),
    ):
        refused(answer, 409, "group-closed")
    taken_back = await anna.delete(f"{meeting.path}/contributions/{word}")
    assert taken_back.is_success, taken_back.text
    done(await anna.delete(f"{circle.path}/members/me"))


async def test_closing_a_group_is_taken_back(circle: Circle) -> None:
    maker = circle.facilitator
    refused(await maker.post(f"{circle.path}/reopening"), 409, "nothing-to-undo")
    done(await maker.post(f"{circle.path}/closing"))
    done(await maker.post(f"{circle.path}/reopening"))

    assert (await maker.seen(circle.path))["closed_at"] is None
    await circle.planned()


async def test_new_ground_rules_end_the_streams_until_they_are_accepted(
    circle: Circle, meeting: Meeting
) -> None:
    anna, bo, _ = circle.members
    async with (
        listening(meeting, anna, last=await meeting.version()) as hers,
        listening(meeting, bo, last=await meeting.version()) as his,
    ):
        assert ((await hers.next()).event, (await his.next()).event) == ("hello", "hello")
        done(await bo.post(f"{circle.path}/ground-rules", {"rules": [{"key": "passing"}]}))
        assert await ended(hers)
        assert await ended(his)

    refused(await anna.get(f"{meeting.path}/stream"), 403, "ground-rules-first")
    await circle.accept(anna)
    async with listening(meeting, anna, last=0) as phone:
        assert (await phone.next()).event == "hello"


async def test_a_stream_of_another_group_goes_on(circle: Circle, meeting: Meeting, house: House) -> None:
    other = await form(house, members=2)
    async with listening(meeting, circle.members[0], last=await meeting.version()) as phone:
        assert (await phone.next()).event == "hello"
        done(await other.members[0].delete(f"{other.path}/members/me"))
        done(await other.members[1].post(f"{other.path}/ground-rules", {"rules": [{"key": "passing"}]}))
        await meeting.start("check_in")
        assert (await phone.next()).data["type"] == "step_started"
    await other.close()
