"""What came of an action that waited: its report, what peers say to it, and how it goes on."""

from uuid import UUID

from litestar import Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.receipts import Receipt
from backend.api.said import NewCarryingOn, NewFeedback, NewReport
from backend.domain.errors import Refused
from events.contribution import ActionCarriedOn, FeedbackGiven, FollowUpReported

Id = FromPath[UUID]
Here = NamedDependency[Meeting]


@put(
    "/follow-ups/{follow_up_id:uuid}",
    operation_id="report_follow_up",
    responses=documented.contribution("unknown-action", "not-your-action", "already-reported"),
)
async def report_follow_up(follow_up_id: Id, data: JSONBody[NewReport], meeting: Here) -> Response[Receipt]:
    """Report what came of one's own action of an earlier case."""
    pen = meeting.pen(FollowUpReported, follow_up_id, meeting.waiting(data.action).case)
    return await meeting.say(
        FollowUpReported(
            id=follow_up_id,
            by=meeting.person,
            step=data.step,
            action=data.action,
            status=data.status,
            did=await pen.text("did", data.did),
            effect=await pen.maybe("effect", data.effect),
            learned=await pen.maybe("learned", data.learned),
        )
    )


@put(
    "/carried-on/{carried_on_id:uuid}",
    operation_id="carry_action_on",
    responses=documented.contribution(
        "unknown-action", "not-your-action", "report-first", "already-carried-on"
    ),
)
async def carry_action_on(
    carried_on_id: Id, data: JSONBody[NewCarryingOn], meeting: Here
) -> Response[Receipt]:
    """Go on with an action after its report; it is open again until a next meeting."""
    pen = meeting.pen(ActionCarriedOn, carried_on_id, meeting.waiting(data.action).case)
    return await meeting.say(
        ActionCarriedOn(
            id=carried_on_id,
            by=meeting.person,
            step=data.step,
            action=data.action,
            first_step=await pen.maybe("first_step", data.first_step),
            due=data.due,
        )
    )


@put(
    "/feedback/{feedback_id:uuid}",
    operation_id="give_feedback",
    responses=documented.contribution("unknown-follow-up", "contributor-does-not"),
)
async def give_feedback(feedback_id: Id, data: JSONBody[NewFeedback], meeting: Here) -> Response[Receipt]:
    """Give extra feedback on a report."""
    report = meeting.session.said.get(data.follow_up)
    if not isinstance(report, FollowUpReported):
        raise Refused("unknown-follow-up")
    pen = meeting.pen(FeedbackGiven, feedback_id, report.did.case)
    return await meeting.say(
        FeedbackGiven(
            id=feedback_id,
            by=meeting.person,
            step=data.step,
            follow_up=data.follow_up,
            text=await pen.text("text", data.text),
        )
    )


ROUTES = (report_follow_up, carry_action_on, give_feedback)
"""What can be said of earlier actions, below ``/sessions/{session_id}``."""
