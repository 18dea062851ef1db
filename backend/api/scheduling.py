"""Meetings planned, moved, called off, and opened."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid5

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.method_finding import check_method, names_by_key, playable
from backend.api.methods import MethodKey
from backend.api.new_streams import check_not_a_person
from backend.api.problems import FieldError, Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.errors import Refused
from backend.domain.group.commands import (
    CancelSession,
    RescheduleSession,
    ScheduleSession,
)
from backend.domain.preparing import is_for_a_case, prepared
from backend.domain.session.commands import OpenSession
from events.group import Role, SessionScheduled
from events.method import AdviceMode, Method, Words
from events.session import OpenAction
from projections import agenda, open_actions

Here = NamedDependency[Circle]
Moment = Annotated[datetime, Meta(tz=True)]
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _in_reach(moment: datetime) -> datetime:
    """Return a moment in UTC, or refuse one in no living person's diary."""
    if not _FIRST <= moment < _LAST:
        raise Problem("invalid", errors=[FieldError("starts_at", "from 2000 to 2199")])
    return moment.astimezone(UTC)


class NewAppointment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meeting to plan; what is left out is the group's custom."""

    starts_at: Moment
    minutes: Annotated[int, Meta(ge=10, le=100_000)] = 90
    method: MethodKey | None = None
    advice_mode: AdviceMode | None = None
    facilitator: UUID | None = None


