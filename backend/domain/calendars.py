"""What a calendar is told: that there is something at a time, and nothing of what it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct

from backend.domain.letters import Language

MEETING: Final[Mapping[Language, str]] = {"nl": "Bijeenkomst", "en": "Meeting", "de": "Treffen"}
"""What a meeting is called where the group chose no name for calendars."""


class Entry(Struct, frozen=True, kw_only=True):
    """A line of a calendar. ``changes``: grows with each change; ``occupies``: one is busy meanwhile."""

    id: str
    title: str
    starts_at: datetime
    minutes: int
    changes: int
    changed_at: datetime
    cancelled: bool = False
    occupies: bool = True
    link: str
