"""Webhooks: which programs are told of what is published, with secrets shown once."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.moving import Key
from backend.api.organisations_offices import Office
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.texts import Name, named
from backend.domain.organisation.commands import ChangeWebhookSecret, RemoveWebhook, SetWebhook
from events.organisation import Topic

Here = NamedDependency[Office]


class NewWebhook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A webhook: what it is for, where it is, and of what it tells."""

    label: Name
    url: Annotated[str, Meta(min_length=1, max_length=2048)]
    topics: Annotated[list[Topic], Meta(min_length=1, max_length=3)]


class WebhookChange(NewWebhook, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A webhook as it is to be; a paused one is told nothing, and not later either."""

    paused: bool = False


class IssuedWebhook(Receipt, frozen=True, kw_only=True):
    """A webhook with its secret, which is shown this once."""

    id: UUID
    secret: str


class WebhookView(Struct, frozen=True, kw_only=True):
    """A webhook without its secret."""

    webhook: UUID
    label: str
    url: str
    topics: list[Topic]
    paused: bool
    made_at: datetime


class WebhookList(Struct, frozen=True):
    """The organisation's webhooks."""

    webhooks: list[WebhookView]


@post(
    "/organisations/{organisation_id:uuid}/webhooks",
    operation_id="add_webhook",
    responses=documented.command(
        "only-administrators", "webhook-address", "webhooks-too-many", "unknown-webhook", gives=IssuedWebhook
    ),
)
async def add_webhook(
    data: JSONBody[NewWebhook], office: Here, idempotency_key: Key = None
) -> Response[IssuedWebhook]:
    """Let a program be told, signed with a secret; asked again under the same key, with another secret."""
    clock = office.ports.clock
    webhook = uuid5(office.id, f"{office.by} hooks {idempotency_key}") if idempotency_key else clock.new_id()
    place = await _place(webhook, data.url, office)
    command = SetWebhook(webhook=webhook, topics=_topics(data), place=place, by=office.by, at=clock.now())
    answer = await office.handle(command)
    secret = await _keep(webhook, data, place, office, paused=False, is_new=True)
    return Response(
        IssuedWebhook(position=answer.position, version=answer.version, id=webhook, secret=secret or ""),
        status_code=201,
    )


@get(
    "/organisations/{organisation_id:uuid}/webhooks",
    operation_id="list_webhooks",
    responses=documented.query("only-administrators"),
)
async def list_webhooks(office: Here) -> WebhookList:
    """See the organisation's webhooks, without their secrets."""
    kept = await office.ports.offices.webhooks.of(office.id)
    return WebhookList(
        [
            WebhookView(
                webhook=webhook,
                label=kept[webhook].label,
                url=kept[webhook].url,
                topics=list(known.topics),
                paused=known.paused,
                made_at=kept[webhook].made_at,
            )
            for webhook, known in office.organisation.webhooks.items()
            if webhook in kept
        ]
    )


@put(
    "/organisations/{organisation_id:uuid}/webhooks/{webhook_id:uuid}",
    operation_id="change_webhook",
    responses=documented.command("only-administrators", "webhook-address", "unknown-webhook"),
)
async def change_webhook(
    webhook_id: FromPath[UUID], data: JSONBody[WebhookChange], office: Here
) -> Response[Receipt]:
    """Say anew where a webhook is, of what it tells, and whether it does."""
    check_known(webhook_id, office)
    place = await _place(webhook_id, data.url, office)
    command = SetWebhook(
        webhook=webhook_id,
        topics=_topics(data),
        place=place,
        paused=data.paused,
        by=office.by,
        at=office.ports.clock.now(),
    )
    answer = await office.handle(command)
    await _keep(webhook_id, data, place, office, paused=data.paused, is_new=False)
    return receipt(answer)


@post(
    "/organisations/{organisation_id:uuid}/webhooks/{webhook_id:uuid}/secret",
    operation_id="change_webhook_secret",
    responses=documented.command("only-administrators", "unknown-webhook", gives=IssuedWebhook),
)
async def change_webhook_secret(webhook_id: FromPath[UUID], office: Here) -> Response[IssuedWebhook]:
    """Give a webhook another secret; for a day both sign, so that its program can change over."""
    clock = office.ports.clock
    command = ChangeWebhookSecret(webhook=webhook_id, secret=clock.new_id(), by=office.by, at=clock.now())
    answer = await office.handle(command)
    secret = await office.ports.offices.webhooks.turn(office.id, webhook_id)
    return Response(
        IssuedWebhook(position=answer.position, version=answer.version, id=webhook_id, secret=secret),
        status_code=201,
    )


@delete(
    "/organisations/{organisation_id:uuid}/webhooks/{webhook_id:uuid}",
    operation_id="remove_webhook",
    status_code=200,
    responses=documented.command("only-administrators", "unknown-webhook"),
)
async def remove_webhook(webhook_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """Remove a webhook, with its secret and with what was on its way to it."""
    command = RemoveWebhook(webhook=webhook_id, by=office.by, at=office.ports.clock.now())
    answer = await office.handle(command)
    await office.ports.offices.webhooks.remove(office.id, webhook_id)
    return receipt(answer)


def check_known(webhook: UUID, office: Office) -> None:
    """Refuse a webhook that the organisation does not have."""
    if webhook not in office.organisation.webhooks:
        raise Problem("unknown-webhook")


async def _place(webhook: UUID, url: str, office: Office) -> UUID:
    """Return the id by which the record names an address; another address has another one."""
    webhooks = office.ports.offices.webhooks
    if not webhooks.allows(url):
        raise Problem("webhook-address")
    known = (await webhooks.of(office.id)).get(webhook)
    return known.place if known is not None and known.url == url else office.ports.clock.new_id()


async def _keep(  # noqa: PLR0913 - a webhook and whose it is
    webhook: UUID, data: NewWebhook, place: UUID, office: Office, *, paused: bool, is_new: bool
) -> str | None:
    return await office.ports.offices.webhooks.keep(
        office.id,
        webhook,
        label=named(data.label),
        url=data.url,
        place=place,
        topics=_topics(data),
        paused=paused,
        is_new=is_new,
    )


def _topics(data: NewWebhook) -> tuple[Topic, ...]:
    return tuple(sorted(set(data.topics)))


ROUTES = (add_webhook, list_webhooks, change_webhook, change_webhook_secret, remove_webhook)
