"""Cleaning: everything that the other goals made goes, and nothing else."""

import shutil

from infra.house.places import ROOT
from infra.house.stages import Trouble

MADE = (
    ".venv", ".tools", "var", "build", "dist", "pwa/node_modules", "pwa/dist", "pwa/src/text/generated",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
)  # fmt: skip
_WITH_CODE = ("backend", "events", "infra", "projections", "tests")


def clean() -> int:
    """Remove what was made; raise Trouble while the database of this checkout still runs."""
    running = next((ROOT / "var").glob("**/postmaster.pid"), None)
    if running:
        raise Trouble(f"The database of this checkout still runs ({running}): stop Kring first.")
    for name in MADE:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in _WITH_CODE:
        for cache in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
    return 0
