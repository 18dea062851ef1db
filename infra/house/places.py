"""Where things lie in the checkout, and what the tools put there."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOGS = TOOLS / "log"
STAMPS = TOOLS / "stamps"
LOCKS = ROOT / "infra" / "lock"
PWA = ROOT / "pwa"

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 24


def in_venv(program: str) -> str:
    """Return the path of a program of the checkout's own Python environment."""
    return str(VENV / "bin" / program)


def environment(**extra: str) -> dict[str, str]:
    """Return the environment for a tool: the caller's, with caches inside the checkout.

    So ``make clean`` removes everything that was made; a cache that the caller has named wins.
    """
    kept = {
        "UV_CACHE_DIR": str(TOOLS / "cache" / "uv"),
        "npm_config_cache": str(TOOLS / "cache" / "npm"),
        "PIP_CACHE_DIR": str(TOOLS / "cache" / "pip"),
    }
    own = {"PYTHONUNBUFFERED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **extra}
    return kept | os.environ | own


def python_is_young_enough() -> bool:
    """Tell whether this interpreter is one that Kring runs on."""
    return sys.version_info >= OLDEST_PYTHON
