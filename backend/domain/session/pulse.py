"""What is asked when a meeting is over: whether it was worth it, and whether one could speak freely."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.session.state import Session

ASKED_FOR: Final = timedelta(days=7)
"""How long after a meeting somebody can answer: before its quarter is published."""


class PulseQuestion(StrEnum):
    """What is asked: "I got something out of this", and "I could say what I wanted to say"."""

    VALUE = "value"
    SAFETY = "safety"


def asked_until(session: Session, person: UUID, *, hosted: bool, now: datetime) -> datetime:
    """Return until when a person is asked how a meeting was. Raises Refused where nobody asks them.

    Members who were there are asked, in groups that an organisation hosts: elsewhere nobody would ever
    see a figure.
    """
    was_there = person in session.members and person in session.ever_present
    if not hosted or not was_there or session.closed_at is None or now >= session.closed_at + ASKED_FOR:
        raise Refused("pulse-not-asked")
    return session.closed_at + ASKED_FOR
