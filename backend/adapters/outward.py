"""The one guarded door through which the house calls others: checked addresses, no redirect, and patience."""

from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from msgspec import Struct
from yarl import URL

from backend.adapters.push_endpoints import AllowedHosts, GuardedResolver, Place

PATIENCE: Final = 10.0
"""Seconds for a call, from looking the host up to the answer."""
AT_ONCE: Final = 64
"""How many calls are under way at the same time."""
FAULTS: Final = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""What can go wrong with a call, whoever is called."""


class Answered(Struct, frozen=True):
    """What somebody answered, as far as it was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        """Return a header, however it was spelled."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)


class Outward:
    """A session of our own: no proxy, no redirect, no cookie, ten seconds, checked addresses."""

    def __init__(self, hosts: AllowedHosts, *, resolver: AbstractResolver | None = None) -> None:
        self._hosts, self._resolver = hosts, resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Return the door; connections are made when there is something to send."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    def place(self, address: str) -> Place:
        """Return where an address is. Raises Refused for one that nothing is sent to."""
        return self._hosts.place(address)

    async def call(
        self,
        method: str,
        place: Place,
        *,
        headers: Mapping[str, str],
        data: bytes | None = None,
        largest: int = 0,
    ) -> Answered:
        """Call once; of the answer at most so many bytes are read. Raises one of FAULTS.

        A longer answer is a ValueError; with ``largest`` 0 the body is not looked at.
        """
        async with self._open().request(
            method,
            URL(place.url, encoded=True),
            data=data,
            headers=dict(headers),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        ) as answer:
            body = await _read(answer.content, largest) if largest else b""
            return Answered(answer.status, dict(answer.headers), body)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            inner = self._resolver or aiohttp.ThreadedResolver()
            connector = aiohttp.TCPConnector(
                resolver=GuardedResolver(self._hosts, inner), limit=AT_ONCE, ttl_dns_cache=60
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        return self._session


async def _read(content: aiohttp.StreamReader, largest: int) -> bytes:
    found = b""
    async for chunk in content.iter_chunked(largest):
        found += chunk
        if len(found) > largest:
            raise ValueError("an answer is too long")
    return found
