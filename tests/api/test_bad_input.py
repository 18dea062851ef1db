"""What cannot be taken in is refused with a problem, and nothing of it is kept."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from tests.api.circle import SOON, Circle, Meeting, form
from tests.api.house import House
from tests.api.people import Person, done, refused

KEPT = """
SELECT (SELECT count(*) FROM record.events), (SELECT count(*) FROM identity.persons),
    (SELECT count(*) FROM identity.sign_ins), (SELECT count(*) FROM identity.groups),
    (SELECT count(*) FROM identity.invitations), (SELECT count(*) FROM choices.choices)
"""

KEYS_OF_CASES = "SELECT subject FROM vault.keys WHERE tenant_id = %s AND kind = 'case'"


@pytest.fixture(scope="module")
async def asking(house: House) -> AsyncIterator[Meeting]:
    """A meeting that has checked in and asks questions now, for refusals that change nothing."""
    circle = await form(house)
    meeting = await circle.meeting()
    await meeting.start("check_in")
    await meeting.reach("ask")
    yield meeting
    await circle.close()


def kept(house: House) -> tuple[int, ...]:
    """Count what the house keeps."""
    with psycopg.connect(house.database_url) as connection:
        row = connection.execute(KEPT).fetchone()
    assert row is not None
    return row


async def sent(
    person: Person, meeting: Meeting, body: bytes, kind: str = "application/json"
) -> httpx.Response:
    headers = {"Content-Type": kind}
    return await person.http.put(f"{meeting.path}/check-ins/{uuid4()}", content=body, headers=headers)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"text=hallo",
        b"<text/>",
        b'{"text": "hallo"',
        b'{"text": "\xff\xfe"}',
        b'{"text": "\\ud800"}',
        b'{"text": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b"[" * 60_000,
        b'{"text":' * 7_000 + b"1" + b"}" * 7_000,
    ],
    ids=["brace", "form", "markup", "cut off", "no text", "half a character", "deep", "deeper", "nested"],
)
async def test_a_body_that_is_not_json_is_refused(house: House, asking: Meeting, body: bytes) -> None:
    before = kept(house)

    refused(await sent(asking.owner, asking, body), 400, "not-json")
    assert kept(house) == before


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
async def test_only_a_body_that_says_it_is_json_is_read(house: House, asking: Meeting, kind: str) -> None:
    before = kept(house)

    refused(await sent(asking.owner, asking, b'{"text": "hallo"}', kind), 400, "not-json")
    assert kept(house) == before


@pytest.mark.parametrize(
    "body",
    [
        {"text": "a" * 4_001},
        {"text": "a\x00b"},
        {"text": "a\x1bb"},
        {"text": "a\u0085b"},
        {"text": 7},
        {"text": ["hallo"]},
        {"text": "hallo", "by": str(UUID(int=1))},
        {"text": "hallo", "step": "one"},
        {"text": "hallo", "step": 101},
        {"text": "hallo", "step": -2},
        {"text": "hallo", "step": 1.5},
        [],
        None,
        "hallo",
    ],
)
async def test_a_body_of_another_shape_is_refused(house: House, asking: Meeting, body: object) -> None:
    before = kept(house)

    problem = refused(await sent(asking.owner, asking, json.dumps(body).encode()), 422, "invalid")
    assert "hallo" not in json.dumps(problem)
    assert kept(house) == before


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u00a0\u2003"])
async def test_a_text_that_must_be_there_needs_a_word(house: House, asking: Meeting, text: str) -> None:
    before = kept(house)

    refused(await asking.asker.say(asking.id, "questions", text=text), 422, "invalid")
    assert kept(house) == before


@pytest.mark.parametrize(
    "text", ["a" * 4_000, "één regel\nen nog een\t!", "🌷" * 4_000, "  rand  ", "\n\nlater"]
)
async def test_a_text_within_its_bounds_is_taken_and_trimmed(asking: Meeting, text: str) -> None:
    said = await asking.said(asking.owner, "check-ins", text=text)

    told = next(event for event in await asking.log(asking.asker) if event.get("id") == str(said))
    assert told["text"] == text.strip()


async def test_ten_megabytes_are_refused_before_they_are_read(house: House, asking: Meeting) -> None:
    before = kept(house)
    body = b'{"text": "' + b"a" * 10_000_000 + b'"}'

    refused(await sent(asking.owner, asking, body), 413, "too-large")
    assert kept(house) == before


async def test_a_body_that_does_not_tell_its_length_is_cut_off_too(house: House, asking: Meeting) -> None:
    before = kept(house)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"a" * 10_000

    answer = await asking.owner.http.put(
        f"{asking.path}/check-ins/{uuid4()}",
        content=endless(),
        headers={"Content-Type": "application/json"},
    )
    refused(answer, 413, "too-large")
    assert kept(house) == before


@pytest.mark.parametrize(
    "path", ["/groups/{id}", "/groups/{id}/history", "/sessions/{id}", "/sessions/{id}/events"]
)
@pytest.mark.parametrize("known", [True, False])
async def test_an_id_that_is_unknown_or_of_something_else_is_not_found(
    asking: Meeting, path: str, *, known: bool
) -> None:
    other = asking.id if path.startswith("/groups") else asking.circle.id

    refused(await asking.owner.get(path.format(id=other if known else uuid4())), 404, "not-found")


@pytest.mark.parametrize(
    "path", ["/groups/geen", "/sessions/1/events", "/groups/%00", "/nergens", "/methods/geen"]
)
async def test_an_address_that_does_not_exist_is_not_found(asking: Meeting, path: str) -> None:
    refused(await asking.circle.facilitator.get(path), 404, "not-found")


@pytest.mark.parametrize("after", ["99999999999999999999", "9007199254740992", "-1", "laatst", ""])
@pytest.mark.parametrize(
    "path", ["/me", "/groups/{group}", "/sessions/{session}", "/sessions/{session}/events"]
)
async def test_a_place_nobody_can_have_seen_is_refused(asking: Meeting, path: str, after: str) -> None:
    address = path.format(group=asking.circle.id, session=asking.id)

    refused(await asking.owner.get(f"{address}?after={after}"), 422, "invalid")


@pytest.mark.parametrize("method", ["HEAD", "POST", "TRACE", "PUT", "PATCH"])
async def test_a_method_that_an_address_does_not_take_is_refused(asking: Meeting, method: str) -> None:
    answer = await asking.circle.facilitator.http.request(method, f"{asking.circle.path}/history")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.headers["content-type"] == "application/problem+json"
    if method != "HEAD":
        refused(answer, 405, "method-not-allowed")


@pytest.mark.parametrize(
    "starts_at",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1999-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
    ],
)
async def test_a_meeting_is_planned_in_somebodys_lifetime(circle: Circle, starts_at: str) -> None:
    path = f"{circle.path}/sessions/{uuid4()}"

    refused(await circle.facilitator.put(path, {"starts_at": starts_at}), 422, "invalid")
    planned = done(await circle.facilitator.put(path, {"starts_at": SOON}))
    refused(await circle.facilitator.patch(path, {"starts_at": starts_at}), 422, "invalid")
    seen = await circle.facilitator.seen(f"{circle.path}/sessions?after={planned['position']}")
    assert len(seen["sessions"]) == 1


@pytest.mark.parametrize("due", ["0001-01-01", "1999-12-31", "2200-01-01", "9999-12-31"])
async def test_an_action_is_due_in_somebodys_lifetime(house: House, asking: Meeting, due: str) -> None:
    before, action = kept(house), {"text": "Bellen", "due": due}

    refused(await asking.owner.say(asking.id, "actions", **action), 422, "invalid")
    refused(await asking.owner.say(asking.id, "carried-on", action=str(uuid4()), due=due), 422, "invalid")
    assert kept(house) == before


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": "2030-01-07T19:00:00"},
        {"starts_at": "morgen"},
        {"minutes": 9},
        {"minutes": 100_001},
        {"method": "geen methode"},
        {"facilitator": "Fieke"},
        {"advice_mode": "more"},
    ],
)
async def test_a_plan_of_another_shape_is_refused(asking: Meeting, change: dict[str, object]) -> None:
    body = {"starts_at": SOON, **change}

    refused(
        await asking.circle.facilitator.put(f"{asking.circle.path}/sessions/{uuid4()}", body), 422, "invalid"
    )


async def test_a_method_that_is_not_shipped_is_named_as_such(asking: Meeting) -> None:
    body = {"starts_at": SOON, "method": "quidditch"}

    refused(
        await asking.circle.facilitator.put(f"{asking.circle.path}/sessions/{uuid4()}", body),
        422,
        "unknown-method",
    )


async def test_twenty_taps_on_one_button_say_it_once(asking: Meeting) -> None:
    said, before = uuid4(), await asking.version()
    taps = await asyncio.gather(
        *(asking.owner.say(asking.id, "check-ins", said, text="hallo") for _ in range(20))
    )

    assert sorted(tap.status_code for tap in taps) == [200] * 19 + [201]
    assert len({tap.text for tap in taps}) == 1
    assert await asking.version() == before + 1


async def test_two_people_with_one_id_at_once_are_one_contribution_and_one_refusal(asking: Meeting) -> None:
    for _ in range(10):
        said = uuid4()
        answers = await asyncio.gather(
            *(person.say(asking.id, "check-ins", said, text="hallo") for person in asking.circle.members)
        )

        assert sorted(answer.status_code for answer in answers) == [201, 422, 422]


async def test_an_id_that_another_command_had_is_refused_and_not_lost(meeting: Meeting) -> None:
    key = uuid4()
    done(await meeting.move("steps/0/start", key=key))
    before = await meeting.version()

    refused(await meeting.owner.say(meeting.id, "check-ins", key, text="hallo"), 422, "id-reused")
    refused(await meeting.move("pause", key=key), 422, "id-reused")
    refused(await meeting.move("steps/2/start", key=key), 422, "id-reused")
    assert await meeting.version() == before


async def test_a_case_of_an_earlier_meeting_is_no_id_for_another_case(circle: Circle) -> None:
    first = await circle.meeting()
    await first.reach("ask")
    await first.end()
    second = await circle.meeting()
    await second.start("collect")
    case = {"kind": "bottleneck", "title": "Geleend", "question": "Hoe?"}

    for person in circle.members:
        refused(await person.say(second.id, "cases", first.case, **case), 422, "id-reused")


async def test_an_id_of_the_group_is_no_id_for_its_meeting_or_an_expectation(circle: Circle) -> None:
    maker = circle.facilitator

    refused(await maker.put(f"{circle.path}/sessions/{circle.id}", {"starts_at": SOON}), 422, "id-reused")
    refused(await maker.put(f"{circle.path}/expectations/{circle.id}", {"text": "rust"}), 422, "id-reused")


async def test_a_proposal_that_is_refused_leaves_no_key_behind(house: House, meeting: Meeting) -> None:
    case = {"kind": "bottleneck", "title": "Rooster", "question": "Hoe?"}
    refused(await meeting.owner.say(meeting.id, "cases", **case), 409, "step-not-open")
    facilitator = meeting.circle.facilitator
    await meeting.start("collect")
    refused(await facilitator.say(meeting.id, "cases", **case), 403, "facilitator-has-no-content-rights")
    await meeting.propose(meeting.owner, meeting.case)

    with psycopg.connect(house.database_url) as connection:
        keys = connection.execute(KEYS_OF_CASES, (meeting.circle.id,)).fetchall()
    assert keys == [(meeting.case,)]


async def test_a_name_turns_nothing_that_follows_it_and_keeps_what_joins_its_letters(house: House) -> None:
    async with Person(house, "Vreemd") as stranger:
        body = {"name": "Kring \u202eWest\u2066", "my_name": " Zey\u200cnep\u202e  👩\u200d⚕️ "}
        assert (await stranger.put(f"/groups/{uuid4()}", body)).status_code == 201
        me = await stranger.seen("/me")

    assert me["name"] == "Zey\u200cnep 👩\u200d⚕️"
    assert [group["name"] for group in me["groups"]] == ["Kring West"]


async def test_a_group_is_formed_once_and_a_refusal_leaves_nobody_behind(
    house: House, circle: Circle, meeting: Meeting
) -> None:
    body = {"name": "Kring West", "my_name": "Vreemd"}
    before = kept(house)
    async with Person(house, "Vreemd") as stranger:
        refused(await stranger.put(circle.path, body), 404, "not-found")
        refused(await stranger.put(f"/groups/{meeting.id}", body), 404, "not-found")
        refused(await stranger.put(f"/groups/{uuid4()}", {"name": "Kring West"}), 422, "name-needed")
        refused(await stranger.put(f"/groups/{uuid4()}", {**body, "method": "geen"}), 422, "unknown-method")
        refused(await stranger.put(f"/groups/{uuid4()}", {**body, "name": "\n"}), 422, "invalid")
        for unseen in ("\u200b", " \u2800\u00ad", "\u3164", "\u202e"):
            refused(await stranger.put(f"/groups/{uuid4()}", {**body, "my_name": unseen}), 422, "invalid")
        refused(await stranger.put(f"/groups/{uuid4()}", {**body, "size": {"smallest": 1}}), 422, "invalid")

        assert not stranger.http.cookies
    assert kept(house) == before


async def test_forming_a_group_again_changes_nothing(circle: Circle) -> None:
    body = {"name": "Kring Oost", "my_role": "facilitator"}
    again = await circle.facilitator.put(circle.path, body)

    done(again, 200)
    for change in ({"name": "Kring Zuid"}, {"purpose": "meer"}, {"facilitation": "external"}):
        refused(await circle.facilitator.put(circle.path, body | change), 422, "id-reused")
    assert (await circle.facilitator.seen(circle.path))["name"] == "Kring Oost"


async def test_the_clock_of_a_phone_does_not_matter(asking: Meeting) -> None:
    far_off = {"Date": "Thu, 01 Jan 1970 00:00:00 GMT", "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
    answer = await asking.owner.http.put(
        f"{asking.path}/check-ins/018bcfe5-687b-7000-8000-000000000000",
        json={"text": "hallo"},
        headers=far_off,
    )

    done(answer)
    log = await asking.log()
    assert log[-1]["at"] >= log[0]["at"]


async def test_a_long_text_with_a_control_character_at_its_end_is_refused_at_once(asking: Meeting) -> None:
    began = asyncio.get_running_loop().time()
    for _ in range(10):
        body = json.dumps({"text": " a" * 1_999 + "\x01"}).encode()
        refused(await sent(asking.owner, asking, body), 422, "invalid")

    assert asyncio.get_running_loop().time() - began < 1.5
