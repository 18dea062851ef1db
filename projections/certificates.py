"""Which certificate of a person or a group stands behind a code, for whoever was shown one and asks."""

from collections.abc import Sequence
from typing import ClassVar, Final, LiteralString, NamedTuple
from uuid import UUID

from typing_extensions import override

from events.base import Event
from events.group import YearListIssued
from events.person import CertificateIssued, PersonForgotten
from projections.base import Changes, Connection, Happened, Projection, Row, Table

_DEFINITION: Final = """
CREATE TABLE certificates (
    tenant_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    stream_id uuid NOT NULL,
    code text NOT NULL,
    PRIMARY KEY (tenant_id, certificate_id)
);
CREATE INDEX ON certificates (code);
"""
_TABLE: Final = Table(
    "certificates",
    save="""
    INSERT INTO certificates SELECT * FROM json_populate_recordset(NULL::certificates, %s)
    ON CONFLICT (tenant_id, certificate_id) DO UPDATE
        SET code = excluded.code, stream_id = excluded.stream_id
    """,
)
_FORGET: Final = "DELETE FROM certificates WHERE tenant_id = ANY(%s)"
_BEHIND: Final = """
SELECT tenant_id, stream_id, certificate_id FROM views.certificates
WHERE code = %s ORDER BY tenant_id LIMIT 1
"""


class _Certificate(Row):
    tenant_id: UUID
    certificate_id: UUID
    stream_id: UUID
    code: str


class Behind(NamedTuple):
    """A certificate, and where the person or the group has it."""

    tenant: UUID
    stream: UUID
    certificate: UUID


class Certificates(Projection):
    """The codes of all certificates; those of a person who is forgotten are unknown from then on."""

    name: ClassVar[LiteralString] = "certificates"
    revision: ClassVar[int] = 2
    reads: ClassVar[tuple[type[Event], ...]] = (CertificateIssued, YearListIssued, PersonForgotten)
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_TABLE,)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Note codes, and drop those of who is gone."""
        issued, gone = Changes[_Certificate](_TABLE), set[UUID]()
        for fact in batch:
            match fact.event:
                case (
                    CertificateIssued(certificate=certificate, code=code)
                    | YearListIssued(certificate=certificate, code=code)
                ):
                    row = _Certificate(
                        tenant_id=fact.tenant,
                        certificate_id=certificate,
                        stream_id=fact.stream,
                        code=code,
                    )
                    issued.put((fact.tenant, certificate), row)
                case PersonForgotten():
                    gone.add(fact.tenant)
                case _:
                    continue
        await issued.write(connection)
        if gone:
            await connection.execute(_FORGET, [list(gone)])


async def behind(connection: Connection, code: str) -> Behind | None:
    """Return the certificate with a code, or None."""
    found = await (await connection.execute(_BEHIND, [code])).fetchone()
    return Behind(*found) if found else None
