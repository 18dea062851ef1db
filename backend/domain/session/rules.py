"""The rule book of a meeting: a command is answered with the events it causes, or refused."""

from collections.abc import Sequence
from typing import assert_never

from backend.domain.session import attendance, choosing, contributing, correcting, forgetting, procedure
from backend.domain.session.commands import (
    Arrive,
    AwaitFollowUp,
    ConfirmAttendance,
    ConsentToCase,
    Contribute,
    Correct,
    CorrectAttendance,
    DeclineCase,
    Depart,
    EraseCase,
    ForgetAuthor,
    HandIn,
    LowerAdviceMode,
    Move,
    Note,
    OpenSession,
    RetainTakeaways,
    SessionCommand,
    ShareCase,
    SkipFollowUp,
    StateAdviceWish,
    Withdraw,
)
from backend.domain.session.state import Session
from events.contribution import AnySessionEvent


def decide(command: SessionCommand, session: Session) -> Sequence[AnySessionEvent]:
    """Return the events a command causes; none when it was known already. Raises Refused."""
    if isinstance(command, Move):
        return procedure.move(command, session)
    match command:
        case Contribute():
            return contributing.contribute(command, session)
        case Note():
            return contributing.note(command, session)
        case HandIn():
            return contributing.hand_in(command, session)
        case Withdraw():
            return contributing.withdraw(command, session)
        case Correct():
            return correcting.correct(command, session)
        case ConfirmAttendance() | CorrectAttendance():
            return attendance.testify(command, session)
        case OpenSession():
            return procedure.open_session(command, session)
        case Arrive() | Depart():
            return procedure.attend(command, session)
        case SkipFollowUp():
            return procedure.skip_follow_up(command, session)
        case AwaitFollowUp():
            return procedure.await_follow_up(command, session)
        case ConsentToCase():
            return choosing.consent(command, session)
        case DeclineCase():
            return choosing.decline(command, session)
        case LowerAdviceMode():
            return choosing.lower_advice_mode(command, session)
        case StateAdviceWish():
            return choosing.state_advice_wish(command, session)
        case EraseCase() | ShareCase() | RetainTakeaways() | ForgetAuthor():
            return forgetting.forget(command, session)
        case _:
            assert_never(command)
