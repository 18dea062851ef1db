"""Where a meeting stands, as its board shows it: the step, the clock, the choice, who is there."""

from datetime import datetime
from typing import TypeVar, assert_never
from uuid import UUID

from msgspec import Struct, field

from events.forgetting import (
    AnyForgetting,
    AuthorForgotten,
    CaseErased,
    CaseShared,
    CaseUnshared,
    TakeawaysRetained,
)
from events.group import Facilitation, Role
from events.method import AdviceMode, NamedRole
from events.session import (
    AdviceModeLowered,
    AdviceWishStated,
    AnyProcedureEvent,
    CaseChosen,
    CaseOffered,
    ChoiceCancelled,
    ChoiceClosed,
    ChoiceDeclined,
    ChoiceOpened,
    ChoiceUndone,
    DutyGiven,
    FollowUpAwaited,
    FollowUpSkipped,
    OfferTakenBack,
    OpenAction,
    PairsDrawn,
    ParticipantArrived,
    ParticipantLeft,
    RoleAssigned,
    SessionClosed,
    SessionOpened,
    SessionPaused,
    SessionReopened,
    SessionResumed,
    StepExtended,
    StepRevealed,
    StepsReplanned,
    StepStarted,
    StepUndone,
    Tally,
    TurnOrderSet,
)
from projections.base import Row

T = TypeVar("T")


class Choice(Struct, frozen=True):
    """A choice between cases; ``tally`` is None while it is open."""

    id: UUID
    cases: tuple[UUID, ...]
    tally: tuple[Tally, ...] | None = None


class Meeting(Row):
    """A meeting after ``version`` events. ``step`` counts from 0 and is None before the first one."""

    tenant_id: UUID
    session_id: UUID
    version: int = 0
    group_id: UUID | None = None
    method: str | None = None
    facilitation: Facilitation | None = None
    facilitators: list[UUID] = field(default_factory=list)
    observers: list[UUID] = field(default_factory=list)
    members: list[UUID] = field(default_factory=list)
    """Those who take part in the content, in the order of turns."""
    present: list[UUID] = field(default_factory=list)
    """Those who are there now, in the order of their arrival."""
    open_actions: list[OpenAction] = field(default_factory=list)
    skipped: list[UUID] = field(default_factory=list)
    step: int | None = None
    opened_steps: list[int] = field(default_factory=list)
    """Every step that has been open, also when starting it was undone."""
    revealed: list[int] = field(default_factory=list)
    """The steps of which was shown by hand what had been written in them, for the present case."""
    lengths: dict[int, int] = field(default_factory=dict)
    """By step, the seconds of what takes another time than the method says."""
    wishes_advice: bool | None = None
    """What the contributor answered, where advice is given on request."""
    roles: dict[NamedRole, tuple[UUID, ...]] = field(default_factory=dict)
    """Who has which named part in the conversation."""
    pairs: dict[int, tuple[tuple[UUID, ...], ...]] = field(default_factory=dict)
    """By step, who talks with whom."""
    started_at: datetime | None = None
    ends_at: datetime | None = None
    paused_at: datetime | None = None
    choice: Choice | None = None
    offered: UUID | None = None
    """The case whose owner is asked for consent."""
    declined: list[UUID] = field(default_factory=list)
    case_id: UUID | None = None
    contributor: UUID | None = None
    advice_mode: AdviceMode | None = None
    planned_advice_mode: AdviceMode | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    erased: list[UUID] = field(default_factory=list)
    """Cases that are gone for good."""
    shared: list[UUID] = field(default_factory=list)
    """Cases that the whole group may read."""
    forgotten: list[UUID] = field(default_factory=list)
    """People who deleted their account."""


def evolve(meeting: Meeting, event: AnyProcedureEvent | AnyForgetting) -> None:
    """Take a move of the procedure into the meeting."""
    match event:
        case SessionOpened():
            _open(meeting, event)
        case ParticipantArrived(person=person, role=role):
            _add(meeting.present, person)
            _seat(meeting, person, role)
        case ParticipantLeft(person=person):
            _remove(meeting.present, person)
        case StepStarted(step=step, at=at, ends_at=ends_at):
            _add(meeting.opened_steps, step)
            meeting.step, meeting.started_at, meeting.ends_at = step, at, ends_at
            meeting.paused_at = None
        case StepExtended(ends_at=ends_at):
            meeting.ends_at = ends_at
        case StepUndone(back_to=back_to, at=at, ends_at=ends_at):
            meeting.step, meeting.ends_at = back_to, ends_at
            meeting.started_at = None if back_to is None else at
            meeting.paused_at = None
        case StepRevealed(step=step):
            _add(meeting.revealed, step)
        case StepsReplanned(lengths=lengths):
            meeting.lengths = {one.step: one.seconds for one in lengths}
        case SessionPaused(at=at):
            meeting.paused_at = at
        case SessionResumed(ends_at=ends_at):
            meeting.paused_at, meeting.ends_at = None, ends_at or meeting.ends_at
        case TurnOrderSet(order=order):
            meeting.members = list(dict.fromkeys([*order, *meeting.members]))
        case DutyGiven():
            pass
        case RoleAssigned(role=role, people=people):
            _assign(meeting, role, people)
        case PairsDrawn(step=step, pairs=pairs):
            meeting.pairs[step] = pairs
        case FollowUpSkipped(action=action):
            _add(meeting.skipped, action)
        case FollowUpAwaited(action=action):
            _remove(meeting.skipped, action)
        case CaseErased() | CaseShared() | CaseUnshared() | TakeawaysRetained() | AuthorForgotten():
            _forget(meeting, event)
        case SessionClosed(at=at):
            meeting.closed_at = at
        case SessionReopened():
            meeting.closed_at = None
        case _:
            _choose(meeting, event)


