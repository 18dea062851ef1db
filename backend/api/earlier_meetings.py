"""Meetings from before a group had Kring: a list tried first, then entered, and marked so for ever."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from litestar import Response, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from backend.api import documented, sheets
from backend.api.circles import Circle
from backend.api.meeting_files import read_meetings
from backend.api.meeting_lines import MeetingFile, MeetingLine
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.group.commands import DropEarlierMeeting, EarlierMeeting, EnterEarlierMeetings
from backend.domain.group.earlier import is_known
from backend.domain.looking_back import People, whom
from backend.domain.organisation.roster import Trouble
from backend.domain.zones import zone_of
from events.forms import Form

LARGEST: Final = 512 * 1024
"""Bytes of a request with a list of meetings."""
_FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_TOLD: Final = 200
Here = NamedDependency[Circle]


class MeetingList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Meetings as CSV or iCalendar: ``text``, or ``file`` as its bytes in base64.

    ``form``: how people met where the list does not say.
    """

    text: Annotated[str, Meta(max_length=LARGEST)] | None = None
    file: Annotated[str, Meta(max_length=LARGEST)] | None = None
    form: Form = Form.ROOM


class EarlierReport(Struct, frozen=True, kw_only=True):
    """What a list would enter, or has entered; ``others``: people named who are not in the group."""

    dry_run: bool
    rows: int
    new: int
    unchanged: int
    others: int
    ignored_columns: list[str]
    problems: list[sheets.RowProblem]
    problem_count: int
    position: int | None


@post(
    "/groups/{group_id:uuid}/earlier-meetings/import",
    operation_id="import_meetings",
    status_code=200,
    request_max_body_size=LARGEST,
    responses=documented.query(
        "only-the-facilitator",
        "observers-only-watch",
        "ground-rules-first",
        "group-closed",
        "other-site",
        "not-json",
        "too-large",
        "outcome-unknown",
        *sheets.REFUSALS,
    ),
)
async def import_meetings(
    data: JSONBody[MeetingList],
    circle: Here,
    *,
    dry_run: Annotated[bool, QueryParameter(description="Change nothing, tell what would change.")] = True,
) -> EarlierReport:
    """Enter meetings from before the group had Kring, or try the list first: each row's problem."""
    circle.check_open()
    me = await circle.ports.identity.person(circle.person)
    listed = await asyncio.to_thread(_read, data, zone_of(me.time_zone))
    everybody = [*circle.group.members, *circle.group.former]
    people = People(await circle.ports.identity.names(everybody))
    meetings, others, troubles = _matched(listed, people, data.form, circle)
    fresh = [one for one in meetings if not is_known(one, circle.group)]
    position = None
    if not dry_run:
        if troubles:
            raise Problem("rows-have-problems")
        position = await _enter(fresh, circle)
    return EarlierReport(
        dry_run=dry_run,
        rows=listed.rows,
        new=len(fresh),
        unchanged=len(meetings) - len(fresh),
        others=others,
        ignored_columns=listed.ignored_columns,
        problems=[sheets.problem_of(trouble) for trouble in troubles[:_MOST_TOLD]],
        problem_count=len(troubles),
        position=position,
    )


def _read(data: MeetingList, zone: ZoneInfo) -> MeetingFile:
    return read_meetings(sheets.text_of(data.text, data.file)[0], zone)


def _matched(
    listed: MeetingFile, people: People, form: Form, circle: Circle
) -> tuple[list[EarlierMeeting], int, list[Trouble]]:
    """Return the meetings of a list, how many people besides were named, and what is wrong."""
    troubles, meetings, strangers = list(listed.troubles), dict[UUID, EarlierMeeting](), 0
    for line in listed.lines:
        present, unknown, wrong = whom(line.row, line.names, people, strict=line.strict)
        strangers += unknown
        meeting = _meeting(line, present, unknown, form, circle.group.id)
        wrong += _misplaced(line, meeting, meetings, circle.ports.clock.now())
        troubles += wrong
        meetings.setdefault(meeting.meeting, meeting)
    return list(meetings.values()), strangers, sorted(troubles, key=lambda trouble: trouble.row or 0)


def _meeting(
    line: MeetingLine, present: tuple[UUID, ...], unknown: int, form: Form, group: UUID
) -> EarlierMeeting:
    begin = line.begin.astimezone(UTC)
    return EarlierMeeting(
        meeting=uuid5(group, f"earlier {begin.isoformat()}"),
        begin=begin,
        end=line.end.astimezone(UTC),
        minutes=line.minutes,
        form=line.form or form,
        present=present,
        others=line.others + unknown,
    )


def _misplaced(
    line: MeetingLine, meeting: EarlierMeeting, before: dict[UUID, EarlierMeeting], now: datetime
) -> Sequence[Trouble]:
    """Return what is wrong with when a meeting was."""
    if meeting.end > now:
        return [Trouble(line.row, "date", "not-over-yet")]
    if meeting.begin < _FIRST:
        return [Trouble(line.row, "date", "date-malformed")]
    if meeting.meeting in before:
        return [Trouble(line.row, "date", "twice-in-the-list")]
    if line.minutes > (meeting.end - meeting.begin).total_seconds() / 60:
        return [Trouble(line.row, "minutes", "longer-than-the-meeting")]
    return []


async def _enter(fresh: Sequence[EarlierMeeting], circle: Circle) -> int | None:
    if not fresh:
        return None
    now = circle.ports.clock.now()
    command = EnterEarlierMeetings(meetings=tuple(fresh), by=circle.person, at=now)
    answer = await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True)
    return answer.position


@delete(
    "/groups/{group_id:uuid}/earlier-meetings/{meeting_id:uuid}",
    operation_id="drop_earlier_meeting",
    status_code=200,
    responses=documented.command("only-the-facilitator", "ground-rules-first"),
)
async def drop_earlier_meeting(meeting_id: FromPath[UUID], circle: Here) -> Response[Receipt]:
    """Take back a meeting that was entered by mistake; certificates made of it stay as they are.

    One that is not there, or not any more, changes nothing.
    """
    known = circle.group.earlier.get(meeting_id)
    command = DropEarlierMeeting(meeting=meeting_id, by=circle.person, at=circle.ports.clock.now())
    dropped = uuid5(meeting_id, f"dropped {known.at if known else circle.group.version}")
    return receipt(await circle.handle(command, command_id=dropped, exclusive=True))


ROUTES = (import_meetings, drop_earlier_meeting)
