"""What the helper tells the writer of a draft, and nobody else: kind, why, and better questions."""

from typing import Final

from msgspec import Struct

from backend.domain.question_craft.classifying import classify
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
