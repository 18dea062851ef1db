"""The periods that figures are about: calendar quarters and years, and when they are closed."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from backend.domain.errors import Refused

ZONE: Final = ZoneInfo("Europe/Amsterdam")
"""Where the days of a period begin and end."""
SETTLED: Final = timedelta(days=8)
"""How long after its end a period is published: contributions arrive up to seven days late."""
TRAILING: Final = 365
"""Days of what is counted over twelve months."""
_NAME: Final = re.compile(r"(?P<year>20[0-9]{2})(?:-Q(?P<quarter>[1-4]))?")
_MONTHS: Final = 3
_QUARTERS: Final = 4


class Period(Struct, frozen=True, order=True):
    """A calendar quarter, or a year when ``quarter`` is 0."""

    year: int
    quarter: int = 0

    @property
    def name(self) -> str:
        """Return how it is written: ``2026-Q3`` or ``2026``."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def is_year(self) -> bool:
        """Tell whether it is a whole year."""
        return self.quarter == 0

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, 1 + _MONTHS * max(self.quarter - 1, 0), 1)

    @property
    def after(self) -> date:
        """Return the first day that is not in it any more."""
        if self.quarter in {0, _QUARTERS}:
            return date(self.year + 1, 1, 1)
        return date(self.year, 1 + _MONTHS * self.quarter, 1)

    @property
    def begins(self) -> datetime:
        """Return the moment it begins."""
        return _midnight(self.first.year, self.first.month)

    @property
    def ends(self) -> datetime:
        """Return the first moment after it."""
        return _midnight(self.after.year, self.after.month)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """Return the quarters it consists of."""
        if not self.is_year:
            return (self,)
        return tuple(Period(self.year, quarter) for quarter in range(1, _QUARTERS + 1))

    @property
    def next(self) -> "Period":
        """Return the period of the same length that follows."""
        if self.quarter in {0, _QUARTERS}:
            return Period(self.year + 1, min(self.quarter, 1))
        return Period(self.year, self.quarter + 1)

    @property
    def settled(self) -> datetime:
        """Return the moment from which it may be published."""
        return self.ends + SETTLED

    def __contains__(self, moment: datetime) -> bool:
        begins, ends = _bounds(self)
        return begins <= moment < ends


@cache
def _midnight(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=ZONE).astimezone(UTC)


@cache
def _bounds(period: Period) -> tuple[datetime, datetime]:
    return period.begins, period.ends


def read(name: str) -> Period:
    """Return the period of a name. Raises Refused (unknown-period) for what is none."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise Refused("unknown-period")
    return Period(int(found["year"]), int(found["quarter"] or 0))


def quarter_of(moment: datetime) -> Period:
    """Return the quarter a moment lies in."""
    day = moment.astimezone(ZONE)
    return Period(day.year, 1 + (day.month - 1) // _MONTHS)


def settled_between(since: datetime, now: datetime) -> Iterator[Period]:
    """Yield the periods that begin or end after a moment and are settled, a year after its quarters."""
    for year in range(since.astimezone(ZONE).year, now.astimezone(ZONE).year + 1):
        whole = Period(year)
        for period in (*whole.quarters, whole):
            if period.ends > since and period.settled <= now:
                yield period


def check_closed(period: Period, now: datetime) -> None:
    """Refuse a period that is still open, or has not begun. Raises Refused."""
    if now < period.begins:
        raise Refused("period-in-future")
    if now < period.settled:
        raise Refused("period-open")
