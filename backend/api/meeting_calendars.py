"""Earlier meetings out of a calendar (RFC 5545): read, and every doubtful appointment named."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar.cal import Component

from backend.api.meeting_lines import MeetingFile, MeetingLine, in_reach, minutes_between
from backend.api.problems import Problem
from backend.api.texts import named
from backend.domain.organisation.roster import Trouble

_LONGEST: Final = timedelta(hours=24)


def read_calendar(text: str, zone: ZoneInfo) -> MeetingFile:
    """Return what a calendar says of its appointments. Raises Problem (file-unreadable)."""
    try:
        events = [one for one in Calendar.from_ical(text).walk("VEVENT") if one.get("STATUS") != "CANCELLED"]
    except (ValueError, IndexError, KeyError):
        raise Problem("file-unreadable") from None
    lines: list[MeetingLine] = []
    troubles: list[Trouble] = []
    for row, event in enumerate(events, 1):
        found = _event(row, event, zone)
        if isinstance(found, Trouble):
            troubles.append(found)
        else:
            lines.append(found)
    return MeetingFile(rows=len(events), lines=lines, troubles=troubles, ignored_columns=[])


def _event(row: int, event: Component, zone: ZoneInfo) -> MeetingLine | Trouble:
    try:
        begin, end = event.decoded("DTSTART"), event.decoded("DTEND")
    except (KeyError, ValueError):
        return Trouble(row, "begin", "time-malformed")
    if not isinstance(begin, datetime) or not isinstance(end, datetime):
        return Trouble(row, "begin", "whole-day")
    if "RRULE" in event:
        return Trouble(row, "date", "repeats")
    if in_reach(begin) is None or in_reach(end) is None:
        return Trouble(row, "date", "date-malformed")
    begin, end = _in(begin, zone), _in(end, zone)
    if not timedelta() < end - begin <= _LONGEST:
        return Trouble(row, "end", "time-malformed")
    listed = event.get("ATTENDEE", [])
    guests = listed if isinstance(listed, list) else [listed]
    names = [named(str(guest.params.get("CN", ""))) for guest in guests if _came(guest)]
    return MeetingLine(
        row=row,
        begin=begin,
        end=end,
        minutes=minutes_between(begin, end),
        form=None,
        names=tuple(name or "?" for name in names),
        others=0,
        strict=False,
    )


def _came(guest: object) -> bool:
    """Tell whether a guest did not decline."""
    params: dict[str, object] = getattr(guest, "params", {})
    return params.get("PARTSTAT") != "DECLINED" and params.get("CUTYPE") not in {"ROOM", "RESOURCE"}


def _in(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
