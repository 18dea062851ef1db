"""Takes a picture of every screen, on every device, light and dark: ``make pictures``.

They stand in build/gallery, with an index.html that lays them side by side. Nothing judges them but people:
whoever changes how something looks, looks. ``KRING_LANGUAGE=de`` takes them in another language.
"""

import asyncio
import os
import shutil
from pathlib import Path

from tests.browser import staged, visits
from tests.browser.album import GALLERY, Gallery


async def take() -> Path:
    """Take all pictures; return the page that shows them."""
    shutil.rmtree(GALLERY, ignore_errors=True)
    GALLERY.mkdir(parents=True)
    gallery = Gallery(os.environ.get("KRING_LANGUAGE", "nl"))
    async with staged.opened() as (house, browser):
        await visits.strangers(gallery, browser, house)
        await visits.meeting(gallery, browser, house)
        await visits.organisation(gallery, browser, house)
    return gallery.lay_out()


if __name__ == "__main__":
    print(asyncio.run(take()))
