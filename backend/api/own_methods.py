"""A group's own methods: seen by everybody in it, changed by who keeps or guards it."""

from typing import Annotated, Any
from uuid import UUID, uuid5

from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.api import documented
from backend.api.circles import Circle
from backend.api.method_finding import Owner, OwnMethods, OwnMethodView, lines, own_id, own_of
from backend.api.method_writing import LARGEST, NewMethodVersion, check_sound, publication
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.group.commands import PublishMethod, RetireMethod
from backend.domain.own_methods import OwnMethod, key_of
from events import group, organisation

Here = NamedDependency[Circle]
Version = Annotated[
    int | None,
    QueryParameter(ge=1, le=2**31, description="An earlier version; the present one when left out."),
]


@get("/groups/{group_id:uuid}/methods", operation_id="list_group_methods", responses=documented.query())
async def list_group_methods(circle: Here) -> OwnMethods:
    """See the methods of the group's own, and those of the organisation that hosts it."""
    mine = circle.group.methods
    hosted = {key: one for key, one in (await own_of(circle)).items() if key not in mine}
    found = [*lines(mine, "group"), *lines(hosted, "organisation")]
    return OwnMethods(
        methods=sorted(found, key=lambda one: one.retired),
        may_change=circle.group.may_arrange(circle.person),
    )


@get(
    "/groups/{group_id:uuid}/methods/{method_id:uuid}",
    operation_id="get_group_method",
    responses=documented.query(),
)
async def get_group_method(method_id: FromPath[UUID], circle: Here, version: Version = None) -> OwnMethodView:
    """See a method of the group's or its host's own, step by step, as it is or as it was."""
    key = key_of(method_id)
    own = (await own_of(circle)).get(key)
    if own is None:
        raise Problem("not-found")
    is_mine = key in circle.group.methods
    stream = circle.group.id if is_mine else circle.tenant
    return await shown(
        own, "group" if is_mine else "organisation", (circle.tenant, stream), version, circle.ports
    )


async def shown(
    own: OwnMethod, owner: Owner, stream: tuple[UUID, UUID], version: int | None, ports: Ports
) -> OwnMethodView:
    """Return a version of an own method, out of the record when it is an earlier one."""
    method = own.method
    if version is not None and version != method.version:
        told = [one.event for one in await ports.record.read(*stream)]
        earlier = {
            event.method.version: event.method
            for event in told
            if isinstance(event, (group.MethodPublished, organisation.MethodPublished))
            and event.method.key == method.key
        }
        if version not in earlier:
            raise Problem("not-found")
        method = earlier[version]
    return OwnMethodView(id=own_id(method.key), of=owner, retired=own.retired, method=method)


@put(
    "/groups/{group_id:uuid}/methods/{method_id:uuid}",
    operation_id="publish_group_method",
    request_max_body_size=LARGEST,
    responses=documented.command(
        "only-the-facilitator", "unsound-method", "method-changed", "methods-too-many"
    ),
)
async def publish_group_method(
    method_id: FromPath[UUID],
    data: JSONBody[NewMethodVersion],
    circle: Here,
    request: Request[Any, Any, Any],
) -> Response[Receipt]:
    """Let the group have a method of its own, or a next version of it; retiring it ends with that.

    Its texts can be read by all who may plan: they hold nothing of a case.
    """
    method = data.method.method(key_of(method_id))
    check_sound(method, request)
    command = PublishMethod(by=circle.person, at=circle.ports.clock.now(), method=method, after=data.after)
    published = publication(method_id, data)
    return receipt(await circle.handle(command, command_id=published, exclusive=True))


@delete(
    "/groups/{group_id:uuid}/methods/{method_id:uuid}",
    operation_id="retire_group_method",
    status_code=200,
    responses=documented.command("only-the-facilitator", "unknown-method"),
)
async def retire_group_method(method_id: FromPath[UUID], circle: Here) -> Response[Receipt]:
    """Plan a method of the group's own no more; meetings that were planned keep it."""
    command = RetireMethod(by=circle.person, at=circle.ports.clock.now(), key=key_of(method_id))
    retired = uuid5(method_id, f"retired {circle.group.version}")
    return receipt(await circle.handle(command, command_id=retired, exclusive=True))


ROUTES = (list_group_methods, get_group_method, publish_group_method, retire_group_method)
