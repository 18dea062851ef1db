"""What the helper knows of a language, kept as data: its small words, its spellings, its cues."""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Final

import msgspec
from msgspec import Struct

from backend.domain.question_craft.labels import LANGUAGES, Language


class Held(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a language. Lists of words are lines, with a space between the words.

    ``function_words``: what builds a sentence, whatever it is about, as it is read. ``typed``: more
    of these, as they are typed. ``spellings``: what is typed in haste or as it is spoken, and how it
    is read. ``openers``: what a noun phrase begins with; an ``ambiguous`` one does so
    after one of the ``prepositions`` only. ``vague``: nouns that say too little to ask
    about. ``plain_adjectives``: those that do not look like one. ``asking``: how a question begins.
    ``cues``: patterns over words and punctuation with one space on either side of each; ``<w>`` and
    its like stand for one of the ``parts``. ``families``: cues that tell the same, so that a rare
    one counts for as much as its kin.
    """

    function_words: tuple[str, ...]
    typed: tuple[str, ...]
    spellings: dict[str, str]
    openers: tuple[str, ...]
    ambiguous: tuple[str, ...]
    prepositions: tuple[str, ...]
    vague: tuple[str, ...]
    plain_adjectives: tuple[str, ...]
    asking: str
    parts: dict[str, str]
    cues: dict[str, str]
    families: dict[str, tuple[str, ...]]


class Speech(Struct, frozen=True):
    """A language, ready to be used."""

    function_words: frozenset[str]
    known: frozenset[str]
    spellings: Mapping[str, str]
    openers: frozenset[str]
    ambiguous: frozenset[str]
    prepositions: frozenset[str]
    vague: frozenset[str]
    plain_adjectives: frozenset[str]
    asking: str
    cues: Mapping[str, re.Pattern[str]]
    families: Mapping[str, frozenset[str]]


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


def _filled(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    for name, meaning in parts.items():
        pattern = pattern.replace(f"<{name}>", meaning)
    return re.compile(pattern)


def _shipped(language: Language) -> Speech:
    document = (files("backend.domain.question_craft") / "speech" / f"{language}.json").read_bytes()
    held = msgspec.json.decode(document, type=Held)
    return Speech(
        function_words=_words(held.function_words),
        known=_words((*held.function_words, *held.typed)),
        spellings=held.spellings,
        openers=_words(held.openers),
        ambiguous=_words(held.ambiguous),
        prepositions=_words(held.prepositions),
        vague=_words(held.vague),
        plain_adjectives=_words(held.plain_adjectives),
        asking=held.asking,
        cues={name: _filled(pattern, held.parts) for name, pattern in held.cues.items()},
        families={name: frozenset(kin) for name, kin in held.families.items()},
    )


SPEECH: Final[Mapping[Language, Speech]] = {language: _shipped(language) for language in LANGUAGES}
