"""What an organisation's directory is answered: who works there, and in which unit (SCIM 2.0, RFC 7644)."""

import json
from typing import Any, Final
from urllib.parse import parse_qsl

from litestar import Request, Response
from scim2_models import Resource, ResourceType, SCIMException, SearchRequest, UnauthorizedException
from scim2_server.handler import AsyncScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import SCIM_MEDIA_TYPE, ScimResponse
from scim2_server.service import ScimService
from scim2_server.storage import AsyncScimStorage, SearchPage
from typing_extensions import override

from backend.api.organisations_ports import Bearer
from backend.api.ports import Ports
from backend.api.problems import WORDS, Problem
from backend.api.scim_desk import Desk, found
from backend.api.scim_groups import Groups
from backend.api.scim_models import PROVIDER
from backend.api.scim_users import Users

_SERVICE: Final = ScimService(PROVIDER)


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


async def answered(
    request: Request[Any, Any, Any], ports: Ports, bearer: Bearer, root: str
) -> Response[bytes]:
    """Answer a request below a path of ours, at the desk of the bearer's organisation."""
    desk = Desk(organisation=bearer.organisation, token=bearer.token, ports=ports)
    try:
        handler = AsyncScimHandler(_SERVICE, _Directory(desk))
        return _response(await handler.handle(await _read(request, ports, root)))
    except SCIMException as error:
        return _response(_SERVICE.error_response(error))


async def _read(request: Request[Any, Any, Any], ports: Ports, root: str) -> ScimRequest:
    return ScimRequest(
        method=request.method,
        base_url=f"{ports.public_url}{root}",
        path=request.url.path.removeprefix(root),
        query=dict(parse_qsl(request.url.query, keep_blank_values=True)),
        headers=list(request.headers.items()),
        body=await request.body(),
    )


def _response(answer: ScimResponse) -> Response[bytes]:
    body = b"" if answer.body is None else json.dumps(answer.body).encode()
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-type"}
    return Response(body, status_code=int(answer.status), headers=headers, media_type=SCIM_MEDIA_TYPE)


def refused(problem: Problem) -> Response[bytes]:
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
