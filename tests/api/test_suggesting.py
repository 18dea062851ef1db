"""Help with choosing a method: whoever asks gets methods, reasons and never a refusal."""

import pytest

from tests.api.circle import Circle
from tests.api.people import refused


async def test_every_situation_has_words_in_three_languages(circle: Circle) -> None:
    listed = (await circle.facilitator.seen("/methods/situations"))["situations"]

    assert len(listed) == 20
    assert all({"nl", "en", "de"} <= one["words"].keys() for one in listed)


async def test_a_suggestion_says_why_it_fits_and_what_to_watch(circle: Circle) -> None:
    found = await circle.facilitator.seen(
        "/methods/suggestions?situation=jumps_to_solutions&present=6&minutes=60&facilitator=false"
    )

    best = found["suggestions"][0]
    assert (best["key"], best["match"], best["fits"]) == ("questions_only", "first", True)
    assert best["why"]["de"].startswith("Erste Wahl bei")
    assert best["watch"]["nl"].endswith(".")
    assert found["notice"] is None


async def test_with_too_few_people_there_is_a_way_on(circle: Circle) -> None:
    found = await circle.facilitator.seen("/methods/suggestions?present=1&minutes=5&online=true")

    assert len(found["suggestions"]) == 5
    assert found["notice"]["en"].startswith("No form suits fully.")


@pytest.mark.parametrize(
    "asked", ["situation=seance", "present=0", "minutes=soon", "safety=4", "advice=perhaps"]
)
async def test_what_cannot_be_understood_is_named(circle: Circle, asked: str) -> None:
    problem = refused(await circle.facilitator.get(f"/methods/suggestions?{asked}"), 422, "invalid")

    assert problem["errors"][0]["field"] == asked.partition("=")[0]
