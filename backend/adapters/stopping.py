"""Links with which mail stops: signed, so that they need no sign-in and no table, and do nothing else."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Final
from uuid import UUID

_PURPOSE: Final = b"kring stops mail"
_SIGNATURE: Final = 16
_ID: Final = 16


class Stopping:
    """Makes and reads the secret of such a link, by a key that follows from the master key."""

    def __init__(self, master: bytes) -> None:
        self._key = hmac.digest(master, _PURPOSE, sha256)

    def token(self, person: UUID) -> str:
        """Return what stops mail to a person: 43 characters."""
        return urlsafe_b64encode(person.bytes + self._signature(person)).decode().rstrip("=")

    def read(self, token: str) -> UUID | None:
        """Return whose mail a token stops; None for one that we did not make."""
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        if len(raw) != _ID + _SIGNATURE:
            return None
        person = UUID(bytes=raw[:_ID])
        return person if hmac.compare_digest(raw[_ID:], self._signature(person)) else None

    def _signature(self, person: UUID) -> bytes:
        return hmac.digest(self._key, person.bytes, sha256)[:_SIGNATURE]
