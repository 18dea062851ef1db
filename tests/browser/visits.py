"""Where the pictures of the gallery are taken: a visit to every screen, in the states it can be in."""

import asyncio
from typing import Final

from playwright.async_api import Browser, Route, expect

from tests.browser import places, playing, screen, staged, story, table
from tests.browser.album import Gallery
from tests.browser.kring import Kring
from tests.browser.screen import Screen
from tests.browser.story import BAS, DAAN, ESRA, LIEKE, NOOR
from tests.browser.table import Table
from tests.browser.test_coming_back import become, fresh_address
from tests.browser.test_organisation_screens import add_person, add_unit, open_part, start

_API: Final = "**/api/v1/**"


async def strangers(gallery: Gallery, browser: Browser, house: Kring) -> None:
    """What somebody sees who is not signed in."""
    anybody = await screen.opened(browser, "Wie dan ook", language=gallery.language)
    for name, path in (places.ANYBODYS | {"members-only": f"/g/{table.fresh_id()}"}).items():
        await gallery.visit(anybody, f"{house.address}{path}", f"stranger-{name}")
    await anybody.page.context.close()


async def _states(gallery: Gallery, who: Screen, house: Kring, laid: Table) -> None:
    """Empty, loading, without network, and with a server that cannot answer."""
    page = who.page

    async def never(_: Route) -> None:
        await asyncio.Event().wait()

    await page.route(_API, never)
    await who.page.goto(f"{house.address}/g/{laid.group}/history", wait_until="commit")
    await page.wait_for_selector("[aria-busy=true]")
    await gallery.show(who, "state-loading")
    await page.unroute_all(behavior="ignoreErrors")
    await page.route(_API, lambda route: route.fulfill(status=503, body=""))
    for name, path in {"state-error-home": "/", "state-error-group": f"/g/{table.fresh_id()}"}.items():
        await who.go(f"{house.address}{path}")
        await page.wait_for_load_state("networkidle")
        await gallery.show(who, name)
    await page.unroute_all(behavior="ignoreErrors")
    await who.go(f"{house.address}{laid.address}")
    await who.reads(ESRA.asked)
    await page.context.set_offline(True)
    await who.sees("session.offline")
    await who.fill("task.question.label", "Wat als hij wél komt?")
    await who.press("task.send")
    await who.sees("said.waiting")
    await gallery.show(who, "state-offline-meeting")
    await page.context.set_offline(False)
    await who.sent()


async def _around(gallery: Gallery, who: Screen, guide: Screen, house: Kring, laid: Table) -> None:
    """Everything of a member and of who guides, beside the meeting itself."""
    member = {"home": "/"} | places.MINE | places.of_a_member(laid.group)
    for name, path in member.items():
        await gallery.visit(who, f"{house.address}{path}", name)
    own = {"method": await table.own_method(laid)}
    for name, path in (places.of_a_meeting(laid) | places.of_the_facilitator(laid.group) | own).items():
        await gallery.visit(guide, f"{house.address}{path}", name)
        for sheet in places.SHEETS.get(name, ()):
            await guide.find("button", sheet).first.click()
            await expect(guide.page.get_by_role("dialog")).to_be_visible()
            await gallery.show(guide, f"{name}-{sheet.split('.')[-1]}")
            await guide.go(f"{house.address}{path}")


async def meeting(gallery: Gallery, browser: Browser, house: Kring) -> None:
    """A whole meeting, as who guides, who brings in and a peer see it, and everything around it."""
    guide, noor, bas, esra, daan, lieke = [
        await screen.opened(browser, name, language=gallery.language)
        for name in (story.GUIDE, NOOR.name, BAS.name, ESRA.name, DAAN.name, LIEKE.name)
    ]
    begun: list[str] = []

    async def look_back(step: str) -> None:
        """Show the step that is about to end, as each role sees it."""
        if begun:
            session = await _session(guide)
            await _roles(gallery, house, session, begun[-1], {"guide": guide, "noor": noor, "bas": bas})
        begun.append(step)
        staged.pass_before(step)

    laid = await table.laid(house.address, guide, noor, bas, esra, daan, lieke, before=look_back)
    for asker, question, words in ((bas, BAS.asked, story.ANSWERS[0]), (esra, ESRA.asked, story.ANSWERS[1])):
        staged.pass_minutes(4)
        await table.answer(noor, laid.session, await table.ask(asker, laid.session, question), words)
    await table.ask(daan, laid.session, DAAN.asked)
    people = {"guide": guide, "noor": noor, "bas": bas}
    await _roles(gallery, house, laid.address, "ask", people)
    await _states(gallery, bas, house, laid)
    await _around(gallery, bas, guide, house, laid)
    await _rest(gallery, house, laid, people)


async def _session(who: Screen) -> str:
    mine = await table.told(who, "GET", "/me")
    group = mine["groups"][0]["group"]
    meetings = await table.told(who, "GET", f"/groups/{group}/sessions")
    return f"/g/{group}/s/{meetings['sessions'][0]['session']}"


async def _roles(gallery: Gallery, house: Kring, address: str, step: str, people: dict[str, Screen]) -> None:
    roles = {"guide": "cockpit", "noor": "contributor", "bas": "peer"}
    for name, who in people.items():
        path = f"{address}/lead" if name == "guide" else address
        await gallery.visit(who, f"{house.address}{path}", f"{step}-{roles[name]}")


async def _rest(gallery: Gallery, house: Kring, laid: Table, people: dict[str, Screen]) -> None:
    guide, noor, bas = people.values()
    for step, minutes in (("advise", 22), ("take_away", 12), ("close", 8)):
        staged.pass_minutes(minutes)
        await table.start(guide, laid.session, step)
        if step == "advise":
            advice = f"/sessions/{laid.session}/advice/{table.fresh_id()}"
            await table.told(bas, "PUT", advice, {"text": BAS.advised})
        if step == "take_away":
            await noor.go(f"{house.address}{laid.address}")
            await playing.take_away(noor, story.TAKEAWAY)
            await noor.press("action.title")
            await gallery.show(noor, "action-form")
            await noor.go(f"{house.address}{laid.address}")
            await playing.commit(noor, story.ACTION, story.FIRST_STEP)
        await _roles(gallery, house, laid.address, step, people)
    await table.move(guide, laid.session, "closing")
    await _roles(gallery, house, laid.address, "ended", people)
    await gallery.visit(noor, f"{house.address}/", "home-with-action")
    await gallery.visit(noor, f"{house.address}/actions", "actions-one")
    await gallery.visit(noor, f"{house.address}/g/{laid.group}/history", "history-full")


async def organisation(gallery: Gallery, browser: Browser, house: Kring) -> None:
    """An organisation: empty, and furnished."""
    ilse = await screen.opened(browser, "Ilse", language=gallery.language)
    await become(ilse, house, fresh_address())
    await gallery.visit(ilse, f"{house.address}/", "home-empty")
    organisation = await start(ilse, house, "Zorggroep De Linde")
    await gallery.show(ilse, "organisation-empty")
    await open_part(ilse, house, "units")
    await add_unit(ilse, "Zorg")
    await add_unit(ilse, "Noord", below="Zorg")
    await open_part(ilse, house, "people")
    await add_person(ilse, "Noor de Wit", "noor@voorbeeld.nl", "Zorg \u203a Noord")
    await add_person(ilse, "Bas Bakker", "bas@voorbeeld.nl")
    for name, path in places.of_an_organisation(organisation).items():
        await gallery.visit(ilse, f"{house.address}{path}", f"organisation-{name}")
