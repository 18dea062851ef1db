"""From an empty house to a first meeting: an organisation, a group, its agreements, and somebody who goes."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import FilePayload, Locator, expect

from tests.browser import fitting, playing, screen, story, wording
from tests.browser.conftest import OpenScreen
from tests.browser.device import keeps
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, ESRA, LIEKE, MEMBERS, NOOR
from tests.browser.test_coming_back import become, fresh_address

ORGANISATION = "Jeugdhulp Oostpolder"
START = "start_meeting"
ANEW = "Dat we ook zeggen wat we niet weten."
RULE = "Wie te laat is, schuift stil aan."


@dataclass(slots=True)
class Founding:
    """Who founds a group, who joins, and where the group and its meeting are."""

    sanne: Screen
    phones: list[Screen]
    group: str = ""
    session: str = ""

    @property
    def everybody(self) -> list[Screen]:
        """Every device, the maker's first."""
        return [self.sanne, *self.phones]

    def of(self, name: str) -> Screen:
        """Return the phone of a member."""
        return next(each for each in self.phones if each.name == name)

    async def begin(self, step: str) -> None:
        """Let the maker go on to a step of the start meeting, and everybody see it."""
        await playing.begin(self.sanne, step, START)
        await playing.all_at(self.phones, step, START)


@pytest.fixture(scope="module")
async def founding(open_screen: OpenScreen) -> AsyncIterator[Founding]:
    sanne = await open_screen("Sanne", screen.TABLET)
    phones = [await open_screen(each.name) for each in MEMBERS]
    founding = Founding(sanne=sanne, phones=phones)
    yield founding
    assert [fault for each in founding.everybody for fault in each.violations] == []


def _choice(who: Screen, key: str) -> Locator:
    return who.page.get_by_label(who.words(key), exact=True)


def _way(who: Screen, key: str) -> Locator:
    """Return a way to another page of the group: its name goes on with what there is to know."""
    return who.page.get_by_role("link", name=re.compile(rf"^{re.escape(who.words(key))}"))


async def test_somebody_new_registers_an_organisation(house: Kring, founding: Founding) -> None:
    sanne = founding.sanne
    await become(sanne, house, fresh_address())
    await sanne.go(f"{house.address}/o/new")
    await sanne.fill("found.name", ORGANISATION)
    await sanne.press("found.send")

    await sanne.reads(ORGANISATION)


async def test_a_group_is_formed_in_two_steps_and_its_draft_survives(
    house: Kring, founding: Founding
) -> None:
    sanne = founding.sanne
    await sanne.go(house.address)
    await sanne.press("home.form")
    await sanne.is_at(sanne.words("form.title"))
    await sanne.fill("form.name", story.GROUP)
    await sanne.fill("form.purpose", story.PURPOSE)
    await _choice(sanne, "host.title").select_option(label=ORGANISATION)
    await sanne.look("form-1")
    await sanne.press("form.onward")
    await _choice(sanne, "rhythm.often").select_option("6")
    await _choice(sanne, "size.largest").select_option("12")
    await sanne.sees("size.many", n=8)
    await sanne.look("form-2")
    await keeps(sanne, json.dumps('"weeks":"6"')[1:-1], json.dumps('"largest":"12"')[1:-1])

    await sanne.page.reload()
    await expect(sanne.find("textbox", "form.name")).to_have_value(story.GROUP, timeout=PATIENCE)
    await sanne.press("form.onward")
    await expect(_choice(sanne, "rhythm.often")).to_have_value("6")
    await _choice(sanne, "size.largest").select_option("8")
    await sanne.press("form.send")
    await sanne.is_at(sanne.words("rules.title"))
    await sanne.press("rules.accept")
    await sanne.fill("hope.field", "Dat we elkaar durven bevragen.")
    await sanne.press("hope.state")
    await sanne.is_at(story.GROUP)
    await sanne.sees("rhythm.weeks", n=6)
    founding.group = playing.group_of(sanne)
    formed = (await sanne.ask(f"/groups/{founding.group}"))["body"]
    hosts = (await sanne.ask("/me/organisations"))["body"]["organisations"]
    assert formed["organisation"] == hosts[0]["organisation"]


async def test_five_people_join_by_one_link_and_each_says_what_they_expect(
    house: Kring, founding: Founding
) -> None:
    link = await playing.invite(founding.sanne)
    await asyncio.gather(
        *(playing.join(phone, link, each.hope) for phone, each in zip(founding.phones, MEMBERS, strict=True))
    )
    sanne = founding.sanne
    await sanne.go(f"{house.address}/g/{founding.group}")
    await sanne.sees("expectations.stated", n=6, of=6)
    await sanne.look("group")
    await _way(sanne, "expectations.title").click()
    for each in MEMBERS:
        await sanne.reads(each.hope)
    await sanne.look("expectations")


