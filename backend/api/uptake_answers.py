"""Answers about uptake: with a tag, so that nobody fetches twice what has not changed."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Request, Response

Asking = Request[Any, Any, Any]


def tagged(request: Asking, view: Any) -> Response[Any]:  # noqa: ANN401 - any view of uptake
    """Answer with a view and its tag."""
    return answered(request, msgspec.json.encode(view), "application/json", {})


def answered(request: Asking, body: bytes, kind: str, headers: dict[str, str]) -> Response[Any]:
    """Answer with a tag, or that nothing has changed since."""
    tag = f'"{b64encode(sha256(body).digest()[:12]).decode()}"'
    headers = {"ETag": tag, "Vary": "Accept-Language", **headers}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers, media_type=kind)
    return Response(body, headers=headers, media_type=kind)
