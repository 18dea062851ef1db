"""Each method is played on real phones, from the opening of its meeting to what the history tells."""

import pytest

from backend.domain.methods import shipped
from tests.browser import screen, story, table, wording
from tests.browser.conftest import OpenScreen
from tests.browser.improvising import Play
from tests.browser.kring import Kring
from tests.browser.screen import Screen
from tests.browser.story import BAS, ESRA, NOOR
from tests.browser.table import Table

ORDINARY = {"five_step"}
"""Played with every run, the others by a drill: nothing to choose in, a reveal, marks, an advice round."""
ALOUD: dict[str, set[str]] = {
    "hoffman": {"interview.question", "interview.answer"},
    "clinic": {"variants.action"},
}
"""Said or done aloud: who only guides asks, and members play a variant."""
METHODS = [
    key if key in ORDINARY else pytest.param(key, marks=pytest.mark.drill) for key in sorted(shipped())
]


@pytest.fixture(scope="module")
async def guide(open_screen: OpenScreen) -> Screen:
    """The tablet of who guides."""
    return await open_screen(story.GUIDE, screen.TABLET)


@pytest.fixture(scope="module")
async def phones(open_screen: OpenScreen) -> list[Screen]:
    """The phones of three members."""
    return [await open_screen(each.name) for each in (NOOR, BAS, ESRA)]


@pytest.fixture
async def laid(house: Kring, guide: Screen, phones: list[Screen]) -> Table:
    """A group that met before: Bas has an action on which he is to report."""
    noor, bas, esra = phones
    laid = await table.gathered(house.address, guide, bas, noor, esra)
    session, case = f"/sessions/{laid.session}", table.fresh_id()
    await table.start(guide, laid.session, "collect")
    proposal = {"kind": "bottleneck", "title": ESRA.title, "question": ESRA.question}
    await table.told(bas, "PUT", f"{session}/cases/{case}", proposal)
    await table.start(guide, laid.session, "choose")
    await table.move(guide, laid.session, "choice/offer", {"case": case})
    await table.move(bas, laid.session, "choice/consent", {"advice_mode": "none"})
    await table.start(guide, laid.session, "take_away")
    await table.told(bas, "PUT", f"{session}/actions/{table.fresh_id()}", {"text": story.ACTION})
    await table.move(guide, laid.session, "closing")
    return laid


@pytest.mark.parametrize("key", METHODS)
async def test_a_method_is_played_on_phones_from_opening_to_close(
    house: Kring, laid: Table, phones: list[Screen], key: str
) -> None:
    playing = Play(house.address, laid, phones, wording.method(key))
    before = {each.name: (len(each.faults), len(each.refusals)) for each in playing.screens}
    await playing.from_opening_to_close()

    assert playing.unsaid == ALOUD.get(key, set())
    for phone in phones[:-1]:
        await phone.press("ended.history")
    for phone in phones:
        await phone.is_at(phone.words("history.title"))
        for words in playing.outcome or [playing.method["names"]["nl"]]:
            await phone.reads(words)
    faults = [fault for each in playing.screens for fault in each.faults[before[each.name][0] :]]
    refused = [one for each in playing.screens for one in each.refusals[before[each.name][1] :]]
    assert (faults, [one for one in refused if not one.startswith("GET")]) == ([], [])
