"""How a meeting moves: its opening, its steps and clock, its end. Every move can be taken back."""

from datetime import timedelta
from typing import assert_never
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.session.casting import assign_role, decides_on_roles, draw_pairs, pairs_of
from backend.domain.session.choosing import (
    cancel_choice,
    check_advice_is_wanted,
    close_choice,
    offer_case,
    open_choice,
    take_back_offer,
    undo_choice,
)
from backend.domain.session.commands import (
    AnyMove,
    Arrive,
    AssignRole,
    AwaitFollowUp,
    CancelChoice,
    CloseChoice,
    CloseSession,
    Depart,
    DrawPairs,
    ExtendStep,
    GiveDuty,
    OfferCase,
    OpenChoice,
    OpenSession,
    PauseSession,
    ReopenSession,
    Replan,
    ResumeSession,
    RevealStep,
    SetTurnOrder,
    SkipFollowUp,
    StartStep,
    TakeBackOffer,
    UndoChoice,
    UndoStep,
)
from backend.domain.session.speaking import check_cast
from backend.domain.session.state import Session, StepRun
from backend.domain.session.timing import length_of, replan
from events.group import Role
from events.method import Kind, Speaker, Step, Visibility
from events.session import (
    AnyProcedureEvent,
    Duty,
    DutyGiven,
    FollowUpAwaited,
    FollowUpSkipped,
    ParticipantArrived,
    ParticipantLeft,
    SessionClosed,
    SessionOpened,
    SessionPaused,
    SessionReopened,
    SessionResumed,
    StepExtended,
    StepRevealed,
    StepStarted,
    StepUndone,
    TurnOrderSet,
)

_NEEDS_A_CASE = {
    Kind.QUESTION,
    Kind.ANSWER,
    Kind.RATING,
    Kind.HYPOTHESIS,
    Kind.ASSOCIATION,
    Kind.REFORMULATION,
    Kind.REFLECTION,
    Kind.ADVICE,
    Kind.TAKEAWAY,
    Kind.ACTION,
}
REOPENED_WITHIN = timedelta(days=1)
"""How long after its end a meeting can be reopened."""


def open_session(command: OpenSession, session: Session) -> list[AnyProcedureEvent]:
    """Begin a meeting, once, with a copy of its method (invariant 13)."""
    if session.opened is not None:
        raise Refused("session-already-open")
    role = Role.MEMBER if command.by in _peers(command) else Role.FACILITATOR
    opened = SessionOpened(
        group=command.group,
        method=command.method,
        advice_mode=command.advice_mode,
        facilitation=command.facilitation,
        facilitators=command.facilitators,
        members=_peers(command),
        open_actions=command.open_actions,
        by=command.by,
        at=command.at,
    )
    return [opened, ParticipantArrived(person=command.by, role=role, at=command.at)]


def _peers(command: OpenSession) -> tuple[UUID, ...]:
    """Return the members with content rights: not the one who only guards the procedure (S003)."""
    if command.facilitation.is_by_peers:
        return command.members
    return tuple(person for person in command.members if person not in command.facilitators)


def attend(command: Arrive | Depart, session: Session) -> list[AnyProcedureEvent]:
    """Be present, or be present no longer; saying it twice changes nothing."""
    begun = session.begun
    if isinstance(command, Depart):
        if command.person not in session.present:
            return []
        return [ParticipantLeft(person=command.person, at=command.at)]
    if command.person in session.present:
        return []
    if session.closed_at is not None:
        raise Refused("session-closed")
    _check_newcomer(command, session)
    if command.role is Role.OBSERVER:
        return [ParticipantArrived(person=command.person, role=Role.OBSERVER, at=command.at)]
    is_peer = command.role is Role.MEMBER or command.person in begun.members
    is_guard = command.person in session.guarded or not is_peer
    role = Role.FACILITATOR if is_guard else Role.MEMBER
    return [ParticipantArrived(person=command.person, role=role, at=command.at)]


def _check_newcomer(command: Arrive, session: Session) -> None:
    """Refuse who comes only after the end, to read what was said without them (invariant 7).

    Somebody who was there, or guards the procedure, may let them in.
    """
    knows = session.may_read(command.person) or (
        command.noted_by is not None and session.may_read(command.noted_by)
    )
    if session.reopened and not knows:
        raise Refused("arrival-to-be-noted")


