"""What registers ask of intervision, as dated data, and how far somebody's meetings bring them.

Nothing here says that somebody complies: that is for the register (registers § 4.4).
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from events.group import Facilitation
from events.method import Words

_YEAR: Final = 12

Count = Annotated[int, Meta(ge=1, le=1_000)]
Minutes = Annotated[int, Meta(ge=1, le=100_000)]


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked within a window of months: of all meetings together, and of each.

    ``window``: the calendar year that runs, or the months up to today. What is None is not asked.
    """

    months: Annotated[int, Meta(ge=1, le=180)]
    window: Literal["calendar_year", "rolling"] = "rolling"
    minutes: Minutes | None = None
    meetings: Count | None = None
    smallest: Count | None = None
    largest: Count | None = None
    shortest: Minutes | None = None
    longest_per_day: Minutes | None = None
    facilitated: bool = False
    """Somebody facilitates, from outside or one of the group."""


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An example of a register's rules: where they were read, and when that was last checked.

    ``unseen``: what the register asks as well and Kring cannot tell, by key.
    """

    key: str
    country: Literal["nl", "be", "de"]
    names: Words
    source: str
    checked_on: date
    rules: Rules
    unseen: tuple[str, ...]


def _shipped() -> dict[str, Profile]:
    document = (files("backend.domain") / "register_profiles.json").read_bytes()
    return {one.key: one for one in msgspec.json.decode(document, type=tuple[Profile, ...])}


PROFILES: Final = _shipped()


class Reason(StrEnum):
    """Why a meeting, or a part of it, is not counted."""

    ONLY_WATCHED = "only-watched"
    NOT_CONFIRMED = "not-confirmed"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    TOO_SHORT = "too-short"
    NOT_FACILITATED = "not-facilitated"
    DAY_IS_FULL = "day-is-full"


class Held(Struct, frozen=True, kw_only=True):
    """A meeting somebody was at; its times are those of the person's own clock.

    ``afterwards``: it was entered from a list.
    """

    session: UUID
    begin: datetime
    minutes: int
    present: int
    facilitation: Facilitation
    confirmed: bool
    watched: bool
    afterwards: bool


class Weighed(Struct, frozen=True, kw_only=True):
    """What a meeting counts for: some minutes, and why not more."""

    session: UUID
    begin: datetime
    minutes: int
    afterwards: bool
    reasons: tuple[Reason, ...]


class Progress(Struct, frozen=True, kw_only=True):
    """How far somebody is within the window; ``weighed`` has its meetings, the oldest first."""

    begin: date
    end: date
    minutes: int
    meetings: int
    weighed: tuple[Weighed, ...]


def progress(held: Iterable[Held], rules: Rules, today: date) -> Progress:
    """Weigh the meetings within the window."""
    begin, end = window(rules, today)
    within = sorted((one for one in held if begin <= one.begin.date() <= end), key=lambda one: one.begin)
    days: defaultdict[date, int] = defaultdict(int)
    weighed = []
    for one in within:
        left = None if rules.longest_per_day is None else rules.longest_per_day - days[one.begin.date()]
        weight = _weigh(one, rules, left)
        days[one.begin.date()] += weight.minutes
        weighed.append(weight)
    counted = [one for one in weighed if one.minutes > 0]
    return Progress(
        begin=begin,
        end=end,
        minutes=sum(one.minutes for one in counted),
        meetings=len(counted),
        weighed=tuple(weighed),
    )


def window(rules: Rules, today: date) -> tuple[date, date]:
    """Return the first and the last day that count."""
    if rules.window == "calendar_year":
        years = max(0, rules.months // _YEAR - 1)
        return date(today.year - years, 1, 1), date(today.year, 12, 31)
    year, month = divmod(today.year * _YEAR + today.month - 1 - rules.months, _YEAR)
    month += 1
    return date(year, month, min(today.day, monthrange(year, month)[1])), today


def _weigh(one: Held, rules: Rules, left: int | None) -> Weighed:
    reasons = list(_reasons(one, rules))
    minutes = 0 if reasons else one.minutes
    if left is not None and minutes > left:
        minutes = max(left, 0)
        reasons.append(Reason.DAY_IS_FULL)
    return Weighed(
        session=one.session,
        begin=one.begin,
        minutes=minutes,
        afterwards=one.afterwards,
        reasons=tuple(reasons),
    )


def _reasons(one: Held, rules: Rules) -> Iterable[Reason]:
    """Yield why a meeting does not count at all."""
    if one.watched:
        yield Reason.ONLY_WATCHED
    elif not one.confirmed:
        yield Reason.NOT_CONFIRMED
    if one.present < (rules.smallest or 0):
        yield Reason.TOO_FEW
    if rules.largest is not None and one.present > rules.largest:
        yield Reason.TOO_MANY
    if one.minutes < (rules.shortest or 0):
        yield Reason.TOO_SHORT
    if rules.facilitated and one.facilitation is Facilitation.SELF_GUIDED:
        yield Reason.NOT_FACILITATED
