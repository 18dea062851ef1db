"""A group's list of a year: which meetings there were and who was there, for who guards the group."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import QueryParameter
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.domain.attendance_term import NAMES_KEPT_YEARS, names_are_kept
from backend.domain.certificates import NOT_NOTED, is_proven, minutes_by_person
from backend.domain.session.state import Session
from backend.domain.zones import zone_of
from events.group import EarlierMeetingEntered
from events.method import Words

Year = Annotated[int | None, QueryParameter(description="By the caller's own clock.", ge=2000, le=2199)]
Format = Annotated[
    Literal["json", "csv"], QueryParameter(name="format", description="For programs, or a spreadsheet.")
]
_HEAD: Final = ("date", "begin", "end", "name", "minutes", "present", "confirmed", "entered_afterwards")
_FORMULA: Final = ("=", "+", "-", "@", "\t")


class WasThere(Struct, frozen=True, kw_only=True):
    """Somebody who was there, and for how many minutes; without a name when their account was deleted."""

    person: UUID
    name: str | None
    minutes: int


class MeetingOfYear(Struct, frozen=True, kw_only=True):
    """A meeting that is over. ``people`` is null once the list has had its time; the number stays.

    ``afterwards``: it is from before the group had Kring, and was entered from a list.
    """

    session: UUID
    begin: datetime
    end: datetime
    method: Words
    present: int
    people: list[WasThere] | None
    confirmed: bool
    afterwards: bool


class GroupYear(Struct, frozen=True, kw_only=True):
    """The meetings of a year, the first one first; ``names_kept_years``: how long names stay in it."""

    year: int
    years: list[int]
    names_kept_years: int
    meetings: list[MeetingOfYear]


@dataclass
class _AlsoSheet(Operation):
    """An operation whose answer is JSON, or CSV."""

    def __post_init__(self) -> None:
        """Name CSV beside JSON."""
        answer = (self.responses or {}).get("200")
        if isinstance(answer, OpenAPIResponse) and answer.content is not None:
            answer.content["text/csv"] = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))


@get(
    "/groups/{group_id:uuid}/attendance",
    operation_id="list_group_attendance",
    operation_class=_AlsoSheet,
    responses=documented.query("only-the-facilitator", "observers-only-watch", "ground-rules-first")
    | {200: ResponseSpec(GroupYear, description="As JSON, or CSV", generate_examples=False)},
)
async def list_group_attendance(
    circle: NamedDependency[Circle], year: Year = None, form: Format = "json"
) -> Response[bytes]:
    """See of a year when the group met and who was there, for registers that ask it of a group.

    Names go out of it after some years; what somebody was at stays in their own list.
    """
    me = await circle.ports.identity.person(circle.person)
    zone = zone_of(me.time_zone)
    everything = await _meetings(circle)
    years = sorted({one.begin.astimezone(zone).year for one in everything}, reverse=True)
    chosen = year if year is not None else circle.ports.clock.now().astimezone(zone).year
    found = [one for one in everything if one.begin.astimezone(zone).year == chosen]
    if form == "csv":
        shown, media = _csv(found, zone), "text/csv; charset=utf-8"
    else:
        whole = GroupYear(year=chosen, years=years, names_kept_years=NAMES_KEPT_YEARS, meetings=found)
        shown, media = msgspec.json.encode(whole), "application/json"
    named = {"Content-Disposition": f'attachment; filename="kring-{chosen}.csv"'} if form == "csv" else {}
    return Response(shown, media_type=media, headers=named)


async def _meetings(circle: Circle) -> list[MeetingOfYear]:
    """Return the meetings of the group that are over, the first one first."""
    over = [one for one in await opened_sessions(circle) if one.closed_at is not None]
    earlier = list(circle.group.earlier.values())
    people = {person for one in over for person in one.ever_present} | set(circle.group.members)
    people |= {person for one in earlier for person in one.present}
    names = await circle.ports.identity.names(list(people))
    now = circle.ports.clock.now()
    meetings = [_held(one, names, now) for one in over] + [_entered(one, names, now) for one in earlier]
    return sorted(meetings, key=lambda one: one.begin)


async def opened_sessions(circle: Circle) -> list[Session]:
    """Return the meetings of the group that were opened, as they stand."""
    planned = [one for one in circle.group.sessions if one not in circle.group.cancelled]
    states = [(await circle.ports.sessions.recent(circle.tenant, one)).state for one in planned]
    return [one for one in states if one.opened is not None]


def _held(session: Session, names: Mapping[UUID, str], now: datetime) -> MeetingOfYear:
    closed_at = session.closed_at or now
    there = minutes_by_person(session, closed_at)
    return MeetingOfYear(
        session=session.id,
        begin=session.begun.at,
        end=closed_at,
        method=session.begun.method.names,
        present=len(there),
        people=_people(there, names) if names_are_kept(session.begun.at, now) else None,
        confirmed=is_proven(session),
        afterwards=False,
    )


def _entered(one: EarlierMeetingEntered, names: Mapping[UUID, str], now: datetime) -> MeetingOfYear:
    return MeetingOfYear(
        session=one.meeting,
        begin=one.begin,
        end=one.end,
        method=NOT_NOTED,
        present=len(one.present) + one.others,
        people=_people(dict.fromkeys(one.present, one.minutes), names)
        if names_are_kept(one.begin, now)
        else None,
        confirmed=True,
        afterwards=True,
    )


def _people(minutes: Mapping[UUID, int], names: Mapping[UUID, str]) -> list[WasThere]:
    return [WasThere(person=one, name=names.get(one), minutes=time) for one, time in minutes.items()]


def _csv(meetings: Sequence[MeetingOfYear], zone: ZoneInfo) -> bytes:
    """Return a row for each person at each meeting, as a spreadsheet opens it in Europe."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEAD)
    for one in meetings:
        begin, end = one.begin.astimezone(zone), one.end.astimezone(zone)
        when = (begin.date().isoformat(), f"{begin:%H:%M}", f"{end:%H:%M}")
        facts = (one.present, "yes" if one.confirmed else "no", "yes" if one.afterwards else "no")
        for person in one.people or [WasThere(person=UUID(int=0), name=None, minutes=0)]:
            writer.writerow((*when, _cell(person.name), person.minutes or "", *facts))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(name: str | None) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name and name.startswith(_FORMULA) else name or ""


ROUTES = (list_group_attendance,)
