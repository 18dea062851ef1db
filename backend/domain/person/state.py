"""What is known of a person from events: whether they are gone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.base import Event
from events.person import PersonForgotten


@dataclass(slots=True)
class Person:
    """A person as such."""

    id: UUID
    version: int = 0
    forgotten_at: datetime | None = None


def evolve(person: Person, event: Event) -> Person:
    """Take an event into the state; what somebody else wrote under this id changes nothing."""
    person.version += 1
    if isinstance(event, PersonForgotten):
        person.forgotten_at = event.at
    return person
