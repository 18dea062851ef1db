"""Runs every bench of this folder, prints the table, and writes build/bench.json."""

import importlib
import json
import sys
from pathlib import Path
from typing import Final

import uvloop

from tests.bench.ground import Row

COLUMNS: Final = ("name", "value", "unit", "limit", "limit_ratio", "peer", "peer_ratio")
RESULTS: Final = Path("build") / "bench.json"


async def everything(wanted: list[str]) -> list[Row]:
    """Run the benches with these names, or all; each module has ``async def bench()``."""
    rows: list[Row] = []
    for name in sorted(file.stem for file in Path(__file__).parent.glob("[!_]*.py")):
        bench = getattr(importlib.import_module(f"tests.bench.{name}"), "bench", None)
        if bench is not None and name in (wanted or [name]):
            print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201 -- progress
            rows += await bench()
    return rows


def table(rows: list[Row]) -> str:
    """Return the rows as text, columns aligned."""
    lines = [COLUMNS, *([_shown(row[column]) for column in COLUMNS] for row in rows)]
    widths = [max(len(line[nth]) for line in lines) for nth in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if nth in {0, 2} else cell.rjust(width)
            for nth, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if isinstance(value, float) and value >= 1000 else str(value)


def main() -> None:
    """Measure, print, write down."""
    rows = uvloop.run(everything(sys.argv[1:]))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n")
    print(table(rows))  # noqa: T201 -- a bench is run for what it prints


if __name__ == "__main__":
    main()
