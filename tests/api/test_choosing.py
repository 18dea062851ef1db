"""The group chooses a case without anybody seeing who chose what, and never without consent."""

import asyncio
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.people import Person, done, refused


@pytest.fixture
async def choosing(circle: Circle) -> Meeting:
    """A meeting that chooses between a case of its first and one of its second member."""
    meeting = await circle.meeting()
    await meeting.start("collect")
    await meeting.propose(meeting.owner, meeting.case)
    await meeting.propose(meeting.asker, other(meeting))
    await meeting.start("choose")
    done(await meeting.move("choice/opening", {}))
    return meeting


def other(meeting: Meeting) -> UUID:
    """Return the id of the second case."""
    return UUID(int=meeting.case.int ^ 1)


async def ballot(meeting: Meeting, person: Person, case: UUID) -> bool:
    """Cast a ballot; tell whether it counted."""
    choice = (await person.seen(f"{meeting.path}/choice"))["choice"]
    answer = await person.put(f"{meeting.path}/choice/{choice}/ballot", {"case": str(case)})
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["counted"])


async def all_choose(meeting: Meeting, *cases: UUID) -> None:
    """Let each member in turn choose a case."""
    for person, case in zip(meeting.circle.members, cases, strict=True):
        assert await ballot(meeting, person, case)


async def tally(meeting: Meeting) -> dict[str, int]:
    """Return the last tally of the log."""
    closed = [event for event in await meeting.log() if event["type"] == "choice_closed"]
    return {line["case"]: line["votes"] for line in closed[-1]["tally"]}


async def test_a_clear_winner_is_offered_and_needs_consent(choosing: Meeting) -> None:
    await all_choose(choosing, choosing.case, other(choosing), choosing.case)
    done(await choosing.move("choice/closing"))
    consent = f"{choosing.path}/choice/consent"

    assert await tally(choosing) == {str(choosing.case): 2, str(other(choosing)): 1}
    refused(await choosing.asker.post(consent, {"advice_mode": "round"}), 403, "not-yours")
    refused(await choosing.asker.post(f"{choosing.path}/choice/decline"), 403, "not-yours")
    done(await choosing.owner.post(consent, {"advice_mode": "on_request"}))
    done(await choosing.owner.post(consent, {"advice_mode": "on_request"}), 200)
    chosen = (await choosing.log())[-1]
    assert (chosen["case"], chosen["contributor"]) == (str(choosing.case), str(choosing.owner.id))


async def test_a_second_ballot_changes_nothing_also_from_two_phones_at_once(choosing: Meeting) -> None:
    counted = await asyncio.gather(*(ballot(choosing, choosing.owner, choosing.case) for _ in range(8)))
    assert sum(counted) == 1
    assert not await ballot(choosing, choosing.owner, other(choosing))
    seen = await choosing.asker.seen(f"{choosing.path}/choice")

    assert (seen["voted"], seen["i_voted"], seen["open"]) == ([str(choosing.owner.id)], False, True)
    for person in choosing.circle.members[1:]:
        assert await ballot(choosing, person, choosing.case)
    done(await choosing.move("choice/closing"))
    assert await tally(choosing) == {str(choosing.case): 3, str(other(choosing)): 0}


async def test_nothing_that_is_kept_or_shown_ties_a_person_to_a_case(house: House, choosing: Meeting) -> None:
    before = await choosing.version()
    await all_choose(choosing, other(choosing), choosing.case, choosing.case)

    assert await choosing.version() == before
    done(await choosing.move("choice/closing"))
    closed = next(event for event in await choosing.log() if event["type"] == "choice_closed")
    assert not [person for person in choosing.circle.members if str(person.id) in str(closed)]
    with psycopg.connect(house.database_url) as connection:
        rows = connection.execute(
            "SELECT voters, cases, counts FROM choices.choices WHERE session_id = %s", (choosing.id,)
        ).fetchall()
    assert rows == [([], [], [])]


async def test_nobody_closes_a_choice_to_see_what_who_came_first_has_chosen(choosing: Meeting) -> None:
    first, second, third = choosing.circle.members
    await ballot(choosing, first, choosing.case)
    for person in (first, third):
        assert (await choosing.circle.facilitator.seen(f"{choosing.path}/choice"))["voted"]
        refused(await choosing.move("choice/closing"), 409, "too-few-ballots")
        done(await choosing.circle.facilitator.delete(f"{choosing.path}/attendance/{person.id}"))
    await ballot(choosing, second, choosing.case)
    refused(await choosing.move("choice/closing"), 409, "too-few-ballots")

    assert not [event for event in await choosing.log() if event["type"] == "choice_closed"]
    assert await ballot(choosing, third, other(choosing))
    done(await choosing.move("choice/closing"))
    assert await tally(choosing) == {str(choosing.case): 2, str(other(choosing)): 1}


