"""How a meeting was: asked when it is over, one tap each, and nobody can read back what anybody said."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from backend.adapters.database import Database
from backend.adapters.uptake import UptakePress
from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.offices import register
from tests.api.people import Person, done, refused

New = Callable[[str], Person]
KEPT = "SELECT counts, answered FROM choices.pulses WHERE session_id = %s AND question = 'value'"
PLACE = "SELECT ctid FROM choices.pulses WHERE session_id = %s"


@pytest.fixture
async def meeting(house: House, person: New) -> AsyncIterator[Meeting]:
    """A meeting of a group that an organisation hosts, with four members."""
    office = await register(house)
    group = uuid4()
    body = {"name": "Kring Zorg", "my_role": "facilitator", "organisation": str(office.id)}
    done(await office.admin.put(f"/groups/{group}", body))
    circle = Circle(id=group, facilitator=office.admin, members=[])
    await circle.accept(office.admin)
    for name in ("Anna", "Bo", "Cas", "Dee"):
        await circle.welcome(person(name))
    yield await circle.meeting()
    await office.admin.http.aclose()


async def answer(meeting: Meeting, person: Person, answer: int = 4, question: str = "value") -> bool:
    """Let somebody answer; tell whether it counted."""
    given = await person.put(f"{meeting.path}/pulse/{question}", {"answer": answer})
    assert given.status_code == 200, given.text
    return bool(given.json()["counted"])


async def open_to(meeting: Meeting, person: Person) -> list[str]:
    """Return what somebody may still answer."""
    found: list[str] = (await person.seen(f"{meeting.path}/pulse"))["questions"]
    return found


async def test_it_is_asked_when_the_meeting_is_over_and_each_question_once(meeting: Meeting) -> None:
    anna = meeting.owner
    early = await open_to(meeting, anna)
    refused(await anna.put(f"{meeting.path}/pulse/value", {"answer": 4}), 409, "pulse-not-asked")
    await meeting.end()
    both = await open_to(meeting, anna)
    counted = [await answer(meeting, anna), await answer(meeting, anna, 1)]

    assert (early, both, counted) == ([], ["value", "safety"], [True, False])
    assert await open_to(meeting, anna) == ["safety"]
    assert await open_to(meeting, meeting.asker) == ["value", "safety"]


async def test_what_is_kept_are_counts_and_who_answered_in_no_order(meeting: Meeting, house: House) -> None:
    await meeting.end()
    people = meeting.circle.members[:3]
    for person, given in zip(reversed(people), (5, 2, 5), strict=True):
        assert await answer(meeting, person, given)
    with psycopg.connect(house.database_url) as connection:
        kept = connection.execute(KEPT, (meeting.id,)).fetchone()

    assert kept == ([0, 1, 0, 0, 2], sorted(one.id for one in people))


async def test_who_answered_is_forgotten_after_a_week_and_nothing_is_written_twice_for_it(
    meeting: Meeting, house: House
) -> None:
    await meeting.end()
    assert await answer(meeting, meeting.owner, 2)
    over = datetime.now(UTC) + timedelta(days=8)
    kept, places = [], []
    async with await Database.open(house.database_url) as database:
        for moment in (datetime.now(UTC), over, over):
            await UptakePress(database).forget_who_answered(moment)
            async with database.projecting() as connection:
                await connection.execute("RESET ROLE")
                kept.append(await (await connection.execute(KEPT, (meeting.id,))).fetchone())
                places.append(await (await connection.execute(PLACE, (meeting.id,))).fetchall())

    counts = [0, 1, 0, 0, 0]
    assert kept == [(counts, [meeting.owner.id]), (counts, []), (counts, [])]
    assert places[0] != places[1]
    assert places[1] == places[2]


async def test_nobody_in_the_group_sees_an_answer_and_the_record_knows_of_none(meeting: Meeting) -> None:
    await meeting.end()
    before = await meeting.version()
    await answer(meeting, meeting.owner, 1)

    assert await meeting.version() == before
    for reader in (meeting.circle.facilitator, meeting.asker):
        assert "pulse" not in str(await meeting.log(reader))


async def test_only_members_who_were_there_answer(meeting: Meeting, person: New) -> None:
    await meeting.end()
    late = await meeting.circle.welcome(person("Eva"))
    path = f"{meeting.path}/pulse/safety"

    refused(await late.put(path, {"answer": 4}), 403, "not-present")
    refused(
        await meeting.circle.facilitator.put(path, {"answer": 4}), 403, "facilitator-has-no-content-rights"
    )
    assert await open_to(meeting, meeting.circle.facilitator) == []


async def test_answers_and_questions_that_do_not_exist_are_refused(meeting: Meeting) -> None:
    await meeting.end()
    for given in (0, 6, "veel", None):
        path = f"{meeting.path}/pulse/value"
        refused(await meeting.owner.put(path, {"answer": given}), 422, "invalid")
    wrong = await meeting.owner.put(f"{meeting.path}/pulse/mood", {"answer": 4})

    assert wrong.status_code in {404, 422}


async def test_a_group_without_an_organisation_is_not_asked(circle: Circle) -> None:
    own = await circle.meeting()
    await own.end()

    assert await open_to(own, own.owner) == []
    refused(await own.owner.put(f"{own.path}/pulse/value", {"answer": 4}), 409, "pulse-not-asked")
