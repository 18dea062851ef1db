"""Reports of people who do not come to a meeting: given in writing, shown by who guards it."""

from typing import Final
from uuid import UUID, uuid5

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.prepared import PreparedReport, prepared_reports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.sealing import Pen
from backend.api.texts import kept
from backend.domain.errors import Refused
from backend.domain.session.commands import UNPLACED, HandIn
from events.contribution import FollowUpReported
from events.session import OpenAction

Here = NamedDependency[Meeting]
_REFUSALS: Final = (
    "only-the-facilitator",
    "unknown-action",
    "contributor-is-here",
    "nothing-in-writing",
    "already-reported",
    "session-closed",
)


class WrittenReports(Struct, frozen=True):
    """The actions that wait, and whose report was given in writing; nothing of it."""

    actions: list[UUID]


async def _written(waiting: OpenAction, meeting: Meeting) -> PreparedReport | None:
    """Return a report that its author wants shown when they are not there, once it says enough.

    Nothing of who is out of the group: they wrote for people who were their peers.
    """
    if waiting.contributor not in meeting.group.members:
        return None
    for report in await prepared_reports(waiting.contributor, meeting.ports):
        told = report.status is not None and kept(report.did) is not None
        if report.action == waiting.action and report.in_writing and told:
            return report
    return None


@get("/written-reports", operation_id="list_written_reports", responses=documented.meeting_query())
async def list_written_reports(meeting: Here) -> WrittenReports:
    """See, as who moves the meeting, which reports were given in writing by who did not come to it."""
    meeting.attended()
    session = meeting.session
    if not session.may_move(meeting.person) or session.closed_at is not None:
        return WrittenReports([])
    absent = [
        known
        for known in session.begun.open_actions
        if known.action in session.waiting_actions and known.contributor not in session.ever_present
    ]
    return WrittenReports([one.action for one in absent if await _written(one, meeting) is not None])


@put(
    "/written-reports/{action_id:uuid}",
    operation_id="show_written_report",
    responses=documented.contribution(*_REFUSALS),
)
async def show_written_report(action_id: FromPath[UUID], meeting: Here) -> Response[Receipt]:
    """Show the group the report that somebody who did not come gave in writing, while they meet.

    It becomes what they said; what they had prepared goes.
    """
    waiting = meeting.waiting(action_id)
    shown = uuid5(meeting.id, f"{waiting.contributor} wrote on {action_id}")
    known = meeting.session.said.get(shown)
    said = known if isinstance(known, FollowUpReported) else await _said(shown, waiting, meeting)
    command = HandIn(said=said, shown_by=meeting.person, at=meeting.ports.clock.now())
    answer = await meeting.handle(command, command_id=shown)
    await meeting.ports.prepared.drop(waiting.contributor, "report", [action_id])
    return receipt(answer)


async def _said(shown: UUID, waiting: OpenAction, meeting: Meeting) -> FollowUpReported:
    """Return what was written as what its author said to the group."""
    if waiting.contributor in meeting.session.ever_present:
        raise Refused("contributor-is-here")
    if meeting.session.closed_at is not None:
        raise Refused("session-closed")
    report = await _written(waiting, meeting)
    if report is None or report.status is None:
        raise Problem("nothing-in-writing")
    author, vault = waiting.contributor, meeting.ports.vault
    pen = Pen(vault, meeting.tenant, FollowUpReported, shown, waiting.case, author)
    return FollowUpReported(
        id=shown,
        by=author,
        step=UNPLACED,
        action=waiting.action,
        status=report.status,
        did=await pen.text("did", report.did),
        effect=await pen.maybe("effect", report.effect),
        learned=await pen.maybe("learned", report.learned),
    )


ROUTES = (list_written_reports, show_written_report)
"""Reports in writing, below ``/sessions/{session_id}``."""
