"""What a draft is about, in its own words: the noun phrase that a better question can keep.

A phrase begins with a word such as “the” or “your” and ends at its noun; a name needs no such word.
Where no phrase is plainly one, there is no topic, and the rephrasing does without.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from backend.domain.question_craft.labels import Language
from backend.domain.question_craft.speech import SPEECH

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[^\w\s]")
_PAUSES: Final = frozenset(".?!:,")
_LONGEST: Final = 4
"""Words a phrase may have after the one it begins with."""
_INDEFINITE: Final = frozenset({"een", "a", "an", "ein", "eine", "einen", "einem", "einer"})
_OBJECTS: Final = frozenset({"het", "haar", "hun"})
_TRAILING: Final = re.compile(r".+(?:ed|ing|ly)$")
"""English words that follow a noun rather than being one."""
_NOUNS_IN_E: Final = ("ie", "age", "ee", "tje", "nte", "ende", "ade", "ode", "ine", "euse", "ice", "ete")
"""Endings of Dutch nouns that could be taken for adjectives."""


class Phrase(NamedTuple):
    """A noun phrase, and whether it points at something in particular."""

    words: str
    definite: bool


def topic_of(text: str, language: Language) -> str | None:
    """Return what a draft is about, or nothing where that is not plain."""
    tokens = _WORD.findall(text)
    found = [*_phrases(tokens, language), *_names(tokens, language)]
    definite = [phrase for phrase in found if phrase.definite]
    return next((phrase.words for phrase in definite or found), None)


def _phrases(tokens: list[str], language: Language) -> Iterator[Phrase]:
    speech = SPEECH[language]
    for place, token in enumerate(tokens):
        opener = token.lower()
        before = tokens[place - 1].lower() if place else ""
        if opener not in speech.openers:
            continue
        if opener in speech.ambiguous and before not in speech.prepositions | _may_follow(opener, language):
            continue
        after = tokens[place + 1 :]
        words = _noun(after[:_LONGEST], language)
        if words and not _is_object(opener, words, after[len(words) :]):
            said = words if language == "de" else [opener, *words]
            yield Phrase(" ".join(said), opener not in _INDEFINITE)


def _may_follow(opener: str, language: Language) -> frozenset[str]:
    """Return what “die” may follow and still begin a phrase: small words, never the noun it refers to."""
    return SPEECH[language].function_words if opener == "die" else frozenset()


def _is_object(opener: str, words: list[str], following: list[str]) -> bool:
    """Tell whether “het” or “haar” stands alone before a verb: “het los te laten”, “haar bespreken”."""
    return opener in _OBJECTS and (following[:1] == ["te"] or words[-1].endswith("en"))


def _noun(tokens: list[str], language: Language) -> list[str]:
    """Return the words up to the noun, or none where it says too little to ask about."""
    words: list[str] = []
    for token in tokens:
        if not token[0].isalpha() or token.lower() in SPEECH[language].function_words:
            break
        words.append(token)
        if _ends(token, language):
            break
    while language == "en" and len(words) > 1 and _TRAILING.match(words[-1]):
        words.pop()
    if not words or any(word.lower() in SPEECH[language].vague for word in words):
        return []
    return [] if language == "de" and not words[-1][0].isupper() else words


def _ends(token: str, language: Language) -> bool:
    """Tell whether a word is the noun and not an adjective before it."""
    match language:
        case "nl":
            adjective = token.endswith(("e", "ig", "lijk")) and not token.endswith(_NOUNS_IN_E)
            return not adjective and token.lower() not in SPEECH[language].plain_adjectives
        case "de":
            return token[0].isupper()
        case "en":
            return False


def _names(tokens: list[str], language: Language) -> Iterator[Phrase]:
    """Find names: words with a capital that no sentence begins with. German has too many of them."""
    if language == "de":
        return
    named: list[str] = []
    determiners = SPEECH[language].openers - SPEECH[language].ambiguous
    for before, word in pairwise([".", *tokens, "."]):
        begins = before in _PAUSES or before.lower() in determiners
        if word[0].isupper() and word != "I" and (named or not begins):
            named.append(word)
        elif named:
            yield Phrase(" ".join(named), definite=True)
            named = []
