"""The question helper over the API: for the writer alone, kept nowhere, and totals where a group agreed."""

import logging
from uuid import uuid4

import psycopg
import pytest

from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.people import Json, Person, done, refused

ADVICE = "Heb je er al aan gedacht om met de leidinggevende te praten?"
CLOSED = "Was de teamleider daar ook bij?"
OPEN = "Wat ging er door je heen toen hij wegliep?"


async def checked(person: Person, text: str, **more: object) -> Json:
    """Return what the helper says to a person about a draft."""
    answer = await person.post("/question-craft/check", {"text": text} | more)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def asking(circle: Circle) -> Meeting:
    """Return a meeting in its round of questions about the case of the first member."""
    meeting = await circle.meeting()
    await meeting.reach("ask")
    return meeting


async def ask(meeting: Meeting, person: Person, text: str) -> None:
    done(await person.put(f"{meeting.path}/questions/{uuid4()}", {"text": text}))


async def test_hidden_advice_is_named_with_a_reason_and_a_better_question(circle: Circle) -> None:
    hint = await checked(circle.members[1], ADVICE)

    assert (hint["label"], hint["show"], hint["keep_as_advice"]) == ("hidden_advice", True, True)
    assert hint["reason"]
    assert 1 <= len(hint["rephrasings"]) <= 2
    assert all("de leidinggevende" in text for text in hint["rephrasings"])


async def test_an_open_question_goes_without_remark(circle: Circle) -> None:
    hint = await checked(circle.members[1], OPEN)

    assert (hint["label"], hint["show"], hint["rephrasings"]) == ("open", False, [])


async def test_a_closed_question_is_fine_until_the_third_in_a_row(circle: Circle) -> None:
    anna = circle.members[1]
    asked = ["Hoe lang werk je daar nu?", "Weet de gemeente hiervan?"]

    assert not (await checked(anna, CLOSED))["show"]
    assert not (await checked(anna, CLOSED, earlier=asked[:1]))["show"]
    assert (await checked(anna, CLOSED, earlier=asked))["show"]
    assert not (await checked(anna, CLOSED, earlier=[*asked, OPEN]))["show"]


async def test_the_language_is_told_from_the_draft(circle: Circle) -> None:
    anna = circle.members[1]

    assert (await checked(anna, "Have you considered asking HR?"))["language"] == "en"
    assert (await checked(anna, ADVICE))["language"] == "nl"


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 4001}, {"text": ADVICE, "language": "fr"}, {}]
)
async def test_what_is_no_draft_is_refused(circle: Circle, wrong: Json) -> None:
    refused(await circle.members[1].post("/question-craft/check", wrong), 422, "invalid")


async def test_nothing_of_a_draft_is_kept_or_logged(
    circle: Circle, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    anna, mark = circle.members[1], f"grasparkiet{uuid4().hex[:8]}"
    with caplog.at_level(logging.DEBUG):
        await checked(anna, f"Heb je al eens aan een {mark} gedacht?")
        await anna.post("/question-craft/check", {"text": [mark]})

    assert [line for line in caplog.messages if mark in line] == []
    with psycopg.connect(house.database_url) as connection:
        for schema, table in connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%'"
            " AND schemaname <> 'information_schema'"
        ).fetchall():
            identifier = psycopg.sql.Identifier(schema, table)
            query = psycopg.sql.SQL("SELECT count(*) FROM {} AS t WHERE t::text LIKE %s").format(identifier)
            row = connection.execute(query, (f"%{mark}%",)).fetchone()
            assert row == (0,), f"{schema}.{table}"


async def test_not_right_counts_the_kind_and_nothing_else(circle: Circle, house: House) -> None:
    body = {"label": "hidden_advice", "language": "nl"}
    for person in circle.members[:2]:
        assert (await person.post("/question-craft/not-right", body)).status_code == 204
    with psycopg.connect(house.database_url) as connection:
        found = connection.execute("SELECT * FROM choices.not_right").fetchall()

    assert ("nl", "hidden_advice", 2) in found


async def test_somebody_switches_it_off_for_themselves(circle: Circle) -> None:
    anna = circle.members[1]
    before = await anna.seen("/me")
    await anna.patch("/me", {"question_help": False})

    assert before["question_help"] is True
    assert (await anna.seen("/me"))["question_help"] is False
    assert (await circle.members[2].seen("/me"))["question_help"] is True


async def test_a_group_counts_only_when_it_agreed_and_anybody_ends_it(circle: Circle) -> None:
    anna, lead, path = circle.members[1], circle.facilitator, f"{circle.path}/question-help"
    counting = {"offered": True, "counted": True}
    refused(await anna.put(path, counting), 403, "only-the-facilitator")
    done(await lead.put(path, counting))
    seen = await anna.seen(path)
    done(await anna.put(path, {"offered": True, "counted": False}))

    assert seen == counting | {"may_choose": False}
    assert (await anna.seen(path))["counted"] is False
    refused(await anna.put(path, {"offered": False, "counted": False}), 403, "only-the-facilitator")


async def test_totals_are_of_enough_questions_and_of_steps_that_are_over(circle: Circle) -> None:
    done(await circle.facilitator.put(f"{circle.path}/question-help", {"offered": True, "counted": True}))
    meeting = await asking(circle)
    question, anna = uuid4(), circle.members[1]
    for _ in range(2):
        await anna.put(f"{meeting.path}/questions/{question}", {"text": CLOSED})
    for text in (ADVICE, CLOSED, OPEN, OPEN):
        await ask(meeting, circle.members[2], text)
    during = await anna.seen(f"{meeting.path}/question-kinds")
    await meeting.start("advise")
    after = await anna.seen(f"{meeting.path}/question-kinds")

    assert (during["counted"], during["steps"]) == (True, [])
    assert [(step["asked"], step["kinds"]) for step in after["steps"]] == [
        (5, {"closed": 2, "hidden_advice": 1, "open": 2})
    ]


async def test_a_group_that_does_not_count_has_no_totals(circle: Circle, house: House) -> None:
    meeting = await asking(circle)
    for text in (ADVICE, CLOSED, OPEN, OPEN, OPEN):
        await ask(meeting, circle.members[1], text)
    await meeting.start("advise")

    assert (await circle.members[1].seen(f"{meeting.path}/question-kinds"))["steps"] == []
    with psycopg.connect(house.database_url) as connection:
        found = connection.execute(
            "SELECT * FROM choices.question_kinds WHERE session_id = %s", (meeting.id,)
        ).fetchall()
    assert found == []


async def test_somebody_sees_their_own_trend_and_nobody_elses(circle: Circle) -> None:
    meeting = await asking(circle)
    anna, bo = circle.members[1], circle.members[2]
    await ask(meeting, anna, ADVICE)
    await ask(meeting, anna, OPEN)
    await ask(meeting, bo, CLOSED)
    await anna.house.known()

    assert [(m["asked"], m["kinds"]) for m in (await anna.seen("/me/questions"))["meetings"]] == [
        (2, {"hidden_advice": 1, "open": 1})
    ]
    assert [m["kinds"] for m in (await bo.seen("/me/questions"))["meetings"]] == [{"closed": 1}]
    assert (await circle.members[0].seen("/me/questions")) == {"meetings": []}
