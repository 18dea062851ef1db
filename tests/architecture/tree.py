"""The tree under test, and copies of it in which a defect is planted."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("events", "projections", "backend")
PROGRAMS = Path(sys.executable).parent


def planted(folder: Path, additions: Mapping[str, str]) -> Path:
    """Copy the packages and their settings to a folder and add lines to some of the files."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path, lines in additions.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(f"{before}\n{lines}\n", encoding="utf-8")
    return folder


def ask(program: str, *arguments: str, cwd: Path) -> tuple[int, str]:
    """Run a program of this environment in a folder; return its exit code and all it said."""
    done = subprocess.run(
        [str(PROGRAMS / program), *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def tracked() -> list[Path]:
    """Return the files that git keeps, of this tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [file for file in files if file.is_file()]
