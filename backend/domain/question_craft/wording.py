"""A draft as the helper reads it: lower case, one spelling for what is spoken in many ways, tokens."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from backend.domain.question_craft.labels import Language
from backend.domain.question_craft.speech import SPEECH

LONGEST: Final = 1000
"""Characters that are read. What comes after cannot make a question better."""
_STRESS: Final = {"\u0301", "\u0300"}
"""Accents that Dutch and English put on a word to stress it; a German or Dutch diaeresis stays."""
_TOKEN: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|'[a-z]+|[?!.,;:&]")
_QUOTES: Final = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'", "\u2026": ".", "\u2013": ","}
)
PAUSE: Final = frozenset("?!.,;:&")
"""What stands between the parts of a text."""


def tokens_of(text: str, language: Language) -> list[str]:
    """Return the words and the punctuation of a text, as the language writes them in full."""
    plain = unicodedata.normalize("NFD", text[:LONGEST].lower().translate(_QUOTES))
    stressless = unicodedata.normalize("NFC", "".join(c for c in plain if c not in _STRESS))
    spelled = SPEECH[language].spellings
    found: list[str] = []
    for token in _TOKEN.findall(stressless):
        found.extend(_in_full(token, spelled))
    return found


def _in_full(token: str, spelled: Mapping[str, str]) -> list[str]:
    return spelled.get(token, token).split()


def words_of(tokens: list[str]) -> list[str]:
    """Return the tokens without punctuation."""
    return [token for token in tokens if token not in PAUSE]
