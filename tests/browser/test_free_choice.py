"""A method that has no step for choosing a case: the group proposes and chooses before its first step."""

import pytest

from tests.browser import playing, screen, story, table, wording
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import Role
from tests.browser.story import BAS, ESRA, NOOR
from tests.browser.table import Table

FIRST_TASK: dict[str, tuple[Role, str]] = {
    "gossip": ("button", "describe.title"),
    "reflecting_team": ("textbox", "task.note.label"),
}
"""By method, what its contributor does first; the first step of the second is private."""


@pytest.fixture(params=sorted(FIRST_TASK))
def method(request: pytest.FixtureRequest) -> str:
    """The method that is played."""
    return str(request.param)


@pytest.fixture
async def laid(house: Kring, open_screen: OpenScreen, method: str) -> Table:
    """A group at the table, before the first step."""
    guide = await open_screen(story.GUIDE, screen.TABLET)
    phones = [await open_screen(each.name) for each in (NOOR, BAS, ESRA)]
    laid = await table.gathered(house.address, guide, *phones, method=method)
    await guide.go(f"{house.address}{laid.address}/lead")
    for phone in phones:
        await phone.go(f"{house.address}{laid.address}")
    noor, bas, esra = phones
    await playing.propose(noor, NOOR.title, NOOR.question)
    await playing.propose(bas, BAS.title, BAS.question)
    await esra.press("propose.nothing")
    await guide.reads(BAS.title)
    await guide.press("choice.open")
    for phone, title in ((noor, BAS.title), (bas, NOOR.title), (esra, NOOR.title)):
        await playing.vote(phone, title)
    return laid


async def test_a_group_chooses_its_case_where_a_method_has_no_step_for_it(laid: Table, method: str) -> None:
    guide, noor = laid.guide, laid.contributor
    await guide.sees("choice.progress", n=3, of=3)
    await guide.look("free-choice")
    await noor.look("free-choice-phone")
    await guide.press("choice.close")
    await playing.consent(noor, "none")
    await guide.sees("choice.contributor", name=NOOR.name)
    first = wording.method(method)["steps"][0]["key"]
    await playing.begin(guide, first, of=method)
    await noor.is_at(wording.step_title("nl", first, method))

    await noor.find(*FIRST_TASK[method]).wait_for()
    assert (guide.violations, noor.violations) == ([], [])
