"""The whole loop: an action, six weeks, a reminder, a report without network, the meeting, and on it goes."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.async_api import Page, expect

from backend.house import opened
from backend.settings import Settings
from tests.adapters.push_server import PushServer
from tests.api.mailbox import everything_mailed, letters_to, text_of
from tests.browser import device, playing, story
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, TABLET, Screen
from tests.browser.table import Table, fresh_id, laid, move, start, told
from tests.reactions.reminded import SetClock

SIX_WEEKS = timedelta(days=42)
OPERATOR = "only-the-operator-of-this-test-knows-it"
ON = "Morgen bel ik haar zelf."
GIVE_ADDRESS = "UPDATE identity.persons SET address = %s WHERE name = %s"
SUBSCRIBED = """
(subscription) => {
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async () => ({ toJSON: () => subscription });
}
"""
"""What a browser gives that has reached its push service: here it is ours, and the test has its keys."""
TAP = """async () => {
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
    return notification.title;
}"""

TAP_AGAIN = """async (path) => {
    for (const page of await self.clients.matchAll({ type: 'window' })) page.postMessage({ opens: path });
}"""
"""What the worker says to the app when the next notification leads to the screen that stands there."""
KEPT_FOR_THE_TAP = "/me/reports"
"""Kept last of what the report screen needs: this phone has shown neither before."""


@pytest.fixture(scope="module")
def told_to_house(push: PushServer) -> dict[str, str]:
    """The house knows of that push service, and somebody runs it."""
    return {"KRING_PUSH_HOSTS": push.origin, "KRING_OPERATOR_TOKEN": OPERATOR}


@pytest.fixture(scope="module")
def notifies() -> bool:
    """The reminder is shown by the phone itself."""
    return True


async def commit_and_choose(noor: Screen, table: Table, house: Kring) -> None:
    """Commit to an action on the phone, and choose notifications and mail when asked."""
    session = table.session
    for step in ("advise", "take_away"):
        await start(table.guide, session, step)
    await told(noor, "PUT", f"/sessions/{session}/takeaways/{fresh_id()}", {"text": story.TAKEAWAY})
    with psycopg.connect(house.database_url) as connection:
        connection.execute(GIVE_ADDRESS, (f"{noor.name.lower()}@example.org", noor.name))
    await noor.go(house.address + table.address)
    await playing.commit(noor, story.ACTION, story.FIRST_STEP)
    await noor.sees("remind.ask")
    await noor.look("remind-asked")
    await noor.tick(noor.words("remind.push"))
    await noor.press("remind.keep")
    await noor.sees("remind.kept")


async def look_at_the_settings(noor: Screen, house: Kring) -> None:
    """See the settings, and that a notification to oneself is taken."""
    await noor.go(f"{house.address}/me/reminders")
    await noor.sees("remind.of")
    await noor.look("reminders")
    await noor.picture("reminders-whole", whole=True)
    await noor.press("remind.test")
    await noor.sees("remind.testTaken")


async def look_at_what_the_group_and_the_operator_see(guide: Screen, table: Table, house: Kring) -> None:
    """See of what the group reminds, and how the house does for whoever runs it."""
    await guide.go(f"{house.address}/g/{table.group}/reminders")
    await guide.sees("occasion.day_before")
    await guide.look("group-reminders")
    await guide.go(f"{house.address}/service")
    await guide.fill("operator.token", OPERATOR)
    await guide.press("operator.look")
    await guide.sees("operator.running")
    await guide.sees("operator.files")
    await guide.look("service")
    await guide.picture("service-whole", whole=True)


async def stop_mail(noor: Screen, house: Kring) -> None:
    """Follow the last line of a mail, and stop mail without a word of who one is."""
    link = re.search(r"https?://\S+/stop#\S+", text_of(letters_to(house, "noor@example.org")[-1]))
    assert link is not None
    await noor.go("about:blank")
    await noor.go(link[0])
    await noor.sees("stop.explain")
    await noor.look("stop")
    await noor.press("stop.button")
    await noor.sees("stop.done")
    wishes = await told(noor, "GET", "/me/reminders")

    assert noor.page.url.endswith("/stop")
    assert wishes["channels"] == ["push"]


async def six_weeks_pass(house: Kring, push: PushServer, begins: datetime) -> None:
    """Let a clock run ahead, beside the house's own, and remind of what is due until the day before."""
    settings = Settings.from_environment(
        {
            "KRING_FOLDER": str(house.folder),
            "PUBLIC_URL": house.address,
            "KRING_PUSH_HOSTS": push.origin,
        }
    )
    clock = SetClock()
    async with opened(settings, house.database_url, clock) as ahead:
        head = await ahead.ports.record.head()
        assert await ahead.ports.views.reached(head, view="reminders_due")
        while clock.at < begins - timedelta(hours=6):
            clock.at += timedelta(hours=6)
            await ahead.reminders.round()


async def deliver(phone: Screen, house: Kring, message: bytes) -> list[list[str]]:
    """Hand a message to the phone's worker as a push service's, and return what is shown."""
    cdp = await phone.page.context.new_cdp_session(phone.page)
    known: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def heard(told_of: dict[str, Any]) -> None:
        for registration in told_of["registrations"]:
            if not known.done() and registration["scopeURL"].startswith(house.address):
                known.set_result(registration["registrationId"])

    cdp.on("ServiceWorker.workerRegistrationUpdated", heard)
    await cdp.send("ServiceWorker.enable")
    async with asyncio.timeout(PATIENCE / 1000):
        registration = await known
    sent = {"origin": house.address, "registrationId": registration, "data": message.decode()}
    await cdp.send("ServiceWorker.deliverPushMessage", sent)
    await cdp.detach()
    return await shown(phone.page)


