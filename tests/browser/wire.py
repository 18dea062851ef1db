"""All that the house tells a device, as it comes over the wire: answers, and each message of the stream."""

import asyncio
import json
from typing import Any, Self

from playwright.async_api import CDPSession, Error

from tests.browser.screen import Screen

_LOOKS = 300
_LOOK_AGAIN = 0.05


class Wire:
    """What a device was told since somebody began to listen."""

    def __init__(self, devtools: CDPSession) -> None:
        self._devtools = devtools
        self._asked: dict[str, str] = {}
        self._reading: list[asyncio.Task[None]] = []
        self.told: list[str] = []
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._arrived)
        devtools.on("Network.eventSourceMessageReceived", self._streamed)

    @classmethod
    async def of(cls, who: Screen) -> Self:
        """Listen to the wire of a device."""
        devtools = await who.page.context.new_cdp_session(who.page)
        wire = cls(devtools)
        await devtools.send("Network.enable")
        return wire

    def _answered(self, event: dict[str, Any]) -> None:
        if "/api/" in event["response"]["url"]:
            self._asked[event["requestId"]] = event["response"]["url"]

    def _arrived(self, event: dict[str, Any]) -> None:
        if self._asked.pop(event["requestId"], None):
            self._reading.append(asyncio.create_task(self._read(event["requestId"])))

    async def _read(self, request: str) -> None:
        try:
            self.told.append(
                (await self._devtools.send("Network.getResponseBody", {"requestId": request}))["body"]
            )
        except Error:
            """The page went elsewhere, and its answers with it."""

    def _streamed(self, event: dict[str, Any]) -> None:
        self.told.append(json.dumps(event, ensure_ascii=False))

    async def tells(self, words: str) -> bool:
        """Return whether words were told, of all that has arrived by now."""
        await asyncio.gather(*self._reading)
        return any(words in each for each in self.told)

    async def has_told(self, words: str) -> None:
        """Wait until words were told. Raises AssertionError."""
        for _ in range(_LOOKS):
            if await self.tells(words):
                return
            await asyncio.sleep(_LOOK_AGAIN)
        raise AssertionError(f"the wire never told {words!r}")
