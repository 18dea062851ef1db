"""How long the question helper takes for a question: against the promise, and a guess by the first word."""

import time
from collections.abc import Callable
from statistics import quantiles
from typing import Final

from backend.domain.question_craft.checking import check
from backend.domain.question_craft.labels import Language
from backend.training.lines import Question, trials
from tests.bench.ground import Row, row

PROMISED_MS: Final = 5.0
ROUNDS: Final = 5
_OPENERS: Final = frozenset(
    [
        "wat",
        "hoe",
        "waar",
        "waarom",
        "wie",
        "welke",
        "wanneer",
        "what",
        "how",
        "where",
        "why",
        "who",
        "which",
        "when",
    ]
)
_HUNDREDTHS: Final = 100

Reader = Callable[[str, Language], object]


async def bench() -> list[Row]:
    """Measure every question of the trials: its kind, why, and other words, as the API answers."""
    questions = [*trials("development"), *trials("blind")]
    ours, naive = _slowest(questions, check), _slowest(questions, by_first_word)
    return [row("a question is checked, p99", "ms", ours, PROMISED_MS, naive, less=True)]


def by_first_word(text: str, language: Language) -> str:
    """Guess as a beginner would: a question word makes it open; right for two in five (decision 0036)."""
    del language
    return "open" if text.lower().split()[0] in _OPENERS else "closed"


def _slowest(questions: list[Question], reader: Reader) -> float:
    """Return the 99th percentile of a reading, in milliseconds of this thread's own time."""
    times = []
    for _ in range(ROUNDS):
        for question in questions:
            began = time.thread_time()
            reader(question.text, question.language)
            times.append((time.thread_time() - began) * 1000)
    return quantiles(times, n=_HUNDREDTHS)[-1]
