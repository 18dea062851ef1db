"""The procedure moves once for each wish, on what its mover has seen, and can be taken back."""

import asyncio
from collections.abc import Callable
from typing import get_args
from uuid import uuid4

import pytest

from backend.api.repeats import CAUSES
from backend.domain.group.commands import GroupCommand
from backend.domain.session.commands import Contribute, HandIn, Note, SessionCommand
from tests.api.circle import Circle, Meeting
from tests.api.people import Json, Person, done, refused


async def test_steps_clock_and_turns_move(meeting: Meeting) -> None:
    members = [str(person.id) for person in meeting.circle.members]
    await meeting.start("check_in")
    done(await meeting.move("steps/extend", {"seconds": 120}))
    done(await meeting.move("pause"))
    refused(await meeting.move("pause"), 409, "already-paused")
    done(await meeting.move("resume"))
    refused(await meeting.move("resume"), 409, "not-paused")
    refused(await meeting.move("steps/0/start"), 409, "step-already-running")
    await meeting.start("collect")
    done(await meeting.move("steps/undo"))
    done(await meeting.move("turn-order", {"order": members[::-1]}))
    refused(await meeting.move("turn-order", {"order": [str(uuid4())]}), 404, "not-found")
    refused(await meeting.move("steps/extend", {"seconds": 86_401}), 422, "invalid")
    await meeting.end()
    refused(await meeting.move("steps/undo"), 409, "session-closed")
    done(await meeting.move("reopening"))

    types = [event["type"] for event in await meeting.log() if not event["type"].startswith("participant")]
    assert types == [
        "session_opened",
        "step_started",
        "step_extended",
        "session_paused",
        "session_resumed",
        "step_started",
        "step_undone",
        "turn_order_set",
        "session_closed",
        "session_reopened",
    ]


async def test_a_move_says_what_it_saw_and_who_it_is(meeting: Meeting) -> None:
    lead, path = meeting.circle.facilitator, f"{meeting.path}/pause"
    key = {"Idempotency-Key": str(uuid4())}

    refused(await lead.post(path), 400, "idempotency-key-needed")
    refused(await lead.post(path, **key), 428, "if-match-needed")
    for wrong in ("*", "3", '"drie"', '"-1"'):
        refused(await lead.post(path, **key, **{"If-Match": wrong}), 422, "invalid")
    refused(await lead.post(path, **{"Idempotency-Key": "mijn", "If-Match": '"3"'}), 422, "invalid")
    done(await lead.post(path, **key, **{"If-Match": f'W/"{await meeting.version()}"'}))


async def test_a_move_on_an_old_version_is_stale_and_tells_the_present_one(meeting: Meeting) -> None:
    old = await meeting.version()
    await meeting.start("check_in")

    problem = refused(await meeting.move("steps/2/start", seen=old), 412, "stale-version")
    assert problem["current"] == await meeting.version()
    future = refused(await meeting.move("steps/2/start", seen=10**8), 412, "stale-version")
    assert future["current"] == problem["current"]


async def test_what_people_say_makes_no_move_stale(meeting: Meeting) -> None:
    await meeting.start("check_in")
    seen = await meeting.version()
    await meeting.said(meeting.owner, "check-ins", text="Hallo")

    done(await meeting.move("pause", seen=seen))


async def test_repeating_a_move_answers_the_first_answer(meeting: Meeting) -> None:
    key, seen = uuid4(), await meeting.version()
    first = await meeting.move("steps/0/start", key=key, seen=seen)
    await meeting.start("collect")
    again = await meeting.move("steps/0/start", key=key, seen=seen)

    assert done(again, 200) == done(first)
    log = await meeting.log()
    assert [event["step"] for event in log if event["type"] == "step_started"] == [0, 2]


async def _with_a_case(circle: Circle, method: str) -> Meeting:
    meeting = await circle.meeting(method=method)
    await meeting.propose(meeting.owner, meeting.case)
    done(await meeting.move("choice/offer", {"case": str(meeting.case)}))
    done(await meeting.owner.post(f"{meeting.path}/choice/consent", {"advice_mode": "none"}))
    return meeting


