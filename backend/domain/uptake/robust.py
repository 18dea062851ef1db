"""Whether totals can be added and subtracted until only a few people are left: a sufficient proof.

Every published total is about vertices of a graph, and every person is an edge between the two
vertices that count them (their unit and their role family; or the moments they came and went). A flag
that is totalled too (leads others; is new) is a weight on the edge. Then whatever can be computed from
the totals is a cut of that graph or an imbalance around its cycles, and concerns the people whose edges
it holds. It has an edge in common with every basis of the graph: so with ``n`` bases that have no edge
in common, nothing that can be computed concerns fewer than ``n`` people.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from operator import add, sub
from typing import NamedTuple

Weight = tuple[int, ...]


class Edge(NamedTuple):
    """A kind of person: the two vertices that count them, and the flags by which they are counted."""

    one: Hashable
    other: Hashable
    flags: Weight = ()


class _Kind(NamedTuple):
    """An edge between numbered vertices, and how many people are left of it."""

    left: int
    one: int
    other: int
    flags: Weight


def bases(people: Iterable[Edge], wanted: int) -> int:
    """Return how many bases without a common edge were found, at most as many as are wanted.

    The most common kinds of people are used first, which keeps the rare ones for later bases.
    """
    numbers: dict[Hashable, int] = {}
    left = [
        _Kind(times, numbers.setdefault(one, len(numbers)), numbers.setdefault(other, len(numbers)), flags)
        for (one, other, flags), times in Counter(people).items()
    ]
    if not left:
        return wanted
    basis = _basis(left, len(numbers))
    whole = sum(basis)
    for found in range(wanted):
        if sum(basis) < whole:
            return found
        left = [
            kind._replace(left=kind.left - 1) if taken else kind
            for kind, taken in zip(left, basis, strict=True)
            if kind.left > taken
        ]
        basis = _basis(left, len(numbers))
    return wanted


def _basis(kinds: Sequence[_Kind], vertices: int) -> list[bool]:
    """Tell of each kind whether one of it is in a basis."""
    if not kinds:
        return []
    forest = _Forest(vertices, len(kinds[0].flags))
    taken = [False] * len(kinds)
    for place in sorted(range(len(kinds)), key=lambda place: -kinds[place].left):
        taken[place] = forest.take(kinds[place])
    return taken


class _Forest:
    """Vertices joined so far, each with what lies between it and the one it hangs on."""

    def __init__(self, vertices: int, flags: int) -> None:
        self._level: Weight = (0,) * flags
        self._above = list(range(vertices))
        self._steps = [self._level] * vertices
        self._cycles: list[list[Fraction]] = []

    def take(self, edge: _Kind) -> bool:
        """Take an edge in; tell whether it says something that the others do not."""
        one, first = self._root(edge.one)
        other, second = self._root(edge.other)
        across = tuple(map(sub, map(sub, second, first), edge.flags))
        if one != other:
            self._above[one], self._steps[one] = other, across
            return True
        return any(across) and self._is_new(across)

    def _root(self, vertex: int) -> tuple[int, Weight]:
        """Return what a vertex hangs on in the end, and let it hang on that directly."""
        root, offset = vertex, self._level
        while self._above[root] != root:
            offset = tuple(map(add, offset, self._steps[root]))
            root = self._above[root]
        self._above[vertex], self._steps[vertex] = root, offset
        return root, offset

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