def _assign(meeting: Meeting, role: NamedRole, people: tuple[UUID, ...]) -> None:
    """Give people a part, and nobody two."""
    for other, has in meeting.roles.items():
        meeting.roles[other] = tuple(person for person in has if person not in people)
    meeting.roles[role] = people


_Choosing = (
    ChoiceOpened
    | ChoiceClosed
    | ChoiceCancelled
    | CaseOffered
    | OfferTakenBack
    | ChoiceDeclined
    | CaseChosen
    | ChoiceUndone
    | AdviceModeLowered
    | AdviceWishStated
)


def _choose(meeting: Meeting, event: _Choosing) -> None:
    match event:
        case ChoiceOpened(choice=choice, cases=cases):
            meeting.choice, meeting.offered = Choice(choice, cases), None
        case ChoiceClosed(choice=choice, tally=tally):
            cases = meeting.choice.cases if meeting.choice else ()
            meeting.choice = Choice(choice, cases, tally)
        case ChoiceCancelled():
            meeting.choice = None
        case OfferTakenBack():
            meeting.offered = None
        case CaseOffered(case=case):
            meeting.offered = case
            _remove(meeting.declined, case)
        case ChoiceDeclined(case=case):
            meeting.offered = None
            _add(meeting.declined, case)
        case CaseChosen(case=case, contributor=contributor, advice_mode=mode):
            meeting.case_id, meeting.contributor, meeting.advice_mode = case, contributor, mode
            meeting.offered, meeting.revealed, meeting.wishes_advice = None, [], None
        case ChoiceUndone():
            _put_away(meeting)
        case AdviceModeLowered(advice_mode=mode):
            meeting.advice_mode = mode
        case AdviceWishStated(wanted=wanted):
            meeting.wishes_advice = wanted
        case _:
            assert_never(event)


def _forget(meeting: Meeting, event: AnyForgetting) -> None:
    match event:
        case CaseErased(case=case):
            _add(meeting.erased, case)
            _remove(meeting.shared, case)
            meeting.offered = None if meeting.offered == case else meeting.offered
            if meeting.case_id == case:
                _put_away(meeting)
        case CaseShared(case=case):
            _add(meeting.shared, case)
        case CaseUnshared(case=case):
            _remove(meeting.shared, case)
        case TakeawaysRetained():
            pass
        case AuthorForgotten(person=person):
            _add(meeting.forgotten, person)
            _remove(meeting.present, person)
            _remove(meeting.facilitators, person)
            if meeting.contributor == person:
                _put_away(meeting)
        case _:
            assert_never(event)


def _put_away(meeting: Meeting) -> None:
    """Go on without a case that is gone: another one may be chosen."""
    meeting.case_id, meeting.contributor = None, None
    meeting.advice_mode = meeting.planned_advice_mode


def _seat(meeting: Meeting, person: UUID, role: Role) -> None:
    """Let a person be what they came as; an observer is nothing else meanwhile."""
    _remove(meeting.observers, person)
    match role:
        case Role.MEMBER:
            _add(meeting.members, person)
        case Role.FACILITATOR:
            _add(meeting.facilitators, person)
        case Role.OBSERVER:
            _remove(meeting.members, person)
            _remove(meeting.facilitators, person)
            _add(meeting.observers, person)
        case _:
            assert_never(role)


def _open(meeting: Meeting, opened: SessionOpened) -> None:
    meeting.group_id, meeting.method = opened.group, opened.method.key
    meeting.facilitation, meeting.facilitators = opened.facilitation, list(opened.facilitators)
    meeting.members, meeting.open_actions = list(opened.members), list(opened.open_actions)
    meeting.advice_mode = meeting.planned_advice_mode = opened.advice_mode
    meeting.opened_at = opened.at


def _add(to: list[T], one: T) -> None:
    if one not in to:
        to.append(one)


def _remove(of: list[T], one: T) -> None:
    if one in of:
        of.remove(one)
