"""Methods of one's own: what a group or an organisation has beside those that Kring ships."""

from collections.abc import Mapping, MutableMapping
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.method_rules import Problem, check
from events.method import Method

MOST_STEPS: Final = 30
"""How many steps an own method can have."""
LONGEST: Final = 12 * 60
"""How many minutes the steps of an own method can take, all together."""
MOST_METHODS: Final = 30
"""How many methods a group or an organisation can have in use."""
_OWN: Final = "own_"
_HEXADECIMAL: Final = 16


class OwnMethod(Struct, frozen=True):
    """The present version of an own method. A retired one is planned no more; meetings that were keep it."""

    method: Method
    retired: bool = False


def key_of(method: UUID) -> str:
    """Return the key of an own method: no shipped method has one like it."""
    return f"{_OWN}{method.hex}"


def id_of(key: str) -> UUID | None:
    """Return which own method a key means; None when it is not of an own method."""
    try:
        method = UUID(int=int(key.removeprefix(_OWN), _HEXADECIMAL))
    except ValueError:
        return None
    return method if key == key_of(method) else None


def check_own(method: Method) -> list[Problem]:
    """Return what keeps an own method from being published; an empty list means that it can be."""
    if len(method.steps) > MOST_STEPS:
        return [Problem("too-many-steps", None, f"A method has at most {MOST_STEPS} steps.")]
    problems = check(method)
    if method.minutes > LONGEST:
        problems.append(Problem("too-long", None, f"All steps together take at most {LONGEST} minutes."))
    return problems


def next_version(method: Method, after: int, known: Mapping[str, OwnMethod]) -> Method | None:
    """Return a method as its next version is recorded; None when it already is.

    ``after``: the version that was edited; 0 for a new method. Raises Refused: ``unsound-method``;
    ``method-changed`` when somebody published in between; ``methods-too-many``.
    """
    present = known.get(method.key)
    version = present.method.version if present is not None else 0
    wanted = replace(method, version=after + 1)
    if present is not None and not present.retired and present.method == wanted:
        return None
    if after != version:
        raise Refused("method-changed")
    if check_own(wanted):
        raise Refused("unsound-method")
    in_use = [one for one in known.values() if not one.retired]
    if (present is None or present.retired) and len(in_use) >= MOST_METHODS:
        raise Refused("methods-too-many")
    return wanted


def check_retirable(key: str, known: Mapping[str, OwnMethod]) -> bool:
    """Tell whether there is something to retire, or refuse with ``unknown-method``."""
    present = known.get(key)
    if present is None:
        raise Refused("unknown-method")
    return not present.retired


def published(methods: MutableMapping[str, OwnMethod], method: Method) -> None:
    """Take a published version in."""
    methods[method.key] = OwnMethod(method)


def retired(methods: MutableMapping[str, OwnMethod], key: str) -> None:
    """Take in that a method was retired."""
    methods[key] = replace(methods[key], retired=True)
