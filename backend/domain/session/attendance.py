"""Who was at a meeting and for how many minutes, and the word of those who were there for it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.session.commands import ConfirmAttendance, CorrectAttendance
from backend.domain.session.state import Session
from backend.domain.spans import net
from events.attendance import AnyAttendance, AttendanceConfirmed, AttendanceCorrected, Presence

PEERS_NEEDED: Final = 2
"""How many members confirm a list together, where the facilitator does not."""
_MINUTE: Final = timedelta(minutes=1)


def presences(session: Session, person: UUID, until: datetime) -> tuple[Presence, ...]:
    """Return when somebody was there, as it stands; who is still there is there until a moment."""
    attended = session.attended
    if person in attended.corrected:
        became = attended.corrected[person]
        return (became,) if became is not None else ()
    ended = session.closed_at or until
    begun = session.begun.at
    visits = ((max(v.begin, begun), min(v.end or ended, ended)) for v in attended.visits.get(person, []))
    return tuple(Presence(begin, end) for begin, end in visits if end > begin)


def breaks(session: Session, until: datetime) -> tuple[Presence, ...]:
    """Return when the clock stood still; who was there had a break."""
    ended = session.closed_at or until
    spans = ((pause.begin, min(pause.end or ended, ended)) for pause in session.attended.breaks)
    return tuple(Presence(begin, end) for begin, end in spans if end > begin)


def net_minutes(there: Iterable[Presence], away: Iterable[Presence]) -> int:
    """Return the whole minutes of some spans that do not lie within others."""
    return net(there, away) // _MINUTE


def minutes_of(session: Session, person: UUID, until: datetime) -> int:
    """Return for how many minutes somebody was there, breaks left out."""
    return net_minutes(presences(session, person, until), breaks(session, until))


def attendees(session: Session, until: datetime) -> tuple[UUID, ...]:
    """Return who was there as it stands, in the order in which they came."""
    known = dict.fromkeys([*session.attended.visits, *session.attended.corrected])
    return tuple(person for person in known if presences(session, person, until))


def confirmation(session: Session) -> AttendanceConfirmed | None:
    """Return the word that made the list count: the facilitator's, or that of the second member."""
    said = list(session.attended.confirmed.values())
    by_guard = next((one for one in said if one.by in session.facilitators), None)
    if by_guard is not None:
        return by_guard
    return said[PEERS_NEEDED - 1] if len(said) >= PEERS_NEEDED else None


def testify(command: ConfirmAttendance | CorrectAttendance, session: Session) -> list[AnyAttendance]:
    """Confirm the list of who was there, or put somebody's times right, once the meeting is over."""
    begun, closed_at = session.begun, session.closed_at
    session.check_takes_part(command.by)
    if closed_at is None:
        raise Refused("not-over-yet")
    if isinstance(command, ConfirmAttendance):
        return _confirm(command, session)
    if not session.may_move(command.by):
        raise Refused("only-the-facilitator")
    known = session.members.keys() | session.facilitators | session.observers | session.ever_present
    if command.person not in known:
        raise Refused("not-a-member")
    became = command.became
    if became is not None and not begun.at <= became.begin < became.end <= closed_at:
        raise Refused("outside-the-meeting")
    return _correct(command, session, closed_at)


def _confirm(command: ConfirmAttendance, session: Session) -> list[AnyAttendance]:
    known = session.attended.confirmed.get(command.by)
    if known is not None and known.form is command.form:
        return []
    if not presences(session, command.by, command.at):
        raise Refused("not-present")
    return [AttendanceConfirmed(form=command.form, by=command.by, at=command.at)]


def _correct(command: CorrectAttendance, session: Session, closed_at: datetime) -> list[AnyAttendance]:
    became, was = command.became, presences(session, command.person, closed_at)
    if was == (() if became is None else (became,)):
        return []
    return [
        AttendanceCorrected(
            id=command.id,
            person=command.person,
            was=was,
            became=became,
            why=command.why,
            by=command.by,
            at=command.at,
        )
    ]
