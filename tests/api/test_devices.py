"""A person sees on which devices they are signed in, and ends what is not theirs any more at once."""

from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from backend.api.caller import Caller
from backend.api.device_labels import label_of
from backend.api.meetings import Meeting as Attended
from backend.api.streams import Rooms, _stream
from backend.house import opened
from backend.settings import Settings
from tests.api.circle import Circle
from tests.api.house import MASTER_KEY, open_house
from tests.api.listening import listening
from tests.api.people import Person, refused

PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"


async def second_device(circle: Circle, owner: Person, user_agent: str = PHONE) -> Person:
    """Sign somebody in on another device, by a link of their own."""
    link = (await owner.post(f"{circle.path}/invitations/mine")).json()["token"]
    device = Person(owner.house, owner.name)
    device.http.headers["User-Agent"] = user_agent
    assert (await device.join(link)).status_code == 200
    assert device.id == owner.id
    return device


async def test_devices_are_listed_by_what_they_are(circle: Circle) -> None:
    owner = circle.members[0]
    async with await second_device(circle, owner) as phone:
        mine = (await phone.seen("/me/devices"))["devices"]
        others = (await circle.members[1].seen("/me/devices"))["devices"]

    assert [d["label"] for d in mine if d["current"]] == ["Firefox · Android"]
    assert len(mine) == 2
    assert {d["device"] for d in mine}.isdisjoint(d["device"] for d in others)
    assert all(set(d) == {"device", "label", "created_at", "last_seen_on", "current"} for d in mine)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        (PHONE, "Firefox · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (Macintosh) Gecko Firefox/145.0", "Firefox · Mac"),
        ("curl/8.9", ""),
        ("<script>" * 500 + "Firefox/1", ""),
        ("", ""),
    ],
)
def test_a_label_says_browser_and_system_and_no_more(said: str, label: str) -> None:
    assert label_of(said) == label


async def test_a_lost_phone_is_signed_out_at_once_and_its_stream_ends(circle: Circle) -> None:
    meeting = await circle.meeting()
    owner = meeting.owner
    async with await second_device(circle, owner) as phone:
        lost = next(d["device"] for d in (await phone.seen("/me/devices"))["devices"] if d["current"])
        async with listening(meeting, phone) as stream, listening(meeting, owner) as kept:
            await stream.until(await meeting.version())
            gone = await owner.delete(f"/me/devices/{lost}")
            with pytest.raises(StopAsyncIteration):
                await stream.next()
            again = await phone.get("/me")
            await meeting.start("check_in")
            heard = await kept.until(await meeting.version())

    assert gone.status_code == 204
    refused(again, 401, "sign-in-first")
    assert heard[-1].data["type"] == "step_started"
    assert (await owner.get("/me")).status_code == 200


async def test_all_other_devices_are_signed_out_together(circle: Circle) -> None:
    meeting = await circle.meeting()
    owner = meeting.owner
    async with await second_device(circle, owner) as phone, await second_device(circle, owner) as tablet:
        async with listening(meeting, phone) as stream:
            await stream.until(await meeting.version())
            assert (await owner.delete("/me/devices")).status_code == 204
            with pytest.raises(StopAsyncIteration):
                await stream.next()
        answers: list[httpx.Response] = [await phone.get("/me"), await tablet.get("/me")]

    for answer in answers:
        refused(answer, 401, "sign-in-first")
    assert [d["current"] for d in (await owner.seen("/me/devices"))["devices"]] == [True]


async def test_signing_out_ends_the_stream_of_this_device(circle: Circle) -> None:
    meeting = await circle.meeting()
    phone = meeting.asker
    async with listening(meeting, phone) as stream:
        await stream.until(await meeting.version())
        assert (await phone.delete("/me/sign-in")).status_code == 204
        with pytest.raises(StopAsyncIteration):
            await stream.next()


async def test_another_process_lets_go_as_well(circle: Circle, tmp_path: Path, built: Path) -> None:
    meeting = await circle.meeting()
    owner = meeting.owner
    async with (
        await second_device(circle, owner) as phone,
        open_house(owner.house.database_url, tmp_path, built) as elsewhere,
        Person(elsewhere, owner.name) as there,
    ):
        there.http.cookies.set("kring", phone.http.cookies["kring"])
        async with listening(meeting, there) as stream:
            await stream.until(await meeting.version())
            assert (await there.get("/me")).status_code == 200
            assert (await owner.delete("/me/devices")).status_code == 204
            with pytest.raises(StopAsyncIteration):
                await stream.next()
            refused(await there.get("/me"), 401, "sign-in-first")


