"""Nobody can add and subtract published figures until they are about a few people or one group."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from backend.domain.uptake.counting import count
from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.facts import Facts
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.parts import Part
from backend.domain.uptake.periods import Period
from tests.properties.uptake_attacker import adds_up, isolated, smallest, tells_groups
from tests.properties.uptake_towns import Heard, Publisher, Town, as_published, ours

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


class Weekly:
    """Tells programs in fives of the meetings of a week, once three groups are behind them, as Kring did."""

    def __init__(self) -> None:
        self._told: set[UUID] = set()

    def __call__(self, facts: Facts, period: Period, figures: list[Figure]) -> Iterator[frozenset[UUID]]:
        """Tell of the weeks of a quarter."""
        del figures
        held = sorted((one for one in facts.meetings.values() if one.is_held), key=lambda one: one.begins)
        for week in range(0 if period.is_year else 14):
            ends = period.begins + timedelta(days=7 * week)
            waiting = [one for one in held if one.begins < ends and one.id not in self._told]
            news = waiting[: len(waiting) // 5 * 5]
            groups = Counter(one.group for one in news)
            if len(groups) >= 3 and max(groups.values()) <= 0.6 * len(news):
                self._told |= {one.id for one in news}
                yield frozenset(one.id for one in news)


def of_everything(facts: Facts, period: Period, figures: list[Figure]) -> Heard:
    """Tell programs how many meetings were held, whether that is published or not."""
    shown = [one for one in figures if one.metric != "sessions_held"]
    return as_published(facts, period, [*shown, Figure(metric="sessions_held", value=1)])


def caught(publisher: Publisher, towns: int) -> list[str]:
    """Return the first thing that the attacker isolates in each organisation in which there is one."""
    tried = (next(isolated(Town(seed).told(publisher), random.Random(seed)), None) for seed in range(towns))
    return [found for found in tried if found is not None]


def test_in_three_hundred_organisations_no_person_and_no_group_is_isolated() -> None:
    assert caught(ours, TOWNS) == []


def test_a_simple_threshold_is_caught_in_most_organisations() -> None:
    assert len(caught(naive, 60)) > 40


def test_units_merge_between_quarters_and_a_simple_threshold_is_caught_there_too() -> None:
    told = [(seed, Town(seed).told(naive)) for seed in range(80)]
    merged = [(seed, one) for seed, one in told if len(one[0].units) > len(one[-1].units)]

    assert len(merged) > 40
    assert sum(any(isolated(one, random.Random(seed))) for seed, one in merged) > len(merged) / 2


def test_programs_that_are_told_every_week_give_groups_away() -> None:
    seeds = range(60)

    assert not any(adds_up(Town(seed).told(ours), random.Random(seed)) for seed in seeds)
    assert sum(adds_up(Town(seed).told(ours, Weekly()), random.Random(seed)) for seed in seeds) > 40


def with_every_pulse(facts: Facts, period: Period) -> list[Figure]:
    """Publish how meetings were whenever anybody answered."""
    rest = [one for one in ours(facts, period) if one.metric != "value_pulse"]
    return [*rest, Figure(metric="value_pulse", value=4)]


def test_answers_about_meetings_that_are_always_published_give_groups_away() -> None:
    assert sum(adds_up(Town(seed).told(with_every_pulse), random.Random(seed)) for seed in range(60)) > 5


def with_every_group(facts: Facts, period: Period) -> list[Figure]:
    """Publish how groups stand whenever there are some, however few formed or ended since."""
    about_groups = ("cross_unit_share", "continuity_12m")
    rest = [one for one in ours(facts, period) if one.metric not in about_groups]
    return [*rest, *(Figure(metric=key, value=50) for key in about_groups)]


def test_figures_about_groups_that_are_always_published_give_groups_away() -> None:
    told = [(seed, Town(seed).told(with_every_group)) for seed in range(30)]

    assert sum(tells_groups(one, random.Random(seed)) for seed, one in told) > 15


def test_programs_that_are_told_what_is_held_back_give_groups_away() -> None:
    assert sum(adds_up(Town(seed).told(ours, of_everything), random.Random(seed)) for seed in range(60)) > 5


def test_figures_are_shown_all_the_same() -> None:
    told = [snapshot for seed in range(40) for snapshot in Town(seed).told(ours)]
    shown = [figure for snapshot in told for figure in snapshot.figures if figure.is_shown]

    assert sum(one.metric == "reach" and one.part is None for one in shown) > len(told) / 2
    assert sum(one.by is Dimension.UNIT for one in shown) > 40
    assert sum(one.metric == "value_pulse" for one in shown) > 40
    assert sum(one.by is Dimension.ROLE_FAMILY for one in shown) > 40
    assert sum(one.metric in {"cross_unit_share", "continuity_12m"} for one in shown) > 10


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
