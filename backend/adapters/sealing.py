"""How a text is sealed: AES-256-GCM under a key that takes the case's and the author's to derive.

The nonce is synthetic: it follows from the key, the place and the text (as in RFC 5297), so the
same text under the same contribution gives an equal ``Sealed`` and a repeated command is
recognised unopened. Two different texts share a nonce only with a chance of 1 in 2**96 per pair.
What an equal nonce tells, that one contribution was sent twice with one text, is no secret.
"""

import hashlib
import hmac
from typing import Final, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from events.base import Sealed

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
BUCKET: Final = 64
"""Bytes to a multiple of which a text is padded, so that its length tells less."""
_END: Final = b"\x80"


class Tampered(RuntimeError):
    """A sealed text is not where it was sealed, or was changed."""


class Place(NamedTuple):
    """Where a text belongs; it opens nowhere else."""

    tenant: UUID
    name: str
    field: str

    def bound(self) -> bytes:
        """Return what the seal is bound to."""
        return b"\x00".join((self.tenant.bytes, self.name.encode(), self.field.encode()))


class TextKey(NamedTuple):
    """What one author's texts on one case are sealed with."""

    seal: bytes
    nonce: bytes


def derive(case_key: bytes | None, person_key: bytes) -> TextKey:
    """Return the key of a person's texts on a case, or of their personal texts (no case)."""
    about = b"kring text, case and person" if case_key is not None else b"kring text, person"
    derived = HKDF(SHA256(), 2 * KEY_BYTES, salt=None, info=about).derive((case_key or b"") + person_key)
    return TextKey(derived[:KEY_BYTES], derived[KEY_BYTES:])


def seal(key: TextKey, place: Place, contribution: UUID, text: str) -> tuple[bytes, bytes]:
    """Return the nonce and the ciphertext of a text."""
    padded = _padded(text.encode())
    bound = place.bound()
    told = contribution.bytes + len(bound).to_bytes(4, "big") + bound + padded
    nonce = hmac.digest(key.nonce, told, "sha256")[:NONCE_BYTES]
    return nonce, AESGCM(key.seal).encrypt(nonce, padded, bound)


def unseal(key: TextKey, place: Place, sealed: Sealed) -> str:
    """Return a text. Raises Tampered."""
    try:
        padded = AESGCM(key.seal).decrypt(sealed.nonce, sealed.ciphertext, place.bound())
    except InvalidTag:
        raise Tampered(f"{place.name}.{place.field}") from None
    return padded.rstrip(b"\x00").removesuffix(_END).decode()


def _padded(text: bytes) -> bytes:
    ended = text + _END
    return ended + b"\x00" * (-len(ended) % BUCKET)


def wrap(master: bytes, subject: UUID, key: bytes) -> bytes:
    """Return a key as it is stored: under the master key, bound to what it belongs to."""
    nonce = hmac.new(master, b"wrap" + subject.bytes + key, hashlib.sha256).digest()[:NONCE_BYTES]
    return nonce + AESGCM(master).encrypt(nonce, key, subject.bytes)


def unwrap(master: bytes, subject: UUID, wrapped: bytes) -> bytes:
    """Return a stored key. Raises Tampered when the master key is another one."""
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], subject.bytes)
    except InvalidTag:
        raise Tampered("a key of the vault") from None
