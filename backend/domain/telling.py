"""What an organisation's programs are told, and how patiently: what is published, and nothing else.

A count of its own, told at another moment, could be subtracted from what is published (decision 0074).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from backend.domain.uptake.figures import Figure
from events.organisation import Topic

_MEASURES: Final[Mapping[str, Topic]] = {
    "groups_alive": Topic.GROUP_FORMED,
    "sessions_held": Topic.SESSION_HELD,
}
"""The published figures of which programs are told by a message of their own."""
KEPT: Final = timedelta(days=30)
"""How long a message can be looked up and sent again."""
MOST_TRIES: Final = 12
_PAUSES: Final = (10, 60, 300, 1800, 7200, 18_000)
"""Seconds before the second try and those after it; from then on ten hours: three days in all."""
_LONGEST_PAUSE: Final = 36_000


def tellings(
    organisation: UUID, period: str, figures: Iterable[Figure]
) -> Iterator[tuple[Topic, dict[str, Any]]]:
    """Yield what programs are told of a published period: that it is, and the counts that are shown in it."""
    about = {"organisation": organisation, "period": period}
    yield Topic.PERIOD_PUBLISHED, about
    for figure in figures:
        if figure.part is None and figure.value is not None and figure.metric in _MEASURES:
            yield _MEASURES[figure.metric], about | {"count": int(figure.value)}


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
