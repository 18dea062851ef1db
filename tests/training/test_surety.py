"""The helper is as careful with calling something advice as finding enough of it allows."""

import pytest

from backend.domain.question_craft.classifying import SURE_OF_ADVICE
from backend.domain.question_craft.labels import LANGUAGES, Language
from backend.training.crossing import folds
from backend.training.lines import lessons
from backend.training.surety import Claim, claims, surety


def advice(chance: float, times: int) -> list[Claim]:
    """Return as many questions that are hidden advice and seem so by a chance."""
    return [Claim(is_advice=True, chance=chance)] * times


def test_it_asks_for_as_much_as_finds_four_of_five_with_certainty() -> None:
    assert surety([*advice(0.95, 180), *advice(0.6, 20)]) == 0.95


def test_a_figure_that_could_be_luck_is_not_enough_where_less_is_certain() -> None:
    assert surety([*advice(0.95, 162), *advice(0.7, 38)]) == 0.70


def test_where_few_questions_make_nothing_certain_the_figure_itself_counts() -> None:
    assert surety([*advice(0.9, 8), *advice(0.3, 2)]) == 0.90


def test_where_too_little_is_found_whatever_it_asks_it_asks_least() -> None:
    assert surety([*advice(0.9, 2), *advice(0.0, 8)]) == 0.50


@pytest.mark.drill
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_asks_for_follows_from_the_questions(language: Language) -> None:
    assert surety(claims(folds(lessons(language)))) == SURE_OF_ADVICE[language]
