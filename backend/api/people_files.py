"""Lists of staff as they come out of a spreadsheet: read, and every doubtful cell named."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from backend.api.mojibake import probable
from backend.api.problems import Problem
from backend.api.texts import named
from backend.domain.addresses import normal_address
from backend.domain.organisation.roster import Line, Trouble

MOST_ROWS: Final = 10_000
_LONGEST: Final = {"name": 80, "address": 254, "unit": 600, "role_family": 80}
_FORMULA: Final = ("=", "+", "-", "@")
_HEADINGS: Final[Mapping[str, str]] = {
    heading: column
    for column, headings in {
        "name": "naam name volledigenaam fullname vollständigername",
        "address": "email emailadres emailaddress mail mailadres emailadresse address adres",
        "unit": "eenheid unit afdeling department einheit abteilung",
        "role_family": "functiegroep rolefamily functiefamilie funktionsgruppe",
        "level": "niveau level ebene stufe",
        "manager": "leidinggevende manager vorgesetzte vorgesetzter führungskraft",
        "left": "vertrokken left uitdienst ausgeschieden",
    }.items()
    for heading in headings.split()
}
"""What a column may be called in Dutch, English and German, without spaces, hyphens and capitals."""
_YES: Final = {"ja", "yes", "true", "waar", "wahr", "j", "y", "x", "1"}
_NO: Final = {"", "nee", "no", "nein", "false", "onwaar", "falsch", "n", "0"}


class PeopleFile(Struct, frozen=True, kw_only=True):
    """A list of staff as it was understood; rows count from 1, which is the row of headings."""

    encoding: str
    delimiter: str
    columns: frozenset[str]
    ignored_columns: list[str]
    rows: int
    lines: list[Line]
    troubles: list[Trouble]


def decoded(content: bytes) -> tuple[str, str]:
    """Return a file's text and the encoding it had: UTF-8, or Windows-1252 as Excel writes it.

    Raises Problem (file-unreadable) for what is neither, such as a workbook.
    """
    if b"\x00" in content or content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        raise Problem("file-unreadable")
    for encoding, name in (("utf-8-sig", "utf-8"), ("cp1252", "windows-1252")):
        try:
            return content.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise Problem("file-unreadable")


def read_people(text: str, encoding: str) -> PeopleFile:
    """Return what a list says.

    Raises Problem: file-unreadable, columns-missing, no-rows, too-many-rows.
    """
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    _, headings = next(rows, (1, []))
    columns, ignored = _columns(headings)
    lines: list[Line] = []
    troubles: list[Trouble] = []
    count = 0
    for number, cells in rows:
        count += 1
        if count > MOST_ROWS:
            raise Problem("too-many-rows")
        wrong = _troubles(number, cells, columns, len(headings))
        if wrong:
            troubles += wrong
        else:
            lines.append(_line(number, _cells(cells, columns)))
    if count == 0:
        raise Problem("no-rows")
    return PeopleFile(
        encoding=encoding,
        delimiter=delimiter,
        columns=frozenset(columns.values()),
        ignored_columns=ignored,
        rows=count,
        lines=lines,
        troubles=troubles,
    )


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(";", ",", "\t", key=heading.count)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, with their numbers as a spreadsheet shows them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise Problem("file-unreadable") from None


def _columns(headings: list[str]) -> tuple[dict[int, str], list[str]]:
    """Return which place holds what, and the headings that nobody knows."""
    columns: dict[int, str] = {}
    ignored = []
    for place, heading in enumerate(headings):
        plain = "".join(char for char in heading.casefold() if char.isalnum())
        known = _HEADINGS.get(plain)
        if known is None:
            ignored.append(heading.strip()[:80])
        elif known in columns.values():
            raise Problem("columns-missing")
        else:
            columns[place] = known
    if not {"name", "address"} <= set(columns.values()):
        raise Problem("columns-missing")
    return columns, [heading for heading in ignored if heading]


def _cells(cells: list[str], columns: dict[int, str]) -> dict[str, str]:
    """Return what a row has in each known column."""
    return {column: cells[place].strip() if place < len(cells) else "" for place, column in columns.items()}


def _troubles(row: int, cells: list[str], columns: dict[int, str], width: int) -> list[Trouble]:
    """Return what is wrong with a row."""
    found = _cells(cells, columns)
    troubles = [trouble for column, cell in found.items() if (trouble := _trouble(row, column, cell))]
    if any(cell.strip() for cell in cells[width:]):
        troubles.append(Trouble(row, None, "too-many-cells"))
    return troubles


def _line(row: int, found: dict[str, str]) -> Line:
    """Return what a row says."""
    level, manager = found.get("level"), found.get("manager")
    return Line(
        row=row,
        name=named(found["name"]),
        address=normal_address(found["address"]) or "",
        unit=named(found.get("unit", "")),
        role_family=named(found.get("role_family", "")),
        level=int(level) if level else None,
        manager=normal_address(manager) if manager else None,
        left=found.get("left", "").casefold() in _YES,
    )


def _trouble(row: int, column: str, cell: str) -> Trouble | None:
    """Return what is wrong with one cell."""
    if cell.startswith(_FORMULA):
        return Trouble(row, column, "formula", cell)
    if (better := probable(cell)) is not None:
        return Trouble(row, column, "mojibake", cell, better or None)
    if any(not char.isprintable() for char in cell):
        return Trouble(row, column, "control-character")
    if len(cell) > _LONGEST.get(column, 254):
        return Trouble(row, column, "too-long")
    reason = _wrong(column, cell)
    return Trouble(row, column, reason, cell) if reason else None


def _wrong(column: str, cell: str) -> str | None:
    match column:
        case "name":
            return None if cell else "name-needed"
        case "address":
            return None if normal_address(cell) else "address-malformed"
        case "manager":
            return None if not cell or normal_address(cell) else "address-malformed"
        case "level":
            return None if cell in {"", "1", "2", "3"} else "level-unknown"
        case "left":
            return None if cell.casefold() in _YES | _NO else "neither-yes-nor-no"
        case _:
            return None
