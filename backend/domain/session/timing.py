"""How long steps take, and what the last ones keep when others take longer (invariant 12)."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from backend.domain.errors import Refused
from backend.domain.session.commands import Replan, Replanning
from backend.domain.session.state import Session
from events.method import Kind, Step
from events.session import StepLength, StepsReplanned

_LEAST: Final = 60
"""The seconds that a step has at least."""
_CLOSES: Final = frozenset({Kind.TAKEAWAY, Kind.CHECK_OUT})
_EXPLORES: Final = frozenset({Kind.ADVICE, Kind.OBSERVATION, Kind.QUESTION, Kind.HYPOTHESIS})


class Plan(NamedTuple):
    """When a meeting ends as planned, and until when the steps before the last ones can take."""

    ends_at: datetime
    free_until: datetime


def is_reserved(step: Step) -> bool:
    """Tell whether a step keeps its time: a takeaway, an action that ends the work, a last word."""
    kinds = set(step.kinds)
    return not kinds.isdisjoint(_CLOSES) or (Kind.ACTION in kinds and kinds.isdisjoint(_EXPLORES))


def length_of(step: int, session: Session) -> timedelta:
    """Return how long a step takes by now: as its method says, or as it was planned anew."""
    return session.lengths.get(step) or _written(session.begun.method.steps[step])


def plan_of(session: Session) -> Plan | None:
    """Return the plan of a meeting; None before it starts and for a second case, which has none."""
    if not session.runs or len(session.chosen) > 1:
        return None
    whole = sum((_written(step) for step in session.begun.method.steps), timedelta(0))
    ends_at = session.runs[0].started_at + whole
    kept = sum((length_of(step, session) for step in _to_come(session, reserved=True)), timedelta(0))
    return Plan(ends_at=ends_at, free_until=ends_at - kept)


def replan(command: Replan, session: Session) -> list[StepsReplanned]:
    """Make the steps to come fit into the time that is left; the last ones keep theirs unless given up."""
    if command.how is Replanning.AS_WRITTEN:
        return [_replanned(command, {})] if session.lengths else []
    plan = plan_of(session)
    if plan is None or session.run is None:
        raise Refused("no-step-running")
    gives_up = command.how is Replanning.GIVE_UP
    steps = _to_come(session) if gives_up else _to_come(session, reserved=False)
    ends = session.left_time(command.at) or session.run.ends_at
    room = (plan.ends_at if gives_up else plan.free_until) - max(command.at, ends)
    lengths = {step: int(length_of(step, session).total_seconds()) for step in steps}
    if sum(lengths.values()) <= room.total_seconds():
        return []
    if not steps or room.total_seconds() < _LEAST * len(steps):
        raise Refused("no-time-left")
    kept = {step: int(length.total_seconds()) for step, length in session.lengths.items()}
    return [_replanned(command, kept | _shrunk(lengths, int(room.total_seconds())))]


def _replanned(command: Replan, lengths: dict[int, int]) -> StepsReplanned:
    return StepsReplanned(
        lengths=tuple(StepLength(step, seconds) for step, seconds in sorted(lengths.items())),
        given_up=command.how is Replanning.GIVE_UP,
        by=command.by,
        at=command.at,
    )


def _written(step: Step) -> timedelta:
    return timedelta(minutes=step.minutes, days=step.days or 0)


def _to_come(session: Session, *, reserved: bool | None = None) -> list[int]:
    """Return the steps after the running one: all, or those that keep their time, or the others."""
    now = session.run.step if session.run is not None else -1
    return [
        place
        for place, step in enumerate(session.begun.method.steps)
        if place > now and (reserved is None or is_reserved(step) is reserved)
    ]


def _shrunk(lengths: dict[int, int], room: int) -> dict[int, int]:
    """Return the lengths in proportion within the room; none gets less than the least."""
    fixed: dict[int, int] = {}
    rest = dict(lengths)
    while rest:
        left, total = room - _LEAST * len(fixed), sum(rest.values())
        small = {step for step, length in rest.items() if length * left < _LEAST * total}
        if not small:
            return fixed | {step: length * left // total for step, length in rest.items()}
        fixed |= dict.fromkeys(small, _LEAST)
        rest = {step: length for step, length in rest.items() if step not in small}
    return fixed
