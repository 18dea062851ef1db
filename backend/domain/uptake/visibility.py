"""What an organisation can and cannot see, in words for its people and their works council."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

import msgspec
from msgspec import Struct

from backend.domain.letters import Language
from backend.domain.uptake.figures import Why


class Sight(Struct, frozen=True, forbid_unknown_fields=True):
    """Who sees what."""

    who: str
    sees: str


class Sights(Struct, frozen=True, forbid_unknown_fields=True):
    """What can be seen, what cannot, by which rules, by whom, and why a figure is not there."""

    can: tuple[str, ...]
    cannot: tuple[str, ...]
    rules: tuple[str, ...]
    who: tuple[Sight, ...]
    why: Mapping[Why, str]


VISIBILITY: Final = msgspec.json.decode(
    (files("backend.domain.uptake") / "visibility.json").read_bytes(), type=dict[Language, Sights]
)
"""The words in each language; ``{floor}`` is the organisation's own."""
