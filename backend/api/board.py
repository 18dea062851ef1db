"""A meeting as it stands: its board from the view, and its log for clients that fold events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.places import After
from backend.api.problems import Problem
from backend.api.wire import Visible, turned, wires
from backend.domain.session.state import Session
from backend.domain.session.timing import is_reserved, length_of, plan_of
from events.base import Sealed
from projections import session_board
from projections.meeting import Meeting as Standing
from projections.session_board import Board, Entry

Here = NamedDependency[Meeting]


class EntryView(Struct, frozen=True, kw_only=True):
    """Something that was said; ``texts`` and ``about`` hold the fields of its event."""

    id: UUID
    version: int
    kind: str
    by: UUID
    step: int
    late: bool
    corrected: bool
    texts: dict[str, str | None]
    about: dict[str, Any]


class PlanView(Struct, frozen=True, kw_only=True):
    """When the meeting ends as planned, and until when the steps before the last ones can take.

    ``lengths``: of every step in seconds; ``reserved``: whether it keeps its time (invariant 12).
    """

    ends_at: datetime
    free_until: datetime
    lengths: list[int]
    reserved: list[bool]


class BoardView(Struct, frozen=True, kw_only=True):
    """Where a meeting stands, and everything the caller may see of what was said."""

    session: UUID
    version: int
    meeting: Standing
    plan: PlanView | None
    entries: list[EntryView]


class Log(Struct, frozen=True, kw_only=True):
    """The events of a meeting after a version, with nothing left out.

    Each has ``version``, ``type`` and the fields of its event; ``withheld`` stands in the place
    of one that the caller may not see. ``anew``: since the version that was asked for, something
    before it began to show or to hide, so a client that keeps a copy reads it from the start.
    """

    session: UUID
    version: int
    now: datetime
    anew: bool
    events: list[dict[str, Any]]


def _plan(session: Session) -> PlanView | None:
    plan = plan_of(session)
    if plan is None:
        return None
    steps = session.begun.method.steps
    return PlanView(
        ends_at=plan.ends_at,
        free_until=plan.free_until,
        lengths=[int(length_of(n, session).total_seconds()) for n in range(len(steps))],
        reserved=[is_reserved(step) for step in steps],
    )


async def _board(meeting: Meeting) -> Board | None:
    async with meeting.ports.views.of(meeting.tenant) as connection:
        return await session_board.of(connection, meeting.id)


@get(
    "",
    operation_id="get_session",
    responses=documented.meeting_query(),
)
async def get_session(meeting: Here, after: After = 0) -> Response[BoardView]:
    """See a meeting as it stands. ``after``: wait for a position, at most two seconds."""
    meeting.attended()
    ports = meeting.ports
    await ports.views.reached(after, view="session_board")
    board = await _board(meeting)
    if board is None and await ports.views.up_to_date("session_board"):
        board = await _board(meeting)  # of a meeting that began just now
    if board is None:
        raise Problem("busy", retry_after=1)
    session = await meeting.at_least(board.meeting.version)
    visible = Visible(session)
    seen = [
        entry
        for entry in board.entries
        if not entry.withdrawn and visible.audience(session.said[entry.id]).includes(meeting.person)
    ]
    sealed = [text for entry in seen for text in entry.texts.values()]
    opener = await ports.vault.opener(meeting.tenant, sealed)

    def texts(entry: Entry) -> dict[str, str | None]:
        found: dict[str, Sealed] = entry.texts
        name = f"session.{entry.kind}"
        return {
            field: None if visible.is_gone(text) else opener.open(name, field, text)
            for field, text in found.items()
        }

    view = BoardView(
        session=meeting.id,
        version=board.meeting.version,
        meeting=board.meeting,
        plan=_plan(session),
        entries=[
            EntryView(
                id=entry.id,
                version=entry.version,
                kind=entry.kind,
                by=entry.by,
                step=entry.step,
                late=entry.late,
                corrected=entry.corrected,
                texts=texts(entry),
                about=entry.about,
            )
            for entry in seen
        ],
    )
    return Response(view, headers={"ETag": f'"{board.meeting.version}"'})


@get(
    "/events",
    operation_id="list_events",
    responses=documented.meeting_query(),
)
async def list_events(meeting: Here, after: After = 0) -> Response[Log]:
    """Read the log of a meeting after a version."""
    meeting.attended()
    ports = meeting.ports
    recorded = await ports.record.read(meeting.tenant, meeting.id, after)
    session = await meeting.at_least(recorded[-1].version if recorded else 0)
    told = await wires(
        recorded, tenant=meeting.tenant, viewer=meeting.person, session=session, vault=ports.vault
    )
    version = recorded[-1].version if recorded else meeting.session.version
    log = Log(
        session=meeting.id,
        version=version,
        now=ports.clock.now(),
        anew=after > 0 and turned(session, after),
        events=told,
    )
    return Response(log, headers={"ETag": f'"{version}"'})


ROUTES = (get_session, list_events)
