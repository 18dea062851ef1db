"""A meeting on the demo's stage: whoever is named says and does things as a phone would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from litestar.handlers import HTTPRouteHandler

from backend.api.meetings import Meeting, enter
from backend.api.moving import Moving
from backend.api.ports import Ports
from backend.api.record_ports import Clock
from backend.domain.session.commands import AnyMove


@dataclass(slots=True)
class StoryClock:
    """The time in the story, moved by its teller; new ids are real ones."""

    at: datetime
    real: Clock

    def now(self) -> datetime:
        """Return the time in the story."""
        return self.at

    def new_id(self) -> UUID:
        """Return a new UUIDv7."""
        return self.real.new_id()


@dataclass(slots=True, kw_only=True)
class Scene:
    """One meeting; ``known`` holds the ids of what the story refers to by a key."""

    ports: Ports
    clock: StoryClock
    session: UUID
    facilitator: UUID
    people: Mapping[str, UUID]
    known: dict[str, UUID] = field(default_factory=dict)

    async def of(self, person: str) -> Meeting:
        """Return the meeting as somebody may use it now."""
        return await enter(self.ports, self.session, self.people[person])

    async def say(self, what: HTTPRouteHandler, by: str, data: object, key: str | None = None) -> UUID:
        """Let somebody say something by the API's own operation; return its id."""
        said = self.clock.new_id()
        await what.fn(said, data, await self.of(by))
        if key is not None:
            self.known[key] = said
        return said

    async def moving(self) -> Moving:
        """Return a move of the procedure by the facilitator, decided on what is true now."""
        meeting = await enter(self.ports, self.session, self.facilitator)
        return Moving(meeting, self.clock.new_id(), meeting.session.version)

    async def move(self, move: type[AnyMove], **what: object) -> None:
        """Let the facilitator move the procedure."""
        await (await self.moving()).make(move, **what)
