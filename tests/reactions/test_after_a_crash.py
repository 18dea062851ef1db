"""What a crash left undone is done by the worker, and what a restore brought back goes again."""

import asyncio
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from backend.adapters.vault import Erased, Subject, Vault
from backend.domain.group.commands import LeaveGroup, RemoveMember
from backend.reactions.ballots import Ballots
from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.people import Person, done, refused
from tests.reactions.later import LaterClock, has_key, later, soon, times

BRING_KEY_BACK = "UPDATE vault.keys SET wrapped = %s, master = %s WHERE subject = %s AND tenant_id = %s"
BALLOTS = "SELECT voters, cases, counts FROM choices.choices WHERE choice_id = %s"
UNDROP = "UPDATE choices.choices SET voters = %s, cases = %s, counts = %s WHERE choice_id = %s"
KEY_OF = "SELECT wrapped, master FROM vault.keys WHERE subject = %s AND tenant_id = %s"
BRING_PERSON_BACK = """
INSERT INTO identity.persons (person_id, name, language, created_at) VALUES (%s, 'Bo', 'nl', now())
"""


@pytest.fixture
async def told(circle: Circle) -> Meeting:
    """A meeting with a question about a case."""
    meeting = await circle.meeting()
    await meeting.reach("ask")
    await meeting.said(meeting.asker, "questions", text="Wat wil je?")
    return meeting


async def test_an_erasure_that_was_only_recorded_is_carried_out(house: House, told: Meeting) -> None:
    async with later(house, 0) as one:
        await one.forgetting.demand(told.circle.id, told.id, told.case, keeps=False)

        await soon(lambda: not has_key(house, told.case))
        assert Subject("case", told.case) in [e.subject for e in one.erasures.read()]


async def test_a_person_whose_end_was_only_recorded_is_forgotten_everywhere(
    house: House, told: Meeting
) -> None:
    gone = told.asker.id
    async with later(house, 0) as one:
        await one.forgetting.demand_person(gone)

    await soon(lambda: times(house, told.circle.id, "group.member_left.v1") == 1)
    await soon(lambda: times(house, told.id, "session.author_forgotten.v1") == 1)
    assert not has_key(house, gone)
    refused(await told.asker.get("/me"), 401, "sign-in-first")


async def test_forgetting_is_safe_to_repeat(house: House, told: Meeting) -> None:
    answer = await told.asker.http.request("DELETE", "/me", json={"confirm": True})
    assert answer.status_code == 204
    async with later(house, 0) as one, later(house, 0) as other:
        await one.forgetting.person(told.asker.id)
        await other.forgetting.person(told.asker.id)

    assert times(house, told.id, "session.author_forgotten.v1") == 1
    assert times(house, told.circle.id, "group.member_left.v1") == 1


async def test_what_is_sealed_while_a_person_is_forgotten_has_no_key_afterwards(
    house: House, told: Meeting
) -> None:
    gone = told.asker.id

    async def write_on(vault: Vault) -> int:
        """Seal in ever new tenants until it is refused; return how often it went well."""
        for times_said in range(10_000):
            try:
                await vault.seal(uuid4(), "session.insight_noted", "text", uuid4(), None, gone, "Nog iets")
            except Erased:
                return times_said
        raise AssertionError("a person who is gone goes on writing")

    async with later(house, 0) as one, later(house, 0) as other:

        async def forget() -> None:
            await one.forgetting.demand_person(gone)
            await one.forgetting.person(gone)

        said, _ = await asyncio.gather(write_on(other.vault), forget())

        assert said > 0
        assert not has_key(house, gone)
        assert await one.forgetting.keys.is_done_with(gone)


async def test_a_key_that_a_restore_brought_back_is_destroyed_before_anything_is_served(
    house: House, told: Meeting
) -> None:
    which = (told.case, told.circle.id)
    with psycopg.connect(house.database_url) as connection:
        kept = connection.execute(KEY_OF, which).fetchone()
    assert kept
    done(await told.owner.delete(f"{told.path}/cases/{told.case}"))
    with psycopg.connect(house.database_url) as connection:
        connection.execute(BRING_KEY_BACK, (*kept, *which))
    assert has_key(house, told.case)

    async with later(house, 0):
        assert not has_key(house, told.case)


