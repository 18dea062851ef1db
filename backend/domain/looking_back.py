"""A list of earlier meetings against the people of a group: whom it names, and what cannot be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from uuid import UUID

from backend.domain.organisation.roster import Trouble

_ALIKE = 0.75


class People:
    """Who is or was in a group, found by what they are called: the whole name, or a first name once."""

    def __init__(self, names: Mapping[UUID, str]) -> None:
        self._names = names
        whole = Counter(name.casefold() for name in names.values())
        first = Counter(_first(name) for name in names.values())
        self._ambiguous = {name for counts in (whole, first) for name, times in counts.items() if times > 1}
        by_first = {_first(name): person for person, name in names.items() if first[_first(name)] == 1}
        by_whole = {n.casefold(): person for person, n in names.items() if whole[n.casefold()] == 1}
        self._known = by_first | by_whole

    def find(self, name: str) -> UUID | None:
        """Return who is called so; None for nobody, and where it could be several."""
        return self._known.get(name.casefold())

    def trouble(self, row: int, name: str) -> Trouble:
        """Return why a name says nobody, with who is probably meant."""
        if name.casefold() in self._ambiguous:
            return Trouble(row, "present", "several-of-that-name", name)
        close = get_close_matches(name.casefold(), [n.casefold() for n in self._names.values()], 1, _ALIKE)
        meant = next((n for n in self._names.values() if close and n.casefold() == close[0]), None)
        return Trouble(row, "present", "nobody-of-that-name", name, meant)


def whom(
    row: int, names: Sequence[str], people: People, *, strict: bool
) -> tuple[tuple[UUID, ...], int, list[Trouble]]:
    """Return who of the group is named, how many others are, and what is wrong with the names."""
    found = {name: people.find(name) for name in names}
    present = tuple(dict.fromkeys(person for person in found.values() if person is not None))
    unknown = [name for name in names if found[name] is None]
    if strict:
        return present, 0, [people.trouble(row, name) for name in unknown]
    return present, len(unknown), []


def _first(name: str) -> str:
    return name.casefold().partition(" ")[0]
