"""How sure the helper must be before it calls a question hidden advice: as sure as it can afford.

A wrong "this is advice" insults, a missed one costs nothing that was not so before. So the helper is as
careful as what was promised allows: it must find four of five, in the average batch, for a meeting is
about one field of work, and a long list of what is seldom said counts no more than a short one of what is
said every day. The rule looks at questions that each weight was made without, and at nothing else; no set
for measuring has a say in it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
LEAST, MOST = 50, 99
"""Hundredths: below the first another kind is as likely, above the last nothing is ever said."""
_ADVICE: Final = LABELS.index(Label.HIDDEN_ADVICE)


class Claim(Struct, frozen=True):
    """How likely hidden advice seems to be what it is; nought if another kind is likelier."""

    batch: str
    chance: float


def claims(those: Sequence[Fold]) -> list[Claim]:
    """Return what would be said of all hidden advice by weights that it was no part of."""
    return [
        Claim(question.batch, likely[_ADVICE] if likely[_ADVICE] == max(likely) else 0.0)
        for fold in those
        for question in fold.questions
        if question.label is Label.HIDDEN_ADVICE
        for likely in [chances(features_of(question.text, question.language), fold.weights)]
    ]


def surety(those: Iterable[Claim]) -> float:
    """Return the highest chance to ask for, in hundredths, at which as much is found as was promised.

    By the lower end of the interval; where no chance suffices for that, by the figure itself, or the least.
    """
    batches: defaultdict[str, list[float]] = defaultdict(list)
    for claim in those:
        batches[claim.batch].append(claim.chance)
    each = list(batches.values())

    def surely_missed(sure: int) -> float:
        return -interval(each, partial(recall, sure=sure))[0]

    def missed(sure: int) -> float:
        return -recall(each, sure)

    hundredths = range(LEAST, MOST + 1)
    enough = [bisect_right(hundredths, -PROMISED, key=by) for by in (surely_missed, missed)]
    return hundredths[max(enough[0] or enough[1], 1) - 1] / 100


def recall(batches: Sequence[Sequence[float]], sure: int) -> float:
    """Return which share of the hidden advice of a batch is found by who asks for so many hundredths."""
    return fmean(fmean(chance * 100 >= sure for chance in batch) for batch in batches)
