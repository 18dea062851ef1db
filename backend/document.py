"""The OpenAPI document: what it is called, and what every operation owes it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from litestar import Request, Router
from litestar.config.app import AppConfig
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import License
from litestar.routes import HTTPRoute
from litestar.status_codes import HTTP_204_NO_CONTENT

from backend.api.admitting import check_rows
from backend.api.problems import Problem

_DOCUMENT: Final = "/openapi.json"


def with_summaries(config: AppConfig) -> AppConfig:
    """Let the first sentence of a docstring be the summary of its operation."""
    for handler in _operations(config.route_handlers):
        if handler.fn.__doc__:
            handler.summary = handler.fn.__doc__.partition("\n")[0].rstrip(".")
    return config


def with_nothing_after_204(config: AppConfig) -> AppConfig:
    """Let the document say that an answer 204 has no content, also where it has a cookie."""
    for handler in _operations(config.route_handlers):
        if handler.status_code == HTTP_204_NO_CONTENT:
            nothing = ResponseSpec(None, description="Done, and nothing follows", generate_examples=False)
            handler.responses = {**(handler.responses or {}), HTTP_204_NO_CONTENT: nothing}
    return config


def with_rights(config: AppConfig) -> AppConfig:
    """Refuse to start with an operation of which nobody said who may."""
    known = (handler.operation_id for handler in _operations(config.route_handlers))
    check_rows(operation for operation in known if isinstance(operation, str))
    return config


def _operations(routes: Iterable[Any]) -> Iterator[HTTPRouteHandler]:
    for route in routes:
        if isinstance(route, Router):
            yield from _operations(
                h for r in route.routes if isinstance(r, HTTPRoute) for h in r.route_handlers
            )
        elif isinstance(route, HTTPRouteHandler):
            yield route


def _only_the_document(request: Request[Any, Any, Any]) -> None:
    """Let the library's router answer for the document alone, and not for every unknown address."""
    if not request.url.path.endswith(_DOCUMENT):
        raise Problem("not-found")


OPENAPI: Final = OpenAPIConfig(
    title="Kring",
    version="0.1.0",
    summary="Intervisie (peer consultation): meetings, their record, and what a group learns.",
    license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
    openapi_router=Router(
        "/api/v1", route_handlers=[], include_in_schema=False, before_request=_only_the_document
    ),
    render_plugins=[JsonRenderPlugin(path=_DOCUMENT)],
    use_handler_docstrings=True,
    create_examples=False,
)
