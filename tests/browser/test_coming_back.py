"""Coming back without a password: a code by mail, here and on another device; a guest stays who they are."""

import re
from itertools import count

import pytest
from playwright.async_api import expect

from tests.api import mailbox
from tests.browser import device, playing, screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.table import told

_numbers = count(1)
KEPT = """() => new Promise((resolve) => {
    const asked = indexedDB.open('kring');
    asked.onsuccess = () => {
        const keys = asked.result.transaction('kept').objectStore('kept').getAllKeys();
        keys.onsuccess = () => { asked.result.close(); resolve(keys.result.map(String)); };
    };
})"""


def fresh_address() -> str:
    """Return an address that nobody has."""
    return f"anna{next(_numbers)}@voorbeeld.nl"


async def ask_for_code(who: Screen, house: Kring, address: str) -> str:
    """Let somebody ask for a code on the screen for it; return what comes by mail."""
    before = len(mailbox.letters_to(house, address))
    await who.go(f"{house.address}/sign-in")
    await who.fill("signIn.address", address)
    await who.press("signIn.send")
    await who.sees("signIn.sent", address=address)
    return mailbox.code_in(await mailbox.letter_to(house, address, before))


async def give_code(who: Screen, code: str) -> None:
    """Type a code and send it."""
    await who.fill("signIn.code", code)
    await who.press("signIn.enter")


async def become(who: Screen, house: Kring, address: str) -> None:
    """Sign in for the first time, with the name of the screen."""
    await give_code(who, await ask_for_code(who, house, address))
    await who.fill("join.name", who.name)
    await who.press("signIn.enter")
    await who.sees("home.hello", name=who.name)


async def person_of(who: Screen) -> str:
    """Return who is signed in on a screen."""
    found = await who.ask("/me")
    assert found["status"] == 200, found
    return str(found["body"]["person"])


_WAITING = """() => new Promise((resolve) => {
    const asked = indexedDB.open('kring');
    asked.onsuccess = () => {
        const count = asked.result.transaction('outbox').objectStore('outbox').count();
        count.onsuccess = () => { asked.result.close(); resolve(count.result); };
    };
})"""


@pytest.fixture(scope="module")
async def anna(open_screen: OpenScreen) -> Screen:
    return await open_screen("Anna")


async def test_somebody_new_signs_in_with_a_code_and_a_name(house: Kring, anna: Screen) -> None:
    await anna.go(house.address)
    await anna.press("stranger.signIn")
    await anna.is_at(anna.words("signIn.title"))
    await anna.look("sign-in")
    address = fresh_address()
    code = await ask_for_code(anna, house, address)
    await anna.look("sign-in-code")
    await give_code(anna, code.lower().replace("-", " "))
    await expect(anna.find("textbox", "join.name")).to_be_focused()
    await anna.look("sign-in-name")
    await anna.fill("join.name", "Anna")
    await anna.press("signIn.enter")
    await anna.sees("home.hello", name="Anna")

    me = (await anna.ask("/me"))["body"]
    assert (me["address"], me["guest"], anna.violations) == (address, False, [])


async def test_the_link_in_the_mail_fills_the_code_in_and_signs_nobody_in(
    house: Kring, open_screen: OpenScreen
) -> None:
    phone = await open_screen("Anna-link")
    address = fresh_address()
    code = await ask_for_code(phone, house, address)
    text = mailbox.text_of(mailbox.letters_to(house, address)[-1])
    link = re.search(r"http\S+/sign-in#\S+", text)
    assert link is not None
    await phone.go("about:blank")
    await phone.go(link[0])
    await expect(phone.find("textbox", "signIn.code")).to_have_value(code, timeout=PATIENCE)

    assert (await phone.ask("/me"))["status"] == 401
    assert "#" not in phone.page.url
    await phone.press("signIn.enter")
    await phone.fill("join.name", "Anna")
    await phone.press("signIn.enter")
    await phone.sees("home.hello", name="Anna")


async def test_another_device_needs_the_address_with_the_code(house: Kring, open_screen: OpenScreen) -> None:
    phone, tablet = await open_screen("Anna-telefoon"), await open_screen("Anna-tablet", screen.TABLET)
    address = fresh_address()
    await become(phone, house, address)
    asking = await open_screen("Anna-vraagt")
    code = await ask_for_code(asking, house, address)

    await tablet.go(f"{house.address}/sign-in#{code.replace('-', '')}")
    await tablet.sees("signIn.elsewhere")
    await tablet.fill("signIn.address", address)
    await tablet.press("signIn.enter")
    await tablet.sees("home.hello", name="Anna-telefoon")
    assert await person_of(tablet) == await person_of(phone)


