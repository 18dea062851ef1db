"""Mail reaches a server as SMTP says, or a file of its own; what fails is tried again, and names nobody."""

import asyncio
import ipaddress
import logging
import ssl
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from backend.adapters import mail
from backend.adapters.clock import SystemClock
from backend.adapters.mail import FilePost, SmtpPost, post
from backend.settings import Settings
from tests.adapters.smtp import MailServer, listening
from tests.adapters.wall import NOON, Wall

SENDER = "Kring <kring@kring.example>"
TO = "anna@example.org"
SAID = ("Je code", "Hallo,\n\nAB12-CD34\n", "<p>Hallo é</p>")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what failed be tried again at once."""
    monkeypatch.setattr(mail, "_TRY_AGAIN_AFTER", (0.0, 0.0))


def to(server: MailServer, scheme: str = "smtp+plain", account: str = "", **how: object) -> SmtpPost:
    """Return who hands mail to a server."""
    tls = how.get("tls")
    assert tls is None or isinstance(tls, ssl.SSLContext)
    return SmtpPost(f"{scheme}://{account}127.0.0.1:{server.port}", SENDER, Wall(), tls=tls)


def read(raw: bytes) -> EmailMessage:
    """Return a mail as its addressee's program reads it."""
    return message_from_bytes(raw, policy=policy.default)


def check(message: EmailMessage) -> None:
    """Assert that a mail is what was said."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (message["From"], message["To"], message["Subject"]) == (SENDER, TO, "Je code")
    assert message["Date"].datetime == NOON
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@kring.example>")
    assert plain.get_content().splitlines() == ["Hallo,", "", "AB12-CD34"]
    assert html.get_content().strip() == "<p>Hallo é</p>"


async def test_a_mail_is_handed_over_whole() -> None:
    async with listening(MailServer()) as server:
        assert await to(server).send(TO, *SAID)

    assert any(line.startswith("MAIL FROM:<kring@kring.example>") for line in server.heard)
    assert any(line.startswith("RCPT TO:<anna@example.org>") for line in server.heard)
    assert len(server.mails) == 1
    check(read(server.mails[0].removesuffix(b".\r\n")))


async def test_what_fails_for_the_moment_is_tried_again_and_delivered_once() -> None:
    server = MailServer(answers={"MAIL": ["451 later"], "EHLO": ["421 busy"], "HELO": ["421 busy"]})
    async with listening(server):
        assert await to(server).send(TO, *SAID)

    assert server.connections == 3
    assert len(server.mails) == 1


async def test_what_is_refused_for_good_is_not_tried_again_and_names_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server = MailServer(answers={"RCPT": ["550 no anna@example.org here"]})
    async with listening(server):
        assert not await to(server).send(TO, *SAID)

    assert server.connections == 1
    assert server.mails == []
    ours = [record.getMessage() for record in caplog.records if record.name == "kring.mail"]
    assert len(ours) == 1
    assert "anna" not in caplog.text
    assert "AB12" not in caplog.text


async def test_a_server_that_is_not_there_is_given_up() -> None:
    async with listening(MailServer()) as gone:
        pass
    assert not await to(gone).send(TO, *SAID)


async def test_no_more_than_so_many_conversations_are_held_at_once() -> None:
    async with listening(MailServer()) as server:
        sender = to(server)
        sent = await asyncio.gather(*(sender.send(TO, *SAID) for _ in range(40)))

    assert all(sent)
    assert len(server.mails) == 40
    assert server.most_at_once <= 8


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server and a client need for TLS between them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_a_password_is_said_under_tls_only(
    certified: tuple[ssl.SSLContext, ssl.SSLContext], scheme: str
) -> None:
    server = MailServer(extensions=("STARTTLS", "AUTH PLAIN"), tls=certified[0])
    async with listening(server, at_once=scheme == "smtps"):
        sender = to(server, scheme, "kring:ge%40heim@", tls=certified[1])
        assert await sender.send(TO, *SAID)

    verbs = [line.partition(" ")[0] for line in server.heard]
    assert len(server.mails) == 1
    assert "AUTH" in verbs
    assert ("STARTTLS" in verbs) == (scheme == "smtp")
    if scheme == "smtp":
        assert verbs.index("STARTTLS") < verbs.index("AUTH")


async def test_a_server_without_tls_is_told_nothing_unless_that_was_wanted() -> None:
    server = MailServer(extensions=("AUTH PLAIN",))
    async with listening(server):
        assert not await to(server, "smtp", "kring:geheim@").send(TO, *SAID)

    assert server.mails == []
    assert not any(line.startswith(("AUTH", "MAIL", "RCPT")) for line in server.heard)


async def test_a_certificate_of_nobody_is_not_trusted(
    certified: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    server = MailServer(tls=certified[0])
    async with listening(server, at_once=True):
        assert not await to(server, "smtps").send(TO, *SAID)
    assert server.mails == []


async def test_an_address_in_another_script_is_written_as_mail_servers_know_it() -> None:
    async with listening(MailServer()) as server:
        assert await to(server).send("rémi@münchen.example", *SAID)

    assert any("rémi@xn--mnchen-3ya.example" in line for line in server.heard)


async def test_without_a_server_each_mail_is_a_file_that_only_we_can_read(tmp_path: Path) -> None:
    sender = FilePost(tmp_path / "mail", SENDER, Wall())
    assert await sender.send(TO, *SAID)
    assert await sender.send("bo@example.org", *SAID)
    first, second = sorted((tmp_path / "mail").iterdir())

    check(read(first.read_bytes()))
    assert read(second.read_bytes())["To"] == "bo@example.org"
    assert first.suffix == second.suffix == ".eml"
    assert first.stat().st_mode & 0o777 == 0o600
    assert first.parent.stat().st_mode & 0o777 == 0o700


async def test_a_file_that_cannot_be_written_is_no_accident(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "mail").write_text("in the way")

    assert not await FilePost(tmp_path / "mail", SENDER, Wall()).send(TO, *SAID)
    assert "anna" not in caplog.text


@pytest.mark.parametrize("injected", ["Hallo\r\nBcc: bo@example.org", "Hallo\nX: y"])
async def test_no_word_becomes_a_header(tmp_path: Path, injected: str) -> None:
    sender = FilePost(tmp_path / "mail", SENDER, Wall())

    with pytest.raises(ValueError, match="Header"):
        await sender.send(TO, injected, *SAID[1:])
    assert not (tmp_path / "mail").exists()


def test_settings_say_how_mail_goes() -> None:
    by_file = post(Settings.from_environment({}), Wall())
    by_server = post(Settings.from_environment({"SMTP_URL": "smtps://kring@mail.example"}), Wall())

    assert isinstance(by_file, FilePost)
    assert isinstance(by_server, SmtpPost)
    assert by_server._port == 465
