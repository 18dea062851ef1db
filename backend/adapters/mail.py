"""Sending mail: by SMTP where an operator named a server, else as files in a folder."""

import asyncio
import logging
import os
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from backend.adapters.clock import Clock
from backend.domain.letters import NOTHING_MORE, Extras
from backend.domain.reminding import Delivery
from backend.settings import Settings

_log = logging.getLogger("kring.mail")
_PATIENCE: Final = 15.0
"""Seconds that a mail server is given for each step."""
_TRY_AGAIN_AFTER: Final = (2.0, 10.0)
_AWAY: Final = 30.0
"""Seconds that reminders leave a server alone that was not there: each would wait for it, and all others."""
_AT_ONCE: Final = 8
"""Connections to the mail server at the same time."""
_PORTS: Final = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class Post(Protocol):
    """Somebody who takes mail away."""

    async def send(self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE) -> bool:
        """Send a mail; tell whether it was taken. What failed is logged, without address."""

    async def hand_over(
        self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE
    ) -> Delivery:
        """Try once to send a mail; tell whether it was taken, and whether trying again is of use."""


def post(settings: Settings, clock: Clock) -> Post:
    """Return who takes mail away under these settings."""
    if settings.smtp_url is None:
        return FilePost(settings.folder / "mail", settings.mail_from, clock)
    return SmtpPost(settings.smtp_url, settings.mail_from, clock)


def written(  # noqa: PLR0913 - the parts of a mail
    sender: str, to: str, subject: str, text: str, html: str, *, at: datetime, more: Extras = NOTHING_MORE
) -> EmailMessage:
    """Return a mail as it is sent: plain text first, the same in HTML, and no answer expected."""
    name, address = parseaddr(sender)
    local, _, domain = to.rpartition("@")
    domain = domain.encode("idna").decode("ascii")
    message = EmailMessage(policy=SMTP if local.isascii() else SMTPUTF8)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address("", local, domain)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{more.id or os.urandom(16).hex()}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    if more.stop is not None:
        message["List-Unsubscribe"] = f"<{more.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if more.calendar is not None:
        message.add_attachment(
            more.calendar,
            maintype="text",
            subtype="calendar",
            filename="kring.ics",
            params={"charset": "utf-8", "method": "PUBLISH"},
        )
    return message


class FilePost:
    """Writes each mail into a file of its own, for a house without a mail server."""

    def __init__(self, folder: Path, sender: str, clock: Clock) -> None:
        self._folder, self._sender, self._clock = folder, sender, clock

    async def send(self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE) -> bool:
        """Write a mail whole or not at all; file names follow the order of sending."""
        return await self.hand_over(to, subject, text, html, more) is Delivery.TAKEN

    async def hand_over(
        self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE
    ) -> Delivery:
        """Write a mail; a disk that is full now may have room later."""
        message = written(self._sender, to, subject, text, html, at=self._clock.now(), more=more)
        try:
            await asyncio.to_thread(self._write, message.as_bytes())
        except OSError as error:
            _log.error("A mail could not be written: %s", type(error).__name__)
            return Delivery.LATER
        return Delivery.TAKEN

    def _write(self, mail: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(self._clock.new_id())
        unfinished = self._folder / f"{name}.part"
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(mail)
        unfinished.rename(self._folder / f"{name}.eml")


class SmtpPost:
    """Hands mail to a server: ``smtps`` speaks TLS at once, ``smtp`` insists on STARTTLS.

    ``smtp+plain`` is for a server on the same machine or network, and says so by its name.
    """

    def __init__(self, url: str, sender: str, clock: Clock, *, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._scheme, self._host = parts.scheme, parts.hostname or ""
        self._port = parts.port or _PORTS[parts.scheme]
        self._username = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender, self._clock, self._tls = sender, clock, tls
        self._room, self._away_until = asyncio.Semaphore(_AT_ONCE), 0.0

    async def send(self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE) -> bool:
        """Hand a mail over; what fails for the moment is tried twice more."""
        message = written(self._sender, to, subject, text, html, at=self._clock.now(), more=more)
        for pause in (*_TRY_AGAIN_AFTER, None):
            async with self._room:
                delivery = await self._try(message)
            if delivery is not Delivery.LATER or pause is None:
                return delivery is Delivery.TAKEN
            await asyncio.sleep(pause)
        return False

    async def hand_over(
        self, to: str, subject: str, text: str, html: str, more: Extras = NOTHING_MORE
    ) -> Delivery:
        """Try once to hand a mail over; not to a server that was not there a moment ago."""
        message = written(self._sender, to, subject, text, html, at=self._clock.now(), more=more)
        async with self._room:
            if asyncio.get_running_loop().time() < self._away_until:
                return Delivery.LATER
            return await self._try(message)

    async def _try(self, message: EmailMessage) -> Delivery:
        try:
            await self._hand_over(message)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            if isinstance(error, aiosmtplib.SMTPConnectError):
                self._away_until = asyncio.get_running_loop().time() + _AWAY
            _log.warning("A mail was not taken: %s", type(error).__name__)
            return Delivery.NEVER if _for_good(error) else Delivery.LATER
        return Delivery.TAKEN

    async def _hand_over(self, message: EmailMessage) -> None:
        await aiosmtplib.send(
            message,
            hostname=self._host,
            port=self._port,
            username=self._username,
            password=self._password,
            timeout=_PATIENCE,
            use_tls=self._scheme == "smtps",
            start_tls=self._scheme == "smtp",
            tls_context=self._tls,
        )


_PERMANENT: Final = 500


def _for_good(error: Exception) -> bool:
    """Tell whether asking again would be answered the same; who answers nobody may do so later."""
    if isinstance(error, aiosmtplib.SMTPConnectError):
        return False
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(_for_good(refused) for refused in error.recipients)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return error.code >= _PERMANENT
    return isinstance(error, aiosmtplib.SMTPNotSupported)
