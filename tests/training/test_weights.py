"""The weights in the repository are the ones that the questions in the repository make."""

import msgspec
import pytest

from backend.domain.question_craft.classifying import classify
from backend.domain.question_craft.labels import LABELS, LANGUAGES, Label, Language
from backend.domain.question_craft.weighing import PRECISION, shipped
from backend.domain.question_craft.wording import tokens_of
from backend.training.command import FOLDER, made
from backend.training.learning import Lessons, learn
from backend.training.lines import Question, lessons, trials
from backend.training.measuring import figures, macro_f1, tried

STEEPEST = 1.0
"""The slope that is left after the last round, and by rounding to hundredths."""
FEWEST: dict[Language, int] = {"nl": 3800, "en": 3800, "de": 1900}


def steepest(questions: list[Question], language: Language) -> float:
    """Return how far the weights in the repository are from the best for these questions."""
    held = shipped(language)
    numbers = Lessons(questions)
    columns = [
        [held.get(name, (0,) * len(LABELS))[kind] / PRECISION for name in numbers.names]
        for kind in range(len(LABELS))
    ]
    return max(abs(slope) for column in numbers.slope(columns) for slope in column)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_better_weights_can_be_made_from_the_questions(language: Language) -> None:
    assert steepest(lessons(language), language) < STEEPEST


def test_weights_of_other_questions_are_noticed() -> None:
    planted = [msgspec.structs.replace(q, label=Label.OPEN) for q in lessons("nl")[:60]]

    assert steepest([*lessons("nl")[60:], *planted], "nl") > STEEPEST


@pytest.mark.drill
@pytest.mark.parametrize("language", LANGUAGES)
def test_training_again_makes_the_same_file(language: Language) -> None:
    assert made(language) == (FOLDER / f"{language}.json").read_bytes()


def test_learning_the_same_twice_gives_the_same() -> None:
    few = lessons("de")[::10]

    assert learn(few) == learn(few)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_taught_and_no_question_twice(language: Language) -> None:
    questions = lessons(language)
    texts = [question.text.casefold() for question in questions]

    assert len(questions) >= FEWEST[language]
    assert len(set(texts)) == len(texts)
    assert {question.label for question in questions} == set(Label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_measured_with_was_not_learned_from(language: Language) -> None:
    learned = {question.text.casefold() for question in lessons(language)}
    measured = {question.text.casefold() for name in ("development", "blind") for question in trials(name)}

    assert learned & measured == set()


@pytest.mark.parametrize("name", ["development", "blind"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_it_never_learned_from_is_read_as_well_as_was_promised(language: Language, name: str) -> None:
    those = tried([q for q in trials(name) if q.language == language], classify)
    advice = figures(those, Label.HIDDEN_ADVICE)

    assert macro_f1(those) >= 0.85
    assert advice.precision >= 0.95
    assert advice.recall >= 0.80


def test_in_german_it_calls_advice_only_what_it_is_sure_of() -> None:
    those = tried([q for q in trials("blind") if q.language == "de"], classify)

    assert figures(those, Label.HIDDEN_ADVICE).precision >= 0.95


def test_nothing_is_measured_on_a_question_that_only_looks_new() -> None:
    def words(text: str) -> str:
        return " ".join(tokens_of(text, "nl"))

    learned = {words(q.text) for language in LANGUAGES for q in lessons(language)}

    assert [
        q.text for name in ("development", "blind") for q in trials(name) if words(q.text) in learned
    ] == []
