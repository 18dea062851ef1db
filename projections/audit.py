"""Who decided what about whom, in an organisation and in a group: decisions, never what was said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from msgspec import Struct, to_builtins
from typing_extensions import override

from events import group, organisation
from events.base import Event, short_name
from events.group import (
    ArrangementSet,
    EarlierMeetingDropped,
    EarlierMeetingEntered,
    GroundRulesAccepted,
    GroundRulesProposed,
    GroupClosed,
    GroupFormed,
    GroupHosted,
    GroupMeantFor,
    GroupReopened,
    MakerChanged,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    QuestionHelpChosen,
    RemindersChosen,
    RetentionChosen,
    SizePolicySet,
    YearListIssued,
    YearListRevoked,
)
from events.organisation import (
    AdministratorAppointed,
    AdministratorDismissed,
    OrganisationEvent,
    OrganisationRegistered,
    PeriodPublished,
    PersonEnrolled,
    PersonLeft,
    PersonPlaced,
    ProgrammeEnded,
    ProgrammeHoursSet,
    ProgrammeStarted,
    RoleFamilyAdded,
    RoleFamilyRetired,
    SingleSignOnRemoved,
    SingleSignOnSet,
    ThresholdRaised,
    TokenIssued,
    TokenRevoked,
    UnitAdded,
    UnitMoved,
    UnitRetired,
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookSecretChanged,
)
from projections.base import Changes, Connection, Happened, Projection, Row, Table

_DEFINITION: Final = """
CREATE TABLE audit (
    tenant_id uuid NOT NULL,
    stream_id uuid NOT NULL,
    version bigint NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    by uuid,
    whom uuid,
    about jsonb NOT NULL,
    PRIMARY KEY (tenant_id, stream_id, version)
);
CREATE INDEX ON audit (tenant_id, stream_id, position DESC);
"""
_TABLE: Final = Table(
    "audit",
    save="""
    INSERT INTO audit SELECT * FROM json_populate_recordset(NULL::audit, %s)
    ON CONFLICT (tenant_id, stream_id, version) DO NOTHING
    """,
)
_OF_STREAM: Final = """
SELECT to_json(a)::text FROM views.audit AS a
WHERE stream_id = %(stream)s AND (%(before)s::bigint IS NULL OR position < %(before)s)
ORDER BY position DESC LIMIT %(limit)s
"""


class Entry(Struct, frozen=True, kw_only=True):
    """What a decision leaves in the log: who decided, about whom, and ids and figures besides."""

    by: UUID | None
    whom: UUID | None = None
    about: Mapping[str, Any] = msgspec.field(default_factory=dict)


def _fields(event: Event, *fields: str) -> dict[str, Any]:
    return {field: to_builtins(getattr(event, field)) for field in fields}


def _of_organisation(*fields: str) -> Callable[[Any], Entry]:
    def entry(event: OrganisationEvent) -> Entry:
        return Entry(by=event.by, whom=getattr(event, "person", None), about=_fields(event, *fields))

    return entry


def _of_group(*fields: str) -> Callable[[Any], Entry]:
    def entry(
        event: MemberRemoved
        | MakerChanged
        | GroupHosted
        | GroupMeantFor
        | ArrangementSet
        | RetentionChosen
        | RemindersChosen
        | QuestionHelpChosen
        | GroupClosed
        | GroupReopened
        | EarlierMeetingEntered
        | EarlierMeetingDropped
        | YearListIssued
        | YearListRevoked,
    ) -> Entry:
        return Entry(by=event.by, whom=getattr(event, "person", None), about=_fields(event, *fields))

    return entry


def _joined(event: MemberJoined) -> Entry:
    return Entry(by=event.person, whom=event.person, about=_fields(event, "role"))


def _left(event: MemberLeft) -> Entry:
    return Entry(by=event.person, whom=event.person)


def _published(event: group.MethodPublished | organisation.MethodPublished) -> Entry:
    return Entry(by=event.by, about={"method": event.method.key, "version": event.method.version})


_PLACE: Final = ("unit", "role_family", "level", "manager")

DECISIONS: Final[Mapping[type[Event], Callable[[Any], Entry]]] = {
    OrganisationRegistered: _of_organisation(),
    UnitAdded: _of_organisation("unit", "parent"),
    UnitMoved: _of_organisation("unit", "parent"),
    UnitRetired: _of_organisation("unit"),
    RoleFamilyAdded: _of_organisation("role_family"),
    RoleFamilyRetired: _of_organisation("role_family"),
    ProgrammeStarted: _of_organisation("programme", "hours_per_year"),
    ProgrammeHoursSet: _of_organisation("programme", "hours_per_year"),
    ProgrammeEnded: _of_organisation("programme"),
    PersonEnrolled: _of_organisation(*_PLACE),
    PersonPlaced: _of_organisation(*_PLACE),
    PersonLeft: _of_organisation(),
    AdministratorAppointed: _of_organisation(),
    AdministratorDismissed: _of_organisation(),
    TokenIssued: _of_organisation("token", "scopes", "expires_at"),
    TokenRevoked: _of_organisation("token"),
    WebhookAdded: _of_organisation("webhook", "topics", "paused"),
    WebhookChanged: _of_organisation("webhook", "topics", "paused"),
    WebhookSecretChanged: _of_organisation("webhook"),
    WebhookRemoved: _of_organisation("webhook"),
    ThresholdRaised: _of_organisation("persons"),
    PeriodPublished: lambda event: Entry(by=None, about=_fields(event, "period", "shown", "held_back")),
    SingleSignOnSet: _of_organisation(),
    SingleSignOnRemoved: _of_organisation(),
    GroupFormed: lambda event: Entry(by=event.by, about=_fields(event, "facilitation", "method")),
    MemberJoined: _joined,
    MemberLeft: _left,
    MemberRemoved: _of_group(),
    MakerChanged: _of_group(),
    GroupHosted: _of_group("organisation", "programme"),
    GroupMeantFor: _of_group("role_family", "level"),
    ArrangementSet: _of_group("rhythm", "method", "advice_mode", "facilitation"),
    RetentionChosen: _of_group("days_after_follow_up", "days_after_session"),
    RemindersChosen: _of_group("occasions"),
    QuestionHelpChosen: _of_group("offered", "counted"),
    GroupClosed: _of_group(),
    GroupReopened: _of_group(),
    GroundRulesProposed: lambda event: Entry(by=event.by, about=_fields(event, "version")),
    GroundRulesAccepted: lambda event: Entry(by=event.by, about=_fields(event, "version")),
    EarlierMeetingEntered: _of_group("begin", "minutes"),
    EarlierMeetingDropped: _of_group(),
    YearListIssued: _of_group("certificate", "year"),
    YearListRevoked: _of_group("certificate"),
    SizePolicySet: lambda event: Entry(by=event.by, about=_fields(event, "size")),
    group.MethodPublished: _published,
    group.MethodRetired: lambda event: Entry(by=event.by, about={"method": event.key}),
    organisation.MethodPublished: _published,
    organisation.MethodRetired: lambda event: Entry(by=event.by, about={"method": event.key}),
}
"""Every event that is a decision about a right, a token, a member or what was agreed, and its entry."""


class _Line(Row):
    tenant_id: UUID
    stream_id: UUID
    version: int
    position: int
    at: datetime
    what: str
    by: UUID | None
    whom: UUID | None
    about: Mapping[str, Any]


class Decision(Struct, frozen=True, kw_only=True):
    """A line of the log. ``what`` is the event's business word, such as ``token_issued``."""

    position: int
    at: datetime
    what: str
    by: UUID | None
    whom: UUID | None
    about: dict[str, Any]


class Audit(Projection):
    """Every decision of a stream, in the order in which they were taken."""

    name: ClassVar[LiteralString] = "audit"
    reads: ClassVar[tuple[type[Event], ...]] = tuple(DECISIONS)
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_TABLE,)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Write a line for each decision."""
        lines = Changes[_Line](_TABLE)
        for fact in batch:
            decided = DECISIONS.get(type(fact.event))
            if decided is None:
                continue
            entry = decided(fact.event)
            line = _Line(
                tenant_id=fact.tenant,
                stream_id=fact.stream,
                version=fact.version,
                position=fact.position,
                at=fact.recorded_at,
                what=short_name(fact.event),
                by=entry.by,
                whom=entry.whom,
                about=entry.about,
            )
            lines.put((fact.tenant, fact.stream, UUID(int=fact.version)), line)
        await lines.write(connection)


async def of(
    connection: Connection, stream: UUID, *, before: int | None = None, limit: int = 50
) -> list[Decision]:
    """Return decisions about an organisation or a group, the latest first, before a position."""
    found = await connection.execute(_OF_STREAM, {"stream": stream, "before": before, "limit": limit})
    return [msgspec.json.decode(text, type=Decision) for (text,) in await found.fetchall()]
