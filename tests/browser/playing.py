"""How people go through a meeting: every move that a group of these tests makes, screen by screen."""

import asyncio
import re
from collections.abc import Iterable

from playwright.async_api import expect

from tests.browser import story, wording
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import Member

_IDS = re.compile(r"/g/([0-9a-f-]{36})(?:/s/([0-9a-f-]{36}))?")


def group_of(screen: Screen) -> str:
    """Return the id of the group whose screen this is. Raises LookupError elsewhere."""
    found = _IDS.search(screen.page.url)
    if found is None:
        raise LookupError(f"{screen.page.url} is not the address of a group.")
    return found[1]


def session_of(screen: Screen) -> str:
    """Return the id of the meeting whose screen this is. Raises LookupError elsewhere."""
    found = _IDS.search(screen.page.url)
    if found is None or not found[2]:
        raise LookupError(f"{screen.page.url} is not the address of a meeting.")
    return found[2]


async def form_group(tablet: Screen, address: str) -> str:
    """Form a group with a dedicated facilitator, who accepts the rules; return its id."""
    await tablet.go(address)
    await tablet.press("stranger.form")
    await tablet.is_at(tablet.words("form.title"))
    await tablet.fill("form.name", story.GROUP)
    await tablet.fill("form.purpose", story.PURPOSE)
    await tablet.fill("join.name", story.GUIDE)
    await tablet.choose(tablet.words("guide.internal"))
    await tablet.choose(tablet.words("yes"))
    await tablet.press("form.onward")
    await tablet.press("form.send")
    await tablet.press("rules.accept")
    await tablet.press("hope.later")
    await tablet.is_at(story.GROUP)
    return group_of(tablet)


async def invite(tablet: Screen) -> str:
    """Make an invitation for members; return its link."""
    await tablet.press("invite.member")
    link = await tablet.page.get_by_text(re.compile(r"^http.*/join#")).inner_text()
    await tablet.press("close")
    return link


async def come_in(phone: Screen, link: str) -> None:
    """Join by a link and a name, as far as the ground rules."""
    await phone.go(link)
    await phone.fill("join.name", phone.name)
    await phone.press("join.enter")
    await phone.is_at(phone.words("rules.title"))


async def enter(phone: Screen, link: str, hope: str) -> None:
    """Join by a link and a name, accept the ground rules and say what is expected."""
    await come_in(phone, link)
    await phone.press("rules.accept")
    await phone.fill("hope.field", hope)
    await phone.press("hope.state")


async def join(phone: Screen, link: str, hope: str) -> None:
    """Join a group that has no meeting yet."""
    await enter(phone, link, hope)
    await phone.is_at(story.GROUP)


async def plan(tablet: Screen, method: str = "basis6") -> None:
    """Plan a meeting that begins now and follows a method."""
    await tablet.press("plan.open")
    await tablet.press("plan.now")
    await pick_method(tablet, wording.method(method)["names"][tablet.language])
    await tablet.press("plan.send")
    await expect(tablet.page.get_by_role("dialog")).to_have_count(0)


async def pick_method(tablet: Screen, name: str) -> None:
    """Pick a method by its name, unless it stands there already."""
    await expect(tablet.find("button", "method.other")).to_be_enabled(timeout=PATIENCE)
    await tablet.press("method.other")
    await tablet.choose(name)
    await tablet.press("method.choose")


async def open_meeting(tablet: Screen) -> str:
    """Open the meeting that was planned; return its id."""
    await tablet.press("group.toMeeting")
    await tablet.press("arrive.begin")
    await tablet.sees("round.title", n=0)
    return session_of(tablet)


async def sit_down(phone: Screen, address: str, session: str) -> None:
    """Find the meeting on the group's page, once it shows that it began, and say: I am here."""
    await phone.go(address)
    await expect(phone.page.locator(f"a[href*='{session}']").first).to_be_visible(timeout=PATIENCE)
    await phone.press("card.enter")
    await phone.press("arrive.here")
    await phone.sees("session.soonBy", name=story.GUIDE)


async def begin(tablet: Screen, step: str, of: str = "basis6") -> None:
    """Go on to a step of a method, which is the next."""
    title = wording.step_title(tablet.language, step, of)
    first = wording.method(of)["steps"][0]["key"] == step
    await tablet.press("lead.start" if first else "lead.next", title=title)
    await tablet.is_at(title)


