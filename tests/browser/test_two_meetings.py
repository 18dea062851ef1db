"""A tablet and five phones meet twice: an action is committed, and its report opens the second meeting."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import expect

from infra.house.places import ROOT
from tests.browser import playing, screen, story, wording
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, DAAN, ESRA, LIEKE, MEMBERS, NOOR


@dataclass(slots=True, kw_only=True)
class Circle:
    """The people of the story with their devices, and what was seen on the way."""

    house: Kring
    tablet: Screen
    noor: Screen
    bas: Screen
    esra: Screen
    daan: Screen
    lieke: Screen
    group: str = ""
    first: str = ""
    second: str = ""
    early_proposal: dict[str, Any] = field(default_factory=dict)
    unwanted_advice: dict[str, Any] = field(default_factory=dict)

    @property
    def phones(self) -> tuple[Screen, ...]:
        """The five phones, in the order in which people sit."""
        return (self.noor, self.bas, self.esra, self.daan, self.lieke)

    async def begin(self, step: str) -> None:
        """Let a step begin, and see that it has on every phone."""
        await playing.begin(self.tablet, step)
        await playing.all_at(self.phones, step)


async def _come_together(circle: Circle) -> None:
    tablet = circle.tablet
    circle.group = await playing.form_group(tablet, circle.house.address)
    await tablet.sees("expectations.nobody")
    link = await playing.invite(tablet)
    await circle.noor.go(link)
    await circle.noor.sees("join.enter")
    await circle.noor.look("join")
    await asyncio.gather(
        *(playing.join(phone, link, each.hope) for phone, each in zip(circle.phones, MEMBERS, strict=True))
    )
    await circle.noor.look("group-phone")
    await tablet.page.reload()
    await playing.plan(tablet)
    await tablet.look("group-tablet")
    circle.first = await playing.open_meeting(tablet)
    for phone in circle.phones:
        await playing.sit_down(phone, f"{circle.house.address}/g/{circle.group}", circle.first)
    await tablet.sees("round.title", n=5)


async def _check_in(circle: Circle) -> None:
    await circle.begin("check_in")
    await circle.noor.look("check-in")
    for phone, member in zip(circle.phones[:4], MEMBERS, strict=False):
        await playing.say(phone, "task.check_in.label", member.first_word)
    await circle.lieke.press("task.check_in.wordless")
    await circle.noor.sees("board.without")


async def _collect_and_choose(circle: Circle) -> None:
    await circle.begin("follow_up")
    await circle.bas.sees("wait.noReport")
    await circle.begin("collect")
    for phone, member in zip(circle.phones[:4], MEMBERS, strict=False):
        await playing.propose(phone, member.title, member.question)
    await circle.lieke.press("propose.nothing")
    await circle.noor.reads(story.DAAN.title)
    await circle.noor.look("proposals")
    await circle.begin("choose")
    await circle.tablet.press("choice.open")
    await circle.daan.sees("choose.secret")
    await circle.daan.look("choosing")
    for phone, member in zip(circle.phones, (BAS, NOOR, NOOR, NOOR, ESRA), strict=True):
        await playing.vote(phone, member.title)
    await circle.tablet.sees("choice.progress", n=5, of=5)
    await circle.tablet.look("cockpit-choosing")
    await circle.tablet.press("choice.close")
    await circle.bas.sees("choose.offered", name=NOOR.name)
    await circle.noor.sees("consent.title")
    await circle.noor.look("consent")
    await playing.consent(circle.noor, "round")
    await circle.bas.sees("choose.chosen", name=NOOR.name)
    await circle.noor.sees("choose.mine")


async def _explore(circle: Circle) -> None:
    await circle.begin("describe")
    await circle.esra.sees("wait.describe", name=NOOR.name)
    await playing.describe(circle.noor, story.CONTEXT, story.OWN_BEHAVIOUR, story.EFFECT)
    await circle.noor.sees("wait.done")
    await circle.begin("ask")
    await playing.ask_in_turn(circle.bas, BAS.asked)
    await circle.bas.look("asking")
    await playing.answer(circle.noor, BAS.asked, story.ANSWERS[0])
    await playing.ask_in_turn(circle.esra, ESRA.asked)
    await playing.answer(circle.noor, ESRA.asked, story.ANSWERS[1])
    await playing.ask_in_turn(circle.daan, DAAN.asked)
    await circle.lieke.sees("turn.mine")
    await circle.lieke.press("task.pass")
    await circle.noor.press("task.answer.wordless")
    await circle.tablet.look("cockpit-asking")
    await circle.lieke.press("task.observation.tab")
    await playing.say(circle.lieke, "task.observation.label", story.OBSERVATION)
    await circle.begin("advise")
    await circle.noor.sees("wait.listen")
    for phone, member in zip(circle.phones[1:], MEMBERS[1:], strict=True):
        await playing.say(phone, "task.advice.label", member.advised)
    await circle.noor.reads(LIEKE.advised)
    await circle.noor.look("advice")


async def _conclude(circle: Circle) -> None:
    await circle.begin("take_away")
    await circle.bas.sees("wait.takeaway", name=NOOR.name)
    await playing.take_away(circle.noor, story.TAKEAWAY, ESRA.asked, BAS.advised)
    await circle.noor.press("action.title")
    await circle.noor.look("action")
    await circle.noor.press("close")
    await playing.commit(circle.noor, story.ACTION, story.FIRST_STEP)
    await circle.begin("close")
    await asyncio.gather(
        *(playing.check_out(phone, each) for phone, each in zip(circle.phones, MEMBERS, strict=True))
    )
    await circle.bas.look("check-out")
    await playing.end(circle.tablet)
    await expect(circle.tablet.find("link", "ended.proof")).to_be_visible()
    await circle.bas.sees("ended.other", name=NOOR.name)
    await circle.noor.sees("ended.mine")
    await circle.noor.look("ended")


async def _come_back(circle: Circle) -> None:
    address = f"{circle.house.address}/g/{circle.group}"
    await circle.tablet.go(address)
    await playing.plan(circle.tablet)
    circle.second = await playing.open_meeting(circle.tablet)
    await circle.noor.go(circle.house.address)
    await circle.noor.reads(story.ACTION)
    await circle.noor.look("home")
    await playing.prepare_report(circle.noor, story.DID, story.HIS_EFFECT, story.LEARNED)
    await circle.noor.look("prepared")
    for phone in circle.phones:
        await playing.sit_down(phone, address, circle.second)
    await circle.begin("check_in")
    await circle.noor.press("task.check_in.wordless")


def _refusal(word: str) -> str:
    """Return what the house tells whoever is refused with a word."""
    words = json.loads((ROOT / "backend" / "api" / "problem_words.json").read_text(encoding="utf-8"))
    return str(words[word]["nl"]["detail"])


async def _report_first(circle: Circle) -> None:
    await circle.begin("follow_up")
    await circle.tablet.sees("followUps.explain")
    await circle.tablet.press("lead.next", title=wording.step_title("nl", "collect"))
    await circle.tablet.reads(_refusal("follow-up-first"))
    await circle.tablet.look("cockpit-report-first")
    circle.early_proposal = await circle.bas.ask(
        f"/sessions/{circle.second}/cases/0190aaaa-0000-7000-8000-000000000001",
        "PUT",
        {"kind": "bottleneck", "title": story.SECOND_TITLE, "question": story.SECOND_QUESTION},
    )
    await circle.bas.sees("wait.report", name=NOOR.name)
    await circle.noor.look("reporting")
    await circle.noor.press("report.share")
    await circle.noor.sent()
    await asyncio.gather(*(phone.reads(story.DID) for phone in circle.phones))
    refused = circle.tablet.page.get_by_text(_refusal("follow-up-first"))
    await expect(refused).to_have_count(0, timeout=PATIENCE)
    await playing.say(circle.esra, "task.feedback.label", story.FEEDBACK, name=NOOR.name)
    await circle.noor.reads(story.FEEDBACK)
    await circle.noor.look("reported")


async def _meet_again(circle: Circle) -> None:
    await circle.begin("collect")
    await playing.propose(circle.bas, story.SECOND_TITLE, story.SECOND_QUESTION)
    await circle.begin("choose")
    await circle.tablet.page.get_by_role("button", name=story.SECOND_TITLE).click()
    await playing.consent(circle.bas, "none")
    await circle.tablet.sees("choice.contributor", name=BAS.name)
    await circle.begin("describe")
    await playing.describe(circle.bas, story.SECOND_CONTEXT)
    await circle.begin("ask")
    await playing.ask_in_turn(circle.noor, story.SECOND_ASKED)
    circle.unwanted_advice = await circle.daan.ask(
        f"/sessions/{circle.second}/advice/0190aaaa-0000-7000-8000-000000000002",
        "PUT",
        {"text": DAAN.advised},
    )
    await circle.begin("take_away")
    await playing.take_away(circle.bas, story.SECOND_TAKEAWAY, story.SECOND_ASKED)
    await circle.begin("close")
    await circle.daan.press("task.check_out.tab")
    await circle.daan.press("task.check_out.wordless")
    await playing.end(circle.tablet)


@pytest.fixture(scope="module")
def told_to_house() -> dict[str, str]:
    """A house of its own: what it keeps is counted."""
    return {}


@pytest.fixture(scope="module")
async def circle(house: Kring, open_screen: OpenScreen) -> Circle:
    """Both meetings, played to their end."""
    noor, bas, esra, daan, lieke = [await open_screen(each.name) for each in MEMBERS]
    tablet = await open_screen(story.GUIDE, screen.TABLET)
    circle = Circle(house=house, tablet=tablet, noor=noor, bas=bas, esra=esra, daan=daan, lieke=lieke)
    for chapter in (_come_together, _check_in, _collect_and_choose, _explore, _conclude):
        await chapter(circle)
    for chapter in (_come_back, _report_first, _meet_again):
        await chapter(circle)
    return circle


async def test_the_record_of_the_first_meeting_holds_everything_once(circle: Circle) -> None:
    recorded = circle.house.count(circle.first)

    assert recorded == {
        "session_opened": 1,
        "participant_arrived": 6,
        "step_started": 9,
        "checked_in": 5,
        "case_proposed": 4,
        "nothing_proposed": 1,
        "choice_opened": 1,
        "choice_closed": 1,
        "case_offered": 1,
        "case_chosen": 1,
        "case_described": 1,
        "question_asked": 3,
        "question_answered": 3,
        "turn_passed": 1,
        "observation_shared": 1,
        "advice_given": 4,
        "takeaway_stated": 1,
        "action_committed": 1,
        "insight_noted": 5,
        "checked_out": 5,
        "session_closed": 1,
    }


async def test_no_case_is_proposed_before_the_report_is_given(circle: Circle) -> None:
    refused = circle.early_proposal

    assert (refused["status"], refused["body"]["type"]) == (409, "/problems/follow-up-first")
    assert circle.house.count(circle.second)["case_proposed"] == 1


async def test_a_contributor_who_wants_no_advice_gets_none(circle: Circle) -> None:
    refused = circle.unwanted_advice

    assert (refused["status"], refused["body"]["type"]) == (409, "/problems/advice-mode-none")
    assert "advice_given" not in circle.house.count(circle.second)


async def test_the_history_shows_both_meetings_and_what_came_of_the_action(circle: Circle) -> None:
    phone = circle.lieke
    await phone.press("ended.history")
    await phone.is_at(phone.words("history.title"))

    for words in (
        story.SECOND_TITLE,
        story.SECOND_TAKEAWAY,
        NOOR.title,
        story.ACTION,
        story.DID,
        story.FEEDBACK,
    ):
        await phone.reads(words)
    await phone.look("history")
    await phone.page.set_viewport_size({"width": 360, "height": 740})
    table = phone.page.get_by_role("region", name=phone.words("balance.title"))
    assert await table.evaluate("(region) => region.scrollWidth - region.clientWidth") == 0


async def test_every_view_in_use_equals_the_one_built_anew(circle: Circle) -> None:
    verified = circle.house.run("verify")

    *views, texts = verified.stdout.splitlines()
    empty = {line.split()[0] for line in views if " 0 rows" in line}
    assert (verified.returncode, verified.stderr) == (0, "")
    assert len(views) >= 5
    assert [line for line in views if "live == rebuilt" not in line] == []
    assert empty == {"enrolment", "certificates", "earlier_meetings", "uptake_facts"}
    assert re.match(r"texts +[1-9]\d* open, 0 are gone", texts)


async def test_the_case_that_was_not_chosen_is_seen_by_its_owner_only(circle: Circle) -> None:
    address = f"{circle.house.address}/g/{circle.group}/s/{circle.first}"
    await circle.daan.go(address)
    await circle.esra.go(address)

    await expect(circle.daan.page.get_by_text(DAAN.title)).to_be_visible(timeout=PATIENCE)
    await circle.esra.reads(NOOR.title)
    await expect(circle.esra.page.get_by_text(DAAN.title)).to_have_count(0)


async def test_axe_finds_no_fault_on_any_screen_of_both_meetings(circle: Circle) -> None:
    assert [found for each in (circle.tablet, *circle.phones) for found in each.violations] == []


async def test_nothing_was_refused_but_what_the_rules_refuse(circle: Circle) -> None:
    refusals = [found for each in (circle.tablet, *circle.phones) for found in each.refusals]

    before_sitting_down = {
        f"GET {status} /api/v1/sessions/{session}/events"
        for session in (circle.first, circle.second)
        for status in (403, 404)
    }
    wilful = {
        f"PUT 409 /api/v1/sessions/{circle.second}/{place}/0190aaaa-0000-7000-8000-00000000000{end}"
        for place, end in (("cases", 1), ("advice", 2))
    }
    too_early = {f"POST 409 /api/v1/sessions/{circle.second}/steps/2/start"}
    assert set(refusals) <= before_sitting_down | wilful | too_early
