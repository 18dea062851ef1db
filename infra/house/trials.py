"""The tests of app and house, one after the other, with one summary at the end."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from infra.house.node import Node
from infra.house.places import PWA, ROOT, environment, in_venv

CHROMIUM = (in_venv("python"), "-m", "tests.browser.chromium")

_REPORTS = ROOT / "build" / "tests"
_MOST_AT_ONCE = 4
_KINDS = ("failures", "errors", "skipped")


def run_all(node: Node | None, more: Sequence[str]) -> int:
    """Run vitest and pytest, print a summary and return 1 when anything failed.

    ``more`` goes to pytest, such as a folder or ``-k`` with a word; the app's tests then rest.
    """
    _REPORTS.mkdir(parents=True, exist_ok=True)
    outcomes = []
    if node and not more:
        report = _REPORTS / "app.xml"
        npm = [
            *node.npm,
            "test",
            "--",
            "--reporter=default",
            "--reporter=junit",
            f"--outputFile.junit={report}",
        ]
        outcomes.append(_trial("app", npm, PWA, node.environment(), report))
    report = _REPORTS / "house.xml"
    pytest = [in_venv("python"), "-m", "pytest", f"--junitxml={report}", *(more or _together())]
    outcomes.append(_trial("house", pytest, ROOT, node.environment() if node else environment(), report))
    print("\nSummary")
    for line, _ in outcomes:
        print(line)
    return 0 if all(passed for _, passed in outcomes) else 1


def _together() -> list[str]:
    """Return how the whole suite shares the cores: file by file, because files share a house."""
    at_once = min(os.cpu_count() or 1, _MOST_AT_ONCE)
    return ["--numprocesses", str(at_once), "--dist", "loadfile", "--no-loadscope-reorder"]


def _trial(
    name: str, command: Sequence[str], cwd: Path, env: dict[str, str], report: Path
) -> tuple[str, bool]:
    print(f"\nTests of the {name}", flush=True)
    report.unlink(missing_ok=True)
    began = time.monotonic()
    code = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False).returncode
    return f"  {name:<18} {_counted(report):<52} {time.monotonic() - began:6.1f} s", code == 0


def _counted(report: Path) -> str:
    """Return what a JUnit report counts, in words."""
    if not report.is_file():
        return "did not run"
    counts = dict.fromkeys(("tests", *_KINDS), 0)
    for suite in ET.parse(report).getroot().iter("testsuite"):
        for kind in counts:
            counts[kind] += int(suite.get(kind) or 0)
    passed = counts["tests"] - sum(counts[kind] for kind in _KINDS)
    return ", ".join([f"{passed} passed", *(f"{counts[kind]} {kind}" for kind in _KINDS if counts[kind])])
