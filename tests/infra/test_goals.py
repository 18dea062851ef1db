"""The goals of the Makefile: each is described, and continuous integration runs checks and tests alike."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from infra.house.__main__ import GOALS
from infra.house.places import ROOT

PROMISED = {"run", "test", "check", "bench", "figures", "pictures", "drill", "lock", "clean", "help"}


def _would_do(*command: str) -> str:
    """Return what make would do, without doing it."""
    without = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"}
    done = subprocess.run(
        command, cwd=ROOT, env={**without, "MAKEFLAGS": "n"}, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_help_describes_every_goal() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    said = subprocess.run(["make"], cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^  make (\w+) +\S", said, re.MULTILINE)) == PROMISED


@pytest.mark.parametrize("goal", sorted(PROMISED - {"help"}))
def test_a_goal_prepares_the_checkout_first(goal: str) -> None:
    prepared = re.search(r"-m infra\.house (\w+)", _would_do("make", goal))

    assert prepared is not None
    assert prepared.group(1) in GOALS


def test_run_ends_in_kring_and_bench_in_the_benches() -> None:
    assert ".venv/bin/kring run" in _would_do("make", "run")
    assert "-m tests.bench" in _would_do("make", "bench")


def test_drills_are_what_is_left_out_of_the_tests() -> None:
    assert "-m drill" in _would_do("make", "drill")
    assert '"-m", "not drill"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_continuous_integration_runs_every_check_and_every_test() -> None:
    done = _would_do(str(ROOT / ".ci" / "run"))

    assert "infra.house check" in done
    assert "infra.house test" in done


def test_what_python_compiled_is_kept_whatever_the_machine_says(tmp_path: Path) -> None:
    goal = tmp_path / "Makefile"
    goal.write_text(f"include {ROOT.as_posix().replace(' ', chr(92) + ' ')}/Makefile\nkept:\n\t@env\n")
    told = subprocess.run(
        ["make", "--file", str(goal), "kept"],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "PYTHONDONTWRITEBYTECODE=\n" in told.stdout
