"""A figure as it is published: a value, or that there is none."""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.floors import CLEAR_OF_ENDS
from backend.domain.uptake.parts import Part

STEP: Final = 5
"""To what numbers of people, and how much is behind a figure, are rounded down."""
_HUNDRED: Final = 100
OTHER: Final = "other"
"""The slice of what is taken together."""

Why = Literal["too-few", "derivable", "changed-too-little"]
"""Why there is no value: too few people or groups; another figure would give it away; the people are
almost those of an earlier figure. That there is nothing to count looks like too few."""
Bound = Literal["less-than", "more-than"]


class Slice(Struct, frozen=True):
    """One of several values that belong together: of a distribution, or at a month of a curve."""

    key: str
    value: float


class Figure(Struct, frozen=True, kw_only=True):
    """One figure. ``n``: about how much is behind it, rounded down; None for a value that is held back."""

    metric: str
    by: Dimension | None = None
    part: Part | None = None
    value: float | None = None
    bound: Bound | None = None
    n: int | None = None
    slices: tuple[Slice, ...] = ()
    why: Why | None = None

    @property
    def is_shown(self) -> bool:
        """Tell whether there is a value."""
        return self.value is not None or bool(self.slices)

    @property
    def place(self) -> tuple[str, str, str]:
        """Return what the figure is of: measure, dimension, part."""
        return self.metric, self.by or "", self.part.mark if self.part else ""


def shared_out(cells: Mapping[str, int], fewest: int) -> tuple[Slice, ...]:
    """Return the shares of a distribution; what is too small is taken together until it is not."""
    left, total, merged = dict(cells), sum(cells.values()), 0
    small = sorted(left, key=lambda key: left[key])
    while small and (left[small[0]] < fewest or 0 < merged < fewest):
        merged += left.pop(small.pop(0))
    slices = [Slice(key, round(_HUNDRED * times / total)) for key, times in left.items()]
    if merged:
        slices.append(Slice(OTHER, round(_HUNDRED * merged / total)))
    return tuple(slices)


def rounded(n: float) -> int:
    """Return a number of people or of anything behind a figure as it may be said."""
    return int(n) // STEP * STEP


def percent(above: float, below: float) -> tuple[float, Bound | None]:
    """Return a whole percentage, which is only bounded near its ends."""
    value = round(_HUNDRED * above / below)
    if value < CLEAR_OF_ENDS:
        return CLEAR_OF_ENDS, "less-than"
    if value > _HUNDRED - CLEAR_OF_ENDS:
        return _HUNDRED - CLEAR_OF_ENDS, "more-than"
    return value, None