async def test_a_choice_that_too_few_took_part_in_is_given_up_uncounted(choosing: Meeting) -> None:
    await ballot(choosing, choosing.asker, choosing.case)
    refused(await choosing.move("choice/closing"), 409, "too-few-ballots")
    done(await choosing.move("choice/cancelling"))

    assert "votes" not in str(await choosing.log())
    done(await choosing.move("choice/offer", {"case": str(choosing.case)}))


async def test_who_only_guards_does_not_choose(choosing: Meeting) -> None:
    lead = choosing.circle.facilitator
    choice = (await lead.seen(f"{choosing.path}/choice"))["choice"]
    path = f"{choosing.path}/choice/{choice}/ballot"

    refused(await lead.put(path, {"case": str(choosing.case)}), 403, "facilitator-has-no-content-rights")
    refused(await choosing.owner.put(path, {"case": str(uuid4())}), 409, "not-a-proposal")
    refused(
        await choosing.owner.put(f"{choosing.path}/choice/{uuid4()}/ballot", {"case": str(choosing.case)}),
        409,
        "choice-not-open",
    )


async def test_a_tie_is_settled_by_an_offer_and_an_owner_may_decline(house: House, choosing: Meeting) -> None:
    refused(await choosing.move("choice/offer", {"case": str(choosing.case)}), 409, "choice-open")
    fourth = await choosing.circle.welcome(Person(house, "Dee"))
    done(await fourth.put(f"{choosing.path}/attendance"))
    await all_choose(choosing, choosing.case, other(choosing), choosing.case, other(choosing))
    done(await choosing.move("choice/closing"))
    refused(await choosing.owner.post(f"{choosing.path}/choice/decline"), 409, "not-offered")
    done(await choosing.move("choice/offer", {"case": str(other(choosing))}))
    done(await choosing.asker.post(f"{choosing.path}/choice/decline"))
    done(await choosing.asker.post(f"{choosing.path}/choice/decline"), 200)
    refused(await choosing.move("choice/offer", {"case": str(uuid4())}), 409, "not-a-proposal")
    done(await choosing.move("choice/offer", {"case": str(choosing.case)}))
    done(await choosing.owner.post(f"{choosing.path}/choice/consent", {"advice_mode": "none"}))

    refused(await choosing.move("choice/offer", {"case": str(other(choosing))}), 409, "case-already-chosen")


async def test_a_closing_that_comes_too_late_does_not_stop_the_counting(choosing: Meeting) -> None:
    old = await choosing.version() - 1
    refused(await choosing.move("choice/closing", seen=old), 412, "stale-version")

    await all_choose(choosing, choosing.case, choosing.case, choosing.case)
    done(await choosing.move("choice/closing"))
    assert await tally(choosing) == {str(choosing.case): 3, str(other(choosing)): 0}


async def test_repeating_an_old_closing_leaves_the_next_choice_alone(choosing: Meeting) -> None:
    key, seen = uuid4(), await choosing.version()
    first = done(await choosing.move("choice/closing", key=key, seen=seen))
    done(await choosing.move("choice/opening", {"cases": [str(choosing.case), str(choosing.case)]}))
    assert done(await choosing.move("choice/closing", key=key, seen=seen), 200) == first

    await all_choose(choosing, choosing.case, choosing.case, choosing.case)
    done(await choosing.move("choice/closing"))
    assert await tally(choosing) == {str(choosing.case): 3}


async def test_unchosen_proposals_return_to_their_owner_only(choosing: Meeting) -> None:
    done(await choosing.move("choice/closing"))
    done(await choosing.move("choice/offer", {"case": str(choosing.case)}))
    assert [e["title"] for e in await choosing.log(choosing.owner) if e["type"] == "case_proposed"] == [
        "Rooster"
    ] * 2
    done(await choosing.owner.post(f"{choosing.path}/choice/consent", {"advice_mode": "round"}))

    def proposed(events: list[dict[str, object]]) -> list[object]:
        return [event["id"] for event in events if event["type"] == "case_proposed"]

    assert proposed(await choosing.log(choosing.owner)) == [str(choosing.case)]
    assert proposed(await choosing.log(choosing.asker)) == [str(choosing.case), str(other(choosing))]
    versions = [event["version"] for event in await choosing.log(choosing.owner)]
    assert versions == list(range(1, len(versions) + 1))
    done(await choosing.move("choice/undo"))
    assert len(proposed(await choosing.log(choosing.owner))) == 2
