"""Who manages whom, as a chart: how deep somebody stands in it, and who would manage themselves."""

from collections.abc import Mapping
from uuid import UUID

Node = UUID | str
"""A person, or the address of somebody who is new."""


class Chart:
    """Everybody's manager; each node is looked at once, however many people there are."""

    def __init__(self, above: Mapping[UUID, UUID | None]) -> None:
        self._above: dict[Node, Node | None] = dict(above.items())
        self._depths: dict[Node, int] = {}
        self._loops: set[Node] = set()

    def draw(self, lines: Mapping[Node, Node | None]) -> None:
        """Give people other managers; what was there for them before counts no more."""
        self._above.update(lines)
        self._depths.clear()
        self._loops.clear()
        for node in self._above:
            self._look(node)

    def depth(self, node: Node) -> int:
        """Return how many managers somebody has above them."""
        return self._depths.get(node, 0)

    def in_loops(self) -> set[Node]:
        """Return who would manage themselves, directly or through others."""
        return self._loops

    def _look(self, node: Node) -> None:
        way: list[Node] = []
        met: dict[Node, int] = {}
        here: Node | None = node
        while here is not None and here not in self._depths and here not in met:
            met[here] = len(way)
            way.append(here)
            here = self._above.get(here)
        if here is not None and here in met:
            self._loops.update(way[met[here] :])
        depth = -1 if here is None or here in met else self._depths[here]
        for passed in reversed(way):
            depth += 1
            self._depths[passed] = depth
