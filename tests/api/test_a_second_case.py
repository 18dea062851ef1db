"""A meeting has time for a second case: nothing of the first is lost, and the second is seen by all."""

from uuid import uuid4

from tests.api.circle import Circle, Meeting
from tests.api.listening import listening
from tests.api.people import done


async def after_the_first(circle: Circle) -> Meeting:
    """Return a meeting that is back at choosing after its first case was told and asked about."""
    meeting = await circle.meeting()
    await meeting.reach("ask")
    await meeting.said(meeting.owner, "descriptions", context="Het rooster kwam te laat.")
    await meeting.said(meeting.asker, "questions", text="Wat deed je toen?")
    await meeting.start("take_away")
    await meeting.start("collect")
    return meeting


async def test_the_cases_of_a_second_choice_are_seen_by_everybody(circle: Circle) -> None:
    meeting = await after_the_first(circle)
    second = uuid4()
    await meeting.propose(meeting.asker, second, "De overdracht")
    await meeting.start("choose")
    version = await meeting.version()
    async with listening(meeting, meeting.owner, last=version) as phone:
        done(await meeting.move("choice/opening", {"cases": [str(second)]}))
        told = [(await phone.next()).event for _ in range(3)]

    assert told == ["hello", "act", "reset"]
    done(await meeting.move("choice/closing"))
    titles = [e["title"] for e in await meeting.log(meeting.owner) if e["type"] == "case_proposed"]
    assert titles == ["Rooster", "De overdracht"]


async def test_what_was_written_for_the_first_case_arrives_on_the_first(circle: Circle) -> None:
    meeting = await after_the_first(circle)
    second, offline = uuid4(), uuid4()
    await meeting.propose(meeting.asker, second, "De overdracht")
    await meeting.start("choose")
    done(await meeting.move("choice/offer", {"case": str(second)}))
    done(await meeting.asker.post(f"{meeting.path}/choice/consent", {"advice_mode": "round"}))
    last = meeting.circle.members[2]
    await meeting.said(last, "questions", offline, text="Wie maakt dat rooster?", case=str(meeting.case))
    await meeting.said(meeting.owner, "takeaways", text="Ik vraag het eerder.", case=str(meeting.case))

    late = {e["id"]: e for e in await meeting.log() if e["type"] == "question_asked"}[str(offline)]
    assert (late["case"], late["late"]) == (str(meeting.case), True)
