"""A phone whose browser is killed at an awkward moment loses nothing and doubles nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.browser import device, screen, story, table, tunnel
from tests.browser.conftest import OpenScreen
from tests.browser.handset import Handset
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, DAAN, ESRA, NOOR
from tests.browser.table import Table
from tests.browser.tunnel import Tunnel

HALF = "Wat zou je doen als je"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A meeting in its question step, and the phone of a peer who reaches it through a tunnel."""

    house: Kring
    way: Tunnel
    laid: Table
    handset: Handset

    async def back(self) -> Screen:
        """Start the phone's browser again, in the meeting."""
        phone = await self.handset.start()
        await phone.go(f"{self.way.address}{self.laid.address}")
        await expect(phone.find("textbox", "task.question.label")).to_be_visible(timeout=PATIENCE)
        return phone

    async def asked(self, times: int) -> None:
        """Wait until so many questions stand in the record."""
        await self.house.counts(self.laid.session, question_asked=times)


@pytest.fixture
async def scene(house: Kring, open_screen: OpenScreen, tmp_path: Path) -> AsyncIterator[Scene]:
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    async with tunnel.dug(house.address) as way, async_playwright() as playwright:
        handset = Handset(playwright, tmp_path, BAS.name)
        try:
            bas = await handset.start()
            laid = await table.laid(house.address, guide, noor, bas, through=way.address)
            await bas.go(f"{way.address}{laid.address}")
            await device.can_go_on_alone(bas)
            await handset.close()
            yield Scene(house=house, way=way, laid=laid, handset=handset)
        finally:
            await handset.kill()


async def _send(phone: Screen, words: str) -> None:
    await phone.fill("task.question.label", words)
    await phone.press("task.send")


async def test_a_browser_killed_at_any_moment_of_sending_has_sent_everything_once_when_it_is_back(
    scene: Scene,
) -> None:
    phone = await scene.back()
    before = scene.way.hold(answer=False)
    scene.way.next("lose the request")
    await _send(phone, BAS.asked)
    await before.reached.wait()
    await scene.handset.kill()
    before.released.set()
    phone = await scene.back()
    await scene.asked(1)

    between = scene.way.hold(answer=True)
    scene.way.next("lose the answer")
    await _send(phone, ESRA.asked)
    await between.reached.wait()
    await scene.handset.kill()
    between.released.set()
    phone = await scene.back()
    await scene.asked(2)

    answered = scene.way.hold(answer=True)
    await _send(phone, DAAN.asked)
    await answered.reached.wait()
    answered.released.set()
    await scene.asked(3)
    await scene.handset.kill()
    phone = await scene.back()

    await device.outbox_is_empty(phone)
    for words in (BAS.asked, ESRA.asked, DAAN.asked):
        await expect(phone.page.get_by_text(words)).to_have_count(1, timeout=PATIENCE)
    await scene.asked(3)


async def test_a_phone_that_starts_without_network_is_in_the_meeting_and_keeps_what_is_said(
    scene: Scene,
) -> None:
    phone = await scene.back()
    await phone.fill("task.question.label", HALF)
    await device.keeps(phone, HALF)
    await scene.handset.kill()

    scene.way.close()
    phone = await scene.back()
    await phone.sees("session.offline")
    await phone.reads(NOOR.question)
    field = phone.find("textbox", "task.question.label")
    await expect(field).to_have_value(HALF, timeout=PATIENCE)
    for words in (BAS.asked, ESRA.asked):
        await _send(phone, words)
        await phone.reads(words)
    await phone.sees("session.waiting", n=2)
    await device.keeps(phone, BAS.asked, ESRA.asked)
    await scene.handset.kill()
    phone = await scene.back()
    await phone.sees("session.waiting", n=2)
    await expect(phone.find("textbox", "task.question.label")).to_have_value("")

    scene.way.open()
    await scene.asked(2)
    await device.outbox_is_empty(phone)
    told = await table.told(scene.laid.guide, "GET", f"/sessions/{scene.laid.session}/events?after=0")
    asked = [each["text"] for each in told["events"] if each["type"] == "question_asked"]
    assert asked == [BAS.asked, ESRA.asked]
