"""The database itself keeps tenants apart: a question that forgets to say whose shows nothing foreign."""

import importlib
import pkgutil
import re
from collections.abc import AsyncIterator, Iterator
from typing import Final
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import CardinalityViolation, InsufficientPrivilege

import backend.adapters
import projections
from tests.api.circle import Circle, Meeting, form
from tests.api.house import House
from tests.api.people import done

_QUESTION: Final = re.compile(r"\s*(SELECT|WITH)\b")
_READS: Final = re.compile(r"\bFROM (views\.(?!positions\b)|record\.events\b)")
_CONDITION: Final = re.compile(r"\bWHERE\b")
_PARAMETER: Final = re.compile(r"%(\(\w+\))?s")
_AS_TENANT: Final = "SELECT set_config('app.tenant', %s, false)"
_AS_PERSON: Final = "SELECT set_config('app.person', %s, false)"


def questions() -> Iterator[tuple[str, str]]:
    """Yield every question that a module asks of views or of the record, with its name."""
    for package in (projections, backend.adapters):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, str) and _QUESTION.match(value) and _READS.search(value):
                    yield f"{module.name}.{name}", value


def without_conditions(question: str) -> str:
    """Return a question in which every condition holds, and whose parameters are null."""
    return _PARAMETER.sub("NULL", _CONDITION.sub("WHERE true OR", question))


def without_the_last_condition(question: str) -> str:
    """Return a question whose subqueries keep to their row, where each of them may give one row only."""
    head, _, tail = question.rpartition("WHERE")
    return _PARAMETER.sub("NULL", f"{head}WHERE true OR{tail}")


QUESTIONS: Final = dict(questions())


@pytest.fixture(scope="module")
async def meetings(house: House) -> AsyncIterator[tuple[Meeting, Meeting]]:
    """The meetings of two groups that know nothing of each other."""
    circles = [await form(house, members=2) for _ in range(2)]
    yield (await _played(circles[0]), await _played(circles[1]))
    for circle in circles:
        await circle.close()


async def _played(circle: Circle) -> Meeting:
    """Play a meeting to its end, and open the next one, which carries its action."""
    meeting = await circle.meeting()
    await meeting.reach("ask")
    await meeting.said(meeting.asker, "questions", text="Wat gebeurde er?")
    await meeting.start("take_away")
    await meeting.said(meeting.owner, "actions", text="Bellen")
    await circle.facilitator.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Rust"})
    position = done(await meeting.move("closing"))["position"]
    await circle.facilitator.seen(f"{circle.path}/history?after={position}")
    await circle.meeting()
    return meeting


def marks(meeting: Meeting) -> set[str]:
    """Return ids by which a row gives its tenant away."""
    people = (meeting.circle.facilitator, *meeting.circle.members)
    return {str(i) for i in (meeting.circle.id, meeting.id, meeting.case, *(p.id for p in people))}


def shown(connection: psycopg.Connection, question: str, ids: set[str]) -> int:
    """Return how many rows a question shows in which one of these ids stands."""
    try:
        rows = connection.execute(without_conditions(question)).fetchall()
    except CardinalityViolation:
        rows = connection.execute(without_the_last_condition(question)).fetchall()
    except InsufficientPrivilege:
        assert " webhooks." in question, "only what goes to programs is closed to readers altogether"
        return 0
    return sum(any(one in str(row) for one in ids) for row in rows)


def test_there_are_questions_to_ask() -> None:
    assert len(QUESTIONS) > 20
    assert "backend.adapters.record.READ_COMMAND" in QUESTIONS


@pytest.mark.parametrize("name", sorted(QUESTIONS))
async def test_a_question_without_its_condition_shows_one_tenant(
    house: House, meetings: tuple[Meeting, Meeting], name: str
) -> None:
    ours, theirs = meetings
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute("SET ROLE kring_reader")
        blind = shown(connection, QUESTIONS[name], marks(ours) | marks(theirs))
        connection.execute(_AS_TENANT, [str(ours.circle.id)])
        foreign = shown(connection, QUESTIONS[name], marks(theirs))

    assert (blind, foreign) == (0, 0)


async def test_a_person_sees_their_own_memberships_without_any_condition(
    house: House, meetings: tuple[Meeting, Meeting]
) -> None:
    ours, theirs = meetings
    owner = str(ours.owner.id)
    others = (marks(ours) | marks(theirs)) - {owner, str(ours.circle.id)}
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute("SET ROLE kring_reader")
        connection.execute(_AS_PERSON, [owner])
        found = connection.execute(without_conditions(QUESTIONS["projections.membership._OF_PERSON"]))
        rows = [str(row) for row in found.fetchall()]

    assert len(rows) == 1
    assert not any(other in rows[0] for other in others)


async def test_without_row_level_security_the_same_questions_show_everything(
    house: House, meetings: tuple[Meeting, Meeting]
) -> None:
    """The planted defect: who owns the views is not bound, and sees the other group in most of them."""
    ours, theirs = meetings
    seen = 0
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute(_AS_TENANT, [str(ours.circle.id)])
        for question in QUESTIONS.values():
            seen += shown(connection, question, marks(theirs)) > 0

    assert seen > len(QUESTIONS) * 0.6