def skip_follow_up(command: SkipFollowUp, session: Session) -> list[AnyProcedureEvent]:
    """Let the group go on without a report, explicitly (R-89); the action stays open."""
    carried = {known.action: known for known in session.begun.open_actions}
    action = carried.get(command.action)
    if not session.is_apprentice(command.by):
        session.check_takes_part(command.by)
    if action is None:
        raise Refused("unknown-action")
    if not session.may_move(command.by) and command.by != action.contributor:
        raise Refused("only-the-facilitator")
    if command.action not in session.waiting_actions:
        return []
    if session.closed_at is not None:
        raise Refused("session-closed")
    return [FollowUpSkipped(action=command.action, by=command.by)]


def await_follow_up(command: AwaitFollowUp, session: Session) -> list[AnyProcedureEvent]:
    """Take back that a report was skipped, as who guards the procedure; it may be given again."""
    session.begun  # noqa: B018 - refuses when the meeting has not begun
    if not session.may_move(command.by):
        raise Refused("only-the-facilitator")
    if command.action not in session.skipped:
        return []
    if session.closed_at is not None:
        raise Refused("session-closed")
    return [FollowUpAwaited(action=command.action, by=command.by)]


def give_duty(command: GiveDuty, session: Session) -> list[AnyProcedureEvent]:
    """Give a duty to somebody who is there and can have it, or end it.

    Among peers one of them guides; an apprentice is an observer, and gives no duties; a scribe may
    be anybody.
    """
    if session.is_apprentice(command.by):
        raise Refused("only-the-facilitator")
    if session.duties.get(command.duty) == command.to:
        return []
    if command.to is not None and command.to not in session.present:
        raise Refused("not-present")
    if command.duty is Duty.APPRENTICE and command.to is not None and command.to not in session.observers:
        raise Refused("only-an-observer")
    if command.duty is Duty.GUIDE and command.to is not None:
        _check_guide(command.to, session)
    return [DutyGiven(duty=command.duty, to=command.to, by=command.by)]


def _check_guide(person: UUID, session: Session) -> None:
    """Refuse a guide where somebody was asked to guard the procedure, and who is no peer."""
    if not session.begun.facilitation.is_by_peers:
        raise Refused("only-the-facilitator")
    if person not in session.members:
        raise Refused("not-a-member")


def move(command: AnyMove, session: Session) -> list[AnyProcedureEvent]:
    """Answer a move of the procedure, or refuse it."""
    begun = session.begun
    if not session.is_apprentice(command.by):
        session.check_takes_part(command.by)
    if not session.may_move(command.by) and not _decides(command, session):
        raise Refused("only-the-facilitator")
    if session.moved > command.seen:
        raise Refused("stale-version")
    if isinstance(command, ReopenSession):
        return _reopen(command, session)
    if session.closed_at is not None:
        raise Refused("session-closed")
    match command:
        case StartStep():
            return [_start(command, session, begun), *pairs_of(command.step, command.by, session)]
        case ExtendStep() | UndoStep() | PauseSession() | ResumeSession():
            return [_clock(command, session)]
        case RevealStep():
            return _reveal(command, session, begun)
        case Replan():
            return [*replan(command, session)]
        case SetTurnOrder(order=order):
            if not set(order) <= set(session.members):
                raise Refused("not-a-member")
            return [TurnOrderSet(order=order, by=command.by)]
        case GiveDuty():
            return give_duty(command, session)
        case AssignRole():
            return [*assign_role(command, session)]
        case DrawPairs():
            return [*draw_pairs(command, session)]
        case OpenChoice():
            return open_choice(command, session)
        case CloseChoice():
            return close_choice(command, session)
        case CancelChoice():
            return cancel_choice(command, session)
        case OfferCase():
            return offer_case(command, session)
        case TakeBackOffer():
            return take_back_offer(command, session)
        case UndoChoice():
            return undo_choice(command, session)
        case CloseSession():
            _no_open_choice(session)
            return [SessionClosed(by=command.by, at=command.at)]
        case _:
            assert_never(command)


