"""Not a word is on the wire before its reveal: not in the log, the board, the stream or the balance."""

from typing import Final

import pytest

from backend.domain.session.curtain import EVERYBODY, Audience
from tests.api.circle import Circle, Meeting
from tests.api.listening import listening
from tests.api.people import Json, Person, done, refused

COVERED: Final = "Heimelijk geschreven"
"""What is written and not to be read yet."""


@pytest.fixture
async def writing(circle: Circle) -> Meeting:
    """A meeting in which the members write their questions, each for themselves."""
    meeting = await circle.meeting(method="ten_step")
    await meeting.propose(meeting.owner, meeting.case)
    done(await meeting.move("choice/offer", {"case": str(meeting.case)}))
    done(await meeting.owner.post(f"{meeting.path}/choice/consent", {"advice_mode": "round"}))
    await meeting.start("write_questions")
    await meeting.said(meeting.asker, "questions", text=COVERED)
    return meeting


async def everywhere(meeting: Meeting, reader: Person) -> str:
    """Return all that somebody is told, in one text."""
    paths = [meeting.path, f"{meeting.path}/events"]
    paths += [f"{meeting.circle.path}/{view}" for view in ("history", "balance", "open-actions")]
    answers = [await reader.get(f"{path}?after=0" if path == meeting.path else path) for path in paths]
    assert {answer.status_code for answer in answers} <= {200, 404}
    version = await meeting.version()
    async with listening(meeting, reader) as phone:
        told = await phone.until(version)
    export = await reader.get("/me/export")
    return " ".join([answer.text for answer in (*answers, export)] + [str(message.data) for message in told])


async def asked(meeting: Meeting, person: Person) -> int:
    """Return how many questions the balance counts for somebody."""
    balance = await meeting.circle.facilitator.seen(f"{meeting.circle.path}/balance")
    shares: list[Json] = balance["members"]
    return next((share["asked"] for share in shares if share["person"] == str(person.id)), 0)


async def test_nobody_but_its_author_is_told_what_was_written(writing: Meeting) -> None:
    others = [p for p in (writing.circle.facilitator, *writing.circle.members) if p is not writing.asker]

    for other in others:
        told = await everywhere(writing, other)
        assert COVERED not in told
        assert "withheld" in told
    assert COVERED in await everywhere(writing, writing.asker)
    assert await asked(writing, writing.asker) == 0


async def test_a_reveal_shows_it_and_makes_phones_read_anew(writing: Meeting) -> None:
    version = await writing.version()
    async with listening(writing, writing.owner, last=version) as phone:
        assert (await phone.next()).event == "hello"
        done(await writing.move("steps/1/reveal"))
        assert [(m.event, m.id) for m in [await phone.next(), await phone.next()]] == [
            ("reset", None),
            ("act", version + 1),
        ]

    assert COVERED in await everywhere(writing, writing.owner)


async def test_a_phone_that_was_away_during_the_reveal_reads_anew(writing: Meeting) -> None:
    version = await writing.version()
    done(await writing.move("steps/1/reveal"))
    log = await writing.owner.seen(f"{writing.path}/events?after={version}")
    async with listening(writing, writing.owner, last=version) as phone:
        assert [(await phone.next()).event for _ in range(2)] == ["hello", "reset"]

    assert log["anew"]
    assert not (await writing.owner.seen(f"{writing.path}/events?after={log['version']}"))["anew"]


async def test_a_step_that_started_by_accident_and_was_taken_back_covers_it_again(writing: Meeting) -> None:
    await writing.start("rate")
    assert COVERED in await everywhere(writing, writing.owner)

    done(await writing.move("steps/undo"))

    assert COVERED not in await everywhere(writing, writing.owner)


async def test_taking_back_what_others_did_not_read_tells_them_nothing(writing: Meeting) -> None:
    others = [p for p in (writing.circle.facilitator, *writing.circle.members) if p is not writing.asker]
    written = next(e["id"] for e in await writing.log(writing.asker) if e["type"] == "question_asked")
    version = await writing.version()
    async with listening(writing, writing.owner, last=version) as phone:
        done(await writing.asker.delete(f"{writing.path}/contributions/{written}"))
        told = (await phone.until(version + 1))[-1]

    assert told.data == {"version": version + 1, "type": "withheld"}
    assert "contribution_withdrawn" in await everywhere(writing, writing.asker)
    await writing.start("rate")
    for other in others:
        assert written not in await everywhere(writing, other)


async def test_taking_back_what_everybody_reads_tells_everybody(writing: Meeting) -> None:
    await writing.start("rate")
    version = await writing.version()
    written = next(e["id"] for e in await writing.log() if e["type"] == "question_asked")
    async with listening(writing, writing.owner, last=version) as phone:
        done(await writing.asker.delete(f"{writing.path}/contributions/{written}"))
        told = (await phone.until(version + 1))[-1]

    assert (told.data["type"], told.data["contribution"]) == ("contribution_withdrawn", written)


async def test_what_waits_for_no_reveal_is_not_revealed(writing: Meeting) -> None:
    refused(await writing.move("steps/0/reveal"), 409, "nothing-to-reveal")
    refused(await writing.move("steps/99/reveal"), 409, "unknown-step")
    refused(await writing.move("steps/1/reveal", by=writing.asker), 403, "only-the-facilitator")


async def test_what_is_covered_counts_in_the_balance_when_the_meeting_has_ended(writing: Meeting) -> None:
    await writing.end()
    ended = await writing.version()
    await writing.circle.facilitator.seen(f"{writing.path}?after={ended}")

    assert await asked(writing, writing.asker) == 1


async def test_what_is_said_without_the_contributor_reaches_all_but_them_until_the_end(
    circle: Circle,
) -> None:
    meeting = await circle.meeting(method="incident_short")
    await meeting.start("bring_in")
    await meeting.propose(meeting.owner, meeting.case)
    done(await meeting.move("choice/offer", {"case": str(meeting.case)}))
    done(await meeting.owner.post(f"{meeting.path}/choice/consent", {"advice_mode": "round"}))
    await meeting.start("analyse")
    version = await meeting.version()
    async with (
        listening(meeting, meeting.owner, last=version) as away,
        listening(meeting, circle.facilitator, last=version) as guard,
    ):
        await meeting.said(meeting.asker, "hypotheses", text=COVERED)
        hidden, shown = (await away.until(version + 1))[-1], (await guard.until(version + 1))[-1]
    await meeting.start("next")

    assert hidden.data == {"version": version + 1, "type": "withheld"}
    assert shown.data["text"] == COVERED
    assert COVERED not in await everywhere(meeting, meeting.owner)
    taken_back = await meeting.said(meeting.asker, "hypotheses", text="Toch niet")
    done(await meeting.asker.delete(f"{meeting.path}/contributions/{taken_back}"))
    assert str(taken_back) not in await everywhere(meeting, meeting.owner)
    assert str(taken_back) in await everywhere(meeting, circle.facilitator)
    await meeting.end()
    assert str(taken_back) not in await everywhere(meeting, meeting.owner)
    assert COVERED in await everywhere(meeting, meeting.owner)


async def test_a_leak_is_noticed(writing: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    def everybody(*_: object) -> Audience:
        return EVERYBODY

    monkeypatch.setattr("backend.api.wire.audience_of", everybody)

    assert COVERED in await everywhere(writing, writing.owner)
