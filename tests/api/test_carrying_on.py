"""After a report an action may go on, and who cannot be there reports in writing."""

from uuid import UUID, uuid4

import pytest

from tests.api.circle import Circle, Meeting
from tests.api.people import Json, Person, done, refused
from tests.api.test_moving import settled

REPORT = {"status": "partly", "did": "Half gelukt", "effect": "Rust", "learned": ""}


async def carried(circle: Circle, *, without: tuple[Person, ...] = ()) -> tuple[Meeting, UUID]:
    """Return the second meeting of a circle, in its follow-up step, and the action that waits."""
    first = await circle.meeting()
    await first.reach("take_away")
    action = await first.said(first.owner, "actions", text="Ik bel haar.", due="2026-04-01")
    await first.end()
    meeting = await circle.meeting(without=without)
    await meeting.start("follow_up")
    return meeting, action


@pytest.fixture
async def second(circle: Circle) -> tuple[Meeting, UUID]:
    """A second meeting at which everybody is."""
    return await carried(circle)


@pytest.fixture
async def missed(circle: Circle) -> tuple[Meeting, UUID]:
    """A second meeting without whose action waits."""
    return await carried(circle, without=(circle.members[0],))


async def test_an_action_that_is_carried_on_is_reported_on_at_the_next_meeting(
    second: tuple[Meeting, UUID],
) -> None:
    meeting, action = second
    owner, circle = meeting.owner, meeting.circle
    on = {"action": str(action), "first_step": "Morgen nog eens", "due": "2026-05-01"}
    refused(await owner.say(meeting.id, "carried-on", **on), 409, "report-first")
    await meeting.said(owner, "follow-ups", action=str(action), status="partly", did="Half gelukt")
    refused(await meeting.asker.say(meeting.id, "carried-on", **on), 403, "not-your-action")
    await meeting.said(owner, "carried-on", **on)
    refused(await owner.say(meeting.id, "carried-on", **on), 409, "already-carried-on")
    await meeting.start("collect")
    await meeting.end()
    third = await circle.meeting()

    assert [one["action"] for one in (await third.log())[0]["open_actions"]] == [str(action)]
    (waiting,) = (await owner.seen("/me/actions"))["actions"]
    assert waiting["carried_on"] is True
    assert (waiting["first_step"], waiting["due"]) == ("Morgen nog eens", "2026-05-01")

    await third.start("follow_up")
    await third.said(owner, "follow-ups", action=str(action), status="done", did="Gelukt")
    await third.end()

    history = await settled(
        owner, f"{circle.path}/history", lambda h: h["meetings"][0]["session"] == str(third.id)
    )
    told: list[Json] = history["meetings"][2]["cases"][0]["actions"][0]["reports"]
    assert [one["status"] for one in told] == ["partly", "done"]
    assert told[0]["carried_on"]["first_step"] == "Morgen nog eens"
    assert told[1]["carried_on"] is None
    assert (await owner.seen("/me/actions"))["actions"] == []


async def test_who_cannot_be_there_reports_in_writing(missed: tuple[Meeting, UUID]) -> None:
    meeting, action = missed
    owner, guide = meeting.owner, meeting.circle.facilitator
    path = f"{meeting.path}/written-reports"
    await owner.put(f"/me/reports/{action}", REPORT | {"in_writing": True})
    listed = (await guide.seen(path))["actions"]
    refused(await meeting.asker.put(f"{path}/{action}", None), 403, "only-the-facilitator")
    refused(await guide.put(f"{path}/{uuid4()}", None), 409, "unknown-action")
    done(await guide.put(f"{path}/{action}", None), 201)
    done(await guide.put(f"{path}/{action}", None), 200)

    assert listed == [str(action)]
    (told,) = [e for e in await meeting.log(meeting.asker) if e["type"] == "follow_up_reported"]
    assert (told["by"], told["did"], told["effect"]) == (str(owner.id), "Half gelukt", "Rust")
    assert (await owner.seen("/me/reports"))["reports"] == []


@pytest.mark.parametrize("how", ["is noted as gone", "leaves"])
async def test_what_somebody_wrote_is_not_shown_at_a_meeting_to_which_they_came(
    second: tuple[Meeting, UUID], how: str
) -> None:
    meeting, action = second
    owner, guide = meeting.owner, meeting.circle.facilitator
    path = f"{meeting.path}/written-reports"
    await owner.put(f"/me/reports/{action}", REPORT | {"in_writing": True})
    refused(await guide.put(f"{path}/{action}", None), 409, "contributor-is-here")
    noted = how == "is noted as gone"
    by, whom = (guide, f"/{owner.id}") if noted else (owner, "")
    done(await by.delete(f"{meeting.path}/attendance{whom}"))

    assert (await guide.seen(path))["actions"] == []
    refused(await guide.put(f"{path}/{action}", None), 409, "contributor-is-here")
    assert "follow_up_reported" not in str(await meeting.log())
    assert (await owner.seen("/me/reports"))["reports"] != []


async def test_what_somebody_wrote_is_not_shown_once_the_meeting_is_over(
    missed: tuple[Meeting, UUID],
) -> None:
    meeting, action = missed
    owner, guide = meeting.owner, meeting.circle.facilitator
    path = f"{meeting.path}/written-reports"
    await meeting.end()
    await owner.put(f"/me/reports/{action}", REPORT | {"in_writing": True})

    assert (await guide.seen(path))["actions"] == []
    refused(await guide.put(f"{path}/{action}", None), 409, "session-closed")
    assert (await owner.seen("/me/reports"))["reports"] != []


@pytest.mark.parametrize("how", ["leaves", "is let go"])
async def test_what_was_given_in_writing_is_not_shown_once_its_author_is_out_of_the_group(
    missed: tuple[Meeting, UUID], how: str
) -> None:
    meeting, action = missed
    owner, guide, circle = meeting.owner, meeting.circle.facilitator, meeting.circle
    path = f"{meeting.path}/written-reports"
    await owner.put(f"/me/reports/{action}", REPORT | {"in_writing": True})
    leaving = (owner, "me") if how == "leaves" else (guide, owner.id)
    done(await leaving[0].delete(f"{circle.path}/members/{leaving[1]}"))

    assert (await guide.seen(path))["actions"] == []
    refused(await guide.put(f"{path}/{action}", None), 409, "nothing-in-writing")
    assert str(owner.id) not in str(await guide.seen(f"{circle.path}/prepared-reports"))
    assert (await owner.seen("/me/reports"))["reports"] != []


async def test_what_was_prepared_and_not_given_in_writing_stays_with_its_author(
    missed: tuple[Meeting, UUID],
) -> None:
    meeting, action = missed
    owner, guide = meeting.owner, meeting.circle.facilitator
    path = f"{meeting.path}/written-reports"
    await owner.put(f"/me/reports/{action}", REPORT)

    assert (await guide.seen(path))["actions"] == []
    refused(await guide.put(f"{path}/{action}", None), 409, "nothing-in-writing")
    await owner.put(f"/me/reports/{action}", {"status": "done", "in_writing": True})
    refused(await guide.put(f"{path}/{action}", None), 409, "nothing-in-writing")
    assert (await owner.seen("/me/reports"))["reports"] != []
