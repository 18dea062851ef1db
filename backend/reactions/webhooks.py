"""What tells programs: sends what is on its way until it is taken.

Everything is done at least once: a repeat has the same id, by which a program knows it.
Any number of workers may do this at the same time.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from backend.domain.telling import Outcome, settled
from backend.reactions.needs import Clock

SENT_AT_ONCE: Final = 200


class Parcel(Protocol):
    """A message in hand."""

    @property
    def message(self) -> UUID:
        """Return its id."""

    @property
    def tries(self) -> int:
        """Return how often it was tried, this time counted."""


P = TypeVar("P", bound=Parcel)


class Post(Protocol[P]):
    """What is on its way, and the way."""

    async def take(self, limit: int) -> Sequence[P]:
        """Take what is to be sent now."""

    async def deliver(self, parcel: P) -> Outcome:
        """Try once to deliver a message."""

    async def settle(self, parcel: P, outcome: Outcome, state: str, again: datetime | None) -> None:
        """Write down what became of it."""

    async def clear(self) -> None:
        """Forget what is long past."""


@dataclass(frozen=True, slots=True)
class Webhooks:
    """Tells the programs of organisations."""

    post: Post[Any]
    clock: Clock

    async def round(self) -> int:
        """Send what is due; return how much was taken in hand."""
        taken = await self.post.take(SENT_AT_ONCE)
        await asyncio.gather(*(self._send(one) for one in taken))
        await self.post.clear()
        return len(taken)

    async def _send(self, one: Parcel) -> None:
        said = await self.post.deliver(one)
        state, outcome, again = settled(said, one.message, one.tries, self.clock.now())
        await self.post.settle(one, outcome, state, again)
