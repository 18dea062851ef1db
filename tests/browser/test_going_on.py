"""Somebody goes on while something is under way: nothing is lost, and nothing leads or answers for them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Response, expect

from tests.browser import looking, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.test_coming_back import ask_for_code, become, fresh_address

Act = Callable[[Screen], Awaitable[None]]
WORDS = "Half geschreven"
_OF_THE_ORGANISATION = r"/organisations/[^/]+/[^?]+"


@pytest.fixture(scope="module")
async def ilse(house: Kring, open_screen: OpenScreen) -> Screen:
    """Who administers an organisation."""
    ilse = await open_screen("Ilse")
    await become(ilse, house, fresh_address())
    return ilse


@pytest.fixture(scope="module")
async def organisation(ilse: Screen) -> str:
    """The path of an organisation with two of everything that is changed in a sheet."""
    path = f"/organisations/{table.fresh_id()}"
    await table.told(ilse, "PUT", path, {"name": "De Linde"})
    for name in ("Zorg", "Noord"):
        await table.told(ilse, "PUT", f"{path}/units/{table.fresh_id()}", {"name": name, "parent": None})
        await table.told(ilse, "PUT", f"{path}/role-families/{table.fresh_id()}", {"name": name})
        place = {"unit": None, "role_family": None, "level": None, "manager": None}
        person = {"name": name, "address": f"{name.lower()}@voorbeeld.nl"}
        await table.told(ilse, "POST", f"{path}/people", person | place)
    hook = {"label": "Dashboard", "url": "https://rooster.invalid/kring", "topics": ["session.held"]}
    await table.told(ilse, "POST", f"{path}/webhooks", hook)
    return path.replace("/organisations/", "/o/")


@pytest.fixture(scope="module")
async def fieke(house: Kring, open_screen: OpenScreen) -> Screen:
    """Who keeps a group."""
    fieke = await open_screen("Fieke")
    await fieke.go(f"{house.address}/settings")
    return fieke


@pytest.fixture(scope="module")
async def group(fieke: Screen) -> str:
    """The path of a group whose first meeting is planned."""
    path = f"/groups/{table.fresh_id()}"
    form = {"name": story.GROUP, "purpose": story.PURPOSE, "facilitation": "internal_dedicated"}
    mine = {"my_name": fieke.name, "my_role": "facilitator", "language": fieke.language}
    await table.told(fieke, "PUT", path, {**form, "method": "basis6", "advice_mode": "round", **mine})
    await table.told(fieke, "PUT", f"{path}/ground-rules/1/acceptance")
    meeting = {"starts_at": "2030-01-01T13:00:00Z", "minutes": 90, "method": "basis6"}
    await table.told(fieke, "PUT", f"{path}/sessions/{table.fresh_id()}", meeting)
    return path.replace("/groups/", "/g/")


def dialog(who: Screen) -> Locator:
    """Return the sheet that is open."""
    return who.page.get_by_role("dialog")


@asynccontextmanager
async def under_way(who: Screen, method: str, address: str, *, refused: bool = False) -> AsyncIterator[None]:
    """Let what is asked for at an address (an expression) be answered after the block, and be taken in."""
    where = re.compile(address)

    def is_it(response: Response) -> bool:
        return response.request.method == method and where.search(response.url) is not None

    async with (
        who.page.expect_response(is_it) as answer,
        who.holding(where, method),
    ):
        yield
    assert (await answer.value).ok is not refused
    await who.page.wait_for_load_state("networkidle")
    await who.page.wait_for_timeout(200)


async def change(who: Screen, name: str) -> None:
    """Open the form of something that has a name."""
    button = rf"^{who.words('units.change')}\s+{name}$"
    await who.page.get_by_role("button", name=re.compile(button)).click()


@pytest.mark.parametrize(
    ("part", "label"), [("people", "people.name"), ("units", "units.name"), ("lists", "lists.name")]
)
async def test_a_form_that_was_opened_meanwhile_keeps_what_is_written_in_it(
    house: Kring, ilse: Screen, organisation: str, part: str, label: str
) -> None:
    await ilse.go(f"{house.address}{organisation}/{part}")
    await change(ilse, "Zorg")
    async with under_way(ilse, "PUT", _OF_THE_ORGANISATION):
        await ilse.fill(label, "Zorg en welzijn")
        await ilse.press("house.save")
        await ilse.press("close")
        await change(ilse, "Noord")
        await ilse.fill(label, WORDS)

    await expect(ilse.page.get_by_text("Zorg en welzijn").first).to_be_visible(timeout=PATIENCE)
    await expect(ilse.find("textbox", label)).to_have_value(WORDS)


async def test_the_name_of_the_organisation_is_written_anew_while_it_is_being_changed(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}{organisation}")
    await ilse.press("house.rename")
    async with under_way(ilse, "PUT", rf"{organisation[3:]}$"):
        await ilse.press("house.save")
        await ilse.press("close")
        await ilse.press("house.rename")
        await ilse.fill("found.name", WORDS)

    await expect(ilse.find("textbox", "found.name")).to_have_value(WORDS)


async def test_what_is_wrong_with_a_form_that_was_closed_is_not_said_in_the_next(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}{organisation}/lists")
    await change(ilse, "Noord")
    async with under_way(ilse, "PUT", "/role-families/", refused=True):
        await ilse.fill("lists.name", "Zorg en welzijn")
        await ilse.press("house.save")
        await ilse.press("close")
        await ilse.press("lists.familyAdd")

    await expect(ilse.find("textbox", "lists.name")).to_be_visible()
    await expect(ilse.page.get_by_role("alert")).to_have_count(0)


async def test_a_form_of_a_webhook_outlives_the_answer_to_its_test_and_its_new_secret(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}{organisation}/webhooks")
    async with under_way(ilse, "POST", "/test$"):
        await ilse.page.get_by_role("button", name=re.compile(rf"^{ilse.words('webhooks.test')}")).click()
        await ilse.page.get_by_role("button", name=re.compile(rf"^{ilse.words('webhooks.change')}")).click()
        await ilse.fill("webhooks.label", WORDS)
    await expect(ilse.find("textbox", "webhooks.label")).to_have_value(WORDS)

    await ilse.press("close")
    async with under_way(ilse, "POST", "/secret$"):
        await ilse.page.get_by_role("button", name=re.compile(rf"^{ilse.words('webhooks.turn')}")).click()
        await ilse.press("webhooks.turnSure")
        await ilse.page.get_by_role("button", name=re.compile(rf"^{ilse.words('webhooks.change')}")).click()
        await ilse.fill("webhooks.label", WORDS)
    await ilse.sees("webhooks.once")
    await ilse.press("tokens.stored")
    await expect(ilse.find("textbox", "webhooks.label")).to_have_value(WORDS)


async def appoint(who: Screen) -> None:
    await who.page.get_by_role("searchbox", name=who.words("administrators.who")).fill("noord")
    await who.page.get_by_role("button", name=re.compile("Noord")).click()
    await who.press("administrators.appoint", name="Noord")


async def remove_webhook(who: Screen) -> None:
    await who.page.get_by_role("button", name=re.compile(rf"^{who.words('webhooks.remove')}")).click()
    await who.press("webhooks.removeSure")


@pytest.mark.parametrize(
    "doing",
    [
        ("administrators", "PUT", appoint),
        ("webhooks", "DELETE", remove_webhook),
    ],
)
async def test_who_left_a_part_of_the_organisation_stays_where_they_are(
    house: Kring, ilse: Screen, organisation: str, doing: tuple[str, str, Act]
) -> None:
    part, method, act = doing
    ilse.faults.clear()
    await ilse.go(f"{house.address}{organisation}")
    await ilse.page.locator(f"a[href$='{organisation}/{part}']").first.click()
    await ilse.is_at(ilse.words(f"house.{part}"))
    async with under_way(ilse, method, _OF_THE_ORGANISATION):
        await act(ilse)
        await ilse.page.go_back()
        await ilse.is_at("De Linde")

    await ilse.is_at("De Linde")
    assert ilse.faults == []


async def test_the_second_of_two_quick_taps_does_not_answer_whether_one_is_sure(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}{organisation}/administrators")
    mine = ilse.page.get_by_role("listitem").filter(has_text=ilse.words("me", name=ilse.name))
    await mine.get_by_role("button").dblclick()

    await expect(ilse.find("button", "administrators.dismissSure")).to_be_visible()
    await ilse.press("administrators.dismissSure")
    await expect(ilse.find("button", "administrators.dismissSure")).to_have_count(0)


async def rename(who: Screen) -> None:
    await who.fill("form.name", "Kring jeugdteam Oost")
    await who.page.locator("form").get_by_role("button", name=who.words("keep"), exact=True).click()


async def shorten(who: Screen) -> None:
    await who.page.get_by_label(who.words("retention.afterSession")).select_option("90")
    await who.press("retention.shorten")
    await who.press("retention.sure")


async def arrange(who: Screen) -> None:
    await who.press("arrangement.change")
    await dialog(who).get_by_role("button", name=who.words("keep"), exact=True).click()


async def reword_rules(who: Screen) -> None:
    await who.press("rules.change")
    await who.fill("rules.rule", f"Wij beginnen op tijd, {table.fresh_id()}.", n=1)
    await who.press("rules.send")


def when(who: Screen) -> Locator:
    """Return the field for the day and time of a meeting."""
    return who.page.get_by_label(who.words("plan.when"), exact=True)


async def move_meeting(who: Screen) -> None:
    await who.press("plan.move")
    await when(who).fill("2031-02-02T14:00")
    await dialog(who).get_by_role("button", name=who.words("plan.moveSend"), exact=True).click()


async def plan_meeting(who: Screen) -> None:
    await who.press("plan.open")
    await when(who).fill("2032-02-02T14:00")
    await who.press("plan.send")


async def call_off(who: Screen) -> None:
    await who.press("plan.cancel")
    await who.press("plan.cancelSure")


async def test_a_meeting_that_is_planned_meanwhile_keeps_its_day(
    house: Kring, fieke: Screen, group: str
) -> None:
    await fieke.go(f"{house.address}{group}")
    async with under_way(fieke, "PUT", "/sessions/"):
        await plan_meeting(fieke)
        await fieke.press("close")
        await fieke.press("plan.open")
        await when(fieke).fill("2033-03-03T10:00")
    await expect(when(fieke)).to_have_value("2033-03-03T10:00")

    await fieke.press("close")
    async with under_way(fieke, "PATCH", "/sessions/"):
        await move_meeting(fieke)
        await fieke.press("close")
        await fieke.press("plan.move")
        await when(fieke).fill("2033-03-03T10:00")
    await expect(when(fieke)).to_have_value("2033-03-03T10:00")


@pytest.mark.parametrize(
    "doing",
    [
        ("/arrangement", "PATCH", rename),
        ("/arrangement", "PUT", shorten),
        ("/arrangement", "PUT", arrange),
        ("", "PATCH", move_meeting),
        ("", "PUT", plan_meeting),
        ("", "DELETE", call_off),
        ("/rules", "POST", reword_rules),
    ],
)
async def test_who_left_a_page_of_the_group_stays_where_they_are(
    house: Kring, fieke: Screen, group: str, doing: tuple[str, str, Act]
) -> None:
    part, method, act = doing
    fieke.faults.clear()
    await fieke.go(f"{house.address}{group if part else '/'}")
    await fieke.page.locator(f"a[href$='{group}{part}']").first.click()
    await looking.settled(fieke.page)
    async with under_way(fieke, method, r"/groups/[^/?]+(/[^?]+)?$"):
        await act(fieke)
        await fieke.page.go_back()
        await looking.settled(fieke.page)
    where = fieke.page.url

    assert where == f"{house.address}{group if part else '/'}"
    assert fieke.faults == []


async def test_ground_rules_that_are_written_anew_meanwhile_stay(
    house: Kring, fieke: Screen, group: str
) -> None:
    path = group.replace("/g/", "/groups/")
    version = (await table.told(fieke, "GET", path))["ground_rules"]["version"]
    await table.told(fieke, "PUT", f"{path}/ground-rules/{version}/acceptance")
    await fieke.go(f"{house.address}{group}/rules")
    async with under_way(fieke, "POST", "/ground-rules$"):
        await reword_rules(fieke)
        await fieke.press("rules.leave")
        await fieke.press("rules.change")
        await fieke.fill("rules.rule", WORDS, n=1)

    await expect(fieke.find("textbox", "rules.rule", n=1)).to_have_value(WORDS)


async def propose(who: Screen, group: str, rule: str) -> None:
    """Give the group other ground rules, of which no screen is told."""
    place, key = f"{group.replace('/g/', '/groups/')}/ground-rules", {"Idempotency-Key": table.fresh_id()}
    assert (await who.ask(place, "POST", {"rules": [{"text": rule}]}, key))["status"] < 300


async def test_who_accepts_rules_that_are_others_by_now_reads_and_accepts_those(
    house: Kring, fieke: Screen, group: str
) -> None:
    await propose(fieke, group, "Wie spreekt, spreekt uit.")
    await fieke.go(f"{house.address}{group}/welcome")
    await fieke.reads("Wie spreekt, spreekt uit.")
    await propose(fieke, group, "Niemand hoeft iets.")
    await fieke.press("rules.accept")
    await fieke.reads("Niemand hoeft iets.")
    await fieke.press("rules.accept")

    await fieke.sees("hope.title")
    assert fieke.refusals.pop().endswith("/acceptance")


async def test_who_accepts_the_rules_and_goes_on_is_not_led_back(
    house: Kring, fieke: Screen, group: str
) -> None:
    path = group.replace("/g/", "/groups/")
    await table.told(fieke, "PUT", f"{path}/expectations/{table.fresh_id()}", {"text": "Leren vragen."})
    await propose(fieke, group, "Wat hier is, blijft hier.")
    await fieke.go(f"{house.address}{group}")
    await fieke.press("card.begin")
    await fieke.reads("Wat hier is, blijft hier.")
    async with under_way(fieke, "PUT", "/acceptance$"):
        await fieke.press("rules.accept")
        await fieke.page.go_back()
        await fieke.page.locator("a[href='/']").first.click()
        await expect(fieke.page).to_have_url(f"{house.address}/")

    await expect(fieke.page).to_have_url(f"{house.address}/")
    assert fieke.faults == []


async def test_who_looks_at_a_method_and_leaves_is_not_led_to_the_workbench(
    house: Kring, fieke: Screen, group: str
) -> None:
    method = await table.told(fieke, "GET", "/methods/basis6")
    path = group.replace("/g/", "/groups/")
    await table.told(fieke, "PUT", f"{path}/methods/{table.fresh_id()}", {"method": method, "after": 0})
    await fieke.go(f"{house.address}{group}")
    await fieke.page.locator(f"a[href='{group}/methods']").click()
    line = fieke.page.locator("button.line").first
    for leave in (lambda: fieke.press("close"), fieke.page.go_back):
        await line.click()
        async with under_way(fieke, "GET", r"/groups/[^/]+/methods/[0-9a-f-]{36}$"):
            await fieke.press("methods.edit")
            await leave()
        await expect(fieke.page).not_to_have_url(re.compile(r"/methods/"))

    await expect(fieke.page).to_have_url(f"{house.address}{group}")
    assert fieke.faults == []


async def test_who_joins_and_goes_on_is_not_led_to_the_group(
    house: Kring, fieke: Screen, group: str, open_screen: OpenScreen
) -> None:
    path = group.replace("/g/", "/groups/")
    token = (await table.told(fieke, "POST", f"{path}/invitations", {"role": "member"}))["token"]
    bas = await open_screen("Bas")
    await bas.go(f"{house.address}/join#{token}")
    await bas.fill("join.name", bas.name)
    async with under_way(bas, "POST", "/redeem$"):
        await bas.press("join.enter")
        await bas.press("back")
        await bas.is_at("Kring")

    await expect(bas.page).to_have_url(f"{house.address}/")
    await bas.sees("home.hello", name=bas.name)


async def test_who_signs_in_and_goes_on_stays_there(house: Kring, open_screen: OpenScreen) -> None:
    address = fresh_address()
    await become(await open_screen("Anna"), house, address)
    phone = await open_screen("Anna-telefoon")
    code = await ask_for_code(phone, house, address)
    await phone.fill("signIn.code", code)
    async with under_way(phone, "POST", "/redeem$"):
        await phone.press("signIn.enter")
        await phone.press("back")
        await phone.press("stranger.form")
        await phone.is_at(phone.words("form.title"))

    await expect(phone.page).to_have_url(f"{house.address}/new")
    assert phone.faults == []


async def test_who_opens_a_meeting_and_leaves_stays_where_they_went(
    house: Kring, fieke: Screen, open_screen: OpenScreen
) -> None:
    noor = await open_screen("Noor")
    laid = await table.gathered(house.address, fieke, noor)
    await table.move(fieke, laid.session, "closing")
    session = table.fresh_id()
    meeting = {"starts_at": "2030-01-01T13:00:00Z", "minutes": 90, "method": "basis6"}
    await table.told(fieke, "PUT", f"/groups/{laid.group}/sessions/{session}", meeting)
    await fieke.go(f"{house.address}/g/{laid.group}")
    await fieke.press("group.toMeeting")
    async with under_way(fieke, "POST", "/opening$"):
        await fieke.press("arrive.begin")
        await fieke.page.go_back()
        await fieke.is_at(story.GROUP)

    await expect(fieke.page).to_have_url(f"{house.address}/g/{laid.group}")
    await fieke.press("card.enter")
    await fieke.sees("round.title", n=0)
    assert fieke.faults == []
