"""Every package is locked by version and hash, and both sets agree."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

LOCKS = sorted((ROOT / "infra" / "lock").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def _pins(lock: Path) -> dict[str, str]:
    return dict(PIN.findall(lock.read_text(encoding="utf-8")))


def _unhashed(text: str) -> list[str]:
    entries = re.split(r"\n(?=\S)", text.strip())
    return [entry.split()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)]


def test_the_locks_are_those_of_the_house() -> None:
    assert [lock.name for lock in LOCKS] == ["build.txt", "dev.txt", "node.txt", "run.txt", "uv.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_its_hash(lock: Path) -> None:
    assert _pins(lock)
    assert _unhashed(lock.read_text(encoding="utf-8")) == []


def test_a_package_without_a_hash_is_found() -> None:
    assert _unhashed("one==1 \\\n    --hash=sha256:" + "0" * 64 + "\ntwo==2\n") == ["two==2"]


def test_what_runs_is_what_was_tested() -> None:
    run, dev = _pins(ROOT / "infra/lock/run.txt"), _pins(ROOT / "infra/lock/dev.txt")

    assert {name: dev.get(name) for name in run} == run
