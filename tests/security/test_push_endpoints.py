"""A browser names where its notifications go, and cannot turn the house inward by that (row 14)."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

from backend.adapters.clock import SystemClock
from backend.adapters.push import PushSender
from backend.adapters.push_devices import PushDevice
from backend.adapters.push_endpoints import AllowedHosts, GuardedResolver, Refused, is_public
from backend.adapters.push_keys import PushKeys
from backend.domain.reminding import Delivery, Push
from backend.settings import PUSH_HOSTS
from tests.adapters.push_server import Browser, push_server

ALLOWED: Final = (
    "https://fcm.googleapis.com/fcm/send/c1:APA91b-_x",
    "https://jmt17.google.com/fcm/send/c1:APA91b-_x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA",
    "https://web.push.apple.com/QGuQyavXutnMH-_x",
    "https://db5p.notify.windows.com/w/?token=BQYAAA%2b",
    "https://fcm.googleapis.com:443/fcm/send/x",
)
_INWARD: Final = (
    "127.0.0.1", "127.1", "0", "0.0.0.0",  # noqa: S104 - nothing listens there
    "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "10.0.0.8",
    "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "database", "web.kring",
    "kubernetes.default.svc",
    "metadata.google.internal", "push.example", "fcm.googleapis.com.evil.example", "evilfcm.googleapis.com",
    "xpush.apple.com", "push.apple.com.evil.example", "fcm.googleapis.com.", ".push.apple.com", "apple.com",
    "evil.push.apple.com.", "fcm.g\u043e\u043egleapis.com", "\uff46cm.googleapis.com",
    "fcm\u3002googleapis.com",
    "fcm.googleapis.com%2eevil.example", "fcm.googleapis.com%00.evil.example", "xn--fcm-.googleapis.com",
)  # fmt: skip
_SHAPES: Final = ("https://{}/x", "http://{}/x", "https://{}:{port}/x", "HTTPS://{}/x", "wss://{}/x")
_TWISTED: Final = (
    "", "fcm.googleapis.com", "//fcm.googleapis.com/x", "https:fcm.googleapis.com", "https:///fcm.googleapis.com/x",
    "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com:0/x",
    "https://fcm.googleapis.com:443:443/x", "https://fcm.googleapis.com:99999/x", "https://fcm.googleapis.com:x/x",
    "https://anna:geheim@fcm.googleapis.com/x", "https://fcm.googleapis.com@127.0.0.1/x",
    "https://127.0.0.1#@fcm.googleapis.com/x", "https://127.0.0.1\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\@127.0.0.1/x", "https://fcm.googleapis.com\t.evil.example/x",
    "https://fcm.goog\nleapis.com/x", "https://fcm.googleapis.com/x\r\nHost: 127.0.0.1",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com /x", "https://[fcm.googleapis.com]/x",
    "https://fcm.googleapis.com/" + "x" * 2048,
    "file:///etc/passwd", "gopher://127.0.0.1:25/x", "data:text/plain,x", "javascript:alert(1)",
    "ftp://127.0.0.1/x",
    "unix:///var/run/docker.sock", "https://*.push.apple.com/x", "https://fcm.googleapis.com/\u0000",
)  # fmt: skip


def hostile(port: int) -> list[str]:
    """Return the endpoints that nothing is sent to; a listener waits on the port."""
    found = [shape.format(host, port=port) for shape, host in itertools.product(_SHAPES, _INWARD)]
    return [*found, *_TWISTED]


class Names(AbstractResolver):
    """A resolver that is counted, and says of every name that it is here: rebinding, at its worst.

    ``leads_to``: the port of a listener here, where whoever believes it connects, whatever was asked for.
    """

    def __init__(self, *addresses: str, leads_to: int = 0) -> None:
        self.addresses, self.asked, self.leads_to = addresses, list[str](), leads_to

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=self.leads_to or port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for one in self.addresses
        ]

    @override
    async def close(self) -> None:
        pass


def device(browser: Browser) -> PushDevice:
    """Return a browser as the house knows it."""
    now = datetime.now(UTC)
    return PushDevice(
        device=uuid4(),
        person=uuid4(),
        endpoint=browser.endpoint,
        public_key=browser.public_key,
        secret=browser.secret,
        server_key="",
        made_at=now,
        seen_at=now,
    )


NOTICE: Final = Push(notice=b"x" * 1024, topic="x", until=datetime.now(UTC) + timedelta(hours=1))


@pytest.fixture
def keys(tmp_path: Path) -> PushKeys:
    """The keys of a house."""
    return PushKeys(tmp_path / "push.key", "kring@kring.example")


class Listener:
    """Counts who connects to this machine."""

    def __init__(self) -> None:
        self.connections = 0

    def heard(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Count one, and hang up."""
        self.connections += 1
        writer.close()


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, int]]:
    """Somebody who listens on loopback, and where."""
    counted = Listener()
    async with await asyncio.start_server(counted.heard, "127.0.0.1", 0) as running:
        yield counted, running.sockets[0].getsockname()[1]


