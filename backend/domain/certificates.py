"""What a certificate says of a meeting: facts about being there, and never what was said (invariant 14)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.group.state import Group
from backend.domain.session.attendance import attendees, confirmation, minutes_of, presences
from backend.domain.session.state import Session
from events.forms import Word
from events.group import EarlierMeetingEntered, Met, WasThere
from events.method import Words
from events.person import Attended

_CONFIDENTIAL: Final = "stays_here"
"""The key of the ground rule that what is said stays among those who were there."""
_NOTHING_AGREED: Final = (0, False)

NOT_NOTED: Final = Words(nl="niet genoteerd", en="not noted", de="nicht vermerkt")
"""In the place of a method, of a meeting that was entered afterwards."""


def is_proven(session: Session) -> bool:
    """Tell whether a meeting is over and its list of who was there was confirmed."""
    return session.closed_at is not None and confirmation(session) is not None


def was_there(session: Session, person: UUID) -> bool:
    """Tell whether somebody was at a meeting that is over, as it stands."""
    closed_at = session.closed_at
    return closed_at is not None and bool(presences(session, person, closed_at))


def proof_of(session: Session, group: Group, person: UUID) -> Attended:
    """Return what can be proven of somebody's being at a meeting, or refuse."""
    begun, closed_at = session.begun, session.closed_at
    if closed_at is None:
        raise Refused("not-over-yet")
    there = presences(session, person, closed_at)
    if not there or person in session.observers:
        raise Refused("not-present")
    word = confirmation(session)
    if word is None:
        raise Refused("attendance-not-confirmed")
    guards = _guards(session, closed_at)
    version, confidential = _agreed_before(session, group)
    return Attended(
        session=session.id,
        group=begun.group,
        method=begun.method.names,
        begin=there[0].begin,
        end=there[-1].end,
        minutes=minutes_of(session, person, closed_at),
        present=number_present(session, closed_at),
        form=word.form,
        facilitation=begun.facilitation,
        facilitators=guards,
        facilitated=person in guards,
        rules_version=version,
        confidential=confidential,
        confirmed_by=_whose(word.by, session),
        confirmed_at=word.at,
    )


def proof_of_earlier(entered: EarlierMeetingEntered, group: UUID) -> Attended:
    """Return what a list that was entered afterwards proves: nothing of rules, method or names."""
    return Attended(
        session=entered.meeting,
        group=group,
        method=NOT_NOTED,
        begin=entered.begin,
        end=entered.end,
        minutes=entered.minutes,
        present=len(entered.present) + entered.others,
        form=entered.form,
        facilitation=entered.facilitation,
        facilitators=(),
        facilitated=False,
        rules_version=0,
        confidential=False,
        confirmed_by=Word.AFTERWARDS,
        confirmed_at=entered.at,
    )


def list_of(session: Session, group: Group) -> Met | None:
    """Return what a group's list says of a meeting; None: it is not over, or its list is not confirmed."""
    begun, closed_at, word = session.begun, session.closed_at, confirmation(session)
    if closed_at is None or word is None:
        return None
    there = minutes_by_person(session, closed_at)
    people = tuple(WasThere(person=one, minutes=minutes) for one, minutes in there.items())
    version, confidential = _agreed_before(session, group)
    return Met(
        session=session.id,
        method=begun.method.names,
        begin=begun.at,
        end=closed_at,
        minutes=max((one.minutes for one in people), default=0),
        present=len(people),
        people=people,
        form=word.form,
        facilitation=begun.facilitation,
        facilitators=_guards(session, closed_at),
        rules_version=version,
        confidential=confidential,
        confirmed_by=_whose(word.by, session),
        confirmed_at=word.at,
    )


def list_of_earlier(entered: EarlierMeetingEntered) -> Met:
    """Return what a group's list says of a meeting that was entered afterwards."""
    return Met(
        session=entered.meeting,
        method=NOT_NOTED,
        begin=entered.begin,
        end=entered.end,
        minutes=entered.minutes,
        present=len(entered.present) + entered.others,
        people=tuple(WasThere(person=one, minutes=entered.minutes) for one in entered.present),
        form=entered.form,
        facilitation=entered.facilitation,
        facilitators=(),
        rules_version=0,
        confidential=False,
        confirmed_by=Word.AFTERWARDS,
        confirmed_at=entered.at,
    )


def number_present(session: Session, closed_at: datetime) -> int:
    """Return how many were there, those who only watched left out."""
    return len(_there(session, closed_at))


def minutes_by_person(session: Session, closed_at: datetime) -> dict[UUID, int]:
    """Return who was there and for how many minutes, net, those who only watched left out."""
    return {one: minutes_of(session, one, closed_at) for one in _there(session, closed_at)}


def _there(session: Session, closed_at: datetime) -> list[UUID]:
    return [one for one in attendees(session, closed_at) if one not in session.observers]


def _agreed_before(session: Session, group: Group) -> tuple[int, bool]:
    """Return the version of the ground rules under which a meeting began, and whether they name it.

    Who opens a meeting has accepted the rules of that moment; what was agreed later was not beforehand.
    """
    before = [one for one in group.agreed_rules if one.at <= session.begun.at]
    if not before:
        return _NOTHING_AGREED
    return before[-1].version, any(rule.key == _CONFIDENTIAL for rule in before[-1].rules)


def _whose(confirmed: UUID, session: Session) -> Word:
    return Word.FACILITATOR if confirmed in session.facilitators else Word.MEMBERS


def _guards(session: Session, closed_at: datetime) -> tuple[UUID, ...]:
    """Return who facilitated and was there."""
    return tuple(one for one in attendees(session, closed_at) if one in session.facilitators)
