"""Which groups a person is in, as what, and who is in a group."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from typing_extensions import override

from events.base import Event
from events.group import MemberJoined, MemberLeft, MemberRemoved, Role
from projections.base import Changes, Connection, Happened, Projection, Row, Table

_DEFINITION: Final = """
CREATE TABLE membership (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, group_id, person_id)
);
CREATE INDEX ON membership (person_id);
CREATE POLICY own_groups ON membership FOR SELECT
    USING (person_id = nullif(current_setting('app.person', true), '')::uuid);
"""
_TABLE: Final = Table(
    "membership",
    save="""
    INSERT INTO membership SELECT * FROM json_populate_recordset(NULL::membership, %s)
    ON CONFLICT (tenant_id, group_id, person_id)
    DO UPDATE SET role = excluded.role, joined_at = excluded.joined_at
    """,
    drop="""
    DELETE FROM membership AS m USING unnest(%s::uuid[], %s::uuid[], %s::uuid[])
        AS gone (tenant_id, group_id, person_id)
    WHERE (m.tenant_id, m.group_id, m.person_id) = (gone.tenant_id, gone.group_id, gone.person_id)
    """,
)
_ASKED_BY: Final = "SELECT set_config('app.person', %s, true)"
_OF_PERSON: Final = """
SELECT to_json(m)::text FROM views.membership AS m WHERE person_id = %s ORDER BY joined_at, group_id
"""
_OF_GROUP: Final = """
SELECT to_json(m)::text FROM views.membership AS m WHERE group_id = %s ORDER BY joined_at, person_id
"""


class Member(Row):
    """A person in a group, as a member or as a facilitator."""

    tenant_id: UUID
    group_id: UUID
    person_id: UUID
    role: Role
    joined_at: datetime


class Membership(Projection):
    """Who is in which group; who left is not."""

    name: ClassVar[LiteralString] = "membership"
    reads: ClassVar[tuple[type[Event], ...]] = (MemberJoined, MemberLeft, MemberRemoved)
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_TABLE,)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Let people in and out."""
        members = Changes[Member](_TABLE)
        for fact in batch:
            match fact.event:
                case MemberJoined(person=person, role=role, at=at):
                    member = Member(
                        tenant_id=fact.tenant, group_id=fact.stream, person_id=person, role=role, joined_at=at
                    )
                    members.put((fact.tenant, fact.stream, person), member)
                case MemberLeft(person=person) | MemberRemoved(person=person):
                    members.drop((fact.tenant, fact.stream, person))
                case _:
                    pass
        await members.write(connection)


async def of(connection: Connection, person: UUID) -> list[Member]:
    """Return the groups a person is in, oldest first, with the tenant of each: across tenants.

    Tells the present transaction who is asking, because nobody else sees rows of another tenant;
    without a transaction only those of ``app.tenant`` are found.
    """
    await connection.execute(_ASKED_BY, [str(person)])
    return await _members(connection, _OF_PERSON, person)


async def in_group(connection: Connection, group: UUID) -> list[Member]:
    """Return who is in a group, in the order in which they joined."""
    return await _members(connection, _OF_GROUP, group)


async def _members(connection: Connection, query: LiteralString, of_what: UUID) -> list[Member]:
    found = await connection.execute(query, [of_what])
    return [msgspec.json.decode(text, type=Member) for (text,) in await found.fetchall()]
