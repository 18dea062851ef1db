"""Who was at which meeting that was entered afterwards: the person's own, also after leaving the group."""

from collections.abc import Sequence
from typing import ClassVar, Final, LiteralString, NamedTuple
from uuid import UUID

from typing_extensions import override

from events.base import Event
from events.group import EarlierMeetingDropped, EarlierMeetingEntered
from projections.base import Connection, Happened, Projection, Table

_DEFINITION: Final = """
CREATE TABLE earlier_meetings (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, meeting_id, person_id)
);
CREATE INDEX ON earlier_meetings (person_id);
CREATE POLICY own_meetings ON earlier_meetings FOR SELECT
    USING (person_id = nullif(current_setting('app.person', true), '')::uuid);
"""
_TABLE: Final = Table(
    "earlier_meetings",
    save="""
    INSERT INTO earlier_meetings SELECT * FROM json_populate_recordset(NULL::earlier_meetings, %s)
    ON CONFLICT (tenant_id, meeting_id, person_id) DO NOTHING
    """,
)
_DROP: Final = "DELETE FROM earlier_meetings WHERE tenant_id = %s AND meeting_id = %s"
_ENTER: Final = """
INSERT INTO earlier_meetings SELECT %s, %s, %s, unnest(%s::uuid[]) ON CONFLICT DO NOTHING
"""
_ASKED_BY: Final = "SELECT set_config('app.person', %s, true)"
_OF_PERSON: Final = """
SELECT tenant_id, group_id, meeting_id FROM views.earlier_meetings WHERE person_id = %s ORDER BY meeting_id
"""


class Earlier(NamedTuple):
    """A meeting that was entered afterwards, and where it is found."""

    tenant: UUID
    group: UUID
    meeting: UUID


class EarlierMeetings(Projection):
    """The people of every meeting that was entered afterwards and stands."""

    name: ClassVar[LiteralString] = "earlier_meetings"
    reads: ClassVar[tuple[type[Event], ...]] = (EarlierMeetingEntered, EarlierMeetingDropped)
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_TABLE,)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Note who was there; a meeting that is entered again replaces itself."""
        for fact in batch:
            match fact.event:
                case EarlierMeetingEntered(meeting=meeting, present=present):
                    await connection.execute(_DROP, [fact.tenant, meeting])
                    row = [fact.tenant, fact.stream, meeting, list(present)]
                    await connection.execute(_ENTER, row)
                case EarlierMeetingDropped(meeting=meeting):
                    await connection.execute(_DROP, [fact.tenant, meeting])
                case _:
                    continue


async def of_person(connection: Connection, person: UUID) -> list[Earlier]:
    """Return the meetings entered afterwards at which a person was, across tenants.

    Tells the present transaction who is asking, because nobody else sees rows of another tenant.
    """
    await connection.execute(_ASKED_BY, [str(person)])
    found = await connection.execute(_OF_PERSON, [person])
    return [Earlier(*row) for row in await found.fetchall()]
