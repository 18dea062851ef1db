"""What the helper tells the writer of a draft, and nobody else: kind, why, and better questions."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from backend.domain.question_craft.classifying import Reading, classify
from backend.domain.question_craft.labels import Label, Language
from backend.domain.question_craft.rephrasing import PHRASES, rephrasings_of


class Advice(Struct, frozen=True):
    """What a draft is, why that matters in one sentence, and one or two questions on the same topic.

    ``abstained``: the helper is not sure, and the app says nothing. ``keep_as_advice``: the draft
    holds something worth keeping for the moment that advice is asked for.
    """

    label: Label
    abstained: bool
    reason: str
    rephrasings: list[str]
    keep_as_advice: bool


FINE_IN_A_ROW: Final = 2
"""Closed questions after which one more is worth a word."""
ADVISING: Final = frozenset({Label.HIDDEN_ADVICE})


def check(text: str, language: Language) -> Advice:
    """Return what the helper says about a draft."""
    reading = classify(text, language)
    return Advice(
        label=reading.label,
        abstained=reading.abstained,
        reason=PHRASES[language].reasons[reading.label],
        rephrasings=rephrasings_of(text, reading.label, language),
        keep_as_advice=reading.label in ADVISING and not reading.abstained,
    )


def in_a_row(before: Sequence[Reading]) -> int:
    """Return how many closed questions somebody asked last, one after another."""
    row = 0
    for reading in reversed(before):
        if reading.label is not Label.CLOSED:
            break
        row += 1
    return row


def remarks(advice: Advice, closed_before: int) -> bool:
    """Tell whether the helper says something: a closed question of fact is fine, a series of them is not."""
    if advice.abstained or advice.label is Label.OPEN:
        return False
    return advice.label is not Label.CLOSED or closed_before >= FINE_IN_A_ROW
