"""Lists as they come out of a spreadsheet: encodings, delimiters, headings, and doubtful cells."""

import base64
import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from msgspec import Struct

from backend.api.mojibake import probable
from backend.api.problems import Problem
from backend.domain.organisation.roster import Trouble

MOST_ROWS: Final = 10_000
_FORMULA: Final = ("=", "+", "-", "@")
LONGEST_CELL: Final = 254
REFUSALS: Final = ("file-unreadable", "columns-missing", "no-rows", "too-many-rows", "rows-have-problems")
"""Why a list is not taken in, whatever it is a list of."""


class RowProblem(Struct, frozen=True, kw_only=True):
    """Why a row cannot be taken in. Row 1 has the headings; null is the list as a whole."""

    row: int | None
    column: str | None
    reason: str
    value: str | None
    suggestion: str | None


def problem_of(trouble: Trouble) -> RowProblem:
    """Return a problem as it is told."""
    return RowProblem(
        row=trouble.row,
        column=trouble.column,
        reason=trouble.reason,
        value=trouble.value,
        suggestion=trouble.suggestion,
    )


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


def text_of(text: str | None, file: str | None) -> tuple[str, str]:
    """Return a list's text and its encoding, given as text or as a file's bytes in base64: one of both.

    Raises Problem: invalid, file-unreadable.
    """
    if (text is None) == (file is None):
        raise Problem("invalid")
    if text is not None:
        return text, "utf-8"
    try:
        return decoded(base64.b64decode(file or "", validate=True))
    except ValueError:
        raise Problem("invalid") from None


def delimiter_of(text: str) -> str:
    """Return what stands between the cells."""
    heading = text.partition("\n")[0]
    return max(";", ",", "\t", key=heading.count)


def rows_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, with their numbers as a spreadsheet shows them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise Problem("file-unreadable") from None


def columns_of(
    headings: list[str], names: Mapping[str, str], needed: set[str]
) -> tuple[dict[int, str], list[str]]:
    """Return which place holds what, and the headings that nobody knows.

    ``names``: what a column may be called, without spaces, hyphens and capitals. Raises Problem
    (columns-missing).
    """
    columns: dict[int, str] = {}
    ignored = []
    for place, heading in enumerate(headings):
        plain = "".join(char for char in heading.casefold() if char.isalnum())
        known = names.get(plain)
        if known is None:
            ignored.append(heading.strip()[:80])
        elif known in columns.values():
            raise Problem("columns-missing")
        else:
            columns[place] = known
    if not needed <= set(columns.values()):
        raise Problem("columns-missing")
    return columns, [heading for heading in ignored if heading]


class Opened(NamedTuple):
    """A list whose headings were read: what each place holds, and the rows under them."""

    columns: dict[int, str]
    ignored: list[str]
    width: int
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str


def opened(text: str, names: Mapping[str, str], needed: set[str]) -> Opened:
    """Read the headings of a list. Raises Problem: file-unreadable, columns-missing."""
    text = text.removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    rows = rows_of(text, delimiter)
    _, headings = next(rows, (1, []))
    return Opened(*columns_of(headings, names, needed), len(headings), rows, delimiter)


def too_wide(row: int, cells: list[str], width: int) -> list[Trouble]:
    """Return what is wrong with a row that holds something where no heading is."""
    return [Trouble(row, None, "too-many-cells")] if any(cell.strip() for cell in cells[width:]) else []


def cells_of(cells: list[str], columns: dict[int, str]) -> dict[str, str]:
    """Return what a row has in each known column."""
    return {column: cells[place].strip() if place < len(cells) else "" for place, column in columns.items()}


def called(columns: Mapping[str, str]) -> dict[str, str]:
    """Return a column for each of its headings, which stand with spaces between them."""
    return {heading: column for column, headings in columns.items() for heading in headings.split()}


def doubtful(row: int, column: str, cell: str, longest: int = LONGEST_CELL) -> Trouble | None:
    """Return what is wrong with a cell whatever it is to say."""
    if cell.startswith(_FORMULA):
        return Trouble(row, column, "formula", cell)
    if (better := probable(cell)) is not None:
        return Trouble(row, column, "mojibake", cell, better or None)
    if any(not char.isprintable() for char in cell):
        return Trouble(row, column, "control-character")
    if len(cell) > longest:
        return Trouble(row, column, "too-long")
    return None
