"""A meeting is played by its rules: who may say what in which step, once, and late when it is over."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.circle import Circle, Meeting, form
from tests.api.house import House
from tests.api.people import Json, done, refused

CASE = {"kind": "bottleneck", "title": "Rooster", "question": "Hoe zeg ik nee?"}
SAID: dict[str, tuple[str, str, Json]] = {
    "check-ins": ("check_in", "owner", {"text": "Moe maar hier"}),
    "cases": ("collect", "asker", CASE),
    "nothing-today": ("collect", "asker", {}),
    "descriptions": ("describe", "owner", {"context": "Vorige week.", "question": "Hoe zeg ik nee?"}),
    "questions": ("ask", "asker", {"text": "Wat gebeurde er?"}),
    "observations": ("ask", "asker", {"text": "Je zuchtte."}),
    "passes": ("ask", "asker", {}),
    "advice": ("advise", "asker", {"text": "Ik zou bellen.", "kind": "tip"}),
    "takeaways": ("take_away", "owner", {"text": "De vraag naar mijn aandeel."}),
    "actions": ("take_away", "owner", {"text": "Ik bel.", "first_step": "Agenda", "due": "2030-02-01"}),
    "insights": ("close", "asker", {"text": "Eerst vragen."}),
    "check-outs": ("close", "asker", {"text": None}),
}
"""Each contribution: the step it belongs in, who says it, and what."""
OTHER: Json = {"text": "Iets anders", "context": "Iets anders", "title": "Iets anders"}


async def reached(circle: Circle, step: str) -> Meeting:
    """Return a meeting in which a step runs."""
    meeting = await circle.meeting()
    if meeting.steps.index(step) <= meeting.steps.index("choose"):
        await meeting.start(step)
    else:
        await meeting.reach(step)
    return meeting


@pytest.fixture(scope="module")
async def taking_away(house: House) -> AsyncIterator[Meeting]:
    """A meeting whose contributor takes away what helped, for refusals that change nothing."""
    circle = await form(house)
    yield await reached(circle, "take_away")
    await circle.close()


@pytest.fixture(scope="module")
async def at_its_end(house: House) -> AsyncIterator[Meeting]:
    """A meeting of which every step has been open."""
    circle = await form(house)
    meeting = await circle.meeting()
    await meeting.start("check_in")
    await meeting.reach("close")
    yield meeting
    await circle.close()


@pytest.mark.parametrize("what", SAID)
async def test_what_is_said_is_recorded_once_and_shown_to_all(circle: Circle, what: str) -> None:
    step, by, body = SAID[what]
    meeting = await reached(circle, step)
    person, said = getattr(meeting, by), uuid4()
    first = done(await person.say(meeting.id, what, said, **body))

    assert done(await person.say(meeting.id, what, said, **body), 200) == first
    for reader in (circle.facilitator, *circle.members):
        told = [event for event in await meeting.log(reader) if event.get("id") == str(said)]
        assert len(told) == 1
        assert {key: told[0][key] for key in body} == body
        assert (told[0]["by"], told[0]["late"]) == (str(person.id), False)
    changed = {key: OTHER.get(key, value) for key, value in body.items()}
    if changed != body:
        refused(await person.say(meeting.id, what, said, **changed), 422, "id-reused")
    other = next(member for member in circle.members if member is not person)
    assert (await other.say(meeting.id, what, said, **body)).status_code in {403, 422}
    assert await meeting.version() == first["version"]


@pytest.mark.parametrize("what", [w for w in SAID if w not in {"check-ins", "check-outs"}])
async def test_a_dedicated_facilitator_says_nothing_of_content(at_its_end: Meeting, what: str) -> None:
    answer = await at_its_end.circle.facilitator.say(at_its_end.id, what, **SAID[what][2])
    refused(answer, 403, "facilitator-has-no-content-rights")


@pytest.mark.parametrize(
    ("what", "by", "reason", "status"),
    [
        ("descriptions", "asker", "only-the-contributor", 403),
        ("answers", "asker", "only-the-contributor", 403),
        ("takeaways", "asker", "only-the-contributor", 403),
        ("actions", "asker", "only-the-contributor", 403),
        ("questions", "owner", "contributor-does-not", 403),
        ("advice", "owner", "contributor-does-not", 403),
        ("answers", "owner", "unknown-question", 409),
        ("hypotheses", "asker", "step-not-open", 409),
        ("reflections", "asker", "step-not-open", 409),
        ("insights", "asker", "step-not-open", 409),
        ("check-outs", "asker", "step-not-open", 409),
        ("check-ins", "asker", "step-not-open", 409),
        ("feedback", "asker", "unknown-follow-up", 409),
        ("follow-ups", "asker", "unknown-action", 409),
    ],
)
async def test_who_may_not_say_something_is_told_why(
    taking_away: Meeting, what: str, by: str, reason: str, status: int
) -> None:
    bodies: dict[str, Json] = {
        "answers": {"question": str(uuid4()), "text": "Ja"},
        "feedback": {"follow_up": str(uuid4()), "text": "Mooi"},
        "follow-ups": {"action": str(uuid4()), "status": "done", "did": "Gebeld"},
    }
    body = bodies.get(what) or SAID.get(what, ("", "", {"text": "Misschien"}))[2]

    refused(await getattr(taking_away, by).say(taking_away.id, what, **body), status, reason)


@pytest.mark.parametrize(
    ("what", "reason"),
    [("questions", "questions-closed"), ("advice", "advice-not-open"), ("takeaways", "step-not-open")],
)
async def test_a_step_that_has_not_been_open_for_this_case_refuses(
    circle: Circle, what: str, reason: str
) -> None:
    meeting = await reached(circle, "describe")
    _, by, body = SAID[what]

    refused(await getattr(meeting, by).say(meeting.id, what, **body), 409, reason)


@pytest.mark.parametrize("what", ["descriptions", "questions", "advice", "takeaways", "actions"])
async def test_without_a_case_nothing_is_said_about_it(circle: Circle, what: str) -> None:
    meeting = await reached(circle, "collect")
    _, by, body = SAID[what]

    refused(await getattr(meeting, by).say(meeting.id, what, **body), 409, "no-case-yet")


async def test_a_contribution_after_its_step_is_late_and_kept(circle: Circle) -> None:
    meeting = await reached(circle, "take_away")
    late = await meeting.said(meeting.asker, "questions", text="Nog één vraag?", step=5)
    await meeting.end()
    later = await meeting.said(meeting.asker, "advice", text="Bel haar.")
    told = {event.get("id"): event for event in await meeting.log()}

    assert [(told[str(i)]["late"], told[str(i)]["step"]) for i in (late, later)] == [(True, 5), (True, 6)]


async def test_an_answer_goes_with_its_question(circle: Circle) -> None:
    meeting = await reached(circle, "ask")
    question = await meeting.said(meeting.asker, "questions", text="Wat gebeurde er?")
    await meeting.said(meeting.owner, "answers", question=str(question), text=None)

    told = (await meeting.log())[-1]
    assert (told["type"], told["question"], told["text"]) == ("question_answered", str(question), None)


async def test_no_advice_where_the_contributor_wants_none(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.choose("none")
    await meeting.start("describe")
    await meeting.start("ask")

    refused(await meeting.asker.say(meeting.id, "advice", text="Bel."), 409, "advice-mode-none")
    refused(await meeting.move(f"steps/{meeting.steps.index('advise')}/start"), 409, "advice-mode-none")


async def test_the_contributor_lowers_the_advice_and_nobody_raises_it(circle: Circle) -> None:
    meeting = await circle.meeting()
    path = f"{meeting.path}/advice-mode"
    refused(await meeting.owner.post(path, {"advice_mode": "none"}), 409, "no-case-yet")
    await meeting.choose()
    refused(await meeting.asker.post(path, {"advice_mode": "none"}), 403, "only-the-contributor")
    done(await meeting.owner.post(path, {"advice_mode": "on_request"}))
    refused(await meeting.owner.post(path, {"advice_mode": "round"}), 409, "advice-mode-only-lowers")
    done(await meeting.owner.post(path, {"advice_mode": "on_request"}), 200)

    assert [e["advice_mode"] for e in await meeting.log() if e["type"] == "advice_mode_lowered"] == [
        "on_request"
    ]


async def test_who_was_not_there_sees_and_says_nothing(circle: Circle) -> None:
    cas = circle.members[2]
    meeting = await circle.meeting(without=(cas,))
    await meeting.start("check_in")

    for path in ("", "/events", "/choice", "/stream"):
        refused(await cas.get(f"{meeting.path}{path}"), 403, "not-present")
    refused(await cas.say(meeting.id, "check-ins", text="Hallo"), 403, "not-present")
    done(await circle.facilitator.put(f"{meeting.path}/attendance/{cas.id}"))
    done(await cas.say(meeting.id, "check-ins", text="Hallo"))


async def test_people_come_and_go(circle: Circle) -> None:
    anna, bo, cas = circle.members
    meeting = await circle.meeting(without=(cas,))
    done(await anna.put(f"{meeting.path}/attendance"), 200)
    done(await anna.delete(f"{meeting.path}/attendance"))
    done(await anna.delete(f"{meeting.path}/attendance"), 200)
    refused(await bo.put(f"{meeting.path}/attendance/{anna.id}"), 403, "only-the-facilitator")
    refused(await circle.facilitator.put(f"{meeting.path}/attendance/{uuid4()}"), 404, "not-found")
    done(await anna.put(f"{meeting.path}/attendance"))
    done(await circle.facilitator.delete(f"{meeting.path}/attendance/{bo.id}"))
    await meeting.end()

    refused(await cas.put(f"{meeting.path}/attendance"), 409, "session-closed")
    types = [(event["type"], event.get("person")) for event in await meeting.log() if "person" in event]
    assert types[-3:] == [
        ("participant_left", str(anna.id)),
        ("participant_arrived", str(anna.id)),
        ("participant_left", str(bo.id)),
    ]


async def test_only_the_author_takes_something_back(circle: Circle) -> None:
    meeting = await reached(circle, "ask")
    said = await meeting.said(meeting.asker, "questions", text="Waarom deed je dat?")
    path = f"{meeting.path}/contributions"
    refused(await meeting.owner.delete(f"{path}/{said}"), 403, "not-yours")
    refused(await circle.facilitator.delete(f"{path}/{said}"), 403, "not-yours")
    refused(await meeting.asker.delete(f"{path}/{uuid4()}"), 409, "unknown-contribution")
    refused(await meeting.owner.delete(f"{path}/{meeting.case}"), 409, "case-already-chosen")
    done(await meeting.asker.delete(f"{path}/{said}"))
    receipt = done(await meeting.asker.delete(f"{path}/{said}"), 200)

    def texts(events: list[Json]) -> list[Any]:
        return [event.get("text") for event in events if event.get("text")]

    assert texts(await meeting.log(meeting.owner)) == []
    assert texts(await meeting.log(meeting.asker)) == ["Waarom deed je dat?"]
    board = await meeting.owner.seen(f"{meeting.path}?after={receipt['position']}")
    assert [entry["kind"] for entry in board["entries"]] == ["case_proposed"]


async def test_the_board_shows_what_was_said_and_waits_for_a_position(circle: Circle) -> None:
    meeting = await reached(circle, "ask")
    receipt = done(await meeting.asker.say(meeting.id, "questions", text="Wat gebeurde er?"))
    answer = await meeting.owner.get(f"{meeting.path}?after={receipt['position']}")
    entry = answer.json()["entries"][-1]

    assert answer.headers["etag"] == f'"{receipt["version"]}"'
    assert (entry["kind"], entry["texts"]) == ("question_asked", {"text": "Wat gebeurde er?"})
    log = await meeting.log(after=receipt["version"] - 1)
    assert [event["version"] for event in log] == [receipt["version"]]
    assert UUID(log[0]["case"]) == meeting.case


async def test_what_was_said_about_one_case_is_repeated_in_peace_at_the_next(circle: Circle) -> None:
    meeting = await reached(circle, "collect")
    second = uuid4()
    await meeting.propose(meeting.owner, meeting.case)
    await meeting.propose(meeting.asker, second)
    await meeting.start("choose")
    done(await meeting.move("choice/offer", {"case": str(meeting.case)}))
    done(await meeting.owner.post(f"{meeting.path}/choice/consent", {"advice_mode": "round"}))
    await meeting.start("ask")
    said = uuid4()
    first = done(await meeting.asker.say(meeting.id, "questions", said, text="Wat gebeurde er?"))
    await meeting.start("choose")
    done(await meeting.move("choice/offer", {"case": str(second)}))
    done(await meeting.asker.post(f"{meeting.path}/choice/consent", {"advice_mode": "round"}))

    again = await meeting.asker.say(meeting.id, "questions", said, text="Wat gebeurde er?")
    assert done(again, 200) == first
    refused(await meeting.asker.say(meeting.id, "questions", said, text="Iets anders?"), 422, "id-reused")
    refused(await circle.members[2].say(meeting.id, "questions", text="En nu?"), 409, "questions-closed")
