"""Figures about how long things take, how often they come out how, and who facilitates."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final
from uuid import UUID

from backend.domain.uptake.counting import Counted, by_group
from backend.domain.uptake.definitions import DEFINITIONS
from backend.domain.uptake.figures import Figure, Slice, percent, rounded, shared_out
from backend.domain.uptake.floors import Floors, both_sides, is_spread
from backend.domain.uptake.standing import changed_enough, of_groups, of_people

_STATUSES: Final = ("done", "partly", "changed", "dropped")
_MONTH: Final = 30.4375
_HORIZONS: Final = (6, 12, 18, 24)
_QUIET: Final = timedelta(days=120)
"""A group that has not met for so long has stopped meeting."""
_AT_RISK: Final = 5
_HALF: Final = 2
_MISSED: Final = 3
_MINUTES: Final = 60
_TOO_FEW: Final = "too-few"


def spans(counted: Counted, floors: Floors) -> list[Figure]:
    """Return these figures, which are about the organisation as a whole only."""
    return [
        _hours(counted, floors),
        _spread(counted, floors),
        _outcomes(counted, floors),
        _intervals(counted, floors),
        _survival(counted, floors),
        _facilitators(counted, floors),
        _first_meeting(counted, floors),
        _dropout(counted, floors),
    ]


def _hours(counted: Counted, floors: Floors) -> Figure:
    key, people = "hours_per_participant", {one for seen in counted.attended.values() for one in seen}
    shares = by_group(counted.held, lambda one: sum(one.present.values()) / _MINUTES)
    hours = {group: share.above for group, share in shares.items()}
    if len(people) < floors.of(DEFINITIONS[key].persons) or not is_spread(hours, DEFINITIONS[key].groups):
        return Figure(metric=key, why=_TOO_FEW)
    value = round(_HALF * sum(hours.values()) / len(people)) / _HALF
    return Figure(metric=key, value=value, n=rounded(len(people)))


def _spread(counted: Counted, floors: Floors) -> Figure:
    key, groups = "contributor_spread", defaultdict[UUID, set[UUID]](set)
    brought: set[UUID] = set()
    for meeting in counted.trailing:
        groups[meeting.group] |= meeting.present.keys()
        brought |= set(meeting.cases.values())
    active = set[UUID]().union(*groups.values())
    behind = {group: len(people & brought) for group, people in groups.items()}
    fewest = floors.of(DEFINITIONS[key].persons)
    enough = both_sides(len(brought & active), len(active), fewest)
    if not enough or not is_spread(behind, DEFINITIONS[key].groups):
        return Figure(metric=key, why=_TOO_FEW)
    if not changed_enough(key, counted, of_people(counted.facts), fewest):
        return Figure(metric=key, why="changed-too-little")
    value, bound = percent(len(brought & active), len(active))
    return Figure(metric=key, value=value, bound=bound, n=rounded(len(active)))


def _outcomes(counted: Counted, floors: Floors) -> Figure:
    key = "action_outcome"
    told = Counter(status for one in counted.held for status in one.reports.values())
    groups = Counter[UUID]()
    for one in counted.held:
        groups[one.group] += len(one.reports)
    cells = {status: told[status] for status in _STATUSES if told[status]}
    fewest, total = floors.persons, sum(cells.values())
    if total < floors.of(DEFINITIONS[key].persons) or not is_spread(groups, DEFINITIONS[key].groups):
        return Figure(metric=key, why=_TOO_FEW)
    slices = shared_out(cells, fewest)
    if len(slices) < _HALF:
        return Figure(metric=key, why=_TOO_FEW)
    return Figure(metric=key, slices=slices, n=rounded(total))


def _intervals(counted: Counted, floors: Floors) -> Figure:
    key, here = "interval_days", {one.id for one in counted.held}
    days: dict[UUID, list[int]] = defaultdict(list)
    people: set[UUID] = set()
    for group, meetings in counted.until_now.items():
        for before, after in pairwise(meetings):
            if after.id in here:
                days[group].append((after.begins - before.begins).days)
                people |= after.present.keys()
    weights = {group: len(some) for group, some in days.items()}
    if len(people) < floors.of(DEFINITIONS[key].persons) or not is_spread(weights, DEFINITIONS[key].groups):
        return Figure(metric=key, why=_TOO_FEW)
    value = round(median(one for some in days.values() for one in some))
    return Figure(metric=key, value=value, n=rounded(sum(weights.values())))


def _survival(counted: Counted, floors: Floors) -> Figure:
    """Return the Kaplan-Meier estimate of how many groups still meet after so many months."""
    key, ends = "survival", counted.period.ends
    lives: list[tuple[float, bool]] = []
    people: set[UUID] = set()
    for group, meetings in counted.until_now.items():
        last = meetings[-1].begins
        closed = counted.facts.groups[group].closed
        stopped = ends - last > _QUIET or (closed is not None and closed < ends)
        until = last if stopped else ends
        lives.append(((until - meetings[0].begins).days / _MONTH, stopped))
        people |= {one for meeting in meetings for one in meeting.present}
    wanted = DEFINITIONS[key].groups

    def begun(moment: datetime) -> set[UUID]:
        return {g.id for g in counted.facts.groups.values() if g.began is not None and g.began < moment}

    if len(lives) < wanted or len(people) < floors.of(DEFINITIONS[key].persons):
        return Figure(metric=key, why=_TOO_FEW)
    if not changed_enough(key, counted, of_groups(begun), _MISSED):
        return Figure(metric=key, why="changed-too-little")
    slices = _kaplan_meier(lives)
    return Figure(metric=key, slices=slices, n=rounded(len(lives)), why=None if slices else _TOO_FEW)


def _kaplan_meier(lives: list[tuple[float, bool]]) -> tuple[Slice, ...]:
    left, share, slices = sorted(lives), 1.0, []
    for months in _HORIZONS:
        while left and left[0][0] < months:
            at_risk = len(left)
            _, stopped = left.pop(0)
            share *= 1 - stopped / at_risk
        if len(left) < _AT_RISK:
            break
        slices.append(Slice(str(months), percent(share, 1)[0]))
    return tuple(slices)


def _facilitators(counted: Counted, floors: Floors) -> Figure:
    key = "facilitator_pool"
    guides = {person for one in counted.trailing for person in one.facilitators}
    groups = Counter(one.group for one in counted.trailing if one.facilitators)
    if len(guides) < floors.of(DEFINITIONS[key].persons) or not is_spread(groups, DEFINITIONS[key].groups):
        return Figure(metric=key, why=_TOO_FEW)
    return Figure(metric=key, value=rounded(len(guides)), n=rounded(len(guides)))


def _first_meeting(counted: Counted, floors: Floors) -> Figure:
    key, days, people = "time_to_first_session", defaultdict[UUID, list[int]](list), set[UUID]()
    for group, meetings in counted.until_now.items():
        for seat in counted.facts.groups[group].seats:
            first = next((m for m in meetings if seat.person in m.present and m.begins >= seat.since), None)
            if first is not None and first.begins in counted.period:
                days[group].append((first.begins - seat.since).days)
                people.add(seat.person)
    weights = {group: len(some) for group, some in days.items()}
    if len(people) < floors.of(DEFINITIONS[key].persons) or not is_spread(weights, DEFINITIONS[key].groups):
        return Figure(metric=key, why=_TOO_FEW)
    value = round(median(one for some in days.values() for one in some))
    return Figure(metric=key, value=value, n=rounded(len(people)))


def _dropout(counted: Counted, floors: Floors) -> Figure:
    key, period, held = "dropout", counted.period, counted.until_now
    members: dict[UUID, set[UUID]] = {}
    gone: dict[UUID, set[UUID]] = {}
    for group in counted.facts.groups.values():
        last = held.get(group.id, [])[-_MISSED:]
        seats = [s for s in group.seats if s.role == "member" and s.covers(period.begins)]
        members[group.id] = {seat.person for seat in seats}
        gone[group.id] = {
            seat.person
            for seat in seats
            if not seat.covers(period.ends)
            or (len(last) == _MISSED and all(seat.person not in one.present for one in last))
        }
    all_members, all_gone = set[UUID]().union(*members.values()), set[UUID]().union(*gone.values())
    fewest = floors.of(DEFINITIONS[key].persons)
    weights = {group: len(some) for group, some in gone.items()}
    enough = both_sides(len(all_gone), len(all_members), fewest)
    if not enough or not is_spread(weights, DEFINITIONS[key].groups):
        return Figure(metric=key, why=_TOO_FEW)
    value, bound = percent(len(all_gone), len(all_members))
    return Figure(metric=key, value=value, bound=bound, n=rounded(len(all_members)))
