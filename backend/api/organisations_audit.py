"""Who decided what, in an organisation and in a group: for those who may know, and never what was said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.organisations_offices import READING, Office
from backend.api.paging import Limit, next_page
from backend.api.ports import Ports
from projections import audit
from projections.audit import Decision

Before = Annotated[
    int | None, QueryParameter(ge=1, le=2**53 - 1, description="Where the page before this one ended.")
]


class Somebody(Struct, frozen=True, kw_only=True):
    """A person, by their present name; empty for who is not known here any more."""

    person: UUID
    name: str


class EntryView(Struct, frozen=True, kw_only=True):
    """A decision: what it was in one word, who took it, about whom; ``about`` holds ids and figures."""

    position: int
    at: datetime
    what: str
    by: Somebody | None
    whom: Somebody | None
    about: dict[str, Any]


class AuditPage(Struct, frozen=True, kw_only=True):
    """Decisions, the latest first; ``next`` is the cursor of the next page."""

    entries: list[EntryView]
    next: int | None


@get(
    "/organisations/{organisation_id:uuid}/audit",
    operation_id="get_organisation_audit",
    responses=documented.query(*READING),
)
async def get_organisation_audit(
    office: NamedDependency[Office],
    request: Request[Any, Any, Any],
    cursor: Before = None,
    limit: Limit = 50,
) -> Response[AuditPage]:
    """See who decided what about units, people, administrators and tokens."""
    found = await _decisions(office.ports, office.id, office.id, cursor, limit)
    own = await office.ports.offices.people.details(office.id, list(_people(found)))
    deciders = [d.by for d in found if d.by is not None]
    programs = await office.ports.offices.tokens.of(office.id)
    names = (
        {token: kept.label for token, kept in programs.items()}
        | dict(await office.ports.identity.names(deciders))
        | {person: known.name for person, known in own.items()}
    )
    return _page(request, found, names, limit)


@get(
    "/groups/{group_id:uuid}/audit",
    operation_id="get_group_audit",
    responses=documented.query("ground-rules-first", "observers-only-watch"),
)
async def get_group_audit(
    circle: NamedDependency[Circle],
    request: Request[Any, Any, Any],
    cursor: Before = None,
    limit: Limit = 50,
) -> Response[AuditPage]:
    """See who decided what in the group: who came and went, which rules, how long texts are kept."""
    found = await _decisions(circle.ports, circle.tenant, circle.group.id, cursor, limit)
    names = await circle.ports.identity.names(list(_people(found)))
    return _page(request, found, names, limit)


async def _decisions(
    ports: Ports, tenant: UUID, stream: UUID, before: int | None, limit: int
) -> list[Decision]:
    async with ports.views.of(tenant) as connection:
        return await audit.of(connection, stream, before=before, limit=limit + 1)


def _people(found: list[Decision]) -> set[UUID]:
    return {person for decision in found for person in (decision.by, decision.whom) if person is not None}


def _page(
    request: Request[Any, Any, Any],
    found: list[Decision],
    names: Mapping[UUID, str],
    limit: int,
) -> Response[AuditPage]:
    def somebody(person: UUID | None) -> Somebody | None:
        return None if person is None else Somebody(person=person, name=names.get(person, ""))

    more = found[limit - 1].position if len(found) > limit else None
    entries = [
        EntryView(
            position=decision.position,
            at=decision.at,
            what=decision.what,
            by=somebody(decision.by),
            whom=somebody(decision.whom),
            about=decision.about,
        )
        for decision in found[:limit]
    ]
    return Response(AuditPage(entries=entries, next=more), headers=next_page(request, more))


ROUTES = (get_organisation_audit,)
OF_GROUPS = (get_group_audit,)
