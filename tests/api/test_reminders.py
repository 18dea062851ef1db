"""People say how they want to be reminded, groups of what, and everybody sees what waits for them."""

import pytest

from tests.api.circle import Circle
from tests.api.people import done, refused

WANTED = {
    "channels": ["push", "mail"],
    "occasions": ["day_before", "first_step"],
    "hour": "07:30",
    "quiet": {"begin": "20:00", "end": "07:00"},
}


async def test_who_was_never_asked_is_told_so_and_asked_once(circle: Circle) -> None:
    anna = circle.members[0]
    before = await anna.seen("/me/reminders")
    done(await anna.put("/me/reminders", WANTED))
    after = await anna.seen("/me/reminders")

    assert (before["asked"], before["channels"], before["address"]) == (False, ["mail"], False)
    assert before["quiet"] == {"begin": "21:00", "end": "08:00"}
    assert after | WANTED == after | {"occasions": ["day_before", "first_step"]}
    assert after["asked"] is True
    assert after["occasions"] == ["first_step", "day_before"]
    assert after["time_zone"] == "Europe/Amsterdam"


async def test_to_want_nothing_is_an_answer(circle: Circle) -> None:
    anna = circle.members[0]
    done(await anna.put("/me/reminders", {"channels": [], "occasions": []}))

    assert await anna.seen("/me/reminders") | {"asked": True, "channels": []} == await anna.seen(
        "/me/reminders"
    )


async def test_saying_the_same_again_changes_nothing(circle: Circle) -> None:
    anna = circle.members[0]
    first = done(await anna.put("/me/reminders", WANTED))
    again = done(await anna.put("/me/reminders", WANTED), 200)

    assert again["version"] == first["version"]


@pytest.mark.parametrize(
    "wrong", [{"hour": "24:00"}, {"hour": "9:00"}, {"channels": ["fax"]}, {"quiet": {"begin": "20:00"}}]
)
async def test_what_is_no_hour_or_channel_is_refused(circle: Circle, wrong: dict[str, object]) -> None:
    refused(await circle.members[0].put("/me/reminders", WANTED | wrong), 422, "invalid")


async def test_who_keeps_the_group_chooses_of_what_it_reminds(circle: Circle) -> None:
    anna, path = circle.members[0], f"{circle.path}/reminders"
    body = {"occasions": ["week_before"]}
    refused(await anna.put(path, body), 403, "not-your-part")
    done(await circle.facilitator.put(path, body))

    assert await anna.seen(path) == body | {"calendar_name": None}


async def test_an_action_waits_until_it_is_reported_on(circle: Circle) -> None:
    first = await circle.meeting()
    await first.reach("take_away")
    action = await first.said(first.owner, "actions", text="Bellen")
    position = done(await first.move("closing"))["position"]
    waits = await first.owner.seen(f"/me/waiting?after={position}")
    second = await circle.meeting(without=(first.owner,))
    invited = await first.owner.seen(f"/me/waiting?after={await _head(circle)}")
    done(await first.owner.put(f"{second.path}/attendance"))
    await second.start("follow_up")
    report = {"action": str(action), "status": "done", "did": "Gebeld"}
    position = done(await first.owner.say(second.id, "follow-ups", **report))["position"]
    reported = await first.owner.seen(f"/me/waiting?after={position}")

    assert [(one["what"], one["action"]) for one in waits["waiting"]] == [("report", str(action))]
    assert waits["count"] == 1
    assert [one["what"] for one in invited["waiting"]] == ["meeting", "report"]
    assert {one["session"] for one in invited["waiting"]} == {str(second.id)}
    assert reported == {"count": 0, "waiting": []}


async def _head(circle: Circle) -> int:
    answer = await circle.facilitator.put(f"{circle.path}/reminders", {"occasions": ["first_step"]})
    position: int = answer.json()["position"]
    return position
