"""What each measure means: its formula in words, its unit, by what it is broken down, and its floors."""

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Final, Literal

import msgspec
from msgspec import Struct

from backend.domain.letters import Wordings

VERSION: Final = 1
"""Of the rules by which figures are made and held back."""


class Dimension(StrEnum):
    """What figures can be broken down by, one at a time."""

    UNIT = "unit"
    ROLE_FAMILY = "role_family"
    PROGRAMME = "programme"


Unit = Literal["percent", "count", "hours", "mean", "days", "ratio", "distribution", "curve"]


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """What a measure is called, and how it is counted, in one language."""

    name: str
    formula: str


class Definition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure. ``persons`` and ``groups``: how many must be behind every figure, at the least."""

    key: str
    version: int
    unit: Unit
    by: tuple[Dimension, ...]
    persons: int
    groups: int
    words: Wordings[Wording]


_ALL: Final = msgspec.json.decode(
    (files("backend.domain.uptake") / "definitions.json").read_bytes(), type=tuple[Definition, ...]
)
DEFINITIONS: Final[Mapping[str, Definition]] = {one.key: one for one in _ALL}
"""Every measure by its key, in the order in which they are shown."""
