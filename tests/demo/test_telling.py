"""The demo is told by the real rules into the real record, and read back from the real views."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from backend.api import attendance, contributions, groups, history, procedure, reports, scheduling
from backend.api.circles import Circle, enter_circle
from backend.api.meetings import Meeting, enter
from backend.api.moving import Moving
from backend.api.ports import Ports
from backend.api.record_ports import Clock
from backend.api.said import NewCase, NewReport
from backend.demo.story import story
from backend.demo.telling import DEMO, Told, tell
from backend.domain.errors import Refused
from backend.domain.session.commands import StartStep
from events import catalogue
from events.contribution import ActionStatus, CaseKind
from events.group import Rhythm
from events.method import Kind
from projections.agenda import MeetingState
from tests.demo.conftest import SUNDAY


async def circle(ports: Ports, told: Told, name: str) -> Circle:
    return await enter_circle(ports, told.group, told.people[name], await ports.record.head())


async def test_the_group_agreed_on_the_rhythm_in_which_it_meets(read_ports: Ports, told: Told) -> None:
    seen = await groups.get_group.fn(await circle(read_ports, told, "Wim"))

    assert seen.content.rhythm == Rhythm(weeks=3, minutes=90)


async def test_three_meetings_lie_three_weeks_apart_at_one_hour_and_the_fourth_is_about_to_begin(
    read_ports: Ports, told: Told
) -> None:
    agenda = await scheduling.list_sessions.fn(await circle(read_ports, told, "Wim"))

    assert [(one.starts_at, one.state) for one in agenda.sessions] == [
        (datetime(2026, 11, 22, 9, 15, tzinfo=UTC), MeetingState.PLANNED),
        (datetime(2026, 11, 3, 13, 30, tzinfo=UTC), MeetingState.CLOSED),
        (datetime(2026, 10, 13, 12, 30, tzinfo=UTC), MeetingState.CLOSED),
        (datetime(2026, 9, 22, 12, 30, tzinfo=UTC), MeetingState.CLOSED),
    ]
    assert agenda.sessions[0].session == told.session


async def test_all_but_the_last_meeting_are_proven_so_that_members_take_certificates(
    read_ports: Ports, told: Told
) -> None:
    agenda = await scheduling.list_sessions.fn(await circle(read_ports, told, "Wim"))
    held = [one.session for one in agenda.sessions if one.state == MeetingState.CLOSED]
    lists = [
        await attendance.get_attendance.fn(await enter(read_ports, one, told.people["Anouk"])) for one in held
    ]

    assert [one.confirmed for one in lists] == [False, True, True]


async def test_everybody_has_joined_agreed_and_said_what_they_expect(read_ports: Ports, told: Told) -> None:
    seen = (await groups.get_group.fn(await circle(read_ports, told, "Samira"))).content

    assert [(one.name, one.accepted_rules, one.expectation_stated) for one in seen.members] == [
        ("Hanneke", True, False),
        ("Samira", True, True),
        ("Joost", True, True),
        ("Anouk", True, True),
        ("Marieke", True, True),
        ("Fatma", True, True),
        ("Wim", True, True),
    ]
    assert (seen.name, seen.size_advice) == ("Kring wijkverpleging Oost", None)


async def test_the_group_reads_its_history_in_full(read_ports: Ports, told: Told) -> None:
    past = await history.get_history.fn(await circle(read_ports, told, "Fatma"))

    first = past.meetings[-1]
    (case,) = first.cases
    assert [meeting.cases[0].title for meeting in past.meetings] == [
        "De leerling die dichtklapt",
        "Afspraken in de overdracht blijven liggen",
        "De dochter die elke avond belt",
    ]
    assert [question.text for question in case.questions] == [
        question.text for question in story().meetings[0].questions
    ]
    assert [answer.text for question in case.questions for answer in question.answers] == [
        question.answer for question in story().meetings[0].questions
    ]
    assert [advice.text for advice in case.advice] == [a.text for a in story().meetings[0].advice]
    assert [report.status for action in case.actions for report in action.reports] == [ActionStatus.DONE]
    assert first.closed_at - first.opened_at == timedelta(minutes=83)


async def test_one_action_waits_for_its_report(read_ports: Ports, told: Told) -> None:
    waiting = await history.list_open_actions.fn(await circle(read_ports, told, "Joost"))

    (action,) = waiting.actions
    assert told.waiting == "Anouk"
    assert action.contributor == told.people["Anouk"]
    assert action.text == story().meetings[2].action.text
    assert action.due is not None
    assert action.due < SUNDAY.date()


async def test_the_fourth_meeting_takes_no_case_before_that_report(ports: Ports) -> None:
    told = await tell(ports, SUNDAY)
    await scheduling.open_session.fn(told.session, await circle(ports, told, "Hanneke"))
    for name in ("Anouk", "Wim"):
        await procedure.arrive.fn(await fourth(ports, told, name))
    case = NewCase(kind=CaseKind.BOTTLENECK, title="De tillift", question="Hoe maak ik dit bespreekbaar?")

    with pytest.raises(Refused, match="follow-up-first"):
        await contributions.propose_case.fn(UUID(int=1), case, await fourth(ports, told, "Wim"))
    anouk = await fourth(ports, told, "Anouk")
    (waiting,) = anouk.session.begun.open_actions
    report = NewReport(action=waiting.action, status=ActionStatus.DONE, did="We dronken samen thee.")
    await start(ports, told, Kind.FOLLOW_UP)
    await reports.report_follow_up.fn(UUID(int=2), report, anouk)
    await start(ports, told, Kind.PROPOSAL)
    await contributions.propose_case.fn(UUID(int=1), case, await fourth(ports, told, "Wim"))

    assert set((await fourth(ports, told, "Wim")).session.proposals) == {UUID(int=1)}


async def fourth(ports: Ports, told: Told, name: str) -> Meeting:
    return await enter(ports, told.session, told.people[name])


async def start(ports: Ports, told: Told, kind: Kind) -> None:
    meeting = await fourth(ports, told, "Hanneke")
    steps = meeting.session.begun.method.steps
    step = next(place for place, known in enumerate(steps) if kind in known.kinds)
    await Moving(meeting, ports.clock.new_id(), meeting.session.version).make(StartStep, step=step)


async def test_telling_it_twice_finds_the_first_and_records_nothing(read_ports: Ports, told: Told) -> None:
    head = await read_ports.record.head()

    again = await tell(read_ports, SUNDAY + timedelta(days=40))

    assert (told.new, again.new) == (True, False)
    assert (again.group, again.session, again.people) == (told.group, told.session, told.people)
    assert (again.facilitator, again.waiting) == (told.facilitator, told.waiting)
    assert await read_ports.record.head() == head


async def test_who_calls_themselves_otherwise_by_now_is_found_all_the_same(ports: Ports) -> None:
    told = await tell(ports, SUNDAY)
    await ports.identity.change_person(told.people["Anouk"], name="Noor", language=None)

    again = await tell(ports, SUNDAY)

    assert again.people == told.people


class _CutShort(Exception):
    """The power went."""


class _ShortClock:
    """A clock that stops the telling after so many ids."""

    def __init__(self, real: Clock, left: int) -> None:
        self._real, self._left = real, left

    def now(self) -> datetime:
        return self._real.now()

    def new_id(self) -> UUID:
        self._left -= 1
        if self._left < 0:
            raise _CutShort
        return self._real.new_id()


async def test_a_telling_that_was_cut_short_is_begun_anew(ports: Ports) -> None:
    with pytest.raises(_CutShort):
        await tell(replace(ports, clock=_ShortClock(ports.clock, 100)), SUNDAY)
    left_behind = (await ports.groups.state(uuid5(DEMO, "0"), uuid5(DEMO, "0"))).state

    told = await tell(ports, SUNDAY)

    assert len(left_behind.sessions) == 2
    assert (told.new, told.group) == (True, uuid5(DEMO, "1"))
    past = await history.get_history.fn(await circle(ports, told, "Wim"))
    assert len(past.meetings) == 3


async def test_what_people_said_stands_in_the_record_only_sealed(read_ports: Ports, told: Told) -> None:
    sessions = (await read_ports.groups.state(told.group, told.group)).state.sessions
    streams = [await read_ports.record.read(told.group, stream) for stream in (told.group, *sessions)]
    record = b"".join(catalogue.encode(recorded.event) for stream in streams for recorded in stream)
    said = [question.text for meeting in story().meetings for question in meeting.questions]
    assert len(record) > 50_000
    assert [text for text in said if text.encode() in record] == []
