"""Chromium subscribes by itself, and opens what the house seals; only Google's part is a stand-in."""

import ipaddress
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from playwright.async_api import async_playwright

from backend.adapters.clock import SystemClock
from backend.settings import PUSH_HOSTS
from tests.adapters.push_server import PushServer
from tests.browser import chromium, playing
from tests.browser.kring import Kring
from tests.browser.messaging import Messaging, messaging
from tests.browser.screen import PATIENCE, PHONE, Screen
from tests.browser.test_the_loop import shown

SUBSCRIBED = "SELECT endpoint FROM identity.push_devices"
LEAD_HERE = "UPDATE identity.push_devices SET endpoint = %s"
TEST = ("Dit is een proefbericht", "Herinneringen van Kring komen op dit apparaat aan.")
NEVER_TALKS = "--disable-background-networking"
"""Chromium would ask for no address either."""


@pytest.fixture(scope="module")
def told_to_house(push: PushServer) -> dict[str, str]:
    """The house has the list of push services that it ships, and this one."""
    return {"KRING_PUSH_HOSTS": ",".join((*PUSH_HOSTS, push.origin))}


@pytest.fixture
def certified(tmp_path: Path) -> ssl.SSLContext:
    """What a server on loopback needs for TLS, for a browser that is told not to look."""
    key, now, day = ec.generate_private_key(ec.SECP256R1()), SystemClock().now(), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day)
        .add_extension(here, critical=False)
        .sign(key, SHA256())
    )
    file, pem = tmp_path / "both.pem", serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + certificate.public_bytes(pem))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return server


@pytest.fixture
async def carrier(certified: ssl.SSLContext) -> AsyncIterator[Messaging]:
    """The stand-in for what gives Chromium its addresses and carries messages to it."""
    async with messaging(certified) as running:
        yield running


@pytest.fixture
async def noor(house: Kring, carrier: Messaging, tmp_path: Path) -> AsyncIterator[Screen]:
    """A phone with a profile that is kept: without one Chromium subscribes to nothing."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium.find() or chromium.install(),
            args=[flag for flag in chromium.flags() if flag != NEVER_TALKS] + carrier.switches,
            ignore_default_args=[NEVER_TALKS],
            viewport={"width": PHONE[0], "height": PHONE[1]},
            locale="nl-NL",
        )
        context.set_default_timeout(PATIENCE)
        await context.grant_permissions(["notifications"], origin=house.address)
        yield Screen("Noor", await context.new_page(), "nl")
        await context.close()


def subscribed(house: Kring, push: PushServer) -> str:
    """Return the endpoint that the browser gave, and let it lead to the push service of this test."""
    with psycopg.connect(house.database_url) as connection:
        ((endpoint,),) = connection.execute(SUBSCRIBED).fetchall()
        connection.execute(LEAD_HERE, (push.origin + urlsplit(endpoint).path,))
    return str(endpoint)


async def delivered(carrier: Messaging, address: str, body: bytes, phone: Screen) -> list[list[str]]:
    """Carry a message, again when nothing came of it, as a service may; return what is shown."""
    found: list[list[str]] = []
    for _ in range(4):
        await carrier.deliver(address, body)
        if found := await shown(phone.page):
            break
    return found


@pytest.mark.drill
async def test_a_browser_subscribes_by_itself_and_shows_what_only_it_can_open(
    house: Kring, push: PushServer, carrier: Messaging, noor: Screen
) -> None:
    await playing.form_group(noor, house.address)
    await noor.go(f"{house.address}/me/reminders")
    await noor.tick(noor.words("remind.push"))
    await noor.press("remind.save")
    await noor.sees("remind.test")
    endpoint = subscribed(house, push)
    await noor.press("remind.test")
    await noor.sees("remind.testTaken")
    (message,) = push.got
    address = endpoint.rpartition("/")[2]
    (notification,) = await delivered(carrier, address, message.body, noor)

    assert {carrier.apps[address][1]} == push.vapid_keys
    assert carrier.apps[address][0].startswith(f"wp:{house.address}/")
    assert notification == [*TEST, "test", "nl"]
    assert noor.faults == []
