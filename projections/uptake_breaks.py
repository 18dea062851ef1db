"""Which meetings have a break now: a step that is started then says that it is over."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from events.session import SessionClosed, SessionPaused, SessionResumed
from projections.base import Changes, Connection, Happened, Row, Table, load
from projections.uptake_telling import RUNS_ON

DEFINITION: Final = """
CREATE TABLE uptake_breaks (
    tenant_id uuid NOT NULL,
    stream_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, stream_id)
);
"""
BREAKS: Final = Table(
    "uptake_breaks",
    save="""
    INSERT INTO uptake_breaks SELECT told.* FROM json_populate_recordset(NULL::uptake_breaks, %s) AS told
    WHERE EXISTS (SELECT FROM uptake_organisations AS o WHERE o.tenant_id = told.tenant_id)
    ON CONFLICT (tenant_id, stream_id) DO NOTHING
    """,
    drop="""
    DELETE FROM uptake_breaks AS b USING unnest(%s::uuid[], %s::uuid[]) AS gone (tenant_id, stream_id)
    WHERE (b.tenant_id, b.stream_id) = (gone.tenant_id, gone.stream_id)
    """,
)
_LOAD_BREAKS: Final = """
SELECT to_json(b)::text FROM uptake_breaks AS b
JOIN unnest(%s::uuid[], %s::uuid[]) AS k (tenant_id, stream_id)
    ON (b.tenant_id, b.stream_id) = (k.tenant_id, k.stream_id)
"""
_ENDING: Final = SessionResumed, SessionClosed


class _Break(Row):
    """A meeting that has a break now."""

    tenant_id: UUID
    stream_id: UUID


class Breaks:
    """The breaks that last, and what a batch changes of them."""

    def __init__(self, known: Iterable[_Break]) -> None:
        self.changes = Changes[_Break](BREAKS)
        self._now = {(one.tenant_id, one.stream_id) for one in known}

    @classmethod
    async def before(cls, batch: Sequence[Happened], connection: Connection) -> "Breaks":
        """Return those that the batch may end."""
        keys = {(fact.tenant, fact.stream) for fact in batch if isinstance(fact.event, (*RUNS_ON, *_ENDING))}
        return cls(await load(connection, _LOAD_BREAKS, keys, _Break))

    def follow(self, fact: Happened) -> None:
        """Take in that a break begins or ends."""
        if isinstance(fact.event, SessionPaused):
            key = fact.tenant, fact.stream
            self._now.add(key)
            self.changes.put(key, _Break(tenant_id=fact.tenant, stream_id=fact.stream))
        elif isinstance(fact.event, _ENDING):
            self.end(fact)

    def end(self, fact: Happened) -> bool:
        """Take in that there is no break any more; tell whether there was one."""
        key = fact.tenant, fact.stream
        if key not in self._now:
            return False
        self._now.remove(key)
        self.changes.drop(key)
        return True
