"""How sure the helper must be before it calls a question hidden advice: as sure as it can afford.

A wrong "this is advice" insults, a missed one costs nothing that was not so before. So the helper is as
careful as what was promised allows: it must find four of five, in the average batch, for a meeting is
about one field of work, and a long list of what is seldom said counts no more than a short one of what is
said every day. And of what it calls advice it must be right in nineteen of twenty: where both cannot be had,
this goes before. The rule looks at questions that each weight was made without, and at nothing else; no set
for measuring has a say in it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from statistics import fmean
from typing import Final

from msgspec import Struct

from backend.domain.question_craft.features import features_of
from backend.domain.question_craft.labels import LABELS, Label
from backend.domain.question_craft.weighing import chances
from backend.training.crossing import Fold, interval

PROMISED: Final = 0.80
"""The share of hidden advice that is to be found."""
RIGHT: Final = 0.95
"""The share of what is called hidden advice that is to be so."""
LEAST, MOST = 50, 99
"""Hundredths: below the first another kind is as likely, above the last nothing is ever said."""
_ADVICE: Final = LABELS.index(Label.HIDDEN_ADVICE)


class Claim(Struct, frozen=True):
    """How likely a question seems to be hidden advice, nought if another kind is likelier; whether it is."""

    batch: str
    is_advice: bool
    chance: float


def claims(those: Sequence[Fold]) -> list[Claim]:
    """Return what would be said of all questions by weights that they were no part of."""
    return [
        Claim(
            question.batch,
            question.label is Label.HIDDEN_ADVICE,
            likely[_ADVICE] if likely[_ADVICE] == max(likely) else 0.0,
        )
        for fold in those
        for question in fold.questions
        for likely in [chances(features_of(question.text, question.language), fold.weights)]
    ]


def surety(those: Sequence[Claim]) -> float:
    """Return what chance to ask for: as high as finding allows, and as high as being right takes."""
    return max(_as_finding_allows(those), _as_being_right_takes(those)) / 100


def _as_finding_allows(those: Sequence[Claim]) -> int:
    """Return the highest chance to ask for, in hundredths, at which as much is found as was promised.

    By the lower end of the interval; where no chance suffices for that, by the figure itself, or the least.
    """
    batches: defaultdict[str, list[float]] = defaultdict(list)
    for claim in those:
        if claim.is_advice:
            batches[claim.batch].append(claim.chance)
    each = list(batches.values())

    def surely_missed(sure: int) -> float:
        return -interval(each, partial(recall, sure=sure))[0]

    def missed(sure: int) -> float:
        return -recall(each, sure)

    hundredths = range(LEAST, MOST + 1)
    enough = [bisect_right(hundredths, -PROMISED, key=by) for by in (surely_missed, missed)]
    return hundredths[max(enough[0] or enough[1], 1) - 1]


def _as_being_right_takes(those: Sequence[Claim]) -> int:
    """Return the lowest chance, in hundredths, from which on what is said is right as often as promised.

    By the lower end of the interval.
    """
    for sure in range(LEAST, MOST + 1):
        said = [claim.is_advice for claim in those if claim.chance * 100 >= sure]
        if not said or interval(said, fmean)[0] >= RIGHT:
            return sure
    return MOST


def recall(batches: Sequence[Sequence[float]], sure: int) -> float:
    """Return which share of the hidden advice of a batch is found by who asks for so many hundredths."""
    return fmean(fmean(chance * 100 >= sure for chance in batch) for batch in batches)
