"""Programs are told by signed messages of what is published, patiently, and through the guarded door."""

import asyncio
import json
from base64 import b64decode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from typing_extensions import override

from backend.adapters import outward
from backend.adapters.push_endpoints import PublicHosts, Refused
from backend.adapters.webhook_post import signature
from backend.adapters.webhooks import Delivered
from backend.domain.uptake.figures import Figure
from backend.house import House, opened
from backend.settings import Settings
from events.organisation import Topic
from events.session import SessionClosed
from projections.runner import prepare
from projections.shipped import VIEWS
from tests.adapters.push_server import Message, PushServer, push_server
from tests.api.house import MASTER_KEY
from tests.projections.circle import Circle, Meeting
from tests.reactions.reminded import SetClock
from tests.security.test_push_endpoints import hostile

EVERYTHING = tuple(Topic)


class Program(PushServer):
    """A program of an organisation that takes what it is sent, unless it is told otherwise."""

    @override
    def judge(self, method: str, message: Message) -> int:
        return 204

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What it was told, in order."""
        return [json.loads(one.body) for one in self.got]


@dataclass(slots=True, kw_only=True)
class Hook:
    """A webhook of an organisation."""

    world: "Telling"
    organisation: UUID
    id: UUID
    secret: str
    path: str

    async def log(self) -> list[Delivered]:
        """Return what went there."""
        webhooks = self.world.house.ports.offices.webhooks
        found = await webhooks.log(self.organisation, self.id, before=None, limit=50)
        return list(found)  # type: ignore[arg-type]

    def got(self) -> list[Message]:
        """Return what arrived."""
        return [one for one in self.world.program.got if one.path == self.path]

    def told(self) -> list[dict[str, Any]]:
        """Return what arrived, once each message was checked."""
        return [Webhook(self.secret).verify(one.body, one.headers) for one in self.got()]

    async def test(self) -> UUID:
        """Send it a message that tells of nothing."""
        message = uuid4()
        body = b'{"type":"webhook.tested"}'
        webhooks = self.world.house.ports.offices.webhooks
        await webhooks.send(self.organisation, self.id, message, "webhook.tested", body)
        return message


@dataclass(slots=True, kw_only=True)
class Telling:
    """A house whose clock the test sets, and a program beside it."""

    house: House
    clock: SetClock
    program: Program

    async def hook(self, *, paused: bool = False, organisation: UUID | None = None) -> Hook:
        """Let an organisation have a webhook."""
        self.clock.at = datetime.now(UTC)
        organisation, webhook = organisation or uuid4(), uuid4()
        path = f"/{webhook.hex}"
        secret = await self.house.ports.offices.webhooks.keep(
            organisation,
            webhook,
            label="Rooster",
            url=f"{self.program.origin}{path}",
            place=uuid4(),
            topics=EVERYTHING,
            paused=paused,
            is_new=True,
        )
        return Hook(world=self, organisation=organisation, id=webhook, secret=secret or "", path=path)

    async def look(self, seconds: float = 0) -> int:
        """Let what is due be done so much later."""
        self.clock.at += timedelta(seconds=seconds)
        return await self.house.webhooks.round()


@pytest.fixture(scope="module")
async def here(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Telling]:
    """The house that the tests of this file share."""
    await prepare(module_database_url, VIEWS.values())
    clock, program = SetClock(), Program()
    async with push_server(program):
        settings = _settings(tmp_path_factory.mktemp("kring"), program)
        async with opened(settings, module_database_url, clock) as house:
            yield Telling(house=house, clock=clock, program=program)


def _settings(folder: Path, program: PushServer) -> Settings:
    return Settings.from_environment(
        {
            "KRING_FOLDER": str(folder),
            "KRING_MASTER_KEY": MASTER_KEY,
            "PUBLIC_URL": "https://kring.example",
            "KRING_OWN_ORIGINS": program.origin,
        }
    )


async def test_a_program_checks_what_it_is_told_with_the_standards_own_library(here: Telling) -> None:
    hook = await here.hook()
    message = await hook.test()
    await here.look()

    assert hook.told() == [{"type": "webhook.tested"}]
    assert hook.got()[0].headers["webhook-id"] == f"msg_{message}"
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(b"{}", hook.got()[0].headers)
    key = b64decode(hook.secret.removeprefix("whsec_"))
    now = datetime.now(UTC)
    assert signature(key, "msg_1", int(now.timestamp()), b"{}") == Webhook(hook.secret).sign(
        "msg_1", now, "{}"
    )


async def test_a_published_period_is_told_once_with_its_counts_to_all_but_those_who_are_paused(
    here: Telling,
) -> None:
    hook = await here.hook()
    paused = await here.hook(paused=True, organisation=hook.organisation)
    figures = [Figure(metric="sessions_held", value=21), Figure(metric="groups_alive", why="too-few")]
    for _ in range(2):
        await here.house.webhook_post.tell(hook.organisation, "2026-Q3", figures)
    await here.look()
    about = {"organisation": str(hook.organisation), "period": "2026-Q3"}

    assert sorted((one["type"], one["data"].get("count")) for one in hook.told()) == [
        ("period.published", None),
        ("session.held", 21),
    ]
    assert all(one["data"].items() >= about.items() for one in hook.told())
    assert paused.got() == []


async def test_groups_that_form_and_meetings_that_end_are_nobodys_news(here: Telling) -> None:
    hook = await here.hook()
    circles = [Circle(here.house.appender, hook.organisation) for _ in range(3)]
    for circle in circles:
        await circle.form()
        meeting = Meeting(circle, datetime.now(UTC))
        closed = SessionClosed(by=circle.facilitator, at=meeting.at)
        await circle.write(meeting.id, *meeting.opened(), closed)
    for _ in range(3):
        await here.look(seconds=7 * 86_400)

    assert hook.got() == []


async def test_what_fails_is_tried_later_each_time_and_its_webhook_rests_meanwhile(here: Telling) -> None:
    hook = await here.hook()
    here.program.answers[hook.path] = [(500, {})] * 50
    await hook.test()
    tries = 0
    for _ in range(400):
        tries += await here.look(seconds=1200)
    (log,) = await hook.log()

    assert len(hook.got()) == tries == 12
    assert (log.state, log.status, log.reason, log.tries) == ("failed", 500, "refused", 12)


async def test_a_program_that_hangs_or_leads_elsewhere_is_not_waited_for_or_followed(
    here: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, leading, sound = await here.hook(), await here.hook(), await here.hook()
    here.program.answers[hanging.path] = [(0, {})]
    elsewhere = f"{here.program.origin}/elsewhere"
    here.program.answers[leading.path] = [(307, {"Location": elsewhere})]
    for hook in (hanging, leading, sound):
        await hook.test()
    monkeypatch.setattr(outward, "PATIENCE", 0.3)
    began = asyncio.get_running_loop().time()
    await here.look()
    took = asyncio.get_running_loop().time() - began

    assert took < 5
    assert [(await hook.log())[0].reason for hook in (hanging, leading)] == [
        "no-answer-in-time",
        "redirected",
    ]
    assert [one for one in here.program.got if one.path == "/elsewhere"] == []
    assert (await sound.log())[0].state == "delivered"
    await here.look(seconds=30)
    assert [(await hook.log())[0].state for hook in (hanging, leading)] == ["delivered", "delivered"]


async def test_who_is_gone_is_not_asked_again_until_somebody_replays(here: Telling) -> None:
    hook = await here.hook()
    here.program.answers[hook.path] = [(410, {})]
    message = await hook.test()
    await here.look()
    await here.look(seconds=100_000)
    gone = (await hook.log())[0].state
    assert await here.house.ports.offices.webhooks.again(hook.organisation, hook.id, message)
    await here.look()

    assert gone == "failed"
    assert len(hook.got()) == 2
    assert len({one.headers["webhook-id"] for one in hook.got()}) == 1
    assert (await hook.log())[0].state == "delivered"
    assert not await here.house.ports.offices.webhooks.again(hook.organisation, hook.id, uuid4())


async def test_two_workers_send_a_message_once(here: Telling) -> None:
    hook = await here.hook()
    for _ in range(20):
        await hook.test()
    await asyncio.gather(*(here.house.webhooks.round() for _ in range(4)))

    assert len(hook.got()) == 20
    assert len({one.headers["webhook-id"] for one in hook.got()}) == 20


async def test_both_secrets_sign_for_a_day_after_a_change(here: Telling) -> None:
    hook = await here.hook()
    newer = await here.house.ports.offices.webhooks.turn(hook.organisation, hook.id)
    await hook.test()
    await here.look()
    (message,) = hook.got()
    for secret in (hook.secret, newer):
        Webhook(secret).verify(message.body, message.headers)
    await hook.test()
    await here.look(seconds=90_000)

    assert len(message.headers["webhook-signature"].split(" ")) == 2
    assert len(hook.got()[1].headers["webhook-signature"].split(" ")) == 1


async def test_messages_are_forgotten_after_thirty_days(here: Telling) -> None:
    hook = await here.hook()
    await hook.test()
    await here.look()
    await here.look(seconds=31 * 86_400)

    assert await hook.log() == []
    here.clock.at = datetime.now(UTC)


def test_an_address_within_a_network_or_written_in_two_ways_is_refused() -> None:
    hosts = PublicHosts(())
    names = ("googleapis", "push.apple.com", "push.example", "apple.com", "evil.example", "kring")
    inward = [one for one in hostile(8443) if not any(name in one for name in names)]

    def refuses(url: str) -> bool:
        try:
            hosts.place(url)
        except Refused:
            return True
        return False

    lets_in = [one for one in inward if not refuses(one)]
    assert len(inward) > 80
    assert [one for one in lets_in if "metadata.google.internal" not in one and "kubernetes" not in one] == []
    assert hosts.place("https://rooster.voorbeeld.nl/kring?x=1").host == "rooster.voorbeeld.nl"
