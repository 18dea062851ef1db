"""Looking after oneself: passkeys, devices, details, and an account that is erased, on this device too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import CDPSession, expect

from tests.api import mailbox
from tests.browser import playing, screen, story
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.test_coming_back import (
    KEPT,
    ask_for_code,
    become,
    fresh_address,
    give_code,
    person_of,
)

_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
_STORED = """async () => {
    const rows = {};
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((resolve, reject) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => resolve(asked.result);
            asked.onerror = () => reject(asked.error);
        });
        for (const store of database.objectStoreNames)
            rows[`${name}/${store}`] = await new Promise((resolve) => {
                const asked = database.transaction(store).objectStore(store).count();
                asked.onsuccess = () => resolve(asked.result);
            });
        database.close();
    }
    return { rows, local: { ...localStorage }, session: { ...sessionStorage } };
}"""


class Passkeys:
    """A virtual authenticator in a screen's browser."""

    def __init__(self, devtools: CDPSession, authenticator: str) -> None:
        self._devtools = devtools
        self._which = {"authenticatorId": authenticator}

    async def held(self) -> int:
        """Return how many passkeys it holds."""
        found = await self._devtools.send("WebAuthn.getCredentials", self._which)
        return len(found["credentials"])

    async def refuses(self, *, so: bool) -> None:
        """Let the person at the authenticator fail, or succeed, to show who they are."""
        await self._devtools.send("WebAuthn.setUserVerified", {**self._which, "isUserVerified": not so})


@asynccontextmanager
async def authenticator(who: Screen) -> AsyncIterator[Passkeys]:
    """Give a device something that keeps passkeys."""
    devtools = await who.page.context.new_cdp_session(who.page)
    await devtools.send("WebAuthn.enable", {"enableUI": False})
    made = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    yield Passkeys(devtools, made["authenticatorId"])
    await devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})
    await devtools.detach()


async def sign_out(who: Screen, house: Kring) -> None:
    """Sign a device out in its settings."""
    await who.go(f"{house.address}/settings")
    await playing.sign_out(who)


@pytest.fixture(scope="module")
async def anna(house: Kring, open_screen: OpenScreen) -> Screen:
    """Somebody with an account and an address."""
    anna = await open_screen("Anna")
    await become(anna, house, fresh_address())
    return anna


async def test_a_guest_makes_a_passkey_and_comes_back_with_it(house: Kring, open_screen: OpenScreen) -> None:
    guest = await open_screen(story.GUIDE)
    await playing.form_group(guest, house.address)
    before = await person_of(guest)
    async with authenticator(guest) as passkeys:
        await guest.go(f"{house.address}/sign-in")
        await guest.press("keep.passkey")
        await guest.is_at(guest.words("signs.title"))
        await guest.look("passkeys-none")
        await guest.press("signs.add")
        await guest.fill("signs.label", "Toestel van Ineke")
        await guest.look("passkey-name")
        await guest.page.get_by_role("dialog").get_by_role("button", name=guest.words("signs.add")).click()
        await guest.reads("Toestel van Ineke")
        assert await passkeys.held() == 1
        assert (await guest.ask("/me"))["body"]["guest"] is False
        await guest.look("passkeys")

        await sign_out(guest, house)
        await passkeys.refuses(so=True)
        await guest.press("stranger.signIn")
        await guest.press("signIn.passkey")
        await guest.sees("passkey.stopped")
        await passkeys.refuses(so=False)
        await guest.press("signIn.passkey")
        await guest.sees("home.hello", name=story.GUIDE)
        await guest.reads(story.GROUP)

    assert await person_of(guest) == before
    assert guest.violations == []


async def test_the_last_way_in_is_not_removed_and_another_passkey_can_be(
    house: Kring, anna: Screen, open_screen: OpenScreen
) -> None:
    async with authenticator(anna):
        await anna.go(f"{house.address}/me/sign-in")
        await anna.press("signs.add")
        await anna.page.get_by_role("dialog").get_by_role("button", name=anna.words("signs.add")).click()
        await anna.reads(anna.words("signs.labelFirst"))
        row = anna.page.get_by_role("listitem").filter(has_text=anna.words("signs.labelFirst"))
        await row.get_by_role("button", name=anna.words("signs.rename")).click()
        await anna.fill("signs.label", "Werklaptop")
        await anna.press("me.save")
        await anna.reads("Werklaptop")
        row = anna.page.get_by_role("listitem").filter(has_text="Werklaptop")
        await row.get_by_role("button", name=anna.words("signs.remove")).click()
        await anna.press("signs.removeSure")
        await anna.sees("signs.passkeysNone")

    lonely = await open_screen("Zonder adres")
    await playing.form_group(lonely, house.address)
    async with authenticator(lonely):
        await lonely.go(f"{house.address}/me/sign-in")
        await lonely.press("signs.add")
        await lonely.page.get_by_role("dialog").get_by_role("button", name=anna.words("signs.add")).click()
        await lonely.reads(anna.words("signs.labelFirst"))
        row = lonely.page.get_by_role("listitem").filter(has_text=anna.words("signs.labelFirst"))
        await row.get_by_role("button", name=anna.words("signs.remove")).click()
        await lonely.press("signs.removeSure")
        await expect(lonely.page.get_by_role("alert")).to_contain_text("enige manier", timeout=PATIENCE)
        await lonely.reads(anna.words("signs.labelFirst"))


