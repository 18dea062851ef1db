"""The key under which all other keys are wrapped: from the environment, or a file made on first run."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from typing_extensions import override

from backend.adapters.sealing import KEY_BYTES


class UnusableMasterKey(RuntimeError):
    """The master key cannot be read or is not one; the message says what to do."""


class MasterKey(NamedTuple):
    """A master key, and the id by which stored keys name it."""

    id: str
    key: bytes

    @override
    def __repr__(self) -> str:
        """Name the key without showing it."""
        return f"MasterKey({self.id!r})"


def master_key(key: bytes | None, file: Path) -> MasterKey:
    """Return the key that was given, or the one in a file only its owner can read."""
    if key is None:
        key = _read(file) if file.exists() else _make(file)
    if len(key) != KEY_BYTES:
        raise UnusableMasterKey(f"{file.name} does not hold a key of {KEY_BYTES} bytes.")
    return MasterKey(hashlib.sha256(b"kring master key" + key).hexdigest()[:16], key)


def _read(file: Path) -> bytes:
    if file.stat().st_mode & 0o077:
        raise UnusableMasterKey(
            f"{file.name} can be read by others. Run chmod 600 on it, and consider its key known."
        )
    return file.read_bytes()


def _make(file: Path) -> bytes:
    """Make the file whole or not at all; of two processes, both use the first one's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mine = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(mine, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
        new.write(secrets.token_bytes(KEY_BYTES))
        new.flush()
        os.fsync(new.fileno())
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
    return file.read_bytes()
