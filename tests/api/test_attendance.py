"""Who was at a meeting is listed with minutes, confirmed by who was there, and corrected with a trace."""

from uuid import uuid4

from tests.api.circle import Circle
from tests.api.people import Json, done, refused


async def attendance(circle: Circle, path: str) -> Json:
    return await circle.facilitator.seen(f"{path}/attendance")


async def test_a_list_is_confirmed_corrected_and_confirmed_again(circle: Circle) -> None:
    meeting = await circle.meeting()
    anna, bo, _ = circle.members
    word = f"{meeting.path}/attendance-confirmation"
    refused(await circle.facilitator.put(word, {"form": "room"}), 409, "not-over-yet")
    await meeting.end()

    done(await circle.facilitator.put(word, {"form": "room"}))
    done(await circle.facilitator.put(word, {"form": "room"}), 200)
    seen = await attendance(circle, meeting.path)
    assert seen["confirmed"]
    assert {str(anna.id), str(bo.id)} <= {one["person"] for one in seen["people"]}

    body = {"person": str(bo.id), "why": "was_not_there"}
    correction = f"{meeting.path}/attendance-corrections/{uuid4()}"
    refused(await anna.put(correction, body), 403, "only-the-facilitator")
    done(await circle.facilitator.put(correction, body))
    done(await circle.facilitator.put(correction, body), 200)
    refused(await circle.facilitator.put(correction, body | {"why": "told_late"}), 422, "id-reused")
    seen = await attendance(circle, meeting.path)
    assert not seen["confirmed"]
    assert str(bo.id) not in {one["person"] for one in seen["people"]}
    assert [one["why"] for one in seen["corrections"]] == ["was_not_there"]
    assert len(seen["corrections"][0]["was"]) == 1

    done(await anna.put(word, {"form": "online"}))
    assert not (await attendance(circle, meeting.path))["confirmed"]
    done(await circle.facilitator.put(word, {"form": "online"}))
    assert (await attendance(circle, meeting.path))["confirmed"]


async def test_times_outside_the_meeting_are_refused_and_half_ones_too(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.end()
    body = {"person": str(circle.members[0].id), "why": "told_late"}

    for times in (
        {"begin": "2001-01-01T10:00:00Z", "end": "2001-01-01T11:00:00Z"},
        {"begin": "2001-01-01T10:00:00Z"},
        {"begin": "2001-01-01T10:00:00", "end": "2001-01-01T11:00:00"},
    ):
        answer = await circle.facilitator.put(
            f"{meeting.path}/attendance-corrections/{uuid4()}", body | times
        )
        assert answer.status_code in {409, 422}
