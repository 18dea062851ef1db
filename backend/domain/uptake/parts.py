"""How a whole is divided into parts that may be shown: small ones are taken together until none is small."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

Members = frozenset[UUID]
Fit = Callable[[Members], bool]
"""Tells whether a part may be shown: nothing about its size tells more than that."""


class Part(Struct, frozen=True):
    """A part that is shown. ``rest``: what remains of ``id``, or of the whole when that is None.

    ``holds``: what was too small to be shown alone and is in the rest.
    """

    id: UUID | None
    rest: bool = False
    holds: tuple[UUID, ...] = ()

    @property
    def name(self) -> str:
        """Return how it is written: an id, ``rest of`` an id, or ``rest``."""
        if not self.rest:
            return str(self.id)
        return f"rest of {self.id}" if self.id else "rest"

    @property
    def mark(self) -> str:
        """Return what no other part has: its name, and what a rest holds."""
        return " ".join([self.name, *map(str, self.holds)])


@dataclass(frozen=True, slots=True)
class Division:
    """Parts that make up the whole, each with its members, and the larger ones these add up to."""

    finest: Mapping[Part, Members]
    sums: Mapping[Part, Members]

    @property
    def shown(self) -> dict[Part, Members]:
        """Return every part that is shown."""
        return {**self.sums, **self.finest}

    def home_of(self) -> dict[UUID, Part]:
        """Return for each member the finest part it is in."""
        return {member: part for part, members in self.finest.items() for member in members}


def flat(by: Mapping[UUID | None, Members], fits: Fit) -> Division | None:
    """Divide a whole that has no levels; None when it cannot be divided."""
    small = {key: members for key, members in by.items() if key is None or not fits(members)}
    large = {key: members for key, members in by.items() if key not in small}
    rest = _join(small.values())
    while rest and not fits(rest):
        if not large:
            return None
        least = _least(large)
        small[least] = large.pop(least)
        rest |= small[least]
    finest = {Part(key): members for key, members in large.items() if key is not None}
    if not finest:
        return None
    if rest:
        finest[_rest(None, small)] = rest
    return Division(finest, {}) if len(finest) > 1 else None


def tree(by: Mapping[UUID | None, Members], above: Mapping[UUID, UUID | None], fits: Fit) -> Division | None:
    """Divide a whole by a tree of units, level by level; None when it cannot be divided.

    A unit is shown together with its rest and its parts, or with none of them: so whatever is left
    out is in a rest that may itself be shown.
    """
    below: dict[UUID | None, list[UUID]] = {}
    for unit, parent in above.items():
        below.setdefault(parent if parent in above else None, []).append(unit)
    loose = _join(members for key, members in by.items() if key not in above)
    finest: dict[Part, Members] = {}
    sums: dict[Part, Members] = {}
    wholes: dict[UUID, Members] = {}

    def weigh(unit: UUID) -> Members:
        wholes[unit] = by.get(unit, frozenset()) | _join(weigh(part) for part in below.get(unit, ()))
        return wholes[unit]

    def divide(unit: UUID | None, directly: Members) -> bool:
        parts = {part: wholes[part] for part in below.get(unit, ()) if wholes[part]}
        large = {part: members for part, members in parts.items() if fits(members)}
        small = {part: members for part, members in parts.items() if part not in large}
        rest = directly | _join(small.values())
        while rest and large and not fits(rest):
            least = _least(large)
            small[least] = large.pop(least)
            rest |= small[least]
        if not large or (rest and not fits(rest)):
            return False
        for part, members in large.items():
            if divide(part, by.get(part, frozenset())):
                sums[Part(part)] = members
            else:
                finest[Part(part)] = members
        if rest:
            finest[_rest(unit, small)] = rest
        return True

    for top in below.get(None, ()):
        weigh(top)
    return Division(finest, sums) if divide(None, loose) and len(finest) > 1 else None


def coarser(division: Division) -> Division | None:
    """Take the two smallest of a flat division's parts together; None when nothing would be divided."""
    ordered = sorted(division.finest.items(), key=lambda one: (not one[0].rest, len(one[1]), one[0].name))
    rest = [part for part, _ in ordered if part.rest]
    joined = (rest + sorted((p for p, _ in ordered if not p.rest), key=lambda p: len(division.finest[p])))[:2]
    if len(division.finest) - len(joined) < 1:
        return None
    holds = [one for part in joined for one in (part.holds if part.rest else (part.id,)) if one is not None]
    kept = {part: members for part, members in division.finest.items() if part not in joined}
    kept[Part(None, rest=True, holds=tuple(sorted(holds)))] = _join(division.finest[p] for p in joined)
    return Division(kept, {})


def _least(parts: Mapping[UUID | None, Members] | Mapping[UUID, Members]) -> UUID:
    return min((one for one in parts if one is not None), key=lambda one: (len(parts[one]), one))


def _rest(of: UUID | None, small: Iterable[UUID | None]) -> Part:
    return Part(of, rest=True, holds=tuple(sorted(one for one in small if one is not None)))


def _join(some: Iterable[Members] | Sequence[Members]) -> Members:
    return frozenset().union(*some)
