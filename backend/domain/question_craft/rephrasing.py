"""Better questions about the same topic, by the recipe for each kind (question craft § 3.3)."""

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

import msgspec
from msgspec import Struct

from backend.domain.question_craft.labels import Label, Language
from backend.domain.question_craft.speech import SPEECH
from backend.domain.question_craft.topics import topic_of


class Phrases(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the helper in one language: why, and what to ask about a topic or without one."""

    reasons: dict[Label, str]
    about: dict[Label, tuple[str, ...]]
    plain: dict[Label, tuple[str, ...]]


def _shipped() -> dict[Language, Phrases]:
    document = (files("backend.domain.question_craft") / "phrases.json").read_bytes()
    return msgspec.json.decode(document, type=dict[Language, Phrases])


PHRASES: Final = _shipped()
MOST: Final = 2
"""Rephrasings that are offered; more is reading matter."""
_SHORTEST: Final = 2
"""Words of a question that was split off."""
_JOINTS: Final[Mapping[Language, re.Pattern[str]]] = {
    language: re.compile(
        rf"(?:[?!]\s*|,\s*)(?:(?:en|of|and|or|und|oder|maar|but)\s+)?(?={speech.asking}\b)"
        rf"|\s*(?:&|\b(?:en|and|und))\s+(?={speech.asking}\b)|[?!]\s+",
        re.IGNORECASE,
    )
    for language, speech in SPEECH.items()
}


def rephrasings_of(text: str, label: Label, language: Language) -> list[str]:
    """Return one or two better questions, or none for a question that is open."""
    phrases = PHRASES[language]
    if label is Label.OPEN:
        return []
    if label is Label.MULTIPLE:
        parts = _split(text, language)
        return parts[:MOST] if len(parts) > 1 else list(phrases.plain[label])
    topic = topic_of(text, language)
    if topic is None:
        return list(phrases.plain[label])
    return [recipe.format(topic=topic) for recipe in phrases.about[label]]


def _split(text: str, language: Language) -> list[str]:
    """Return the questions in a draft, each as a question of its own."""
    after_announcement = text.partition(":")[2] or text
    parts = (part.strip(" ,.?!&\n") for part in _JOINTS[language].split(after_announcement))
    return [f"{part[0].upper()}{part[1:]}?" for part in parts if len(part.split()) >= _SHORTEST]
