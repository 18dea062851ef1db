"""Operations that come to an end: since when, until when, and how answers say so (docs/api-changes.md)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from email.utils import format_datetime
from typing import Final
from zoneinfo import ZoneInfo

from litestar.handlers import HTTPRouteHandler
from litestar.types import BeforeMessageSendHookHandler, Message, Scope
from msgspec import Struct

POLICY: Final = "/api/v1/docs"
"""Where an answer sends who wants to know more."""
_UTC: Final = ZoneInfo("UTC")


class Ending(Struct, frozen=True):
    """Since when an operation is on its way out, and the first day on which it is gone."""

    since: date
    until: date


DEPRECATED: Final[Mapping[str, Ending]] = {}
"""By operation id. Whoever adds a row also sets ``deprecated=True`` on the handler."""


def telling(endings: Mapping[str, Ending]) -> BeforeMessageSendHookHandler:
    """Return what adds Deprecation (RFC 9745) and Sunset (RFC 8594) to answers of such operations."""
    headers = {operation: _headers(ending) for operation, ending in endings.items()}

    async def tell(message: Message, scope: Scope) -> None:
        handler = scope.get("route_handler")
        if message["type"] != "http.response.start" or not isinstance(handler, HTTPRouteHandler):
            return
        found = headers.get(str(handler.operation_id))
        if found:
            message["headers"] = [*message.get("headers", ()), *found]

    return tell


def _headers(ending: Ending) -> list[tuple[bytes, bytes]]:
    since, until = (datetime.combine(day, time(), _UTC) for day in (ending.since, ending.until))
    sunset = format_datetime(until.astimezone(_UTC)).replace("+0000", "GMT")
    return [
        (b"deprecation", f"@{int(since.timestamp())}".encode()),
        (b"sunset", sunset.encode()),
        (b"link", f'<{POLICY}>; rel="deprecation"; type="text/html"'.encode()),
    ]
