"""How a published figure is read from its row."""

from typing import Any

import msgspec

from backend.domain.uptake.figures import Figure


def figure_of(row: tuple[Any, ...]) -> Figure:
    """Return the figure of a row of ``uptake.figures``."""
    _, metric, _, by, part, rest, holds, value, bound, n, slices, why = row
    return msgspec.convert(
        {
            "metric": metric,
            "by": by,
            "part": {"id": part, "rest": rest, "holds": holds} if by else None,
            "value": value,
            "bound": bound,
            "n": n,
            "slices": [{"key": key, "value": number} for key, number in slices],
            "why": why,
        },
        Figure,
    )
