"""The clock by which somebody lives."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name in IANA's database.

    UTC for one that this machine does not know, such as an old name that another machine knew: one
    person's clock stops nothing.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
