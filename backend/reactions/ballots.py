"""What a crash between the tally of a choice and its forgetting left behind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from backend.domain.session.commands import SessionCommand
from backend.domain.session.state import Session
from backend.reactions.needs import Streams


class Left(Protocol):
    """A choice that counts no more and is not forgotten."""

    @property
    def choice(self) -> UUID:
        """Return the choice."""

    @property
    def session(self) -> UUID:
        """Return its meeting."""

    @property
    def tenant(self) -> UUID:
        """Return whose meeting that is."""


class Choices(Protocol):
    """Ballots that are tied to nobody."""

    async def left(self) -> Sequence[Left]:
        """Return the choices that count no more and are not forgotten."""

    async def reopen(self, choice: UUID) -> None:
        """Count on."""

    async def drop(self, choice: UUID) -> None:
        """Forget who took part."""


@dataclass(slots=True)
class Ballots:
    """Sweeps up; what is seen for the first time may still be in somebody's hands, and waits."""

    choices: Choices
    sessions: Streams[Session, SessionCommand]
    _seen: set[UUID] = field(default_factory=set)

    async def round(self) -> int:
        """Forget ballots whose tally is in the record, and count on where it is not; return how many."""
        left = await self.choices.left()
        again = [one for one in left if one.choice in self._seen]
        self._seen = {one.choice for one in left}
        for one in again:
            session = (await self.sessions.state(one.tenant, one.session)).state
            choice = session.choice
            if choice is not None and choice.id == one.choice and choice.tally is None:
                await self.choices.reopen(one.choice)
            else:
                await self.choices.drop(one.choice)
        return len(again)
