"""SCIM 2.0 (RFC 7644): an organisation's directory tells who works there, with a token made for that."""

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from litestar import Request, Response, Router, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from scim2_models import Resource, ResourceType, SCIMException, SearchRequest, UnauthorizedException
from scim2_server.handler import AsyncScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import SCIM_MEDIA_TYPE, ScimResponse
from scim2_server.service import ScimService
from scim2_server.storage import AsyncScimStorage, SearchPage
from typing_extensions import override

from backend.api.admitting import right_of
from backend.api.bearers import bearer_of
from backend.api.limiting import limit
from backend.api.ports import Ports
from backend.api.problems import WORDS, Problem
from backend.api.scim_desk import Desk, found
from backend.api.scim_groups import Groups
from backend.api.scim_models import PROVIDER
from backend.api.scim_users import Users

ROOT: Final = "/scim/v2"
LARGEST: Final = 1024 * 1024
"""Bytes of a request: a unit with ten thousand members."""
_SERVICE: Final = ScimService(PROVIDER)
_METHODS: Final[Sequence[HttpMethod]] = (
    HttpMethod.GET,
    HttpMethod.POST,
    HttpMethod.PUT,
    HttpMethod.PATCH,
    HttpMethod.DELETE,
)


class _Directory(AsyncScimStorage):
    """An organisation as SCIM sees it: its people and its units."""

    def __init__(self, desk: Desk) -> None:
        self._of: dict[str | None, Any] = {"User": Users(desk), "Group": Groups(desk)}

    @override
    async def get(
        self, resource_type: ResourceType, resource_id: str, *, response_parameters: object = None
    ) -> Resource[Any]:
        resource: Resource[Any] = await self._of[resource_type.name].get(resource_id)
        return resource

    @override
    async def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        resources = [one for kind in resource_types for one in await self._of[kind.name].all()]
        return found(resources, resource_types, search_request)

    @override
    async def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        created: Resource[Any] = await self._of[resource_type.name].create(resource)
        return created

    @override
    async def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        updated: Resource[Any] = await self._of[resource_type.name].update(resource, expected_version)
        return updated

    @override
    async def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        await self._of[resource_type.name].delete(resource_id, expected_version)


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
    desk = Desk(organisation=bearer.organisation, token=bearer.token, ports=ports)
    handler = AsyncScimHandler(_SERVICE, _Directory(desk))
    return _response(await handler.handle(await _read(request, ports)))


async def _read(request: Request[Any, Any, Any], ports: Ports) -> ScimRequest:
    return ScimRequest(
        method=request.method,
        base_url=f"{ports.public_url}{ROOT}",
        path=request.url.path.removeprefix(ROOT),
        query=dict(parse_qsl(request.url.query, keep_blank_values=True)),
        headers=list(request.headers.items()),
        body=await request.body(),
    )


def _response(answer: ScimResponse) -> Response[bytes]:
    body = b"" if answer.body is None else json.dumps(answer.body).encode()
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-type"}
    return Response(body, status_code=int(answer.status), headers=headers, media_type=SCIM_MEDIA_TYPE)


def _scim_said(_request: Request[Any, Any, Any], error: SCIMException) -> Response[bytes]:
    return _response(_SERVICE.error_response(error))


def _problem_said(_request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    """Say a problem of the house in the way of SCIM."""
    words = WORDS[problem.reason]
    if words.status == UnauthorizedException.status:
        return _response(_SERVICE.error_response(UnauthorizedException(detail=words.en.detail)))
    error = SCIMException(detail=words.en.detail)
    error.status = words.status
    answer = _response(_SERVICE.error_response(error))
    if problem.retry_after is not None:
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


ROUTER: Final = Router(
    ROOT,
    route_handlers=[provision],
    exception_handlers={SCIMException: _scim_said, Problem: _problem_said},
    include_in_schema=False,
)