async def test_a_person_whom_a_restore_brought_back_is_forgotten_again(house: House, told: Meeting) -> None:
    gone = told.asker.id
    which = (gone, told.circle.id)
    with psycopg.connect(house.database_url) as connection:
        kept = connection.execute(KEY_OF, which).fetchone()
    assert kept
    assert (await told.asker.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204
    with psycopg.connect(house.database_url) as connection:
        connection.execute(BRING_KEY_BACK, (*kept, *which))
        connection.execute(BRING_PERSON_BACK, (gone,))

    async with later(house, 0) as again:
        assert not has_key(house, gone)
        assert await again.ports.identity.names([gone]) == {}


async def test_a_record_that_does_not_know_of_an_erasure_is_told(house: House, told: Meeting) -> None:
    await house.known()
    async with later(house, 0) as one:
        await one.forgetting.keys.destroy(told.circle.id, cases=[told.case])
        assert await one.forgetting.reconcile() == 1
        assert await one.ports.views.reached(await one.ports.record.head(), "retention")
        assert await one.forgetting.reconcile() == 0

    assert times(house, told.id, "session.case_erased.v1") == 1


@pytest.fixture
async def choosing(circle: Circle) -> Meeting:
    """A meeting that chooses, and one ballot was cast."""
    meeting = await circle.meeting()
    await meeting.start("collect")
    await meeting.propose(meeting.owner, meeting.case)
    await meeting.start("choose")
    done(await meeting.move("choice/opening", {}))
    assert (await cast(meeting, meeting.owner)).json() == {"counted": True}
    return meeting


async def cast(meeting: Meeting, person: Person) -> httpx.Response:
    choice = (await person.seen(f"{meeting.path}/choice"))["choice"]
    return await person.put(f"{meeting.path}/choice/{choice}/ballot", {"case": str(meeting.case)})


async def test_a_choice_that_stopped_counting_without_a_tally_counts_on(
    house: House, choosing: Meeting
) -> None:
    async with later(house, 0) as one:
        ballots = Ballots(one.choices, one.sessions)
        choice = UUID((await choosing.owner.seen(f"{choosing.path}/choice"))["choice"])
        await one.choices.close(choice)
        refused(await cast(choosing, choosing.asker), 409, "choice-not-open")

        assert (await ballots.round(), await ballots.round()) == (0, 1)

    assert (await cast(choosing, choosing.asker)).json() == {"counted": True}


async def test_ballots_whose_tally_is_in_the_record_are_forgotten(house: House, choosing: Meeting) -> None:
    choice = UUID((await choosing.owner.seen(f"{choosing.path}/choice"))["choice"])
    for person in choosing.circle.members[1:]:
        await cast(choosing, person)
    with psycopg.connect(house.database_url) as connection:
        before = connection.execute(BALLOTS, (choice,)).fetchone()
    assert before
    assert set(before[0]) == {person.id for person in choosing.circle.members}
    done(await choosing.move("choice/closing"))
    with psycopg.connect(house.database_url) as connection:
        connection.execute(UNDROP, (*before, choice))
    async with later(house, 0) as one:
        ballots = Ballots(one.choices, one.sessions)

        assert (await ballots.round(), await ballots.round()) == (0, 1)
        assert await one.choices.voted(choice) == set()
        assert await one.choices.left() == []


async def test_a_link_does_not_outlive_a_letting_go_that_was_cut_short(house: House, circle: Circle) -> None:
    gone, stays = circle.members[1:]
    old = await circle.invited(by=stays)
    async with later(house, 0) as one:
        removed = RemoveMember(person=gone.id, by=circle.facilitator.id, at=LaterClock(0).now())
        await one.groups.handle(circle.id, circle.id, removed, command_id=uuid4(), exclusive=True)
    async with Person(house, "Iemand anders") as somebody:
        refused(await somebody.join(old), 410, "invitation-revoked")
    new = await circle.invited(by=stays)
    async with Person(house, "Nieuw") as somebody:
        done(await somebody.join(new), 200)


async def test_a_link_does_not_outlive_a_leaving_that_was_cut_short(house: House, circle: Circle) -> None:
    gone = circle.members[1]
    link = await circle.invited(by=gone)
    async with later(house, 0) as one:
        left = LeaveGroup(person=gone.id, at=LaterClock(0).now())
        await one.groups.handle(circle.id, circle.id, left, command_id=uuid4(), exclusive=True)

    async with Person(house, "Iemand anders") as somebody:
        refused(await somebody.join(link), 410, "invitation-revoked")
