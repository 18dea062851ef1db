"""The time zones a person may live in, by their names in IANA's database."""

from typing import Final
from zoneinfo import available_timezones

TIME_ZONES: Final = frozenset(available_timezones() - {"Factory", "localtime", "posixrules"})
"""Read once: looking them up goes through a folder of files."""
