"""The key under which all other keys are wrapped: from the environment, or a file made on first run."""

import hashlib
import secrets
from pathlib import Path
from typing import NamedTuple

from typing_extensions import override

from backend.adapters.key_files import is_open_to_others, write_once
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
    if is_open_to_others(file):
        raise UnusableMasterKey(
            f"{file.name} can be read by others. Run chmod 600 on it, and consider its key known."
        )
    return file.read_bytes()


def _make(file: Path) -> bytes:
    """Make the file whole or not at all; of two processes, both use the first one's."""
    write_once(file, secrets.token_bytes(KEY_BYTES))
    return file.read_bytes()
