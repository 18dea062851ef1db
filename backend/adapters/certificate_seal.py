"""What makes a certificate ours: a signature (Ed25519, RFC 8032), and a code to ask about it."""

import secrets
from base64 import b32encode, b64encode
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from backend.adapters.key_files import is_open_to_others, write_once

_CODE_BYTES: Final = 10
"""80 bits in 16 letters and digits: nobody guesses one within the limits of strangers."""


class UnusableCertificateKey(RuntimeError):
    """The key cannot be read or is not one; the message says what to do."""


class CertificateSeal:
    """Signs certificates with the key of this house."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            new = Ed25519PrivateKey.generate()
            write_once(file, new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self._key = _read(file)
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = b64encode(public).decode()

    def sign(self, content: bytes) -> str:
        """Return the signature over some bytes, in base64."""
        return b64encode(self._key.sign(content)).decode()

    def is_ours(self, content: bytes, signature: bytes) -> bool:
        """Tell whether we signed these very bytes."""
        try:
            self._key.public_key().verify(signature, content)
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def new_code() -> str:
        """Return a code that nobody can guess: 16 letters and digits."""
        return b32encode(secrets.token_bytes(_CODE_BYTES)).decode()


def _read(file: Path) -> Ed25519PrivateKey:
    if is_open_to_others(file):
        raise UnusableCertificateKey(f"{file.name} can be read by others. Run chmod 600 on it.")
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except ValueError as error:
        raise UnusableCertificateKey(f"{file.name} holds no key. Put the right one there.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableCertificateKey(f"{file.name} holds a key of another kind. Put the right one there.")
    return key
