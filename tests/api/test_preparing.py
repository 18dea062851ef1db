"""What one prepares before a meeting is one's own until one shares it there."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.people import Json, Person, done, refused

LEFT = "SELECT count(*) FROM identity.prepared WHERE person_id = %s"
CASE = {"title": "Rooster van juni", "question": "Hoe kan ik nee zeggen?", "kind": "dilemma", "influence": 3}
REPORT = {"status": "partly", "did": "Ik belde haar", "effect": "Ze schrok", "learned": "Eerder bellen"}


@pytest.fixture
async def committed(circle: Circle) -> tuple[Meeting, UUID]:
    """A meeting that ended with an action of the first member."""
    meeting = await circle.meeting()
    await meeting.reach("take_away")
    action = await meeting.said(meeting.owner, "actions", text="Ik bel")
    await meeting.start("close")
    await meeting.end()
    return meeting, action


async def waits(meeting: Meeting, action: UUID) -> None:
    """Wait until the views know of the action."""
    again = await meeting.owner.say(meeting.id, "actions", action, text="Ik bel")
    position = done(again, 200)["position"]
    found = await meeting.owner.seen(f"/me/actions?after={position}")
    assert [one["action"] for one in found["actions"]] == [str(action)]


async def proposals(person: Person) -> list[Json]:
    found: list[Json] = (await person.seen("/me/proposals"))["proposals"]
    return found


async def test_a_case_is_prepared_changed_and_thrown_away(circle: Circle) -> None:
    me, other, case = circle.members[0], circle.members[1], uuid4()

    first = await me.put(f"/me/proposals/{case}", {"title": "Roos"})
    again = await me.put(f"/me/proposals/{case}", CASE | {"group": str(circle.id)})
    (found,) = await proposals(me)

    assert (first.status_code, again.status_code) == (204, 204)
    assert {name: found[name] for name in CASE} == CASE
    assert (found["case"], found["group"]) == (str(case), str(circle.id))
    assert await proposals(other) == []
    assert (await me.delete(f"/me/proposals/{case}")).status_code == 204
    assert (await me.delete(f"/me/proposals/{case}")).status_code == 204
    assert await proposals(me) == []


async def test_who_guards_sees_that_a_report_is_prepared_and_nothing_of_it(
    committed: tuple[Meeting, UUID],
) -> None:
    meeting, action = committed
    circle, me, other = meeting.circle, meeting.owner, meeting.asker
    await waits(meeting, action)
    path = f"{circle.path}/prepared-reports"

    before = await circle.facilitator.seen(path)
    assert (await me.put(f"/me/reports/{action}", REPORT)).status_code == 204
    assert (await other.put(f"/me/reports/{action}", REPORT)).status_code == 204
    after = await circle.facilitator.seen(path)

    told = {"action": str(action), "contributor": str(me.id)}
    assert before["actions"] == [told | {"prepared": False}]
    assert after["actions"] == [told | {"prepared": True}]
    refused(await me.get(path), 403, "only-the-facilitator")


async def test_a_report_of_somebody_else_on_an_action_does_not_count(
    committed: tuple[Meeting, UUID],
) -> None:
    meeting, action = committed
    await waits(meeting, action)

    await meeting.asker.put(f"/me/reports/{action}", REPORT)

    (told,) = (await meeting.circle.facilitator.seen(f"{meeting.circle.path}/prepared-reports"))["actions"]
    assert told["prepared"] is False


async def test_erasing_the_case_takes_the_report_that_was_prepared_on_it(
    committed: tuple[Meeting, UUID],
) -> None:
    meeting, action = committed
    await meeting.owner.put(f"/me/reports/{action}", REPORT)

    done(await meeting.owner.delete(f"{meeting.path}/cases/{meeting.case}"))

    assert (await meeting.owner.seen("/me/reports"))["reports"] == []


async def test_what_is_prepared_is_taken_along(circle: Circle) -> None:
    me = circle.members[0]
    await me.put(f"/me/proposals/{uuid4()}", CASE)
    await me.put(f"/me/reports/{uuid4()}", REPORT)

    taken = await me.seen("/me/export")
    page = (await me.get("/me/export?format=markdown")).text

    assert taken["prepared_cases"][0]["question"] == CASE["question"]
    assert taken["prepared_reports"][0]["did"] == REPORT["did"]
    for text in ("Rooster van juni", "Ze schrok"):
        assert text in page


async def test_there_is_room_for_fifty(circle: Circle) -> None:
    me, cases = circle.members[0], [uuid4() for _ in range(50)]
    for case in cases:
        assert (await me.put(f"/me/proposals/{case}", {})).status_code == 204

    refused(await me.put(f"/me/proposals/{uuid4()}", {}), 409, "too-many-prepared")
    assert (await me.put(f"/me/proposals/{cases[0]}", CASE)).status_code == 204


@pytest.mark.parametrize(
    "body", [{"title": "x" * 201}, {"title": "twee\nregels"}, {"influence": 6}, {"x": 1}]
)
async def test_what_cannot_be_a_case_is_not_kept(circle: Circle, body: Json) -> None:
    refused(await circle.members[0].put(f"/me/proposals/{uuid4()}", body), 422, "invalid")


async def test_what_is_prepared_goes_with_the_account(house: House, circle: Circle) -> None:
    me = circle.members[0]
    await me.put(f"/me/proposals/{uuid4()}", CASE)

    assert (await me.http.request("DELETE", "/me", json={"confirm": True})).status_code == 204

    with psycopg.connect(house.database_url) as connection:
        assert connection.execute(LEFT, [me.id]).fetchone() == (0,)
