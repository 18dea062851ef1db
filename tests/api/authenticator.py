"""An authenticator in software: makes and keeps keys, and signs, as a phone or a security key would."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.api.people import Json

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    """Return bytes as WebAuthn's JSON has them."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Return the bytes behind WebAuthn's JSON."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Key:
    """A key for one person at one site."""

    id: bytes
    private: ec.EllipticCurvePrivateKey
    host: str
    user: bytes
    count: int = 0


@dataclass
class Authenticator:
    """A device with keys, whose user touches it and shows that it is them.

    ``origin``: where its browser thinks it is. ``flags``: what it says of its user. ``counts``:
    whether it counts its signatures, which most passkeys do not.
    """

    origin: str
    flags: int = PRESENT | VERIFIED
    counts: bool = False
    keys: list[Key] = field(default_factory=list)

    def make(self, options: Json) -> Json:
        """Answer ``navigator.credentials.create``: a new key, unattested."""
        private = ec.generate_private_key(ec.SECP256R1())
        key = Key(secrets.token_bytes(16), private, options["rp"]["id"], unb64(options["user"]["id"]))
        known = [unb64(one["id"]) for one in options.get("excludeCredentials", [])]
        assert not any(mine.id in known for mine in self.keys), "this authenticator has a key already"
        self.keys.append(key)
        attested = bytes(16) + len(key.id).to_bytes(2, "big") + key.id + _cose(private)
        data = self._data(key, self.flags | ATTESTED) + attested
        response = {
            "clientDataJSON": b64(self._client("webauthn.create", options["challenge"])),
            "attestationObject": b64(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return _credential(key, response)

    def sign(self, options: Json, key: Key | None = None) -> Json:
        """Answer ``navigator.credentials.get`` with the key for the site."""
        key = key or next(mine for mine in self.keys if mine.host == options["rpId"])
        key.count += self.counts
        data, client = self._data(key, self.flags), self._client("webauthn.get", options["challenge"])
        signature = key.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": b64(key.user),
        }
        return _credential(key, response)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    @staticmethod
    def _data(key: Key, flags: int) -> bytes:
        return hashlib.sha256(key.host.encode()).digest() + bytes([flags]) + key.count.to_bytes(4, "big")


def _cose(private: ec.EllipticCurvePrivateKey) -> bytes:
    numbers = private.public_key().public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


def _credential(key: Key, response: Json) -> Json:
    return {"id": b64(key.id), "rawId": b64(key.id), "type": "public-key", "response": response}
