"""Each rule of a playable method is broken once, and is found."""

import msgspec
import pytest
from msgspec.structs import replace

from backend.domain.methods import UnsoundMethod, check, method, read
from events.method import AdviceMode, Kind, Method, Speaker, Stance, Step, Turn, Visibility, Words

SOUND = method("basis6")
NAMES = [step.key for step in SOUND.steps]


def _with(key: str, /, **changes: object) -> Method:
    steps = tuple(replace(step, **changes) if step.key == key else step for step in SOUND.steps)
    return replace(SOUND, steps=steps)


def _without(*keys: str) -> Method:
    return replace(SOUND, steps=tuple(step for step in SOUND.steps if step.key not in keys))


def _in_order(*keys: str) -> Method:
    by_key: dict[str, Step] = {step.key: step for step in SOUND.steps}
    return replace(SOUND, steps=tuple(by_key[key] for key in keys))


BLANK = Words(nl=" ", en="Words")
BROKEN = [
    ("no-steps", None, replace(SOUND, steps=())),
    ("duplicate-step", "ask", _with("advise", key="ask")),
    ("bad-key", None, replace(SOUND, key="Basis 6")),
    ("bad-key", "Ask!", _with("ask", key="Ask!")),
    ("bad-version", None, replace(SOUND, version=0)),
    ("bad-size", None, replace(SOUND, size_min=9)),
    ("bad-size", None, replace(SOUND, size_min=1)),
    ("bad-level", None, replace(SOUND, safety_level=4)),
    ("bad-level", None, replace(SOUND, experience_level=0)),
    ("bad-days", None, replace(SOUND, days=(12, 10))),
    ("bad-days", None, replace(SOUND, days=(0, 10))),
    ("no-words", None, replace(SOUND, when=BLANK)),
    ("no-words", "ask", _with("ask", tip=BLANK)),
    ("no-words", "ask", _with("ask", title=Words(nl="Vragen", en=""))),
    ("advice-in-mode-none", "advise", replace(SOUND, advice_mode=AdviceMode.NONE)),
    ("no-advice-step", None, _without("advise")),
    ("no-advice-step", None, replace(_without("advise"), advice_mode=AdviceMode.WRITTEN)),
    (
        "no-takeaway-step",
        None,
        replace(_without("advise", "take_away"), advice_mode=AdviceMode.ON_REQUEST),
    ),
    ("before-description", "ask", _in_order(*NAMES[:4], "ask", "describe", *NAMES[6:])),
    ("before-description", "ask", _without("describe")),
    ("answer-before-question", "ask", _with("ask", kinds=(Kind.ANSWER,))),
    ("follow-up-after-proposal", "follow_up", _in_order("check_in", "collect", "follow_up", *NAMES[3:])),
    ("choice-after-description", "choose", _in_order(*NAMES[:3], "describe", "choose", *NAMES[5:])),
    ("choice-after-description", "close", _with("close", kinds=(Kind.PROPOSAL, Kind.CHECK_OUT))),
    ("no-speakers", "ask", _with("ask", speakers=())),
    ("no-turns", "ask", _with("ask", turns=())),
    ("no-kinds", "close", _with("close", kinds=())),
    ("bad-time", "ask", _with("ask", minutes=0)),
    ("bad-time", "ask", _with("ask", minutes=-5)),
    ("bad-time", "ask", _with("ask", days=2)),
    ("bad-time", "ask", _with("ask", minutes=0, days=0)),
    ("required-action", "take_away", _with("take_away", required=True)),
    ("note-not-private", "close", _with("close", kinds=(Kind.NOTE,))),
    ("note-not-private", "ask", _with("ask", visibility=Visibility.PRIVATE)),
    ("bad-reveal", "ask", _with("ask", turns=(Turn.SILENT, Turn.REVEAL))),
    ("bad-reveal", "ask", _with("ask", visibility=Visibility.AFTER_REVEAL)),
    ("hidden-from-nobody", "ask", _with("ask", visibility=Visibility.HIDDEN_FROM_CONTRIBUTOR)),
    (
        "group-step-hidden",
        "close",
        _with("close", kinds=(Kind.EXPECTATION,), turns=(Turn.SILENT,), visibility=Visibility.AFTER_REVEAL),
    ),
    ("contributor-silenced", "describe", _with("describe", stance=Stance.LISTENS)),
    ("contributor-silenced", "close", _with("close", stance=Stance.AWAY)),
]


@pytest.mark.parametrize(("rule", "step", "broken"), BROKEN)
def test_a_broken_rule_is_found_with_its_step_and_nothing_else_is(
    rule: str, step: str | None, broken: Method
) -> None:
    assert [(problem.rule, problem.step) for problem in check(broken)] == [(rule, step)]


def test_a_method_that_breaks_nothing_has_no_problems() -> None:
    assert check(SOUND) == []


def test_a_description_in_the_same_step_is_early_enough_for_a_question() -> None:
    telling = replace(SOUND.steps[4], kinds=(Kind.DESCRIPTION, Kind.QUESTION, Kind.ANSWER))
    steps = (*SOUND.steps[:4], telling, *SOUND.steps[6:])

    assert check(replace(SOUND, steps=steps)) == []


def test_a_method_for_advice_on_request_needs_no_step_for_advice() -> None:
    assert check(replace(_without("advise"), advice_mode=AdviceMode.ON_REQUEST)) == []


def test_every_problem_is_told_at_once() -> None:
    broken = replace(_with("ask", minutes=0, speakers=()), size_min=9)

    assert [problem.rule for problem in check(broken)] == ["bad-size", "no-speakers", "bad-time"]


def test_a_problem_says_what_to_change_and_where() -> None:
    (problem,) = check(_with("take_away", required=True))

    assert problem.text == (
        "Step 'take_away': an action is never required: choosing nothing is allowed (R-85)."
    )


def test_an_unsound_method_is_not_read() -> None:
    document = msgspec.json.encode(_with("ask", speakers=(Speaker.MEMBERS,), minutes=0))

    with pytest.raises(UnsoundMethod, match="basis6: Step 'ask': plan minutes above 0"):
        read(document)


def test_an_unknown_kind_is_refused_with_its_place() -> None:
    document = msgspec.json.encode(SOUND).replace(b'"check_in"],', b'"chat"],')

    with pytest.raises(msgspec.ValidationError, match=r"'chat'.*steps\[0\]\.kinds\[0\]"):
        read(document)
