"""What went to webhooks: looked up, sent once more, and a message that tells of nothing to try it."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from backend.api import documented
from backend.api.organisations_offices import Office
from backend.api.organisations_webhooks import check_known
from backend.api.paging import Limit, next_page
from backend.api.problems import Problem
from backend.api.webhook_ports import Delivered
from backend.domain.telling import told

Here = NamedDependency[Office]
Before = Annotated[UUID | None, QueryParameter(description="Where the page before this one ended.")]
_TEST: Final = "webhook.tested"


class DeliveryView(Struct, frozen=True, kw_only=True):
    """A message: ``waiting``, ``delivered`` or ``failed``; ``reason``: why the last try was in vain."""

    message: UUID
    topic: str
    made_at: datetime
    state: str
    tries: int
    tried_at: datetime | None
    status: int | None
    reason: str | None
    next_try_at: datetime | None


class DeliveryPage(Struct, frozen=True, kw_only=True):
    """What went to a webhook, the latest first; ``next`` is the cursor of the next page."""

    deliveries: list[DeliveryView]
    next: UUID | None


class OnItsWay(Struct, frozen=True):
    """A message that is on its way, to be found among what went there."""

    message: UUID


@post(
    "/organisations/{organisation_id:uuid}/webhooks/{webhook_id:uuid}/test",
    operation_id="test_webhook",
    status_code=200,
    responses=documented.query("only-administrators", "unknown-webhook", "other-site", "not-json"),
)
async def test_webhook(webhook_id: FromPath[UUID], office: Here) -> OnItsWay:
    """Send a webhook a message that tells of nothing, to try whether it arrives."""
    check_known(webhook_id, office)
    clock = office.ports.clock
    message = clock.new_id()
    body = told(_TEST, clock.now(), {"organisation": office.id})
    await office.ports.offices.webhooks.send(office.id, webhook_id, message, _TEST, body)
    return OnItsWay(message)


@get(
    "/organisations/{organisation_id:uuid}/webhooks/{webhook_id:uuid}/deliveries",
    operation_id="list_deliveries",
    responses=documented.query("only-administrators", "unknown-webhook"),
)
async def list_deliveries(
    webhook_id: FromPath[UUID],
    office: Here,
    request: Request[Any, Any, Any],
    cursor: Before = None,
    limit: Limit = 50,
) -> Response[DeliveryPage]:
    """See what went to a webhook in the last thirty days, the latest first."""
    check_known(webhook_id, office)
    found = await office.ports.offices.webhooks.log(office.id, webhook_id, before=cursor, limit=limit + 1)
    more = found[limit - 1].message if len(found) > limit else None
    page = DeliveryPage(deliveries=[_delivery(one) for one in found[:limit]], next=more)
    return Response(page, headers=next_page(request, more))


@post(
    "/organisations/{organisation_id:uuid}/webhooks/{webhook_id:uuid}/deliveries/{message_id:uuid}/replay",
    operation_id="replay_delivery",
    status_code=200,
    responses=documented.query(
        "only-administrators", "unknown-webhook", "unknown-delivery", "other-site", "not-json"
    ),
)
async def replay_delivery(webhook_id: FromPath[UUID], message_id: FromPath[UUID], office: Here) -> OnItsWay:
    """Send a message once more, whatever became of it; its id is the same, so that a program knows it."""
    check_known(webhook_id, office)
    if not await office.ports.offices.webhooks.again(office.id, webhook_id, message_id):
        raise Problem("unknown-delivery")
    return OnItsWay(message_id)


def _delivery(one: Delivered) -> DeliveryView:
    return DeliveryView(
        message=one.message,
        topic=one.topic,
        made_at=one.made_at,
        state=one.state,
        tries=one.tries,
        tried_at=one.tried_at,
        status=one.status,
        reason=one.reason,
        next_try_at=one.next_try_at,
    )


ROUTES = (test_webhook, list_deliveries, replay_delivery)
