"""A phone whose browser can be killed and started again with everything that it keeps."""

import asyncio
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Browser, Error, Playwright

from tests.browser import chromium
from tests.browser.screen import PATIENCE, PHONE, Screen

_LOOKS = 300
_LOOK_AGAIN = 0.1


class Handset:
    """A Chromium of its own, and the folder in which it keeps what it knows."""

    def __init__(self, playwright: Playwright, folder: Path, name: str) -> None:
        self._playwright, self._folder, self._name = playwright, folder, name
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    async def start(self) -> Screen:
        """Start the browser, and return its screen."""
        port = await asyncio.to_thread(self._launch)
        self._browser = await self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = self._browser.contexts[0]
        context.set_default_timeout(PATIENCE)
        await context.add_init_script("localStorage.setItem('kring-language', 'nl')")
        page = context.pages[0] if context.pages else await context.new_page()
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        return Screen(self._name, page, "nl")

    def _launch(self) -> int:
        """Start the process; return the port at which it listens to us."""
        told = self._folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        own = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={self._folder}", "about:blank"]
        self._process = subprocess.Popen(
            [str(chromium.find() or chromium.install()), *chromium.flags(), *own],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(_LOOKS):
            if told.is_file() and (lines := told.read_text(encoding="utf-8").splitlines()):
                return int(lines[0])
            time.sleep(_LOOK_AGAIN)
        raise TimeoutError("The browser does not tell its port.")

    async def close(self) -> None:
        """Close the browser as people do: it writes down what it still had to."""
        if self._browser and self._process:
            session = await self._browser.new_browser_cdp_session()
            with suppress(Error):
                await session.send("Browser.close")
            await asyncio.to_thread(self._process.wait)

    async def kill(self) -> None:
        """End the browser as an empty battery does."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            await asyncio.to_thread(self._process.wait)
        if self._browser:
            with suppress(Error):
                await self._browser.close()
