"""An organisation in the browser: started, furnished and administered; it sees people and nothing said."""

import re
from collections.abc import Iterator

import pytest
from httpx import AsyncClient
from playwright.async_api import FilePayload, Locator, Route, expect

from tests.adapters.provider import CLIENT, SECRET, foreign_provider
from tests.browser import looking, places, playing
from tests.browser.conftest import OpenScreen
from tests.browser.fitting import SIZES
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.table import told
from tests.browser.test_coming_back import become, fresh_address

NAME = "Zorggroep De Linde"
DESKTOP = (1440, 900)


def organisation_of(who: Screen) -> str:
    """Return the id of the organisation whose screen this is. Raises LookupError elsewhere."""
    found = re.search(r"/o/([0-9a-f-]{36})", who.page.url)
    if found is None:
        raise LookupError(f"{who.page.url} is not the address of an organisation.")
    return found[1]


async def open_part(who: Screen, house: Kring, part: str) -> None:
    """Open a part of the organisation on whose front one is."""
    await who.go(f"{house.address}/o/{organisation_of(who)}/{part}")
    await who.is_at(who.words(f"house.{part}"))


async def start(who: Screen, house: Kring, name: str) -> str:
    """Start an organisation from the settings; return its id."""
    await who.go(f"{house.address}/settings")
    await who.press("mine.found")
    await who.fill("found.name", name)
    await who.press("found.send")
    await who.is_at(name)
    return organisation_of(who)


def dialog(who: Screen) -> Locator:
    """Return the sheet that is open."""
    return who.page.get_by_role("dialog")


def unit(who: Screen, name: str) -> Locator:
    """Return a unit in the tree."""
    return who.page.locator("summary, .leaf").filter(has_text=re.compile(rf"^{name}$"))


async def add_unit(who: Screen, name: str, below: str | None = None) -> None:
    """Add a unit, at the top or below another."""
    if below is None:
        await who.press("units.add")
    else:
        button = who.page.get_by_role("button", name=re.compile(rf"^{who.words('units.addBelow')}.*{below}$"))
        await button.click()
    await dialog(who).get_by_label(who.words("units.name"), exact=True).fill(name)
    await who.press("house.save")
    await expect(dialog(who)).to_have_count(0, timeout=PATIENCE)
    await expect(unit(who, name)).to_be_visible(timeout=PATIENCE)


async def add_person(who: Screen, name: str, address: str, unit: str | None = None) -> None:
    """Add somebody by hand, on the screen of people."""
    await who.press("people.add")
    await dialog(who).get_by_label(who.words("people.name"), exact=True).fill(name)
    await dialog(who).get_by_label(who.words("people.address"), exact=True).fill(address)
    if unit:
        await dialog(who).get_by_label(who.words("people.unit"), exact=True).select_option(label=unit)
    await who.press("house.save")
    await expect(dialog(who)).to_have_count(0, timeout=PATIENCE)
    await who.reads(address)


@pytest.fixture(scope="module")
def foreign() -> Iterator[str]:
    """The provider with which the organisation's people sign in; we did not write it."""
    with foreign_provider() as address:
        yield address


@pytest.fixture(scope="module")
def told_to_house(foreign: str) -> dict[str, str]:
    """The operator allows that provider, which is in the house's own network."""
    return {"KRING_OWN_ORIGINS": foreign}


@pytest.fixture(scope="module")
async def ilse(house: Kring, open_screen: OpenScreen) -> Screen:
    """Who starts the organisation, at a desk."""
    ilse = await open_screen("Ilse", DESKTOP)
    await become(ilse, house, fresh_address())
    return ilse


@pytest.fixture(scope="module")
async def organisation(house: Kring, ilse: Screen) -> str:
    """An organisation with two units and two people, furnished on its own screens."""
    organisation = await start(ilse, house, NAME)
    await ilse.look("organisation-empty")
    await open_part(ilse, house, "units")
    await ilse.sees("units.none")
    await add_unit(ilse, "Zorg")
    await add_unit(ilse, "Noord", below="Zorg")
    await open_part(ilse, house, "people")
    await ilse.sees("people.none")
    await add_person(ilse, "Noor de Wit", "noor@voorbeeld.nl", "Zorg \u203a Noord")
    await add_person(ilse, "Bas Bakker", "bas@voorbeeld.nl")
    return organisation


