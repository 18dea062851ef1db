"""A group is for its members, who see nothing of a meeting before they agreed to the ground rules."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.api.circle import SOON, Circle, Meeting
from tests.api.people import Person, done, refused

New = Callable[[str], Person]


async def test_a_group_says_what_it_is_and_what_i_may_do_in_it(circle: Circle) -> None:
    seen = await circle.facilitator.seen(circle.path)
    mine = await circle.members[0].seen(circle.path)

    assert [m["role"] for m in seen["members"]] == ["facilitator", "member", "member", "member"]
    assert seen["maker"] == str(circle.facilitator.id)
    assert seen["size_advice"] == "too-few"
    assert seen["me"] == {
        "person": str(circle.facilitator.id),
        "role": "facilitator",
        "maker": True,
        "observer": False,
        "may_move": True,
        "may_arrange": True,
        "may_invite_facilitators": True,
    }
    assert (mine["me"]["may_move"], mine["me"]["may_invite_facilitators"]) == (False, False)
    assert all(rule["words"]["nl"] for rule in seen["ground_rules"]["rules"])


@pytest.mark.parametrize("path", ["", "/events", "/stream", "/choice"])
async def test_nothing_of_a_meeting_is_visible_before_the_rules_are_accepted(
    circle: Circle, meeting: Meeting, person: New, path: str
) -> None:
    new = await circle.welcome(person("Gijs"), accepts=False)

    refused(await new.put(f"{meeting.path}/attendance"), 403, "ground-rules-first")
    refused(await new.get(f"{meeting.path}{path}"), 403, "ground-rules-first")
    for learned in ("history", "open-actions", "expectations"):
        refused(await new.get(f"{circle.path}/{learned}"), 403, "ground-rules-first")
    await circle.accept(new)
    done(await new.put(f"{meeting.path}/attendance"))
    await new.seen(f"{meeting.path}/events")


async def test_new_rules_are_accepted_anew(circle: Circle, meeting: Meeting) -> None:
    body = {"rules": [{"text": "Wat hier gezegd wordt blijft hier."}]}
    version = (await circle.facilitator.seen(circle.path))["ground_rules"]["version"]
    done(await circle.facilitator.post(f"{circle.path}/ground-rules", body))
    anna = circle.members[0]
    rules = (await anna.seen(circle.path))["ground_rules"]

    assert (rules["version"], rules["accepted"]) == (version + 1, False)
    assert [rule["text"] for rule in rules["rules"]] == ["Wat hier gezegd wordt blijft hier."]
    refused(await anna.get(f"{meeting.path}/events"), 403, "ground-rules-first")
    accept = f"{circle.path}/ground-rules/{{}}/acceptance"
    done(await anna.put(accept.format(version)), 200)
    assert not (await anna.seen(circle.path))["ground_rules"]["accepted"]
    refused(await anna.put(accept.format(99)), 409, "unknown-rules-version")
    done(await anna.put(accept.format(version + 1)))
    done(await anna.put(accept.format(version + 1)), 200)
    await anna.seen(f"{meeting.path}/events")


@pytest.mark.parametrize(
    "rules", [[], [{}], [{"key": "no-such-rule"}], [{"text": " "}], [{"text": "a"}] * 31]
)
async def test_rules_that_are_none_are_refused(circle: Circle, rules: list[object]) -> None:
    refused(await circle.facilitator.post(f"{circle.path}/ground-rules", {"rules": rules}), 422, "invalid")


async def test_of_two_proposals_of_rules_at_once_none_is_lost_in_silence(circle: Circle) -> None:
    texts = ["Telefoons weg.", "We beginnen op tijd."]
    answers = await asyncio.gather(
        *(
            person.post(f"{circle.path}/ground-rules", {"rules": [{"text": text}]})
            for person, text in zip(circle.members, texts, strict=False)
        )
    )
    rules = (await circle.facilitator.seen(circle.path))["ground_rules"]
    taken = [text for answer, text in zip(answers, texts, strict=True) if answer.status_code == 201]

    assert {answer.status_code for answer in answers} <= {201, 422}
    assert rules["rules"][0]["text"] in taken
    assert rules["version"] == 1 + len(taken)


async def test_an_expectation_is_said_once_and_replaced_by_a_later_one(circle: Circle) -> None:
    anna, bo = circle.members[:2]
    path = f"{circle.path}/expectations"
    first = f"{path}/{uuid4()}"
    done(await anna.put(first, {"text": "Rust om na te denken"}))
    done(await anna.put(first, {"text": " Rust om na te denken\n"}), 200)
    refused(await anna.put(first, {"text": "Iets anders"}), 422, "id-reused")
    refused(await bo.put(first, {"text": "Rust om na te denken"}), 422, "id-reused")
    done(await anna.put(f"{path}/{uuid4()}", {"text": "Eerlijke vragen"}))
    told = (await bo.seen(path))["expectations"]
    members = (await bo.seen(circle.path))["members"]

    assert [(e["by"], e["text"]) for e in told] == [(str(anna.id), "Eerlijke vragen")]
    assert [m["name"] for m in members if m["expectation_stated"]] == ["Anna"]


async def test_a_meeting_is_planned_moved_and_called_off(circle: Circle) -> None:
    session = await circle.planned(minutes=75)
    path = f"{circle.path}/sessions/{session}"
    maker = circle.facilitator
    done(await maker.put(path, {"starts_at": SOON, "minutes": 75}), 200)
    refused(await maker.put(path, {"starts_at": SOON, "minutes": 60}), 422, "id-reused")
    moved = done(await maker.patch(path, {"starts_at": "2030-01-08T21:00:00+02:00"}))
    planned = (await maker.seen(f"{circle.path}/sessions?after={moved['position']}"))["sessions"]

    assert [(p["starts_at"], p["minutes"], p["state"]) for p in planned] == [
        ("2030-01-08T19:00:00Z", 75, "planned")
    ]
    gone = done(await maker.delete(path))
    done(await circle.members[0].delete(path), 200)
    refused(await maker.patch(path, {"starts_at": SOON}), 409, "session-cancelled")
    refused(await maker.post(f"{path}/opening"), 409, "session-cancelled")
    agenda = (await maker.seen(f"{circle.path}/sessions?after={gone['position']}"))["sessions"]
    assert [p["state"] for p in agenda] == ["cancelled"]
    unknown = f"{circle.path}/sessions/{uuid4()}"
    refused(await maker.delete(unknown), 409, "not-scheduled")
    refused(await maker.post(f"{unknown}/opening"), 409, "not-scheduled")


async def test_a_meeting_is_opened_once_and_by_who_may(circle: Circle) -> None:
    session = await circle.planned()
    path = f"{circle.path}/sessions/{session}/opening"
    refused(await circle.members[0].get(f"/sessions/{session}/events"), 404, "not-found")
    refused(await circle.members[0].post(path), 403, "only-the-facilitator")
    first = done(await circle.facilitator.post(path))

    assert done(await circle.facilitator.post(path), 200) == first
    refused(await circle.members[0].get(f"/sessions/{session}/events"), 403, "not-present")


async def test_in_a_group_that_guides_itself_anybody_opens(person: New) -> None:
    anna = person("Anna")
    group, session = uuid4(), uuid4()
    body = {"name": "Zelf", "my_name": "Anna", "facilitation": "self_guided"}
    done(await anna.put(f"/groups/{group}", body))
    refused(await anna.post(f"/groups/{group}/sessions/{session}/opening"), 403, "ground-rules-first")
    done(await anna.put(f"/groups/{group}/ground-rules/1/acceptance"))
    done(await anna.put(f"/groups/{group}/sessions/{session}", {"starts_at": SOON}))
    done(await anna.post(f"/groups/{group}/sessions/{session}/opening"))

    log = (await anna.seen(f"/sessions/{session}/events"))["events"]
    assert [event["type"] for event in log] == ["session_opened", "participant_arrived"]


async def test_a_meeting_that_has_begun_is_neither_moved_nor_called_off(
    circle: Circle, meeting: Meeting
) -> None:
    path = f"{circle.path}/sessions/{meeting.id}"

    refused(await circle.facilitator.patch(path, {"starts_at": SOON}), 409, "session-already-open")
    refused(await circle.facilitator.delete(path), 409, "session-already-open")


async def test_every_method_can_be_planned(circle: Circle) -> None:
    methods = [m["key"] for m in (await circle.facilitator.seen("/methods"))["methods"]]

    assert len(methods) == 31
    for method in methods:
        plan = {"starts_at": SOON, "method": method}
        done(await circle.facilitator.put(f"{circle.path}/sessions/{uuid4()}", plan))