@pytest.mark.parametrize(
    ("where", "move", "body", "other"),
    [
        ("ten_step write_questions", "steps/1/reveal", None, None),
        ("ten_step write_questions", "steps/replan", {"how": "give_up"}, {"how": "shrink"}),
        ("consultation contract", "roles/consultant", {"people": 0}, {"people": 1}),
        ("clinic demonstrate", "steps/pairs", None, None),
        ("consultation contract", "duties", {"duty": "scribe", "to": 0}, {"duty": "scribe", "to": 1}),
        ("consultation contract", "turn-order", {"order": 0}, {"order": 1}),
    ],
)
async def test_a_second_tap_on_a_move_answers_as_the_first(
    circle: Circle, where: str, move: str, body: Json | None, other: Json | None
) -> None:
    method, step = where.split()
    others = [str(person.id) for person in circle.members[1:]]
    meeting = await _with_a_case(circle, method)
    await meeting.start(step)
    done(await meeting.move("steps/extend", {"seconds": 1_800}))

    def about(what: Json | None) -> Json | None:
        chosen = {key: others[n] for key, n in (what or {}).items() if n in {0, 1}}
        return what and what | {key: one if key == "to" else [one] for key, one in chosen.items()}

    key, seen = uuid4(), await meeting.version()
    first = await meeting.move(move, about(body), key=key, seen=seen)

    assert done(await meeting.move(move, about(body), key=key, seen=seen), 200) == done(first)
    if other is not None:
        refused(await meeting.move(move, about(other), key=key, seen=seen), 422, "id-reused")


async def test_a_choice_between_other_cases_is_no_second_tap(meeting: Meeting) -> None:
    await meeting.start("collect")
    first, second = [str(await meeting.propose(person)) for person in (meeting.owner, meeting.asker)]
    await meeting.start("choose")
    key, seen = uuid4(), await meeting.version()
    opened = await meeting.move("choice/opening", {"cases": [first]}, key=key, seen=seen)

    again = await meeting.move("choice/opening", {"cases": [first]}, key=key, seen=seen)
    assert done(again, 200) == done(opened)
    other = await meeting.move("choice/opening", {"cases": [second]}, key=key, seen=seen)
    refused(other, 422, "id-reused")


def test_whatever_can_be_asked_is_known_again_when_it_is_repeated() -> None:
    asked = {*get_args(SessionCommand), *get_args(GroupCommand)}

    assert asked - CAUSES.keys() == {Contribute, HandIn, Note}


async def test_of_two_facilitators_at_once_exactly_one_moves(circle: Circle) -> None:
    async with Person(circle.facilitator.house, "Gerda") as second:
        await second.join(await circle.invited("facilitator"))
        await circle.accept(second)
        meeting = await circle.meeting()
        done(await second.put(f"{meeting.path}/attendance"))
        for step in (0, 2, 0, 2, 0):
            seen = await meeting.version()
            answers = await asyncio.gather(
                meeting.move(f"steps/{step}/start", seen=seen),
                meeting.move(f"steps/{step}/start", seen=seen, by=second),
            )

            assert sorted(answer.status_code for answer in answers) == [201, 412]


@pytest.mark.parametrize("what", ["steps/0/start", "steps/undo", "pause", "closing", "choice/closing"])
async def test_a_member_moves_nothing_where_somebody_facilitates(meeting: Meeting, what: str) -> None:
    answer = await meeting.move(what, by=meeting.owner)
    problem = answer.json()["type"]

    assert answer.status_code in {403, 409}
    assert problem == "/problems/only-the-facilitator" or what == "choice/closing"


