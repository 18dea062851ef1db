"""A meeting without a touch: who guides and who takes part have a keyboard, and always see where they are."""

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.browser import keyboard, playing, screen, story, table, wording
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, NOOR


@pytest.fixture(autouse=True)
def hands_on_the_keyboard() -> Iterator[None]:
    with keyboard.hands():
        yield


async def onward(guide: Screen, *steps: str) -> None:
    """Go on by one key for each step, pressed as soon as the step before it is seen: none may be lost."""
    for step in steps:
        await guide.page.keyboard.press("n")
        await guide.is_at(wording.step_title(guide.language, step))


async def come_together(house: Kring, guide: Screen, noor: Screen, bas: Screen) -> str:
    """Form a group, join it and sit down at its first meeting; return the meeting."""
    group = await playing.form_group(guide, house.address)
    link = await playing.invite(guide)
    for phone, member in ((noor, NOOR), (bas, BAS)):
        await playing.join(phone, link, member.hope)
    await guide.page.reload()
    await playing.plan(guide)
    session = await playing.open_meeting(guide)
    for phone in (noor, bas):
        await playing.sit_down(phone, f"{house.address}/g/{group}", session)
    await guide.sees("round.title", n=2)
    return session


async def choose_noor(guide: Screen, noor: Screen, bas: Screen) -> None:
    """Propose and vote, until the case of Noor is chosen and she agrees."""
    for phone, member in ((noor, NOOR), (bas, BAS)):
        await playing.propose(phone, member.title, member.question)
    await onward(guide, "choose")
    await guide.press("choice.open")
    for phone in (noor, bas):
        await playing.vote(phone, NOOR.title)
    await guide.sees("choice.progress", n=2, of=2)
    await guide.press("choice.close")
    await playing.consent(noor, "round")
    await bas.sees("choose.chosen", name=NOOR.name)


async def explore(guide: Screen, noor: Screen, bas: Screen) -> None:
    """Describe, ask, answer and advise; between them the clock is stopped and help is looked up."""
    await onward(guide, "describe")
    await playing.describe(noor, story.CONTEXT, story.OWN_BEHAVIOUR, story.EFFECT)
    await onward(guide, "ask")
    await playing.ask_in_turn(bas, BAS.asked)
    await playing.answer(noor, BAS.asked, story.ANSWERS[0])
    await pause_and_look_for_help(guide)
    await onward(guide, "advise")
    await playing.say(bas, "task.advice.label", BAS.advised)


async def pause_and_look_for_help(guide: Screen) -> None:
    """Stop the clock and start it again, open what helps in difficult moments and leave it."""
    paused, sheet = guide.find("button", "lead.resume"), guide.page.locator("dialog[open]")
    await guide.page.keyboard.press("p")
    await expect(paused).to_have_count(1, timeout=PATIENCE)
    await guide.page.keyboard.press("h")
    await expect(sheet).to_have_count(1, timeout=PATIENCE)
    await guide.page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0, timeout=PATIENCE)
    await guide.page.keyboard.press("p")
    await expect(paused).to_have_count(0, timeout=PATIENCE)


async def conclude(guide: Screen, noor: Screen, bas: Screen) -> None:
    """Take something away, commit to an action, say a last word and round off."""
    await onward(guide, "take_away")
    await playing.take_away(noor, story.TAKEAWAY)
    await playing.commit(noor, story.ACTION, story.FIRST_STEP)
    await onward(guide, "close")
    for phone, member in ((noor, NOOR), (bas, BAS)):
        await playing.check_out(phone, member)
    await playing.end(guide)
    await noor.sees("ended.mine")


async def test_a_whole_meeting_is_held_by_keyboard_alone(house: Kring, open_screen: OpenScreen) -> None:
    guide = await open_screen(story.GUIDE, screen.TABLET)
    noor, bas = await open_screen(NOOR.name), await open_screen(BAS.name)

    session = await come_together(house, guide, noor, bas)
    await onward(guide, "check_in")
    await playing.say(noor, "task.check_in.label", NOOR.first_word)
    await onward(guide, "follow_up", "collect")
    await guide.page.keyboard.press("z")
    await guide.is_at(wording.step_title(guide.language, "follow_up"))
    await onward(guide, "collect")
    await choose_noor(guide, noor, bas)
    await explore(guide, noor, bas)
    await conclude(guide, noor, bas)

    assert house.count(session) == {
        "session_opened": 1,
        "participant_arrived": 3,
        "step_started": 10,
        "step_undone": 1,
        "checked_in": 1,
        "case_proposed": 2,
        "choice_opened": 1,
        "choice_closed": 1,
        "case_offered": 1,
        "case_chosen": 1,
        "case_described": 1,
        "question_asked": 1,
        "question_answered": 1,
        "session_paused": 1,
        "session_resumed": 1,
        "advice_given": 1,
        "takeaway_stated": 1,
        "action_committed": 1,
        "insight_noted": 2,
        "checked_out": 2,
        "session_closed": 1,
    }


async def test_what_no_key_leads_to_and_what_hides_its_focus_is_found(
    house: Kring, open_screen: OpenScreen
) -> None:
    bas = await open_screen(BAS.name)
    await bas.go(f"{house.address}/settings")
    await bas.is_at(bas.words("settings"))
    await bas.page.evaluate(
        """() => {
            const button = (textContent, tabIndex) =>
                Object.assign(document.createElement('button'), { textContent, tabIndex });
            const far = button('Ver weg', -1), hiding = button('Onzichtbaar', 0);
            hiding.style.setProperty('outline', 'none', 'important');
            document.querySelector('h1').after(far, hiding);
        }"""
    )

    for name, found in (("Ver weg", "no key leads to"), ("Onzichtbaar", "nothing shows that")):
        with pytest.raises(AssertionError, match=found):
            await bas.page.get_by_role("button", name=name).click()


async def test_who_sends_is_back_in_the_emptied_field_or_at_what_comes_now(
    house: Kring, open_screen: OpenScreen
) -> None:
    guide, noor, bas = await open_screen("Gids"), await open_screen("Noor-af"), await open_screen("Bas-af")
    laid = await table.laid(house.address, guide, noor, bas)
    await bas.go(f"{house.address}{laid.address}")
    await playing.say(bas, "task.question.label", BAS.asked)
    await expect(bas.find("textbox", "task.question.label")).to_be_focused()
    await expect(bas.page.get_by_role("status").first).to_have_text(bas.words("task.kept"))
    for step in ("advise", "take_away", "close"):
        await table.start(guide, laid.session, step)
    await playing.check_out(bas, BAS)
    await expect(bas.page.get_by_text(bas.words("wait.done"))).to_be_focused()
    await noor.go(f"{house.address}{laid.address}")
    await noor.fill("task.insight.label", NOOR.insight)
    await noor.page.keyboard.press("Control+Enter")

    await noor.reads(NOOR.insight)
    await expect(noor.page.locator("body")).not_to_be_focused()
