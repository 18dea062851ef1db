"""The figures of the app beside their limits, as a table, with a verdict."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from infra.house.places import ROOT

RESULTS: Final = ROOT / "build" / "figures.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured and its limit; ``more``: at least the limit, else at most."""

    name: str
    unit: str
    value: float
    limit: float
    more: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether the figure is within its limit."""
        return self.value >= self.limit if self.more else self.value <= self.limit


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as text, one a line."""
    return "\n".join(
        f"{each.name:52} {each.value:10.3g} {'≥' if each.more else '≤'} {each.limit:<6g} {each.unit:7}"
        f" {'ok' if each.holds else 'EXCEEDED'}  {each.note}".rstrip()
        for each in figures
    )


def keep(figures: Iterable[Figure]) -> Path:
    """Write the figures down; return where."""
    RESULTS.parent.mkdir(exist_ok=True)
    told = [{**asdict(each), "holds": each.holds} for each in figures]
    RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return RESULTS
