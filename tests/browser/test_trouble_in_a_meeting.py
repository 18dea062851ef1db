"""The way to the house fails at every moment of a meeting: all that is said arrives, once and in order."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, cycle
from typing import Final, Literal, get_args

import pytest
from playwright.async_api import Error

from tests.browser import playing, screen, story, table, tunnel
from tests.browser.conftest import OpenScreen
from tests.browser.device import log_reaches, outbox_holds, outbox_is_empty
from tests.browser.kring import Kring
from tests.browser.screen import Screen
from tests.browser.story import BAS, NOOR
from tests.browser.table import Table
from tests.browser.tunnel import Tunnel

Way = Literal[
    "away", "deaf", "cut while it is sent", "the server dies", "the server dies after", "the tab dies"
]
"""What a person may meet, beside the troubles of a single command."""
TROUBLES: Final = (*get_args(tunnel.Trouble), *get_args(Way))
Act = Callable[[Screen], Awaitable[None]]
_numbers = count(1)
_LOOKS = 300
_LOOK_AGAIN = 0.1
_NOTICED = 15
"""Seconds within which what was said is sent once the server is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that one person says or does in a step, and what the record then holds once more."""

    step: str
    event: str
    act: Act
    by: str = BAS.name


def _said(label: str, words: str) -> Act:
    return lambda phone: playing.say(phone, label, words)


async def _asks_twice(phone: Screen) -> None:
    for words in (BAS.asked, story.ESRA.asked):
        await phone.fill("task.question.label", words)
        await phone.press("task.send")
        await phone.reads(words)
    await phone.sent()


async def _answers(phone: Screen) -> None:
    await playing.answer(phone, BAS.asked, story.ANSWERS[0])


MOMENTS: Final = (
    Moment(step="check_in", event="checked_in", act=_said("task.check_in.label", BAS.first_word)),
    Moment(
        step="collect",
        event="case_proposed",
        by=NOOR.name,
        act=lambda phone: playing.propose(phone, NOOR.title, NOOR.question),
    ),
    Moment(step="choose", event="ballot", act=lambda phone: playing.vote(phone, NOOR.title)),
    Moment(
        step="describe",
        event="case_described",
        by=NOOR.name,
        act=lambda phone: playing.describe(phone, story.CONTEXT, story.OWN_BEHAVIOUR, story.EFFECT),
    ),
    Moment(step="ask", event="question_asked", act=_asks_twice),
    Moment(step="ask", event="question_answered", by=NOOR.name, act=_answers),
    Moment(step="advise", event="advice_given", act=_said("task.advice.label", BAS.advised)),
    Moment(
        step="take_away",
        event="takeaway_stated",
        by=NOOR.name,
        act=lambda phone: playing.take_away(phone, story.TAKEAWAY),
    ),
    Moment(
        step="take_away",
        event="action_committed",
        by=NOOR.name,
        act=lambda phone: playing.commit(phone, story.ACTION, story.FIRST_STEP),
    ),
    Moment(step="close", event="insight_noted", act=_said("task.insight.label", BAS.insight)),
    Moment(step="close", event="checked_out", act=_said("task.check_out.label", BAS.last_word)),
)
"""Everything that is said in a meeting of six steps, by a contributor and one peer."""
TIMES: Final = Counter({each.event: 1 for each in MOMENTS if each.event != "ballot"}) + Counter(
    question_asked=1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A meeting whose phones reach the house through a tunnel; the facilitator's tablet does not."""

    house: Kring
    way: Tunnel
    laid: Table
    phones: dict[str, Screen]

    async def go_through(self, troubles: list[str]) -> None:
        """Let each moment of the meeting happen in a trouble; it gets into the record and to every phone."""
        wanted: Counter[str] = Counter()
        step = ""
        for moment, trouble in zip(MOMENTS, cycle(troubles), strict=False):
            if moment.step != step:
                await self._reach(step := moment.step)
            await self._meet(trouble, self.phones[moment.by], moment)
            if moment.event == "ballot":
                await self._close_the_choice()
                continue
            wanted[moment.event] += TIMES[moment.event]
            await self.house.counts(self.laid.session, **wanted)
            await self._all_know()

    async def _reach(self, step: str) -> None:
        if step == "collect":
            await table.start(self.laid.guide, self.laid.session, "follow_up")
        await table.start(self.laid.guide, self.laid.session, step)
        await playing.all_at(self.phones.values(), step)
        if step == "choose":
            events = (await table.told(self.laid.guide, "GET", self._events))["events"]
            cases = [each["id"] for each in events if each["type"] == "case_proposed"]
            await table.move(self.laid.guide, self.laid.session, "choice/opening", {"cases": cases})
            await self._all_know()

    async def _all_know(self) -> None:
        """Wait until every phone holds what was said so far, and nothing that it would send once more."""
        version = (await table.told(self.laid.guide, "GET", self._events))["version"]
        for phone in self.phones.values():
            await log_reaches(phone, self.laid.session, version)
            await outbox_is_empty(phone)

    @property
    def _events(self) -> str:
        return f"/sessions/{self.laid.session}/events?after=0"

    async def _close_the_choice(self) -> None:
        """Wait for the ballot of the phone, whose count nobody may see before, and choose the case.

        Alone it would not be counted: so the contributor chooses as well.
        """
        guide, session = self.laid.guide, self.laid.session
        choice = await table.told(guide, "GET", f"/sessions/{session}/choice")
        for _ in range(_LOOKS):
            if choice["voted"]:
                break
            await asyncio.sleep(_LOOK_AGAIN)
            choice = await table.told(guide, "GET", f"/sessions/{session}/choice")
        await outbox_is_empty(self.phones[BAS.name])
        ballot = {"case": choice["cases"][0]}
        path = f"/sessions/{session}/choice/{choice['choice']}/ballot"
        await table.told(self.laid.contributor, "PUT", path, ballot)
        await table.move(guide, session, "choice/closing")
        events = (await table.told(guide, "GET", self._events))["events"]
        assert [sum(each["votes"] for each in event["tally"]) for event in events if "tally" in event] == [2]
        await table.move(self.laid.contributor, session, "choice/consent", {"advice_mode": "round"})

    async def _meet(self, trouble: str, phone: Screen, moment: Moment) -> None:
        act = moment.act
        match trouble:
            case "away":
                self.way.close()
                acting = asyncio.ensure_future(act(phone))
                await phone.sees("session.offline")
                await asyncio.sleep(1)
                self.way.open()
            case "deaf":
                self.way.deaf = True
                acting = asyncio.ensure_future(act(phone))
                acting.add_done_callback(lambda _: setattr(self.way, "deaf", False))
            case "cut while it is sent":
                hold = self.way.hold(answer=False)
                acting = asyncio.ensure_future(act(phone))
                await hold.reached.wait()
                self.way.close()
                self.way.open()
            case "the server dies":
                self.house.die()
                acting = asyncio.ensure_future(act(phone))
                await self._come_back(acting)
            case "the server dies after":
                hold = self.way.hold(answer=True)
                self.way.next("lose the answer")
                acting = asyncio.ensure_future(act(phone))
                await hold.reached.wait()
                self.house.die()
                hold.released.set()
                await self._come_back(acting)
            case "the tab dies":
                acting = asyncio.ensure_future(self._kill_the_tab(phone, moment))
            case "lose the request" | "lose the answer" | "busy" | "slow" | "gate":
                self.way.next(trouble)
                acting = asyncio.ensure_future(act(phone))
            case _:
                raise AssertionError(trouble)
        await acting

    async def _come_back(self, acting: asyncio.Future[None]) -> None:
        """Start the server anew; only the time until phones notice that is the app's."""
        await self.house.come_back()
        async with asyncio.timeout(_NOTICED):
            await acting

    async def _kill_the_tab(self, phone: Screen, moment: Moment) -> None:
        """Kill it when all is said and the first of it has arrived, which the tab never learns."""
        hold = self.way.hold(answer=True)
        acting = asyncio.ensure_future(moment.act(phone))
        await hold.reached.wait()
        await outbox_holds(phone, TIMES[moment.event] or 1)
        address, context = phone.page.url, phone.page.context
        await phone.page.close()
        hold.released.set()
        with suppress(Error, AssertionError):
            await acting
        phone.page = await context.new_page()
        await phone.go(address)


