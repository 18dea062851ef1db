"""Putting in other words what one said, as people do it and as others then find it."""

from uuid import UUID, uuid4

import pytest

from tests.api.circle import Circle, Meeting
from tests.api.people import Json, Person, done, refused


@pytest.fixture
async def asked(circle: Circle) -> tuple[Meeting, UUID]:
    """A meeting in which the second member asked something."""
    meeting = await circle.meeting()
    await meeting.reach("ask")
    return meeting, await meeting.said(meeting.asker, "questions", text="Wat wil jij eigenljk?")


async def correct(
    meeting: Meeting, person: Person, said: UUID, new: UUID | None = None, **texts: str
) -> Json:
    body = {"contribution": str(said), "texts": texts}
    answer: Json = done(await person.put(f"{meeting.path}/corrections/{new or uuid4()}", body))
    return answer


async def entry(meeting: Meeting, person: Person, said: UUID, after: int) -> Json:
    board = await person.seen(f"{meeting.path}?after={after}")
    return next(e for e in board["entries"] if e["id"] == str(said))


async def test_everybody_finds_the_new_words_on_the_board_and_in_the_log(asked: tuple[Meeting, UUID]) -> None:
    meeting, question = asked
    told = await correct(meeting, meeting.asker, question, text="Wat wil jij eigenlijk?")

    now = await entry(meeting, meeting.owner, question, told["position"])
    last = (await meeting.log(meeting.owner))[-1]
    assert now["corrected"] is True
    assert now["texts"] == {"text": "Wat wil jij eigenlijk?"}
    assert (last["type"], last["contribution"], last["kind"]) == (
        "contribution_corrected",
        str(question),
        "question_asked",
    )
    assert last["wordings"] == {"text": "Wat wil jij eigenlijk?"}


async def test_repeating_changes_nothing_and_another_body_is_another_correction(
    asked: tuple[Meeting, UUID],
) -> None:
    meeting, question = asked
    new = uuid4()
    path, body = f"{meeting.path}/corrections/{new}", {"contribution": str(question), "texts": {"text": "Zo"}}

    first = await meeting.asker.put(path, body)
    again = await meeting.asker.put(path, body)
    other = await meeting.asker.put(path, body | {"texts": {"text": "Anders"}})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    refused(other, 422, "id-reused")


async def test_only_the_author_changes_their_words(asked: tuple[Meeting, UUID]) -> None:
    meeting, question = asked
    body = {"contribution": str(question), "texts": {"text": "Iets anders"}}

    refused(await meeting.owner.put(f"{meeting.path}/corrections/{uuid4()}", body), 403, "not-yours")


@pytest.mark.parametrize("texts", [{"text": "  "}, {"title": "Rooster"}, {"case": "x"}])
async def test_a_question_keeps_its_one_text(asked: tuple[Meeting, UUID], texts: dict[str, str]) -> None:
    meeting, question = asked
    body = {"contribution": str(question), "texts": texts}

    refused(await meeting.asker.put(f"{meeting.path}/corrections/{uuid4()}", body), 409, "no-such-text")


async def test_a_title_stays_one_line(asked: tuple[Meeting, UUID]) -> None:
    meeting, _ = asked
    body = {"contribution": str(meeting.case), "texts": {"title": "twee\nregels"}}

    refused(await meeting.owner.put(f"{meeting.path}/corrections/{uuid4()}", body), 422, "invalid")


async def test_the_new_words_are_in_the_history_the_open_actions_and_what_one_takes_along(
    asked: tuple[Meeting, UUID],
) -> None:
    meeting, question = asked
    await meeting.start("take_away")
    action = await meeting.said(meeting.owner, "actions", text="Ik bel", first_step="Nummer zoeken")
    await meeting.start("close")
    await meeting.end()

    await correct(meeting, meeting.asker, question, text="Wat heb jij nodig?")
    await correct(meeting, meeting.owner, meeting.case, title="Rooster van juni")
    told = await correct(meeting, meeting.owner, action, text="Ik bel morgen", first_step="")

    after = told["position"]
    (mine,) = (await meeting.owner.seen(f"/me/actions?after={after}"))["actions"]
    past = (await meeting.owner.seen(f"{meeting.circle.path}/history"))["meetings"][0]["cases"][0]
    taken = [s["texts"] for m in (await meeting.owner.seen("/me/export"))["meetings"] for s in m["said"]]
    terms = await meeting.owner.seen("/me/retention")
    assert (mine["text"], mine["first_step"]) == ("Ik bel morgen", None)
    assert past["title"] == "Rooster van juni"
    assert past["questions"][0]["text"] == "Wat heb jij nodig?"
    assert {"text": "Ik bel morgen"} in taken
    assert "Rooster van juni" in str(terms)


async def test_erasing_the_case_takes_the_old_and_the_new_words(asked: tuple[Meeting, UUID]) -> None:
    meeting, question = asked
    told = await correct(meeting, meeting.asker, question, text="Wat heb jij nodig?")

    done(await meeting.owner.delete(f"{meeting.path}/cases/{meeting.case}"))

    log = str(await meeting.log(meeting.asker))
    assert "nodig" not in log
    assert "eigenljk" not in log
    assert told["position"]


async def test_taking_back_takes_the_old_and_the_new_words_from_everybody_else(
    asked: tuple[Meeting, UUID],
) -> None:
    meeting, question = asked
    await correct(meeting, meeting.asker, question, text="Wat heb jij nodig?")
    done(await meeting.asker.delete(f"{meeting.path}/contributions/{question}"))

    log = str(await meeting.log(meeting.owner))

    assert "nodig" not in log
    assert "eigenljk" not in log
