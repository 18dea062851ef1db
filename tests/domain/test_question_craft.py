"""The question helper: what a draft is, why, and a better question about the same thing."""

import time

import pytest

from backend.domain.question_craft.checking import check
from backend.domain.question_craft.classifying import classify
from backend.domain.question_craft.labels import LANGUAGES, Label, Language
from backend.domain.question_craft.languages import language_of
from backend.domain.question_craft.rephrasing import PHRASES
from backend.domain.question_craft.topics import topic_of

TELLING: list[tuple[Language, Label, str]] = [
    ("nl", Label.HIDDEN_ADVICE, "Heb je er al eens aan gedacht om een mediator te vragen?"),
    ("nl", Label.OPEN, "Wat maakt dat een mediator voor jou nog een stap te ver is?"),
    ("nl", Label.SUGGESTIVE, "Vind je ook niet dat die mediator er een potje van maakte?"),
    ("nl", Label.CLOSED, "Was er een mediator bij?"),
    ("nl", Label.MULTIPLE, "Wie was de mediator en hoe verliep dat gesprek?"),
    ("en", Label.HIDDEN_ADVICE, "Have you thought about bringing in a mediator?"),
    ("en", Label.OPEN, "What makes a mediator one step too far for you?"),
    ("en", Label.SUGGESTIVE, "Don't you agree that mediator made a mess of it?"),
    ("en", Label.CLOSED, "Was there a mediator in the room?"),
    ("en", Label.MULTIPLE, "Who was the mediator, and how did that conversation go?"),
    ("de", Label.HIDDEN_ADVICE, "Hast du schon mal daran gedacht, eine Mediatorin zu fragen?"),
    ("de", Label.OPEN, "Was macht es für dich so schwer, eine Mediatorin zu fragen?"),
    ("de", Label.CLOSED, "War eine Mediatorin dabei?"),
]
SLOWEST_MS = 5


@pytest.mark.parametrize(("language", "label", "text"), TELLING)
def test_the_same_topic_is_read_by_how_it_is_asked(language: Language, label: Label, text: str) -> None:
    assert classify(text, language).label is label


def test_an_open_question_gets_no_other_words() -> None:
    assert check("Wat zag je toen je binnenkwam?", "nl").rephrasings == []


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("nl", "Heb je er al aan gedacht om met de leidinggevende te praten?", "de leidinggevende"),
        ("nl", "Waarom bel je die moeder niet gewoon even op?", "die moeder"),
        ("nl", "Ken je Geweldloze Communicatie, dat zou hier goed werken?", "Geweldloze Communicatie"),
        ("en", "Wouldn't it help to go back to the safeguarding guidance?", "the safeguarding guidance"),
        ("de", "Wäre es eine Idee, den Sitzplan zu ändern?", "Sitzplan"),
    ],
)
def test_a_rephrasing_keeps_the_topic(language: Language, text: str, topic: str) -> None:
    advice = check(text, language)

    assert topic_of(text, language) == topic
    assert all(topic in rephrasing for rephrasing in advice.rephrasings)
    assert 1 <= len(advice.rephrasings) <= 2


def test_a_stacked_question_is_taken_apart() -> None:
    advice = check("Wat zei ze precies en hoe voelde jij je daarbij en wat heb je toen gedaan?", "nl")

    assert advice.rephrasings == ["Wat zei ze precies?", "Hoe voelde jij je daarbij?"]


@pytest.mark.parametrize(("language", "label", "text"), TELLING)
def test_only_advice_can_be_kept_for_later(language: Language, label: Label, text: str) -> None:
    advice = check(text, language)

    assert advice.keep_as_advice == (label is Label.HIDDEN_ADVICE and not advice.abstained)


@pytest.mark.parametrize(
    "text", ["", "?", "Hm", "x" * 5000, "😀😀😀", "\u0000", "https://kring.example/a?b=c"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_question_is_met_with_silence(language: Language, text: str) -> None:
    assert check(text, language).abstained


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_reason_in_every_language(language: Language) -> None:
    phrases = PHRASES[language]

    assert set(phrases.reasons) == set(Label)
    assert all(reason.endswith(".") for reason in phrases.reasons.values())
    assert all("!" not in phrase for those in phrases.plain.values() for phrase in those)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_helper_offers_is_never_what_it_would_remark_on(language: Language) -> None:
    """A rephrasing that is itself advice or judgement would teach the wrong thing."""
    topic = {"nl": "de leidinggevende", "en": "the head nurse", "de": "Leitung"}[language]
    phrases = PHRASES[language]
    offered = [recipe.format(topic=topic) for those in phrases.about.values() for recipe in those]
    offered += [phrase for those in phrases.plain.values() for phrase in those]

    assert {text: classify(text, language).label for text in offered} == dict.fromkeys(offered, Label.OPEN)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wat maakt dat je daar zo lang blijft?", "nl"),
        ("What makes you stay there for so long?", "en"),
        ("Was macht es für dich so schwer, dort zu bleiben?", "de"),
    ],
)
def test_the_language_is_the_one_of_the_draft(text: str, language: Language) -> None:
    assert {language_of(text, otherwise) for otherwise in LANGUAGES} == {language}


def test_a_draft_of_one_word_is_in_the_language_of_the_person() -> None:
    assert language_of("Ok", "de") == "de"


def test_a_thousand_characters_take_less_than_five_milliseconds() -> None:
    text = "Heb je er al aan gedacht om met de leidinggevende te praten, en hoe was dat dan, want " * 12
    check(text, "nl")
    times = []
    for _ in range(9):
        began = time.thread_time()
        check(text[:300], "nl")
        times.append((time.thread_time() - began) * 1000)

    assert sorted(times)[4] < SLOWEST_MS
