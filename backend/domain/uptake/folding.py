"""How facts follow from lines in the order of the record: each line says one thing that happened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.domain.uptake.facts import Facts, Group, Meeting, Placed, Seat, Stay

Line = tuple[
    UUID,
    int,
    datetime,
    str,
    UUID | None,
    UUID | None,
    UUID | None,
    str | None,
    int | None,
    datetime | None,
    list[UUID] | None,
]
"""Stream, position, when, what; then person, subject, other, word, number, moment and people."""
_OF_GROUPS = frozenset(
    {"arranged", "group_hosted", "group_closed", "group_reopened", "member_joined", "member_left"}
)
_ROTATES = frozenset({"rotating_peer", "self_guided"})


@dataclass(slots=True)
class _Room:
    """Who is in a meeting while it lasts."""

    since: dict[UUID, datetime] = field(default_factory=dict)
    paused: datetime | None = None
    proposals: set[UUID] = field(default_factory=set)
    insights: dict[UUID, UUID] = field(default_factory=dict)


def fold(lines: Iterable[Line], ends: datetime) -> Facts:
    """Return the facts at the end of a period; what is said to have happened later is left out.

    A line without a time of its own counts with the meeting it belongs to.
    """
    folding = _Folding(ends)
    for line in lines:
        folding.take(line)
    return folding.facts


class _Folding:
    """Facts in the making."""

    def __init__(self, ends: datetime) -> None:
        self.facts = Facts()
        self._ends = ends
        self._rooms: dict[UUID, _Room] = {}

    def take(self, line: Line) -> None:
        """Take in one line."""
        stream, position, at, what, person, subject, other, word, number, _, people = line
        facts = self.facts
        facts.upto = position
        match what:
            case "arrived" | "departed" | "session_paused" | "session_resumed":
                self._in_room(stream, at, what, person, word)
            case "case_proposed" | "withdrawn" | "insight_noted":
                self._said(stream, what, person, subject)
            case "case_chosen" if person is not None and subject is not None:
                facts.meetings[stream].cases[subject] = person
            case "choice_undone" if subject is not None:
                facts.meetings[stream].cases.pop(subject, None)
            case "action_committed" if subject is not None and other is not None:
                facts.meetings[stream].actions[subject] = other
            case "reported" if subject is not None and word is not None:
                facts.meetings[stream].reports[subject] = word
            case "session_opened" if subject is not None:
                self._open(stream, subject, at, number or 0, people or [])
            case "session_closed" | "session_reopened":
                self._close(stream, position, at if what == "session_closed" else None)
            case "planned" | "moved" | "cancelled" if subject is not None:
                self._plan(line, subject)
            case _ if what in _OF_GROUPS:
                self._in_group(line)
            case _ if at < self._ends:
                self._in_organisation(line)
            case _:
                pass

    def _room(self, stream: UUID) -> _Room:
        return self._rooms.setdefault(stream, _Room())

    def _open(self, stream: UUID, group: UUID, at: datetime, invited: int, guides: list[UUID]) -> None:
        meeting = self.facts.meetings.setdefault(stream, Meeting(stream, group))
        meeting.opened, meeting.invited = at, invited
        meeting.facilitators.update(guides)

    def _in_room(self, stream: UUID, at: datetime, what: str, person: UUID | None, word: str | None) -> None:
        meeting, room = self.facts.meetings[stream], self._room(stream)
        if what == "arrived" and person is not None:
            if word == "facilitator":
                meeting.facilitators.add(person)
            elif word == "member":
                room.since.setdefault(person, at)
                meeting.present.setdefault(person, 0.0)
        elif what == "departed" and person is not None:
            self._count(meeting, room, person, at)
            room.since.pop(person, None)
        elif what == "session_paused":
            for one in room.since:
                self._count(meeting, room, one, at)
            room.paused = at
        elif what == "session_resumed":
            room.paused = None
            room.since = dict.fromkeys(room.since, at)

    @staticmethod
    def _count(meeting: Meeting, room: _Room, person: UUID, upto: datetime) -> None:
        if person in room.since and room.paused is None:
            meeting.present[person] += max((upto - room.since[person]).total_seconds(), 0) / 60

    def _said(self, stream: UUID, what: str, person: UUID | None, said: UUID | None) -> None:
        meeting, room = self.facts.meetings[stream], self._room(stream)
        if said is None:
            return
        if what == "case_proposed":
            room.proposals.add(said)
        elif what == "insight_noted" and person is not None:
            room.insights[said] = person
        else:
            room.proposals.discard(said)
            room.insights.pop(said, None)
            meeting.actions.pop(said, None)
        meeting.proposals, meeting.learners = len(room.proposals), set(room.insights.values())

    def _close(self, stream: UUID, position: int, at: datetime | None) -> None:
        meeting, room = self.facts.meetings[stream], self._room(stream)
        if at is not None and meeting.closed is None:
            for person in room.since:
                self._count(meeting, room, person, at)
        elif at is None and meeting.closed is not None:
            room.since = dict.fromkeys(room.since, meeting.closed)
        meeting.closed, meeting.known = at, position

    def _plan(self, line: Line, session: UUID) -> None:
        group, _, at, what, _, _, _, _, minutes, moment, _ = line
        meeting = self.facts.meetings.setdefault(session, Meeting(session, group))
        if what == "cancelled":
            meeting.cancelled = at
        else:
            meeting.starts_at, meeting.cancelled = moment, None
            meeting.minutes = minutes if minutes is not None else meeting.minutes

    def _in_group(self, line: Line) -> None:
        stream, _, at, what, person, programme, _, word, _, _, _ = line
        group = self.facts.groups.setdefault(stream, Group(stream))
        match what:
            case "arranged":
                group.rotates = word in _ROTATES
            case "group_hosted":
                group.programme = programme
            case "group_closed" | "group_reopened":
                group.closed = at if what == "group_closed" else None
            case "member_joined" if person is not None and word is not None:
                group.seats.append(Seat(person, word, at))
            case _:
                for seat in group.seats:
                    if seat.person == person and seat.until is None:
                        seat.until = at

    def _in_organisation(self, line: Line) -> None:
        _, _, at, what, person, unit, other, _, level, _, _ = line
        facts = self.facts
        match what:
            case "unit" if unit is not None:
                facts.units[unit] = other
            case "unit_retired" if unit is not None:
                facts.units.pop(unit, None)
            case "person_enrolled" | "person_placed" if person is not None:
                facts.placed[person] = Placed(unit, other, level)
                if what == "person_enrolled":
                    facts.stays.setdefault(person, []).append(Stay(at))
            case "person_left" if person in facts.stays:
                facts.stays[person][-1].until = at
            case _:
                pass
