"""For how long a group's list tells who was there: what somebody was at stays their own for ever."""

from datetime import datetime
from typing import Final

NAMES_KEPT_YEARS: Final = 2
"""After the end of the year of a meeting; a register that asks later is shown one's own certificate."""


def names_are_kept(begin: datetime, now: datetime) -> bool:
    """Tell whether a group's list still says who was at a meeting, as more than a number."""
    return now.year <= begin.year + NAMES_KEPT_YEARS
