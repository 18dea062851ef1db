"""Nobody can add and subtract published figures until they are about a few people or one group."""

import random
from uuid import UUID

import pytest

from backend.domain.uptake.counting import count
from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.facts import Facts
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.parts import Part
from backend.domain.uptake.periods import Period
from tests.properties.uptake_attacker import isolated, smallest
from tests.properties.uptake_towns import Publisher, Town, ours

TOWNS = 300


def naive(facts: Facts, period: Period) -> list[Figure]:
    """Publish everything that is about five people or three groups, as a simple threshold would."""
    counted = count(facts, period)
    figures = [Figure(metric=key, value=1) for key in ("reach", "membership_rate", "active_participation")]
    for unit in facts.units:
        inside = {one for one in counted.people if _is_within(facts.placed[one].unit, unit, facts)}
        if len(inside) >= 5:
            figures.append(Figure(metric="reach", by=Dimension.UNIT, part=Part(unit), value=1))
    families = {placed.role_family for placed in facts.placed.values()} - {None}
    figures += [
        Figure(metric="reach", by=Dimension.ROLE_FAMILY, part=Part(family), value=1)
        for family in families
        if sum(facts.placed[one].role_family == family for one in counted.people) >= 5
    ]
    if len(counted.attended) >= 3:
        figures.append(Figure(metric="sessions_held", value=1))
    return figures


def _is_within(unit: UUID | None, whole: UUID, facts: Facts) -> bool:
    while unit is not None and unit != whole:
        unit = facts.units.get(unit)
    return unit == whole


def caught(publisher: Publisher) -> list[str]:
    """Return the first thing that the attacker isolates in each organisation in which there is one."""
    tried = (next(isolated(Town(seed).told(publisher), random.Random(seed)), None) for seed in range(TOWNS))
    return [found for found in tried if found is not None]


def test_in_three_hundred_organisations_no_person_and_no_group_is_isolated() -> None:
    assert caught(ours) == []


def test_a_simple_threshold_is_caught_in_most_organisations() -> None:
    assert len(caught(naive)) > 200


def test_figures_are_shown_all_the_same() -> None:
    told = [snapshot for seed in range(40) for snapshot in Town(seed).told(ours)]
    shown = [figure for snapshot in told for figure in snapshot.figures if figure.is_shown]

    assert sum(one.metric == "reach" and one.part is None for one in shown) > len(told) / 2
    assert sum(one.by is Dimension.UNIT for one in shown) > 40
    assert sum(one.by is Dimension.ROLE_FAMILY for one in shown) > 40


@pytest.mark.parametrize(
    ("sums", "found"),
    [
        ([set(range(20)), set(range(17))], True),
        ([set(range(20)), set(range(12))], False),
        ([set(range(20)), set(range(10)), set(range(2, 12))], True),
        ([set(range(40)), set(range(20)), set(range(10, 30))], False),
    ],
)
def test_the_attacker_finds_small_differences_and_no_others(sums: list[set[int]], *, found: bool) -> None:
    assert smallest([frozenset(one) for one in sums], 5, random.Random(1)) == found
