"""The ground rules with which a group begins."""

from backend.domain.ground_rules import DEFAULT_RULES


def test_a_group_begins_with_eleven_rules_in_the_order_in_which_it_reads_them() -> None:
    assert [rule.key for rule in DEFAULT_RULES] == [
        "stays_here",
        "no_names",
        "equals",
        "questions_first",
        "listen",
        "contributor_decides",
        "passing",
        "on_time",
        "give_and_take",
        "safety_first",
        "duty_to_act",
    ]


def test_every_rule_has_words_of_its_own_in_all_three_languages() -> None:
    said = [text for rule in DEFAULT_RULES for text in (rule.words.nl, rule.words.en, rule.words.de)]

    assert all(said)
    assert len(set(said)) == 33


def test_the_first_rule_names_confidentiality_in_all_three_languages() -> None:
    words = DEFAULT_RULES[0].words

    assert "vertrouwelijk" in words.nl
    assert "confidential" in words.en
    assert "vertraulich" in (words.de or "")
