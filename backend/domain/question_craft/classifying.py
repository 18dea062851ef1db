"""Of which kind a draft of a question is, and whether the helper is sure enough to say so."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from backend.domain.question_craft.features import features_of
from backend.domain.question_craft.labels import LABELS, Label, Language
from backend.domain.question_craft.weighing import Weights, chances, shipped

SURE: Final = 0.5
"""Below this the helper says nothing: a miss is what happens without it, a wrong hint insults."""
SURE_OF_ADVICE: Final[Mapping[Language, float]] = {"nl": 0.89, "en": 0.87, "de": 0.98}
"""What it takes to call a question hidden advice; less than this, and the next best kind stands.

As much as finding and being right allow and take: ``backend.training.surety`` tells how these follow from
the questions.
"""
FEW_WORDS: Final = 2
"""A draft of fewer words is not a question yet."""


class Reading(Struct, frozen=True):
    """What the helper makes of a draft. Where it abstained, the label is its best guess, not its word."""

    label: Label
    chance: float
    abstained: bool


def classify(text: str, language: Language, weights: Weights | None = None) -> Reading:
    """Return the kind of a draft written in a language."""
    features = features_of(text, language)
    likely = chances(features, shipped(language) if weights is None else weights)
    ranked = sorted(range(len(LABELS)), key=lambda kind: -likely[kind])
    best = ranked[0]
    if LABELS[best] is Label.HIDDEN_ADVICE and likely[best] < SURE_OF_ADVICE[language]:
        return Reading(LABELS[ranked[1]], likely[ranked[1]], abstained=True)
    short = len(text.split()) < FEW_WORDS
    return Reading(LABELS[best], likely[best], abstained=short or likely[best] < SURE)
