"""Notifications on this device: our key, which devices show them, and a test."""

from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.reminding_ports import PushDevice
from backend.domain.notices import NOTICES, notice
from backend.domain.reminding import Delivery, Push

_TEST: Final = "test"
_TEST_LASTS: Final = timedelta(minutes=10)
Endpoint = Annotated[str, Meta(min_length=1, max_length=2048)]
Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,200}={0,2}$")]


class PushKey(Struct, frozen=True, kw_only=True):
    """Our public key, for ``applicationServerKey``. Another one than a browser subscribed with: anew."""

    key: str


class NewKeys(Struct, frozen=True, kw_only=True):
    """The two keys of a subscription, as a browser gives them."""

    p256dh: Key
    auth: Key


class NewPushDevice(Struct, frozen=True, kw_only=True):
    """A subscription as ``PushSubscription.toJSON()`` gives it."""

    endpoint: Endpoint
    keys: NewKeys


class PushDeviceView(Struct, frozen=True, kw_only=True):
    """A device that shows notifications. ``renew``: it subscribed with a key of ours that is gone."""

    device: UUID
    current: bool
    renew: bool
    made_at: datetime
    seen_at: datetime


class PushDeviceList(Struct, frozen=True):
    """The devices that show notifications, the latest seen first."""

    devices: list[PushDeviceView]


class PushTest(Struct, frozen=True, kw_only=True):
    """What the push service said to a test. ``gone``: subscribe this device anew."""

    delivery: Delivery


@get("/push/key", operation_id="get_push_key", responses=documented.query())
async def get_push_key(ports: NamedDependency[Ports]) -> PushKey:
    """See the key with which a browser subscribes."""
    return PushKey(key=ports.push.key)


@get("/me/push-subscriptions", operation_id="list_my_push_devices", responses=documented.query())
async def list_my_push_devices(
    caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> PushDeviceList:
    """See which of one's devices show notifications."""
    return PushDeviceList(
        [
            PushDeviceView(
                device=one.device,
                current=one.device == caller.sign_in,
                renew=one.server_key != ports.push.key,
                made_at=one.made_at,
                seen_at=one.seen_at,
            )
            for one in await _mine(caller, ports)
        ]
    )


async def _mine(caller: Caller, ports: Ports) -> list[PushDevice]:
    return list((await ports.push_devices.of([caller.person])).get(caller.person, ()))


@put(
    "/me/push-subscriptions/this-device",
    operation_id="subscribe_to_push",
    status_code=204,
    responses=documented.query("other-site", "not-json", "too-large", "push-service-unknown"),
)
async def subscribe_to_push(
    data: JSONBody[NewPushDevice], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> None:
    """Let this device show notifications; each time it is said shows that the device lives."""
    public_key, secret = _raw(data.keys.p256dh), _raw(data.keys.auth)
    if not ports.push.allows(data.endpoint) or not ports.push.is_key(public_key, secret):
        raise Problem("push-service-unknown")
    await ports.push_devices.keep(
        caller.person,
        caller.sign_in,
        endpoint=data.endpoint,
        public_key=public_key,
        secret=secret,
        server_key=ports.push.key,
    )


def _raw(text: str) -> bytes:
    bare = text.rstrip("=")
    try:
        return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except ValueError:
        return b""


@delete(
    "/me/push-subscriptions/this-device",
    operation_id="unsubscribe_from_push",
    status_code=204,
    responses=documented.query("other-site"),
)
async def unsubscribe_from_push(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> None:
    """Let this device show no more notifications."""
    await ports.push_devices.drop([caller.sign_in])


@post(
    "/me/push-subscriptions/this-device/test",
    operation_id="test_push",
    status_code=200,
    responses=documented.query("other-site", "not-json", "too-large"),
)
async def test_push(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> PushTest:
    """Send a test to this device; tell what its push service said."""
    here = [one for one in await _mine(caller, ports) if one.device == caller.sign_in]
    if not here or here[0].server_key != ports.push.key:
        return PushTest(delivery=Delivery.GONE)
    language = (await ports.identity.person(caller.person)).language
    words = NOTICES[_TEST].into(language)
    push = Push(
        notice=notice(words, language=language, navigate=f"{ports.public_url}/me", tag=_TEST),
        topic=_TEST,
        until=ports.clock.now() + _TEST_LASTS,
        urgent=True,
    )
    (said,) = await ports.push.send([(here[0], push)])
    if said.delivery is Delivery.GONE:
        await ports.push_devices.gone(here)
    return PushTest(delivery=said.delivery)


ROUTES = (get_push_key, list_my_push_devices, subscribe_to_push, unsubscribe_from_push, test_push)
