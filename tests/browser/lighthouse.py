"""Lighthouse on the built app: what a slow phone on a slow network gets to see, and when."""

import json
import os
import subprocess
from collections.abc import Callable, Sequence
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
_QUIET: Final = 0.7
"""The share of its best that a machine still does when it is not busy with something else."""
_PATIENCE: Final = 4
"""How many times as many runs as are wanted are made at most."""
_CATEGORIES: Final = {"performance": 98.0, "accessibility": 100.0, "best-practices": 100.0}


class Run(NamedTuple):
    """What one run of Lighthouse measured: milliseconds, a ratio of layout shift, and scores to 100."""

    largest: float
    blocked: float
    shift: float
    scores: dict[str, float]
    lost: list[str]
    """The audits that cost points in the categories that must be perfect."""
    machine: float
    """How much this machine did just before, by Lighthouse's own index: a busy one does less."""


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
        machine=report["environment"]["benchmarkIndex"],
    )


def run(address: str, throttling: Throttling, *, cookie: str = "") -> Run:
    """Let Lighthouse look at an address once, as a phone, signed in by a cookie or a stranger."""
    node = find_node()
    with TemporaryDirectory(prefix="kring-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        command = [
            *(str(node.program), str(_PROGRAM), address, "--quiet"),
            f"--throttling-method={throttling}",
            f"--only-categories={','.join(_CATEGORIES)}",
            f"--chrome-flags=--headless=new {' '.join(chromium.flags())}",
            *("--output=json", f"--output-path={report}"),
            *([f"--extra-headers={json.dumps({'Cookie': cookie})}"] if cookie else []),
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


def while_quiet(once: Callable[[], Run], wanted: int) -> list[Run]:
    """Run until enough runs were made while the machine had little else to do; return those.

    Which these are is told by what the machine did just before each, never by what came out of it. A
    machine that never comes to rest answers with the runs before which it did most.
    """
    runs: list[Run] = []
    while len(runs) < wanted * _PATIENCE:
        runs.append(once())
        most = max(each.machine for each in runs)
        quiet = [each for each in runs if each.machine >= _QUIET * most]
        if len(quiet) >= wanted:
            return quiet
    return sorted(runs, key=lambda each: each.machine)[-wanted:]


def how_quiet(runs: Sequence[Run]) -> str:
    """Return a note on what the machine could do before these runs."""
    slowest, fastest = min(each.machine for each in runs), max(each.machine for each in runs)
    return f"machine at {slowest:.0f} to {fastest:.0f}"


def figures(screen: str, simulated: Sequence[Run], applied: Sequence[Run]) -> list[Figure]:
    """Return the figures of a screen out of its runs."""
    lost = ", ".join(sorted({audit for each in (*simulated, *applied) for audit in each.lost}))
    machine = how_quiet(simulated)
    return [
        Figure(f"{screen}: LCP simulated", "ms", median(each.largest for each in simulated), 1500),
        Figure(f"{screen}: LCP applied", "ms", median(each.largest for each in applied), 1800),
        Figure(f"{screen}: TBT", "ms", median(each.blocked for each in simulated), 100, note=machine),
        Figure(f"{screen}: CLS", "", max(each.shift for each in (*simulated, *applied)), 0.02),
        *(
            Figure(
                f"{screen}: {name}", "of 100", median(each.scores[name] for each in simulated), least,
                more=True, note=lost if name != "performance" else "",
            )
            for name, least in _CATEGORIES.items()
        ),
    ]  # fmt: skip
