"""The API keeps the word of its description, whatever it is sent."""

import asyncio

import pytest

from tests.api.circle import Circle
from tests.api.fuzzing import Findings, Fuzz
from tests.api.house import House
from tests.api.offices import prove, register
from tests.api.people import Person, done


async def fuzzed(house: House, circle: Circle, *, examples: int, fuzzing: bool = False) -> Findings:
    """Let the maker of a group with a meeting, who administers an organisation, try everything."""
    maker = circle.facilitator
    await prove(maker, "anna@voorbeeld.nl")
    office = await register(house, by=maker)
    meeting = await circle.meeting()
    await meeting.reach("ask")
    invitations = await maker.seen(f"{circle.path}/invitations")
    passing = Person(house, "Voorbijganger")
    done(await passing.put("/groups/0192f0c1-2b3a-7000-8000-0000000000ff", {"name": "Weg", "my_name": "Weg"}))
    fuzz = Fuzz(
        house=house,
        cookie=f"kring={maker.http.cookies['kring']}",
        passing_cookie=f"kring={passing.http.cookies['kring']}",
        ids={
            "group_id": str(circle.id),
            "session_id": str(meeting.id),
            "case_id": str(meeting.case),
            "person_id": str(meeting.owner.id),
            "organisation_id": str(office.id),
            "unit_id": str(await office.unit("Zorg")),
            "invitation_id": invitations["invitations"][0]["invitation"],
        },
        examples=examples,
        fuzzing=fuzzing,
    )
    await passing.http.aclose()
    return await asyncio.to_thread(fuzz.run)


def assert_kept(found: Findings, cases: int) -> None:
    """Assert that so many calls found nothing that the description does not say, and got inside."""
    assert not found.failures, "\n".join(f"{what}\n{why}" for what, why in found.failures.items())
    assert found.statuses.keys().isdisjoint(range(500, 600))
    assert found.cases >= cases
    assert len(found.operations) > 100
    assert len(found.good) > 30
    assert found.statuses[200] + found.statuses[201] + found.statuses[204] > cases // 20


async def test_two_thousand_calls_meet_no_error_and_nothing_undocumented(
    house: House, circle: Circle
) -> None:
    assert_kept(await fuzzed(house, circle, examples=2), 2_000)


@pytest.mark.drill
async def test_ten_thousand_calls_meet_no_error_and_nothing_undocumented(
    house: House, circle: Circle
) -> None:
    assert_kept(await fuzzed(house, circle, examples=80, fuzzing=True), 10_000)
