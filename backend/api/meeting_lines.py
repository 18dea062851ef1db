"""What a list of earlier meetings says of each, whatever it was read from."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from backend.domain.organisation.roster import Trouble
from events.forms import Form

_FIRST, _LAST = 2000, 2199
"""Years."""


class MeetingLine(Struct, frozen=True, kw_only=True):
    """What a row says of a meeting; ``names``: as they were written, of people of the group or not."""

    row: int
    begin: datetime
    end: datetime
    minutes: int
    form: Form | None
    names: tuple[str, ...]
    others: int
    strict: bool
    """Whether a name that nobody in the group has is a mistake; in a calendar it is somebody else."""


class MeetingFile(Struct, frozen=True, kw_only=True):
    """A list of meetings as it was understood."""

    rows: int
    lines: list[MeetingLine]
    troubles: list[Trouble]
    ignored_columns: list[str]


def minutes_between(begin: datetime, end: datetime) -> int:
    """Return the whole minutes from one moment to another."""
    return (end - begin) // timedelta(minutes=1)


def in_reach(day: date) -> date | None:
    """Return a day that somebody alive has in a diary, or None."""
    return day if _FIRST <= day.year <= _LAST else None
