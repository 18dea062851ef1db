"""A scribe writes for others, an apprentice moves, and who is ready is told while a step runs only."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.api.circle import Circle, Meeting
from tests.api.listening import listening
from tests.api.people import Json, Person, done, refused

New = Callable[[str], Person]


@pytest.fixture
async def asking(circle: Circle) -> Meeting:
    """A meeting in which questions are asked."""
    meeting = await circle.meeting()
    await meeting.choose()
    await meeting.start("describe")
    await meeting.start("ask")
    return meeting


async def appoint(meeting: Meeting, duty: str, person: Person | None) -> None:
    """Give a duty."""
    done(await meeting.move("duties", {"duty": duty, "to": None if person is None else str(person.id)}))


def a_note(by: Person, text: str = "Wat deed je toen?", **more: object) -> Json:
    """Return the body of a note of what somebody said."""
    return {"said_by": str(by.id), "kind": "question", "text": text, **more}


async def test_what_a_scribe_writes_is_read_as_the_speakers_own_and_as_noted(asking: Meeting) -> None:
    scribe, speaker, new = asking.circle.facilitator, asking.asker, uuid4()
    note = f"{asking.path}/notes/{new}"
    refused(await scribe.put(note, a_note(speaker)), 403, "only-the-scribe")
    await appoint(asking, "scribe", scribe)
    done(await scribe.put(note, a_note(speaker)))
    done(await scribe.put(note, a_note(speaker)), 200)
    refused(await scribe.put(note, a_note(speaker, "Iets anders")), 422, "id-reused")

    asked, noted = (await asking.log(asking.owner))[-2:]
    assert (asked["by"], asked["text"]) == (str(speaker.id), "Wat deed je toen?")
    assert (noted["type"], noted["contribution"], noted["noted_by"]) == (
        "contribution_noted",
        str(new),
        str(scribe.id),
    )
    board = await asking.owner.seen(f"{asking.path}?after={10**9}")
    entry = next(each for each in board["entries"] if each["id"] == str(new))
    assert (entry["by"], entry["about"]["noted_by"]) == (str(speaker.id), str(scribe.id))
    done(await speaker.delete(f"{asking.path}/contributions/{new}"))


async def test_an_answer_and_advice_are_noted_in_their_place(asking: Meeting) -> None:
    question = await asking.said(asking.asker, "questions", text="Waarom?")
    await appoint(asking, "scribe", asking.circle.facilitator)
    scribe, notes = asking.circle.facilitator, f"{asking.path}/notes"
    answer = a_note(asking.owner, "Daarom", kind="answer")
    refused(await scribe.put(f"{notes}/{uuid4()}", answer), 409, "unknown-question")
    done(await scribe.put(f"{notes}/{uuid4()}", answer | {"question": str(question)}))
    advice = a_note(asking.asker, "Ik zou wachten", kind="advice")
    refused(await scribe.put(f"{notes}/{uuid4()}", advice), 409, "advice-not-open")
    await asking.start("advise")

    done(await scribe.put(f"{notes}/{uuid4()}", advice))


async def test_nobody_writes_for_who_was_not_there(asking: Meeting, person: New) -> None:
    await appoint(asking, "scribe", asking.circle.facilitator)
    stranger = person("Stan")
    stranger.id = uuid4()

    answer = await asking.circle.facilitator.put(f"{asking.path}/notes/{uuid4()}", a_note(stranger))

    refused(answer, 403, "not-present")


async def test_an_observer_learns_to_facilitate_by_doing_it(circle: Circle, person: New) -> None:
    olga = person("Olga")
    assert (await olga.join(await circle.invited("observer"))).status_code == 200
    await circle.accept(olga)
    meeting = await circle.meeting()
    done(await olga.put(f"{meeting.path}/attendance"))
    refused(await meeting.move("steps/0/start", by=olga), 403, "observers-only-watch")
    await appoint(meeting, "apprentice", olga)
    done(await meeting.move("steps/0/start", by=olga))
    refused(await olga.say(meeting.id, "check-ins", text="Hoi"), 403, "observers-only-watch")
    await appoint(meeting, "apprentice", None)

    refused(await meeting.move("pause", by=olga), 403, "observers-only-watch")


async def test_who_is_ready_is_told_by_name_to_the_guide_and_as_a_number_to_others(
    asking: Meeting,
) -> None:
    guide, one, path = asking.circle.facilitator, asking.asker, f"{asking.path}/readiness"
    step, version = asking.steps.index("ask"), await asking.version()
    async with listening(asking, asking.owner, after=version) as phone:
        assert (await phone.next()).event == "hello"
        done(await one.put(path, {"step": step}), 200)
        told = await phone.next()
    assert (told.event, told.data) == ("ready", {"step": step, "ready": 1})
    done(await one.put(path, {"step": step}), 200)

    assert await guide.seen(path) == {"step": step, "count": 1, "i_am": False, "ready": [str(one.id)]}
    assert await asking.owner.seen(path) == {"step": step, "count": 1, "i_am": False, "ready": []}
    assert (await one.seen(path))["i_am"]
    assert await asking.version() == version
    done(await one.delete(path), 200)
    assert (await guide.seen(path))["count"] == 0
    refused(await guide.put(path, {"step": step}), 403, "facilitator-has-no-content-rights")


async def test_readiness_is_forgotten_when_the_next_step_runs(asking: Meeting) -> None:
    path, step = f"{asking.path}/readiness", asking.steps.index("ask")
    await asking.asker.put(path, {"step": step})
    await asking.start("advise")
    late = done(await asking.owner.put(path, {"step": step}), 200)
    assert (late["step"], late["count"], late["i_am"]) == (step + 1, 0, False)

    await asking.owner.put(path, {"step": step + 1})

    assert (await asking.circle.facilitator.seen(path))["ready"] == [str(asking.owner.id)]


async def test_a_choice_is_cancelled_with_everything_that_was_cast(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.start("collect")
    await meeting.propose(meeting.owner, meeting.case)
    await meeting.propose(meeting.asker, uuid4())
    await meeting.start("choose")
    done(await meeting.move("choice/opening", {}))
    choice = (await meeting.owner.seen(f"{meeting.path}/choice"))["choice"]
    await meeting.owner.put(f"{meeting.path}/choice/{choice}/ballot", {"case": str(meeting.case)})
    done(await meeting.move("choice/cancelling"))

    ballot = await meeting.asker.put(f"{meeting.path}/choice/{choice}/ballot", {"case": str(meeting.case)})
    refused(ballot, 409, "choice-not-open")
    assert (await meeting.owner.seen(f"{meeting.path}/choice"))["voted"] == []
    done(await meeting.move("choice/opening", {}))
    done(await meeting.move("choice/cancelling"))
    done(await meeting.move("choice/offer", {"case": str(meeting.case)}))
    done(await meeting.move("choice/offer/undo"))
    refused(await meeting.move("choice/offer/undo"), 409, "nothing-to-undo")
