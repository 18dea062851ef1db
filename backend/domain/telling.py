"""What an organisation's programs are told, when, and how much must have come together for it.

A single meeting, told as it ends, says which group met and when; a count of one says nearly as much.
So programs are told once a week, of several groups together (decision 0058).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from events.organisation import Topic

FEWEST_GROUPS: Final = 3
FEWEST_PEOPLE: Final = 5
LARGEST_SHARE: Final = 0.6
"""How much of a figure may come from one group."""
STEPS: Final[Mapping[Topic, int]] = {Topic.GROUP_FORMED: 1, Topic.SESSION_HELD: 5}
"""Of what a count is a multiple; the rest waits for the next week."""
KEPT: Final = timedelta(days=30)
"""How long a message can be looked up and sent again."""
MOST_TRIES: Final = 12
_PAUSES: Final = (10, 60, 300, 1800, 7200, 18_000)
"""Seconds before the second try and those after it; from then on ten hours: three days in all."""
_LONGEST_PAUSE: Final = 36_000


class Happening(Struct, frozen=True):
    """Something that happened in a group, and who stands behind it."""

    id: UUID
    group: UUID
    people: frozenset[UUID]


def week_of(moment: datetime) -> datetime:
    """Return when the week of a moment began: Monday, midnight in UTC."""
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def tellable(happened: Sequence[Happening], step: int) -> int:
    """Return of how many, the oldest first, may be told at once; 0 is nothing yet."""
    for count in range(len(happened) - len(happened) % step, 0, -step):
        if _hides_everybody(happened[:count]):
            return count
    return 0


def _hides_everybody(told: Sequence[Happening]) -> bool:
    groups = Counter(one.group for one in told)
    people = frozenset().union(*(one.people for one in told))
    largest = max(groups.values())
    return (
        len(groups) >= FEWEST_GROUPS and len(people) >= FEWEST_PEOPLE and largest <= LARGEST_SHARE * len(told)
    )


def counted(organisation: UUID, count: int, since: datetime, until: datetime) -> dict[str, Any]:
    """Return what a program is told: a figure, and the days between which it came together."""
    return {
        "organisation": organisation,
        "count": count,
        "since": since.date(),
        "until": until.date(),
    }


def told(topic: str, at: datetime, data: dict[str, Any]) -> bytes:
    """Return a message as programs read it (Standard Webhooks)."""
    return msgspec.json.encode({"type": topic, "timestamp": at, "data": data})


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a try: the status that was answered, or why there is none."""

    status: int | None
    reason: str | None = None


def settled(
    outcome: Outcome, message: UUID, tries: int, now: datetime
) -> tuple[str, Outcome, datetime | None]:
    """Return what becomes of a message after so many tries, why, and when it is tried again."""
    status = outcome.status
    if status is not None and _OK <= status < _REDIRECTED:
        return "delivered", outcome, None
    if status is not None:
        why = "redirected" if _REDIRECTED <= status < _REFUSED else "gone" if status == _GONE else "refused"
        outcome = Outcome(status=status, reason=why)
    if status == _GONE or tries >= MOST_TRIES:
        return "failed", outcome, None
    return "waiting", outcome, now + pause(message, tries)


_OK: Final = 200
_REDIRECTED: Final = 300
_REFUSED: Final = 400
_GONE: Final = 410


def pause(message: UUID, tries: int) -> timedelta:
    """Return how long to wait after so many tries: longer each time, and not all at once."""
    seconds = _PAUSES[tries - 1] if tries <= len(_PAUSES) else _LONGEST_PAUSE
    spread = 1 + (uuid5(message, str(tries)).int % 1000) / 2000
    return timedelta(seconds=seconds * spread)
