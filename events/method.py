"""The step model in which every method of intervision is written, and which a session keeps a copy of."""

from enum import StrEnum
from typing import Final

from msgspec import Struct


class Kind(StrEnum):
    """What can be said or done in a step."""

    CHECK_IN = "check_in"
    EXPECTATION = "expectation"
    """Each states what they expect of the group (R-25)."""
    FOLLOW_UP = "follow_up"
    FEEDBACK = "feedback"
    PROPOSAL = "proposal"
    VOTE = "vote"
    DESCRIPTION = "description"
    REFORMULATION = "reformulation"
    QUESTION = "question"
    ANSWER = "answer"
    RATING = "rating"
    HYPOTHESIS = "hypothesis"
    OBSERVATION = "observation"
    ASSOCIATION = "association"
    REFLECTION = "reflection"
    POSITION = "position"
    ARGUMENT = "argument"
    ADVICE = "advice"
    TAKEAWAY = "takeaway"
    ACTION = "action"
    INSIGHT = "insight"
    EVALUATION = "evaluation"
    NOTE = "note"
    CHECK_OUT = "check_out"
    EXPLANATION = "explanation"
    """Told aloud; there is nothing to write."""
    AGREEMENT = "agreement"
    """Each accepts the group's ground rules."""
    RELATION = "relation"
    """Each declares in private whether there is authority between them and another (R-26)."""
    ARRANGEMENT = "arrangement"
    """The group arranges its rhythm, method and facilitation."""


class Speaker(StrEnum):
    """Whose step it is."""

    CONTRIBUTOR = "contributor"
    MEMBERS = "members"
    """Everyone but the contributor."""
    FACILITATOR = "facilitator"
    EVERYONE = "everyone"
    PREVIOUS_CONTRIBUTOR = "previous_contributor"
    CONSULTANT = "consultant"
    COACH = "coach"
    OBSERVERS = "observers"


class NamedRole(StrEnum):
    """A part in the conversation that somebody is given: the speaker of the same name."""

    CONSULTANT = "consultant"
    COACH = "coach"
    OBSERVERS = "observers"


class Turn(StrEnum):
    """How the word goes round."""

    ROUND = "round"
    FREE = "free"
    SILENT = "silent"
    REVEAL = "reveal"
    PAIRS = "pairs"


class Stance(StrEnum):
    """What the contributor does meanwhile."""

    TAKES_PART = "takes_part"
    SPEAKS = "speaks"
    ANSWERS = "answers"
    LISTENS = "listens"
    REACTS = "reacts"
    DECIDES = "decides"
    AWAY = "away"


class Visibility(StrEnum):
    """Who sees a contribution, and from when."""

    LIVE = "live"
    AFTER_REVEAL = "after_reveal"
    HIDDEN_FROM_CONTRIBUTOR = "hidden_from_contributor_until_end"
    PRIVATE = "private"


class AdviceMode(StrEnum):
    """Whether and how advice is given; lowering goes towards ``NONE`` (requirements § 1.4)."""

    NONE = "none"
    ON_REQUEST = "on_request"
    WRITTEN = "written"
    ROUND = "round"


class Words(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same words in the languages of the app; German may lack, and falls back on English."""

    nl: str
    en: str
    de: str | None = None


class Step(Struct, frozen=True, kw_only=True):
    """One part of a method. ``minutes`` are planned for one case with about six people."""

    key: str
    title: Words
    purpose: Words
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    stance: Stance
    kinds: tuple[Kind, ...]
    minutes: int
    tip: Words
    days: int | None = None
    """For a written method: how many days the step takes instead of minutes."""
    visibility: Visibility = Visibility.LIVE
    required: bool = False


FREE_WITHOUT_A_STEP: Final = (Kind.FOLLOW_UP, Kind.FEEDBACK, Kind.PROPOSAL)
"""Where a method has no step for these, they are open from the opening of a meeting, in whatever step."""


class Method(Struct, frozen=True, kw_only=True):
    """An ordered, timed set of steps (R-11, R-91): data, never code."""

    key: str
    version: int
    names: Words
    when: Words
    avoid: Words
    size_min: int
    size_max: int
    advice_mode: AdviceMode
    steps: tuple[Step, ...]
    needs_trained_facilitator: bool = False
    online_ok: bool = True
    safety_level: int = 1
    experience_level: int = 1
    days: tuple[int, int] | None = None
    """For a written method: how many days it usually and at most takes."""
    source: str = ""
    confidence: str = ""

    @property
    def free(self) -> frozenset[Kind]:
        """What belongs to no step of this method and shows at once, whichever runs."""
        return frozenset(FREE_WITHOUT_A_STEP) - {kind for step in self.steps for kind in step.kinds}

    @property
    def minutes(self) -> int:
        """The planned length in minutes, all steps together."""
        return sum(step.minutes for step in self.steps)

    @property
    def gate(self) -> int | None:
        """The first step in which advice may be given, or None (R-81: a kind, not an index)."""
        return next((i for i, step in enumerate(self.steps) if Kind.ADVICE in step.kinds), None)
