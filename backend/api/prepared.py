"""What one prepares for a meeting: nobody else's until one shares it there."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.circles import Circle
from backend.api.keeping import REFUSALS, found, keep
from backend.api.ports import Ports
from backend.api.said import Influence
from backend.api.texts import LONGEST_TITLE, OptionalText
from events.contribution import ActionStatus, CaseKind
from projections import open_actions

Line = Annotated[str, Meta(max_length=LONGEST_TITLE, pattern=r"^[^\u0000-\u001F\u007F-\u009F]*$")]


class CaseWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case that one may bring in, as far as it is; ``group``: the one it is meant for, if any."""

    group: UUID | None = None
    kind: CaseKind = CaseKind.BOTTLENECK
    title: Line = ""
    question: OptionalText = ""
    influence: Influence | None = None


class ReportWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of one's action, as far as it is written.

    ``in_writing``: where its author is not there, the group may be shown it in the meeting.
    """

    status: ActionStatus | None = None
    did: OptionalText = ""
    effect: OptionalText = ""
    learned: OptionalText = ""
    in_writing: bool = False


class PreparedCase(CaseWords, frozen=True, kw_only=True):
    """A prepared case."""

    case: UUID
    changed_at: datetime


class PreparedReport(ReportWords, frozen=True, kw_only=True):
    """A prepared report on one's action."""

    action: UUID
    changed_at: datetime


class MyProposals(Struct, frozen=True):
    """The cases one has prepared."""

    proposals: list[PreparedCase]


class MyReports(Struct, frozen=True):
    """The reports one has prepared."""

    reports: list[PreparedReport]


class Preparation(Struct, frozen=True, kw_only=True):
    """An open action of the group, and whether its report is prepared: that it is, and nothing of it."""

    action: UUID
    contributor: UUID
    prepared: bool


class Preparations(Struct, frozen=True):
    """How far the reports for the next meeting are."""

    actions: list[Preparation]


Mine = NamedDependency[Caller]
Given = NamedDependency[Ports]


async def prepared_cases(person: UUID, ports: Ports) -> list[PreparedCase]:
    """Return the cases that a person has prepared."""
    return [
        PreparedCase(case=draft.about, changed_at=draft.changed_at, **msgspec.structs.asdict(words))
        for draft, words in await found(person, ports, "proposal", CaseWords)
    ]


async def prepared_reports(person: UUID, ports: Ports) -> list[PreparedReport]:
    """Return the reports that a person has prepared."""
    return [
        PreparedReport(action=draft.about, changed_at=draft.changed_at, **msgspec.structs.asdict(words))
        for draft, words in await found(person, ports, "report", ReportWords)
    ]


@get("/me/proposals", operation_id="list_my_proposals", responses=documented.query())
async def list_my_proposals(caller: Mine, ports: Given) -> MyProposals:
    """See the cases that one has prepared."""
    return MyProposals(await prepared_cases(caller.person, ports))


@put(
    "/me/proposals/{case_id:uuid}",
    operation_id="prepare_proposal",
    status_code=204,
    responses=documented.query(*REFUSALS),
)
async def prepare_proposal(
    case_id: FromPath[UUID], data: JSONBody[CaseWords], caller: Mine, ports: Given
) -> Response[None]:
    """Keep a case for oneself, in the place of what was prepared under this id before."""
    await keep(caller, ports, "proposal", case_id, data)
    return Response(None, status_code=204)


@delete(
    "/me/proposals/{case_id:uuid}",
    operation_id="drop_proposal",
    status_code=204,
    responses=documented.query("other-site"),
)
async def drop_proposal(case_id: FromPath[UUID], caller: Mine, ports: Given) -> Response[None]:
    """Delete a prepared case: because it was shared, or is not wanted any more."""
    await ports.prepared.drop(caller.person, "proposal", [case_id])
    return Response(None, status_code=204)


@get("/me/reports", operation_id="list_my_reports", responses=documented.query())
async def list_my_reports(caller: Mine, ports: Given) -> MyReports:
    """See the reports that one has prepared."""
    return MyReports(await prepared_reports(caller.person, ports))


@put(
    "/me/reports/{action_id:uuid}",
    operation_id="prepare_report",
    status_code=204,
    responses=documented.query(*REFUSALS),
)
async def prepare_report(
    action_id: FromPath[UUID], data: JSONBody[ReportWords], caller: Mine, ports: Given
) -> Response[None]:
    """Keep a report on one's action for oneself, in the place of what was prepared before.

    Who guards the next meeting is shown that there is one.
    """
    await keep(caller, ports, "report", action_id, data)
    return Response(None, status_code=204)


@delete(
    "/me/reports/{action_id:uuid}",
    operation_id="drop_report",
    status_code=204,
    responses=documented.query("other-site"),
)
async def drop_report(action_id: FromPath[UUID], caller: Mine, ports: Given) -> Response[None]:
    """Delete a prepared report: because it was given, or is not wanted any more."""
    await ports.prepared.drop(caller.person, "report", [action_id])
    return Response(None, status_code=204)


@get(
    "/groups/{group_id:uuid}/prepared-reports",
    operation_id="list_prepared_reports",
    responses=documented.query("ground-rules-first", "only-the-facilitator", "observers-only-watch"),
)
async def list_prepared_reports(circle: NamedDependency[Circle]) -> Preparations:
    """See, as who guards the meetings, of which open actions the report is prepared; nothing of it.

    Only of who is in the group now.
    """
    async with circle.ports.views.of(circle.tenant) as connection:
        found = await open_actions.of_group(connection, circle.group.id)
    open_ones = [one for one in found if one.contributor in circle.group.members]
    ready = await circle.ports.prepared.reported([(a.contributor, a.action_id) for a in open_ones])
    return Preparations(
        [
            Preparation(action=a.action_id, contributor=a.contributor, prepared=a.action_id in ready)
            for a in open_ones
        ]
    )


ROUTES = (
    list_my_proposals,
    prepare_proposal,
    drop_proposal,
    list_my_reports,
    prepare_report,
    drop_report,
)
"""What one prepares, below ``/me``."""
OF_GROUP = (list_prepared_reports,)
