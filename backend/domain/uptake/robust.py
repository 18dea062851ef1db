"""Whether totals can be added and subtracted until only a few people are left: a sufficient proof.

Every published total is about vertices of a graph, and every person is an edge between the two
vertices that count them (their unit and their role family; or the moments they came and went). A flag
that is totalled too (leads others; is new) is a weight on the edge. Then whatever can be computed from
the totals is a cut of that graph or an imbalance around its cycles, and concerns the people whose edges
it holds. It has an edge in common with every basis of the graph: so with ``n`` bases that have no edge
in common, nothing that can be computed concerns fewer than ``n`` people.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from fractions import Fraction
from typing import NamedTuple

Weight = tuple[int, ...]


class Edge(NamedTuple):
    """A kind of person: the two vertices that count them, and the flags by which they are counted."""

    one: Hashable
    other: Hashable
    flags: Weight = ()


def bases(people: Iterable[Edge], wanted: int) -> int:
    """Return how many bases without a common edge were found, at most as many as are wanted.

    The most common kinds of people are used first, which keeps the rare ones for later bases.
    """
    left = Counter(people)
    if not left:
        return wanted
    flags = len(next(iter(left)).flags)
    whole = len(_basis(left, flags))
    for found in range(wanted):
        basis = _basis(left, flags)
        if len(basis) < whole:
            return found
        left.subtract(basis)
        left = +left
    return wanted


def _basis(people: Counter[Edge], flags: int) -> list[Edge]:
    forest = _Forest(flags)
    return [edge for edge, _ in people.most_common() if forest.take(edge)]


class _Forest:
    """Vertices joined so far, each with what lies between it and the one it hangs on."""

    def __init__(self, flags: int) -> None:
        self._above: dict[Hashable, tuple[Hashable, Weight]] = {}
        self._level: Weight = (0,) * flags
        self._cycles: list[list[Fraction]] = []

    def take(self, edge: Edge) -> bool:
        """Take an edge in; tell whether it says something that the others do not."""
        one, first = self._root(edge.one)
        other, second = self._root(edge.other)
        across = tuple(s - f - w for s, f, w in zip(second, first, edge.flags, strict=True))
        if one != other:
            self._above[one] = (other, across)
            return True
        return any(across) and self._is_new(across)

    def _root(self, vertex: Hashable) -> tuple[Hashable, Weight]:
        offset = self._level
        while vertex in self._above:
            vertex, step = self._above[vertex]
            offset = tuple(o + s for o, s in zip(offset, step, strict=True))
        return vertex, offset

    def _is_new(self, around: Weight) -> bool:
        """Tell whether an imbalance around a cycle is no combination of those before it."""
        left = [Fraction(value) for value in around]
        for row in self._cycles:
            lead = next(place for place, value in enumerate(row) if value)
            factor = left[lead] / row[lead]
            left = [value - factor * known for value, known in zip(left, row, strict=True)]
        if not any(left):
            return False
        self._cycles.append(left)
        return True