async def test_who_taps_a_reminder_while_signed_out_is_at_their_report_after_signing_in(
    house: Kring, open_screen: OpenScreen
) -> None:
    phone, address = await open_screen("Anna-thuis"), fresh_address()
    await become(phone, house, address)
    other, report = await open_screen("Anna-onderweg"), f"{house.address}/report/{table.fresh_id()}"
    await other.go(report)
    await other.sees("stranger.members")
    await other.press("stranger.signIn")
    await other.fill("signIn.address", address)
    await other.press("signIn.send")
    await other.sees("signIn.sent", address=address)
    code = mailbox.code_in(await mailbox.letter_to(house, address, 1)).replace("-", "")

    from_the_mail = Screen("Anna-uit-de-mail", await other.page.context.new_page(), "nl")
    await from_the_mail.go(f"{house.address}/sign-in#{code}")
    await from_the_mail.press("signIn.enter")
    await from_the_mail.page.wait_for_url(report)


async def test_a_wrong_and_an_old_code_are_refused_in_words_and_a_new_one_works(
    house: Kring, open_screen: OpenScreen
) -> None:
    phone = await open_screen("Anna-laat")
    address = fresh_address()
    code = await ask_for_code(phone, house, address)
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    await give_code(phone, wrong)
    await expect(phone.page.get_by_role("alert")).to_contain_text("klopt niet", timeout=PATIENCE)
    mailbox.age(house, address, "11 minutes")
    await give_code(phone, code)
    await expect(phone.page.get_by_role("alert")).to_contain_text("verlopen", timeout=PATIENCE)

    await phone.press("signIn.again")
    fresh = mailbox.code_in(await mailbox.letter_to(house, address, 1))
    await expect(phone.find("textbox", "signIn.code")).to_have_value("", timeout=PATIENCE)
    await give_code(phone, fresh)
    await phone.fill("join.name", "Anna")
    await phone.press("signIn.enter")
    await phone.sees("home.hello", name="Anna")


async def test_the_ways_to_sign_in_lead_to_each_other(house: Kring, open_screen: OpenScreen) -> None:
    who = await open_screen("Ilse")
    await who.go(f"{house.address}/sign-in")
    await who.press("through.title")
    await who.sees("through.noLink")
    await who.press("through.other")
    await expect(who.find("button", "signIn.send")).to_be_visible(timeout=PATIENCE)
    await who.press("through.title")
    await who.page.go_back()

    await expect(who.find("button", "signIn.send")).to_be_visible(timeout=PATIENCE)


async def test_without_network_the_screen_says_so_and_keeps_what_was_typed(
    house: Kring, open_screen: OpenScreen
) -> None:
    phone = await open_screen("Anna-tunnel")
    await phone.go(f"{house.address}/sign-in")
    await device.can_go_on_alone(phone)
    await phone.fill("signIn.address", "anna@voorbeeld.nl")
    await phone.page.context.set_offline(True)
    await phone.press("signIn.send")
    await phone.sees("fault.unreachable")

    await expect(phone.find("textbox", "signIn.address")).to_have_value("anna@voorbeeld.nl")
    await phone.page.context.set_offline(False)


async def test_a_guest_who_adds_an_address_stays_who_they_are(house: Kring, open_screen: OpenScreen) -> None:
    guest = await open_screen(story.GUIDE)
    await playing.form_group(guest, house.address)
    before = await person_of(guest)
    await guest.go(house.address)
    await guest.sees("keep.card")
    await guest.look("home-guest")
    await guest.press("keep.add")
    await guest.is_at(guest.words("keep.title"))
    await guest.look("keep-your-place")
    address = fresh_address()
    await guest.fill("signIn.address", address)
    await guest.press("signIn.send")
    code = mailbox.code_in(await mailbox.letter_to(house, address))
    await guest.fill("signIn.code", code)
    await guest.press("keep.send")
    await guest.reads(story.GROUP)

    assert await person_of(guest) == before
    await expect(guest.page.get_by_text(guest.words("keep.card"))).to_have_count(0)
    assert guest.violations == []


async def test_who_wants_reminders_that_cannot_come_is_told_and_chooses_another_way(
    house: Kring, open_screen: OpenScreen
) -> None:
    noor = await open_screen(story.NOOR.name)
    await playing.form_group(noor, house.address)
    wanted = {"channels": ["push"], "occasions": ["day_before"]}
    await told(noor, "PUT", "/me/reminders", wanted)
    await noor.go(house.address)
    await noor.sees("remind.lost")
    await noor.sees("remind.lostPush")
    await noor.look("home-unreachable")
    await noor.press("remind.change")
    await noor.sees("remind.lost")
    await noor.look("reminders-unreachable")
    await noor.tick(noor.words("remind.calendar"))
    await noor.press("remind.save")
    await noor.sees("remind.lostCalendar")
    await noor.press("calendar.make")
    await noor.sees("calendar.made")

    await expect(noor.page.get_by_text(noor.words("remind.lost"))).to_have_count(0)
    assert noor.violations == []


