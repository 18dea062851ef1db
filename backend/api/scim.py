"""SCIM 2.0 (RFC 7644): where an organisation's directory comes in, with a token made for that."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from litestar import Request, Response, Router, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod

from backend.api.admitting import right_of
from backend.api.bearers import bearer_of
from backend.api.limiting import limit
from backend.api.ports import Ports
from backend.api.problems import Problem

ROOT: Final = "/scim/v2"
LARGEST: Final = 1024 * 1024
"""Bytes of a request: a unit with ten thousand members."""
_METHODS: Final[Sequence[HttpMethod]] = (
    HttpMethod.GET,
    HttpMethod.POST,
    HttpMethod.PUT,
    HttpMethod.PATCH,
    HttpMethod.DELETE,
)


async def _fetched() -> None:
    """Fetch what answers, beside the loop that phones listen on: its models take long to make."""
    await asyncio.to_thread(import_module, "backend.api.scim_answering")


@route(
    ["/", "/{rest:path}"],
    http_method=_METHODS,
    operation_id="provision",
    include_in_schema=False,
    request_max_body_size=LARGEST,
)
async def provision(request: Request[Any, Any, Any], ports: NamedDependency[Ports]) -> Response[bytes]:
    """Answer an organisation's directory."""
    bearer = await bearer_of(request, ports)
    if bearer is None:
        raise Problem("token-not-valid")
    limit(request, ports.limits, "token", str(bearer.token))
    limit(request, ports.limits, "tenant", str(bearer.organisation))
    if right_of(request).scope not in bearer.scopes:
        raise Problem("scope-missing")
    await _fetched()
    from backend.api import scim_answering  # noqa: PLC0415 - a third of every process's start

    return await scim_answering.answered(request, ports, bearer, ROOT)


def _problem_said(_request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    from backend.api import scim_answering  # noqa: PLC0415 - as above

    return scim_answering.refused(problem)


ROUTER: Final = Router(
    ROOT,
    route_handlers=[provision],
    exception_handlers={Problem: _problem_said},
    include_in_schema=False,
)
