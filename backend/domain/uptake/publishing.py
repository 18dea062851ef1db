"""Publication: everything that may be known of a period, from all that is known, at once and for good."""

from backend.domain.uptake import meetings
from backend.domain.uptake.counting import count
from backend.domain.uptake.definitions import DEFINITIONS
from backend.domain.uptake.facts import Facts, Published
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.floors import Floors
from backend.domain.uptake.people import Reach
from backend.domain.uptake.periods import Period
from backend.domain.uptake.pulse import pulses
from backend.domain.uptake.spans import spans
from backend.domain.uptake.standing import standing


def publish(facts: Facts, period: Period, floors: Floors) -> list[Figure]:
    """Return the figures of a period in a stable order; every measure has one as a whole.

    A measure without a value as a whole has none of its parts either.
    """
    counted = count(facts, period)
    found = [
        *Reach(counted, floors).figures(),
        *standing(counted, floors),
        *meetings.figures(counted, floors),
        *spans(counted, floors),
        *pulses(counted, floors),
    ]
    if period.is_year:
        found = _beside_quarters(found, period, facts)
    return sorted(found, key=_order)


def _order(figure: Figure) -> tuple[int, tuple[str, str, str]]:
    return list(DEFINITIONS).index(figure.metric), figure.place


_OF_ONE_DAY = frozenset({"active_participation", "membership_rate", "continuity_12m", "cross_unit_share"})
"""Measures of how things stand on the last day, which do not add up."""


def _beside_quarters(found: list[Figure], period: Period, facts: Facts) -> list[Figure]:
    """Hold back what a year, less the quarters that were shown, would tell of the others.

    A figure of a year stands where that of every quarter was shown, or of none; its parts where every
    quarter had the same parts.
    """
    quarters = [one.shown for one in facts.published if one.period in period.quarters]
    kept: list[Figure] = []
    for figure in found:
        times = sum(figure.place in shown for shown in quarters)
        adds_up = times == len(quarters) or (times == 0 and figure.part is None)
        if not figure.is_shown or figure.metric in _OF_ONE_DAY or adds_up:
            kept.append(figure)
        elif figure.part is None:
            kept.append(Figure(metric=figure.metric, why="derivable"))
    return _only_whole_divisions(kept, found)


def _only_whole_divisions(kept: list[Figure], found: list[Figure]) -> list[Figure]:
    """Leave out a division of which some part was held back."""
    places = {figure.place for figure in kept if figure.is_shown}
    broken = {(one.metric, one.by) for one in found if one.part is not None and one.place not in places}
    return [one for one in kept if one.part is None or (one.metric, one.by) not in broken]


def publication(period: Period, upto: int, figures: list[Figure]) -> Published:
    """Return what later publications have to know of this one."""
    return Published(period, upto, frozenset(one.place for one in figures if one.is_shown))
