"""Figures about how things stand on the last day: shown only when those who came and went are many.

Who is one of the organisation's people hardly changes from one quarter to the next. Two such figures
would tell of the few who came or went between them, for somebody who takes the others to be as they
were; so would any sum of them.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from backend.domain.uptake.counting import Counted, Persons
from backend.domain.uptake.definitions import DEFINITIONS
from backend.domain.uptake.facts import Facts, Group, Stay
from backend.domain.uptake.figures import Figure, percent, rounded
from backend.domain.uptake.floors import GROUPS, Floors, both_sides, is_mixed, is_spread
from backend.domain.uptake.periods import TRAILING
from backend.domain.uptake.robust import Edge, bases

_OFTEN: Final = 3
_STEADY: Final = 4


Runs = Callable[[Sequence[datetime]], Iterable[Edge]]
"""Of whatever a measure is about: at which moment it was first there, and at which no more."""


def changed_enough(key: str, counted: Counted, runs: Runs, wanted: int) -> bool:
    """Tell whether a figure may stand beside those of the same measure that were shown before."""
    shown = {one.period.ends for one in counted.facts.published if (key, "", "") in one.shown}
    return bases(runs(sorted(shown | {counted.period.ends})), wanted) >= wanted


def of_people(facts: Facts) -> Runs:
    """Return when each of the organisation's people was there."""

    def runs(moments: Sequence[datetime]) -> Iterator[Edge]:
        for stays in facts.stays.values():
            came = went = 0
            for first, last in sorted(_covered(stay, moments) for stay in stays):
                if first > went:
                    if came < went:
                        yield Edge(came, went)
                    came, went = first, last
                else:
                    went = max(went, last)
            if came < went:
                yield Edge(came, went)

    return runs


def _covered(stay: Stay, moments: Sequence[datetime]) -> tuple[int, int]:
    """Return which of some moments, in order, a stay covers."""
    until = len(moments) if stay.until is None else bisect_right(moments, stay.until)
    return bisect_right(moments, stay.since), until


def of_groups(at: Callable[[datetime], Iterable[UUID]]) -> Runs:
    """Return when each group was there, from which are there at a moment."""

    def runs(moments: Sequence[datetime]) -> list[Edge]:
        found: dict[UUID, list[list[int]]] = {}
        for place, moment in enumerate(moments):
            for one in at(moment):
                stays = found.setdefault(one, [])
                if stays and stays[-1][1] == place:
                    stays[-1][1] = place + 1
                else:
                    stays.append([place, place + 1])
        return [Edge(came, went) for stays in found.values() for came, went in stays]

    return runs


def standing(counted: Counted, floors: Floors) -> list[Figure]:
    """Return how many are members, take part often, and how many groups go on and cross units."""
    return [
        _often(counted, floors),
        _members(counted, floors),
        _continuity(counted, floors),
        _cross_unit(counted, floors),
    ]


def _of_people(
    key: str, counted: Counted, some: Persons, groups: Mapping[UUID, set[UUID]], floors: Floors
) -> Figure:
    """Return which share of the organisation's people some of them are."""
    fewest, people = floors.of(DEFINITIONS[key].persons), counted.people
    inside = {group: known & some for group, known in groups.items()}
    enough = both_sides(len(some), len(people), fewest) and is_mixed(some, people, groups)
    if not enough or not is_spread({g: len(known) for g, known in inside.items()}, GROUPS):
        return Figure(metric=key, why="too-few")
    wanted = fewest + max(map(len, groups.values()), default=0)
    if not changed_enough(key, counted, of_people(counted.facts), wanted):
        return Figure(metric=key, why="changed-too-little")
    value, bound = percent(len(some), len(people))
    return Figure(metric=key, value=value, bound=bound, n=rounded(len(people)))


def _often(counted: Counted, floors: Floors) -> Figure:
    times: Counter[UUID] = Counter()
    groups: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting in counted.trailing:
        own = counted.own(meeting.present)
        times.update(own)
        groups[meeting.group] |= own
    often = frozenset(person for person, met in times.items() if met >= _OFTEN)
    return _of_people("active_participation", counted, often, groups, floors)


def _members(counted: Counted, floors: Floors) -> Figure:
    key, ends = "membership_rate", counted.period.ends
    groups = {
        group.id: counted.own(s.person for s in group.seats if s.role == "member" and s.covers(ends))
        for group in counted.living
    }
    members = frozenset[UUID]().union(*groups.values())
    if 0 < len(members - counted.reached) < floors.of(DEFINITIONS[key].persons):
        return Figure(metric=key, why="derivable")
    return _of_people(key, counted, members, groups, floors)


def _of_groups(
    key: str, counted: Counted, some: set[UUID], all_of_them: Callable[[datetime], set[UUID]], floors: Floors
) -> Figure:
    """Return which share of the groups some of them are."""
    whole = all_of_them(counted.period.ends)
    people = {s.person for g in counted.living if g.id in whole for s in g.seats}
    fewest = DEFINITIONS[key].groups
    if not both_sides(len(some), len(whole), fewest) or len(people) < floors.of(DEFINITIONS[key].persons):
        return Figure(metric=key, why="too-few")
    if not changed_enough(key, counted, of_groups(all_of_them), fewest + 1):
        return Figure(metric=key, why="changed-too-little")
    value, bound = percent(len(some), len(whole))
    return Figure(metric=key, value=value, bound=bound, n=rounded(len(whole)))


def _continuity(counted: Counted, floors: Floors) -> Figure:
    met = Counter(meeting.group for meeting in counted.trailing)

    def a_year_old(moment: datetime) -> set[UUID]:
        begun = moment - timedelta(days=TRAILING)
        return {g.id for g in _existing(counted.facts, moment) if g.began is not None and g.began <= begun}

    old = a_year_old(counted.period.ends)
    steady = {group for group in old if met[group] >= _STEADY}
    return _of_groups("continuity_12m", counted, steady, a_year_old, floors)


def _cross_unit(counted: Counted, floors: Floors) -> Figure:
    ends, placed = counted.period.ends, counted.facts.placed

    def there(moment: datetime) -> set[UUID]:
        return {group.id for group in _existing(counted.facts, moment)}

    def units(group: Group) -> set[UUID | None]:
        own = counted.own(s.person for s in group.seats if s.covers(ends))
        return {placed[person].unit for person in own} - {None}

    across = {group.id for group in counted.living if len(units(group)) > 1}
    return _of_groups("cross_unit_share", counted, across, there, floors)


def _existing(facts: Facts, moment: datetime) -> list[Group]:
    return [
        group
        for group in facts.groups.values()
        if (group.closed is None or group.closed >= moment)
        and any(seat.covers(moment) for seat in group.seats)
    ]
