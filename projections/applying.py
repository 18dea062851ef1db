"""How a view takes in a batch: its rows and its position change together or not at all."""

from contextlib import aclosing
from typing import Final, NamedTuple

from projections.base import Batch, Connection, Projection
from projections.places import go_to, standing
from projections.reading import Gap, Reader

_MOVE: Final = "UPDATE positions SET position = %s WHERE projection = %s"


class Superseded(RuntimeError):
    """The view in use has another revision than ours: another Kring has rebuilt it."""


class Copy(NamedTuple):
    """The tables of a view in one schema, and the connection that writes them."""

    connection: Connection
    projection: Projection
    schema: str

    async def take(self, batch: Batch) -> int:
        """Take a batch in, in one transaction; return the position the view has then.

        Statements travel together where none waits for another's answer. What the view has seen
        before changes nothing. Raises Gap for a batch that begins beyond the view's position,
        Superseded when the view is not of our revision.
        """
        async with self.connection.pipeline(), self.connection.transaction():
            await go_to(self.connection, self.schema)
            place = await standing(self.connection, self.projection)
            if place is None or place.revision != self.projection.revision:
                raise Superseded(self.projection.name)
            if batch.after > place.position:
                raise Gap(f"{self.projection.name} is at {place.position}, not at {batch.after}")
            if batch.upto <= place.position:
                return place.position
            fresh = [fact for fact in batch.happened if fact.position > place.position]
            if fresh:
                await self.projection.apply(fresh, self.connection)
            await self.connection.execute(_MOVE, [batch.upto, self.projection.name])
        return batch.upto

    async def catch_up(self, reader: Reader, after: int, upto: int) -> int:
        """Take in everything between two positions; return the position the view has then."""
        async with aclosing(reader.ahead(after, upto)) as batches:
            async for batch in batches:
                after = await self.take(batch)
        return after
