"""What stands before every request: no unsafe call from another site, and headers that bind browsers."""

from typing import Final

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.types import ASGIApp, BeforeMessageSendHookHandler, Message, Receive, Scope, Send

from backend.api.problems import Problem

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_SAME: Final = frozenset({"same-origin", "none"})


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


def is_from_this_site(headers: Headers, host: str) -> bool:
    """Tell whether a browser says that a request comes from a page of ours.

    A client without ``Sec-Fetch-Site`` and ``Origin`` is no browser, so no other site can use it.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _SAME
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == host


def is_json(headers: Headers) -> bool:
    """Tell whether a request carries JSON or nothing: a form of another site can send neither."""
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return True
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def guard(app: ASGIApp) -> ASGIApp:
    """Return an application that no other site can make do anything."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] not in SAFE_METHODS:
            headers = Headers.from_scope(scope)
            if not is_from_this_site(headers, headers.get("host", "")):
                raise Problem("other-site")
            if not is_json(headers):
                raise Problem("not-json")
        await app(scope, receive, send)

    return guarded


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
