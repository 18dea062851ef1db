"""What the API of proof needs from the world: a seal, a typesetter, and the registers of this house."""

from collections.abc import Mapping
from typing import Protocol

from backend.domain.registers import Profile


class CertificateSeal(Protocol):
    """Signs certificates, and makes the codes by which they are checked."""

    public: str
    """The public key (Ed25519), in base64."""

    def sign(self, content: bytes) -> str:
        """Return the signature over some bytes, in base64."""

    def new_code(self) -> str:
        """Return a code that nobody can guess."""


class Typesetter(Protocol):
    """Sets certificates."""

    async def certificate(self, content: bytes, check_url: str) -> bytes:
        """Return the PDF of what a certificate says, given as JSON."""


class Registers(Protocol):
    """What registers ask, as this house knows it now."""

    def known(self) -> Mapping[str, Profile]:
        """Return every register by its key."""
