"""What the helper does on questions it did not learn from: each batch is read by weights made of the others.

A batch is one field of work (nursing, housing, software …), so what is measured is a meeting about
something else. The intervals come from drawing whole questions again and again (bootstrap); the
draws follow from a fixed sequence, so that the same questions give the same interval.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Final, TypeVar

from msgspec import Struct

from backend.domain.question_craft.classifying import classify
from backend.domain.question_craft.labels import Label
from backend.domain.question_craft.weighing import Weights
from backend.training.learning import learn
from backend.training.lines import Question
from backend.training.measuring import Tried, figures, guessed, macro_f1, said, tried

FOLDS: Final = 6
DRAWS: Final = 400
_LOW, _HIGH = 0.025, 0.975
_MODULUS: Final = 2**31
"""A linear congruential sequence (Lewis, Goodman and Miller), good enough to draw questions with."""
_FACTOR: Final = 1103515245
_SHIFT: Final = 12345

Measure = Callable[[Sequence[Tried]], float]
One = TypeVar("One")

MEASURES: Final[dict[str, Measure]] = {
    "macro-F1": macro_f1,
    "hidden_advice precision": lambda those: figures(those, Label.HIDDEN_ADVICE).precision,
    "hidden_advice recall": lambda those: figures(those, Label.HIDDEN_ADVICE).recall,
    "macro-F1, guesses counted": lambda those: macro_f1(those, guessed),
    "share abstained": lambda those: sum(said(one) == "abstained" for one in those) / len(those),
}


class Fold(Struct, frozen=True):
    """Some batches, and the weights that all the others make."""

    weights: Weights
    questions: list[Question]


def folds(questions: Sequence[Question]) -> list[Fold]:
    """Learn as often as there are folds, each time without the batches of one. Each core takes one."""
    batches = sorted({question.batch for question in questions})
    held = [set(batches[start::FOLDS]) for start in range(min(FOLDS, len(batches)))]
    with ProcessPoolExecutor() as helpers:
        weights = helpers.map(learn, ([q for q in questions if q.batch not in fold] for fold in held))
        return [
            Fold(learned, [q for q in questions if q.batch in fold])
            for learned, fold in zip(weights, held, strict=True)
        ]


def crossed(those: Sequence[Fold]) -> list[Tried]:
    """Return what the helper makes of each question when it learned from the other batches only."""
    return [one for fold in those for one in tried(fold.questions, partial(classify, weights=fold.weights))]


def interval(those: Sequence[One], measure: Callable[[Sequence[One]], float]) -> tuple[float, float]:
    """Return the 95 % interval of a measure."""
    values = sorted(measure(drawn) for drawn in draws(those))
    return values[int(_LOW * len(values))], values[int(_HIGH * len(values))]


def draws(those: Sequence[One]) -> Iterator[list[One]]:
    """Return as many as there are, drawn from all of them, again and again."""
    state = len(those)
    for _ in range(DRAWS):
        drawn = []
        for _ in those:
            state = (state * _FACTOR + _SHIFT) % _MODULUS
            drawn.append(those[(state >> 8) % len(those)])
        yield drawn


def intervals(those: Sequence[Tried]) -> Iterator[str]:
    """Return a line for each measure: the figure and its interval."""
    for name, measure in MEASURES.items():
        low, high = interval(those, measure)
        yield f"{name:<28}{measure(those):>7.3f}   95 % {low:.3f} to {high:.3f}"
