"""Who may read what was said, as far as the steps of the method decide it."""

from typing import assert_never

from backend.domain.session.curtain import EVERYBODY, Audience, Covered
from backend.domain.session.state import Session
from events.contribution import Contribution, NoteWritten
from events.method import Visibility


def audience_of(said: Contribution, session: Session) -> Audience:
    """Return who may read something that was said in this meeting, as far as it has come."""
    if isinstance(said, NoteWritten):
        return Audience(only=said.by)
    covered = session.curtain.behind.get(said.id)
    if covered is None:
        return EVERYBODY
    match covered.visibility:
        case Visibility.LIVE:
            return EVERYBODY
        case Visibility.PRIVATE:
            return Audience(only=said.by)
        case Visibility.AFTER_REVEAL:
            return EVERYBODY if covered.scene in session.curtain.shown else Audience(only=said.by)
        case Visibility.HIDDEN_FROM_CONTRIBUTOR:
            return _without_the_contributor(covered, session)
        case _:
            assert_never(covered.visibility)


def _without_the_contributor(covered: Covered, session: Session) -> Audience:
    """Keep it from who brought the case in until the meeting ends, or works on a next case."""
    case = covered.scene.case
    chosen = session.chosen.get(case) if case is not None else None
    is_next = session.case not in {None, case}
    if chosen is None or session.closed_at is not None or is_next:
        return EVERYBODY
    return Audience(but=chosen.contributor)
