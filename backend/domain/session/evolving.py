"""How an event changes what is known of a meeting: one function for each kind, found by its type."""

from collections.abc import Callable, Mapping
from typing import Any, Final, assert_never, get_args
from uuid import UUID

from backend.domain.session.contributing import is_free
from backend.domain.session.curtain import Covered, Scene
from backend.domain.session.moving import MOVES
from backend.domain.session.showing import audience_of
from backend.domain.session.state import Session, case_of
from events.attendance import AnyAttendance, AttendanceConfirmed, AttendanceCorrected
from events.base import Event
from events.contribution import (
    AnyContribution,
    AnySessionEvent,
    Contribution,
    ContributionCorrected,
    ContributionNoted,
    ContributionWithdrawn,
    TurnPassed,
)
from events.forgetting import (
    AuthorForgotten,
    CaseErased,
    CaseShared,
    CaseUnshared,
    TakeawaysRetained,
)
from events.group import Role
from events.session import ParticipantArrived, ParticipantLeft

Change = Callable[[Session, Any], None]


def evolve(session: Session, event: AnySessionEvent) -> Session:
    """Take an event into the state, in place, and return the state."""
    session.version += 1
    kind = type(event)
    if kind in MOVES:
        session.moved = session.version
    CHANGES[kind](session, event)
    return session


def _say(session: Session, said: AnyContribution) -> None:
    session.said[said.id] = said
    if said.step in session.covering and not is_free(said, session):
        _cover(session, said)


def _pass(session: Session, said: TurnPassed) -> None:
    """Note who had nothing to say: that shows at once, whatever the step."""
    session.said[said.id] = said


def _cover(session: Session, said: Contribution) -> None:
    """Keep what its step does not show at once behind the curtain, as said of its case."""
    case = case_of(said) or session.case
    chosen = session.chosen.get(case) if case is not None else None
    was_open = chosen is not None and said.step in chosen.steps
    scene = Scene(said.step, case if was_open else None)
    session.curtain.behind[said.id] = Covered(scene, session.covering[said.step])


def _withdraw(session: Session, event: ContributionWithdrawn) -> None:
    said = session.said[event.contribution]
    session.withdrawn.setdefault(said.id, audience_of(said, session))


def _note(session: Session, event: ContributionNoted) -> None:
    session.noted[event.contribution] = event.noted_by


def _correct(session: Session, event: ContributionCorrected) -> None:
    last = session.corrected.setdefault(event.contribution, {})
    last.update((wording.field, wording.words) for wording in event.wordings)


def _arrive(session: Session, event: ParticipantArrived) -> None:
    session.attended.come(event.person, event.at)
    session.present.add(event.person)
    session.ever_present.add(event.person)
    _seat(session, event.person, event.role)


def _seat(session: Session, person: UUID, role: Role) -> None:
    """Let a person be what they came as; an observer is nothing else meanwhile."""
    session.observers.discard(person)
    match role:
        case Role.FACILITATOR:
            session.facilitators.add(person)
            if person not in session.members:
                session.guarded.add(person)
        case Role.MEMBER:
            session.members[person] = None
        case Role.OBSERVER:
            session.observers.add(person)
            session.members.pop(person, None)
            session.facilitators.discard(person)
        case _:
            assert_never(role)


def _leave(session: Session, event: ParticipantLeft) -> None:
    session.attended.go(event.person, event.at)
    session.present.discard(event.person)


def _erase(session: Session, event: CaseErased) -> None:
    session.erased.add(event.case)
    session.shared.discard(event.case)
    _put_away(session, event.case)


def _share(session: Session, event: CaseShared) -> None:
    session.shared.add(event.case)


def _unshare(session: Session, event: CaseUnshared) -> None:
    session.shared.discard(event.case)


def _retain(session: Session, event: TakeawaysRetained) -> None:
    (session.let_go.discard if event.keep else session.let_go.add)(event.case)


def _forget(session: Session, event: AuthorForgotten) -> None:
    person = event.person
    session.attended.go(person, event.at)
    session.forgotten.add(person)
    session.present.discard(person)
    session.facilitators.discard(person)
    session.duties = {duty: one for duty, one in session.duties.items() if one != person}
    if session.case is not None and session.brought_in_by(session.case) == person:
        _put_away(session, session.case)


def _put_away(session: Session, case: UUID) -> None:
    """Let a meeting go on without a case that is gone: another one may be chosen."""
    if session.case == case:
        session.case = None
    if session.offered == case:
        session.offered = None


def _attend(session: Session, event: AnyAttendance) -> None:
    session.attended.take(event)


CHANGES: Final[Mapping[type[Event], Change]] = {
    **MOVES,
    **dict.fromkeys(get_args(AnyContribution), _say),
    TurnPassed: _pass,
    ContributionWithdrawn: _withdraw,
    ContributionNoted: _note,
    ContributionCorrected: _correct,
    ParticipantArrived: _arrive,
    ParticipantLeft: _leave,
    CaseErased: _erase,
    CaseShared: _share,
    CaseUnshared: _unshare,
    TakeawaysRetained: _retain,
    AuthorForgotten: _forget,
    AttendanceConfirmed: _attend,
    AttendanceCorrected: _attend,
}
"""Each event of a meeting and what it changes; complete, as a test makes sure."""
