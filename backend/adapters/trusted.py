"""Who is signed in, as this process saw it a moment ago: so that most calls ask the database nothing."""

from collections import OrderedDict
from time import monotonic
from typing import Final
from uuid import UUID

from msgspec import Struct

TRUSTED_FOR: Final = 5.0
"""Seconds for which a sign-in that was found is not looked up again in this process."""
_REMEMBERED: Final = 20_000


class SignedIn(Struct, frozen=True):
    """A person, and the sign-in by which this device is theirs."""

    person: UUID
    sign_in: UUID


class Trusted:
    """Sign-ins by the hash of their token.

    One that ends is dropped when it is heard of. ``endings`` counts what was heard, so that who
    looked something up meanwhile does not keep what has just ended.
    """

    def __init__(self) -> None:
        self.endings = 0
        self._known: OrderedDict[bytes, tuple[SignedIn, float]] = OrderedDict()
        self._hashes: dict[UUID, bytes] = {}

    def __len__(self) -> int:
        return len(self._known)

    def find(self, hashed: bytes) -> SignedIn | None:
        """Return who is behind a hash, if that was seen within the last seconds."""
        known = self._known.get(hashed)
        if known is None or monotonic() - known[1] >= TRUSTED_FOR:
            return None
        return known[0]

    def keep(self, hashed: bytes, found: SignedIn, endings: int) -> None:
        """Keep what was looked up when so many endings had been heard of."""
        if endings != self.endings:
            return
        self._known[hashed] = (found, monotonic())
        self._known.move_to_end(hashed)
        self._hashes[found.sign_in] = hashed
        if len(self._known) > _REMEMBERED:
            _, (oldest, _) = self._known.popitem(last=False)
            self._hashes.pop(oldest.sign_in, None)

    def drop(self, sign_in: UUID | None) -> None:
        """Trust a sign-in no longer; None: trust none, because an ending may have been missed."""
        self.endings += 1
        if sign_in is None:
            self._known.clear()
            self._hashes.clear()
            return
        hashed = self._hashes.pop(sign_in, None)
        if hashed is not None:
            self._known.pop(hashed, None)
