"""Spans of time, and what is left of them."""

from collections.abc import Iterable
from datetime import timedelta

from events.attendance import Presence


def net(there: Iterable[Presence], away: Iterable[Presence]) -> timedelta:
    """Return how long some spans last, without what lies within others."""
    pauses = tuple(away)
    total = timedelta(0)
    for span in there:
        total += span.end - span.begin
        for pause in pauses:
            overlap = min(span.end, pause.end) - max(span.begin, pause.begin)
            total -= max(overlap, timedelta(0))
    return total
