"""What a phone offers in a step of a meeting, by kind, and how somebody takes it."""

from typing import Final

from playwright.async_api import Locator, expect

from tests.browser import playing, story
from tests.browser.screen import PATIENCE, Screen

FORMS: Final = {"description": "describe.title", "takeaway": "takeaway.title", "action": "action.title"}
"""By kind, the button that opens its form."""
WITH_THE_GROUP: Final = {
    "explanation": "start.what",
    "expectation": "expectations.change",
    "agreement": "start.youAccepted",
    "arrangement": "start.arrange",
}
"""By kind, what a phone shows of what is agreed with the group; all have accepted and stated before."""
TEXTS: Final = (
    *("check_in", "association", "reformulation", "position", "argument", "evaluation", "note"),
    *("question", "answer", "hypothesis", "observation", "reflection", "advice", "insight", "check_out"),
)
TABS: Final = (*TEXTS, *FORMS, "rating", "feedback")


async def bring_forward(phone: Screen, kind: str, sign: Locator | None = None) -> None:
    """Wait until a phone offers a kind, and bring it in front if something else is.

    ``sign``: what shows that it is in front, where that does not follow from the kind.
    """
    shown = sign or _sign(phone, kind)
    tab = _tabs(phone).get_by_role("button", name=phone.words(f"task.{kind}.tab"), exact=True)
    await expect(tab.or_(shown).first, f"{kind}: {phone.name}").to_be_visible(timeout=PATIENCE)
    if await tab.count():
        await tab.click()
    await expect(shown, f"{kind}: {phone.name}").to_be_visible(timeout=PATIENCE)


async def say(phone: Screen, kind: str, words: str) -> None:
    """Say something of a kind that is in front."""
    match kind:
        case "description":
            await playing.describe(phone, words)
        case "takeaway":
            await playing.take_away(phone, words)
        case "action":
            await playing.commit(phone, words, story.FIRST_STEP)
        case _:
            await playing.say(phone, _label(kind), words)


async def mark(phone: Screen) -> None:
    """Mark the first of what others said as what touches."""
    marks = phone.page.get_by_role("button", name=phone.words("marks.warm"))
    await marks.first.click()
    await expect(marks.first).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    await phone.sent()


async def offered(phone: Screen) -> list[str]:
    """Return the kinds that a phone offers at this moment, as far as they are words or marks."""
    shown = await phone.page.get_by_role("main").aria_snapshot()
    if f'group "{phone.words("task.kinds")}"' in shown:
        return [kind for kind in TABS if f'button "{phone.words(f"task.{kind}.tab")}"' in shown]
    return [kind for kind in TABS if any(one in shown for one in _lines(phone, kind))]


def _lines(phone: Screen, kind: str) -> list[str]:
    """Return how a screen reader names what shows that a kind is in front."""
    if kind == "rating":
        return [f'heading "{phone.words("marks.title")}"']
    if kind in FORMS:
        return [f'button "{phone.words(FORMS[kind])}"']
    return [f'textbox "{phone.words(_label(kind))}']


def _tabs(phone: Screen) -> Locator:
    return phone.page.get_by_role("group", name=phone.words("task.kinds"), exact=True)


def _label(kind: str) -> str:
    return "task.feedback.toCase" if kind == "feedback" else f"task.{kind}.label"


def _sign(phone: Screen, kind: str) -> Locator:
    """Return what shows that a kind is in front on a phone."""
    if kind in WITH_THE_GROUP:
        return phone.page.get_by_text(phone.words(WITH_THE_GROUP[kind]))
    if kind == "rating":
        return phone.find("heading", "marks.title")
    return phone.find("button", FORMS[kind]) if kind in FORMS else phone.find("textbox", _label(kind))
