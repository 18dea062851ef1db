"""The catalogue of methods: complete, playable, and as long as its sources say."""

from importlib.resources import files

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.methods import check, method, shipped
from backend.domain.preparing import prepared
from events.method import AdviceMode, Kind, Method, Speaker, Stance, Visibility, Words

CATALOGUE = {
    # key: (minutes for one case, step that opens advice, smallest and largest circle, steps)
    "appreciative": (60, None, (3, 8), 4),
    "async_written": (0, 4, (4, 8), 7),
    "axenroos": (75, None, (4, 8), 7),
    "balint10": (90, 7, (6, 10), 10),
    "balint_classic": (70, None, (6, 10), 6),
    "basis6": (90, 6, (4, 8), 9),
    "basis6_late": (75, 3, (4, 8), 6),
    "clean_feedback": (60, None, (3, 8), 6),
    "clinic": (75, 4, (4, 8), 7),
    "consultation": (75, None, (3, 6), 8),
    "deep_democracy": (75, None, (5, 12), 7),
    "dilemma": (115, None, (6, 12), 10),
    "five_step": (60, 3, (4, 8), 5),
    "gossip": (60, 2, (5, 8), 6),
    "heilsbronn": (90, 5, (5, 10), 10),
    "hoffman": (60, None, (5, 10), 6),
    "incident_short": (65, 4, (4, 8), 7),
    "incident_ten": (100, 5, (5, 8), 10),
    "questions_only": (60, None, (4, 8), 7),
    "raguse": (90, None, (6, 10), 8),
    "reflecting_team": (40, 4, (4, 8), 6),
    "reteaming": (120, None, (3, 12), 8),
    "seven_qualities": (60, None, (4, 8), 7),
    "short30": (30, 3, (3, 6), 6),
    "socratic": (150, None, (5, 10), 8),
    "start_meeting": (90, None, (4, 8), 7),
    "ten_step": (135, 8, (5, 8), 10),
    "tietze6": (45, 4, (5, 9), 6),
    "troika": (10, 3, (3, 4), 5),
    "u_method": (70, None, (4, 6), 7),
    "wial": (90, None, (4, 8), 8),
}


def _keys(*, advice: AdviceMode) -> set[str]:
    return {known.key for known in shipped().values() if known.advice_mode is advice}


def test_the_catalogue_holds_thirty_one_methods_in_alphabetical_order() -> None:
    assert list(shipped()) == sorted(CATALOGUE)
    assert len(CATALOGUE) == 31


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_method_is_as_long_and_opens_advice_where_its_source_says(key: str) -> None:
    known = method(key)

    found = (known.minutes, known.gate, (known.size_min, known.size_max), len(known.steps))

    assert found == CATALOGUE[key]


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_shipped_method_is_sound(key: str) -> None:
    assert check(method(key)) == []


def _untranslated(said: object, place: str = "$") -> list[str]:
    """Return the places of words that lack one of the three languages."""
    match said:
        case Words():
            return [
                f"{place}.{tongue}"
                for tongue in ("nl", "en", "de")
                if not (getattr(said, tongue) or "").strip()
            ]
        case Struct():
            fields = said.__struct_fields__
            return [gap for name in fields for gap in _untranslated(getattr(said, name), f"{place}.{name}")]
        case tuple():
            return [gap for i, part in enumerate(said) for gap in _untranslated(part, f"{place}[{i}]")]
        case _:
            return []


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_shipped_method_speaks_dutch_english_and_german(key: str) -> None:
    assert _untranslated(method(key)) == []


def test_a_text_without_german_is_found() -> None:
    known = method("basis6")
    first, *others = known.steps
    planted = replace(first, tip=Words(nl="Kort.", en="Briefly."))

    assert _untranslated(replace(known, steps=(planted, *others))) == ["$.steps[0].tip.de"]


def test_the_steps_that_a_meeting_adds_speak_german_too() -> None:
    added = prepared(method("gossip"), advice_mode=AdviceMode.NONE, reports_wait=True)
    asked = prepared(method("consultation"), advice_mode=AdviceMode.ON_REQUEST, reports_wait=False)

    assert _untranslated(added) == _untranslated(asked) == []


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_data_file_says_nothing_that_the_step_model_does_not_know(key: str) -> None:
    written = msgspec.json.decode((files("backend.domain") / "methods_data" / f"{key}.json").read_bytes())

    surplus = _surplus(written, msgspec.to_builtins(method(key)))

    assert surplus == []


