"""What can be asked of a person as such, answered with events."""

from backend.domain.person.commands import PersonCommand
from backend.domain.person.state import Person
from events.person import AnyPersonEvent, PersonForgotten


def decide(command: PersonCommand, person: Person) -> list[AnyPersonEvent]:
    """Forget a person; again changes nothing."""
    if person.forgotten_at is not None:
        return []
    return [PersonForgotten(at=command.at)]
