"""What can happen to a person as such; who they are is in no event."""

from datetime import datetime

from events.base import Event


class PersonEvent(Event, frozen=True, kw_only=True):
    """Something that happened to a person; the stream, and its tenant, is the person."""


class PersonForgotten(PersonEvent, frozen=True, kw_only=True, tag="person.person_forgotten.v1"):
    """The person deleted their account, or was deleted by an operator."""

    at: datetime


AnyPersonEvent = PersonForgotten
"""The closed set, so that a reader who forgets one is told."""
