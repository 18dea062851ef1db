"""What stands before every request: no unsafe call from another site, and headers that bind browsers."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Request
from litestar.types import BeforeMessageSendHookHandler, Message, Scope

from backend.api.problems import Problem

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FROM_ANYWHERE: Final = frozenset({"stop_mail"})
"""What mail programs call with a form (RFC 8058): it takes no cookie for an answer, only its own secret."""
_SAME: Final = frozenset({b"same-origin", b"none"})


def content_policy(*inline_scripts: str) -> str:
    """Return what a page of ours may load and run.

    ``inline_scripts``: the hashes of the scripts within the page. ``unsafe-inline`` is for style
    only, which the app's page carries within itself and sets on elements.
    """
    scripts = "".join(f" '{script}'" for script in inline_scripts)
    return (
        f"default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types svelte-trusted-html kring-worker"
    )


HEADERS: Final = {
    "Content-Security-Policy": content_policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers on every answer, unless the answer has its own."""
SECURE_HEADERS: Final = {"Strict-Transport-Security": "max-age=31536000"}
"""Headers on every answer over https."""


def is_from_this_site(headers: Mapping[bytes, bytes], *, secure: bool) -> bool:
    """Tell whether a browser says that a request comes from a page of ours.

    A client without ``Sec-Fetch-Site`` and ``Origin`` is no browser, so no other site can use it.
    ``secure``: our pages are read over https, so one over http was put there by somebody else.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in _SAME
    origin = headers.get(b"origin")
    if origin is None:
        return True
    scheme, _, host = origin.partition(b"://")
    return host == headers.get(b"host", b"") and (scheme == b"https" or not secure)


def is_json(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a request carries JSON or nothing: a form of another site can send neither.

    SCIM's programs name JSON in their own way (RFC 7644 § 3.1), which no form can either.
    """
    if headers.get(b"content-length", b"0") == b"0" and b"transfer-encoding" not in headers:
        return True
    return headers.get(b"content-type", b"").partition(b";")[0].strip().lower() in _JSON


_JSON: Final = frozenset({b"application/json", b"application/scim+json"})


async def guard(request: Request[Any, Any, Any], *, secure: bool) -> None:
    """Refuse what another site could make a browser send; comes before every handler's own work."""
    if request.method in SAFE_METHODS or request.route_handler.operation_id in _FROM_ANYWHERE:
        return
    headers = dict(request.scope["headers"])
    if not is_from_this_site(headers, secure=secure):
        raise Problem("other-site")
    if not is_json(headers):
        raise Problem("not-json")


def binding(*, secure: bool) -> BeforeMessageSendHookHandler:
    """Return what binds browsers in every answer, also in those that no handler gave."""
    fixed = HEADERS | {"Cache-Control": "no-store"} | (SECURE_HEADERS if secure else {})
    binds = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fixed.items()]

    async def bind(message: Message, _scope: Scope) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            named = {name.lower() for name, _ in own}
            message["headers"] = own + [header for header in binds if header[0] not in named]

    return bind
