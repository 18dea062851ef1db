"""Question cards fit the steps of the methods, and every difficult situation has something to do."""

import pytest

from backend.domain.guidance import PURPOSES, SITUATIONS, Moment
from backend.domain.methods import shipped
from events.method import Kind, Step

QUESTION_STEPS = [
    pytest.param(step, id=f"{method.key}-{step.key}")
    for method in shipped().values()
    for step in method.steps
    if Kind.QUESTION in step.kinds
]


def test_there_are_forty_cards_each_under_a_key_of_its_own() -> None:
    keys = [card.key for purpose in PURPOSES for card in purpose.cards]

    assert len(keys) == len(set(keys)) == 40


@pytest.mark.parametrize("step", QUESTION_STEPS)
@pytest.mark.parametrize("moment", list(Moment))
def test_whoever_may_ask_finds_three_cards_at_any_moment(step: Step, moment: Moment) -> None:
    fitting = [
        card
        for purpose in PURPOSES
        if moment in purpose.moments and not set(purpose.kinds).isdisjoint(step.kinds)
        for card in purpose.cards
    ]

    assert len(fitting) >= 3


def test_facts_come_early_and_direction_comes_late() -> None:
    moments = {purpose.key: purpose.moments for purpose in PURPOSES}

    assert moments["facts"] == (Moment.EARLY,)
    assert {key for key, when in moments.items() if when == (Moment.LATE,)} == {"future", "action"}


def test_no_card_is_offered_where_only_advice_is_given() -> None:
    assert all(Kind.ADVICE not in purpose.kinds for purpose in PURPOSES)


def test_there_are_sixteen_situations_and_the_two_that_are_feared_most_come_first() -> None:
    keys = [situation.key for situation in SITUATIONS]

    assert len(set(keys)) == len(keys) == 16
    assert keys[:2] == ["no_question", "emotion"]


def test_every_situation_says_at_least_three_things_one_can_do() -> None:
    assert all(len(situation.ways) >= 3 for situation in SITUATIONS)


def test_every_word_is_there_in_three_languages() -> None:
    said = [
        *(purpose.names for purpose in PURPOSES),
        *(card.words for purpose in PURPOSES for card in purpose.cards),
        *(situation.names for situation in SITUATIONS),
        *(way for situation in SITUATIONS for way in situation.ways),
    ]

    assert [each for each in said if not (each.nl.strip() and each.en.strip() and each.de.strip())] == []
    assert len({each.nl for each in said}) == len({each.de for each in said}) == len(said)
