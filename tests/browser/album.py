"""The album that ``make pictures`` fills: one screen at a time, on every device, light and dark."""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import expect

from infra.house.places import ROOT
from tests.browser import screen
from tests.browser.screen import PATIENCE, Screen

GALLERY: Final = ROOT / "build" / "gallery"
DEVICES: Final = {"phone": screen.PHONE, "small": (320, 568), "tablet": screen.TABLET, "desktop": (1440, 900)}
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
_SHEET: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Every screen of Kring</title>
<style>body{{font:16px system-ui;margin:1rem}}
section{{display:flex;gap:.75rem;overflow-x:auto;align-items:start}}
img{{height:30rem;border:1px solid #8888;border-radius:.5rem}}
h2{{margin:1.5rem 0 .5rem}}</style>{rows}</html>"""


@dataclass(slots=True)
class Gallery:
    """The pictures taken so far, in the order of a visit."""

    language: str
    taken: dict[str, list[str]] = field(default_factory=dict)

    async def show(self, who: Screen, name: str) -> None:
        """Take the present screen on every device, light and dark."""
        await who.page.evaluate("() => document.activeElement?.blur()")
        for device, (width, height) in DEVICES.items():
            await who.page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                await who.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                file = f"{name}.{device}.{scheme}.png"
                await who.page.screenshot(path=GALLERY / file, full_page=True)
                self.taken.setdefault(name, []).append(file)
        await who.page.set_viewport_size({"width": screen.PHONE[0], "height": screen.PHONE[1]})

    async def visit(self, who: Screen, address: str, name: str) -> None:
        """Go to an address and take what is there once it has settled."""
        await who.go(address)
        await expect(who.page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
        await who.page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
        await self.show(who, name)

    def lay_out(self) -> Path:
        """Write the page that shows all of them; return where it stands."""
        rows = "".join(
            f"<h2>{escape(name)}</h2><section>"
            + "".join(f'<img loading="lazy" src="{escape(file)}" alt="{escape(file)}">' for file in files)
            + "</section>"
            for name, files in self.taken.items()
        )
        sheet = GALLERY / "index.html"
        sheet.write_text(_SHEET.format(rows=rows), encoding="utf-8")
        return sheet
