"""What a phone says in private of a question: in nobody's way, seen by nobody else, kept for its moment."""

import pytest
from playwright.async_api import Request, expect

from tests.browser import screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.fitting import SMALLEST_TARGET, fit, targets
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, ESRA, NOOR
from tests.browser.table import Table

ADVICE = "Heb je er al aan gedacht om met de leidinggevende te praten?"
ANOTHER = "Waarom bel je die moeder niet gewoon even op?"
OPEN = "Wat ging er door je heen toen hij wegliep?"
_PAST_THE_PAUSE = "() => new Promise((done) => setTimeout(done, 1200))"
"""The page's own clock: longer than the app waits for somebody to stop writing before it would ask."""


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    return await open_screen(BAS.name)


@pytest.fixture(scope="module")
async def esra(open_screen: OpenScreen) -> Screen:
    return await open_screen(ESRA.name)


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, bas: Screen, esra: Screen) -> Table:
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    laid = await table.laid(house.address, guide, noor, bas, esra)
    for phone in (bas, esra, noor):
        await phone.go(f"{house.address}{laid.address}")
    await bas.sees("task.question.label")
    return laid


async def write(who: Screen, words: str) -> None:
    """Write into the field for a question."""
    await who.fill("task.question.label", words)


async def shown(who: Screen, kind: str) -> None:
    """Wait for the hint."""
    await who.sees(f"craft.kind.{kind}")


async def silent(who: Screen) -> None:
    """Wait until there is no hint."""
    await expect(who.page.get_by_role("region", name=who.words("craft.title"))).to_have_count(
        0, timeout=PATIENCE
    )


def checks(who: Screen) -> list[str]:
    """Return the list of drafts that a phone has looked at, from now on."""
    asked: list[str] = []

    def hear(request: Request) -> None:
        if request.url.endswith("/question-craft/check"):
            asked.append(request.post_data or "")

    who.page.on("request", hear)
    return asked


@pytest.mark.usefixtures("laid")
async def test_hidden_advice_is_remarked_on_with_other_words_that_can_be_taken_back(bas: Screen) -> None:
    await write(bas, ADVICE)
    await shown(bas, "hidden_advice")
    await bas.look("question-hint")
    other = bas.page.get_by_role("region", name=bas.words("craft.title")).get_by_role("listitem").first
    words = await other.locator(".voice").inner_text()
    await other.get_by_role("button").click()
    taken = bas.find("textbox", "task.question.label")
    await expect(taken).to_have_value(words)
    await bas.press("craft.undo")

    assert "de leidinggevende" in words
    await expect(taken).to_have_value(ADVICE)


@pytest.mark.usefixtures("laid")
async def test_a_hint_fits_the_smallest_phone(bas: Screen) -> None:
    await write(bas, f"{ADVICE} ")
    await shown(bas, "hidden_advice")
    for size in ((320, 568), screen.PHONE):
        await bas.page.set_viewport_size({"width": size[0], "height": size[1]})
        found = await fit(bas.page)
        await bas.picture(f"question-hint-{size[0]}")
        assert found.fits, found
    assert [label for label, size in await targets(bas.page) if size < SMALLEST_TARGET] == []


async def test_nothing_stands_in_the_way_of_sending_what_one_wrote(laid: Table, bas: Screen) -> None:
    await write(bas, ANOTHER)
    await shown(bas, "hidden_advice")
    await bas.press("task.send")

    await bas.reads(ANOTHER)
    await silent(bas)
    await bas.sent()
    log = await table.told(bas, "GET", f"/sessions/{laid.session}/events?after=0")
    assert [event["text"] for event in log["events"] if event["type"] == "question_asked"] == [ANOTHER]


async def test_nobody_else_sees_anything_of_it(laid: Table, bas: Screen, esra: Screen) -> None:
    await write(bas, ADVICE)
    await shown(bas, "hidden_advice")
    await esra.reads(ANOTHER)
    seen = await table.told(esra, "GET", f"/sessions/{laid.session}/events?after=0")

    assert ADVICE not in str(seen)
    assert "hidden_advice" not in str(seen)
    for phone in (esra, laid.guide, laid.contributor):
        page = await phone.page.content()
        assert ADVICE not in page
        assert phone.words("craft.kind.hidden_advice") not in page


