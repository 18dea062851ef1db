"""What speaks against a method in given circumstances, and how heavily."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from events.method import AdviceMode, Method

_HARD: Final = 50
_SOFT: Final = 15
_IN_THREES: Final = frozenset({"troika"})
"""Methods that a gathering of any size plays in groups of three, each with three rounds."""
_ROUNDS: Final = 3
_STRETCH: Final = 0.75
"""The share of its planned minutes in which a method can still be played."""


class Circumstances(Struct, frozen=True, kw_only=True):
    """What is known about a meeting; None is not known, and then speaks against nothing.

    ``present``: how many take part, the contributor among them and a dedicated facilitator not.
    ``experience`` and ``safety``: levels from 1 to 3, as methods have them.
    """

    present: int | None = None
    minutes: int | None = None
    experience: int | None = None
    safety: int | None = None
    facilitator: bool | None = None
    advice: bool | None = None
    online: bool | None = None


class Misfit(Struct, frozen=True, kw_only=True):
    """One thing against a method; a hard one makes it unsuited, a soft one asks for care."""

    reason: str
    weight: int
    minutes: int = 0
    """How long the method takes, where that is the reason."""

    @property
    def is_hard(self) -> bool:
        """Tell whether the method does not suit."""
        return self.weight >= _HARD


def misfits(method: Method, around: Circumstances) -> Iterator[Misfit]:
    """Yield what speaks against a method."""
    yield from _size(method, around.present)
    yield from _time(method, around)
    yield from _advice(method, around.advice)
    if around.facilitator is False and method.needs_trained_facilitator:
        yield Misfit(reason="needs_facilitator", weight=_HARD + 5)
    if around.online and not method.online_ok:
        yield Misfit(reason="not_online", weight=_HARD + 5)
    if around.experience is not None and method.experience_level > around.experience:
        short = method.experience_level - around.experience
        yield Misfit(reason="asks_experience", weight=_SOFT * short)
    if around.safety is not None and method.safety_level > around.safety:
        short = method.safety_level - around.safety
        yield Misfit(reason="asks_safety", weight=_SOFT * short + 5)


def _size(method: Method, present: int | None) -> Iterator[Misfit]:
    if present is None:
        return
    if present < method.size_min:
        yield Misfit(reason="too_few", weight=_HARD + 10 * (method.size_min - present))
    elif present > method.size_max and method.key in _IN_THREES:
        yield Misfit(reason="in_threes", weight=1, minutes=_ROUNDS * method.minutes)
    elif present > method.size_max:
        yield Misfit(reason="too_many", weight=_HARD + 10 * (present - method.size_max))


def _time(method: Method, around: Circumstances) -> Iterator[Misfit]:
    if method.days is not None:
        yield Misfit(reason="takes_days", weight=2)
        return
    if around.minutes is None:
        return
    needed = method.minutes * (_ROUNDS if method.key in _IN_THREES else 1)
    if needed * _STRETCH > around.minutes:
        yield Misfit(reason="too_long", weight=_HARD + (needed - around.minutes) // 10, minutes=needed)
    elif needed > around.minutes:
        yield Misfit(reason="bit_long", weight=_SOFT, minutes=needed)


def _advice(method: Method, wanted: bool | None) -> Iterator[Misfit]:  # noqa: FBT001 - yes, no or unknown
    gives = method.advice_mode is not AdviceMode.NONE
    if wanted is True and not gives:
        yield Misfit(reason="gives_no_advice", weight=_SOFT + 10)
    if wanted is False and method.advice_mode in {AdviceMode.ROUND, AdviceMode.WRITTEN}:
        yield Misfit(reason="gives_advice", weight=_SOFT + 5)
