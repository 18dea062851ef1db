"""Files of figures for other programs: CSV that spreadsheets open right, and Parquet."""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Final, Literal, Protocol

from arro3.core import Array, DataType, Table
from arro3.io import write_parquet

MARK: Final = "\ufeff"
"""Says that a CSV file is UTF-8, which spreadsheets would not believe otherwise."""
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


class Row(Protocol):
    """A line of a file."""

    @property
    def __struct_fields__(self) -> tuple[str, ...]:
        """Return the names of the columns."""


class UptakeFiles:
    """Writes the same lines in each form, with the same columns in the same order."""

    def write(self, rows: Sequence[Row], form: Literal["csv", "csv-nl", "parquet"]) -> bytes:
        """Return a file with a line for each row."""
        if form == "parquet":
            return _parquet(rows)
        return _csv(rows, dutch=form == "csv-nl")


COLUMNS: Final[dict[str, DataType]] = {
    "period": DataType.utf8(),
    "metric": DataType.utf8(),
    "name": DataType.utf8(),
    "by": DataType.utf8(),
    "part": DataType.utf8(),
    "part_name": DataType.utf8(),
    "slice": DataType.utf8(),
    "value": DataType.float64(),
    "unit": DataType.utf8(),
    "bound": DataType.utf8(),
    "n": DataType.int64(),
    "suppressed": DataType.bool(),
    "why": DataType.utf8(),
    "floor": DataType.int64(),
    "definition_version": DataType.int64(),
    "computed_at": DataType.utf8(),
}
"""The columns of every file, and their types in Parquet."""


def _csv(rows: Sequence[Row], *, dutch: bool) -> bytes:
    text = StringIO()
    text.write(MARK)
    writer = csv.writer(text, delimiter=";" if dutch else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(getattr(row, name), dutch=dutch) for name in COLUMNS])
    return text.getvalue().encode()


def _cell(value: object, *, dutch: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            plain = f"{value:g}" if value != round(value) else f"{value:.0f}"
            return plain.replace(".", ",") if dutch else plain
        case datetime():
            return value.isoformat()
        case str() if value.startswith(_RISKY):
            return f"'{value}"
        case _:
            return str(value)


def _parquet(rows: Sequence[Row]) -> bytes:
    columns = [Array([_value(getattr(row, name)) for row in rows], kind) for name, kind in COLUMNS.items()]
    file = BytesIO()
    write_parquet(Table.from_arrays(columns, names=list(COLUMNS)), file)
    return file.getvalue()


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
