"""What the API needs of the record: the time, living states, what was recorded, and what seals it."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from psycopg import AsyncConnection

from events.base import Event, Recorded, Sealed

S_co = TypeVar("S_co", covariant=True)
C_contra = TypeVar("C_contra", contravariant=True)


class Clock(Protocol):
    """The time, and new ids."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def new_id(self) -> UUID:
        """Return a new UUIDv7."""


class Live(Protocol[S_co]):
    """A stream's state as this process knows it."""

    @property
    def version(self) -> int:
        """Return how many events it was made of."""

    @property
    def state(self) -> S_co:
        """Return the state; only the streams themselves change it."""


class Answer(Protocol):
    """What became of a command."""

    @property
    def position(self) -> int:
        """Return the last position the command has in the record."""

    @property
    def version(self) -> int:
        """Return the version of the stream after it."""

    @property
    def repeated(self) -> bool:
        """Tell whether the record had it already."""

    @property
    def events(self) -> Sequence[Recorded[Event]]:
        """Return what the command caused, now or the first time."""


class Streams(Protocol[S_co, C_contra]):
    """Living states of one kind of stream: commands in, answers out."""

    async def state(self, tenant: UUID, stream: UUID) -> Live[S_co]:
        """Return the present state; a blank one when nothing happened yet."""

    async def recent(self, tenant: UUID, stream: UUID) -> Live[S_co]:
        """Return the state as this process knows it, without asking the database again."""

    async def handle(  # noqa: PLR0913 - a command and its circumstances
        self,
        tenant: UUID,
        stream: UUID,
        command: C_contra,
        *,
        command_id: UUID,
        exclusive: bool = False,
        actor: UUID | None = None,
    ) -> Answer:
        """Decide a command and record its events.

        ``exclusive``: decide again when another event came in between.
        """


class Home(Protocol):
    """Where a stream belongs."""

    @property
    def tenant(self) -> UUID:
        """Return whose it is."""

    @property
    def kind(self) -> str:
        """Return what it is the story of, such as ``group`` or ``session``."""


class Record(Protocol):
    """The record, read."""

    async def read(self, tenant: UUID, stream: UUID, after: int = 0) -> list[Recorded[Event]]:
        """Return the events of a stream after a version."""

    async def head(self) -> int:
        """Return the position of the latest event."""

    async def home_of(self, stream: UUID) -> Home | None:
        """Return where a stream belongs; None when there is no such stream."""


class Opener(Protocol):
    """Opens texts whose keys it has already fetched."""

    def open(self, name: str, field: str, sealed: Sealed) -> str | None:
        """Return the text, or None when one of its keys was destroyed."""


class Vault(Protocol):
    """Seals and opens text."""

    async def seal(  # noqa: PLR0913, PLR0917 - a text, its place, and the two it hangs on
        self,
        tenant: UUID,
        name: str,
        field: str,
        contribution: UUID,
        case: UUID | None,
        person: UUID,
        text: str,
    ) -> Sealed:
        """Seal a text under the keys of its case and its author."""

    async def own_slot(self, tenant: UUID, person: UUID, about: UUID) -> UUID:
        """Return what stands in the place of a case for a person's own texts about something."""

    async def opener(self, tenant: UUID, sealeds: Iterable[Sealed]) -> Opener:
        """Return what opens these texts."""


class Views(Protocol):
    """The views."""

    def of(self, tenant: UUID) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        """Return a connection that sees one tenant."""

    def everywhere(self) -> AbstractAsyncContextManager[AsyncConnection[tuple[Any, ...]]]:
        """Return a connection that sees all tenants: for a code that anybody may ask about."""

    def of_person(self, person: UUID) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        """Return a connection that sees one person's memberships in all tenants."""

    async def reached(self, position: int, view: str | None = None) -> bool:
        """Wait, at most two seconds, until a view (or all) took in a position; tell if so."""

    async def up_to_date(self, view: str | None = None) -> bool:
        """Wait, at most two seconds, until a view (or all) took in what is recorded by now; tell if so."""

    async def lag(self) -> dict[str, int]:
        """Return how many events each view is behind."""


class Forgetting(Protocol):
    """What follows when something is to be forgotten; it may be done again at any time."""

    async def case(self, tenant: UUID, case: UUID) -> None:
        """Destroy the key of a case whose erasure the view of terms has seen."""

    async def person(self, person: UUID) -> None:
        """Forget a person whose account is deleted, everywhere they have been."""


class Limits(Protocol):
    """How much each caller may do within a while."""

    def hit(self, what: str, who: str) -> int | None:
        """Count a call; return None, or after how many seconds the next one is welcome."""
