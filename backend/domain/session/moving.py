"""What each move of the procedure changes in what is known of a meeting."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from backend.domain.session.state import Choice, ChosenCase, Session, StepRun
from events.base import Event
from events.method import Visibility
from events.session import (
    AdviceModeLowered,
    AdviceWishStated,
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
    PairsDrawn,
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
    TurnOrderSet,
)


def _opened(session: Session, event: SessionOpened) -> None:
    session.opened = event
    session.members = dict.fromkeys(event.members)
    session.facilitators = set(event.facilitators)
    session.guarded = session.facilitators - session.members.keys()
    seen = enumerate(step.visibility for step in event.method.steps)
    session.covering = {step: how for step, how in seen if how is not Visibility.LIVE}
    session.free = event.method.free


def _started(session: Session, event: StepStarted) -> None:
    over = {scene for scene in session.scenes() if scene.step < event.step}
    session.curtain.start(over, session.version)
    session.runs.append(StepRun(event.step, event.at, event.ends_at))
    _open(session, event.step)
    _run_on(session, event.at)


def _extended(session: Session, event: StepExtended) -> None:
    session.runs[-1].ends_at = event.ends_at


def _replanned(session: Session, event: StepsReplanned) -> None:
    session.lengths = {one.step: timedelta(seconds=one.seconds) for one in event.lengths}


def _revealed(session: Session, event: StepRevealed) -> None:
    scenes = {scene for scene in session.scenes() if scene.step == event.step}
    session.curtain.show_by_hand(scenes, session.version)


def _undone(session: Session, event: StepUndone) -> None:
    session.curtain.undo(session.version)
    session.runs.pop()
    _run_on(session, event.at, event.ends_at)


def _paused(session: Session, event: SessionPaused) -> None:
    session.paused_at = event.at
    session.attended.stop(event.at)


def _resumed(session: Session, event: SessionResumed) -> None:
    _run_on(session, event.at, event.ends_at)


def _ordered(session: Session, event: TurnOrderSet) -> None:
    session.members = dict.fromkeys([*event.order, *session.members])


def _duty_given(session: Session, event: DutyGiven) -> None:
    session.duties.pop(event.duty, None)
    if event.to is not None:
        session.duties[event.duty] = event.to


def _cast(session: Session, event: RoleAssigned) -> None:
    others = {one: [p for p in has if p not in event.people] for one, has in session.cast.items()}
    session.cast = {one: tuple(has) for one, has in others.items()} | {event.role: event.people}
    session.ever_cast |= {(event.role, person) for person in event.people}


def _paired(session: Session, event: PairsDrawn) -> None:
    session.pairs[event.step] = event.pairs
    session.drawn += 1


def _skipped(session: Session, event: FollowUpSkipped) -> None:
    session.skipped.add(event.action)


def _awaited(session: Session, event: FollowUpAwaited) -> None:
    session.skipped.discard(event.action)
    session.awaited_again[event.action] += 1


def _choice_opened(session: Session, event: ChoiceOpened) -> None:
    session.choice, session.offered = Choice(event.choice, event.cases), None


def _choice_closed(session: Session, event: ChoiceClosed) -> None:
    if session.choice is not None:
        session.choice.tally = event.tally


def _choice_cancelled(session: Session, _: ChoiceCancelled) -> None:
    session.choice = None


def _offered(session: Session, event: CaseOffered) -> None:
    session.offered, session.declined_by = event.case, None


def _declined(session: Session, event: ChoiceDeclined) -> None:
    session.offered, session.declined_by = None, event.by


def _offered_no_more(session: Session, _: OfferTakenBack) -> None:
    session.offered = None


def _chosen(session: Session, event: CaseChosen) -> None:
    session.case, session.offered = event.case, None
    session.chosen[event.case] = ChosenCase(event.contributor, event.advice_mode)
    if session.run is not None:
        _open(session, session.run.step)


def _choice_undone(session: Session, event: ChoiceUndone) -> None:
    session.case = None
    session.chosen.pop(event.case, None)


def _advice_lowered(session: Session, event: AdviceModeLowered) -> None:
    session.chosen[event.case].advice_mode = event.advice_mode


def _advice_wished(session: Session, event: AdviceWishStated) -> None:
    session.chosen[event.case].wishes_advice = event.wanted


def _closed(session: Session, event: SessionClosed) -> None:
    session.curtain.end(session.scenes(), session.version)
    session.closed_at = event.at
    session.attended.stop(event.at)


def _reopened(session: Session, event: SessionReopened) -> None:
    session.attended.reopen(event.at)
    session.curtain.reopen(session.version)
    session.closed_at, session.reopened = None, True


def _run_on(session: Session, at: datetime, ends_at: datetime | None = None) -> None:
    """Let the clock run, whether it stood still or not; the running step may end at another time."""
    session.paused_at = None
    session.attended.run(at)
    if session.runs and ends_at is not None:
        session.runs[-1].ends_at = ends_at


def _open(session: Session, step: int) -> None:
    session.steps.add(step)
    if session.case is not None:
        session.chosen[session.case].steps.add(step)


MOVES: Final[Mapping[type[Event], Callable[[Session, Any], None]]] = {
    SessionOpened: _opened,
    StepStarted: _started,
    StepExtended: _extended,
    StepsReplanned: _replanned,
    StepRevealed: _revealed,
    StepUndone: _undone,
    SessionPaused: _paused,
    SessionResumed: _resumed,
    TurnOrderSet: _ordered,
    DutyGiven: _duty_given,
    RoleAssigned: _cast,
    PairsDrawn: _paired,
    FollowUpSkipped: _skipped,
    FollowUpAwaited: _awaited,
    ChoiceOpened: _choice_opened,
    ChoiceClosed: _choice_closed,
    ChoiceCancelled: _choice_cancelled,
    CaseOffered: _offered,
    ChoiceDeclined: _declined,
    OfferTakenBack: _offered_no_more,
    CaseChosen: _chosen,
    ChoiceUndone: _choice_undone,
    AdviceModeLowered: _advice_lowered,
    AdviceWishStated: _advice_wished,
    SessionClosed: _closed,
    SessionReopened: _reopened,
}
"""Each move and what it changes."""