async def test_name_time_zone_and_address_are_changed_by_their_owner(house: Kring, anna: Screen) -> None:
    await anna.go(f"{house.address}/settings")
    await anna.press("me.toDetails")
    await anna.is_at(anna.words("me.title"))
    await expect(anna.page.get_by_role("heading", level=1)).to_be_focused()
    await anna.fill("join.name", "Anna de Wit")
    await anna.page.get_by_label(anna.words("me.zone")).select_option("Europe/Lisbon")
    await anna.press("me.save")
    await anna.sees("me.saved")
    address = fresh_address()
    await anna.press("me.addressChange")
    await anna.fill("me.addressNew", address)
    await anna.press("signIn.send")
    await anna.sees("me.addressSent", address=address)
    await anna.fill("signIn.code", mailbox.code_in(await mailbox.letter_to(house, address)))
    await anna.press("me.addressConfirm")
    await anna.reads(address)
    await anna.look("details")

    me = (await anna.ask("/me"))["body"]
    assert (me["name"], me["time_zone"], me["address"]) == ("Anna de Wit", "Europe/Lisbon", address)
    assert anna.violations == []


async def test_a_device_that_was_lost_is_signed_out_from_another(
    house: Kring, open_screen: OpenScreen
) -> None:
    phone, tablet = await open_screen("Bea"), await open_screen("Bea-tablet", screen.TABLET)
    address = fresh_address()
    await become(phone, house, address)
    await give_code(tablet, await ask_for_code(tablet, house, address))
    await tablet.sees("home.hello", name="Bea")

    await phone.go(f"{house.address}/settings")
    await phone.sees("mine.found")
    await tablet.go(f"{house.address}/me/sign-in")
    devices = tablet.page.get_by_role("region", name=tablet.words("signs.devices")).get_by_role("listitem")
    await expect(devices).to_have_count(2, timeout=PATIENCE)
    await expect(devices.first).to_contain_text(tablet.words("signs.this"))
    await tablet.look("devices")
    await devices.nth(1).get_by_role("button", name=tablet.words("signs.end")).click()
    await tablet.press("signs.endSure")
    await expect(devices).to_have_count(1, timeout=PATIENCE)

    await phone.press("me.toSignIn")
    await phone.sees("stranger.members")
    assert (await phone.ask("/me"))["status"] == 401
    await _reads_nothing(phone)
    await phone.press("stranger.signIn")
    code = await _new_code(phone, house, address)
    await give_code(phone, code)
    await phone.is_at(phone.words("signs.title"))
    assert tablet.violations == []


async def _reads_nothing(who: Screen) -> None:
    """Wait until a device keeps no answer of the API any more."""
    await who.comes_true(f"async () => !(await ({KEPT})()).some((name) => name.startsWith('/'))")


async def _new_code(who: Screen, house: Kring, address: str) -> str:
    before = len(mailbox.letters_to(house, address))
    await who.fill("signIn.address", address)
    await who.press("signIn.send")
    return mailbox.code_in(await mailbox.letter_to(house, address, before))


@pytest.mark.parametrize(
    ("choice", "begins"), [("data.json", "{"), ("data.markdown", "# "), ("data.html", "<!doctype html>")]
)
async def test_everything_of_mine_comes_along_in_a_file(
    house: Kring, anna: Screen, choice: str, begins: str
) -> None:
    await anna.go(f"{house.address}/me/data")
    async with anna.page.expect_download() as coming:
        await anna.press(choice)
    file = await (await coming.value).path()
    text = file.read_text(encoding="utf-8")

    assert text.lower().startswith(begins)
    assert str((await anna.ask("/me"))["body"]["address"]) in text


async def test_an_erased_account_leaves_nothing_on_the_device_and_cannot_come_back(
    house: Kring, open_screen: OpenScreen
) -> None:
    gone = await open_screen("Carla")
    address = fresh_address()
    await become(gone, house, address)
    await gone.go(f"{house.address}/settings")
    await gone.press("me.toData")
    await gone.look("data")
    await gone.press("data.deleteOpen")
    erase = gone.find("button", "data.deleteSure")
    await expect(erase).to_be_disabled()
    await gone.fill("data.deleteType", "Karla", name="Carla")
    await expect(erase).to_be_disabled()
    await gone.look("erase")
    await gone.page.context.set_offline(True)
    await gone.fill("data.deleteType", "carla", name="Carla")
    await erase.click()
    await gone.sees("fault.unreachable")
    assert (await gone.page.evaluate(_STORED))["rows"]["kring/keys"] == 1
    await gone.page.context.set_offline(False)
    await erase.click()
    await gone.is_at(gone.words("data.deleted"))
    await gone.look("gone")

    stored = await gone.page.evaluate(_STORED)
    assert stored == {"rows": dict.fromkeys(stored["rows"], 0), "local": {}, "session": {}}
    assert (await gone.ask("/me"))["status"] == 401
    await give_code(gone, await ask_for_code(gone, house, address))
    await expect(gone.find("textbox", "join.name")).to_be_visible(timeout=PATIENCE)
    assert gone.violations == []
