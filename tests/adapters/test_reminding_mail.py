"""Reminders by mail, handed to a mail server that others wrote: whole, in three languages, and neutral."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from uuid import uuid4, uuid5

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.adapters import mail
from backend.adapters.mail import SmtpPost
from backend.adapters.reminding_mail import ReminderMail
from backend.adapters.stopping import Stopping
from backend.domain.letters import Language
from backend.domain.notices import NOTICES
from backend.domain.reminding import Delivery
from events.reminding import Occasion
from tests.adapters.wall import Wall

SENDER, TO, HOUSE = "Kring <kring@kring.example>", "anna@example.org", "https://kring.example"


class Kept:
    """Keeps every mail with its envelope; ``says``: what is answered to it."""

    def __init__(self, says: str = "250 OK") -> None:
        self.envelopes, self.says = list[Envelope](), says

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Keep a mail."""
        self.envelopes.append(envelope)
        return self.says


@asynccontextmanager
async def listening(kept: Kept) -> AsyncIterator[ReminderMail]:
    """Let the mail server listen on loopback; return who mails through it."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(kept, loop=loop, enable_SMTPUTF8=True), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        post = SmtpPost(f"smtp+plain://127.0.0.1:{port}", SENDER, Wall())
        yield ReminderMail(post, Stopping(b"a key of the house"), HOUSE)
    finally:
        server.close()


async def mailed(by: ReminderMail, language: Language, occasion: Occasion = Occasion.DAY_BEFORE) -> Delivery:
    """Mail a reminder."""
    return await by.send(
        (person := uuid4()),
        TO,
        NOTICES[occasion].into(language),
        language=language,
        link=f"{HOUSE}/report/{uuid4()}",
        letter_id=uuid5(person, occasion).hex,
    )


@pytest.mark.parametrize("language", ["nl", "en", "de"])
async def test_a_reminder_arrives_as_text_and_html_with_one_click_to_stop_it(language: Language) -> None:
    kept = Kept()
    async with listening(kept) as by:
        assert await mailed(by, language) is Delivery.TAKEN
    (envelope,) = kept.envelopes
    assert isinstance(envelope.original_content, bytes)
    read = message_from_bytes(envelope.original_content, policy=policy.default)
    plain, html = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert html is not None
    words, stop = NOTICES[Occasion.DAY_BEFORE].into(language), str(read["List-Unsubscribe"])

    assert (envelope.mail_from, envelope.rcpt_tos) == ("kring@kring.example", [TO])
    assert read["Subject"] == words.title
    assert words.body in plain.get_content()
    assert words.body in html.get_content()
    assert f'lang="{language}"' in html.get_content()
    assert re.fullmatch(rf"<{HOUSE}/api/v1/reminders/stop/[\w-]{{43}}>", stop)
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {
        link.split("/")[3].split("#")[0] for link in re.findall(r"https?://[^\s\"<]+", html.get_content())
    } == {
        "report",
        "stop",
    }
    assert not re.search(r"<img|src=|url\(|@import", html.get_content())


@pytest.mark.parametrize(("says", "became"), [("451 later", Delivery.LATER), ("554 never", Delivery.NEVER)])
async def test_what_the_mail_server_says_to_a_reminder_counts(says: str, became: Delivery) -> None:
    async with listening(Kept(says)) as by:
        assert await mailed(by, "nl") is became


@pytest.mark.parametrize("says", ["421 come back later", "554 nobody is served"])
async def test_a_mail_server_that_is_not_there_is_left_alone_by_the_reminders_after(
    monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    monkeypatch.setattr(mail, "_TRY_AGAIN_AFTER", (0.0, 0.0))
    came = 0

    async def busy(_: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        nonlocal came
        came += 1
        out.write(f"{says}\r\n".encode())
        out.close()
        await out.wait_closed()

    async with await asyncio.start_server(busy, "127.0.0.1", 0) as server:
        post = SmtpPost(f"smtp+plain://127.0.0.1:{server.sockets[0].getsockname()[1]}", SENDER, Wall())
        by = ReminderMail(post, Stopping(b"a key of the house"), HOUSE)
        became = await asyncio.gather(*(mailed(by, "nl") for _ in range(40)))
        assert not await post.send(TO, "Je code", "AB12", "<p>AB12</p>")

    assert set(became) == {Delivery.LATER}
    assert came == 8 + 3
