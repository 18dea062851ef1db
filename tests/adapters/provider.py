"""Providers (OpenID Connect): one of our own that can be told to be wrong, and one that we did not write."""

import base64
import hashlib
import importlib
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "kring", "een/heel:geheim"


@dataclass
class Provider:
    """Where it is, who signs in there, and what is wrong with it.

    ``claims`` go over what it says; ``key`` signs, ``shown`` are the keys that it shows.
    """

    origin: str = ""
    subject: str = "anna"
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    shown: list[Any] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=dict)
    answer: Any = None
    asked: list[dict[str, str]] = field(default_factory=list)
    _begun: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shown = [self.key]

    def turn_key(self) -> None:
        """Sign with a new key, and show it beside the old one."""
        self.key = RSAKey.generate_key(2048, {"kid": uuid4().hex})
        self.shown.append(self.key)

    def sign_in(self, location: str) -> dict[str, str]:
        """Let somebody sign in; return what the browser is sent back with."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = uuid4().hex
        self._begun[code] = query
        return {"code": code, "state": query["state"], "iss": self.origin}

    async def describe(self, _request: web.Request) -> web.Response:
        """Say where everything is."""
        said = {
            "issuer": self.origin,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "jwks_uri": f"{self.origin}/keys",
        }
        return web.json_response(said | self.description)

    async def keys(self, _request: web.Request) -> web.Response:
        """Show the keys."""
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.shown]})

    async def token(self, request: web.Request) -> web.Response:
        """Give a token for a code, once, to the client that began and proves it."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form | {"authorization": request.headers.get("Authorization", "")})
        begun = self._begun.pop(form["code"], None)
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        proven = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if begun is None or begun["code_challenge"] != proven or begun["code_challenge_method"] != "S256":
            return web.json_response({"error": "invalid_grant"}, status=400)
        if begun["redirect_uri"] != form["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        if self.answer is not None:
            return web.Response(text=self.answer, content_type="application/json")
        return web.json_response(
            {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(begun)}
        )

    def signed(self, begun: dict[str, str]) -> str:
        """Return a token about who signed in."""
        now = int(time.time())
        claims = {
            "iss": self.origin,
            "sub": self.subject,
            "aud": begun["client_id"],
            "iat": now,
            "exp": now + 300,
            "nonce": begun["nonce"],
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid} | self.header
        if header["alg"] == "none":
            parts = (
                base64.urlsafe_b64encode(str(part).replace("'", '"').encode()) for part in (header, claims)
            )
            return ".".join(part.decode().rstrip("=") for part in parts) + "."
        if header["alg"] == "HS256":
            public = self.key.as_pem(private=False)
            return jwt.encode(header, claims, OctKey.import_key(public), algorithms=["HS256"])
        return jwt.encode(header, claims, self.key, algorithms=["RS256"])


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    """Let a provider listen on loopback."""
    made = Provider()
    app = web.Application()
    app.add_routes(
        [
            web.get("/.well-known/openid-configuration", made.describe),
            web.get("/keys", made.keys),
            web.post("/token", made.token),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


@contextmanager
def foreign_provider() -> Iterator[str]:
    """Let a provider that we did not write listen on loopback; give its address."""
    with warnings.catch_warnings(record=True):
        mock = importlib.import_module("oidc_provider_mock")
        importlib.import_module("oidc_provider_mock._app")
    with mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"
