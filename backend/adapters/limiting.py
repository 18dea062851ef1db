"""How often somebody called lately: counted in this process, for the busiest few and no more."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from math import ceil
from time import monotonic
from typing import Final

from limits import RateLimitItemPerSecond
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from typing_extensions import override

from backend.settings import Allowance

MOST: Final = 20_000
"""How many callers are counted; the one that was quiet longest is forgotten for a new one."""


class Counts(Storage):
    """The library's storage in memory, of a size that no number of callers changes.

    Its own keeps every caller until their window ends, and starts a thread to forget them.
    """

    def __init__(self, clock: Callable[[], float] = monotonic, most: int = MOST) -> None:
        super().__init__()
        self._clock, self._most = clock, most
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @property
    @override
    def base_exceptions(self) -> type[Exception]:
        return KeyError

    @override
    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = self._clock()
        count, ends_at = self._counts.get(key, (0, 0.0))
        if ends_at <= now:
            count, ends_at = 0, now + expiry
        self._counts[key] = (count + amount, ends_at)
        self._counts.move_to_end(key)
        if len(self._counts) > self._most:
            self._counts.popitem(last=False)
        return count + amount

    @override
    def get(self, key: str) -> int:
        count, ends_at = self._counts.get(key, (0, 0.0))
        return count if ends_at > self._clock() else 0

    @override
    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, self._clock()))[1]

    @override
    def check(self) -> bool:
        return True

    @override
    def reset(self) -> int:
        forgotten = len(self._counts)
        self._counts.clear()
        return forgotten

    @override
    def clear(self, key: str) -> None:
        self._counts.pop(key, None)


class Limits:
    """What each caller may do within a while, and how long to wait after that."""

    def __init__(self, allowances: Mapping[str, Allowance], clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._counts = clock, Counts(clock)
        self._limiter = FixedWindowRateLimiter(self._counts)
        self._items = {
            what: RateLimitItemPerSecond(allowed.calls, allowed.seconds, namespace=what)
            for what, allowed in allowances.items()
        }

    def hit(self, what: str, who: str) -> int | None:
        """Count a call; return None, or after how many seconds the next one is welcome."""
        item = self._items[what]
        if self._limiter.hit(item, who):
            return None
        ends_at = self._limiter.get_window_stats(item, who).reset_time
        return max(1, ceil(ends_at - self._clock()))
