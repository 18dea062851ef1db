"""An organisation says which programs are told of what happens, and where its people sign in."""

from uuid import UUID

from backend.domain.organisation.commands import (
    ChangeWebhookSecret,
    RemoveSingleSignOn,
    RemoveWebhook,
    SetSingleSignOn,
    SetWebhook,
)
from events.organisation import (
    SingleSignOnRemoved,
    SingleSignOnSet,
    Topic,
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookSecretChanged,
)
from tests.spec import HANNEKE, NOON, SAMIRA, organisation, register

HOOK, PLACE, ELSEWHERE, SECRET = (UUID(int=n) for n in range(80, 84))
HELD = (Topic.SESSION_HELD,)


def hook(which: UUID = HOOK, place: UUID = PLACE, *, paused: bool = False, by: UUID = HANNEKE) -> SetWebhook:
    return SetWebhook(webhook=which, topics=HELD, place=place, paused=paused, by=by, at=NOON)


def remove(which: UUID = HOOK) -> RemoveWebhook:
    return RemoveWebhook(webhook=which, by=HANNEKE, at=NOON)


def another_secret(secret: UUID = SECRET) -> ChangeWebhookSecret:
    return ChangeWebhookSecret(webhook=HOOK, secret=secret, by=HANNEKE, at=NOON)


def test_a_webhook_is_added_once_and_changed_when_something_differs() -> None:
    spec = organisation().given(register())
    spec.when(hook()).then(
        WebhookAdded(webhook=HOOK, topics=HELD, place=PLACE, paused=False, by=HANNEKE, at=NOON)
    )
    spec.when(hook()).then()
    for place, paused in ((ELSEWHERE, False), (ELSEWHERE, True)):
        spec.when(hook(place=place, paused=paused)).then(
            WebhookChanged(webhook=HOOK, topics=HELD, place=place, paused=paused, by=HANNEKE, at=NOON)
        )


def test_only_administrators_let_programs_be_told() -> None:
    organisation().given(register()).when(hook(by=SAMIRA)).refused("only-administrators")


def test_a_secret_is_replaced_once_under_one_id() -> None:
    spec = organisation().given(register())
    spec.when(another_secret()).refused("unknown-webhook")
    spec = organisation().given(register(), hook())
    spec.when(another_secret()).then(WebhookSecretChanged(webhook=HOOK, secret=SECRET, by=HANNEKE, at=NOON))
    spec.when(another_secret()).then()
    spec.when(hook(paused=True)).then(
        WebhookChanged(webhook=HOOK, topics=HELD, place=PLACE, paused=True, by=HANNEKE, at=NOON)
    )
    spec.when(another_secret()).then()


def test_what_was_removed_does_not_come_back() -> None:
    spec = organisation().given(register())
    spec.when(remove()).refused("unknown-webhook")
    spec = organisation().given(register(), hook())
    spec.when(remove()).then(WebhookRemoved(webhook=HOOK, by=HANNEKE, at=NOON))
    spec.when(remove()).then()
    spec.when(hook()).refused("unknown-webhook")


def test_an_organisation_has_ten_webhooks_at_most() -> None:
    spec = organisation().given(register(), *(hook(UUID(int=n)) for n in range(90, 100)))
    spec.when(hook()).refused("webhooks-too-many")
    spec.when(hook(UUID(int=90))).then()


def test_where_people_sign_in_is_said_once_and_taken_back_once() -> None:
    say = SetSingleSignOn(place=PLACE, by=HANNEKE, at=NOON)
    take_back = RemoveSingleSignOn(by=HANNEKE, at=NOON)
    spec = organisation().given(register())
    spec.when(take_back).then()
    spec.when(say).then(SingleSignOnSet(place=PLACE, by=HANNEKE, at=NOON))
    spec.when(say).then()
    spec.when(take_back).then(SingleSignOnRemoved(by=HANNEKE, at=NOON))
    spec.when(SetSingleSignOn(place=PLACE, by=SAMIRA, at=NOON)).refused("only-administrators")
