"""What is known of a person from events: how they want to be reminded, and whether they are gone."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.domain.reminding import Wishes
from events.base import Event
from events.person import (
    CertificateIssued,
    CertificateRevoked,
    PersonForgotten,
    ReminderPreferencesSet,
)


@dataclass(slots=True)
class Person:
    """A person as such. ``said``: what they said of reminders last; None: they were never asked."""

    id: UUID
    version: int = 0
    said: ReminderPreferencesSet | None = None
    forgotten_at: datetime | None = None
    certificates: dict[UUID, CertificateIssued] = field(default_factory=dict)
    """In the order in which they were issued, revoked ones too."""
    revoked: dict[UUID, datetime] = field(default_factory=dict)

    @property
    def wishes(self) -> Wishes:
        """Return how to remind them."""
        if self.said is None:
            return Wishes()
        return Wishes(
            channels=frozenset(self.said.channels),
            occasions=frozenset(self.said.occasions),
            hour=self.said.hour,
            quiet=self.said.quiet,
            paused_until=self.said.paused_until,
        )


def evolve(person: Person, event: Event) -> Person:
    """Take an event into the state; what somebody else wrote under this id changes nothing."""
    person.version += 1
    if isinstance(event, PersonForgotten):
        person.forgotten_at = event.at
    elif isinstance(event, ReminderPreferencesSet):
        person.said = event
    elif isinstance(event, CertificateIssued):
        person.certificates[event.certificate] = event
    elif isinstance(event, CertificateRevoked):
        person.revoked[event.certificate] = event.at
    return person
