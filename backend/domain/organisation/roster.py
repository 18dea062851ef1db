"""A list of staff against what is known of an organisation's people: what would change, and what cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from msgspec import Struct

from backend.domain.organisation.chart import Chart, Node
from backend.domain.organisation.people import MOST_MANAGERS
from backend.domain.organisation.state import Organisation, Placement


class Line(Struct, frozen=True, kw_only=True):
    """What one row of a list says of a person; empty and None: nothing."""

    row: int
    name: str
    address: str
    unit: str = ""
    role_family: str = ""
    level: int | None = None
    manager: str | None = None
    left: bool = False


class Trouble(Struct, frozen=True):
    """Why a row cannot be taken in; ``row`` None: it is about the list as a whole."""

    row: int | None
    column: str | None
    reason: str
    value: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beforehand: the organisation, its people, and what its parts are called."""

    organisation: Organisation
    names: Mapping[UUID, str]
    """What the organisation calls its people."""
    behind: Mapping[str, UUID]
    """Who is behind an address, as far as the organisation may know."""
    parts: Mapping[UUID, str]

    def node(self, address: str) -> Node:
        """Return who is behind an address; for somebody new the address itself."""
        return self.behind.get(address, address)


class Change(Struct, frozen=True, kw_only=True):
    """A person as they are to be. ``manager``: a person, or the address of somebody new."""

    name: str
    address: str
    unit: UUID | None
    role_family: UUID | None
    level: int | None
    manager: Node | None


@dataclass(slots=True)
class Plan:
    """What a list comes to. ``changes``: managers before those whom they manage."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    leaving: list[UUID] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def plan(lines: Sequence[Line], columns: frozenset[str], known: Known, *, complete: bool) -> Plan:
    """Return what a list would change; ``complete``: who is not in it has left.

    A column that the list does not have leaves what it is about as it is.
    """
    return _Planning(lines, columns, known, complete=complete).made


class _Planning:
    """One list on its way to a plan."""

    def __init__(
        self, lines: Sequence[Line], columns: frozenset[str], known: Known, *, complete: bool
    ) -> None:
        self._columns, self._known = columns, known
        self._people = known.organisation.people
        self._units = _paths(known)
        self._families = {
            known.parts.get(family, "").casefold(): family for family in known.organisation.role_families
        }
        self.made = Plan()
        staying = self._once(lines)
        self._let_go(lines, staying, complete=complete)
        changes = {node: self._change(line, staying) for node, line in staying.items()}
        self._order(changes, staying)

    def _once(self, lines: Sequence[Line]) -> dict[Node, Line]:
        """Return the lines of those who stay; a person stands in a list once."""
        first: dict[Node, Line] = {}
        for line in lines:
            node = self._known.node(line.address)
            if node in first:
                self._trouble(line, "address", "duplicate-address", line.address)
            else:
                first[node] = line
        return {node: line for node, line in first.items() if not line.left}

    def _let_go(self, lines: Sequence[Line], staying: Mapping[Node, Line], *, complete: bool) -> None:
        gone = {self._known.node(line.address) for line in lines if line.left}
        self.made.leaving = [
            person for person in self._people if person in gone or (complete and person not in staying)
        ]
        administrators = self._known.organisation.administrators
        if administrators and administrators <= set(self.made.leaving):
            self.made.troubles.append(Trouble(None, None, "last-administrator"))

    def _change(self, line: Line, staying: Mapping[Node, Line]) -> Change:
        node = self._known.node(line.address)
        before = self._people.get(node, Placement()) if isinstance(node, UUID) else Placement()
        has = self._columns.__contains__
        return Change(
            name=line.name,
            address=line.address,
            unit=self._unit(line) if has("unit") else before.unit,
            role_family=self._family(line) if has("role_family") else before.role_family,
            level=line.level if has("level") else before.level,
            manager=self._superior(line, staying) if has("manager") else before.manager,
        )

    def _unit(self, line: Line) -> UUID | None:
        if not line.unit:
            return None
        found = self._units.get(_path(line.unit.split("/")))
        if found is None:
            self._trouble(line, "unit", "unknown-unit", line.unit)
        return found

    def _family(self, line: Line) -> UUID | None:
        if not line.role_family:
            return None
        found = self._families.get(line.role_family.casefold())
        if found is None:
            self._trouble(line, "role_family", "unknown-role-family", line.role_family)
        return found

    def _superior(self, line: Line, staying: Mapping[Node, Line]) -> Node | None:
        if line.manager is None:
            return None
        node = self._known.node(line.manager)
        if node in staying:
            return node
        if not isinstance(node, UUID) or node not in self._people:
            self._trouble(line, "manager", "unknown-manager", line.manager)
        elif node in self.made.leaving:
            self._trouble(line, "manager", "manager-left", line.manager)
        return node

    def _order(self, changes: Mapping[Node, Change], staying: Mapping[Node, Line]) -> None:
        """Put managers before those whom they manage, and name who would manage themselves."""
        chart = Chart({person: placed.manager for person, placed in self._people.items()})
        chart.draw({node: change.manager for node, change in changes.items()})
        for node in chart.in_loops() & staying.keys():
            self._trouble(staying[node], "manager", "manager-loop", staying[node].manager)
        for node in changes:
            if chart.depth(node) > MOST_MANAGERS:
                self._trouble(staying[node], "manager", "managers-too-many", staying[node].manager)
        self.made.troubles.sort(key=lambda trouble: trouble.row or 0)
        for node in sorted(changes, key=chart.depth):
            self._count(node, changes[node])

    def _count(self, node: Node, change: Change) -> None:
        before = self._people.get(node) if isinstance(node, UUID) else None
        if before is None:
            self.made.new += 1
        elif self._is_as_before(node, before, change):
            self.made.unchanged += 1
            return
        else:
            self.made.changed += 1
        self.made.changes.append(change)

    def _is_as_before(self, node: Node, before: Placement, change: Change) -> bool:
        was = (before.unit, before.role_family, before.level, before.manager)
        will_be = (change.unit, change.role_family, change.level, change.manager)
        called = self._known.names.get(node, "") if isinstance(node, UUID) else ""
        return (was, called) == (will_be, change.name)

    def _trouble(self, line: Line, column: str, reason: str, value: str | None) -> None:
        self.made.troubles.append(Trouble(line.row, column, reason, value))


def _path(names: Sequence[str]) -> str:
    return "/".join(name.strip() for name in names).casefold()


def _paths(known: Known) -> dict[str, UUID]:
    """Return every unit by its path of names from the top."""
    organisation = known.organisation
    return {
        _path([known.parts.get(above, "") for above in reversed(list(organisation.above(unit)))]): unit
        for unit in organisation.units
    }
