"""Whose step it is: who may say something of a kind in it, and what everybody may always say."""

from typing import Final, assert_never
from uuid import UUID

from backend.domain.errors import Reason, Refused
from backend.domain.session.state import Session
from events.method import Kind, NamedRole, Speaker, Step

_OF_THE_CONTRIBUTOR: Final = frozenset({Kind.DESCRIPTION, Kind.RATING, Kind.TAKEAWAY, Kind.ACTION})
"""What is the contributor's to say in whatever step asks for it."""
_OF_ANYBODY: Final = frozenset(
    {
        Kind.CHECK_IN,
        Kind.CHECK_OUT,
        Kind.FOLLOW_UP,
        Kind.PROPOSAL,
        Kind.INSIGHT,
        Kind.EVALUATION,
        Kind.NOTE,
    }
)
"""A first and a last word, what one learned, and what has rules of its own: never somebody's alone."""
_NAMED: Final = {Speaker.CONSULTANT: NamedRole.CONSULTANT, Speaker.COACH: NamedRole.COACH}


def may_say(person: UUID, kind: Kind, step: Step, case: UUID | None, session: Session) -> bool:
    """Tell whether a step lets a person say something of a kind, about a case or about none."""
    if kind in _OF_ANYBODY:
        return True
    contributor = _contributor(case, session)
    if kind in _OF_THE_CONTRIBUTOR:
        return person == contributor
    if kind is Kind.ANSWER:
        return person == contributor or Speaker.EVERYONE in step.speakers
    if kind is Kind.QUESTION and person == contributor:
        return Speaker.EVERYONE in step.speakers
    return is_speaker(person, step, contributor, session)


def is_speaker(person: UUID, step: Step, contributor: UUID | None, session: Session) -> bool:
    """Tell whether a step is a person's to speak in."""
    return any(_is(speaker, person, contributor, session) for speaker in step.speakers)


def refusal(person: UUID, kind: Kind, step: Step, case: UUID | None, session: Session) -> Refused:
    """Return why a step is not a person's to speak in."""
    reason: Reason = "step-is-for-others"
    if person == _contributor(case, session):
        reason = "contributor-does-not"
    elif step.speakers == (Speaker.CONTRIBUTOR,) or kind is Kind.ANSWER:
        reason = "only-the-contributor"
    return Refused(reason)


def check_cast(step: Step, session: Session) -> None:
    """Refuse to start a step whose only speakers are yet to be named."""
    named = [_NAMED.get(speaker) for speaker in step.speakers]
    if None not in named and not any(role and session.cast.get(role) for role in named):
        raise Refused("role-first")


def _contributor(case: UUID | None, session: Session) -> UUID | None:
    chosen = session.chosen.get(case) if case is not None else None
    return chosen.contributor if chosen is not None else None


def _is(speaker: Speaker, person: UUID, contributor: UUID | None, session: Session) -> bool:
    match speaker:
        case Speaker.EVERYONE:
            return True
        case Speaker.CONTRIBUTOR:
            return person == contributor
        case Speaker.MEMBERS:
            return person != contributor
        case Speaker.FACILITATOR:
            return _guards(person, contributor, session)
        case Speaker.PREVIOUS_CONTRIBUTOR:
            return any(known.contributor == person for known in session.begun.open_actions)
        case Speaker.CONSULTANT | Speaker.COACH:
            return (_NAMED[speaker], person) in session.ever_cast
        case Speaker.OBSERVERS:
            return _observes(person, contributor, session)
        case _:
            assert_never(speaker)


def _guards(person: UUID, contributor: UUID | None, session: Session) -> bool:
    """Tell whether somebody guards the procedure; where nobody in particular does, the peers do."""
    if session.facilitators:
        return person in session.facilitators
    return person != contributor


def _observes(person: UUID, contributor: UUID | None, session: Session) -> bool:
    """Tell whether somebody observes the conversation: who was named, else all without another part."""
    if session.cast.get(NamedRole.OBSERVERS):
        return (NamedRole.OBSERVERS, person) in session.ever_cast
    has_a_part = any(person in people for people in session.cast.values())
    return person != contributor and not has_a_part
