"""How facts follow from lines in the order of the record: each line says one thing that happened."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from backend.domain.uptake.facts import Correction, Facts, Group, Meeting, Placed, Seat, Stay
from backend.domain.uptake.room import Room

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


def fold(lines: Iterable[Line], ends: datetime) -> Facts:
    """Return the facts at the end of a period; what is said to have happened later is left out.

    A line without a time of its own counts with the meeting it belongs to.
    """
    folding = _Folding(ends)
    takes, position = folding.takes, 0
    for line in lines:
        takes[line[3]](line)
        position = line[1]
    return folding.finished(position)


class _Folding:
    """Facts in the making."""

    def __init__(self, ends: datetime) -> None:
        self._facts = Facts()
        self._ends = ends
        self._rooms: dict[UUID, Room] = {}
        self.takes: defaultdict[str, Callable[[Line], None]] = defaultdict(
            lambda: self._in_organisation,
            {
                **dict.fromkeys(("arrived", "departed", "session_paused", "session_resumed"), self._in_room),
                **dict.fromkeys(("case_proposed", "withdrawn", "insight_noted"), self._said),
                **dict.fromkeys(("case_chosen", "choice_undone"), self._chosen),
                **dict.fromkeys(("action_committed", "reported"), self._acted),
                "session_opened": self._open,
                **dict.fromkeys(("session_closed", "session_reopened"), self._close),
                "attendance_corrected": self._correct,
                **dict.fromkeys(("planned", "moved", "cancelled"), self._plan),
                **dict.fromkeys(_OF_GROUPS, self._in_group),
            },
        )
        """How a line of each kind is taken in."""

    def finished(self, upto: int) -> Facts:
        """Return the facts, complete up to a position of the record."""
        self._facts.upto = upto
        for room in self._rooms.values():
            room.meeting.proposals = len(room.proposals)
            room.meeting.learners = set(room.insights.values())
        return self._facts

    def _open(self, line: Line) -> None:
        stream, _, at, _, _, group, _, _, invited, _, guides = line
        if group is not None:
            meeting = self._facts.meetings.setdefault(stream, Meeting(stream, group))
            meeting.opened, meeting.invited = at, invited or 0
            meeting.facilitators.update(guides or [])
            self._rooms.setdefault(stream, Room(meeting))

    def _in_room(self, line: Line) -> None:
        stream, _, at, what, person, _, _, word, _, _, _ = line
        room = self._rooms[stream]
        if what == "arrived" and person is not None:
            if word == "facilitator":
                room.meeting.facilitators.add(person)
            elif word == "member":
                room.since.setdefault(person, at)
                room.meeting.present.setdefault(person, 0.0)
        elif what == "departed" and person is not None:
            room.count(person, at)
            room.since.pop(person, None)
        elif what == "session_paused":
            room.stop(at)
        elif what == "session_resumed":
            room.run(at)

    def _said(self, line: Line) -> None:
        stream, _, _, what, person, said, _, _, _, _, _ = line
        room = self._rooms[stream]
        if said is None:
            return
        if what == "case_proposed":
            room.proposals.add(said)
        elif what == "insight_noted" and person is not None:
            room.insights[said] = person
        else:
            room.proposals.discard(said)
            room.insights.pop(said, None)
            room.meeting.actions.pop(said, None)

    def _chosen(self, line: Line) -> None:
        stream, _, _, what, whose, case, _, _, _, _, _ = line
        cases = self._rooms[stream].meeting.cases
        if what == "case_chosen" and whose is not None and case is not None:
            cases[case] = whose
        elif what == "choice_undone" and case is not None:
            cases.pop(case, None)

    def _acted(self, line: Line) -> None:
        stream, _, _, what, _, action, case, word, _, _, _ = line
        meeting = self._rooms[stream].meeting
        if what == "action_committed" and action is not None and case is not None:
            meeting.actions[action] = case
        elif what == "reported" and action is not None and word is not None:
            meeting.reports[action] = word

    def _close(self, line: Line) -> None:
        stream, position, at, what, _, _, _, _, _, _, _ = line
        room = self._rooms[stream]
        if what == "session_closed":
            room.stop(at)
            room.meeting.closed = at
        else:
            room.run(at)
            room.meeting.closed = None
        room.meeting.known = position

    def _correct(self, line: Line) -> None:
        """Note a member's times; the others who are on the list are not counted among them."""
        stream, position, _, _, person, _, _, _, seconds, begin, _ = line
        room = self._rooms[stream]
        if person is None or not (person in room.meeting.present or self._is_member(room.meeting, person)):
            return
        minutes = None
        if begin is not None and seconds is not None:
            minutes = room.net(begin, begin + timedelta(seconds=seconds))
        room.meeting.corrections.append(Correction(position, person, minutes))

    def _is_member(self, meeting: Meeting, person: UUID) -> bool:
        group = self._facts.groups.get(meeting.group)
        seats = group.seats if group else []
        return any(seat.person == person and seat.role == "member" for seat in seats)

    def _plan(self, line: Line) -> None:
        group, _, at, what, _, session, _, _, minutes, moment, _ = line
        if session is None:
            return
        meeting = self._facts.meetings.setdefault(session, Meeting(session, group))
        if what == "cancelled":
            meeting.cancelled = at
        else:
            meeting.starts_at, meeting.cancelled = moment, None
            meeting.minutes = minutes if minutes is not None else meeting.minutes

    def _in_group(self, line: Line) -> None:
        stream, _, at, what, person, programme, _, word, _, _, _ = line
        group = self._facts.groups.setdefault(stream, Group(stream))
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
        facts = self._facts
        if at >= self._ends:
            return
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
