"""How a shape that is no longer written becomes one that is: one function per retired shape.

A retired name maps to a function from the stored fields (a dict, as JSON has them) to the fields
of its successor, and to the successor's name. A chain of them leads to a name in the catalogue.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Fields = dict[str, Any]


class Upcast(NamedTuple):
    """The successor's stored name, and how its fields follow from the retired ones."""

    successor: str
    convert: Callable[[Fields], Fields]


RETIRED: Mapping[str, Upcast] = {}
"""Every retired stored name. Empty: no shape has been retired yet."""
