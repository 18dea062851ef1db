"""Writes a golden file for every event that has none yet: ``python -m tests.golden.write``.

A golden file is what an event looks like in the record. It is never changed: an event that must
look different gets a new name, and the old file shows that the old name is still read.
"""

from datetime import UTC, date, datetime, time
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin
from uuid import UUID

import msgspec

from backend.domain.methods import method
from events.base import Event, Sealed
from events.catalogue import EVENTS, encode
from events.group import GroundRule
from events.method import Method

FOLDER: Final = Path(__file__).with_name("events")
PERSON: Final = UUID("00000000-0000-4000-8000-000000000001")
_FIXED: Final[dict[object, object]] = {
    UUID: UUID("00000000-0000-4000-8000-0000000000aa"),
    datetime: datetime(2026, 3, 2, 13, 30, tzinfo=UTC),
    date: date(2026, 3, 16),
    time: time(9, 30),
    str: "basis6",
    int: 3,
    bool: True,
    Sealed: Sealed(case=None, person=PERSON, nonce=b"nonce", ciphertext=b"ciphertext"),
    GroundRule: GroundRule(key="confidential"),
    Method: method("short30"),
}


def example(kind: type[Event]) -> Event:
    """Return an event of a kind with every field filled in, the same each time."""
    return kind(**_fields(kind))


def path(name: str) -> Path:
    """Return where the golden file of a stored name is."""
    return FOLDER / f"{name}.json"


def write(folder: Path = FOLDER) -> list[str]:
    """Write the files that are missing, and return their names; what is there stays as it is."""
    folder.mkdir(exist_ok=True)
    missing = [name for name in EVENTS if not (folder / f"{name}.json").exists()]
    for name in missing:
        (folder / f"{name}.json").write_bytes(encode(example(EVENTS[name])) + b"\n")
    return missing


def _fields(kind: type[msgspec.Struct]) -> dict[str, object]:
    return {field.name: _value(field.type) for field in msgspec.structs.fields(kind)}


def _value(of: Any) -> object:  # noqa: ANN401 - a type as it was written down
    if of in _FIXED:
        return _FIXED[of]
    if get_origin(of) in {Union, UnionType}:
        return _value(next(one for one in get_args(of) if one is not type(None)))
    if get_origin(of) is tuple:
        return (_value(get_args(of)[0]),)
    if issubclass(of, Enum):
        return next(iter(of))
    return of(**_fields(of))


if __name__ == "__main__":
    write()