class NewMoment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a meeting is to begin instead."""

    starts_at: Moment


class AppointmentView(Struct, frozen=True, kw_only=True):
    """A meeting of the group."""

    session: UUID
    starts_at: datetime
    minutes: int
    method: str
    method_names: Words | None
    advice_mode: str
    facilitator: UUID | None
    state: str
    opened_at: datetime | None
    closed_at: datetime | None


class Agenda(Struct, frozen=True):
    """The meetings of a group, newest first."""

    sessions: list[AppointmentView]


@get(
    "/groups/{group_id:uuid}/sessions",
    operation_id="list_sessions",
    responses=documented.query(),
)
async def list_sessions(circle: Here) -> Agenda:
    """See the meetings of the group: planned, open, closed and called off."""
    async with circle.ports.views.of(circle.tenant) as connection:
        found = await agenda.of(connection, circle.group.id)
    named = await names_by_key({a.method for a in found if a.method_names is None}, circle)
    views = [
        AppointmentView(
            session=a.session_id,
            starts_at=a.starts_at,
            minutes=a.minutes,
            method=a.method,
            method_names=a.method_names or named.get(a.method),
            advice_mode=a.advice_mode,
            facilitator=a.facilitator,
            state=str(a.state),
            opened_at=a.opened_at,
            closed_at=a.closed_at,
        )
        for a in found
    ]
    return Agenda(sorted(views, key=lambda v: v.starts_at, reverse=True))


@put(
    "/groups/{group_id:uuid}/sessions/{session_id:uuid}",
    operation_id="schedule_session",
    responses=documented.command("unknown-method", "method-retired", "not-a-member", "only-the-facilitator"),
)
async def schedule_session(
    session_id: FromPath[UUID], data: JSONBody[NewAppointment], circle: Here
) -> Response[Receipt]:
    """Plan a meeting."""
    agreed = circle.group.agreed
    method = data.method or agreed.method
    await check_method(method, circle)
    command = ScheduleSession(
        session=session_id,
        by=circle.person,
        starts_at=_in_reach(data.starts_at),
        minutes=data.minutes,
        method=method,
        advice_mode=data.advice_mode or agreed.advice_mode,
        facilitator=data.facilitator,
    )
    return receipt(await circle.handle(command, command_id=session_id, exclusive=True))


@patch(
    "/groups/{group_id:uuid}/sessions/{session_id:uuid}",
    operation_id="reschedule_session",
    responses=documented.command("not-scheduled", "session-already-open", "session-cancelled"),
)
async def reschedule_session(
    session_id: FromPath[UUID], data: JSONBody[NewMoment], circle: Here
) -> Response[Receipt]:
    """Move a planned meeting."""
    await _not_begun(session_id, circle)
    command = RescheduleSession(session=session_id, by=circle.person, starts_at=_in_reach(data.starts_at))
    moved = uuid5(session_id, f"moved {circle.group.version}")
    return receipt(await circle.handle(command, command_id=moved, exclusive=True))


@delete(
    "/groups/{group_id:uuid}/sessions/{session_id:uuid}",
    operation_id="cancel_session",
    status_code=200,
    responses=documented.command("not-scheduled", "session-already-open"),
)
async def cancel_session(session_id: FromPath[UUID], circle: Here) -> Response[Receipt]:
    """Call a planned meeting off."""
    await _not_begun(session_id, circle)
    command = CancelSession(session=session_id, by=circle.person)
    cancelled = uuid5(session_id, "cancelled")
    return receipt(await circle.handle(command, command_id=cancelled, exclusive=True))


async def _not_begun(session: UUID, circle: Circle) -> None:
    """Refuse to change the plan of a meeting that has begun."""
    home = await circle.ports.record.home_of(session)
    if home is not None and (home.tenant, home.kind) == (circle.tenant, "session"):
        raise Refused("session-already-open")


@post(
    "/groups/{group_id:uuid}/sessions/{session_id:uuid}/opening",
    operation_id="open_session",
    status_code=200,
    responses=documented.command(
        "ground-rules-first",
        "only-the-facilitator",
        "not-scheduled",
        "session-cancelled",
        "session-already-open",
    ),
)
async def open_session(session_id: FromPath[UUID], circle: Here) -> Response[Receipt]:
    """Open a planned meeting, with the actions that still wait for their report."""
    circle.admit()
    await check_not_a_person(session_id, circle.ports)
    group = circle.group
    group.taking_part(circle.person)
    if group.closed_at is not None:
        raise Refused("group-closed")
    if not group.may_move(circle.person):
        raise Refused("only-the-facilitator")
    planned = group.planned(session_id)
    waiting = await _waiting(circle)
    played = await playable(planned.method, circle)
    answer = await circle.ports.sessions.handle(
        circle.tenant,
        session_id,
        _opening(planned, played, waiting, circle),
        command_id=uuid5(session_id, "opened"),
        exclusive=True,
        actor=circle.person,
    )
    return receipt(answer)


async def _waiting(circle: Circle) -> tuple[OpenAction, ...]:
    """Return the actions without a report, from a view that has seen everything."""
    ports = circle.ports
    if not await ports.views.up_to_date("open_actions"):
        raise Problem("busy", retry_after=2)
    async with ports.views.of(circle.tenant) as connection:
        found = await open_actions.of_group(connection, circle.group.id)
    return tuple(
        OpenAction(
            action=a.action_id,
            case=a.case_id,
            session=a.session_id,
            contributor=a.contributor,
        )
        for a in found
        if a.contributor in circle.group.members
    )


def _opening(
    planned: SessionScheduled, played: Method, waiting: tuple[OpenAction, ...], circle: Circle
) -> OpenSession:
    group = circle.group
    due = waiting if is_for_a_case(played) else ()
    rotating = (planned.facilitator,) if planned.facilitator is not None else ()
    return OpenSession(
        group=group.id,
        method=prepared(
            played,
            advice_mode=planned.advice_mode,
            reports_wait=bool(due),
        ),
        advice_mode=planned.advice_mode,
        facilitation=group.agreed.facilitation,
        facilitators=(*group.those(Role.FACILITATOR), *rotating),
        members=group.those(Role.MEMBER),
        open_actions=due,
        by=circle.person,
        at=circle.ports.clock.now(),
    )


ROUTES = (
    list_sessions,
    schedule_session,
    reschedule_session,
    cancel_session,
    open_session,
)
