"""The mail that a house without a mail server wrote into files, read as its addressees would."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Protocol

import psycopg

from tests.api.people import Person

_CODE: Final = re.compile(r"^([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})\r?$", re.MULTILINE)
_AGE: Final = """
UPDATE identity.mailed_codes
SET made_at = made_at - %(by)s::interval, expires_at = expires_at - %(by)s::interval
WHERE address = %(address)s
"""


class Letterbox(Protocol):
    """A house that keeps its mail in a folder."""

    @property
    def folder(self) -> Path:
        """Where the house keeps what is its own."""

    @property
    def database_url(self) -> str:
        """Where its database answers."""


def letters_to(house: Letterbox, address: str) -> list[EmailMessage]:
    """Return what was mailed to an address, the oldest first."""
    return [mail for mail in _all(house.folder / "mail") if mail["To"] == address.lower()]


def _all(folder: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))
    ]


def text_of(mail: EmailMessage) -> str:
    """Return a mail's plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    content: str = part.get_content()
    return content


def opened(mail: EmailMessage) -> str:
    """Return everything that a mail says, unpacked: its headers and every part."""
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    headers = [f"{name}: {value}" for part in mail.walk() for name, value in part.items()]
    return "\n".join([*headers, *(part if isinstance(part, str) else part.decode() for part in parts)])


def everything_mailed(house: Letterbox) -> list[str]:
    """Return all that was mailed by a house, opened."""
    return [opened(mail) for mail in _all(house.folder / "mail")]


def code_in(mail: EmailMessage) -> str:
    """Return the code that a mail holds, as it is shown."""
    found = _CODE.search(text_of(mail))
    assert found is not None, text_of(mail)
    return found[1]


async def letter_to(house: Letterbox, address: str, after: int = 0) -> EmailMessage:
    """Wait for one more letter to an address than so many; return it."""
    async with asyncio.timeout(5):
        while len(letters_to(house, address)) <= after:  # noqa: ASYNC110 - another program would poll as well
            await asyncio.sleep(0.01)
    return letters_to(house, address)[-1]


async def asked(person: Person, address: str, language: str = "en") -> str:
    """Let somebody ask for a code in their browser; return what comes by mail."""
    before = len(letters_to(person.house, address))
    answer = await person.post("/sign-in/codes", {"address": address, "language": language})
    assert answer.status_code == 202, answer.text
    return code_in(await letter_to(person.house, address, before))


def age(house: Letterbox, address: str, by: str) -> None:
    """Let time pass for the codes of an address."""
    with psycopg.connect(house.database_url) as connection:
        connection.execute(_AGE, {"by": by, "address": address})


@contextmanager
def no_mail_taken(folder: Path) -> Iterator[None]:
    """Let a file stand for a while where letters are put."""
    folder.mkdir(parents=True, exist_ok=True)
    away = folder.rename(folder.with_name("letters"))
    folder.touch()
    yield
    folder.unlink()
    away.rename(folder)
