"""Reminders as letters: with a link and no content, and with a way to stop them in one click."""

import asyncio
import logging
from typing import Final
from uuid import UUID

from backend.adapters.mail import Post
from backend.adapters.stopping import Stopping
from backend.domain.letters import Extras, Language, letter
from backend.domain.notices import Words
from backend.domain.reminding import Delivery

_log = logging.getLogger("kring.mail")
_PATIENCE: Final = 100.0
"""Seconds for all letters of a round: less than a worker has for what it took."""


class ReminderMail:
    """Writes and sends them."""

    def __init__(self, post: Post, stopping: Stopping, public_url: str) -> None:
        self._post, self._stopping, self._public_url = post, stopping, public_url

    async def send(  # noqa: PLR0913 - a letter and its circumstances
        self, person: UUID, address: str, words: Words, *, language: Language, link: str, letter_id: str
    ) -> Delivery:
        """Try once to mail a reminder; a repeat is the same letter, by its id.

        An address that no letter can be written to would be refused again: it holds up nobody else's.
        """
        token = self._stopping.token(person)
        written = letter(
            "reminder",
            language,
            title=words.title,
            body=words.body,
            link=link,
            stop=f"{self._public_url}/stop#{token}",
        )
        more = Extras(stop=f"{self._public_url}/api/v1/reminders/stop/{token}", id=letter_id)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._post.hand_over(address, written.subject, written.text, written.html, more)
        except TimeoutError:
            return Delivery.LATER
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one letter, the others are sent
            _log.error("A reminder could not be written: %s", type(error).__name__)
            return Delivery.NEVER
