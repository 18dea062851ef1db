"""Who types into a form before the house has answered keeps what they typed; the rest follows the house."""

from typing import Final

from playwright.async_api import expect

from tests.browser import playing, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen

_LEFT_ON: Final = ["day_before"]
"""The one occasion that another device left on."""


async def _leave_on(who: Screen, path: str, **others: object) -> None:
    """Change on another device what the house knows: one occasion is left."""
    await table.told(who, "PUT", path, {**others, "occasions": _LEFT_ON})


async def _only_one_is_on(who: Screen) -> None:
    on = who.page.get_by_role("checkbox", name=who.words("occasion.day_before"))
    off = who.page.get_by_role("checkbox", name=who.words("occasion.plan_meeting"))
    await expect(on).to_be_checked(timeout=PATIENCE)
    await expect(off).not_to_be_checked(timeout=PATIENCE)


async def test_the_name_in_calendars_that_was_typed_at_once_stays(
    house: Kring, open_screen: OpenScreen
) -> None:
    noor = await open_screen("Noor")
    group = await playing.form_group(noor, house.address)
    await noor.go(f"{house.address}/g/{group}/reminders")
    await noor.sees("remind.calendarName")
    await _leave_on(noor, f"/groups/{group}/reminders", calendar_name="Donderdagkring")

    async with noor.holding("**/api/**/reminders", "GET"):
        await noor.page.reload(wait_until="commit")
        await noor.fill("remind.calendarName", "Kring")
    await _only_one_is_on(noor)
    await expect(noor.find("textbox", "remind.calendarName")).to_have_value("Kring")


async def test_the_hour_of_reminders_that_was_chosen_at_once_stays(
    house: Kring, open_screen: OpenScreen
) -> None:
    bas = await open_screen("Bas")
    await playing.form_group(bas, house.address)
    await bas.go(f"{house.address}/me/reminders")
    hour = bas.page.get_by_label(bas.words("remind.hour"), exact=True)
    await expect(hour).to_have_value("09:00", timeout=PATIENCE)
    await _leave_on(bas, "/me/reminders", channels=["calendar"], hour="18:00")

    async with bas.holding("**/api/**/reminders", "GET"):
        await bas.page.reload(wait_until="commit")
        await hour.fill("07:30")
    await _only_one_is_on(bas)
    await expect(hour).to_have_value("07:30")


async def test_the_name_of_a_group_follows_the_house_until_somebody_changes_it(
    house: Kring, open_screen: OpenScreen
) -> None:
    sam = await open_screen("Sam")
    group = await playing.form_group(sam, house.address)
    await sam.go(f"{house.address}/g/{group}/arrangement")
    name, purpose = sam.find("textbox", "form.name"), sam.find("textbox", "form.purpose")
    await expect(name).to_be_visible(timeout=PATIENCE)
    changed = {"name": "Donderdagkring", "purpose": "Beter luisteren"}
    await table.told(sam, "PATCH", f"/groups/{group}", changed)

    async with sam.holding(f"**/groups/{group}", "GET"):
        await sam.page.reload(wait_until="commit")
        await purpose.fill("Van elkaar leren")
    await expect(name).to_have_value("Donderdagkring", timeout=PATIENCE)
    await expect(purpose).to_have_value("Van elkaar leren")


async def test_details_follow_what_another_device_changed(house: Kring, open_screen: OpenScreen) -> None:
    ineke = await open_screen("Ineke")
    await playing.form_group(ineke, house.address)
    await ineke.go(f"{house.address}/me")
    zone = ineke.page.get_by_label(ineke.words("me.zone"), exact=True)
    await expect(zone).to_have_value("Europe/Amsterdam", timeout=PATIENCE)
    await table.told(ineke, "PATCH", "/me", {"time_zone": "Europe/Lisbon"})

    async with ineke.holding("**/visitor", "GET"):
        await ineke.page.reload(wait_until="commit")
        await ineke.fill("join.name", "Ineke Vos")
    await expect(zone).to_have_value("Europe/Lisbon", timeout=PATIENCE)
    await expect(ineke.find("textbox", "join.name")).to_have_value("Ineke Vos")
