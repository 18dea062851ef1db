"""Each of the 31 methods is played over the API, and after every event nobody reads what is not theirs."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from backend.domain.methods import shipped
from backend.domain.session.curtain import EVERYBODY, Audience
from projections.shipped import VIEWS
from projections.verifying import verify
from tests.api.circle import Circle, form
from tests.api.house import House
from tests.api.improvising import Player
from tests.api.listening import listening
from tests.api.people import Json

VIEWS_OF_A_MEETING = ("session_board", "learning_history", "give_and_take", "open_actions")

ASKED_ALOUD = {"hoffman": {"question", "answer"}}
"""Who only guides asks aloud in these: nothing is written that could be answered."""


@pytest.fixture(scope="module")
async def group(house: House) -> AsyncIterator[Circle]:
    """One group of five that plays every method, one after the other."""
    formed = await form(house, members=4)
    yield formed
    await formed.close()


def covered(playing: Player) -> list[Json]:
    """Return what others said and the contributor was not to hear when it was said."""
    return [
        event
        for event in playing.watchers[2].events
        if "late" in event
        and event["id"] not in playing.scene.passes
        and event["by"] != str(playing.owner.id)
        and playing.steps[event["step"]]["visibility"] != "live"
    ]


async def player(group: Circle, key: str) -> Player:
    """Return a meeting by a method, about to be played."""
    method: Json = await group.facilitator.seen(f"/methods/{key}")
    meeting = await group.meeting(method=key, advice_mode=method["advice_mode"])
    return Player(meeting, method)


@pytest.mark.parametrize("key", sorted(shipped()))
async def test_a_method_is_played_from_opening_to_close(group: Circle, key: str) -> None:
    playing = await player(group, key)
    async with listening(playing.meeting, playing.owner) as phone:
        playing.phone = phone
        await playing.play()

    assert playing.unsaid == ASKED_ALOUD.get(key, set())
    told = playing.heard
    heard = {message.id: message.data for message in told if message.id and message.event == "act"}
    assert list(heard) == list(range(1, len(playing.watchers[0].events) + 1))
    for said in covered(playing):
        assert heard[said["version"]] == {"version": said["version"], "type": "withheld"}
    shown_later = [v for v, act in heard.items() if act["type"] == "withheld" != playing.told(v)]
    assert bool(shown_later) == any(message.event == "reset" for message in told)


async def test_every_view_of_these_meetings_is_what_the_record_says(group: Circle, house: House) -> None:
    await house.known()
    assert await group.facilitator.seen(f"{group.path}/history")
    for name in VIEWS_OF_A_MEETING:
        verdict = await verify(house.database_url, VIEWS[name])
        assert verdict.holds, verdict
        assert verdict.rows > len(shipped())


@pytest.mark.parametrize("key", ["ten_step", "incident_short", "questions_only"])
async def test_a_leak_is_noticed(group: Circle, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def everybody(*_: object) -> Audience:
        return EVERYBODY

    monkeypatch.setattr("backend.api.wire.audience_of", everybody)
    playing = await player(group, key)

    with pytest.raises(AssertionError):
        await playing.play()
    with suppress(AssertionError):
        await playing.meeting.end()
