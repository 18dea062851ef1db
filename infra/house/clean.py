"""Cleaning: everything that the other goals made goes, and nothing else."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from infra.house.places import ROOT
from infra.house.stages import Trouble, stage

MADE = (
    ".venv", ".tools", "var", "build", "dist", "pwa/node_modules", "pwa/dist", "pwa/src/text/generated",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
)  # fmt: skip
_WITH_CODE = ("backend", "events", "infra", "projections", "tests")
_ASIDE = Path("/var/tmp")  # noqa: S108 -- where the launcher keeps what its user cannot reach in the checkout


def clean() -> int:
    """Remove what was made; raise Trouble while the database of this checkout still runs."""
    homes = list(database_homes(ROOT / "var"))
    running = next((home for home in homes if _runs(home)), None)
    if running:
        raise Trouble(f"The database of this checkout still runs (in {running}): stop Kring first.")
    with stage("Removing") as work:
        caches = (cache for folder in _WITH_CODE for cache in (ROOT / folder).rglob("__pycache__"))
        made = [*homes, *_copied_binaries(), *(ROOT / name for name in MADE), *caches]
        there = [folder for folder in made if folder.exists()]
        for folder in there:
            shutil.rmtree(folder, ignore_errors=True)
        left = [str(folder) for folder in there if folder.exists()]
        if left:
            raise Trouble(f"Not removed, perhaps because it belongs to somebody else: {', '.join(left)}")
        work.result = f"{len(there)} folders that were made" if there else "nothing was made"
    return 0


def database_homes(folder: Path) -> Iterator[Path]:
    """Yield the folders of databases under a folder, also where the launcher had to move aside.

    The names are those of ``backend/adapters/embedded_postgres.py``, which cannot be imported
    here: cleaning must work in half a checkout.
    """
    for lock in folder.glob("**/launch.lock"):
        yield lock.parent
        digest = hashlib.sha256(os.fsencode(lock.parent)).hexdigest()[:12]
        aside = _ASIDE / f"kring-{os.geteuid()}-data-{digest}"
        if aside.is_dir():
            yield aside


def _copied_binaries() -> Iterator[Path]:
    for install in (ROOT / ".venv").glob("lib/python*/site-packages/embedded_postgres/pginstall"):
        yield _ASIDE / f"kring-{os.geteuid()}-postgres-{install.stat().st_ino}"


def _runs(home: Path) -> bool:
    held = home / "server.lock"
    if not held.exists():
        return False
    with held.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
