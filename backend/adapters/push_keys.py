"""The keys with which the house signs what it pushes (VAPID, RFC 8292): made at first run, and rotatable."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02

from backend.adapters.key_files import is_open_to_others, write_once

SIGNED_FOR: Final = timedelta(hours=12)
"""How long a signature is good; RFC 8292 allows a day."""
_SIGN_ANEW: Final = timedelta(hours=6)


class UnusablePushKey(RuntimeError):
    """The key cannot be read or is not one; the message says what to do."""


class PushKeys:
    """A key pair, the one before it, and the signature for each push service, used again while it is good.

    A browser takes only what is signed with the key it subscribed with: who has not opened the app
    since another was made is reached with the old one, for as long as its file lies there.
    """

    def __init__(self, file: Path, contact: str) -> None:
        key = _read(file) if file.exists() else _made(file)
        self.public = _public(key)
        self._keys = _before(file) | {self.public: key}
        self._contact = contact
        self._signed: dict[tuple[str, str], tuple[datetime, Mapping[str, str]]] = {}

    def signs_for(self, public: str) -> bool:
        """Tell whether a browser that subscribed with a key of ours can be reached."""
        return public in self._keys

    def headers(self, origin: str, now: datetime, public: str = "") -> Mapping[str, str]:
        """Return what shows a push service who sends; ``public``: the key that a browser subscribed with."""
        public = public if public in self._keys else self.public
        known = self._signed.get((origin, public))
        if known is None or known[0] <= now:
            claims = {
                "aud": origin,
                "exp": int((now + SIGNED_FOR).timestamp()),
                "sub": f"mailto:{self._contact}",
            }
            known = (now + _SIGN_ANEW, Vapid02(self._keys[public]).sign(dict(claims)))
            self._signed[origin, public] = known
        return known[1]


def rotate(file: Path) -> str:
    """Put a new key in the place of the one in use; return the name under which the old one lies."""
    old = _old(file)
    if file.exists():
        file.replace(old)
    _made(file)
    return old.name


def _old(file: Path) -> Path:
    return file.with_name(f"{file.name}.old")


def _before(file: Path) -> dict[str, ec.EllipticCurvePrivateKey]:
    """Return the key that was in use before; none when it is gone, or was given up as unusable."""
    try:
        key = _read(_old(file))
    except (OSError, UnusablePushKey):
        return {}
    return {_public(key): key}


def _public(key: ec.EllipticCurvePrivateKey) -> str:
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def _read(file: Path) -> ec.EllipticCurvePrivateKey:
    if is_open_to_others(file):
        raise UnusablePushKey(
            f"{file.name} can be read by others. Run chmod 600 on it, then kring push-key --rotate."
        )
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except ValueError as error:
        raise UnusablePushKey(f"{file.name} holds no key. Run kring push-key --rotate.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise UnusablePushKey(f"{file.name} holds a key of another kind. Run kring push-key --rotate.")
    return key


def _made(file: Path) -> ec.EllipticCurvePrivateKey:
    """Make the file whole or not at all; of two processes, both use the first one's."""
    key = ec.generate_private_key(ec.SECP256R1())
    write_once(file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return _read(file)
