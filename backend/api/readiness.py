"""Who is ready to go on: said for one run of one step, shown while it runs, and kept nowhere after it."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.meetings import Meeting

Here = NamedDependency[Meeting]


class ReadyFor(Struct, frozen=True, forbid_unknown_fields=True):
    """The step that one is ready with."""

    step: Annotated[int, Meta(ge=0, le=100)]


class Readiness(Struct, frozen=True, kw_only=True):
    """How many are ready with the running step; who they are is for whoever moves the procedure."""

    step: int | None
    count: int
    i_am: bool
    ready: list[UUID]


async def _as_it_is(meeting: Meeting) -> Readiness:
    run = meeting.session.run
    if run is None or meeting.session.closed_at is not None:
        return Readiness(step=None, count=0, i_am=False, ready=[])
    found = await meeting.ports.readiness.of(meeting.id, run.started_at) & meeting.session.present
    named = meeting.session.may_move(meeting.person)
    return Readiness(
        step=run.step,
        count=len(found),
        i_am=meeting.person in found,
        ready=sorted(found) if named else [],
    )


async def _say(step: int | None, meeting: Meeting) -> Readiness:
    run = meeting.session.run
    if run is None or meeting.session.closed_at is not None or step not in {run.step, None}:
        return await _as_it_is(meeting)
    say = meeting.ports.readiness.ready if step is not None else meeting.ports.readiness.not_yet
    await say(meeting.id, meeting.tenant, run.started_at, meeting.person)
    now = await _as_it_is(meeting)
    await meeting.ports.readiness.tell(meeting.id, run.step, now.count)
    return now


@get("/readiness", operation_id="get_readiness", responses=documented.meeting_query())
async def get_readiness(meeting: Here) -> Readiness:
    """See how many are ready with this step."""
    meeting.attended()
    return await _as_it_is(meeting)


@put(
    "/readiness",
    operation_id="say_ready",
    responses=documented.meeting_change("facilitator-has-no-content-rights"),
)
async def say_ready(data: JSONBody[ReadyFor], meeting: Here) -> Readiness:
    """Say that one is ready with a step; with one that no longer runs it says nothing."""
    return await _say(data.step, meeting)


@delete(
    "/readiness",
    operation_id="say_not_ready",
    status_code=200,
    responses=documented.meeting_query("observers-only-watch", "facilitator-has-no-content-rights"),
)
async def say_not_ready(meeting: Here) -> Readiness:
    """Say that one needs a little longer after all."""
    return await _say(None, meeting)


ROUTES = (get_readiness, say_ready, say_not_ready)
"""Readiness, below ``/sessions/{session_id}``."""
