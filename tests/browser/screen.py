"""One person's screen: a tab of a real Chromium, used by the roles and names that people perceive."""

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, Response, Route, expect

from infra.house.places import PWA, ROOT
from tests.browser import wording

PICTURES = ROOT / "build" / "screenshots"
_PICTURED: Final = os.environ.get("KRING_PICTURES") == "1"
PHONE = (412, 839)
TABLET = (1138, 712)
PATIENCE = 15_000
"""Milliseconds for something to appear; two cores serve six browsers, a database and the house."""
expect.set_options(timeout=PATIENCE)
_ASK_AGAIN = 100
"""Milliseconds between two looks at what a page cannot tell by itself."""
_AXE = PWA / "node_modules" / "axe-core" / "axe.min.js"
_ASK_AXE = """async (rules) => {
    const only = rules.length ? { runOnly: { type: 'rule', values: rules } } : {};
    const found = await axe.run(document, { resultTypes: ['violations'], ...only });
    return found.violations.map(({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) =>
            `${target.join(' ')} (${failureSummary.replace(/\\s+/g, ' ')})`).join('; ')}`);
}"""
_TELL_OF_BLOCKED = """document.addEventListener('securitypolicyviolation', (event) =>
    console.error(`blocked by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""
_A_FAILED_REQUEST = "Failed to load resource"
"""Judged by its response instead: a refusal that the app asked for is no fault."""
_NOT_USED_SOON = "was preloaded using link preload but not used within a few seconds"
"""Says how slow the machine is; whether it is used at all is tried with the first words."""

OF_COLOURS: Final = ("color-contrast", "link-in-text-block")
"""The rules of axe that a colour scheme can break."""

Role = Literal["button", "link", "textbox", "radio", "checkbox", "heading", "dialog", "status"]


class Screen:
    """A device in the hands of one person, and everything that went wrong on it.

    ``refusals`` are the answers with a status from 400 up (``PUT 409 /api/v1/…``), ``faults`` what a
    console would show in red, ``violations`` what axe found on the screens that were looked at.
    """

    def __init__(self, name: str, page: Page, language: str) -> None:
        self.name = name
        self.page = page
        self.language = language
        self.faults: list[str] = []
        self.refusals: list[str] = []
        self.violations: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"{error} at {page.url}\n{error.stack}"))
        page.on("response", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith(_A_FAILED_REQUEST) or _NOT_USED_SOON in message.text
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(f"{message.text} at {self.page.url}")

    def _see(self, response: Response) -> None:
        if response.status >= 400:
            path = urlsplit(response.url).path
            self.refusals.append(f"{response.request.method} {response.status} {path}")

    def words(self, key: str, **values: str | int) -> str:
        """Return a text of the app in the language of this screen."""
        return wording.text(self.language, key, **values)

    def find(self, role: Role, key: str, **values: str | int) -> Locator:
        """Return what has a role and, as its name, a text of the app."""
        name = self.words(key, **values)
        optional = re.escape(self.words("field.optional"))
        named = re.compile(rf"^\s*{re.escape(name)}(\s*·\s*{optional})?\s*$")
        return self.page.get_by_role(role, name=named)

    async def go(self, address: str) -> None:
        """Open an address, as from a link in a message or by reloading."""
        await self.page.goto(address)

    async def press(self, key: str, **values: str | int) -> None:
        """Press the button, or follow the link, with a text of the app."""
        button, link = self.find("button", key, **values), self.find("link", key, **values)
        await button.or_(link).first.click()

    async def fill(self, key: str, words: str, **values: str | int) -> None:
        """Write into the field with this label."""
        await self.find("textbox", key, **values).fill(words)

    async def choose(self, name: str) -> None:
        """Choose the one of a few whose label begins with a name."""
        await self.chosen(name).check()

    def chosen(self, name: str) -> Locator:
        """Return the one of a few whose label begins with a name."""
        return self.page.get_by_role("radio", name=re.compile(rf"^{re.escape(name)}"))

    async def tick(self, words: str) -> None:
        """Tick the box whose words begin so; one that is ticked stays ticked."""
        box = self.page.get_by_role("checkbox", name=re.compile(rf"^{re.escape(words)}"))
        await box.check()

    async def sees(self, key: str, **values: str | int) -> None:
        """Wait until a text of the app is on the screen."""
        await self.reads(self.words(key, **values))

    async def reads(self, words: str) -> None:
        """Wait until words are on the screen, anywhere."""
        await expect(self.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    async def is_at(self, title: str) -> None:
        """Wait until the screen has this title."""
        heading = self.page.get_by_role("heading", level=1, name=title, exact=True)
        await expect(heading).to_be_visible(timeout=PATIENCE)

    async def comes_true(self, question: str, what: object = None, *, within: int = PATIENCE) -> None:
        """Wait until a function in the page answers yes, also one that has to wait for its answer itself.

        A page that is loaded anew meanwhile is asked again, and so is one that throws what is still in
        the way. Raises AssertionError, which tells what the page threw last.
        """
        until, last = time.monotonic() + within / 1000, ""
        while time.monotonic() < until:
            try:
                if await self.page.evaluate(question, what):
                    return
            except Error as fault:
                last = fault.message
            await self.page.wait_for_timeout(_ASK_AGAIN)
        raise AssertionError(f"not within {within} ms: {question}\n{last}")

    async def sent(self) -> None:
        """Wait until everything written here has reached the record, and says so by not waiting."""
        waiting = self.page.get_by_text(self.words("said.waiting"))
        await expect(waiting).to_have_count(0, timeout=2 * PATIENCE)

    @asynccontextmanager
    async def holding(
        self, addresses: str | re.Pattern[str], method: str | None = None
    ) -> AsyncIterator[None]:
        """Let nothing that is asked for at these addresses leave the device before the block ends.

        ``method``: hold that only, and nothing else that is asked for there.
        """
        may_go = asyncio.Event()

        async def hold(route: Route) -> None:
            if method in {None, route.request.method}:
                await may_go.wait()
            await route.continue_()

        await self.page.route(addresses, hold)
        try:
            yield
        finally:
            may_go.set()

    async def ask(
        self,
        path: str,
        method: str = "GET",
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Ask the API from within the page; return ``status`` and ``body``, as any script there could."""
        answer: dict[str, Any] = await self.page.evaluate(
            """async ([path, method, body, headers]) => {
                const answer = await fetch(`/api/v1${path}`, { method, body,
                    headers: { ...headers, ...(body ? { 'Content-Type': 'application/json' } : {}) } });
                return { status: answer.status, body: await answer.json().catch(() => null) };
            }""",
            [path, method, None if body is None else json.dumps(body), headers or {}],
        )
        return answer

    async def look(self, what: str, schemes: Sequence[Literal["light", "dark"]] = ("light", "dark")) -> None:
        """Let axe look at the present screen, and whoever wants to see it: a picture is kept for them.

        In the second scheme it looks at colours alone: everything else is as it is in the first.
        """
        for scheme in schemes:
            await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            await self.picture(f"{what}-{scheme}")
            rules = () if scheme == schemes[0] else OF_COLOURS
            self.violations += [f"{what}, {scheme}: {each}" for each in await self.axe(*rules)]
        await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    async def axe(self, *rules: str) -> list[str]:
        """Return what axe finds wrong with the present screen; by all its rules, or by some."""
        if not await self.page.evaluate("() => 'axe' in window"):
            await self.page.evaluate(_axe())
        found: list[str] = await self.page.evaluate(_ASK_AXE, list(rules))
        return found

    async def picture(self, name: str, *, whole: bool = False, always: bool = False) -> None:
        """Keep a picture of the screen in build/screenshots, for who wants to look (``KRING_PICTURES=1``)."""
        if always or _PICTURED:
            PICTURES.mkdir(parents=True, exist_ok=True)
            await self.page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


async def opened(
    browser: Browser, name: str, size: tuple[int, int] = PHONE, *, language: str = "nl", scale: float = 1
) -> Screen:
    """Open a device of its own: no cookie, no storage and no cache shared with another."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        has_touch=True,
        locale={"nl": "nl-NL", "en": "en-GB", "de": "de-DE"}[language],
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE)
    await context.add_init_script(_TELL_OF_BLOCKED)
    return Screen(name, await context.new_page(), language)
