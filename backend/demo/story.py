"""The demo's story: who takes part, and what they said in the meetings so far."""

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from events.contribution import ActionStatus, AdviceKind, CaseKind


class _Told(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the story; ``by`` and the keys of tables of people are keys of people."""


class Circle(_Told, frozen=True, kw_only=True):
    """The group's name and purpose."""

    name: str
    purpose: str


class Someone(_Told, frozen=True, kw_only=True):
    """A person, invented; a facilitator has no expectation to state."""

    key: str
    name: str
    expectation: str | None = None


class Remark(_Told, frozen=True, kw_only=True):
    """Something somebody said."""

    by: str
    text: str


class Report(_Told, frozen=True, kw_only=True):
    """What came of an action of the meeting before."""

    action: str
    status: ActionStatus
    did: str
    effect: str
    learned: str
    feedback: tuple[Remark, ...]


class Proposal(_Told, frozen=True, kw_only=True):
    """A case that somebody could bring in."""

    by: str
    kind: CaseKind
    title: str
    question: str
    influence: int


class Case(_Told, frozen=True, kw_only=True):
    """The chosen case, as its contributor described it."""

    by: str
    question: str
    context: str
    own_behaviour: str
    effect: str


class Question(_Told, frozen=True, kw_only=True):
    """A question with its answer; without text it was answered aloud."""

    key: str | None = None
    by: str
    text: str
    answer: str | None


class Advice(_Told, frozen=True, kw_only=True):
    """A piece of advice."""

    key: str | None = None
    by: str
    kind: AdviceKind
    text: str


class Takeaway(_Told, frozen=True, kw_only=True):
    """What helped; ``helpful`` names questions and advice by their keys."""

    text: str
    helpful: tuple[str, ...]


class Action(_Told, frozen=True, kw_only=True):
    """What the contributor will do, so many days after the meeting."""

    key: str
    text: str
    first_step: str
    due_in_days: int


class Meeting(_Told, frozen=True, kw_only=True):
    """A meeting; ``minutes_over`` says by how much a step overran its plan, or stayed under it."""

    minutes_over: dict[str, int]
    check_ins: dict[str, str | None]
    reports: tuple[Report, ...]
    proposals: tuple[Proposal, ...]
    nothing: tuple[str, ...]
    votes: dict[str, str]
    case: Case
    questions: tuple[Question, ...]
    passes: tuple[str, ...]
    observations: tuple[Remark, ...]
    advice: tuple[Advice, ...]
    takeaway: Takeaway
    action: Action
    insights: dict[str, str]
    check_outs: dict[str, str | None]


class Story(_Told, frozen=True, kw_only=True):
    """The whole story; the meetings lie ``weeks_between`` each other, the last one that long ago."""

    group: Circle
    weeks_between: int
    minutes: int
    method: str
    facilitator: Someone
    members: tuple[Someone, ...]
    meetings: tuple[Meeting, ...]


@cache
def story() -> Story:
    """Return the story of the demo."""
    document = (files("backend.demo") / "story.json").read_bytes()
    return msgspec.json.decode(document, type=Story)
