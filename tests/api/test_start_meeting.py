"""The kick-off meeting, played whole: arriving, expecting, agreeing, declaring, arranging, leaving."""

from uuid import uuid4

from tests.api.circle import Circle
from tests.api.people import done, refused

STEPS = ["welcome", "explain", "expectations", "ground_rules", "relations", "rhythm", "check_out"]


async def test_the_start_meeting_is_played_from_opening_to_close_without_a_case(circle: Circle) -> None:
    meeting = await circle.meeting(method="start_meeting", advice_mode="none", minutes=90)
    anna, bo, _ = circle.members
    assert meeting.steps == STEPS

    await meeting.start("welcome")
    await meeting.said(anna, "check-ins", text="Ik werk in de wijk.")
    await meeting.start("explain")

    await meeting.start("expectations")
    for person in circle.members:
        done(await person.put(f"{circle.path}/expectations/{uuid4()}", {"text": f"{person.name} leert."}))
    stated = (await bo.seen(f"{circle.path}/expectations"))["expectations"]
    assert [e["text"] for e in stated] == ["Anna leert.", "Bo leert.", "Cas leert."]
    group = await circle.facilitator.seen(circle.path)
    assert (group["expectations_stated"], group["expectations_asked"]) == (3, 3)

    await meeting.start("ground_rules")
    rules = {"rules": [{"key": "stays_here"}, {"text": "Telefoon in de tas."}]}
    done(await bo.post(f"{circle.path}/ground-rules", rules))
    refused(await anna.get(f"{meeting.path}/events"), 403, "ground-rules-first")
    for person in (circle.facilitator, *circle.members):
        await circle.accept(person)

    await meeting.start("relations")
    declared = await anna.put(f"{circle.path}/relations/{bo.id}", {"kind": "managed_by"})
    assert declared.json() == {"person": str(bo.id), "kind": "managed_by"}

    await meeting.start("rhythm")
    arrangement = {
        "rhythm": {"weeks": 4, "minutes": 90},
        "method": "basis6",
        "advice_mode": "on_request",
        "facilitation": "rotating_peer",
        "size": {"smallest": 4, "largest": 6},
    }
    done(await circle.facilitator.put(f"{circle.path}/arrangement", arrangement))

    await meeting.start("check_out")
    await meeting.said(bo, "check-outs", text="Ik zeg ja tegen openheid.")
    await meeting.end()

    log = await meeting.log(anna)
    assert log[-1]["type"] == "session_closed"
    assert [e["type"] for e in log if e["type"].startswith("case")] == []
    group = await anna.seen(circle.path)
    assert (group["rhythm"], group["facilitation"]) == ({"weeks": 4, "minutes": 90}, "rotating_peer")
    assert group["me"]["may_move"]


async def test_nothing_about_a_case_is_said_in_a_start_meeting(circle: Circle) -> None:
    meeting = await circle.meeting(method="start_meeting", advice_mode="none")
    anna = circle.members[0]
    for step in STEPS:
        await meeting.start(step)

    for what, body in (
        ("descriptions", {"context": "Vorige week"}),
        ("questions", {"text": "Wat deed je?"}),
        ("advice", {"text": "Bel eens."}),
    ):
        refused(await anna.say(meeting.id, what, **body), 409, "no-case-yet")


async def test_a_report_that_waits_is_not_due_in_a_start_meeting(circle: Circle) -> None:
    first = await circle.meeting()
    await first.reach("take_away")
    action = await first.said(first.owner, "actions", text="Ik bel.", case=str(first.case))
    await first.end()

    start = await circle.meeting(method="start_meeting", advice_mode="none")
    opened = (await start.log())[0]
    assert (start.steps, opened["open_actions"]) == (STEPS, [])
    await start.end()

    after = await circle.meeting()
    assert [a["action"] for a in (await after.log())[0]["open_actions"]] == [str(action)]