async def test_nothing_new_before_the_report_on_the_last_action(circle: Circle) -> None:
    first = await circle.meeting()
    await first.reach("take_away")
    action = await first.said(first.owner, "actions", text="Ik bel haar.", first_step="Agenda")
    await first.end()
    second = await circle.meeting()
    anna, bo = first.owner, first.asker
    proposal = {"kind": "bottleneck", "title": "Nieuw", "question": "Hoe?"}
    waiting = (await anna.seen("/me/actions"))["actions"]
    opened = (await second.log())[0]["open_actions"]

    assert [(a["action"], a["text"], a["first_step"]) for a in waiting] == [
        (str(action), "Ik bel haar.", "Agenda")
    ]
    assert [(a["action"], a["contributor"]) for a in opened] == [(str(action), str(anna.id))]
    refused(await second.move(f"steps/{second.steps.index('collect')}/start"), 409, "follow-up-first")
    refused(await bo.say(second.id, "cases", **proposal), 409, "follow-up-first")
    refused(await bo.say(second.id, "nothing-today"), 409, "follow-up-first")
    await second.start("follow_up")
    report = {"action": str(action), "status": "partly", "did": "Gebeld, geen gehoor."}
    refused(await bo.say(second.id, "follow-ups", **report), 403, "not-your-action")
    follow_up = await second.said(anna, "follow-ups", effect="Rust", **report)
    refused(await anna.say(second.id, "follow-ups", **report), 409, "already-reported")
    await second.said(bo, "feedback", follow_up=str(follow_up), text="Knap.")
    await second.start("collect")
    await second.propose(bo)
    await second.end()

    history = await settled(
        bo, f"{circle.path}/history", lambda h: h["meetings"][0]["session"] == str(second.id)
    )
    deed = history["meetings"][1]["cases"][0]["actions"][0]
    assert (deed["reports"][0]["did"], deed["reports"][0]["feedback"][0]["text"]) == (
        "Gebeld, geen gehoor.",
        "Knap.",
    )


async def settled(person: Person, path: str, holds: Callable[[Json], bool]) -> Json:
    """Read a view until it shows what was just done."""
    async with asyncio.timeout(10):
        while True:
            found = await person.seen(path)
            if holds(found):
                return found
            await asyncio.sleep(0.02)


async def test_a_report_can_be_skipped_in_so_many_words(circle: Circle) -> None:
    first = await circle.meeting()
    await first.reach("take_away")
    action = await first.said(first.owner, "actions", text="Ik bel haar.")
    await first.end()
    second = await circle.meeting()
    path = f"{second.path}/follow-up-skips/{action}"
    refused(await second.asker.put(path), 403, "only-the-facilitator")
    refused(await circle.facilitator.put(f"{second.path}/follow-up-skips/{uuid4()}"), 409, "unknown-action")
    done(await circle.facilitator.put(path))
    done(await second.owner.put(path), 200)
    await second.start("collect")
    await second.end()
    third = await circle.meeting()

    assert [a["action"] for a in (await third.log())[0]["open_actions"]] == [str(action)]


async def test_history_balance_and_actions_are_for_who_was_there(circle: Circle) -> None:
    cas = circle.members[2]
    meeting = await circle.meeting(without=(cas,))
    await meeting.reach("ask")
    await meeting.said(meeting.asker, "questions", text="Wat gebeurde er?")
    await meeting.start("take_away")
    await meeting.said(meeting.owner, "actions", text="Ik bel haar.", due="2030-02-01")
    ended = done(await meeting.move("closing"))
    after = f"?after={ended['position']}"
    anna = meeting.owner
    there = (await anna.seen(f"{circle.path}/history{after}"))["meetings"][0]
    absent = (await cas.seen(f"{circle.path}/history{after}"))["meetings"][0]

    assert (there["readable"], there["present"], there["questions_asked"]) == (True, 3, 1)
    assert there["cases"][0]["questions"][0]["text"] == "Wat gebeurde er?"
    assert (absent["readable"], absent["cases"], absent["insights"]) == (False, [], [])
    waiting = f"{circle.path}/open-actions{after}"
    assert [a["text"] for a in (await anna.seen(waiting))["actions"]] == ["Ik bel haar."]
    assert [(a["text"], a["due"]) for a in (await cas.seen(waiting))["actions"]] == [(None, "2030-02-01")]
    shares = {s["person"]: s for s in (await cas.seen(f"{circle.path}/balance{after}"))["members"]}
    assert (shares[str(anna.id)]["contributed"], shares[str(meeting.asker.id)]["asked"]) == (1, 1)
