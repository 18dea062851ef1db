"""Lists of staff as they come out of a spreadsheet: read, and every doubtful cell named."""

from typing import Final

from msgspec import Struct

from backend.api.problems import Problem
from backend.api.sheets import LONGEST_CELL, MOST_ROWS, called, cells_of, doubtful, opened, too_wide
from backend.api.texts import is_name, named
from backend.domain.addresses import normal_address
from backend.domain.organisation.roster import Line, Trouble

_LONGEST: Final = {"name": 80, "address": 254, "unit": 600, "role_family": 80}
_HEADINGS: Final = called(
    {
        "name": "naam name volledigenaam fullname vollständigername",
        "address": "email emailadres emailaddress mail mailadres emailadresse address adres",
        "unit": "eenheid unit afdeling department einheit abteilung",
        "role_family": "functiegroep rolefamily functiefamilie funktionsgruppe",
        "level": "niveau level ebene stufe",
        "manager": "leidinggevende manager vorgesetzte vorgesetzter führungskraft",
        "left": "vertrokken left uitdienst ausgeschieden",
    }
)
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


def read_people(text: str, encoding: str) -> PeopleFile:
    """Return what a list says.

    Raises Problem: file-unreadable, columns-missing, no-rows, too-many-rows.
    """
    sheet = opened(text, _HEADINGS, {"name", "address"})
    lines: list[Line] = []
    troubles: list[Trouble] = []
    count = 0
    for number, cells in sheet.rows:
        count += 1
        if count > MOST_ROWS:
            raise Problem("too-many-rows")
        found = cells_of(cells, sheet.columns)
        wrong = [*_troubles(number, found), *too_wide(number, cells, sheet.width)]
        if wrong:
            troubles += wrong
        else:
            lines.append(_line(number, found))
    if count == 0:
        raise Problem("no-rows")
    return PeopleFile(
        encoding=encoding,
        delimiter=sheet.delimiter,
        columns=frozenset(sheet.columns.values()),
        ignored_columns=sheet.ignored,
        rows=count,
        lines=lines,
        troubles=troubles,
    )


def _troubles(row: int, found: dict[str, str]) -> list[Trouble]:
    """Return what is wrong with the cells of a row."""
    return [trouble for column, cell in found.items() if (trouble := _trouble(row, column, cell))]


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


def _wrong(column: str, cell: str) -> str | None:
    match column:
        case "name":
            return None if is_name(cell) else "name-needed"
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


def _trouble(row: int, column: str, cell: str) -> Trouble | None:
    """Return what is wrong with one cell."""
    doubt = doubtful(row, column, cell, _LONGEST.get(column, LONGEST_CELL))
    if doubt is not None:
        return doubt
    reason = _wrong(column, cell)
    return Trouble(row, column, reason, cell) if reason else None
