"""Somebody who adds and subtracts all that was published or sent until it is about a few people only.

They know who works where and since when (an employer does), who is in which group's programme, and, if
they are in a group themselves, everything about its members. Every published value counts as exact.
"""

import random
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.parts import Part
from tests.properties.uptake_towns import Snapshot

PRIME: Final = 2_147_483_647
PEOPLE, GROUPS = 5, 3
_TRIALS: Final = 300
Row = frozenset[Hashable]


def isolated(told: Sequence[Snapshot], chance: random.Random) -> Iterator[str]:
    """Yield what can be isolated, and from what."""
    for snapshot in told:
        reached, sums = _reached(snapshot), [people_of(one, snapshot) for one in _shown(snapshot, *_REACH)]
        knows = [set[UUID](), *chance.sample(list(snapshot.present.values()), min(2, len(snapshot.present)))]
        for known in knows:
            rows = [one - known for one in sums]
            if smallest(rows, PEOPLE, chance):
                yield "person within a period"
            if any(one and (one <= reached or not one & reached) for one in rows):
                yield "everybody in a part"
        if smallest([_groups_of(one, snapshot) for one in _shown(snapshot, "sessions_held")], GROUPS, chance):
            yield "group within a period"
    for metric in ("membership_rate", "active_participation"):
        if smallest([one.people for one in told if _shown(one, metric)], PEOPLE, chance):
            yield "person over time"
    if tells_groups(told, chance) or adds_up(told, chance):
        yield "group over time"


def tells_groups(told: Sequence[Snapshot], chance: random.Random) -> bool:
    """Tell whether figures about groups leave a group or two over that formed, came of age or ended."""
    there = [one.groups for one in told if _shown(one, "cross_unit_share")]
    old = [one.old for one in told if _shown(one, "continuity_12m")]
    return smallest(there, GROUPS, chance) or smallest(old, GROUPS, chance)


_REACH: Final = ("reach", "management_reach", "newcomer_reach")


def _shown(snapshot: Snapshot, *metrics: str) -> list[Figure]:
    return [one for one in snapshot.figures if one.metric in metrics and one.is_shown]


def _reached(snapshot: Snapshot) -> set[UUID]:
    return set[UUID]().union(*snapshot.present.values())


def people_of(figure: Figure, snapshot: Snapshot) -> frozenset[UUID]:
    """Return whom a figure is about, from what it says of itself."""
    placed, people = snapshot.placed, snapshot.people
    if figure.metric == "management_reach":
        return frozenset(one for one in people if placed[one].level == 3)
    if figure.metric == "newcomer_reach":
        return snapshot.new
    if figure.part is None:
        return people
    if figure.by is Dimension.ROLE_FAMILY:
        return frozenset(one for one in people if _is_of(placed[one].role_family, figure.part))
    return frozenset(one for one in people if _is_under(placed[one].unit, figure.part, snapshot.units))


def _groups_of(figure: Figure, snapshot: Snapshot) -> frozenset[UUID]:
    if figure.part is None:
        return frozenset(snapshot.programmes)
    return frozenset(one for one, programme in snapshot.programmes.items() if _is_of(programme, figure.part))


def _is_of(one: UUID | None, part: Part) -> bool:
    return (one is None or one in part.holds) if part.rest else one == part.id


def _is_under(unit: UUID | None, part: Part, units: dict[UUID, UUID | None]) -> bool:
    if unit not in units:
        unit = None
    line = [unit]
    while line[-1] is not None:
        line.append(units[line[-1]])
    if not part.rest:
        return part.id in line
    return unit == part.id or not set(part.holds).isdisjoint(line)


def adds_up(told: Sequence[Snapshot], chance: random.Random) -> bool:
    """Tell whether figures of quarters and years, and messages, leave meetings of a group or two over."""
    group_of = {meeting: group for one in told for meeting, group in one.met.items()}
    rows = [
        frozenset[Hashable](meeting for meeting, group in snapshot.met.items() if group in groups)
        for snapshot in told
        for groups in (_groups_of(one, snapshot) for one in _shown(snapshot, "sessions_held"))
    ]
    answers = [frozenset[Hashable](one.met) for one in told if _shown(one, "value_pulse")]
    if smallest(answers, GROUPS, chance, unit=group_of.__getitem__):
        return True
    rows += [frozenset[Hashable](message) for one in told for message in one.heard]
    return smallest(rows, GROUPS, chance, unit=group_of.__getitem__)


def _itself(one: Hashable) -> Hashable:
    return one


def smallest(
    rows: Iterable[Row],
    floor: int,
    chance: random.Random,
    unit: Callable[[Any], Hashable] = _itself,
) -> bool:
    """Tell whether some combination of sums is about fewer than the floor, and not about nobody.

    Whoever is in the same sums cannot be told apart: they are one column. A combination lives on some
    columns alone exactly when these are dependent in the space of what the sums say nothing about.
    """
    rows = [row for row in set(rows) if row]
    kinds: dict[tuple[bool, ...], set[Hashable]] = {}
    for one in frozenset[Hashable]().union(*rows):
        kinds.setdefault(tuple(one in row for row in rows), set()).add(unit(one))
    columns = sorted(kinds)
    silent = _nullspace([[int(column[place]) for column in columns] for place in range(len(rows))])
    small = [n for n, column in enumerate(columns) if len(kinds[column]) < floor]
    few = [
        some
        for size in range(1, floor)
        for some in _some(small, size, chance)
        if len(set[Hashable]().union(*(kinds[columns[n]] for n in some))) < floor
    ]
    return any(_rank([[vector[n] for vector in silent] for n in some]) < len(some) for some in few)


def _some(small: list[int], size: int, chance: random.Random) -> list[tuple[int, ...]]:
    if size > 2 and len(small) > 14:
        return [tuple(chance.sample(small, size)) for _ in range(_TRIALS)]
    return list(combinations(small, size))


def _reduced(rows: list[list[int]]) -> tuple[list[list[int]], list[int]]:
    """Return the rows in reduced form, and the column in which each begins."""
    rows, leads = [row[:] for row in rows], list[int]()
    for column in range(len(rows[0]) if rows else 0):
        lead = next((n for n in range(len(leads), len(rows)) if rows[n][column]), None)
        if lead is None:
            continue
        place = len(leads)
        rows[place], rows[lead] = rows[lead], rows[place]
        inverse = pow(rows[place][column], -1, PRIME)
        rows[place] = [value * inverse % PRIME for value in rows[place]]
        for n, row in enumerate(rows):
            if n != place and (factor := row[column]):
                rows[n] = [(a - factor * b) % PRIME for a, b in zip(row, rows[place], strict=True)]
        leads.append(column)
    return rows[: len(leads)], leads


def _rank(rows: list[list[int]]) -> int:
    return len(_reduced(rows)[1])


def _nullspace(rows: list[list[int]]) -> list[list[int]]:
    if not rows:
        return []
    reduced, leads = _reduced(rows)
    vectors = []
    for free in (n for n in range(len(rows[0])) if n not in leads):
        vector = [0] * len(rows[0])
        vector[free] = 1
        for row, lead in zip(reduced, leads, strict=True):
            vector[lead] = -row[free] % PRIME
        vectors.append(vector)
    return vectors
