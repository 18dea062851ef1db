"""What WebAuthn asks of an authenticator, and how its answer is checked."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from msgspec import Struct
from webauthn.helpers import (
    options_to_json_dict,
    parse_authentication_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.adapters.refusing import SignInRefused

Json = dict[str, Any]
_NAME: Final = "Kring"
_USUAL_PORTS: Final = {"https": 443, "http": 80}
_log = logging.getLogger("kring.passkeys")


class NewKey(Struct, frozen=True):
    """A key that an authenticator made for us."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class Claim(Struct, frozen=True):
    """Which key somebody says they have, and whose it is."""

    credential_id: bytes
    person: UUID


class Ceremonies:
    """Asks and checks for one site: the origin at which people reach it, and its host."""

    def __init__(self, public_url: str) -> None:
        parts = urlsplit(public_url)
        self._host = (parts.hostname or "localhost").encode("idna").decode("ascii")
        usual = parts.port in {None, _USUAL_PORTS.get(parts.scheme)}
        self._origin = f"{parts.scheme}://{self._host}" + ("" if usual else f":{parts.port}")

    def to_make(self, person: UUID, name: str, known: Iterable[bytes], challenge: bytes) -> Json:
        """Return what to ask of an authenticator that is to make a key, with none of those it made before."""
        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name=_NAME,
            user_id=person.bytes,
            user_name=name,
            user_display_name=name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                require_resident_key=True,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        )
        return options_to_json_dict(options)

    def made(self, credential: Mapping[str, object], challenge: bytes) -> NewKey:
        """Return the key that was made. Raises SignInRefused."""
        with _refusing():
            verified = webauthn.verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        return NewKey(verified.credential_id, verified.credential_public_key, verified.sign_count)

    def to_sign(self, challenge: bytes) -> Json:
        """Return what to ask of whatever authenticator has a key for this site."""
        options = webauthn.generate_authentication_options(
            rp_id=self._host,
            challenge=challenge,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json_dict(options)

    @staticmethod
    def claimed(credential: Mapping[str, object]) -> Claim:
        """Return which key signed, as it says itself. Raises SignInRefused."""
        with _refusing():
            parsed = parse_authentication_credential_json(dict(credential))
            return Claim(parsed.raw_id, UUID(bytes=parsed.response.user_handle))

    def signed(
        self, credential: Mapping[str, object], challenge: bytes, public_key: bytes, sign_count: int
    ) -> int:
        """Check that a key signed a challenge; return its new counter. Raises SignInRefused."""
        with _refusing():
            verified = webauthn.verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=public_key,
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
        return verified.new_sign_count


@contextmanager
def _refusing() -> Iterator[None]:
    """Refuse whatever the library stumbles over: a credential comes from anybody, in any shape."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the library raises dozens of kinds
        _log.info("A passkey was refused: %s", type(error).__name__)
        raise SignInRefused("passkey-refused") from None
