"""In which organisations a person works, and which they administer."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from msgspec import Struct
from typing_extensions import override

from events.base import Event
from events.organisation import (
    AdministratorAppointed,
    AdministratorDismissed,
    PersonEnrolled,
    PersonLeft,
)
from projections.base import Changes, Connection, Happened, Projection, Row, Table

_DEFINITION: Final = """
CREATE TABLE enrolment (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
);
CREATE INDEX ON enrolment (person_id);
CREATE POLICY own_enrolment ON enrolment FOR SELECT
    USING (person_id = nullif(current_setting('app.person', true), '')::uuid);
CREATE TABLE administration (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
);
CREATE INDEX ON administration (person_id);
CREATE POLICY own_administration ON administration FOR SELECT
    USING (person_id = nullif(current_setting('app.person', true), '')::uuid);
"""
_ENROLMENT: Final = Table(
    "enrolment",
    save="""
    INSERT INTO enrolment SELECT * FROM json_populate_recordset(NULL::enrolment, %s)
    ON CONFLICT (tenant_id, person_id) DO NOTHING
    """,
    drop="""
    DELETE FROM enrolment AS e USING unnest(%s::uuid[], %s::uuid[]) AS gone (tenant_id, person_id)
    WHERE (e.tenant_id, e.person_id) = (gone.tenant_id, gone.person_id)
    """,
)
_ADMINISTRATION: Final = Table(
    "administration",
    save="""
    INSERT INTO administration SELECT * FROM json_populate_recordset(NULL::administration, %s)
    ON CONFLICT (tenant_id, person_id) DO NOTHING
    """,
    drop="""
    DELETE FROM administration AS a USING unnest(%s::uuid[], %s::uuid[]) AS gone (tenant_id, person_id)
    WHERE (a.tenant_id, a.person_id) = (gone.tenant_id, gone.person_id)
    """,
)
_ASKED_BY: Final = "SELECT set_config('app.person', %s, true)"
_OF_PERSON: Final = """
SELECT json_build_object(
    'organisation', tenant_id, 'enrolled', bool_or(enrolled), 'administrator', NOT bool_and(enrolled)
)::text
FROM (
    SELECT tenant_id, true AS enrolled FROM views.enrolment WHERE person_id = %(person)s
    UNION ALL
    SELECT tenant_id, false FROM views.administration WHERE person_id = %(person)s
) AS either
GROUP BY tenant_id ORDER BY tenant_id
"""


class _Belonging(Row):
    tenant_id: UUID
    person_id: UUID


class Enrolled(Struct, frozen=True, kw_only=True):
    """An organisation, and whether somebody is one of its people and administers it."""

    organisation: UUID
    enrolled: bool
    administrator: bool


class Enrolment(Projection):
    """Who is one of which organisation's people, and who administers which."""

    name: ClassVar[LiteralString] = "enrolment"
    reads: ClassVar[tuple[type[Event], ...]] = (
        PersonEnrolled,
        PersonLeft,
        AdministratorAppointed,
        AdministratorDismissed,
    )
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_ENROLMENT, _ADMINISTRATION)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Let people in and out."""
        people, administrators = Changes[_Belonging](_ENROLMENT), Changes[_Belonging](_ADMINISTRATION)
        for fact in batch:
            match fact.event:
                case PersonEnrolled(person=person):
                    people.put((fact.tenant, person), _Belonging(tenant_id=fact.tenant, person_id=person))
                case PersonLeft(person=person):
                    people.drop((fact.tenant, person))
                case AdministratorAppointed(person=person):
                    appointed = _Belonging(tenant_id=fact.tenant, person_id=person)
                    administrators.put((fact.tenant, person), appointed)
                case AdministratorDismissed(person=person):
                    administrators.drop((fact.tenant, person))
                case _:
                    pass
        await people.write(connection)
        await administrators.write(connection)


async def of(connection: Connection, account: UUID, known_as: Mapping[UUID, UUID]) -> list[Enrolled]:
    """Return the organisations of an account, across tenants.

    ``known_as``: by organisation, the id under which it knows the account. Tells the present
    transaction who is asking, because nobody else sees rows of another tenant.
    """
    found: dict[UUID, Enrolled] = {}
    for one in (account, *known_as.values()):
        for there in await _of(connection, one):
            before = found.get(there.organisation, there)
            found[there.organisation] = Enrolled(
                organisation=there.organisation,
                enrolled=there.enrolled or before.enrolled,
                administrator=there.administrator or before.administrator,
            )
    return [found[organisation] for organisation in sorted(found)]


async def _of(connection: Connection, person: UUID) -> list[Enrolled]:
    await connection.execute(_ASKED_BY, [str(person)])
    found = await connection.execute(_OF_PERSON, {"person": person})
    return [msgspec.json.decode(text, type=Enrolled) for (text,) in await found.fetchall()]
