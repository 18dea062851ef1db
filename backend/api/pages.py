"""The app itself: its built files, its one page for every address of its own, and the API's page."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path, PurePosixPath
from typing import Annotated, Final

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter

from backend.api.guarding import content_policy
from backend.api.problems import Problem

_INLINE_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_WORKER: Final = "/worker.js"
_NO_WORKER: Final = "/no-worker.js"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_SMALL: Final = {"br": ".br", "gzip": ".gz"}
"""How a file can be sent in small, the smallest first, and how its small form is called."""
_ENCODING: Final = re.compile(r"\s*([a-z]+)\s*(?:;\s*q=([0-9.]+)\s*)?")
Accepted = Annotated[str, HeaderParameter(name="Accept-Encoding", max_length=200)]
_API_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kring API</title>
<link rel="stylesheet" href="/api-docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api-docs/swagger-ui-bundle.js"></script>
<script src="/api-docs/start.js"></script>
</body>
</html>
"""
_API_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def _inline_scripts(page: bytes) -> Iterator[str]:
    for script in _INLINE_SCRIPT.findall(page):
        yield f"sha256-{b64encode(sha256(script).digest()).decode()}"


def _accepted(header: str) -> set[str]:
    """Return the ways of making small that a browser takes; a quality of nothing is a no."""
    found = (_ENCODING.fullmatch(each) for each in header.lower().split(","))
    return {each[1] for each in found if each and (each[2] or "1").strip("0.")}


class BuiltApp:
    """The files of the built app, read once; without ``offline`` its worker is one that removes itself."""

    def __init__(self, folder: Path, *, offline: bool = True) -> None:
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self._small = {
            coding: {
                path.removesuffix(ending): self._files.pop(path)
                for path in [*self._files]
                if path.endswith(ending)
            }
            for coding, ending in _SMALL.items()
        }
        if not offline and _NO_WORKER in self._files:
            self._files[_WORKER] = self._files[_NO_WORKER]
            for small in self._small.values():
                small.pop(_WORKER, None)
        page = self._files.get("/index.html", b"")
        self._policy = content_policy(*_inline_scripts(page))

    def find(self, path: str, accepted: str = "") -> Response[bytes]:
        """Return a file, or the app's page for an address without a file's ending, as small as is accepted.

        Raises Problem (not-found) for a missing file: a missing script is never a page.
        """
        if PurePosixPath(path).suffix == "":
            path = "/index.html"
        content = self._files.get(path)
        if content is None:
            raise Problem("not-found")
        kind = guess_type(path)[0] or "application/octet-stream"
        if path.endswith(".webmanifest"):
            kind = "application/manifest+json"
        cached = _FOR_EVER if path.startswith("/assets/") else _ASK_AGAIN
        headers = {"Cache-Control": cached}
        codings = [coding for coding, small in self._small.items() if path in small]
        if codings:
            headers["Vary"] = "Accept-Encoding"
        for coding in codings:
            if coding in _accepted(accepted):
                content, headers["Content-Encoding"] = self._small[coding][path], coding
                break
        if path == "/index.html":
            headers["Content-Security-Policy"] = self._policy
        return Response(content, media_type=kind, headers=headers)


@get("/api/v1/docs", operation_id="get_api_page", include_in_schema=False)
async def get_api_page() -> Response[str]:
    """Show the API's interactive page, from our own origin."""
    return Response(
        _API_PAGE,
        media_type=MediaType.HTML,
        headers={"Content-Security-Policy": _API_PAGE_POLICY},
    )


@get(["/", "/{path:path}"], operation_id="get_page", include_in_schema=False)
async def get_page(
    built: NamedDependency[BuiltApp], path: FromPath[str] = "/", accepted: Accepted = ""
) -> Response[bytes]:
    """Show the app."""
    if path.startswith("/api/"):
        raise Problem("not-found")
    return built.find(path if path.startswith("/") else f"/{path}", accepted)


ROUTES = (get_api_page, get_page)
