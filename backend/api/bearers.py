"""Programs that call with a token instead of a cookie."""

import re
from typing import Any, Final

from litestar import Request

from backend.api.organisations_ports import Bearer
from backend.api.ports import Ports
from backend.api.problems import Problem

_BEARER: Final = re.compile(r"bearer +(kring_[A-Za-z0-9_-]{43})", re.IGNORECASE)
_KNOWN: Final = "bearer"
"""Where a request keeps whose token it carries: it is looked up once."""


async def bearer_of(request: Request[Any, Any, Any], ports: Ports) -> Bearer | None:
    """Return whose token a request carries; None when it carries none, and is a person's.

    Raises Problem (token-not-valid) for whatever does not work: unknown, expired and revoked are
    told alike. A request with a token is never the cookie's.
    """
    header = request.headers.get("authorization")
    if header is None:
        return None
    if _KNOWN in request.state:
        known: Bearer = request.state[_KNOWN]
        return known
    found = _BEARER.fullmatch(header.strip())
    bearer = await ports.offices.tokens.behind(found[1], ports.clock.now()) if found else None
    if bearer is None:
        raise Problem("token-not-valid")
    request.state[_KNOWN] = bearer
    return bearer
