"""Which programs an organisation lets be told of what happens."""

from typing import Final

from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.organisation.commands import ChangeWebhookSecret, RemoveWebhook, SetWebhook
from backend.domain.organisation.state import Organisation
from events.organisation import (
    AnyOrganisationEvent,
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookSecretChanged,
)

MOST: Final = 10
"""Webhooks of one organisation."""

WebhookCommand = SetWebhook | ChangeWebhookSecret | RemoveWebhook


def change_webhooks(command: WebhookCommand, organisation: Organisation) -> list[AnyOrganisationEvent]:
    """Answer a command about a webhook with the events it causes, or refuse it."""
    webhook = command.webhook
    if isinstance(command, SetWebhook):
        return _set(command, organisation)
    if isinstance(command, RemoveWebhook) and webhook in organisation.retired:
        return []
    known = organisation.webhooks.get(webhook)
    if known is None:
        raise Refused("unknown-webhook")
    if isinstance(command, RemoveWebhook):
        return [WebhookRemoved(webhook=webhook, by=command.by, at=command.at)]
    if known.secret == command.secret:
        return []
    return [WebhookSecretChanged(webhook=webhook, secret=command.secret, by=command.by, at=command.at)]


def _set(command: SetWebhook, organisation: Organisation) -> list[AnyOrganisationEvent]:
    webhook, topics, place, paused = command.webhook, command.topics, command.place, command.paused
    by, at = command.by, command.at
    if webhook in organisation.retired:
        raise Refused("unknown-webhook")
    known = organisation.webhooks.get(webhook)
    if known is None and len(organisation.webhooks) == MOST:
        raise Refused("webhooks-too-many")
    if known is None:
        return [WebhookAdded(webhook=webhook, topics=topics, place=place, paused=paused, by=by, at=at)]
    if known == replace(known, topics=topics, place=place, paused=paused):
        return []
    return [WebhookChanged(webhook=webhook, topics=topics, place=place, paused=paused, by=by, at=at)]
