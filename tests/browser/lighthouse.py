"""Lighthouse on the built app: what a slow phone on a slow network gets to see, and when."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal, NamedTuple

from infra.house.node import find_node
from infra.house.places import PWA
from tests.browser import chromium
from tests.browser.figures_table import Figure

Throttling = Literal["simulate", "devtools"]
WAYS: Final[tuple[Throttling, ...]] = ("simulate", "devtools")
"""Reckoned from a fast run, and really slowed."""
_PROGRAM: Final = PWA / "node_modules" / "lighthouse" / "cli" / "index.js"
_TRIES: Final = 3
"""On a busy machine a recording now and then lacks its beginning: Lighthouse then asks to be run again."""
_CATEGORIES: Final = {"performance": 98.0, "accessibility": 100.0, "best-practices": 100.0}


class Run(NamedTuple):
    """What one run of Lighthouse measured: milliseconds, a ratio of layout shift, and scores to 100."""

    largest: float
    blocked: float
    shift: float
    scores: dict[str, float]
    lost: list[str]
    """The audits that cost points in the categories that must be perfect."""


def _read(report: dict[str, Any]) -> Run:
    audits, categories = report["audits"], report["categories"]
    lost = [
        reference["id"]
        for name in ("accessibility", "best-practices")
        for reference in categories[name]["auditRefs"]
        if reference["weight"] and audits[reference["id"]]["score"] not in {1, None}
    ]
    return Run(
        largest=audits["largest-contentful-paint"]["numericValue"],
        blocked=audits["total-blocking-time"]["numericValue"],
        shift=audits["cumulative-layout-shift"]["numericValue"],
        scores={name: round(categories[name]["score"] * 100) for name in _CATEGORIES},
        lost=lost,
    )


def run(address: str, throttling: Throttling) -> Run:
    """Let Lighthouse look at an address once, as a phone."""
    node = find_node()
    with TemporaryDirectory(prefix="kring-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        command = [
            *(str(node.program), str(_PROGRAM), address, "--quiet"),
            f"--throttling-method={throttling}",
            f"--only-categories={','.join(_CATEGORIES)}",
            f"--chrome-flags=--headless=new {' '.join(chromium.flags())}",
            *("--output=json", f"--output-path={report}"),
        ]
        program = chromium.find() or chromium.install()
        environment = {**os.environ, "CHROME_PATH": str(program), "LH_NO_ERROR_REPORTING": "1"}
        complaints: list[str] = []
        while len(complaints) < _TRIES:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if not done.returncode:
                return _read(json.loads(report.read_text(encoding="utf-8")))
            complaints.append(done.stderr[-3000:])
        raise RuntimeError(f"Lighthouse failed.\n{complaints[-1]}")


def figures(screen: str, simulated: Sequence[Run], applied: Sequence[Run]) -> list[Figure]:
    """Return the figures of a screen out of its runs."""
    lost = ", ".join(sorted({audit for each in (*simulated, *applied) for audit in each.lost}))
    return [
        Figure(f"{screen}: LCP simulated", "ms", median(each.largest for each in simulated), 1500),
        Figure(f"{screen}: LCP applied", "ms", median(each.largest for each in applied), 1800),
        Figure(f"{screen}: TBT", "ms", median(each.blocked for each in simulated), 100),
        Figure(f"{screen}: CLS", "", max(each.shift for each in (*simulated, *applied)), 0.02),
        *(
            Figure(
                f"{screen}: {name}", "of 100", median(each.scores[name] for each in simulated), least,
                more=True, note=lost if name != "performance" else "",
            )
            for name, least in _CATEGORIES.items()
        ),
    ]  # fmt: skip
