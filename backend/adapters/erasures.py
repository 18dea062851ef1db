"""The erasure list: a file beside the database that says whose keys are to stay destroyed.

A restored backup of the database brings keys back; this file, kept apart from it, takes them away
again before anything is served. It holds ids and days, never content. A line is on the disk before
its key is destroyed; lines are only ever added.
"""

import fcntl
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from backend.adapters.vault import Erasure, Kind, Subject

_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LINE: Final = re.compile(rf"\d{{4}}-\d\d-\d\d (case|person) ({_UUID}) ({_UUID})")


class UnusableErasures(RuntimeError):
    """The erasure list cannot be written, so nothing could be erased for good; the message says so."""


class ErasureList:
    """Lines such as ``2026-03-02 case <tenant> <subject>``; several processes may add at once."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def check(self) -> None:
        """Raise UnusableErasures when no line could be added."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600))
        except OSError as error:
            raise UnusableErasures(
                f"The erasure list {self._file} cannot be written ({error.strerror}). "
                "Give KRING_ERASURES_FILE a place that lasts, apart from the database."
            ) from error

    def read(self) -> list[Erasure]:
        """Return what stands in the file, in order; nothing when there is none.

        A line that a crash tore is passed over: its key was not destroyed yet, and what demanded
        it stands in the record, so it is written anew.
        """
        if not self._file.exists():
            return []
        lines = self._file.read_text(encoding="ascii", errors="replace").splitlines()
        return list(dict.fromkeys(known for line in lines if (known := _parsed(line))))

    def add(self, erasures: Iterable[Erasure], day: date) -> None:
        """Add lines, and return when they are on the disk."""
        lines = "".join(_line(one, day) for one in erasures)
        if not lines:
            return
        is_new = not self._file.exists()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _write(descriptor, _after_torn(descriptor) + lines.encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            _sync_folder(self._file.parent)

    def missing(self, erasures: Sequence[Erasure]) -> list[Erasure]:
        """Return which of these have no line yet."""
        known = set(self.read())
        return [one for one in erasures if one not in known]


def _line(erasure: Erasure, day: date) -> str:
    return f"{day.isoformat()} {erasure.subject.kind} {erasure.tenant} {erasure.subject.id}\n"


def _parsed(line: str) -> Erasure | None:
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    kind: Kind = "case" if found[1] == "case" else "person"
    return Erasure(UUID(found[2]), Subject(kind, UUID(found[3])))


def _after_torn(descriptor: int) -> bytes:
    """Return what ends a line that a crash tore, so that the next one stands by itself."""
    size = os.fstat(descriptor).st_size
    return b"\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else b""


def _write(descriptor: int, lines: bytes) -> None:
    while lines:
        lines = lines[os.write(descriptor, lines) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
