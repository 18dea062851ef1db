"""When somebody is reminded: days by their own clock, never in their quiet hours, never twice."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple, Protocol, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from events.reminding import Channel, Occasion, QuietHours

MOVED: Final = timedelta(days=2)
"""How much later a meeting must be for what was said before of it to be worth saying again."""
_TOPIC: Final = 32
"""Characters of a topic (RFC 8030 § 5.4)."""
NIGHT: Final = QuietHours(time(21), time(8))


class Delivery(StrEnum):
    """What became of handing a reminder to whoever carries it."""

    TAKEN = "taken"
    LATER = "later"
    """Not now; trying again is of use."""
    NEVER = "never"
    """It would be refused again."""
    GONE = "gone"
    """There is nobody any more to whom it goes."""


class Became(NamedTuple):
    """What became of a reminder this time: its outcome, or when to look at it again.

    ``asked``: who was handed it, and when to try them again; None: not any more. ``reached``: somebody
    took it; ``mail_lost``: no mail server did, and none is asked again; ``tried``: it was anybody's turn.
    """

    outcome: str | None
    again: datetime | None
    asked: Mapping[str, datetime | None]
    reached: bool = False
    mail_lost: bool = False
    tried: bool = True


class Push(Struct, frozen=True, kw_only=True):
    """What a browser is sent. ``topic``: what it takes the place of; ``urgent``: now or not at all."""

    notice: bytes
    topic: str
    until: datetime
    urgent: bool = False


class Wishes(Struct, frozen=True, kw_only=True):
    """How somebody wants to be reminded. Who has not been asked is mailed, if they have an address."""

    channels: frozenset[Channel] = frozenset({Channel.MAIL})
    occasions: frozenset[Occasion] = frozenset(Occasion)
    hour: time = time(9)
    quiet: QuietHours | None = NIGHT
    paused_until: datetime | None = None

    def without(self, channel: Channel) -> Self:
        """Return the same wishes without a channel."""
        return replace(self, channels=self.channels - {channel})


class Moment(Protocol):
    """When something is due, as far as the record tells; the day begins where the person lives."""

    @property
    def anchor(self) -> datetime | None:
        """Return the moment that counts; without one it is the day."""

    @property
    def day(self) -> date | None:
        """Return the day, where it is not that of a moment."""

    @property
    def days(self) -> int:
        """Return how many days later than that day it is."""

    @property
    def sharp(self) -> bool:
        """Tell whether it is the anchor itself and not an hour of its day."""

    @property
    def since(self) -> datetime:
        """Return from when it was known; what was due before is not said any more."""

    @property
    def until(self) -> datetime:
        """Return when it is of no use any more."""


def due_at(moment: Moment, wishes: Wishes, zone: ZoneInfo) -> datetime | None:
    """Return when somebody is to be reminded, in UTC; None when it would be of no use."""
    due = _wanted(moment, wishes, zone)
    if not moment.sharp and due < moment.since:
        return None
    due = may_reach(due, wishes, zone)
    return due if due < moment.until else None


def may_reach(now: datetime, wishes: Wishes, zone: ZoneInfo) -> datetime:
    """Return from when on somebody may be reached: now, or after their pause and their quiet hours."""
    return after_quiet(max(now, wishes.paused_until or now), wishes.quiet, zone)


def _wanted(moment: Moment, wishes: Wishes, zone: ZoneInfo) -> datetime:
    if moment.sharp and moment.anchor is not None:
        return moment.anchor
    anchor = moment.anchor or moment.since
    day = moment.day or anchor.astimezone(zone).date()
    return local(day + timedelta(days=moment.days), wishes.hour, zone)


def local(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return a moment of somebody's day in UTC.

    An hour that a change to summer time leaves out comes an hour later; of one that comes twice it
    is the first.
    """
    return datetime.combine(day, hour, zone).astimezone(UTC)


def after_quiet(moment: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """Return the moment, or else the end of the quiet hours in which it is."""
    if quiet is None or quiet.begin == quiet.end:
        return moment
    there = moment.astimezone(zone)
    now, passes_midnight = there.time(), quiet.end < quiet.begin
    is_evening, is_morning = now >= quiet.begin, now < quiet.end
    if not (is_evening or is_morning if passes_midnight else is_evening and is_morning):
        return moment
    next_day = passes_midnight and is_evening
    return max(moment, local(there.date() + timedelta(days=next_day), quiet.end, zone))


def topic(person: UUID, occasion: Occasion, about: UUID) -> str:
    """Return what makes a repeated reminder take the place of the one before; it tells nothing."""
    digest = sha256(f"{person} {occasion} {about}".encode()).digest()
    return urlsafe_b64encode(digest).decode()[:_TOPIC]
