"""Weights from questions: a multinomial logistic regression, with nothing left to chance.

The loss is convex, so there is one best set of weights. It is approached by accelerated gradient
descent from zero (Nesterov 1983) with a step that follows from the data; the same questions give
the same weights. ``slope`` tells how far from the best a set is, which is how a check proves that
the weights in the repository are the ones that these questions make.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import mul
from typing import Final

from backend.domain.question_craft.features import features_of
from backend.domain.question_craft.labels import LABELS
from backend.domain.question_craft.weighing import PRECISION, Weights
from backend.training.lines import Question

ROUNDS: Final = 200
RESTRAINT: Final = 0.4
"""What a weight costs, squared: what one question says should not outweigh what many say."""
SEEN: Final = 3
"""In how many questions a feature must be found to be weighed at all."""
KINDS: Final = len(LABELS)

Columns = list[list[float]]
"""For each kind the weight of each feature."""


class Lessons:
    """Questions as numbers: the features of each, by index and by value, and what each question is."""

    def __init__(self, questions: Sequence[Question]) -> None:
        found = [features_of(question.text, question.language) for question in questions]
        seen = Counter(name for features in found for name in features)
        self.names = sorted(name for name, times in seen.items() if times >= SEEN)
        index = {name: number for number, name in enumerate(self.names)}
        self.rows = [
            ([index[n] for n in features if n in index], [v for n, v in features.items() if n in index])
            for features in found
        ]
        self.kinds = [LABELS.index(question.label) for question in questions]

    def slope(self, columns: Columns) -> Columns:
        """Return the gradient of the loss at these weights."""
        slope = [[RESTRAINT * weight for weight in column] for column in columns]
        for (indices, values), kind in zip(self.rows, self.kinds, strict=True):
            said = [sum(map(mul, map(column.__getitem__, indices), values)) for column in columns]
            for other, chance in enumerate(_softmax(said)):
                wrong = chance - (other == kind)
                column = slope[other]
                for place, value in zip(indices, values, strict=True):
                    column[place] += wrong * value
        return slope

    def step(self) -> float:
        """Return a step that never overshoots: one over a bound on the curvature of the loss."""
        direction = [1.0] * len(self.names)
        size = 1.0
        for _ in range(12):
            along = [0.0] * len(self.names)
            for indices, values in self.rows:
                part = sum(map(mul, map(direction.__getitem__, indices), values))
                for place, value in zip(indices, values, strict=True):
                    along[place] += part * value
            size = math.sqrt(sum(one * one for one in along))
            direction = [one / size for one in along]
        return 1 / (size / 2 + RESTRAINT)


def _softmax(said: Iterable[float]) -> list[float]:
    parts = [math.exp(one) for one in said]
    whole = sum(parts)
    return [part / whole for part in parts]


def learn(questions: Sequence[Question]) -> Weights:
    """Return the weights that these questions make, in hundredths."""
    lessons = Lessons(questions)
    step, momentum = lessons.step(), 1.0
    columns = [[0.0] * len(lessons.names) for _ in range(KINDS)]
    ahead = columns
    for _ in range(ROUNDS):
        slope = lessons.slope(ahead)
        further = [
            [a - step * s for a, s in zip(*pair, strict=True)] for pair in zip(ahead, slope, strict=True)
        ]
        following = (1 + math.sqrt(1 + 4 * momentum * momentum)) / 2
        push = (momentum - 1) / following
        ahead = [
            [f + push * (f - c) for f, c in zip(*pair, strict=True)]
            for pair in zip(further, columns, strict=True)
        ]
        columns, momentum = further, following
    return _kept(lessons.names, columns)


def _kept(names: Sequence[str], columns: Columns) -> Weights:
    """Return the weights that say anything, rounded."""
    rounded = zip(*([round(weight * PRECISION) for weight in column] for column in columns), strict=True)
    return {name: weights for name, weights in zip(names, rounded, strict=True) if any(weights)}