async def test_a_stream_that_begins_as_its_sign_in_ends_tells_nothing(circle: Circle, tmp_path: Path) -> None:
    """Who was let in a moment ago, and signed out before listening: nobody would hang up on them."""
    meeting = await circle.meeting()
    token = meeting.owner.http.cookies["kring"]
    settings = Settings.from_environment({"KRING_FOLDER": str(tmp_path), "KRING_MASTER_KEY": MASTER_KEY})
    async with opened(settings, circle.facilitator.house.database_url) as behind:
        ports = behind.ports
        found = await ports.sign_ins.behind(token)
        assert found is not None
        caller = Caller(found.person, found.sign_in, token)
        whole = Attended(
            id=meeting.id,
            tenant=circle.id,
            person=caller.person,
            session=(await ports.sessions.state(circle.id, meeting.id)).state,
            group=(await ports.groups.state(circle.id, circle.id)).state,
            ports=ports,
        )
        told = [frame async for frame in until_hello(_stream(whole, caller, Rooms(ports), 0))]
        await ports.sign_ins.end(caller.sign_in, caller.person)
        silent = [frame async for frame in until_hello(_stream(whole, caller, Rooms(ports), 0))]

    assert told[0].startswith(b"event: hello")
    assert silent == []


async def until_hello(stream: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    """Yield the first frame, if there is one, and stop listening."""
    async for frame in stream:
        yield frame
        break
    await stream.aclose()


async def test_nobody_ends_a_device_of_another(circle: Circle) -> None:
    owner, other = circle.members[0], circle.members[1]
    theirs = (await other.seen("/me/devices"))["devices"][0]["device"]

    refused(await owner.delete(f"/me/devices/{theirs}"), 404, "not-found")
    refused(await owner.delete(f"/me/devices/{uuid4()}"), 404, "not-found")
    assert (await other.get("/me")).status_code == 200


async def test_my_details_are_mine_to_change(circle: Circle) -> None:
    owner = circle.members[0]
    before = await owner.seen("/me")
    changed = (await owner.patch("/me", {"name": "Annelies", "time_zone": "Pacific/Chatham"})).json()

    assert (before["guest"], before["address"], before["passkeys"]) == (True, None, 0)
    assert before["time_zone"] == "Europe/Amsterdam"
    assert (changed["name"], changed["time_zone"], changed["language"]) == (
        "Annelies",
        "Pacific/Chatham",
        before["language"],
    )
    for wrong in ("Mars/Olympus", "../../etc/passwd", "Europe", "", "UTC\x00"):
        refused(await owner.patch("/me", {"time_zone": wrong}), 422, "unknown-time-zone")
    refused(await owner.patch("/me", {"time_zone": "x" * 100}), 422, "invalid")


@pytest.mark.parametrize("how", ["that one", "all others"])
async def test_a_device_that_is_ended_keeps_no_link_with_which_it_comes_back(
    circle: Circle, how: str
) -> None:
    owner = circle.members[0]
    async with await second_device(circle, owner) as lost, Person(owner.house, "Wie hem vond") as finder:
        link = (await lost.post(f"{circle.path}/invitations/mine")).json()["token"]
        devices = (await lost.seen("/me/devices"))["devices"]
        named = next(each["device"] for each in devices if each["current"])
        ended = await owner.delete(f"/me/devices/{named}" if how == "that one" else "/me/devices")
        assert ended.status_code == 204

        refused(await finder.join(link), 410, "invitation-revoked")


async def test_who_signs_out_goes_on_by_the_link_they_made_before(circle: Circle) -> None:
    owner = circle.members[0]
    link = (await owner.post(f"{circle.path}/invitations/mine")).json()["token"]
    assert (await owner.delete("/me/sign-in")).status_code == 204

    async with Person(owner.house, owner.name) as new:
        assert (await new.join(link)).status_code == 200
        assert new.id == owner.id
