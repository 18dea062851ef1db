"""Providers with whom people sign in (OpenID Connect): found, asked, and not believed without proof."""

import base64
import hashlib
import json
import logging
from collections import OrderedDict
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from backend.adapters.clock import Clock
from backend.adapters.outward import FAULTS, Outward
from backend.adapters.push_endpoints import Refused
from backend.adapters.refusing import SignInRefused, WhyNot

_log = logging.getLogger("kring.oidc")
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that are believed; among them none that a client's secret can make."""
_KNOWN_FOR: Final = 600.0
"""Seconds for which a provider's description and keys are used without asking again."""
_LEEWAY: Final = 60
_LARGEST: Final = 256 * 1024
_OK: Final = 200
_REMEMBERED: Final = 500


class Provider(Struct, frozen=True, kw_only=True):
    """A provider as it describes itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: list[str] = []
    code_challenge_methods_supported: list[str] = []


class Somebody(Struct, frozen=True, kw_only=True):
    """Who a provider says that somebody is."""

    subject: str
    address: str | None
    name: str | None


class Oidc:
    """Asks providers through the guarded door; what they said is kept for some minutes."""

    def __init__(self, outward: Outward, clock: Clock) -> None:
        self._outward, self._clock = outward, clock
        self._providers: OrderedDict[str, tuple[Provider, float]] = OrderedDict()
        self._keys: OrderedDict[str, tuple[KeySet, float]] = OrderedDict()

    async def provider(self, issuer: str, *, anew: bool = False) -> Provider:
        """Return how a provider describes itself. Raises SignInRefused (provider-unreachable or -unfit)."""
        known = self._providers.get(issuer)
        if known is not None and known[1] > monotonic() and not anew:
            return known[0]
        said = await self._json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            found = Provider(**{name: said[name] for name in Provider.__struct_fields__ if name in said})
            places = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
            for place in places:
                self._outward.place(place)
        except (TypeError, Refused):
            raise SignInRefused("provider-unfit") from None
        if found.issuer != issuer:
            raise SignInRefused("provider-unfit")
        _remember(self._providers, issuer, found)
        return found

    async def way(  # noqa: PLR0913 - the parameters of RFC 6749, RFC 7636 and OpenID Connect
        self, issuer: str, client: str, *, back_to: str, state: str, nonce: str, verifier: str
    ) -> str:
        """Return where a browser goes to sign in at a provider."""
        provider = await self.provider(issuer)
        challenge = hashlib.sha256(verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": client,
            "redirect_uri": back_to,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        glue = "&" if "?" in provider.authorization_endpoint else "?"
        return f"{provider.authorization_endpoint}{glue}{urlencode(query)}"

    async def redeem(  # noqa: PLR0913 - the same
        self,
        issuer: str,
        client: str,
        secret: str | None,
        *,
        code: str,
        back_to: str,
        nonce: str,
        verifier: str,
    ) -> Somebody:
        """Return who signed in at a provider. Raises SignInRefused, whatever is wrong for one reason."""
        provider = await self.provider(issuer)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back_to,
            "client_id": client,
            "code_verifier": verifier,
        }
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        if secret is not None and "client_secret_post" in provider.token_endpoint_auth_methods_supported:
            form["client_secret"] = secret
        elif secret is not None:
            pair = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        said = await self._json(
            provider.token_endpoint, data=urlencode(form).encode(), headers=headers, reason="sign-in-refused"
        )
        token = said.get("id_token")
        if not isinstance(token, str):
            raise SignInRefused("sign-in-refused")
        claims = await self._believed(provider, token)
        return self._checked(claims, provider.issuer, client, nonce)

    async def _believed(self, provider: Provider, token: str) -> dict[str, Any]:
        """Return what a token says, whose signature is the provider's; with new keys if it has some."""
        for anew in (False, True):
            keys = await self._key_set(provider.jwks_uri, anew=anew)
            try:
                return dict(jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims)
            except (JoseError, ValueError, TypeError, KeyError) as error:
                _log.info("A provider's token was not believed: %s", type(error).__name__)
        raise SignInRefused("sign-in-refused")

    def _checked(self, claims: dict[str, Any], issuer: str, client: str, nonce: str) -> Somebody:
        """Return whom a token is about, once it is for us, now, from them and about this sign-in."""
        now = self._clock.now().timestamp()
        audience = claims.get("aud")
        ours = audience == client or (isinstance(audience, list) and client in audience)
        several = isinstance(audience, list) and len(audience) > 1
        begins, ends, subject = claims.get("iat"), claims.get("exp"), claims.get("sub")
        fits = (
            claims.get("iss") == issuer
            and ours
            and (claims.get("azp") == client if several or "azp" in claims else True)
            and claims.get("nonce") == nonce
            and isinstance(ends, int | float)
            and ends > now - _LEEWAY
            and isinstance(begins, int | float)
            and begins < now + _LEEWAY
            and isinstance(subject, str)
            and subject
        )
        if not fits:
            raise SignInRefused("sign-in-refused")
        proven = claims.get("email_verified", True) in {True, "true"}
        address, name = claims.get("email"), claims.get("name")
        return Somebody(
            subject=str(subject),
            address=address if proven and isinstance(address, str) else None,
            name=name if isinstance(name, str) else None,
        )

    async def _key_set(self, address: str, *, anew: bool) -> KeySet:
        known = self._keys.get(address)
        if known is not None and known[1] > monotonic() and not anew:
            return known[0]
        try:
            keys = KeySet.import_key_set(await self._json(address))  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise SignInRefused("provider-unfit") from None
        _remember(self._keys, address, keys)
        return keys

    async def _json(
        self,
        address: str,
        *,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
        reason: WhyNot = "provider-unreachable",
    ) -> dict[str, Any]:
        try:
            place = self._outward.place(address)
            answer = await self._outward.call(
                "GET" if data is None else "POST",
                place,
                headers=headers or {"Accept": "application/json"},
                data=data,
                largest=_LARGEST,
            )
            said = json.loads(answer.body) if answer.status == _OK else None
        except Refused:
            raise SignInRefused("provider-unfit") from None
        except (*FAULTS, RecursionError) as error:
            _log.warning("A provider could not be asked: %s", type(error).__name__)
            raise SignInRefused("provider-unreachable") from None
        if not isinstance(said, dict):
            raise SignInRefused(reason)
        return said


def _remember(known: OrderedDict[str, tuple[Any, float]], key: str, what: object) -> None:
    known[key] = (what, monotonic() + _KNOWN_FOR)
    known.move_to_end(key)
    while len(known) > _REMEMBERED:
        known.popitem(last=False)
