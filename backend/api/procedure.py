"""How a meeting is moved: who is present, its steps and clock, its turns, its end."""

from typing import Annotated
from uuid import UUID, uuid5

from litestar import Response, delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.moving import Moving
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.errors import Refused
from backend.domain.session.commands import (
    Arrive,
    AssignRole,
    AwaitFollowUp,
    CloseSession,
    Depart,
    DrawPairs,
    ExtendStep,
    PauseSession,
    ReopenSession,
    Replan,
    Replanning,
    ResumeSession,
    RevealStep,
    SetTurnOrder,
    SkipFollowUp,
    StartStep,
    UndoStep,
)
from events.method import NamedRole

Here = NamedDependency[Meeting]
Now = NamedDependency[Moving]


class Extension(Struct, frozen=True, forbid_unknown_fields=True):
    """How many seconds more, or fewer when negative."""

    seconds: Annotated[int, Meta(ge=-3_600, le=86_400)]


class Order(Struct, frozen=True, forbid_unknown_fields=True):
    """The order in which the word goes round."""

    order: Annotated[list[UUID], Meta(min_length=1, max_length=50)]


class NewPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """What is done with the steps to come."""

    how: Replanning


class People(Struct, frozen=True, forbid_unknown_fields=True):
    """Who; nobody when left out."""

    people: Annotated[list[UUID], Meta(max_length=50)] = []


RoleName = Annotated[str, Meta(max_length=20)]
"""A named part: consultant, coach or observers."""


async def _attend(kind: type[Arrive] | type[Depart], person: UUID, meeting: Meeting) -> Response[Receipt]:
    if person != meeting.person and not meeting.session.may_move(meeting.person):
        raise Refused("only-the-facilitator")
    member = meeting.group.members.get(person)
    if member is None:
        raise Refused("not-a-member")
    at = meeting.ports.clock.now()
    command: Arrive | Depart = Depart(person=person, at=at)
    if kind is Arrive:
        noted_by = meeting.person if meeting.person != person else None
        command = Arrive(person=person, role=member.role, at=at, noted_by=noted_by)
    moment = uuid5(person, f"{kind.__name__} {meeting.session.version}")
    return receipt(await meeting.handle(command, command_id=moment, exclusive=True))


@put(
    "/attendance",
    operation_id="arrive",
    responses=documented.move("session-closed", "arrival-to-be-noted"),
)
async def arrive(meeting: Here) -> Response[Receipt]:
    """Say that one is present. Saying it twice changes nothing.

    Who was not there when a meeting ended is let in by who was: it may have told a case without them.
    """
    return await _attend(Arrive, meeting.person, meeting)


@delete("/attendance", operation_id="depart", status_code=200, responses=documented.move())
async def depart(meeting: Here) -> Response[Receipt]:
    """Say that one leaves."""
    return await _attend(Depart, meeting.person, meeting)


@put(
    "/attendance/{person_id:uuid}",
    operation_id="note_arrival",
    responses=documented.move("session-closed", "arrival-to-be-noted"),
)
async def note_arrival(person_id: FromPath[UUID], meeting: Here) -> Response[Receipt]:
    """Note that somebody is present, as the facilitator."""
    return await _attend(Arrive, person_id, meeting)


@delete(
    "/attendance/{person_id:uuid}",
    operation_id="note_departure",
    status_code=200,
    responses=documented.move(),
)
async def note_departure(person_id: FromPath[UUID], meeting: Here) -> Response[Receipt]:
    """Note that somebody left, as the facilitator."""
    return await _attend(Depart, person_id, meeting)


@post(
    "/steps/{index:int}/start",
    operation_id="start_step",
    status_code=200,
    responses=documented.move(
        "unknown-step",
        "step-already-running",
        "follow-up-first",
        "no-case-yet",
        "choice-open",
        "advice-mode-none",
        "advice-not-asked-for",
        "role-first",
    ),
)
async def start_step(index: FromPath[int], moving: Now) -> Response[Receipt]:
    """Start a step, which ends the one before; starting a later one skips."""
    return await moving.make(StartStep, step=index)


@post(
    "/steps/extend",
    operation_id="extend_step",
    status_code=200,
    responses=documented.move("no-step-running"),
)
async def extend_step(data: JSONBody[Extension], moving: Now) -> Response[Receipt]:
    """Give the running step more or less time."""
    return await moving.make(ExtendStep, seconds=data.seconds)


@post(
    "/steps/undo",
    operation_id="undo_step",
    status_code=200,
    responses=documented.move("nothing-to-undo"),
)
async def undo_step(moving: Now) -> Response[Receipt]:
    """Take back the last start of a step; what was said meanwhile stays."""
    return await moving.make(UndoStep)


@post(
    "/steps/{index:int}/reveal",
    operation_id="reveal_step",
    status_code=200,
    responses=documented.move("unknown-step", "nothing-to-reveal"),
)
async def reveal_step(index: FromPath[int], moving: Now) -> Response[Receipt]:
    """Show everybody what each wrote for themselves in a step. Repeating it changes nothing.

    Starting a later step shows it too, and so does the end of the meeting.
    """
    return await moving.make(RevealStep, step=index)


