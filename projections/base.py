"""What a view is made of: tables of its own, and how a batch of events changes them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, LiteralString, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct
from psycopg import AsyncConnection

from events.base import Event
from events.catalogue import EVENTS
from events.upcasts import RETIRED

Connection: TypeAlias = AsyncConnection[tuple[Any, ...]]

Key: TypeAlias = tuple[UUID | int, ...]
"""What a row is found by: the tenant first, then what follows in the order of the primary key."""


class Happened(Struct, frozen=True):
    """An event and as much of its place in the record as a view may depend on."""

    position: int
    tenant: UUID
    stream: UUID
    version: int
    event: Event
    recorded_at: datetime


class Batch(Struct, frozen=True):
    """What the record holds after one position up to another, as far as a view reads it."""

    after: int
    upto: int
    happened: Sequence[Happened]


class Row(Struct, kw_only=True):
    """A row of a view's table; its fields are the columns, in their order."""


R = TypeVar("R", bound=Row)


class Table(NamedTuple):
    """A table of a view, named without its schema so that a copy can be made beside it.

    ``save`` takes rows as a JSON array and inserts or replaces them. ``drop`` takes one
    array for each column of the key.
    """

    name: LiteralString
    save: LiteralString
    drop: LiteralString | None = None


class Changes(Generic[R]):
    """What a batch does to one table: the last word on each key, written at once."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows: dict[Key, R | None] = {}

    def put(self, key: Key, row: R) -> None:
        """Insert the row, or replace the one with this key."""
        self._rows[key] = row

    def drop(self, key: Key) -> None:
        """Remove the row with this key, if there is one."""
        self._rows[key] = None

    def get(self, key: Key) -> R | None:
        """Return the row as this batch leaves it; None when it has not been put."""
        return self._rows.get(key)

    def rows(self) -> Iterator[R]:
        """Yield the rows that this batch has put, as it leaves them."""
        yield from (row for row in self._rows.values() if row is not None)

    async def write(self, connection: Connection) -> None:
        """Carry the changes out in the transaction of the connection."""
        put = [row for row in self._rows.values() if row is not None]
        if put:
            rows = msgspec.json.encode(put).decode()
            await connection.execute(self._table.save, [rows])
        gone = [key for key, row in self._rows.items() if row is None]
        if gone and self._table.drop:
            columns = [list(ids) for ids in zip(*gone, strict=True)]
            await connection.execute(self._table.drop, columns)


class Projection(ABC):
    """One question somebody asks, as tables that follow from the record and nothing else.

    A new ``revision`` makes the runner rebuild the view beside the one in use.
    """

    name: ClassVar[LiteralString]
    revision: ClassVar[int] = 1
    reads: ClassVar[tuple[type[Event], ...]]
    definition: ClassVar[LiteralString]
    tables: ClassVar[tuple[Table, ...]]

    @abstractmethod
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Bring the tables up to date with events that they have not seen, in their order.

        Runs inside a transaction whose search path leads to the view's tables.
        """

    def topics(self) -> frozenset[str]:
        """Return the stored names this view reads, retired ones too."""
        present = {name for name, kind in EVENTS.items() if issubclass(kind, self.reads)}
        return frozenset(present | {name for name in RETIRED if _successor(name) in present})


def _successor(name: str) -> str:
    while name in RETIRED:
        name = RETIRED[name].successor
    return name


async def load(connection: Connection, query: LiteralString, keys: Iterable[Key], row: type[R]) -> list[R]:
    """Return the rows that are found under the keys; the query gives each as JSON text."""
    columns = [list(ids) for ids in zip(*set(keys), strict=True)]
    if not columns:
        return []
    found = await connection.execute(query, columns)
    return [msgspec.json.decode(text, type=row) for (text,) in await found.fetchall()]
