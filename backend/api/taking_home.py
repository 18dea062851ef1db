"""What somebody takes home from a meeting: what helped, what they will do, what they learned."""

from uuid import UUID

from litestar import Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.receipts import Receipt
from backend.api.said import NewAction, NewTakeaway, NewText
from events.contribution import ActionCommitted, InsightNoted, TakeawayStated

Id = FromPath[UUID]
Here = NamedDependency[Meeting]


@put(
    "/takeaways/{takeaway_id:uuid}",
    operation_id="state_takeaway",
    responses=documented.contribution("no-case-yet", "only-the-contributor", "unknown-contribution"),
)
async def state_takeaway(takeaway_id: Id, data: JSONBody[NewTakeaway], meeting: Here) -> Response[Receipt]:
    """Say what helped, as the contributor."""
    case = meeting.case_of(takeaway_id, data.case)
    pen = meeting.own_pen(TakeawayStated, takeaway_id, case)
    return await meeting.say(
        TakeawayStated(
            id=takeaway_id,
            by=meeting.person,
            step=data.step,
            case=case,
            text=await pen.text("text", data.text),
            helpful=tuple(data.helpful),
        )
    )


@put(
    "/actions/{action_id:uuid}",
    operation_id="commit_action",
    responses=documented.contribution("no-case-yet", "only-the-contributor"),
)
async def commit_action(action_id: Id, data: JSONBody[NewAction], meeting: Here) -> Response[Receipt]:
    """Commit to an action; the next meeting opens with what came of it."""
    case = meeting.case_of(action_id, data.case)
    pen = meeting.own_pen(ActionCommitted, action_id, case)
    return await meeting.say(
        ActionCommitted(
            id=action_id,
            by=meeting.person,
            step=data.step,
            case=case,
            text=await pen.text("text", data.text),
            first_step=await pen.maybe("first_step", data.first_step),
            due=data.due,
        )
    )


@put(
    "/insights/{insight_id:uuid}",
    operation_id="note_insight",
    responses=documented.contribution(),
)
async def note_insight(insight_id: Id, data: JSONBody[NewText], meeting: Here) -> Response[Receipt]:
    """Say what one takes back to one's own practice."""
    pen = meeting.own_pen(InsightNoted, insight_id, meeting.id)
    return await meeting.say(
        InsightNoted(
            id=insight_id,
            by=meeting.person,
            step=data.step,
            text=await pen.text("text", data.text),
        )
    )


ROUTES = (state_takeaway, commit_action, note_insight)
"""What can be taken home, below ``/sessions/{session_id}``."""
