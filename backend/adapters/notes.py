"""Facts that no rule decides: written into a person's own stream, once under their id."""

from uuid import UUID

from backend.adapters.appender import Appender
from backend.adapters.appending import Append, NewEvent
from backend.adapters.record import Record
from events.person import PersonEvent


class Notes:
    """Writes what happened to a person by itself."""

    def __init__(self, appender: Appender, record: Record) -> None:
        self._appender, self._record = appender, record

    async def is_noted(self, person: UUID, note: UUID) -> bool:
        """Tell whether an event of a person is recorded under an id."""
        return bool(await self._record.caused_by(person, person, note))

    async def note(self, person: UUID, note: UUID, event: PersonEvent) -> None:
        """Record an event of a person; again under the same id changes nothing."""
        await self._appender.append(Append(person, person, (NewEvent(note, event),), None, None))
