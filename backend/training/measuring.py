"""How well the helper reads questions whose kind is known: a matrix, and figures for each kind.

Where the helper abstains it says nothing, so that counts as a miss and never as a mistake: against
recall, not against precision. The best guess it kept to itself is counted on a line of its own.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from backend.domain.question_craft.classifying import Reading
from backend.domain.question_craft.labels import LABELS, LANGUAGES, Label, Language
from backend.training.lines import Question

ABSTAINED: Final = "abstained"
_MILLISECONDS: Final = 1000

Reader = Callable[[str, Language], Reading]


class Tried(Struct, frozen=True):
    """A question, what the helper made of it, and how many milliseconds that took."""

    question: Question
    reading: Reading
    milliseconds: float


class Figures(Struct, frozen=True):
    """Precision, recall and their harmonic mean for one kind; nought where there is nothing to divide."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def tried(questions: Iterable[Question], reader: Reader) -> list[Tried]:
    """Let the helper read questions."""
    return [_tried(question, reader) for question in questions]


def _tried(question: Question, reader: Reader) -> Tried:
    began = time.perf_counter()
    reading = reader(question.text, question.language)
    return Tried(question, reading, (time.perf_counter() - began) * _MILLISECONDS)


def said(one: Tried) -> str:
    """Return the label the helper gave, or that it abstained."""
    return ABSTAINED if one.reading.abstained else one.reading.label


def guessed(one: Tried) -> str:
    """Return the label the helper gave or would have given."""
    return one.reading.label


def figures(all_tried: Sequence[Tried], of: Label, by: Callable[[Tried], str] = said) -> Figures:
    """Return how often the helper is right when it names a kind, and how often it finds it."""
    named = [one for one in all_tried if by(one) == of]
    are = sum(one.question.label is of for one in all_tried)
    right = sum(one.question.label is of for one in named)
    return Figures(right / len(named) if named else 0.0, right / are if are else 0.0)


def macro_f1(all_tried: Sequence[Tried], by: Callable[[Tried], str] = said) -> float:
    """Return the mean of the F1 of the kinds that occur."""
    kinds = {one.question.label for one in all_tried}
    return sum(figures(all_tried, kind, by).f1 for kind in kinds) / len(kinds) if kinds else 0.0


def report(all_tried: Sequence[Tried]) -> Iterator[str]:
    """Return the lines of what ``kring craft`` prints."""
    if not all_tried:
        yield "There are no questions in this file."
        return
    for language in LANGUAGES:
        those = [one for one in all_tried if one.question.language == language]
        if those:
            yield from _of_language(language, those)
    times = sorted(one.milliseconds for one in all_tried)
    yield (
        f"time per question  mean {sum(times) / len(times):.2f} ms, median {times[len(times) // 2]:.2f} ms, "
        f"longest {times[-1]:.2f} ms"
    )
    yield "Abstained counts as said nothing: a miss for recall, no mistake for precision."


def _of_language(language: Language, those: Sequence[Tried]) -> Iterator[str]:
    yield f"{language}  {len(those)} questions; rows are what they are, columns what the helper says"
    yield ""
    columns = (*LABELS, ABSTAINED)
    yield f"{'':<15}" + "".join(f"{column:>15}" for column in columns)
    counts = Counter((one.question.label, said(one)) for one in those)
    for label in LABELS:
        yield f"{label:<15}" + "".join(f"{counts[label, column]:>15}" for column in columns)
    yield ""
    yield f"{'':<15}{'precision':>15}{'recall':>15}{'F1':>15}{'questions':>15}"
    for label in LABELS:
        found = figures(those, label)
        many = sum(one.question.label is label for one in those)
        yield f"{label:<15}{found.precision:>15.3f}{found.recall:>15.3f}{found.f1:>15.3f}{many:>15}"
    abstained = sum(one.reading.abstained for one in those)
    advice = figures(those, Label.HIDDEN_ADVICE, guessed)
    yield f"{'macro-F1':<15}{macro_f1(those):>45.3f}"
    yield (
        f"abstained      {abstained} of {len(those)} ({abstained / len(those):.1%}); "
        f"with its best guesses counted: macro-F1 {macro_f1(those, guessed):.3f}, "
        f"hidden_advice precision {advice.precision:.3f} recall {advice.recall:.3f}"
    )
    yield ""
