"""A participant takes proof along, a stranger checks it, and nobody else reads what somebody learned."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser import device, fitting, screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.fitting import SMALLEST_TARGET
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, PHONE, Screen

LEARNED = "Eerst uitvragen, dan pas denken"


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that is over, and who was at it."""

    address: str
    path: str
    guide: Screen
    noor: Screen


@pytest.fixture(scope="module")
async def held(house: Kring, open_screen: OpenScreen) -> AsyncIterator[Held]:
    """A meeting that is over, its list of who was there not yet confirmed."""
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen("Noor")
    bas = await open_screen("Bas")
    laid = await table.gathered(house.address, guide, noor, bas)
    await table.move(guide, laid.session, "closing")
    yield Held(house.address, laid.address, guide, noor)
    assert [fault for each in (guide, noor) for fault in each.violations] == []


async def looked_at(who: Screen, name: str) -> None:
    """Check the present screen on every device and let axe look at it, light and dark."""
    before = who.page.viewport_size or {"width": PHONE[0], "height": PHONE[1]}
    for width, height in fitting.SIZES:
        await who.page.set_viewport_size({"width": width, "height": height})
        found = await fitting.fit(who.page)
        assert found.fits, (name, width, found)
        small = [each for each, size in await fitting.targets(who.page) if size < SMALLEST_TARGET]
        assert small == [], (name, width)
    await who.page.set_viewport_size(before)
    await who.look(name)


async def test_the_end_of_a_meeting_leads_to_the_list_and_to_a_certificate(
    held: Held, open_screen: OpenScreen, tmp_path: Path
) -> None:
    await held.guide.go(f"{held.address}{held.path}")
    await held.guide.press("ended.proof")
    await held.guide.choose(held.guide.words("attendance.room"))
    await looked_at(held.guide, "attendance")
    await held.guide.press("attendance.confirm")
    await held.guide.sees("attendance.confirmed")

    noor = held.noor
    await noor.go(f"{held.address}{held.path}/attendance")
    await noor.press("proof.toMine")
    await noor.page.get_by_role("button", name=noor.words("proof.make")).first.click()
    await noor.sees("proof.made")
    await looked_at(noor, "certificates")
    async with noor.page.expect_download() as saving:
        await noor.page.get_by_role("link", name="JSON").click()
    kept = tmp_path / "certificate.json"
    await (await saving.value).save_as(kept)
    code = json.loads(kept.read_text(encoding="utf-8"))["content"]["code"]

    stan = await open_screen("Stan")
    await stan.go(f"{held.address}/check/{code}")
    await stan.sees("check.valid")
    await looked_at(stan, "check-valid")
    await expect(stan.page.get_by_text("Noor")).to_have_count(0)

    await noor.page.get_by_role("button", name=noor.words("proof.revoke")).click()
    await noor.press("proof.revokeSure")
    await noor.sees("proof.revoked")
    await stan.press("check.look")
    await stan.sees("check.revoked")
    await stan.fill("check.code", "AAAA-AAAA-AAAA-AAAA")
    await stan.press("check.look")
    await stan.sees("check.unknown")
    await looked_at(stan, "check-unknown")
    assert stan.violations == []


async def test_a_register_counts_says_why_not_and_promises_nothing(held: Held) -> None:
    noor = held.noor
    await noor.go(f"{held.address}/me/certificates")
    await noor.press("register.title")
    await noor.page.get_by_label(noor.words("register.which")).select_option("nova-intervision")
    await looked_at(noor, "register-choose")
    await noor.press("register.choose")
    await noor.sees("register.noPromise")
    await noor.sees("register.why.tooShort")
    await looked_at(noor, "register")
    await noor.picture("register-whole", whole=True)

    await noor.press("register.edit")
    await noor.fill("register.field.shortest", "")
    await noor.look("register-rules")
    await noor.press("register.keep")

    await expect(noor.page.get_by_text(noor.words("register.why.tooShort"))).to_have_count(
        0, timeout=PATIENCE
    )
    await noor.sees("register.asShipped")


async def test_what_one_learned_is_kept_for_oneself(held: Held) -> None:
    noor = held.noor
    await noor.go(f"{held.address}/me/certificates")
    opening = noor.page.get_by_role("button", name=noor.words("reflect.open"))
    await opening.first.click()
    await noor.fill("reflect.technical", LEARNED)
    await looked_at(noor, "reflect")
    await device.keeps(noor, LEARNED)
    await noor.page.reload()
    await opening.first.click()
    await expect(noor.find("textbox", "reflect.technical")).to_have_value(LEARNED, timeout=PATIENCE)
    await noor.press("reflect.keep")
    await expect(noor.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    await opening.first.click()

    await expect(noor.find("textbox", "reflect.technical")).to_have_value(LEARNED, timeout=PATIENCE)

    assert (await table.told(held.guide, "GET", "/me/reflections"))["reflections"] == []


async def test_earlier_meetings_are_tried_first_and_then_marked(held: Held) -> None:
    guide = held.guide
    await guide.go(f"{held.address}{held.path.partition('/s/')[0]}")
    await guide.page.get_by_role("link", name=guide.words("group.attendance")).click()
    await guide.press("earlier.title")
    field = guide.page.locator("input[type=file]")
    await field.set_input_files(files=[listed("Nor")])
    await guide.sees("earlier.why.nobody-of-that-name")
    await guide.look("earlier-problems")
    await field.set_input_files(files=[listed("Noor")])
    await guide.press("earlier.enter")
    await guide.sees("earlier.done", n=1)

    await guide.page.get_by_label(guide.words("year.year")).select_option("2025")

    await guide.sees("proof.afterwards")
    await guide.press("list.make", year="2025", n=1)
    await guide.sees("list.of", n=1)
    await looked_at(guide, "year")
    await guide.picture("year-whole", whole=True)

    async with guide.page.expect_download() as saving:
        await guide.page.get_by_role("link", name="PDF").click()
    assert (await (await saving.value).path()).read_bytes().startswith(b"%PDF")
    await guide.page.locator('a[href^="/check/"]').click()
    await guide.sees("check.ofGroup", n=1, year="2025")
    await looked_at(guide, "check-group")
    await expect(guide.page.get_by_text("Noor")).to_have_count(0)


def listed(name: str) -> FilePayload:
    text = f"datum;begin;eind;aanwezig;anderen\n9-1-2025;13:00;15:00;{name};2"
    return {"name": "eerder.csv", "mimeType": "text/csv", "buffer": text.encode()}
