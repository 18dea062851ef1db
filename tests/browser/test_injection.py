"""Markup that somebody writes is words on every screen: nothing runs, and the policy has nothing to stop."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Error, expect

from tests.api.circle import Circle, form
from tests.api.house import House
from tests.browser import screen
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.security.test_what_is_kept import write_everywhere

MARKUP = (
    '<script>hurt()</script><img src=x onerror="hurt()"><svg onload="hurt()">'
    '<a href="javascript:hurt()">*</a>{{hurt()}}${hurt()}'
)
NAME = "<img src=x onerror=hurt()>Anna"
HURT = "window.hurt = () => { window.wasHurt = true; console.error('a text was run'); };"


async def signed_in(who: Screen, circle: Circle, address: str) -> None:
    """Let a screen be the device of the first member."""
    token = circle.members[0].http.cookies["kring"]
    await who.page.context.add_cookies([{"name": "kring", "value": token, "url": address}])
    await who.page.context.add_init_script(HURT)


async def looked_at(who: Screen, address: str, words: str) -> str:
    """Open a page and wait for words on it; return all that can be read."""
    await who.go(address)
    await expect(who.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
    await who.page.wait_for_load_state("networkidle")
    return await who.page.inner_text("body")


@pytest.fixture(scope="module")
async def hostile(house: Kring) -> Circle:
    """A group whose every name and text is markup, with a meeting that was, one that is and a plan."""
    folder = Path(house.folder)
    api = House(f"http://localhost:{urlsplit(house.address).port}", house.database_url, folder)
    circle = await form(api, members=2, name=NAME, purpose=MARKUP)
    for person in circle.members:
        assert (await person.patch("/me", {"name": NAME})).status_code == 200
    await write_everywhere(circle, MARKUP)
    return circle


async def test_no_screen_runs_what_somebody_wrote(
    house: Kring, open_screen: OpenScreen, hostile: Circle
) -> None:
    phone = await open_screen("Anna")
    await signed_in(phone, hostile, house.address)
    meeting = await hostile.meeting()
    await meeting.reach("ask")
    await meeting.said(meeting.asker, "questions", text=MARKUP)
    group = f"{house.address}/g/{hostile.id}"
    read = [await looked_at(phone, f"{house.address}/", NAME)]
    read += [await looked_at(phone, group + part, "hurt()") for part in ("", "/history", "/expectations")]
    read += [await looked_at(phone, f"{group}/s/{meeting.id}", "hurt()")]
    for part in ("/agreement", "/rules", "/belonging"):
        await phone.go(group + part)
        await phone.page.wait_for_load_state("networkidle")
        read.append(await phone.page.inner_text("body"))
    was_hurt = await phone.page.evaluate("window.wasHurt === true")

    assert not was_hurt
    assert sum("<script>hurt()</script>" in text for text in read) >= 4
    assert phone.faults == []
    await hostile.close()


async def test_what_would_be_put_into_the_page_as_markup_is_stopped(house: Kring, browser: Browser) -> None:
    """The planted defect: a page that took texts for markup would be stopped twice, and be noticed."""
    page = await screen.opened(browser, "Proef")
    await page.page.context.add_init_script(HURT)
    await page.go(house.address)
    with pytest.raises(Error, match="TrustedHTML"):
        await page.page.evaluate("markup => { document.body.innerHTML = markup; }", MARKUP)
    with pytest.raises(Error, match="TrustedScript"):
        await page.page.evaluate("document.body.setAttribute('onclick', 'hurt()')")

    assert await page.page.evaluate("window.wasHurt") is None
    assert sum("blocked by the policy" in fault for fault in page.faults) == 2
    await page.page.context.close()
