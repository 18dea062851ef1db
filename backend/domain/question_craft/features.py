"""What the helper weighs of a draft: cues, how it begins, ends and is built, its words and their pieces."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from backend.domain.question_craft.cues import cues_of
from backend.domain.question_craft.labels import Language
from backend.domain.question_craft.speech import SPEECH
from backend.domain.question_craft.wording import PAUSE, tokens_of, words_of

_OTHER: Final = "_"
"""Stands for a word that says what the question is about, not how it is built."""
_LONG: Final = (8, 14, 20, 30)
"""Words from which a question counts as longer (WIAL: above thirty it stops being one)."""
_PIECES: Final = (3, 4)
"""Letters in a piece of a word, the sign of its begin or end counted."""
_MANY: Final = 4
"""More parts or question marks than this are as many."""


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
    for name in _sentences(tokens, SPEECH[language].function_words):
        found[name] = 0.4
    for name in _pieces(words):
        found[name] = 0.25
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


def _sentences(tokens: list[str], known: frozenset[str]) -> Iterator[str]:
    """Return how each part after a pause begins: what is asked often comes after what was heard."""
    pauses = [place for place, token in enumerate(tokens[:-1]) if token in PAUSE]
    for pause in pauses:
        begin = [token if token in known or token in PAUSE else _OTHER for token in tokens[pause + 1 :][:4]]
        for length in range(1, len(begin) + 1):
            yield f"then {' '.join(begin[:length])}"
    yield f"parts {min(_MANY, len(pauses) + 1)}"
    yield f"marks {min(_MANY, tokens.count('?'))}"


def _pieces(words: list[str]) -> Iterator[str]:
    """Return the pieces of words, so that a word that was never seen is like those that were."""
    for word in words:
        whole = f"<{word}>"
        for length in _PIECES:
            for start in range(len(whole) - length + 1):
                yield f"piece {whole[start : start + length]}"
