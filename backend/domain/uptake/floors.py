"""How many people and groups must be behind a figure before anybody sees it."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from backend.domain.errors import Refused

PERSONS: Final = 5
GROUPS: Final = 3
HIGHEST: Final = 50
"""Persons; an organisation may want more than five, and not so many that nothing is ever shown."""
LARGEST_SHARE: Final = 0.6
"""What a single group may make up of a figure."""
CLEAR_OF_ENDS: Final = 5
"""Percent: nearer to 0 and 100 it is only said that it is so near."""


class Floors(Struct, frozen=True):
    """The fewest people behind a figure; an organisation raises it and never lowers it below five."""

    persons: int = PERSONS

    def of(self, persons: int) -> int:
        """Return the fewest people for a measure that wants so many itself."""
        return max(self.persons, persons)


def check_raised(wanted: int, present: int) -> None:
    """Refuse a floor that is lower than the present one, or out of reach."""
    if wanted < present:
        raise Refused("floor-only-rises")
    if wanted > HIGHEST:
        raise Refused("floor-out-of-reach")


def is_spread(weights: Mapping[UUID, float], groups: int) -> bool:
    """Tell whether enough groups are behind a figure, and none of them makes up most of it."""
    behind = [weight for weight in weights.values() if weight > 0]
    return len(behind) >= groups and max(behind) <= LARGEST_SHARE * sum(behind)


def both_sides(above: int, whole: int, fewest: int) -> bool:
    """Tell whether enough people are counted, and enough are not: or it would be known of each."""
    return above >= fewest and whole - above >= fewest


def is_mixed(above: Collection[UUID], whole: Collection[UUID], groups: Mapping[UUID, set[UUID]]) -> bool:
    """Tell whether the others still differ for somebody who knows of everybody in one group."""
    inside = set(above)
    outside = set(whole) - inside
    return all(inside - known and outside - known for known in groups.values())
