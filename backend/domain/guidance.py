"""What helps who guides: question cards by purpose (R-76), and difficult situations with what one can do."""

from enum import StrEnum
from importlib.resources import files

import msgspec
from msgspec import Struct

from events.method import Kind


class Phrase(Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in every language of the app."""

    nl: str
    en: str
    de: str


class Moment(StrEnum):
    """When in the conversation about a case: first the facts, then the depth, at last the direction."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"


class Help(StrEnum):
    """What the app itself can do in a difficult situation."""

    PAUSE = "pause"
    EXTEND = "extend"
    CARDS = "cards"
    ORDER = "order"
    PARK = "park"
    CLOSE = "close"


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """One question to begin from; who takes it makes it their own."""

    key: str
    words: Phrase


class Purpose(Struct, frozen=True, forbid_unknown_fields=True):
    """What some cards are for; they fit a step that has one of ``kinds``, at one of ``moments``."""

    key: str
    names: Phrase
    kinds: tuple[Kind, ...]
    moments: tuple[Moment, ...]
    cards: tuple[Card, ...]


class Situation(Struct, frozen=True, forbid_unknown_fields=True):
    """A difficult situation: ``ways`` is what one can do, ``helps`` where the app lends a hand."""

    key: str
    names: Phrase
    ways: tuple[Phrase, ...]
    helps: tuple[Help, ...]


def _document(name: str) -> bytes:
    return (files("backend.domain") / name).read_bytes()


PURPOSES = msgspec.json.decode(_document("question_cards.json"), type=tuple[Purpose, ...])
"""The 40 cards, in the order in which a conversation needs them."""
SITUATIONS = msgspec.json.decode(_document("situations.json"), type=tuple[Situation, ...])
"""The 16 situations; the two that are feared most come first (W-01, W-02)."""