@pytest.fixture(scope="module")
def told_to_house() -> dict[str, str]:
    """A house of its own: it dies."""
    return {}


@pytest.fixture
async def scene(house: Kring, open_screen: OpenScreen) -> AsyncIterator[Scene]:
    nth = next(_numbers)
    guide = await open_screen(f"{story.GUIDE}-{nth}", screen.TABLET)
    noor, bas = await open_screen(f"{NOOR.name}-{nth}"), await open_screen(f"{BAS.name}-{nth}")
    async with tunnel.dug(house.address) as way:
        laid = await table.gathered(house.address, guide, noor, bas, through=way.address)
        for phone in (noor, bas):
            await phone.go(f"{way.address}{laid.address}")
        yield Scene(house=house, way=way, laid=laid, phones={NOOR.name: noor, BAS.name: bas})
        for each in (guide, noor, bas):
            await each.go("about:blank")
            each.faults.clear()


async def _everything_once(scene: Scene) -> None:
    """Everything is in the record once, nothing is left on a phone, and the questions stand in order."""
    for phone in scene.phones.values():
        await outbox_is_empty(phone)
    found = scene.house.count(scene.laid.session)
    assert {name: found[name] for name in TIMES} == TIMES
    events = await table.told(scene.laid.guide, "GET", f"/sessions/{scene.laid.session}/events?after=0")
    asked = [each["text"] for each in events["events"] if each["type"] == "question_asked"]
    assert asked == [BAS.asked, story.ESRA.asked]


async def test_whatever_happens_on_the_way_everything_arrives_once_and_in_order(scene: Scene) -> None:
    await scene.go_through(["lose the answer", *[each for each in TROUBLES if each != "lose the answer"]])

    await _everything_once(scene)


@pytest.mark.drill
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_the_same_trouble_at_every_moment_of_a_meeting_loses_and_doubles_nothing(
    scene: Scene, trouble: str
) -> None:
    await scene.go_through([trouble])

    await _everything_once(scene)
