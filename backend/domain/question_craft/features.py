"""What the helper weighs of a draft: its cues, how it begins, ends and is built, and its words."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from backend.domain.question_craft.cues import cues_of
from backend.domain.question_craft.labels import Language
from backend.domain.question_craft.speech import SPEECH
from backend.domain.question_craft.wording import tokens_of, words_of

_OTHER: Final = "_"
"""Stands for a word that says what the question is about, not how it is built."""
_LONG: Final = (8, 14, 20, 30)
"""Words from which a question counts as longer (WIAL: above thirty it stops being one)."""


def features_of(text: str, language: Language) -> dict[str, float]:
    """Return the features of a draft with their weight, none of them negative."""
    tokens = tokens_of(text, language)
    words = words_of(tokens)
    found: dict[str, float] = {"always": 1.0}
    cues = cues_of(tokens, language)
    for name in cues:
        found[f"cue {name}"] = 1.5
    for family, kin in SPEECH[language].families.items():
        if not kin.isdisjoint(cues):
            found[f"family {family}"] = 1.5
    built = _built(tokens, SPEECH[language].function_words)
    for name in _shape(words):
        found[name] = 0.6
    for name in _edges(built):
        found[name] = 0.7
    for name in _runs(built):
        found[name] = 0.4
    for name in _bag(words):
        found[name] = 0.5
    return found


def _built(tokens: list[str], known: frozenset[str]) -> list[str]:
    """Return how a text is built: what carries no build is one sign, however many words it is."""
    built: list[str] = []
    for token in tokens:
        sign = token if token in known or not token[0].isalnum() else _OTHER
        if sign != _OTHER or not built or built[-1] != _OTHER:
            built.append(sign)
    return built


def _shape(words: list[str]) -> Iterator[str]:
    for length in _LONG:
        if len(words) >= length:
            yield f"long {length}"


def _edges(built: list[str]) -> Iterator[str]:
    for length in range(1, 6):
        if len(built) >= length:
            yield f"begin {' '.join(built[:length])}"
    end = [sign for sign in built if sign not in {"?", "."}]
    for length in range(1, 4):
        if len(end) >= length:
            yield f"end {' '.join(end[-length:])}"


def _runs(built: list[str]) -> Iterator[str]:
    for length in (2, 3):
        for start in range(len(built) - length + 1):
            yield f"run {' '.join(built[start : start + length])}"


def _bag(words: list[str]) -> Iterator[str]:
    for word in words:
        yield f"word {word}"
    for first, second in pairwise(words):
        yield f"pair {first} {second}"