async def test_a_guest_is_asked_to_be_able_to_come_back_first(house: Kring, open_screen: OpenScreen) -> None:
    guest = await open_screen("Gast")
    await playing.form_group(guest, house.address)
    await guest.go(f"{house.address}/o/new")
    await guest.sees("found.guest")

    await expect(guest.page.get_by_role("textbox")).to_have_count(0)
    await guest.press("found.keep")
    await guest.is_at(guest.words("keep.title"))


async def test_units_are_moved_and_retired_when_nobody_is_in_them(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/units")
    await add_unit(ilse, "Bureau")
    await ilse.page.get_by_role("button", name=re.compile(r"^Wijzigen\s+Bureau$")).click()
    await dialog(ilse).get_by_label(ilse.words("units.parent")).select_option(label="Zorg")
    await ilse.press("house.save")
    await expect(dialog(ilse)).to_have_count(0, timeout=PATIENCE)
    zorg = ilse.page.locator("details", has=ilse.page.locator("summary", has_text="Zorg"))
    await expect(zorg.locator(unit(ilse, "Bureau"))).to_be_visible(timeout=PATIENCE)

    await ilse.page.get_by_role("button", name=re.compile(r"^Wijzigen\s+Noord$")).click()
    await ilse.press("units.retire")
    await ilse.press("units.retireSure")
    await expect(dialog(ilse).get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    await ilse.press("close")
    await ilse.page.get_by_role("button", name=re.compile(r"^Wijzigen\s+Bureau$")).click()
    await ilse.press("units.retire")
    await ilse.press("units.retireSure")
    await expect(unit(ilse, "Bureau")).to_have_count(0, timeout=PATIENCE)
    await expect(unit(ilse, "Noord")).to_be_visible()


async def test_the_tree_of_units_is_folded_by_keyboard(house: Kring, ilse: Screen, organisation: str) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/units")
    await ilse.reads("Noord")
    await ilse.page.locator("summary", has_text="Zorg").focus()
    await ilse.page.keyboard.press("Enter")
    await expect(unit(ilse, "Noord")).to_be_hidden()
    await ilse.page.keyboard.press("Enter")
    await expect(unit(ilse, "Noord")).to_be_visible()


async def test_people_are_found_placed_and_let_go(house: Kring, ilse: Screen, organisation: str) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/people")
    await add_person(ilse, "Zoë Tijdelijk", "zoe@voorbeeld.nl")
    search = ilse.page.get_by_role("searchbox", name=ilse.words("people.search"))
    await search.fill("BAKK")
    people = ilse.page.get_by_role("list", name=ilse.words("house.people")).get_by_role("listitem")
    await expect(people).to_have_count(1, timeout=PATIENCE)
    await people.get_by_role("button").click()
    await dialog(ilse).get_by_label(ilse.words("people.level")).select_option("2")
    await dialog(ilse).get_by_role("searchbox", name=ilse.words("people.manager")).fill("noor")
    await dialog(ilse).get_by_role("button", name=re.compile("Noor de Wit")).click()
    await ilse.press("house.save")
    await expect(dialog(ilse)).to_have_count(0, timeout=PATIENCE)
    await expect(people).to_contain_text(ilse.words("people.levelOf", n=2), timeout=PATIENCE)

    found = (await ilse.ask(f"/organisations/{organisation}/people"))["body"]["people"]
    by_name = {each["name"]: each for each in found}
    assert by_name["Bas Bakker"]["manager"] == by_name["Noor de Wit"]["person"]
    await search.fill("tijdelijk")
    await expect(people).to_contain_text("Zoë", timeout=PATIENCE)
    await people.get_by_role("button").click()
    await ilse.press("people.left")
    await ilse.press("people.leftSure")
    await ilse.sees("people.notFound")


GARBLED = (
    "naam;e-mail;eenheid;functiegroep;salaris\n"
    "Zoë Goed;goed@voorbeeld.nl;Zorg/Noord;;1\n"
    "ZoÃ« Mis;mis@voorbeeld.nl;;;1\n"
    "=HYPERLINK(1);formule@voorbeeld.nl;;;1\n"
    "Geen Plek;plek@voorbeeld.nl;Maan;;1\n"
    "Nog Eens;goed@voorbeeld.nl;;;1\n"
)
MENDED = (
    "naam;e-mail;eenheid;niveau\nZoë Goed;goed@voorbeeld.nl;Zorg/Noord;1\nGijs Groen;gijs@voorbeeld.nl;;2\n"
)


async def choose_file(who: Screen, name: str, content: bytes) -> None:
    """Choose a file to read people from, and wait for what it would do."""
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    await who.page.locator("input[type=file]").set_input_files(files=[file])
    await expect(who.page.get_by_label(who.words("import.would"))).to_be_visible(timeout=PATIENCE)


async def test_a_list_of_people_is_tried_first_and_read_in_when_it_is_right(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    async def people() -> set[str]:
        found = await ilse.ask(f"/organisations/{organisation}/people")
        return {each["name"] for each in found["body"]["people"]}

    before = await people()
    await ilse.go(f"{house.address}/o/{organisation}/people")
    await ilse.press("people.import")
    await ilse.look("import")
    await choose_file(ilse, "mensen.csv", GARBLED.encode("utf-8"))
    rows = ilse.page.get_by_role("table").get_by_role("row")
    for number, why, more in (
        (3, "mojibake", ilse.words("import.suggestion", words="Zoë Mis")),
        (4, "formula", "=HYPERLINK(1)"),
        (5, "unknown-unit", "Maan"),
        (6, "duplicate-address", "goed@voorbeeld.nl"),
    ):
        row = rows.filter(has=ilse.page.get_by_role("cell", name=str(number), exact=True))
        await expect(row).to_contain_text(ilse.words(f"import.why.{why}"))
        await expect(row).to_contain_text(more)
    await ilse.sees("import.problems", n=4)
    await ilse.sees("import.ignored", names="salaris")
    await ilse.look("import-problems")
    await expect(ilse.find("button", "import.send")).to_have_count(0)
    assert await people() == before

    await choose_file(ilse, "mensen-2.csv", MENDED.encode("cp1252"))
    await ilse.sees("import.encoding", name="windows-1252")
    await ilse.sees("import.clean")
    await ilse.look("import-clean")
    assert await people() == before
    await ilse.press("import.send")
    await ilse.sees("import.done", fresh=2, changed=0, left=0)
    assert await people() == before | {"Zoë Goed", "Gijs Groen"}

    await ilse.press("close")
    await ilse.reads("Gijs Groen")
    await ilse.press("people.import")
    await choose_file(ilse, "mensen-2.csv", MENDED.encode("cp1252"))
    await ilse.sees("import.nothing")
    await ilse.page.get_by_role("checkbox").check()
    await ilse.sees("import.clean")
    left = ilse.page.get_by_label(ilse.words("import.would")).locator("div").last
    await expect(left).to_contain_text(str(len(before)))
    assert ilse.violations == []


async def test_lists_are_kept_and_what_is_not_used_is_ended(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/lists")
    await ilse.press("lists.familyAdd")
    await ilse.fill("lists.name", "Begeleiders")
    await ilse.press("house.save")
    await ilse.reads("Begeleiders")
    await ilse.press("lists.programmeAdd")
    await ilse.fill("lists.name", "Intervisie")
    await ilse.fill("lists.hours", "12")
    await ilse.press("house.save")
    await ilse.sees("lists.hoursOf", n=12)
    await ilse.press("lists.familyAdd")
    await ilse.fill("lists.name", "begeleiders")
    await ilse.press("house.save")
    await expect(dialog(ilse).get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    await ilse.press("close")


async def test_an_administrator_is_appointed_and_the_last_one_stays(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/administrators")
    rows = ilse.page.get_by_role("main").get_by_role("listitem")
    mine = rows.filter(has_text=ilse.words("me", name="Ilse"))
    await mine.get_by_role("button").click()
    await ilse.press("administrators.dismissSure")
    await expect(ilse.page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    await ilse.page.get_by_role("searchbox", name=ilse.words("administrators.who")).fill("noor")
    await ilse.page.get_by_role("button", name=re.compile("Noor de Wit")).click()
    await ilse.press("administrators.appoint", name="Noor de Wit")
    noor = rows.filter(has_text="Noor de Wit")
    await expect(noor.get_by_role("button")).to_be_visible(timeout=PATIENCE)
    await noor.get_by_role("button").click()
    await ilse.press("administrators.dismissSure")
    await expect(noor).to_have_count(0, timeout=PATIENCE)


async def test_a_token_is_shown_once_and_works_until_it_is_revoked(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/tokens")
    await ilse.press("tokens.make")
    await ilse.fill("tokens.label", "Kwartaalrapport")
    await ilse.look("token-new")
    await dialog(ilse).get_by_role("button", name=ilse.words("tokens.send")).click()
    await ilse.sees("tokens.once")
    token = await ilse.page.get_by_text(re.compile("^kring_")).inner_text()
    await ilse.press("tokens.copy")
    assert await ilse.page.evaluate("() => navigator.clipboard.readText()") == token
    await ilse.press("tokens.stored")
    await ilse.reads("Kwartaalrapport")
    await expect(ilse.page.get_by_text(token)).to_have_count(0)

    async def status() -> int:
        answer: int = await ilse.page.evaluate(
            """async ([path, token]) => (await fetch(path,
                { credentials: 'omit', headers: { Authorization: `Bearer ${token}` } })).status""",
            [f"/api/v1/organisations/{organisation}", token],
        )
        return answer

    assert await status() == 200
    await ilse.page.get_by_role(
        "button", name=re.compile(rf"^{ilse.words('tokens.revoke')}.*rapport$")
    ).click()
    await ilse.press("tokens.revokeSure")
    await ilse.sees("tokens.revoked")
    assert await status() == 401


async def test_a_webhook_is_added_tried_and_looked_up(house: Kring, ilse: Screen, organisation: str) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/webhooks")
    await ilse.sees("webhooks.none")
    await ilse.press("webhooks.add")
    await ilse.fill("webhooks.label", "Dashboard HR")
    await ilse.fill("webhooks.url", "https://10.0.0.8/kring")
    await dialog(ilse).get_by_role("button", name=ilse.words("webhooks.add")).click()
    await ilse.reads("https://rooster.voorbeeld.nl/kring")
    await ilse.fill("webhooks.url", "https://rooster.invalid/kring")
    await dialog(ilse).get_by_role("button", name=ilse.words("webhooks.add")).click()
    await ilse.sees("webhooks.once")
    await ilse.look("webhook-secret")
    await ilse.press("tokens.stored")
    await ilse.reads("Dashboard HR")
    await ilse.page.get_by_role("button", name=re.compile(rf"^{ilse.words('webhooks.test')}")).click()
    await ilse.sees("topic.webhook.tested")
    await ilse.look("webhook-deliveries")
    await dialog(ilse).get_by_role("button", name=ilse.words("close")).click()
    await ilse.look("webhooks")
    ilse.refusals.clear()


async def plainly(route: Route) -> None:
    """Answer for the decoration that the provider's page fetches from elsewhere."""
    await route.fulfill(body="", content_type="text/css")


async def go_to_provider(who: Screen, link: str) -> None:
    """Follow the link of the organisation to the page of its provider."""
    await who.page.route("https://cdn.jsdelivr.net/**", plainly)
    await who.go(link)
    await who.sees("through.explain", name=NAME)
    await who.look("through")
    await who.press("through.go", name=NAME)


async def test_the_address_of_a_provider_that_was_typed_at_once_stays(
    house: Kring, ilse: Screen, organisation: str, foreign: str
) -> None:
    typed = "https://login.voorbeeld.nl"
    await open_part(ilse, house, "signon")
    await ilse.sees("signOn.issuer")
    known = {"issuer": foreign, "client_id": "elders"}
    await told(ilse, "PUT", f"/organisations/{organisation}/single-sign-on", known)

    async with ilse.holding("**/api/**/single-sign-on", "GET"):
        await ilse.page.reload(wait_until="commit")
        await ilse.fill("signOn.issuer", typed)
    await expect(ilse.find("textbox", "signOn.client")).to_have_value("elders", timeout=PATIENCE)
    await expect(ilse.find("textbox", "signOn.issuer")).to_have_value(typed)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own library speaks to it
async def test_people_sign_in_with_the_provider_of_their_organisation_and_can_be_turned_down(
    house: Kring, ilse: Screen, organisation: str, foreign: str, open_screen: OpenScreen
) -> None:
    address = fresh_address()
    await ilse.go(f"{house.address}/o/{organisation}/people")
    await add_person(ilse, "Sam Sterk", address)
    await open_part(ilse, house, "signon")
    for key, words in (("issuer", foreign), ("client", CLIENT), ("secret", SECRET)):
        await ilse.fill(f"signOn.{key}", words)
    await ilse.press("signOn.save")
    await ilse.sees("signOn.saved")
    link = await ilse.page.get_by_text(f"#{organisation}").inner_text()
    async with AsyncClient(trust_env=False) as desk:
        said = {"email": address, "name": "Iemand"}
        assert (await desk.put(f"{foreign}/users/sam", json=said)).is_success

    sam = await open_screen("Sam Sterk")
    await go_to_provider(sam, link)
    await sam.page.get_by_role("button", name="Deny").click()
    await sam.sees("through.turnedDown")
    await sam.look("through-turned-down")
    await go_to_provider(sam, link)
    await sam.page.get_by_placeholder("sub").fill("sam")
    await sam.page.get_by_role("button", name="Authorize", exact=True).click()

    await sam.sees("home.hello", name="Sam Sterk")
    assert "code=" not in sam.page.url
    me = (await sam.ask("/me"))["body"]
    assert (me["guest"], me["address"]) == (False, None)
    assert sam.violations == []


async def test_the_log_tells_who_decided_what(house: Kring, ilse: Screen, organisation: str) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/audit")
    for what in ("organisation_registered", "unit_added", "person_enrolled"):
        await ilse.sees(f"audit.{what}")
    await ilse.reads("Noor de Wit")


async def test_who_is_no_administrator_reads_what_the_organisation_sees_and_no_more(
    house: Kring, open_screen: OpenScreen, organisation: str
) -> None:
    bas, stranger = await open_screen("Bas"), await open_screen("Vreemd")
    await become(stranger, house, fresh_address())
    await stranger.go(f"{house.address}/o/{organisation}")
    await expect(stranger.page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    await expect(stranger.page.get_by_text(NAME)).to_have_count(0)

    await become(bas, house, "bas@voorbeeld.nl")
    await bas.go(f"{house.address}/settings")
    await bas.page.get_by_role("link", name=NAME).click()
    await bas.sees("house.member")
    await expect(bas.find("link", "house.people")).to_have_count(0)
    await bas.press("house.about")
    await bas.sees("about.lead")
    await bas.look("organisation-about-phone")
    await bas.go(f"{house.address}/o/{organisation}/people")
    await bas.sees("house.administratorsOnly")
    assert bas.violations == []


@pytest.mark.parametrize("language", ["de", pytest.param("en", marks=pytest.mark.drill), "nl"])
async def test_every_part_fits_every_device_and_axe_finds_no_fault(
    house: Kring, ilse: Screen, organisation: str, language: str
) -> None:
    wrong: list[str] = []
    await looking.speak(ilse, house, language)
    for part, path in places.of_an_organisation(organisation).items():
        await ilse.go(f"{house.address}{path}")
        await looking.settled(ilse.page)
        found = await looking.wrong_here(ilse, sizes=(*SIZES, DESKTOP), by_day_only=language != "nl")
        wrong += [f"{part} in {language} {each}" for each in found]

    assert ("\n".join(wrong), ilse.violations) == ("", [])