@pytest.mark.usefixtures("laid")
async def test_an_open_question_is_left_alone(bas: Screen) -> None:
    async with bas.page.expect_response(lambda answer: answer.url.endswith("/question-craft/check")):
        await write(bas, OPEN)

    await silent(bas)


@pytest.mark.usefixtures("laid")
async def test_not_right_sends_the_kind_and_no_word(bas: Screen) -> None:
    await write(bas, f"{ADVICE}!")
    await shown(bas, "hidden_advice")
    await bas.press("craft.more")

    def objects(request: Request) -> bool:
        return request.url.endswith("/question-craft/not-right")

    async with bas.page.expect_request(objects) as said:
        await bas.press("craft.notRight")

    assert (await said.value).post_data_json == {"label": "hidden_advice", "language": "nl"}
    await bas.sees("craft.thanks")
    await silent(bas)


@pytest.mark.usefixtures("laid")
async def test_without_network_it_says_nothing_and_the_question_can_be_sent(esra: Screen) -> None:
    await esra.page.context.set_offline(offline=True)
    await write(esra, ADVICE)
    await esra.press("task.send")
    await esra.reads(ADVICE)
    await silent(esra)
    await esra.page.context.set_offline(offline=False)
    await esra.sent()


async def test_a_group_that_wants_no_help_gets_none(laid: Table, esra: Screen) -> None:
    asked = checks(esra)
    path = f"/groups/{laid.group}/question-help"
    await table.told(laid.guide, "PUT", path, {"offered": False, "counted": False})
    await esra.page.reload()
    async with esra.page.expect_response(lambda answer: answer.url.endswith("/question-kinds")):
        await write(esra, ADVICE)
    await silent(esra)

    await table.told(laid.guide, "PUT", path, {"offered": True, "counted": False})
    await esra.page.reload()
    await shown(esra, "hidden_advice")
    assert len(asked) == 1
    await write(esra, "")


@pytest.mark.usefixtures("laid")
async def test_who_switches_it_off_is_left_alone_until_they_switch_it_on(esra: Screen) -> None:
    await write(esra, ANOTHER)
    await shown(esra, "hidden_advice")
    await esra.press("craft.more")
    await esra.press("craft.switchOff")
    await esra.sees("craft.off")
    assert (await table.told(esra, "GET", "/me"))["question_help"] is False
    asked = checks(esra)
    await write(esra, ADVICE)
    await esra.page.evaluate(_PAST_THE_PAUSE)
    await silent(esra)

    await table.told(esra, "PATCH", "/me", {"question_help": True})
    await esra.page.reload()
    await shown(esra, "hidden_advice")
    assert len(asked) == 1
    await write(esra, "")


async def test_advice_that_was_kept_is_there_when_advice_is_asked_for(
    laid: Table, bas: Screen, house: Kring
) -> None:
    await write(bas, ADVICE)
    await shown(bas, "hidden_advice")
    await bas.press("craft.keep")
    await bas.sees("craft.kept")
    await bas.look("question-kept")
    await expect(bas.find("textbox", "task.question.label")).to_have_value("")
    await bas.go(f"{house.address}{laid.address}")
    await table.start(laid.guide, laid.session, "advise")

    await expect(bas.find("textbox", "task.advice.label")).to_have_value(ADVICE, timeout=PATIENCE)


@pytest.mark.usefixtures("laid")
async def test_my_own_trend_is_for_me_and_asked_for_once(bas: Screen, house: Kring) -> None:
    await bas.go(f"{house.address}/me/questions")
    await bas.sees("craft.trend")
    await bas.page.wait_for_load_state("networkidle", timeout=PATIENCE)
    await bas.reads(f"1 {bas.words('craft.many.hidden_advice')}")

    await bas.look("my-questions")
