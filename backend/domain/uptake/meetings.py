"""Figures about meetings: each group adds its own, and no group makes up most of what is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from backend.domain.uptake.counting import Counted, Share, Shares, by_group, consecutive
from backend.domain.uptake.definitions import DEFINITIONS, Definition, Dimension
from backend.domain.uptake.facts import Meeting
from backend.domain.uptake.figures import Bound, Figure, percent, rounded
from backend.domain.uptake.floors import Floors, is_spread
from backend.domain.uptake.parts import Members, Part, flat
from backend.domain.uptake.periods import ZONE

LINKED: Final = (
    ("sessions_planned", "sessions_held", "hold_rate"),
    ("cases_proposed", "cases_handled", "no_case_sessions"),
)
"""Measures of which one follows from the others: all of them are shown, or none."""
_ON_TIME: Final = timedelta(minutes=10)
_MORNING, _EVENING = time(8), time(18)
_FRIDAY: Final = 4
_REPORT_WITHIN: Final = timedelta(days=90)
_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """What each group adds to one measure."""

    of: Definition
    shares: Shares


def measured(counted: Counted) -> list[Measured]:
    """Return what each group adds to each measure about meetings."""
    held, planned = counted.held, counted.planned
    on_agenda = [one for one in held if one.starts_at is not None and one.minutes is not None]
    handled = [one for one in held if one.cases]
    sums: dict[str, Shares] = {
        "sessions_planned": by_group(planned, lambda _: 1),
        "sessions_held": by_group(held, lambda _: 1),
        "hold_rate": by_group(planned, lambda one: one.is_held),
        "attendance_rate": by_group(held, lambda one: min(len(one.present), one.invited), _invited),
        "participant_hours": by_group(held, lambda one: sum(one.present.values()) / _MINUTES),
        "cases_proposed": by_group(held, lambda one: one.proposals),
        "cases_handled": by_group(held, lambda one: len(one.cases)),
        "no_case_sessions": by_group(held, lambda one: one.proposals == 0),
        "action_rate": by_group(handled, _with_action, lambda one: len(one.cases)),
        "followup_rate": _followed_up(counted),
        "on_time_finish": by_group(on_agenda, _on_time),
        "in_hours_share": by_group(held, _in_hours),
        "learning_spread": by_group(held, lambda one: bool(one.learners - set(one.cases.values()))),
        "groups_alive": {group: Share(1, 1) for group in counted.attended},
        "open_question_share": _open_questions(counted),
        "rotation_index": _rotation(counted),
    }
    return [Measured(DEFINITIONS[key], shares) for key, shares in sums.items()]


def figures(counted: Counted, floors: Floors) -> list[Figure]:
    """Return the figures about meetings, as a whole and by programme."""
    people = {group: set(seen) for group, seen in counted.attended.items()}
    everything = measured(counted)
    whole = _linked([_figure(one, None, None, people, floors) for one in everything])
    return [*whole, *_by_programme(counted, everything, whole, people, floors)]


def _by_programme(
    counted: Counted,
    everything: list[Measured],
    whole: Iterable[Figure],
    people: Mapping[UUID, set[UUID]],
    floors: Floors,
) -> list[Figure]:
    """Return the figures by programme: of a measure all parts, or none at all."""
    programmes: dict[UUID | None, set[UUID]] = {}
    for group in counted.attended:
        programmes.setdefault(counted.facts.groups[group].programme, set()).add(group)
    held = next(one for one in everything if one.of.key == "sessions_held")

    def fits(groups: Members) -> bool:
        return _is_enough(held, groups, people, floors)

    division = flat({key: frozenset(groups) for key, groups in programmes.items()}, fits)
    if division is None:
        return []
    shown = {figure.metric for figure in whole if figure.is_shown}
    found: list[Figure] = []
    for one in everything:
        if Dimension.PROGRAMME not in one.of.by or one.of.key not in shown:
            continue
        others = frozenset(one.shares) - frozenset().union(*division.shown.values())
        parts = [_figure(one, part, groups, people, floors) for part, groups in division.shown.items()]
        if not any(one.shares[group].below for group in others) and all(part.is_shown for part in parts):
            found += parts
    complete = {figure.metric for figure in found}
    broken = {key for linked in LINKED if not complete.issuperset(linked) for key in linked}
    return [figure for figure in found if figure.metric not in broken]


def _figure(
    one: Measured, part: Part | None, groups: Members | None, people: Mapping[UUID, set[UUID]], floors: Floors
) -> Figure:
    by = None if part is None else Dimension.PROGRAMME
    within = frozenset(one.shares) if groups is None else groups & frozenset(one.shares)
    if not _is_enough(one, within, people, floors):
        return Figure(metric=one.of.key, by=by, part=part, why="too-few")
    above = sum(one.shares[group].above for group in within)
    below = sum(one.shares[group].below for group in within)
    value, bound = _value(one.of, above, below)
    return Figure(metric=one.of.key, by=by, part=part, value=value, bound=bound, n=rounded(below))


def _value(definition: Definition, above: float, below: float) -> tuple[float, Bound | None]:
    match definition.unit:
        case "percent":
            return percent(above, below)
        case "count" | "hours":
            return round(above), None
        case _:
            return round(above / below, 1), None


def _is_enough(one: Measured, groups: Members, people: Mapping[UUID, set[UUID]], floors: Floors) -> bool:
    """Tell whether enough groups are behind a figure, none of them most of it, and enough people."""
    behind = set[UUID]().union(*(people.get(group, set()) for group in groups))
    weighs = one.of.unit == "hours"
    weights = {
        group: one.shares[group].above if weighs else one.shares[group].below
        for group in groups
        if group in one.shares
    }
    return len(behind) >= floors.of(one.of.persons) and is_spread(weights, one.of.groups)


def _linked(figures: list[Figure]) -> list[Figure]:
    """Hold back what follows from others of which one is held back."""
    hidden = {figure.metric for figure in figures if not figure.is_shown}
    broken = {key for linked in LINKED if not hidden.isdisjoint(linked) for key in linked}
    return [
        Figure(metric=figure.metric, why="derivable")
        if figure.is_shown and figure.metric in broken
        else figure
        for figure in figures
    ]


def _invited(meeting: Meeting) -> float:
    return meeting.invited


def _with_action(meeting: Meeting) -> float:
    return len(set(meeting.actions.values()) & meeting.cases.keys())


def _on_time(meeting: Meeting) -> bool:
    if meeting.starts_at is None or meeting.minutes is None or meeting.closed is None:
        return False
    return meeting.closed - (meeting.starts_at + timedelta(minutes=meeting.minutes)) <= _ON_TIME


def _in_hours(meeting: Meeting) -> bool:
    if meeting.opened is None or meeting.closed is None:
        return False
    begun, ended = meeting.opened.astimezone(ZONE), meeting.closed.astimezone(ZONE)
    same_day = begun.date() == ended.date() and begun.weekday() <= _FRIDAY
    return same_day and begun.time() >= _MORNING and ended.time() <= _EVENING


def _open_questions(counted: Counted) -> Shares:
    asked = counted.facts.questions
    return by_group(
        [one for one in counted.held if asked.get(one.id, (0, 0))[1]],
        lambda one: asked[one.id][0],
        lambda one: asked[one.id][1],
    )


def _rotation(counted: Counted) -> Shares:
    rotating = [one for one in counted.held if counted.facts.groups[one.group].rotates]
    return {
        group: Share(len(set[UUID]().union(*(one.facilitators for one in meetings))), len(meetings))
        for group, meetings in consecutive(rotating).items()
    }


def _followed_up(counted: Counted) -> Shares:
    """Return for each group the cases whose time for a report ended in the period, and those reported."""
    told: dict[UUID, set[UUID]] = {}
    shares: dict[UUID, Share] = {}
    for group, meetings in consecutive(counted.ever_held).items():
        told[group] = {action for one in meetings for action in one.reports}
        above = below = 0
        for one, later in zip(meetings, [*meetings[1:], None], strict=True):
            ends = _report_by(one, later)
            if ends is None or ends not in counted.period:
                continue
            cases = set(one.actions.values()) & one.cases.keys()
            below += len(cases)
            above += len({one.actions[action] for action in one.actions.keys() & told[group]} & cases)
        if below:
            shares[group] = Share(above, below)
    return shares


def _report_by(meeting: Meeting, later: Meeting | None) -> datetime | None:
    if meeting.closed is None:
        return None
    latest = meeting.closed + _REPORT_WITHIN
    return latest if later is None or later.closed is None else min(later.closed, latest)
