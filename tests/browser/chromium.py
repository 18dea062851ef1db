"""Chromium for the browser tests: the system's, else Debian's package, else Playwright's own download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_OWN_DOWNLOADS = Path(__file__).resolve().parents[2] / ".tools" / "chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LEAN_NAMES = ("chromium-headless-shell",)
_PACKAGES = ("chromium", "fonts-liberation", "fonts-noto-color-emoji")
_MACOS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)

FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What every Chromium of a test is started with: no talk with the outside."""


def flags() -> list[str]:
    """Return the flags for this user; root needs a Chromium without its sandbox."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find() -> Path | None:
    """Return a Chromium that answers, or None; ``KRING_CHROMIUM`` names another than the usual."""
    named = os.environ.get("KRING_CHROMIUM")
    if named:
        return Path(named)
    on_path = (Path(found) for name in _NAMES if (found := shutil.which(name)))
    own = sorted(_OWN_DOWNLOADS.glob("chromium-*/*/chrome")) + sorted(
        _OWN_DOWNLOADS.glob("chromium-*/*/*.app/Contents/MacOS/*")
    )
    return next((program for program in (*on_path, *_MACOS, *own) if _answers(program)), None)


def lean() -> Path | None:
    """Return a Chromium without a window of its own, or None: a fifth less work, and no notifications.

    It is the one that Playwright takes unasked; what it cannot do is asked of the whole one.
    """
    if os.environ.get("KRING_CHROMIUM"):
        return None
    on_path = (Path(found) for name in _LEAN_NAMES if (found := shutil.which(name)))
    own = sorted(_OWN_DOWNLOADS.glob("chromium_headless_shell-*/*/*headless*shell"))
    return next((program for program in (*on_path, *own) if _answers(program)), None)


def install() -> Path:
    """Install a Chromium and return it; raise RuntimeError with the reason when none can be had."""
    said = _install_package() if os.geteuid() == 0 and shutil.which("apt-get") else ""
    found = find()
    if found:
        return found
    said += _install_own()
    found = find()
    if found:
        return found
    raise RuntimeError(
        f"{said}\nNo Chromium could be installed: install one yourself, or name one in KRING_CHROMIUM."
    )


def _answers(program: Path) -> bool:
    if not program.is_file():
        return False
    asked = subprocess.run([str(program), "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def _install_package() -> str:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "--yes", "--no-install-recommends"]
    said = ""
    for command in (["update"], [*install, *_PACKAGES], [*install, *_LEAN_NAMES]):
        done = subprocess.run(
            ["apt-get", *command],
            env=quiet,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        said += done.stdout[-1000:] + done.stderr
    return said


def _install_own() -> str:
    with_libraries = ["--with-deps"] if os.geteuid() == 0 and sys.platform == "linux" else []
    command = [sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]
    env = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(_OWN_DOWNLOADS)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return done.stdout[-1000:] + done.stderr


if __name__ == "__main__":
    try:
        print(find() or install())
    except RuntimeError as fault:
        sys.exit(str(fault))
