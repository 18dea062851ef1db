"""What stands before every request: no unsafe call from another site, and headers that bind browsers."""

from typing import Any, Final

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

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
SECURE_HEADERS: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
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


def guard(*, secure: bool) -> Any:  # noqa: ANN401 - Litestar's own type for middleware is Any
    """Return the middleware that guards every request."""
    fixed = HEADERS | (SECURE_HEADERS if secure else {})

    def middleware(app: ASGIApp) -> ASGIApp:
        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            headers = Headers.from_scope(scope)
            if scope["method"] not in SAFE_METHODS and not is_from_this_site(
                headers, headers.get("host", "")
            ):
                raise Problem("other-site")

            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    answer = MutableScopeHeaders.from_message(message)
                    for name, value in fixed.items():
                        answer.setdefault(name, value)
                    answer.setdefault("Cache-Control", "no-store")
                await send(message)

            await app(scope, receive, send_with_headers)

        return guarded

    return middleware