async def test_who_has_no_address_and_chose_a_calendar_is_not_told_that_mail_cannot_come(
    house: Kring, open_screen: OpenScreen
) -> None:
    daan = await open_screen("Daan")
    await playing.form_group(daan, house.address)
    await daan.go(f"{house.address}/me/reminders")
    await daan.tick(daan.words("remind.calendar"))
    await daan.press("remind.save")
    await daan.sees("remind.kept")

    await expect(daan.page.get_by_text(daan.words("remind.lostMail"))).to_have_count(0)
    kept = await table.told(daan, "GET", "/me/reminders")
    assert kept["channels"] == ["calendar"]


async def test_a_pause_that_was_kept_stands_there_as_a_day(house: Kring, open_screen: OpenScreen) -> None:
    bas = await open_screen("Bas-moe")
    await playing.form_group(bas, house.address)
    await bas.go(f"{house.address}/me/reminders")
    await bas.choose(bas.words("remind.pauseWeek"))
    await bas.press("remind.save")
    await bas.sees("remind.kept")

    until = bas.words("remind.pausedUntil", when="").strip()
    await expect(bas.chosen(until)).to_be_checked(timeout=PATIENCE)


async def test_an_address_of_somebody_else_is_not_merged_but_can_be_signed_in_with(
    house: Kring, open_screen: OpenScreen
) -> None:
    owner, guest = await open_screen("Anna-thuis"), await open_screen("Gast")
    address = fresh_address()
    await become(owner, house, address)
    await playing.form_group(guest, house.address)
    before = await person_of(guest)
    await guest.go(f"{house.address}/sign-in")
    await guest.fill("signIn.address", address)
    await guest.press("signIn.send")
    await guest.fill("signIn.code", mailbox.code_in(await mailbox.letter_to(house, address, 1)))
    await guest.press("keep.send")
    await guest.press("signIn.instead")
    await guest.sees("signIn.insteadGuest")
    assert await person_of(guest) == before
    await guest.press("signIn.insteadSure")
    await guest.sees("home.hello", name="Anna-thuis")

    await expect(guest.page.get_by_text(story.GROUP)).to_have_count(0)
    assert await person_of(guest) == await person_of(owner)
    await guest.comes_true(f"async () => !(await ({KEPT})()).some((name) => name.startsWith('/groups'))")


async def test_what_waits_on_a_device_that_was_signed_out_is_sent_after_signing_in_again(
    house: Kring, open_screen: OpenScreen
) -> None:
    phone, laptop = await open_screen("Dirk"), await open_screen("Dirk-laptop", screen.TABLET)
    address, hope, group = fresh_address(), "Dat we elkaar echt bevragen.", table.fresh_id()
    await become(phone, house, address)
    form = {"name": story.GROUP, "facilitation": "self_guided", "method": "basis6", "advice_mode": "round"}
    await table.told(phone, "PUT", f"/groups/{group}", {**form, "language": "nl", "my_role": "member"})
    await table.told(phone, "PUT", f"/groups/{group}/ground-rules/1/acceptance")
    await give_code(laptop, await ask_for_code(laptop, house, address))
    await laptop.sees("home.hello", name="Dirk")
    await phone.go(f"{house.address}/g/{group}/welcome")
    await phone.fill("hope.field", hope)
    assert (await laptop.ask("/me/devices", "DELETE"))["status"] == 204

    await phone.press("hope.state")
    await phone.sees("outbox.signIn", n=1)
    await phone.page.reload()
    await phone.sees("outbox.signIn", n=1)
    await phone.look("waiting-signed-out")
    await phone.press("signIn")
    await phone.is_at(phone.words("signIn.title"))
    before = len(mailbox.letters_to(house, address))
    await phone.fill("signIn.address", address)
    await phone.press("signIn.send")
    await give_code(phone, mailbox.code_in(await mailbox.letter_to(house, address, before)))
    await expect(phone.page.get_by_text(phone.words("outbox.signIn", n=1))).to_have_count(0, timeout=PATIENCE)
    await phone.comes_true(f"async () => !(await ({_WAITING})())")

    for _ in range(150):
        if "expectation_stated" in house.count(group):
            break
        await phone.page.wait_for_timeout(100)
    assert house.count(group)["expectation_stated"] == 1
    assert phone.violations == []
