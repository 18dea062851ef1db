"""The helper is as careful with calling something advice as finding enough of it allows."""

import pytest

from backend.domain.question_craft.classifying import SURE_OF_ADVICE
from backend.domain.question_craft.labels import LANGUAGES, Language
from backend.training.crossing import folds
from backend.training.lines import lessons
from backend.training.surety import Claim, claims, surety


def field(batch: str, *chances: tuple[float, int], is_advice: bool = True) -> list[Claim]:
    """Return the hidden advice of a field of work, or what is none: so likely, so many times."""
    return [Claim(batch, is_advice, chance) for chance, times in chances for _ in range(times)]


def fields(number: int, *chances: tuple[float, int]) -> list[Claim]:
    """Return as many fields that are alike."""
    return [claim for each in range(number) for claim in field(f"field {each}", *chances)]


def test_it_asks_for_as_much_as_finds_four_of_five_with_certainty() -> None:
    assert surety(fields(20, (0.95, 9), (0.6, 1))) == 0.95


def test_a_figure_that_could_be_luck_is_not_enough_where_less_is_certain() -> None:
    lucky = [*fields(13, (0.95, 10)), *field("poor", (0.95, 1), (0.7, 9)), *field("other", (0.7, 10))]

    assert surety(lucky) == 0.70


def test_where_few_questions_make_nothing_certain_the_figure_itself_counts() -> None:
    assert surety([*field("one", (0.9, 10)), *field("two", (0.9, 6), (0.3, 4))]) == 0.90


def test_where_too_little_is_found_whatever_it_asks_it_asks_least() -> None:
    assert surety(field("one", (0.9, 2), (0.0, 8))) == 0.50


def test_a_long_list_of_what_is_seldom_said_counts_as_one_field() -> None:
    assert surety([*fields(30, (0.95, 5)), *field("seldom", (0.6, 400))]) == 0.95


def test_it_rather_misses_than_says_of_more_than_one_in_twenty_what_is_not_so() -> None:
    found, wrong = fields(20, (0.95, 8), (0.7, 2)), field("wrong", (0.8, 40), is_advice=False)

    assert surety(found) == 0.95
    assert surety([*fields(20, (0.9, 4), (0.7, 6)), *wrong]) == 0.81


@pytest.mark.drill
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_asks_for_follows_from_the_questions(language: Language) -> None:
    assert surety(claims(folds(lessons(language)))) == SURE_OF_ADVICE[language]
