"""What a reminder says: neutral words in three languages, for a lock screen that anybody may read."""

from importlib.resources import files
from typing import Final

import msgspec
from msgspec import Struct

from backend.domain.letters import Language, Wordings

LENGTH: Final = 1024
"""Bytes of every notice, so that its length tells nothing."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """A title and one sentence."""

    title: str
    body: str


NOTICES: Final = msgspec.json.decode(
    (files("backend.domain") / "notices.json").read_bytes(), type=dict[str, Wordings[Words]]
)
"""What is said on each occasion, and as a ``test``."""


def notice(words: Words, *, language: Language, navigate: str, tag: str) -> bytes:
    """Return a notice as a declarative push message (W3C Push API), padded to one length."""
    message = {
        "web_push": 8030,
        "notification": {
            "title": words.title,
            "body": words.body,
            "navigate": navigate,
            "tag": tag,
            "lang": language,
        },
    }
    return msgspec.json.encode(message).ljust(LENGTH)
