"""An organisation's own methods: seen by its people, changed by who administers it, played by its groups."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.api import documented
from backend.api.method_finding import OwnMethods, OwnMethodView, lines
from backend.api.method_writing import LARGEST, NewMethodVersion, check_sound, publication
from backend.api.organisations_offices import Office
from backend.api.own_methods import Version, shown
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.organisation.commands import PublishMethod, RetireMethod
from backend.domain.own_methods import key_of

Here = NamedDependency[Office]


@get(
    "/organisations/{organisation_id:uuid}/methods",
    operation_id="list_organisation_methods",
    responses=documented.query(),
)
async def list_organisation_methods(office: Here) -> OwnMethods:
    """See the methods of the organisation's own."""
    found = lines(office.organisation.methods, "organisation")
    return OwnMethods(
        methods=sorted(found, key=lambda one: one.retired),
        may_change=not office.organisation.administrators.isdisjoint(office.selves),
    )


@get(
    "/organisations/{organisation_id:uuid}/methods/{method_id:uuid}",
    operation_id="get_organisation_method",
    responses=documented.query(),
)
async def get_organisation_method(
    method_id: FromPath[UUID], office: Here, version: Version = None
) -> OwnMethodView:
    """See a method of the organisation's own, step by step, as it is or as it was."""
    own = office.organisation.methods.get(key_of(method_id))
    if own is None:
        raise Problem("not-found")
    return await shown(own, "organisation", (office.id, office.id), version, office.ports)


@put(
    "/organisations/{organisation_id:uuid}/methods/{method_id:uuid}",
    operation_id="publish_organisation_method",
    request_max_body_size=LARGEST,
    responses=documented.command(
        "only-administrators", "unsound-method", "method-changed", "methods-too-many"
    ),
)
async def publish_organisation_method(
    method_id: FromPath[UUID],
    data: JSONBody[NewMethodVersion],
    office: Here,
    request: Request[Any, Any, Any],
) -> Response[Receipt]:
    """Let the organisation have a method of its own, or a next version; retiring it ends with that.

    Its texts can be read by all who may plan: they hold nothing of a case.
    """
    method = data.method.method(key_of(method_id))
    check_sound(method, request)
    command = PublishMethod(by=office.by, at=office.ports.clock.now(), method=method, after=data.after)
    return receipt(await office.handle(command, key=publication(method_id, data)))


@delete(
    "/organisations/{organisation_id:uuid}/methods/{method_id:uuid}",
    operation_id="retire_organisation_method",
    status_code=200,
    responses=documented.command("only-administrators", "unknown-method"),
)
async def retire_organisation_method(method_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """Plan a method of the organisation's own no more; meetings that were planned keep it."""
    command = RetireMethod(by=office.by, at=office.ports.clock.now(), key=key_of(method_id))
    return receipt(await office.handle(command))


ROUTES = (
    list_organisation_methods,
    get_organisation_method,
    publish_organisation_method,
    retire_organisation_method,
)