@pytest.mark.parametrize("endpoint", ALLOWED)
def test_the_push_services_of_the_browsers_people_have_are_allowed(endpoint: str) -> None:
    place = AllowedHosts(PUSH_HOSTS).place(endpoint)

    assert place.url == endpoint.replace(":443/", "/")
    assert place.origin == f"https://{place.host}"


async def test_two_hundred_hostile_endpoints_are_connected_to_by_nobody(
    keys: PushKeys, listener: tuple[Listener, int]
) -> None:
    counted, port = listener
    names = Names("127.0.0.1", leads_to=port)
    endpoints = hostile(port)
    async with PushSender(keys, AllowedHosts(PUSH_HOSTS), SystemClock(), resolver=names) as service:
        allowed = [endpoint for endpoint in endpoints if service.allows(endpoint)]
        told = await service.send([(device(Browser(endpoint)), NOTICE) for endpoint in endpoints])

    assert len(endpoints) >= 200
    assert allowed == []
    assert {one.delivery for one in told} == {Delivery.GONE}
    assert (counted.connections, names.asked) == (0, [])


INWARD: Final = (
    "127.0.0.1", "0.0.0.0", "::ffff:127.0.0.1",  # noqa: S104 - what a name may lead to
    "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
)  # fmt: skip
"""The first three are where the listener is."""


@pytest.mark.parametrize("address", INWARD)
async def test_an_allowed_name_that_leads_inward_is_not_followed(
    keys: PushKeys, listener: tuple[Listener, int], address: str
) -> None:
    counted, port = listener
    names = Names(address, leads_to=port)
    async with PushSender(keys, AllowedHosts(PUSH_HOSTS), SystemClock(), resolver=names) as service:
        told = await service.send([(device(Browser(endpoint)), NOTICE) for endpoint in ALLOWED[:4]])

    assert {one.delivery for one in told} == {Delivery.LATER}
    assert len(names.asked) == 4
    assert counted.connections == 0


@pytest.mark.parametrize("address", INWARD)
async def test_of_what_a_name_leads_to_only_the_public_is_connected_to(address: str) -> None:
    resolver = GuardedResolver(AllowedHosts(PUSH_HOSTS), Names(address, "8.8.8.8"))
    found = await resolver.resolve("fcm.googleapis.com", 443)

    assert [one["host"] for one in found] == ["8.8.8.8"]
    with pytest.raises(OSError, match="no public address"):
        await GuardedResolver(AllowedHosts(PUSH_HOSTS), Names(address)).resolve("fcm.googleapis.com", 443)


async def test_a_push_service_of_ones_own_is_reached_where_its_operator_says(keys: PushKeys) -> None:
    async with push_server() as server:
        browser = server.browser("anna")
        hosts = AllowedHosts((*PUSH_HOSTS, server.origin))
        async with PushSender(keys, hosts, SystemClock()) as service:
            (told,) = await service.send([(device(browser), NOTICE)])

    assert told.delivery is Delivery.TAKEN
    assert browser.read(server.got[0].body) == NOTICE.notice
    assert server.vapid_keys == {keys.public}


async def test_no_proxy_of_the_environment_is_asked(
    keys: PushKeys, listener: tuple[Listener, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{listener[1]}")
    async with (
        push_server() as server,
        PushSender(keys, AllowedHosts((server.origin,)), SystemClock()) as service,
    ):
        (told,) = await service.send([(device(server.browser("anna")), NOTICE)])

    assert told.delivery is Delivery.TAKEN
    assert listener[0].connections == 0


def test_a_list_that_lets_everything_in_would_be_found() -> None:
    class Open(AllowedHosts):
        @override
        def _lists(self, host: str) -> bool:
            return True

    def refuses(endpoint: str) -> bool:
        try:
            Open(PUSH_HOSTS).place(endpoint)
        except Refused:
            return True
        return False

    assert not all(map(refuses, hostile(8443)))


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:400e:80e::200a", "64:ff9b::808:808"])
def test_addresses_on_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["::127.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b:1::a00:1", "fec0::1", "::"])
def test_addresses_that_hide_one_or_are_nobodys_are_not_public(address: str) -> None:
    assert not is_public(address)