@post(
    "/steps/replan",
    operation_id="replan_steps",
    status_code=200,
    responses=documented.move("no-step-running", "no-time-left"),
)
async def replan_steps(data: JSONBody[NewPlan], moving: Now) -> Response[Receipt]:
    """Make the steps to come fit into the time that is left.

    What is kept for takeaway, action and check-out stays, unless the facilitator gives it up.
    """
    return await moving.make(Replan, how=data.how)


@post(
    "/pause",
    operation_id="pause_session",
    status_code=200,
    responses=documented.move("already-paused"),
)
async def pause_session(moving: Now) -> Response[Receipt]:
    """Stop the clock."""
    return await moving.make(PauseSession)


@post(
    "/resume",
    operation_id="resume_session",
    status_code=200,
    responses=documented.move("not-paused"),
)
async def resume_session(moving: Now) -> Response[Receipt]:
    """Let the clock run again."""
    return await moving.make(ResumeSession)


@post(
    "/turn-order",
    operation_id="set_turn_order",
    status_code=200,
    responses=documented.move("not-a-member"),
)
async def set_turn_order(data: JSONBody[Order], moving: Now) -> Response[Receipt]:
    """Set the order in which the word goes round."""
    return await moving.make(SetTurnOrder, order=tuple(data.order))


@post(
    "/roles/{role:str}",
    operation_id="assign_role",
    status_code=200,
    responses=documented.move(
        "contributor-does-not", "not-a-member", "one-at-a-time", "role-not-in-method", "unknown-role"
    ),
)
async def assign_role(role: FromPath[RoleName], data: JSONBody[People], moving: Now) -> Response[Receipt]:
    """Give some people a named part in the conversation, and nobody else; nobody takes it back.

    The contributor may too, in a step in which they decide.
    """
    named = next((known for known in NamedRole if known.value == role), None)
    if named is None:
        raise Problem("unknown-role")
    return await moving.make(AssignRole, role=named, people=tuple(dict.fromkeys(data.people)))


@post(
    "/steps/pairs",
    operation_id="draw_pairs",
    status_code=200,
    responses=documented.move("no-step-running", "nothing-to-pair"),
)
async def draw_pairs(moving: Now) -> Response[Receipt]:
    """Divide who is there into other pairs; a step in pairs begins with some."""
    return await moving.make(DrawPairs)


@post(
    "/closing",
    operation_id="close_session",
    status_code=200,
    responses=documented.move("choice-open"),
)
async def close_session(moving: Now) -> Response[Receipt]:
    """End the meeting; what is still on its way arrives for seven days."""
    return await moving.make(CloseSession)


@post(
    "/reopening",
    operation_id="reopen_session",
    status_code=200,
    responses=documented.move("nothing-to-undo", "too-late"),
)
async def reopen_session(moving: Now) -> Response[Receipt]:
    """Take back the end of the meeting, within a day."""
    return await moving.make(ReopenSession)


def _again(action: UUID, meeting: Meeting) -> str:
    """Tell a second skip, after the first was taken back, from a repeat of the first."""
    times = meeting.session.awaited_again[action]
    return f" again, {times}" if times else ""


@put(
    "/follow-up-skips/{action_id:uuid}",
    operation_id="skip_follow_up",
    responses=documented.move("unknown-action"),
)
async def skip_follow_up(action_id: FromPath[UUID], meeting: Here) -> Response[Receipt]:
    """Go on without the report on an action, explicitly; the action stays open."""
    command = SkipFollowUp(action=action_id, by=meeting.person)
    skip = uuid5(meeting.id, f"{meeting.person} skipped {action_id}{_again(action_id, meeting)}")
    return receipt(await meeting.handle(command, command_id=skip, exclusive=True))


@delete(
    "/follow-up-skips/{action_id:uuid}",
    operation_id="await_follow_up",
    status_code=200,
    responses=documented.move(),
)
async def await_follow_up(action_id: FromPath[UUID], meeting: Here) -> Response[Receipt]:
    """Take back that a report was skipped: it is awaited again."""
    command = AwaitFollowUp(action=action_id, by=meeting.person)
    awaited = uuid5(meeting.id, f"{meeting.person} awaits {action_id} at {meeting.session.moved}")
    return receipt(await meeting.handle(command, command_id=awaited, exclusive=True))


ROUTES = (
    arrive,
    depart,
    note_arrival,
    note_departure,
    start_step,
    extend_step,
    undo_step,
    reveal_step,
    replan_steps,
    pause_session,
    resume_session,
    set_turn_order,
    assign_role,
    draw_pairs,
    close_session,
    reopen_session,
    skip_follow_up,
    await_follow_up,
)
"""The moves of a meeting, below ``/sessions/{session_id}``."""
