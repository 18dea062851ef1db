"""What makes a method playable: every rule that a set of steps can break, and how to mend it."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from events.method import AdviceMode, Kind, Method, Speaker, Stance, Step, Turn, Visibility, Words

_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SMALLEST_CIRCLE = 2
_LEVELS = range(1, 4)
_ABOUT_THE_CASE = frozenset(
    {
        Kind.REFORMULATION,
        Kind.QUESTION,
        Kind.ANSWER,
        Kind.RATING,
        Kind.HYPOTHESIS,
        Kind.REFLECTION,
        Kind.ADVICE,
        Kind.TAKEAWAY,
        Kind.ACTION,
    }
)
_CHOOSES_A_CASE = frozenset({Kind.PROPOSAL, Kind.VOTE})
_OF_THE_GROUP = frozenset(
    {Kind.EXPECTATION, Kind.AGREEMENT, Kind.RELATION, Kind.ARRANGEMENT, Kind.EXPLANATION}
)
"""What is kept with the group, or not written at all: a meeting has nothing of it to hide."""
_OUTLIVES_THE_STEP = frozenset({Kind.PROPOSAL, Kind.VOTE, Kind.FOLLOW_UP, Kind.TAKEAWAY, Kind.ACTION})
"""What the meeting goes on with, or the next one begins with: it cannot wait behind a reveal."""
_SILENT = frozenset({Stance.LISTENS, Stance.AWAY})


class Problem(Struct, frozen=True):
    """One broken rule: its name, the step it is about (None: the whole method), and what to change."""

    rule: str
    step: str | None
    text: str


def check(method: Method) -> list[Problem]:
    """Return what keeps a method from being played; an empty list means that it is sound."""
    if not method.steps:
        return [Problem("no-steps", None, "Give the method at least one step.")]
    problems = [*_whole(method), *_advice(method), *_order(method)]
    for step in method.steps:
        problems += [
            Problem(rule, step.key, f"Step {step.key!r}: {text}")
            for rule, broken, text in _STEP_RULES
            if broken(step)
        ]
    return problems


def _whole(method: Method) -> Iterator[Problem]:
    keys = [step.key for step in method.steps]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Problem("duplicate-step", key, f"Two steps are called {key!r}; every step needs its own key.")
    if not _KEY.fullmatch(method.key):
        yield Problem("bad-key", None, "The key is words in lower case with underscores, such as five_step.")
    if method.version < 1:
        yield Problem("bad-version", None, "Versions count from 1.")
    if not _SMALLEST_CIRCLE <= method.size_min <= method.size_max:
        yield Problem("bad-size", None, "The smallest size is at least 2 and not above the largest.")
    if {method.safety_level, method.experience_level} - set(_LEVELS):
        yield Problem("bad-level", None, "Safety and experience are levels from 1 to 3.")
    if method.days is not None and not 0 < method.days[0] <= method.days[1]:
        yield Problem("bad-days", None, "The usual number of days is at least 1 and not above the most.")
    if _lacks_words(method.names, method.when, method.avoid):
        yield Problem("no-words", None, "Name, when and avoid need words in Dutch and in English.")


def _advice(method: Method) -> Iterator[Problem]:
    mode, gate = method.advice_mode, method.gate
    if mode is AdviceMode.NONE and gate is not None:
        text = "The advice mode is none, so no step may be open for advice."
        yield Problem("advice-in-mode-none", method.steps[gate].key, text)
    if mode in {AdviceMode.ROUND, AdviceMode.WRITTEN} and gate is None:
        text = f"The advice mode is {mode}, so a step has to be open for advice."
        yield Problem("no-advice-step", None, text)
    takes_away = _first(method, Kind.TAKEAWAY) < len(method.steps)
    if mode is AdviceMode.ON_REQUEST and gate is None and not takes_away:
        text = "Advice on request is asked for before the takeaway, so a step has to be open for it."
        yield Problem("no-takeaway-step", None, text)


def _order(method: Method) -> Iterator[Problem]:
    described, asked, proposed = (
        _first(method, kind) for kind in (Kind.DESCRIPTION, Kind.QUESTION, Kind.PROPOSAL)
    )
    early = next((step for step in method.steps[:described] if _ABOUT_THE_CASE & set(step.kinds)), None)
    if early is not None:
        text = f"Step {early.key!r} is about the case, so a description has to come first."
        yield Problem("before-description", early.key, text)
    for place, step in enumerate(method.steps):
        if Kind.ANSWER in step.kinds and place < asked:
            text = f"Step {step.key!r} has answers, so questions have to come first."
            yield Problem("answer-before-question", step.key, text)
        if Kind.FOLLOW_UP in step.kinds and place >= proposed:
            text = f"Step {step.key!r}: a report back comes before any new proposal (R-89)."
            yield Problem("follow-up-after-proposal", step.key, text)
        if _CHOOSES_A_CASE & set(step.kinds) and place > described:
            text = f"Step {step.key!r}: proposals and votes choose the case, so they come before it is told."
            yield Problem("choice-after-description", step.key, text)


def _first(method: Method, kind: Kind) -> int:
    """Return the place of the first step with a kind, or the end of the method."""
    places = (place for place, step in enumerate(method.steps) if kind in step.kinds)
    return next(places, len(method.steps))


def _lacks_words(*words: Words) -> bool:
    return not all(text.strip() for said in words for text in (said.nl, said.en))


def _is_untimed(step: Step) -> bool:
    if step.days is None:
        return step.minutes <= 0
    return step.days <= 0 or step.minutes != 0


def _is_note_open(step: Step) -> bool:
    return (Kind.NOTE in step.kinds) != (step.visibility is Visibility.PRIVATE)


def _is_reveal_broken(step: Step) -> bool:
    if Turn.REVEAL in step.turns:
        return step.visibility is not Visibility.AFTER_REVEAL
    return step.visibility is Visibility.AFTER_REVEAL and Turn.SILENT not in step.turns


def _hides_what_is_the_groups(step: Step) -> bool:
    return not _OF_THE_GROUP.isdisjoint(step.kinds) and step.visibility is not Visibility.LIVE


def _hides_the_outcome(step: Step) -> bool:
    return not _OUTLIVES_THE_STEP.isdisjoint(step.kinds) and step.visibility is not Visibility.LIVE


def _is_silenced(step: Step) -> bool:
    speaks = {Speaker.CONTRIBUTOR, Speaker.EVERYONE} & set(step.speakers)
    return bool(speaks) and step.stance in _SILENT


_STEP_RULES: tuple[tuple[str, Callable[[Step], bool], str], ...] = (
    (
        "bad-key",
        lambda step: not _KEY.fullmatch(step.key),
        "the key is words in lower case, such as take_away.",
    ),
    (
        "no-words",
        lambda step: _lacks_words(step.title, step.purpose, step.tip),
        "title, purpose and tip need words in Dutch and in English.",
    ),
    ("no-speakers", lambda step: not step.speakers, "say whose step it is."),
    ("no-turns", lambda step: not step.turns, "say how the word goes round."),
    ("no-kinds", lambda step: not step.kinds, "say what can be said or done in it."),
    ("bad-time", _is_untimed, "plan minutes above 0, or days above 0 and no minutes."),
    (
        "required-action",
        lambda step: step.required and Kind.ACTION in step.kinds,
        "an action is never required: choosing nothing is allowed (R-85).",
    ),
    ("note-not-private", _is_note_open, "notes are private, and only notes are."),
    (
        "bad-reveal",
        _is_reveal_broken,
        "what is revealed at once is written in silence and visible after the reveal.",
    ),
    (
        "hidden-from-nobody",
        lambda step: step.visibility is Visibility.HIDDEN_FROM_CONTRIBUTOR and step.stance not in _SILENT,
        "it is hidden from the contributor, who then listens or is away.",
    ),
    (
        "group-step-hidden",
        _hides_what_is_the_groups,
        "what is kept with the group is seen by the group, so its step is live.",
    ),
    (
        "outcome-hidden",
        _hides_the_outcome,
        "proposals, votes, reports, takeaways and actions are seen at once.",
    ),
    ("contributor-silenced", _is_silenced, "the contributor cannot be a speaker and be silent."),
)
"""The name of each rule, what breaks it, and how to mend it."""
