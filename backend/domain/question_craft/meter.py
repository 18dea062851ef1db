"""How many questions were of which kind: a total, never whose."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from backend.domain.question_craft.classifying import Reading

UNSURE: Final = "unsure"
"""Counted for a question that the helper does not know what to make of."""
ENOUGH: Final = 5
"""With fewer questions in a step a total would tell of one person's."""


def kind_of(reading: Reading) -> str:
    """Return under what a question is counted."""
    return UNSURE if reading.abstained else reading.label.value


def tally(readings: Iterable[Reading]) -> dict[str, int]:
    """Return how many questions were of which kind."""
    return dict(Counter(kind_of(reading) for reading in readings))


def may_be_shown(kinds: Mapping[str, int]) -> bool:
    """Tell whether a total is of so many questions that it tells of nobody's."""
    return sum(kinds.values()) >= ENOUGH
