"""What reactions need from the world, as protocols: the adapters are handed in."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from projections.base import Connection

S_co = TypeVar("S_co", covariant=True)
C_contra = TypeVar("C_contra", contravariant=True)


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the time in UTC."""


class Live(Protocol[S_co]):
    """A stream's state."""

    @property
    def state(self) -> S_co:
        """Return the state."""


class Answer(Protocol):
    """What became of a command."""

    @property
    def position(self) -> int:
        """Return the last position the command has in the record."""


class Streams(Protocol[S_co, C_contra]):
    """Commands in, events out."""

    async def state(self, tenant: UUID, stream: UUID) -> Live[S_co]:
        """Return the present state."""

    async def handle(
        self, tenant: UUID, stream: UUID, command: C_contra, *, command_id: UUID, exclusive: bool = False
    ) -> Answer:
        """Decide a command and record its events."""


class Views(Protocol):
    """The views, of all tenants at once."""

    def everywhere(self) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that sees all tenants."""


class Identity(Protocol):
    """People by name."""

    async def forget(self, person: UUID) -> None:
        """Forget a person: name, addresses, sign-ins; again changes nothing."""
