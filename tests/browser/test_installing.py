"""Kring on the first screen of a phone: in its language, with steps where needed, and with what is shared."""

import json
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser import story, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import NOOR

_SHARE = """([title, text]) => {
    const form = Object.assign(document.createElement('form'),
        { method: 'post', action: '/share', enctype: 'multipart/form-data' });
    for (const [name, value] of Object.entries({ title, text }))
        form.append(Object.assign(document.createElement('textarea'), { name, value }));
    document.body.append(form);
    form.submit();
}"""
_OUTSIDE = """async ([file, share]) => {
    const image = await createImageBitmap(await (await fetch(file)).blob());
    const { width } = image;
    const page = new OffscreenCanvas(width, width).getContext('2d');
    page.drawImage(image, 0, 0);
    const { data } = page.getImageData(0, 0, width, width);
    let drawn = 0;
    for (let at = 0; at < data.length; at += 4) {
        const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
        const far = Math.hypot(x - width / 2, y - width / 2) > (share * width) / 2;
        const other = [0, 1, 2].some((part) => Math.abs(data[at + part] - data[part]) > 8);
        if (data[at + 3] < 255 || (far && other)) drawn += 1;
    }
    return drawn;
}"""
SAFE = 0.8
"""The middle part of a maskable icon that no device cuts off."""
OF_THE_TRIAL = {"in-incognito"}
"""What speaks against installing because each screen here is a device of its own."""
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


@pytest.fixture(scope="module")
async def noor(house: Kring, open_screen: OpenScreen) -> Screen:
    """A phone of a member that can go on without network."""
    guide, noor = await open_screen(story.GUIDE), await open_screen(NOOR.name)
    await table.gathered(house.address, guide, noor)
    await noor.go(f"{house.address}/settings")
    await noor.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    await noor.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return noor


async def manifest(who: Screen) -> dict[str, Any]:
    """Return what the page says of the app when it is installed. Raises AssertionError when it cannot be."""
    devtools = await who.page.context.new_cdp_session(who.page)
    told = await devtools.send("Page.getAppManifest")
    wrong = await devtools.send("Page.getInstallabilityErrors")
    against = {each["errorId"] for each in wrong["installabilityErrors"]} - OF_THE_TRIAL
    assert (told["errors"], against) == ([], set())
    found: dict[str, Any] = json.loads(told["data"])
    return found


async def test_the_app_can_be_installed_in_the_language_of_the_device(noor: Screen) -> None:
    first = await manifest(noor)
    await noor.choose("Deutsch")
    await expect(noor.page.locator("html")).to_have_attribute("lang", "de")
    await expect(noor.page.locator("link[rel=manifest]")).to_have_attribute(
        "href", "/manifest.de.webmanifest"
    )
    second = await manifest(noor)
    await noor.choose("Nederlands")

    assert (first["lang"], second["lang"]) == ("nl", "de")
    assert first["id"] == second["id"]
    assert [each["url"] for each in second["shortcuts"]] == ["/prepare", "/actions", "/join"]
    assert second["shortcuts"][0]["name"] == "Einen Fall vorbereiten"


async def test_no_device_cuts_anything_off_the_icon(noor: Screen) -> None:
    maskable = await noor.page.evaluate(_OUTSIDE, ["/icon-maskable-512.png", SAFE])
    usual = await noor.page.evaluate(_OUTSIDE, ["/icon-512.png", SAFE])

    assert maskable == 0
    assert usual > 0


async def test_a_shared_text_becomes_a_case_for_oneself_without_passing_the_server(
    house: Kring, noor: Screen
) -> None:
    await noor.go(f"{house.address}/settings")
    asked: list[str] = []
    noor.page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    await noor.page.evaluate(_SHARE, [NOOR.title, NOOR.question])
    await noor.sees("shared.title")
    await noor.page.reload()
    await noor.reads(NOOR.question)
    lines = house.told("web")
    assert not [each for each in (*asked, *lines) if NOOR.title in each and "/share" not in each]

    await noor.press("shared.keep")
    await expect(noor.find("textbox", "propose.name")).to_have_value(NOOR.title, timeout=PATIENCE)
    await noor.press("close")
    await noor.look("shared", ("light",))
    await expect(noor.page.get_by_text(noor.words("shared.title"))).to_have_count(0)
    mine = await table.told(noor, "GET", "/me/proposals")
    assert [(each["title"], each["question"]) for each in mine["proposals"]] == [(NOOR.title, NOOR.question)]
    assert noor.page.url.endswith("/prepare")


async def test_on_an_iphone_the_steps_are_told_and_can_be_put_away(house: Kring, noor: Screen) -> None:
    agent = json.dumps(IPHONE)
    script = f"Object.defineProperty(navigator, 'userAgent', {{ get: () => {agent} }})"
    await noor.page.add_init_script(script)
    await noor.go(f"{house.address}/")
    await noor.sees("install.iosShare")
    await noor.look("install", ("light",))
    card = noor.page.get_by_role("region", name=noor.words("install.title"))
    await card.get_by_role("button", name=noor.words("keep.later")).click()
    await expect(card).to_have_count(0)

    await noor.go(f"{house.address}/settings")
    await noor.sees("install.iosAdd")
    assert noor.violations == []
