"""Who listens hears everything once, in order, from where they stopped, and nothing that is not theirs."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.api.streams import HEARTBEAT
from backend.api.streams import Phone as Listener
from tests.api.circle import Circle, Meeting
from tests.api.house import open_house
from tests.api.listening import Message, listening
from tests.api.people import Person, done


def versions(messages: list[Message]) -> list[int]:
    return [message.id for message in messages if message.event == "act" and message.id is not None]


async def test_a_phone_is_greeted_told_what_it_missed_and_kept_up_to_date(meeting: Meeting) -> None:
    version = await meeting.version()
    async with listening(meeting, meeting.owner) as phone:
        hello = await phone.next()
        missed = await phone.until(version)
        await meeting.start("check_in")
        said = await meeting.said(meeting.asker, "check-ins", text="Hallo")
        live = await phone.until(version + 2)

    assert phone.answer.headers["content-type"].startswith("text/event-stream")
    assert phone.answer.headers["cache-control"] == "no-store"
    assert (hello.event, hello.data["version"], hello.id) == ("hello", version, None)
    assert hello.data["now"].endswith("Z")
    assert versions(missed + live) == list(range(1, version + 3))
    assert (live[-1].data["id"], live[-1].data["text"]) == (str(said), "Hallo")
    assert live[-1].data == (await meeting.log(meeting.owner))[-1]


@pytest.mark.parametrize("how", ["last", "after"])
async def test_a_phone_goes_on_where_it_stopped(meeting: Meeting, how: str) -> None:
    version = await meeting.version()
    async with listening(meeting, meeting.owner, **{how: 2}) as phone:
        assert (await phone.next()).event == "hello"
        assert versions(await phone.until(version)) == list(range(3, version + 1))


async def test_a_phone_that_knows_more_than_the_house_begins_anew(meeting: Meeting) -> None:
    version = await meeting.version()
    async with listening(meeting, meeting.owner, last=version + 5) as phone:
        assert [(await phone.next()).event for _ in range(2)] == ["hello", "reset"]
        assert versions(await phone.until(version)) == list(range(1, version + 1))


async def test_no_gap_and_no_double_over_many_reconnects(meeting: Meeting) -> None:
    await meeting.start("check_in")
    await meeting.reach("ask")
    began = await meeting.version()
    total, heard, last = 60, list[int](), began

    async def talk() -> None:
        for n in range(total):
            await meeting.said(meeting.asker, "questions", text=f"Vraag {n}?")

    talking = asyncio.create_task(talk())
    connections = 0
    while last < began + total:
        connections += 1
        async with listening(meeting, meeting.owner, last=last) as phone:
            for _ in range(1 + connections % 4):
                if last == began + total:
                    break
                message = await phone.next()
                if message.id is not None:
                    heard.append(message.id)
                    last = message.id
    await talking

    assert heard == list(range(began + 1, began + total + 1))
    assert connections > total // 4


async def test_a_proposal_that_was_not_chosen_is_withheld_from_others_live_and_later(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.choose()
    late = uuid4()
    version = await meeting.version()
    async with (
        listening(meeting, meeting.owner, last=version) as other,
        listening(meeting, meeting.asker, last=version) as own,
    ):
        await meeting.propose(meeting.asker, late, "Alleen voor mij")
        hidden, shown = (await other.until(version + 1))[-1], (await own.until(version + 1))[-1]

    assert hidden.data == {"version": version + 1, "type": "withheld"}
    assert (shown.data["id"], shown.data["title"]) == (str(late), "Alleen voor mij")


async def test_putting_the_case_back_tells_phones_to_read_again(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.choose()
    version = await meeting.version()
    async with listening(meeting, meeting.owner, last=version) as phone:
        assert (await phone.next()).event == "hello"
        done(await meeting.move("choice/undo"))
        assert [(m.event, m.id) for m in [await phone.next(), await phone.next()]] == [
            ("act", version + 1),
            ("reset", None),
        ]


async def choosing(circle: Circle) -> tuple[Meeting, str]:
    """Let a group be about to choose; return its meeting and the choice."""
    meeting = await circle.meeting()
    await meeting.start("collect")
    await meeting.propose(meeting.owner, meeting.case)
    await meeting.start("choose")
    done(await meeting.move("choice/opening", {}))
    return meeting, (await meeting.owner.seen(f"{meeting.path}/choice"))["choice"]


async def test_a_ballot_is_told_as_a_number_only(circle: Circle) -> None:
    meeting, choice = await choosing(circle)
    async with listening(meeting, meeting.owner, last=await meeting.version()) as phone:
        assert (await phone.next()).event == "hello"
        await meeting.asker.put(f"{meeting.path}/choice/{choice}/ballot", {"case": str(meeting.case)})
        told = await phone.next()

    assert (told.event, told.id, told.data) == ("choice", None, {"choice": choice, "voted": 1})


async def test_counts_reach_the_phones_of_every_process(
    circle: Circle, module_database_url: str, tmp_path: Path, built: Path
) -> None:
    meeting, choice = await choosing(circle)
    async with (
        open_house(module_database_url, tmp_path, built) as beside,
        Person(beside, "Anna") as elsewhere,
        asyncio.timeout(10),
    ):
        elsewhere.http.cookies.set("kring", meeting.owner.http.cookies["kring"])
        async with listening(meeting, elsewhere, last=await meeting.version()) as phone:
            assert (await phone.next()).event == "hello"
            await meeting.asker.put(f"{meeting.path}/choice/{choice}/ballot", {"case": str(meeting.case)})
            voted = await phone.next()
            step = meeting.steps.index("choose")
            done(await meeting.asker.put(f"{meeting.path}/readiness", {"step": step}), 200)
            ready = await phone.next()

    assert (voted.event, voted.data) == ("choice", {"choice": choice, "voted": 1})
    assert (ready.event, ready.data) == ("ready", {"step": step, "ready": 1})


async def test_a_sign_of_life_comes_soon_and_tells_how_far_the_meeting_is(meeting: Meeting) -> None:
    await meeting.start("check_in")
    version = await meeting.version()
    async with (
        asyncio.timeout(2 * HEARTBEAT),
        listening(meeting, meeting.owner, last=version) as one,
        listening(meeting, meeting.asker, last=version) as other,
    ):
        before = await one.sign_of_life()
        await meeting.said(meeting.asker, "check-ins", text="Hallo")
        await other.until(version + 1)
        after = await other.sign_of_life()

    assert (before.id, before.data["version"]) == (None, version)
    assert before.data["now"].endswith("Z")
    assert after.data["version"] == version + 1


async def test_a_phone_too_slow_to_follow_is_dropped_without_delaying_anybody() -> None:
    slow = Listener(UUID(int=1), UUID(int=2), UUID(int=3))
    told = [slow.tell(version, b"x") for version in range(1, 400)]
    frames = [frame async for frame in slow.frames(0)]

    assert told.count(False) >= 1
    assert frames == []
