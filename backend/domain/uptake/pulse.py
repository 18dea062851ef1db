"""Figures about how meetings were for people: of many answers together, and never of one group's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.domain.uptake.counting import Counted
from backend.domain.uptake.definitions import DEFINITIONS
from backend.domain.uptake.facts import Answers
from backend.domain.uptake.figures import Bound, Figure, Why, percent, rounded, shared_out
from backend.domain.uptake.floors import Floors, is_spread
from backend.domain.uptake.periods import Period

_VALUE, _SAFETY = "value", "safety"
_LOWEST, _HIGHEST = 1.3, 4.7
"""Nearer to 1 and 5 it is only said that it is so near: or everybody's answer would be known."""
_OF_VALUE: Final = ("value_pulse", "value_spread", "pulse_response")
_FEWEST_SLICES: Final = 2


def pulses(counted: Counted, floors: Floors) -> list[Figure]:
    """Return what people said of the value and the safety of meetings, and how many answered."""
    value, safety = _given(counted, _VALUE), _given(counted, _SAFETY)
    return [*_of_value(counted, value, floors), _mean("safety_pulse", counted, safety, floors)]


@dataclass(frozen=True, slots=True)
class _Given:
    """The answers to one question at the meetings of a period."""

    answers: Answers
    by_group: Mapping[UUID, int]
    people: int
    """So many different people answered at the least: of each group, those of one meeting."""
    present: frozenset[UUID]
    """Who was at these meetings: among them are those who answered."""

    @property
    def total(self) -> int:
        return sum(self.answers)

    @property
    def mean(self) -> float:
        return sum(step * times for step, times in enumerate(self.answers, 1)) / self.total


def _given(counted: Counted, question: str) -> _Given:
    told = counted.facts.pulses.get(question, {})
    asked = [one for one in counted.held if sum(told.get(one.id, ()))]
    by_group: dict[UUID, int] = {}
    people: dict[UUID, int] = {}
    for one in asked:
        times = sum(told[one.id])
        by_group[one.group] = by_group.get(one.group, 0) + times
        people[one.group] = max(people.get(one.group, 0), times)
    return _Given(
        answers=tuple(sum(told[one.id][step] for one in asked) for step in range(5)),
        by_group=by_group,
        people=sum(people.values()),
        present=frozenset(person for one in asked for person in one.present),
    )


def _why_not(key: str, counted: Counted, given: _Given, floors: Floors) -> Why | None:
    fewest = floors.of(DEFINITIONS[key].persons)
    if given.people < fewest or not is_spread(given.by_group, DEFINITIONS[key].groups):
        return "too-few"
    return "changed-too-little" if _hardly_differs(counted, given, fewest) else None


def _hardly_differs(counted: Counted, given: _Given, fewest: int) -> bool:
    """Tell whether those who were asked are those of the quarter before but for a few."""
    before = _before(counted.period)
    there = frozenset(
        person
        for one in counted.ever_held
        if one.begins in before and one.group in given.by_group
        for person in one.present
    )
    return bool(there) and 0 < len(there ^ given.present) < fewest


def _before(period: Period) -> Period:
    if period.is_year:
        return Period(period.year - 1)
    return Period(period.year, period.quarter - 1) if period.quarter > 1 else Period(period.year - 1, 4)


def _of_value(counted: Counted, given: _Given, floors: Floors) -> list[Figure]:
    if why := _why_not("value_pulse", counted, given, floors):
        return [Figure(metric=key, why=why) for key in _OF_VALUE]
    cells = {str(step): times for step, times in enumerate(given.answers, 1) if times}
    slices = shared_out(cells, floors.persons)
    is_told = len(slices) >= _FEWEST_SLICES
    there = sum(len(one.present) for one in counted.held)
    share, bound = percent(min(given.total, there), there)
    return [
        _mean("value_pulse", counted, given, floors),
        Figure(metric="value_spread", slices=slices, n=rounded(given.total))
        if is_told
        else Figure(metric="value_spread", why="too-few"),
        Figure(metric="pulse_response", value=share, bound=bound, n=rounded(there)),
    ]


def _mean(key: str, counted: Counted, given: _Given, floors: Floors) -> Figure:
    if why := _why_not(key, counted, given, floors):
        return Figure(metric=key, why=why)
    value, bound = _clear_of_ends(round(given.mean, 1))
    return Figure(metric=key, value=value, bound=bound, n=rounded(given.total))


def _clear_of_ends(mean: float) -> tuple[float, Bound | None]:
    if mean < _LOWEST:
        return _LOWEST, "less-than"
    return (_HIGHEST, "more-than") if mean > _HIGHEST else (mean, None)
