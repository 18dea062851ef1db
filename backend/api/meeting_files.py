"""Lists of earlier meetings, from a spreadsheet or a calendar: read, and every doubtful row named."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from backend.api.meeting_calendars import read_calendar
from backend.api.meeting_lines import MeetingFile, MeetingLine, in_reach, minutes_between
from backend.api.problems import Problem
from backend.api.sheets import called, cells_of, doubtful, opened, too_wide
from backend.api.texts import named
from backend.domain.organisation.roster import Trouble
from events.forms import Form

MOST_MEETINGS: Final = 500
_LONGEST_NAMES: Final = 2_000
_HEADINGS: Final = called(
    {
        "date": "datum date dag day tag",
        "begin": "begin start van from beginn von",
        "end": "eind einde end tot until ende bis",
        "minutes": "minuten minutes netto net netminutes nettominuten",
        "present": "aanwezig aanwezigen present attendees anwesend anwesende deelnemers teilnehmende",
        "others": "anderen overigen others andere weitere",
        "form": "vorm form",
    }
)
_FORMS: Final = called(
    {
        Form.ROOM: "locatie oplocatie fysiek room inperson vorort präsenz",
        Form.ONLINE: "online digitaal",
        Form.MIXED: "hybride deelsonline mixed hybrid teilweiseonline",
    }
)
_DATE: Final = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4}))")
_TIME: Final = re.compile(r"(\d{1,2})[:.hu](\d{2})")


def read_meetings(text: str, zone: ZoneInfo) -> MeetingFile:
    """Return what a list says; its times are those of ``zone`` where it names none.

    Raises Problem: file-unreadable, columns-missing, no-rows, too-many-rows.
    """
    text = text.removeprefix("\ufeff")
    found = (
        read_calendar(text, zone) if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR" else _sheet(text, zone)
    )
    if found.rows == 0:
        raise Problem("no-rows")
    if found.rows > MOST_MEETINGS:
        raise Problem("too-many-rows")
    return found


def _sheet(text: str, zone: ZoneInfo) -> MeetingFile:
    sheet = opened(text, _HEADINGS, {"date", "begin", "end", "present"})
    lines: list[MeetingLine] = []
    troubles: list[Trouble] = []
    count = 0
    for number, cells in sheet.rows:
        count += 1
        found = cells_of(cells, sheet.columns)
        wrong = [*_wrong(number, found), *too_wide(number, cells, sheet.width)]
        troubles += wrong
        when = _when(found, zone)
        if not wrong and when is not None:
            lines.append(_line(number, found, *when))
    return MeetingFile(rows=count, lines=lines, troubles=troubles, ignored_columns=sheet.ignored)


def _wrong(row: int, found: dict[str, str]) -> Iterator[Trouble]:
    """Yield what is wrong with the cells of a row."""
    for column, cell in found.items():
        if (doubt := doubtful(row, column, cell, _LONGEST_NAMES)) is not None:
            yield doubt
        elif (reason := _misread(column, cell)) is not None:
            yield Trouble(row, column, reason, cell)


def _misread(column: str, cell: str) -> str | None:
    match column:
        case "date":
            return None if _date(cell) else "date-malformed"
        case "begin" | "end":
            return None if _time(cell) else "time-malformed"
        case "minutes":
            return None if cell == "" or _number(cell, 24 * 60) else "minutes-malformed"
        case "others":
            return None if cell in {"", "0"} or _number(cell, 100) else "number-malformed"
        case "form":
            return None if cell == "" or _plain(cell) in _FORMS else "form-unknown"
        case _:
            return None


def _when(found: dict[str, str], zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return from when until when a meeting was; an end before its beginning is on the next day."""
    day, begin, end = _date(found["date"]), _time(found["begin"]), _time(found["end"])
    if day is None or begin is None or end is None:
        return None
    starts, ends = datetime.combine(day, begin, zone), datetime.combine(day, end, zone)
    return starts, ends if ends > starts else ends + timedelta(days=1)


def _line(row: int, found: dict[str, str], starts: datetime, ends: datetime) -> MeetingLine:
    form = found.get("form", "")
    return MeetingLine(
        row=row,
        begin=starts,
        end=ends,
        minutes=_number(found.get("minutes", ""), 24 * 60) or minutes_between(starts, ends),
        form=Form(_FORMS[_plain(form)]) if form else None,
        names=tuple(name for part in re.split(r"[,;&\n|]", found["present"]) if (name := named(part))),
        others=_number(found.get("others", ""), 100) or 0,
        strict=True,
    )


def _date(cell: str) -> date | None:
    found = _DATE.fullmatch(cell)
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)
    try:
        return in_reach(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _time(cell: str) -> time | None:
    found = _TIME.fullmatch(cell)
    if found is None:
        return None
    try:
        return time(int(found.group(1)), int(found.group(2)))
    except ValueError:
        return None


def _number(cell: str, most: int) -> int | None:
    """Return a positive number up to the most, or None."""
    number = int(cell) if cell.isascii() and cell.isdigit() and len(cell) < len("100000") else 0
    return number if 0 < number <= most else None


def _plain(cell: str) -> str:
    return "".join(char for char in cell.casefold() if char.isalnum())
