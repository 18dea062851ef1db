"""Figures about the organisation's people: how many take part, as a whole and in its parts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from backend.domain.uptake.counting import Counted, Persons
from backend.domain.uptake.definitions import DEFINITIONS, Dimension
from backend.domain.uptake.facts import LEADING
from backend.domain.uptake.figures import Figure, Why, percent, rounded
from backend.domain.uptake.floors import Floors, both_sides, is_mixed, is_spread
from backend.domain.uptake.parts import Division, Part, coarser, flat, tree
from backend.domain.uptake.robust import Edge, bases

NEWEST: Final = timedelta(days=42)
OLDEST: Final = timedelta(days=180)
_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Groups:
    """Which of the organisation's people were at held meetings, by group."""

    seen: Mapping[UUID, set[UUID]]

    @property
    def largest(self) -> int:
        """Return of how many of them somebody in one group can know."""
        return max((len(people) for people in self.seen.values()), default=0)

    def within(self, people: Persons | set[UUID]) -> dict[UUID, set[UUID]]:
        """Return whom of some people each group had."""
        found = {group: seen & people for group, seen in self.seen.items()}
        return {group: seen for group, seen in found.items() if seen}


def groups_of(counted: Counted) -> Groups:
    """Return whom the organisation's groups had at their meetings in the period."""
    return Groups({group: counted.own(seen) for group, seen in counted.attended.items()})


class Reach:
    """Who was at a held meeting, divided so that no part, and nothing left between parts, is small."""

    def __init__(self, counted: Counted, floors: Floors) -> None:
        self._counted, self._floors = counted, floors
        self._groups, self._reached = groups_of(counted), counted.reached
        self._robust = floors.of(DEFINITIONS["reach"].persons) + self._groups.largest
        self.units: Division | None = None
        self.families: Division | None = None
        self.is_shown = self._fits(counted.people)
        if self.is_shown:
            self.units, self.families = self._divided()

    def figures(self) -> list[Figure]:
        """Return reach as a whole, by unit and by role family, among management and among newcomers."""
        if not self.is_shown:
            keys = ("reach", "management_reach", "newcomer_reach")
            return [Figure(metric=key, why="too-few") for key in keys]
        by = ((Dimension.UNIT, self.units), (Dimension.ROLE_FAMILY, self.families))
        return [
            self._figure("reach", self._counted.people),
            *(
                self._figure("reach", members, dimension, part)
                for dimension, division in by
                if division is not None
                for part, members in division.shown.items()
            ),
            *self._flagged(),
        ]

    def _figure(
        self, key: str, people: Persons, by: Dimension | None = None, part: Part | None = None
    ) -> Figure:
        value, bound = percent(len(people & self._reached), len(people))
        return Figure(metric=key, by=by, part=part, value=value, bound=bound, n=rounded(len(people)))

    def _fits(self, people: Persons) -> bool:
        """Tell whether a part may be shown: many people, several groups, and not all of one mind."""
        inside = people & self._reached
        groups = self._groups.within(people)
        return (
            len(people) >= self._robust
            and both_sides(len(inside), len(people), self._floors.of(DEFINITIONS["reach"].persons))
            and is_spread({group: len(seen) for group, seen in groups.items()}, DEFINITIONS["reach"].groups)
            and is_mixed(inside, people, groups)
        )

    def _divided(self) -> tuple[Division | None, Division | None]:
        facts = self._counted.facts
        placed = facts.placed
        by_unit, by_family = defaultdict(set), defaultdict(set)
        for person in self._counted.people:
            by_unit[placed[person].unit].add(person)
            by_family[placed[person].role_family].add(person)
        units = tree({key: frozenset(some) for key, some in by_unit.items()}, facts.units, self._fits)
        families = flat({key: frozenset(some) for key, some in by_family.items()}, self._fits)
        while families is not None and not self._holds(units, families):
            families = coarser(families)
        return units, families

    def _flagged(self) -> list[Figure]:
        """Return the figures about some of the people, where the totals do not give others away."""
        facts, ends = self._counted.facts, self._counted.period.ends
        leading = {one for one in self._counted.people if facts.placed[one].level == LEADING}
        new = {one for one in self._counted.people if NEWEST <= ends - facts.stays[one][-1].since <= OLDEST}
        figures: list[Figure] = []
        shown: list[set[UUID]] = []
        for key, some in (("management_reach", leading), ("newcomer_reach", new)):
            why = self._why_not(key, frozenset(some), [*shown, some])
            figures.append(Figure(metric=key, why=why) if why else self._figure(key, frozenset(some)))
            shown += [] if why else [some]
        return figures

    def _why_not(self, key: str, some: Persons, shown: list[set[UUID]]) -> Why | None:
        fewest = self._floors.of(DEFINITIONS[key].persons)
        groups = {group: len(seen) for group, seen in self._groups.within(some).items()}
        enough = both_sides(len(some & self._reached), len(some), fewest)
        if not enough or not is_spread(groups, DEFINITIONS[key].groups):
            return "too-few"
        return None if self._holds(self.units, self.families, shown) else "derivable"

    def _holds(
        self, units: Division | None, families: Division | None, flags: list[set[UUID]] | None = None
    ) -> bool:
        """Tell whether totals by unit, by family and of flags leave nothing small between them."""
        unit_of = units.home_of() if units else {}
        family_of = families.home_of() if families else {}
        people = [
            Edge(
                ("unit", unit_of.get(person, _ALL)),
                ("family", family_of.get(person, _ALL)),
                tuple(int(person in flag) for flag in flags or ()),
            )
            for person in self._counted.people
        ]
        return bases(people, self._robust) >= self._robust