async def shown(page: Page) -> list[list[str]]:
    """Return the notifications of a page's worker, as soon as there are any."""
    found: list[list[str]] = await page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            const until = Date.now() + 10_000;
            let shown = [];
            while (!shown.length && Date.now() < until) {
                shown = await registration.getNotifications();
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            return shown.map(({ title, body, tag, lang }) => [title, body, tag, lang]);
        }"""
    )
    return found


async def report_offline(noor: Screen) -> None:
    """Tap the notification without network, and prepare the report on the screen that it opens."""
    await noor.page.context.set_offline(True)
    (worker,) = noor.page.context.service_workers
    await worker.evaluate(TAP)
    await noor.sees("report.inWriting")
    await noor.reads(story.ACTION)
    await noor.look("report-offline")
    await noor.choose(noor.words("status.partly"))
    await noor.fill("report.did", story.DID)
    await noor.fill("report.effect", story.HIS_EFFECT)
    await noor.fill("report.learned", story.LEARNED)
    await noor.press("prepare.keep")
    await noor.sees("prepared.badge")
    await worker.evaluate(TAP_AGAIN, urlsplit(noor.page.url).path)
    await noor.sees("report.inWriting")
    await noor.press("close")
    await noor.page.context.set_offline(False)


async def meet_again(noor: Screen, bas: Screen, table: Table, session: str, house: Kring) -> None:
    """Open the next meeting, share the report, hear the group and go on with the action."""
    guide = table.guide
    place = f"{house.address}/g/{table.group}/s/{session}"
    await told(guide, "POST", f"/groups/{table.group}/sessions/{session}/opening")
    for each in (guide, noor, bas):
        await told(each, "PUT", f"/sessions/{session}/attendance")
    await guide.go(f"{place}/lead")
    await guide.sees("followUps.prepared")
    await guide.look("cockpit-prepared")
    for step in ("check_in", "follow_up"):
        await start(guide, session, step)
    await noor.go(place)
    await noor.press("report.share")
    await noor.sent()
    await bas.go(place)
    await playing.say(bas, "task.feedback.label", story.FEEDBACK, name=noor.name)
    await noor.reads(story.FEEDBACK)
    await noor.press("carryOn.button")
    await noor.fill("action.first", ON)
    await noor.look("carry-on")
    await noor.press("carryOn.send")
    await noor.reads(ON)
    await noor.sent()
    await bas.sees("carryOn.badge")
    await noor.look("carried-on")
    await start(guide, session, "collect")
    await move(guide, session, "closing")


async def test_an_action_comes_back_at_the_next_meeting_and_goes_on(
    house: Kring, push: PushServer, open_screen: OpenScreen
) -> None:
    noor, bas = await open_screen("Noor"), await open_screen("Bas")
    guide = await open_screen("Ineke", TABLET)
    browser, next_session = push.browser("noor"), fresh_id()
    await noor.page.context.grant_permissions(["notifications"], origin=house.address)
    await noor.page.context.add_init_script(f"({SUBSCRIBED})({json.dumps(browser.subscription)})")
    table = await laid(house.address, guide, noor, bas)
    await commit_and_choose(noor, table, house)
    await look_at_the_settings(noor, house)
    await look_at_what_the_group_and_the_operator_see(guide, table, house)
    await move(guide, table.session, "closing")
    begins = datetime.now(UTC).replace(microsecond=0) + SIX_WEEKS
    plan = {"starts_at": begins.isoformat().replace("+00:00", "Z"), "minutes": 90}
    await told(guide, "PUT", f"/groups/{table.group}/sessions/{next_session}", plan)
    (action,) = (await told(noor, "GET", "/me/actions"))["actions"]

    await six_weeks_pass(house, push, begins)
    reminded = [json.loads(browser.read(one.body)) for one in push.to("noor")[1:]]
    letters = everything_mailed(house)
    notification = reminded[-1]["notification"]

    assert len(reminded) == len(letters) == 4
    assert notification["navigate"] == f"{house.address}/report/{action['action']}"
    for secret in (story.ACTION, story.FIRST_STEP, story.GROUP):
        assert secret not in json.dumps(reminded, ensure_ascii=False) + "".join(letters)

    (told_here,) = await deliver(noor, house, browser.read(push.to("noor")[-1].body).strip())
    assert told_here == [notification[name] for name in ("title", "body", "tag", "lang")]
    await device.keeps(noor, KEPT_FOR_THE_TAP)

    await report_offline(noor)
    await house_knows(guide, table.group)
    await meet_again(noor, bas, table, next_session, house)
    await noor.press("ended.history")
    for words in (story.ACTION, story.DID, story.FEEDBACK, ON):
        await noor.reads(words)
    await expect(noor.page.get_by_text(noor.words("carryOn.badge"))).to_be_visible(timeout=PATIENCE)
    await noor.look("history-loop")
    (again,) = (await told(noor, "GET", "/me/actions"))["actions"]
    await stop_mail(noor, house)

    assert (again["action"], again["carried_on"], again["first_step"]) == (action["action"], True, ON)
    assert [found for each in (noor, bas, guide) for found in each.violations] == []


async def house_knows(guide: Screen, group: str) -> None:
    """Wait until the house has the report that was prepared without network, and nothing of it is told."""
    for _ in range(100):
        (told_of,) = (await told(guide, "GET", f"/groups/{group}/prepared-reports"))["actions"]
        if told_of["prepared"]:
            assert set(told_of) == {"action", "contributor", "prepared"}
            return
        await asyncio.sleep(0.2)
    pytest.fail("what was prepared without network never arrived")
