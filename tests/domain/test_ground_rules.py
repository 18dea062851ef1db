"""The ground rules with which a group begins."""

from backend.domain.ground_rules import default_rules, words_by_key


def test_a_group_begins_with_eleven_rules_by_key_and_without_text_of_its_own() -> None:
    assert [(rule.key, rule.text) for rule in default_rules()] == [
        ("stays_here", None),
        ("no_names", None),
        ("equals", None),
        ("questions_first", None),
        ("listen", None),
        ("contributor_decides", None),
        ("passing", None),
        ("on_time", None),
        ("give_and_take", None),
        ("safety_first", None),
        ("duty_to_act", None),
    ]


def test_every_rule_has_words_of_its_own_in_all_three_languages() -> None:
    said = [text for words in words_by_key().values() for text in (words.nl, words.en, words.de)]

    assert all(said)
    assert len(set(said)) == 33