def _decides(command: AnyMove, session: Session) -> bool:
    return isinstance(command, AssignRole) and decides_on_roles(command.by, session)


def _start(command: StartStep, session: Session, begun: SessionOpened) -> StepStarted:
    if not 0 <= command.step < len(begun.method.steps):
        raise Refused("unknown-step")
    if session.run is not None and session.run.step == command.step:
        raise Refused("step-already-running")
    step = begun.method.steps[command.step]
    _check_readiness(step, session)
    return StepStarted(
        step=command.step,
        by=command.by,
        at=command.at,
        ends_at=command.at + length_of(command.step, session),
    )


def _reveal(command: RevealStep, session: Session, begun: SessionOpened) -> list[AnyProcedureEvent]:
    """Show what was written in a step, once; what is written in it later is seen at once."""
    if not 0 <= command.step < len(begun.method.steps):
        raise Refused("unknown-step")
    written = begun.method.steps[command.step].visibility is Visibility.AFTER_REVEAL
    if not written or command.step not in session.steps:
        raise Refused("nothing-to-reveal")
    if all(scene in session.curtain.shown for scene in session.scenes() if scene.step == command.step):
        return []
    return [StepRevealed(step=command.step, by=command.by, at=command.at)]


def _check_readiness(step: Step, session: Session) -> None:
    if Kind.PROPOSAL in step.kinds and session.waiting_actions:
        raise Refused("follow-up-first")
    _no_open_choice(session)
    check_cast(step, session)
    if _needs_a_case(step) and session.case is None:
        raise Refused("no-case-yet")
    chosen = session.chosen.get(session.case) if session.case is not None else None
    if chosen is not None and set(step.kinds) == {Kind.ADVICE}:
        check_advice_is_wanted(chosen)


def _no_open_choice(session: Session) -> None:
    """Refuse to go on while people choose: their ballots are kept until the choice is closed."""
    if session.choice is not None and session.choice.tally is None:
        raise Refused("choice-open")


def _needs_a_case(step: Step) -> bool:
    if not {Kind.PROPOSAL, Kind.VOTE}.isdisjoint(step.kinds):
        return False
    told = Speaker.CONTRIBUTOR in step.speakers
    return told or not _NEEDS_A_CASE.isdisjoint(step.kinds)


def _running(session: Session) -> StepRun:
    if session.run is None:
        raise Refused("no-step-running")
    return session.run


_Clock = ExtendStep | UndoStep | PauseSession | ResumeSession


def _clock(command: _Clock, session: Session) -> AnyProcedureEvent:
    match command:
        case ExtendStep():
            run = _running(session)
            wanted = run.ends_at + timedelta(seconds=command.seconds)
            return StepExtended(
                step=run.step,
                by=command.by,
                seconds=command.seconds,
                ends_at=max(wanted, run.started_at),
            )
        case UndoStep():
            return _undo(command, session)
        case PauseSession():
            if session.paused_at is not None:
                raise Refused("already-paused")
            return SessionPaused(by=command.by, at=command.at)
        case ResumeSession():
            if session.paused_at is None:
                raise Refused("not-paused")
            return SessionResumed(by=command.by, at=command.at, ends_at=session.left_time(command.at))
        case _:
            assert_never(command)


def _undo(command: UndoStep, session: Session) -> StepUndone:
    if session.run is None:
        raise Refused("nothing-to-undo")
    before = session.runs[-2] if len(session.runs) > 1 else None
    if before is None:
        return StepUndone(
            step=session.run.step,
            back_to=None,
            by=command.by,
            at=command.at,
            ends_at=None,
        )
    return StepUndone(
        step=session.run.step,
        back_to=before.step,
        by=command.by,
        at=command.at,
        ends_at=before.ends_at,
    )


def _reopen(command: ReopenSession, session: Session) -> list[AnyProcedureEvent]:
    if session.closed_at is None:
        raise Refused("nothing-to-undo")
    if command.at - session.closed_at > REOPENED_WITHIN:
        raise Refused("too-late")
    return [SessionReopened(by=command.by, at=command.at)]