async def all_at(screens: Iterable[Screen], step: str, of: str = "basis6") -> None:
    """Wait until a step of a method has begun on every screen."""
    await asyncio.gather(*(each.is_at(wording.step_title(each.language, step, of)) for each in screens))


async def say(phone: Screen, label: str, words: str, **values: str) -> None:
    """Write one text in the bar under the thumb, send it, and see it confirmed."""
    await phone.fill(label, words, **values)
    await phone.press("task.send")
    await phone.reads(words)
    await phone.sent()


async def propose(phone: Screen, title: str, question: str) -> None:
    """Put a case on the table."""
    await phone.press("propose.title")
    await phone.fill("propose.name", title)
    await phone.fill("propose.question", question)
    await phone.press("propose.send")
    await phone.reads(title)
    await phone.sent()


async def vote(phone: Screen, title: str) -> None:
    """Choose a case, which nobody sees."""
    await phone.choose(title)
    ballot = phone.page.locator("form").filter(has=phone.chosen(title))
    await ballot.get_by_role("button", name=phone.words("choose.send")).click()
    await expect(ballot).to_have_count(0, timeout=PATIENCE)


async def consent(phone: Screen, mode: str) -> None:
    """Agree to bring in the case that the group chose, with so much advice."""
    await phone.sees("consent.title")
    await phone.choose(phone.words(f"mode.{mode}"))
    await phone.press("consent.yes")


async def describe(phone: Screen, context: str, own_behaviour: str = "", effect: str = "") -> None:
    """Describe the case."""
    await phone.press("describe.title")
    await phone.fill("describe.context", context)
    await phone.fill("describe.own", own_behaviour)
    await phone.fill("describe.effect", effect)
    await phone.press("describe.send")
    await phone.reads(context)
    await phone.sent()


async def ask_in_turn(phone: Screen, question: str) -> None:
    """Wait for one's turn and ask."""
    await phone.sees("turn.mine")
    await say(phone, "task.question.label", question)


async def answer(phone: Screen, question: str, words: str) -> None:
    """Answer the question that stands in front."""
    await phone.reads(question)
    await say(phone, "task.answer.label", words)


async def take_away(phone: Screen, words: str, *helpful: str) -> None:
    """Say what the case brought, and what helped."""
    await phone.press("takeaway.title")
    await phone.fill("takeaway.text", words)
    for each in helpful:
        await phone.tick(each)
    await phone.press("takeaway.send")
    await phone.reads(words)
    await phone.sent()


async def commit(phone: Screen, words: str, first_step: str) -> None:
    """Commit to an action with a first step; the date is the one that the form offers."""
    await phone.press("action.title")
    await phone.fill("action.text", words)
    await phone.fill("action.first", first_step)
    await phone.press("action.send")
    await phone.reads(words)
    await phone.sent()


async def prepare_report(phone: Screen, did: str, effect: str, learned: str) -> None:
    """Prepare at home what to tell of the action, for oneself alone."""
    await phone.press("waiting.all")
    await phone.press("prepare.report")
    await phone.choose(phone.words("status.done"))
    await phone.fill("report.did", did)
    await phone.fill("report.effect", effect)
    await phone.fill("report.learned", learned)
    await phone.press("prepare.keep")
    await phone.sees("prepared.badge")
    await phone.reads(did)


async def report(phone: Screen, did: str) -> None:
    """Tell the group what came of an action."""
    await phone.press("report.title")
    await phone.choose(phone.words("status.done"))
    await phone.fill("report.did", did)
    await phone.press("report.send")
    await phone.reads(did)
    await phone.sent()


async def sign_out(who: Screen) -> None:
    """Sign a device out in its settings, where it is."""
    await who.press("settings.signOut")
    await who.press("settings.sure")
    await who.sees("stranger.lead")


async def check_out(phone: Screen, member: Member) -> None:
    """Say what one takes to one's own work, and a last word."""
    await say(phone, "task.insight.label", member.insight)
    await say(phone, "task.check_out.label", member.last_word)


async def end(tablet: Screen) -> None:
    """Round the meeting off."""
    await tablet.press("lead.end")
    await tablet.sees("lead.closed")
