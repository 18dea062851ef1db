"""Handing notices to push services (RFC 8030): sealed, signed, to allowed hosts only, and patiently."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Final, Self

from aiohttp.abc import AbstractResolver
from msgspec import Struct

from backend.adapters.clock import Clock
from backend.adapters.outward import AT_ONCE, FAULTS, Outward
from backend.adapters.push_devices import PushDevice, is_key
from backend.adapters.push_endpoints import AllowedHosts, Place, Refused
from backend.adapters.push_keys import PushKeys
from backend.adapters.push_sealing import FEW, Sealing, ToSeal
from backend.domain.reminding import Delivery, Push

_log = logging.getLogger("kring.push")
_LONGEST: Final = 28 * 24 * 3600
"""Seconds that push services keep a message at most."""
_LONGEST_REST: Final = timedelta(days=1)
"""How long we let a push service ask us to wait."""
_WORST: Final = 500
_TOGETHER: Final = 50
"""How many are sealed at a time: these are sent while the next ones are sealed."""


class Sent(Struct, frozen=True, kw_only=True):
    """What became of it; ``after``: when the push service wants to be asked again, if it said so."""

    delivery: Delivery
    after: datetime | None = None


class PushSender:
    """Seals, signs and sends notices through the guarded door."""

    def __init__(
        self, keys: PushKeys, hosts: AllowedHosts, clock: Clock, *, resolver: AbstractResolver | None = None
    ) -> None:
        self._keys, self._clock, self._outward = keys, clock, Outward(hosts, resolver=resolver)
        self._sealing, self._room = Sealing(), asyncio.Semaphore(AT_ONCE)
        self._resting: dict[str, datetime] = {}

    async def __aenter__(self) -> Self:
        """Return the service; connections are made when there is something to send."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self._sealing.close()
        await self._outward.__aexit__(kind, error, trace)

    @property
    def key(self) -> str:
        """Our public key, as browsers want it when they subscribe."""
        return self._keys.public

    def signs_for(self, public: str) -> bool:
        """Tell whether a browser that subscribed with a key of ours can be reached."""
        return self._keys.signs_for(public)

    def allows(self, endpoint: str) -> bool:
        """Tell whether something may be sent there."""
        try:
            self._outward.place(endpoint)
        except Refused:
            return False
        return True

    def is_key(self, public_key: bytes, secret: bytes) -> bool:
        """Tell whether something can be sealed with these."""
        return is_key(public_key, secret)

    async def send(self, pushes: Sequence[tuple[PushDevice, Push]]) -> list[Sent]:
        """Hand notices over; return what became of each, in the same order."""
        parts = [pushes[first : first + _TOGETHER] for first in range(0, len(pushes), _TOGETHER)]
        many = len(pushes) > FEW
        told = await asyncio.gather(*(self._send_some(part, helped=many) for part in parts))
        return [one for part in told for one in part]

    async def _send_some(self, pushes: Sequence[tuple[PushDevice, Push]], *, helped: bool) -> list[Sent]:
        to_seal = [ToSeal(device.public_key, device.secret, push.notice) for device, push in pushes]
        bodies = await self._sealing.seal(to_seal, helped=helped)
        return await asyncio.gather(
            *(
                self._hand_over(device, push, body)
                for (device, push), body in zip(pushes, bodies, strict=True)
            )
        )

    async def _hand_over(self, device: PushDevice, push: Push, body: bytes) -> Sent:
        now = self._clock.now()
        try:
            place = self._outward.place(device.endpoint)
        except Refused:
            return Sent(delivery=Delivery.GONE)
        if (rests := self._resting.get(place.origin)) is not None and now < rests:
            return Sent(delivery=Delivery.LATER, after=rests)
        try:
            async with self._room:
                headers = self._headers(push, place, now, device.server_key)
                answer = await self._outward.call("POST", place, headers=headers, data=body)
            return self._told(place, answer.status, answer.header("Retry-After"))
        except FAULTS as error:
            _log.warning("A push service did not take a notice: %s", type(error).__name__)
            return Sent(delivery=Delivery.LATER)

    def _headers(self, push: Push, place: Place, now: datetime, key: str) -> dict[str, str]:
        seconds = int((push.until - now).total_seconds())
        return {
            **self._keys.headers(place.origin, now, key),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, min(seconds, _LONGEST))),
            "Topic": push.topic,
            "Urgency": "high" if push.urgent else "normal",
        }

    def _told(self, place: Place, status: int, retry_after: str | None) -> Sent:
        """Return what an answer means (RFC 8030 § 5, § 7.3 and § 8.4)."""
        if status in _TAKEN:
            return Sent(delivery=Delivery.TAKEN)
        if status in _GONE:
            return Sent(delivery=Delivery.GONE)
        if status in _BUSY:
            after = _moment(retry_after, self._clock.now())
            if after is not None:
                self._resting[place.origin] = after
            return Sent(delivery=Delivery.LATER, after=after)
        _log.warning("A push service answered %d", status)
        return Sent(delivery=Delivery.LATER if status >= _WORST else Delivery.NEVER)


_TAKEN: Final = frozenset({200, 201, 202, 204})
_GONE: Final = frozenset({404, 410})
_BUSY: Final = frozenset({429, 503})


def _moment(retry_after: str | None, now: datetime) -> datetime | None:
    """Return when Retry-After lets us come again: seconds or a date (RFC 9110 § 10.2.3), a day at most."""
    if retry_after is None:
        return None
    if retry_after.isdecimal():
        wait = timedelta(seconds=min(int(retry_after[:9]), _LONGEST))
    else:
        try:
            wait = parsedate_to_datetime(retry_after) - now
        except (ValueError, TypeError):
            return None
    return now + max(timedelta(0), min(wait, _LONGEST_REST))
