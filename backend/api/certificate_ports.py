"""What the API of certificates needs from the world: a seal and a typesetter."""

from typing import Protocol


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