def _surplus(written: object, known: object, place: str = "$") -> list[str]:
    if isinstance(written, dict):
        assert isinstance(known, dict)
        return [
            found
            for name, value in written.items()
            for found in (
                _surplus(value, known[name], f"{place}.{name}") if name in known else [f"{place}.{name}"]
            )
        ]
    if isinstance(written, list):
        assert isinstance(known, list | tuple)
        pairs = enumerate(zip(written, known, strict=True))
        return [found for i, (one, two) in pairs for found in _surplus(one, two, f"{place}[{i}]")]
    return []


def test_a_key_that_no_method_has_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        method("basis7")

    assert refusal.value.reason == "unknown-method"


def test_the_basic_method_has_its_six_steps_between_arriving_and_leaving() -> None:
    assert [(step.key, step.minutes) for step in method("basis6").steps] == [
        ("check_in", 5),
        ("follow_up", 10),
        ("collect", 10),
        ("choose", 5),
        ("describe", 5),
        ("ask", 25),
        ("advise", 15),
        ("take_away", 10),
        ("close", 5),
    ]


def test_the_basic_method_reports_back_before_anything_new_is_proposed() -> None:
    kinds = [step.kinds for step in method("basis6").steps]

    assert kinds[1] == (Kind.FOLLOW_UP, Kind.FEEDBACK)
    assert kinds[2] == (Kind.PROPOSAL,)


def test_the_contributor_listens_while_advice_is_given() -> None:
    advising = [
        (known.key, step.key, step.stance)
        for known in shipped().values()
        for step in known.steps
        if Kind.ADVICE in step.kinds and step.stance not in {Stance.LISTENS, Stance.AWAY}
    ]

    assert advising == [("five_step", "advise", Stance.REACTS)]


def test_a_dedicated_facilitator_never_has_a_step_of_content_alone() -> None:
    content = {Kind.PROPOSAL, Kind.VOTE, Kind.QUESTION, Kind.ADVICE, Kind.HYPOTHESIS}
    alone = [
        (known.key, step.key)
        for known in shipped().values()
        for step in known.steps
        if step.speakers == (Speaker.FACILITATOR,) and content & set(step.kinds)
    ]

    assert alone == []


def test_advice_cannot_be_given_in_the_methods_that_refuse_to_solve() -> None:
    assert _keys(advice=AdviceMode.NONE) == {
        "appreciative",
        "balint_classic",
        "deep_democracy",
        "dilemma",
        "hoffman",
        "questions_only",
        "seven_qualities",
        "socratic",
        "start_meeting",
        "u_method",
        "wial",
    }


def test_advice_is_asked_for_in_some_methods_and_written_down_in_one() -> None:
    on_request = {"axenroos", "clean_feedback", "consultation", "raguse", "reteaming"}

    assert _keys(advice=AdviceMode.ON_REQUEST) == on_request
    assert _keys(advice=AdviceMode.WRITTEN) == {"incident_ten"}


def test_what_happens_behind_the_back_of_the_contributor_stays_hidden_until_the_end() -> None:
    hidden = [
        (known.key, step.key)
        for known in shipped().values()
        for step in known.steps
        if step.visibility is Visibility.HIDDEN_FROM_CONTRIBUTOR
    ]

    assert hidden == [("incident_short", "analyse")]


def test_the_written_method_takes_twelve_days() -> None:
    written = method("async_written")

    assert written.days == (12, 20)
    assert [step.days for step in written.steps] == [2, 3, 2, 1, 2, 1, 1]
    assert {known.key for known in shipped().values() if known.days} == {"async_written"}


def test_no_sentence_is_the_same_in_two_languages() -> None:
    same = [
        f"{known.key}.{step.key}"
        for known in shipped().values()
        for step in known.steps
        for words in (step.purpose, step.tip)
        if len({words.nl, words.en, words.de}) < len(("nl", "en", "de"))
    ]

    assert same == []


def test_every_text_fits_on_a_phone() -> None:
    too_long = [
        (known.key, step.key, words.nl)
        for known in shipped().values()
        for step in known.steps
        for words, most in ((step.title, 40), (step.purpose, 140), (step.tip, 160))
        if _longest(words) > most
    ]

    assert too_long == []


def _longest(words: Words) -> int:
    return max(len(words.nl), len(words.en), len(words.de or ""))


def test_a_method_survives_being_written_and_read_again() -> None:
    known = method("basis6")

    again = msgspec.json.decode(msgspec.json.encode(known), type=Method)

    assert again == known
