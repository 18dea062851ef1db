"""The machine checks of ``make check``, in two lanes because a small machine has two cores."""

import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from infra.house.node import Node
from infra.house.places import PWA, ROOT, environment, in_venv


@dataclass(frozen=True)
class Check:
    """A tool that is silent about a sound tree and explains an unsound one."""

    name: str
    command: Sequence[str]
    cwd: Path
    env: dict[str, str]

    def passes(self) -> bool:
        """Run the tool, print one line, and what it said when it is not content."""
        began = time.monotonic()
        done = subprocess.run(
            self.command, cwd=self.cwd, env=self.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )  # fmt: skip
        passed = done.returncode == 0
        said = "" if passed else "\n" + done.stdout.rstrip()
        took = time.monotonic() - began
        print(f"  {self.name:<18} {'sound' if passed else 'UNSOUND':<52} {took:6.1f} s{said}", flush=True)
        return passed


def _house(name: str, *command: str) -> Check:
    return Check(name, [in_venv(command[0]), *command[1:]], ROOT, environment())


def of_house() -> list[Check]:
    """Return the checks of the Python side and of the generated files."""
    pytest = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    return [
        _house("types", "mypy"),
        _house("lint", "ruff", "check", "--quiet", "--output-format", "concise"),
        _house("format", "ruff", "format", "--check", "--output-format", "concise"),
        _house("contracts", "lint-imports", "--no-cache"),
        _house("goldens", *pytest, "tests/domain/test_golden_events.py"),
        _house("openapi", "kring", "openapi", "--check"),
        _house("client", "python", "infra/client/write.py", "--check"),
    ]


def of_app(node: Node) -> list[Check]:
    """Return the checks of the app: types, accessibility faults, lint and format."""
    scripts = {"app types": "check", "app lint": "lint", "app format": "format:check"}
    return [
        Check(name, [*node.npm, "run", "--silent", script], PWA, node.environment())
        for name, script in scripts.items()
    ]


def run_all(node: Node | None) -> int:
    """Run every check and return 1 when one of them is not content."""
    lanes = [of_house(), of_app(node) if node else []]
    with ThreadPoolExecutor(len(lanes)) as pool:
        outcomes = pool.map(lambda lane: [check.passes() for check in lane], lanes)
        return 0 if all(passed for lane in outcomes for passed in lane) else 1