async def test_others_are_invited_from_a_list_that_is_tried_first(house: Kring, founding: Founding) -> None:
    sanne = founding.sanne
    await sanne.go(f"{house.address}/g/{founding.group}")
    await sanne.press("guests.open")
    field = sanne.page.locator("input[type=file]")
    await field.set_input_files(files=[_listed("geen adres", "baas")])
    await sanne.sees("guests.why.role-unknown")
    await sanne.look("guests-problems")
    address = fresh_address()
    await field.set_input_files(files=[_listed(address, "toeschouwer")])
    await sanne.sees("guests.would", n=1)
    await sanne.sees("guests.why.name-in-the-group")
    for width, height in fitting.SIZES:
        await sanne.page.set_viewport_size({"width": width, "height": height})
        assert (await fitting.fit(sanne.page)).fits, width
        await sanne.look(f"guests-{width}")
    await sanne.page.set_viewport_size({"width": screen.TABLET[0], "height": screen.TABLET[1]})
    await sanne.press("guests.send", n=1)
    await sanne.sees("guests.done", n=1)
    await sanne.look("guests-done")
    await sanne.page.get_by_role("dialog").get_by_text(sanne.words("close")).last.click()
    await sanne.reads(address)
    await sanne.look("guests-standing")


def _listed(address: str, role: str) -> FilePayload:
    text = f"naam;e-mail;rol\nZoë;{address};{role}\n{NOOR.name};noor@voorbeeld.nl;\n"
    return {"name": "groep.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}


async def test_what_the_group_agreed_stands_on_one_page_that_paper_takes(
    house: Kring, founding: Founding
) -> None:
    noor = founding.of(NOOR.name)
    await noor.go(f"{house.address}/g/{founding.group}/agreement")
    await noor.reads(BAS.hope)
    await noor.sees("rhythm.sentence", weeks=6, minutes=90)
    await noor.look("agreement")
    await noor.page.emulate_media(media="print")
    await expect(noor.page.get_by_role("button")).to_have_count(0)
    await expect(noor.page.get_by_text(BAS.hope)).to_be_visible()
    await noor.picture("agreement-print", whole=True)
    await noor.page.emulate_media(media="screen")


async def test_the_first_meeting_that_is_proposed_is_for_agreeing(house: Kring, founding: Founding) -> None:
    sanne = founding.sanne
    await sanne.go(f"{house.address}/g/{founding.group}")
    await sanne.press("plan.open")
    await sanne.sees("plan.startFirst")
    await sanne.reads(wording.method(START)["names"]["nl"])
    await sanne.look("plan")
    await sanne.press("plan.now")
    await sanne.press("plan.send")
    await expect(sanne.page.get_by_role("dialog")).to_have_count(0)
    await sanne.press("group.toMeeting")
    waiting = (phone.go(f"{house.address}/g/{founding.group}") for phone in founding.phones)
    await asyncio.gather(*waiting)
    await sanne.press("arrive.begin")
    await sanne.press("session.lead")
    founding.session = playing.session_of(sanne)

    async def sit_down(phone: Screen) -> None:
        await phone.press("card.enter")
        await phone.press("arrive.here")
        await phone.sees("session.soon")

    await asyncio.gather(*(sit_down(phone) for phone in founding.phones))
    await sanne.sees("round.title", n=6)


async def test_everybody_arrives_and_sees_what_intervision_is(founding: Founding) -> None:
    await founding.begin("welcome")
    for phone in founding.phones:
        await phone.press("task.check_in.wordless")
        await phone.sent()
    await founding.begin("explain")
    first = wording.method()["steps"][0]["title"]["nl"]
    await asyncio.gather(*(phone.reads(first) for phone in founding.phones))
    await founding.phones[0].look("start-explain")
    await founding.sanne.look("start-explain-cockpit")


async def test_an_expectation_is_changed_at_the_table_and_the_others_read_it(founding: Founding) -> None:
    noor, bas = founding.of(NOOR.name), founding.of(BAS.name)
    await founding.begin("expectations")
    await founding.sanne.sees("start.stated", n=6, of=6)
    await noor.press("expectations.change")
    await noor.fill("hope.field", ANEW)
    await noor.press("hope.state")

    await bas.reads(ANEW)
    await expect(bas.page.get_by_text(NOOR.hope)).to_have_count(0)
    await bas.look("start-expectations")


async def test_a_rule_is_added_at_the_table_and_everybody_accepts_anew(founding: Founding) -> None:
    sanne, bas = founding.sanne, founding.of(BAS.name)
    await founding.begin("ground_rules")
    await sanne.sees("start.accepted", n=6, of=6)
    await bas.press("rules.change")
    await bas.press("rules.change")
    await bas.press("rules.add")
    await bas.page.get_by_role("textbox").last.fill(RULE)
    await bas.look("rules-change")
    await bas.press("rules.send")
    await bas.sees("rules.changed")

    async def accept(who: Screen) -> None:
        await who.press("card.begin")
        await who.reads(RULE)
        await who.press("rules.accept")
        await who.is_at(wording.step_title("nl", "ground_rules", START))

    await asyncio.gather(*(accept(each) for each in founding.everybody))
    await bas.sees("start.youAccepted")
    await bas.look("start-agree")
    await sanne.press("session.lead")
    await sanne.sees("start.accepted", n=6, of=6)


async def test_authority_is_told_in_private_and_only_the_maker_gets_a_hint(
    house: Kring, founding: Founding
) -> None:
    noor, bas = founding.of(NOOR.name), founding.of(BAS.name)
    await founding.begin("relations")
    of_bas = noor.page.get_by_label(BAS.name, exact=True)
    async with noor.page.expect_response(lambda answer: "/relations/" in answer.url):
        await of_bas.select_option("manages")
    await noor.look("start-relations")
    await noor.page.reload()
    await expect(of_bas).to_have_value("manages", timeout=PATIENCE)
    told = await bas.ask(f"/groups/{founding.group}/relations/mine")
    assert told["body"]["relations"] == []
    for phone in (founding.of(ESRA.name), bas):
        of_noor = phone.page.get_by_label(NOOR.name, exact=True)
        await expect(of_noor).to_have_value("unsaid", timeout=PATIENCE)
        async with phone.page.expect_response(lambda answer: "/relations/" in answer.url):
            await of_noor.select_option("none")

    other = await founding.sanne.page.context.new_page()
    await other.goto(f"{house.address}/g/{founding.group}")
    await expect(other.get_by_text(founding.sanne.words("hints.authority"))).to_be_visible(timeout=PATIENCE)
    await other.close()
    seen = (await bas.ask(f"/groups/{founding.group}"))["body"]
    assert (seen["hints"], BAS.name in str(founding.sanne.faults)) == ([], False)


async def test_the_rhythm_is_arranged_and_the_meeting_rounded_off(founding: Founding) -> None:
    sanne = founding.sanne
    await founding.begin("rhythm")
    await sanne.press("arrangement.change")
    await _choice(sanne, "rhythm.often").select_option("3")
    await sanne.press("keep")
    await expect(sanne.page.get_by_role("dialog")).to_have_count(0)
    await asyncio.gather(*(phone.reads(phone.words("rhythm.weeks", n=3)) for phone in founding.phones))
    await founding.begin("check_out")
    for phone in founding.phones:
        await phone.press("task.check_out.wordless")
        await phone.sent()
    await playing.end(sanne)
    await asyncio.gather(*(phone.sees("ended.title") for phone in founding.phones))
    await founding.phones[0].look("start-ended")


async def test_somebody_deletes_their_account_and_the_group_goes_on(house: Kring, founding: Founding) -> None:
    lieke, esra = founding.of(LIEKE.name), founding.of(ESRA.name)
    await lieke.go(f"{house.address}/me/data")
    await lieke.press("data.deleteOpen")
    await lieke.fill("data.deleteType", LIEKE.name, name=LIEKE.name)
    await lieke.press("data.deleteSure")
    await lieke.is_at(lieke.words("data.deleted"))

    await esra.go(f"{house.address}/g/{founding.group}/expectations")
    await esra.sees("expectations.stated", n=5, of=5)
    await expect(esra.page.get_by_text(LIEKE.hope)).to_have_count(0)
    await expect(esra.page.get_by_text(LIEKE.name)).to_have_count(0)
    await esra.go(f"{house.address}/g/{founding.group}/history")
    await esra.reads(wording.method(START)["names"]["nl"])


async def test_a_group_is_handed_over_left_ended_and_opened_again(house: Kring, founding: Founding) -> None:
    sanne, bas = founding.sanne, founding.of(BAS.name)
    belonging = f"{house.address}/g/{founding.group}/belonging"
    await sanne.go(belonging)
    await sanne.sees("leave.handFirst")
    await sanne.look("belonging")
    await _choice(sanne, "hand.to").select_option(label=BAS.name)
    await sanne.press("hand.send")
    await sanne.press("hand.sure", name=BAS.name)
    await sanne.sees("leave.gone")
    await sanne.press("leave.send")
    await sanne.press("leave.sure")
    await sanne.sees("home.none")

    await bas.go(belonging)
    await bas.press("closing.send")
    await bas.press("closing.sure")
    await bas.sees("closing.readOnly")
    await bas.look("closed")
    await bas.go(f"{house.address}/g/{founding.group}")
    await expect(bas.find("button", "plan.open")).to_have_count(0)
    await bas.go(belonging)
    await bas.press("closing.undo")
    await expect(bas.find("button", "closing.send")).to_be_visible(timeout=PATIENCE)
