"""The album has a picture of every screen, and the house in which it is made can be opened."""

import pytest

from tests.browser import gallery, places, staged
from tests.browser.album import DEVICES, GALLERY, SCHEMES


@pytest.mark.usefixtures("built_app")
async def test_the_house_of_the_album_opens() -> None:
    async with staged.opened() as (house, browser):
        page = await browser.new_page()
        answer = await page.goto(f"{house.address}/health/ready")

    assert answer is not None
    assert answer.status == 200


@pytest.mark.drill
@pytest.mark.usefixtures("built_app")
async def test_every_screen_is_in_the_album_on_every_device_by_day_and_by_night() -> None:
    await gallery.take()
    taken = {path.name.split(".")[0] for path in GALLERY.glob("*.png")}
    several = len(DEVICES) * len(SCHEMES)
    wanted = {
        *(f"stranger-{name}" for name in places.ANYBODYS),
        *places.MINE,
        *places.of_a_member("any"),
        *places.of_the_facilitator("any"),
        *(f"organisation-{name}" for name in places.of_an_organisation("any")),
    }

    assert wanted <= taken
    assert len(list(GALLERY.glob("*.png"))) == several * len(taken)
