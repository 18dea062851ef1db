"""Keys of the house that lie in a file: made at the first run, and readable by nobody else."""

import os
import secrets
from pathlib import Path


def write_once(file: Path, content: bytes) -> None:
    """Make a file whole or not at all; where it is there already, it stays as it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mine = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(mine, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def is_open_to_others(file: Path) -> bool:
    """Tell whether anybody but the house may read a file."""
    return bool(file.stat().st_mode & 0o077)
