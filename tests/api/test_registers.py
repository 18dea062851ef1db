"""Somebody sees how far their meetings bring them, and writes for themselves what they learned."""

from collections.abc import Callable
from uuid import uuid4

import msgspec

from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.people import Person, done, refused
from tests.domain.test_register_files import OWN

New = Callable[[str], Person]
LEARNED = {"technical": "Doorvragen", "normative": "", "personal": "Rustig <blijven>"}
ANYTHING = {"months": 12, "minutes": 480}


async def proven(circle: Circle) -> Meeting:
    meeting = await circle.meeting()
    await meeting.end()
    done(await circle.facilitator.put(f"{meeting.path}/attendance-confirmation", {"form": "room"}))
    return meeting


async def test_one_is_told_how_far_one_is_and_why_a_meeting_does_not_count(circle: Circle) -> None:
    anna, meeting = circle.members[0], await proven(circle)
    assert (await anna.put("/me/register", {"profile": "skj"})).status_code == 204
    await anna.house.known()

    by_example = await anna.seen("/me/register")
    own = await anna.put("/me/register", {"profile": "skj", "rules": ANYTHING})
    by_own = await anna.seen("/me/register")

    assert by_example["chosen"]["rules"]["shortest"] == 60
    (weighed,) = by_example["progress"]["weighed"]
    assert (weighed["session"], weighed["reasons"]) == (str(meeting.id), ["too-short"])
    assert (own.status_code, by_own["chosen"]["own_rules"]) == (204, True)
    assert by_own["progress"]["weighed"][0]["reasons"] == []
    assert all(one["source"] and one["checked_on"] for one in by_own["profiles"])


async def test_a_register_is_ones_own_and_can_be_left(circle: Circle) -> None:
    anna, bo = circle.members[:2]
    assert (await anna.put("/me/register", {"profile": "stir"})).status_code == 204

    assert (await bo.seen("/me/register"))["chosen"] is None
    assert (await anna.seen("/me/export"))["register"]["profile"] == "stir"
    assert (await anna.delete("/me/register")).status_code == 204
    assert (await anna.seen("/me/register"))["progress"] is None
    refused(await anna.put("/me/register", {"profile": "no-such"}), 404, "not-found")


async def test_a_reflection_is_read_by_its_owner_alone_and_in_no_certificate(circle: Circle) -> None:
    anna, bo, meeting = *circle.members[:2], await proven(circle)
    path = f"/me/reflections/{meeting.id}"
    assert (await anna.put(path, {"technical": "Doorvr"})).status_code == 204
    assert (await anna.put(path, LEARNED)).status_code == 204

    (mine,) = (await anna.seen("/me/reflections"))["reflections"]
    page = (await anna.get("/me/export?format=html")).text
    certificate = uuid4()
    done(await anna.put(f"/me/certificates/{certificate}", {"sessions": [str(meeting.id)]}))
    signed = (await anna.get(f"/me/certificates/{certificate}?format=json")).text

    assert {name: mine[name] for name in LEARNED} == LEARNED
    assert (await bo.seen("/me/reflections"))["reflections"] == []
    assert "Doorvragen" in page
    assert "Rustig &lt;blijven&gt;" in page
    assert "Doorvragen" not in signed
    assert (await anna.delete(path)).status_code == 204
    assert (await anna.seen("/me/reflections"))["reflections"] == []


async def test_only_who_was_there_reflects_on_a_meeting(circle: Circle, person: New) -> None:
    meeting, stranger = await proven(circle), person("Stan")
    done(await stranger.put(f"/groups/{uuid4()}", {"name": "Kring", "my_name": "Stan"}))

    refused(await stranger.put(f"/me/reflections/{meeting.id}", LEARNED), 404, "not-found")
    refused(await stranger.put(f"/me/reflections/{uuid4()}", LEARNED), 404, "not-found")


async def test_an_operator_edits_registers_and_people_count_by_them(house: House, circle: Circle) -> None:
    anna, file = circle.members[0], house.folder / "registers.json"
    file.write_bytes(msgspec.json.encode([OWN]))
    try:
        chosen = await anna.put("/me/register", {"profile": "loopbaan"})
        mine = await anna.seen("/me/register")
    finally:
        file.unlink()

    assert chosen.status_code == 204
    assert mine["chosen"]["rules"]["meetings"] == 4
    (own,) = [one for one in mine["profiles"] if one["key"] == "loopbaan"]
    assert (own["source"], own["checked_on"]) == (OWN["source"], OWN["checked_on"])
    assert (await anna.seen("/me/register"))["chosen"] is None
