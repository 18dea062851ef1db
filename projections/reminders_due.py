"""Of what people are to be reminded, and from when until when: derived, so that it moves along by itself."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from msgspec import Struct
from typing_extensions import override

from events.base import Event
from events.contribution import ActionCarriedOn, ActionCommitted, ContributionWithdrawn, FollowUpReported
from events.forgetting import AuthorForgotten, CaseErased
from events.group import (
    ArrangementSet,
    GroupClosed,
    GroupFormed,
    GroupReopened,
    MakerChanged,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    RemindersChosen,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
)
from events.person import PersonForgotten, ReminderPreferencesSet
from events.reminding import Occasion
from events.session import ParticipantArrived, SessionClosed, SessionOpened, SessionReopened
from projections import reminding
from projections.agenda import MeetingState
from projections.base import Changes, Connection, Happened, Key, Projection, Table, load
from projections.deriving import derive
from projections.reminding import (
    ActionRow,
    ArrivalRow,
    CarriedOnRow,
    GroupRow,
    MeetingRow,
    MemberRow,
    ReportRow,
    WishesRow,
)

_Plan = SessionScheduled | SessionRescheduled | SessionCancelled
_Course = SessionOpened | SessionClosed | SessionReopened
_Custom = GroupFormed | MakerChanged | ArrangementSet | RemindersChosen | GroupClosed | GroupReopened
_OF_GROUP: Final = """
SELECT to_json(m)::text FROM views.reminders_meetings AS m WHERE group_id = ANY(%s)
ORDER BY starts_at, session_id
"""
_OF_PERSON: Final = """
SELECT to_json(d)::text FROM views.reminders_due AS d WHERE person_id = %s ORDER BY opens, about
"""


class Reminder(Struct, frozen=True, kw_only=True):
    """What somebody is to be reminded of, and where it leads; see ``backend.domain.reminding.Moment``."""

    tenant_id: UUID
    person_id: UUID
    occasion: Occasion
    about: UUID
    group_id: UUID
    session_id: UUID | None
    action_id: UUID | None
    anchor: datetime | None
    day: date | None
    days: int
    sharp: bool
    since: datetime
    until: datetime


class RemindersDue(Projection):
    """What is due follows from the facts of a group; a change of them takes away what it replaces."""

    name: ClassVar[LiteralString] = "reminders_due"
    revision: ClassVar[int] = 5
    reads: ClassVar[tuple[type[Event], ...]] = (
        GroupFormed,
        MakerChanged,
        ArrangementSet,
        RemindersChosen,
        GroupClosed,
        GroupReopened,
        MemberJoined,
        MemberLeft,
        MemberRemoved,
        SessionScheduled,
        SessionRescheduled,
        SessionCancelled,
        SessionOpened,
        SessionClosed,
        SessionReopened,
        ParticipantArrived,
        ActionCommitted,
        FollowUpReported,
        ActionCarriedOn,
        ContributionWithdrawn,
        CaseErased,
        AuthorForgotten,
        ReminderPreferencesSet,
        PersonForgotten,
    )
    definition: ClassVar[LiteralString] = reminding.DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (
        reminding.GROUPS,
        reminding.MEMBERS,
        reminding.MEETINGS,
        reminding.ARRIVALS,
        reminding.ACTIONS,
        reminding.REPORTS,
        reminding.CARRIED_ON,
        reminding.WISHES,
        reminding.DUE,
    )

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Note the facts, and let what is due in their groups follow anew."""
        plans = [(f.tenant, _session(f)) for f in batch if isinstance(f.event, _Plan | _Course)]
        customs = [(f.tenant, f.stream) for f in batch if isinstance(f.event, _Custom)]
        changed = _Changed(
            await load(connection, reminding.LOAD_MEETINGS, plans, MeetingRow),
            await load(connection, reminding.LOAD_GROUPS, customs, GroupRow),
        )
        for fact in batch:
            changed.take(fact)
        await changed.write(connection)
        await derive(connection, changed.groups_touched, changed.sessions_touched)


def _session(fact: Happened) -> UUID:
    return fact.event.session if isinstance(fact.event, _Plan) else fact.stream


class _Changed:
    """What a batch changes in each of the tables."""

    def __init__(self, meetings: list[MeetingRow], groups: list[GroupRow]) -> None:
        self._meetings: dict[Key, MeetingRow] = {(m.tenant_id, m.session_id): m for m in meetings}
        self._groups: dict[Key, GroupRow] = {(g.tenant_id, g.group_id): g for g in groups}
        self.meetings = Changes[MeetingRow](reminding.MEETINGS)
        self.groups = Changes[GroupRow](reminding.GROUPS)
        self.members = Changes[MemberRow](reminding.MEMBERS)
        self.arrivals = Changes[ArrivalRow](reminding.ARRIVALS)
        self.actions = Changes[ActionRow](reminding.ACTIONS)
        self.reports = Changes[ReportRow](reminding.REPORTS)
        self.carried_on = Changes[CarriedOnRow](reminding.CARRIED_ON)
        self.wishes = Changes[WishesRow](reminding.WISHES)
        self.groups_touched: set[tuple[UUID, UUID]] = set()
        self.sessions_touched: set[tuple[UUID, UUID]] = set()
        self._gone: list[tuple[LiteralString, list[UUID]]] = []

    def take(self, fact: Happened) -> None:
        """Take in one fact."""
        place, event = (fact.tenant, fact.stream), fact.event
        match event:
            case SessionScheduled() | SessionRescheduled() | SessionCancelled():
                self.groups_touched.add(place)
                self._plan(fact, event)
            case SessionOpened() | SessionClosed() | SessionReopened():
                self.sessions_touched.add(place)
                self._course(fact, event)
            case MemberJoined(person=person, role=role):
                self.groups_touched.add(place)
                row = MemberRow(tenant_id=fact.tenant, group_id=fact.stream, person_id=person, role=role)
                self.members.put((*place, person), row)
            case MemberLeft(person=person) | MemberRemoved(person=person):
                self.groups_touched.add(place)
                self.members.drop((*place, person))
            case (
                GroupFormed()
                | MakerChanged()
                | ArrangementSet()
                | RemindersChosen()
                | GroupClosed()
                | GroupReopened()
            ):
                self.groups_touched.add(place)
                self._custom(place, event)
            case ReminderPreferencesSet():
                self.wishes.put((fact.tenant,), _wished(fact, event))
            case PersonForgotten():
                self.wishes.drop((fact.tenant,))
            case _:
                self.sessions_touched.add(place)
                self._happen(fact)

    def _plan(self, fact: Happened, event: _Plan) -> None:
        key = (fact.tenant, event.session)
        row = self._meetings.get(key)
        match event:
            case SessionScheduled(starts_at=starts_at, minutes=minutes):
                if row is None:
                    row = _new(fact, event.session, fact.stream, starts_at, minutes)
            case SessionRescheduled(starts_at=starts_at) if row and row.state is MeetingState.PLANNED:
                row.starts_at, row.changes, row.changed_at = starts_at, row.changes + 1, fact.recorded_at
            case SessionCancelled() if row and row.state is MeetingState.PLANNED:
                row.state, row.changes, row.changed_at = (
                    MeetingState.CANCELLED,
                    row.changes + 1,
                    fact.recorded_at,
                )
            case _:
                pass
        self._keep(key, row)

    def _course(self, fact: Happened, event: _Course) -> None:
        key = (fact.tenant, fact.stream)
        row = self._meetings.get(key)
        match event:
            case SessionOpened(group=group, at=at, method=method):
                row = row or _new(fact, fact.stream, group, at, method.minutes)
                row.state, row.opened_at, row.group_id = MeetingState.OPEN, at, group
            case SessionClosed(at=at) if row:
                row.state, row.closed_at = MeetingState.CLOSED, at
            case SessionReopened() if row:
                row.state, row.closed_at = MeetingState.OPEN, None
            case _:
                pass
        self._keep(key, row)

    def _keep(self, key: Key, row: MeetingRow | None) -> None:
        if row is not None:
            self._meetings[key] = row
            self.meetings.put(key, row)

    def _custom(self, place: tuple[UUID, UUID], event: _Custom) -> None:
        row = self._groups.get(place)
        if isinstance(event, GroupFormed) and row is None:
            tenant, group = place
            row = GroupRow(
                tenant_id=tenant,
                group_id=group,
                keeper=event.by,
                weeks=None,
                occasions=list(Occasion),
                closed=False,
            )
        if row is None:
            return
        match event:
            case MakerChanged(person=person):
                row.keeper = person
            case ArrangementSet(rhythm=rhythm):
                row.weeks = None if rhythm is None else rhythm.weeks
            case RemindersChosen(occasions=occasions):
                row.occasions = list(occasions)
            case GroupClosed() | GroupReopened():
                row.closed = isinstance(event, GroupClosed)
            case _:
                pass
        self._groups[place] = row
        self.groups.put(place, row)

    def _happen(self, fact: Happened) -> None:
        tenant, session = fact.tenant, fact.stream
        match fact.event:
            case ParticipantArrived(person=person):
                arrival = ArrivalRow(tenant_id=tenant, session_id=session, person_id=person)
                self.arrivals.put((tenant, session, person), arrival)
            case ActionCommitted(id=action) as said:
                self.actions.put((tenant, action, session), _committed(fact, said))
            case FollowUpReported(id=report, action=action, by=by):
                told = ReportRow(
                    tenant_id=tenant, report_id=report, session_id=session, action_id=action, told_by=by
                )
                self.reports.put((tenant, report, session), told)
            case ActionCarriedOn(id=again) as said:
                self.carried_on.put((tenant, again, session), _carried_on(fact, said))
            case ContributionWithdrawn(contribution=contribution):
                for said_here in (self.actions, self.reports, self.carried_on):
                    said_here.drop((tenant, contribution, session))
            case CaseErased(case=case):
                self._forget(reminding.OF_CASE_GONE, fact, case)
            case AuthorForgotten(person=person):
                self._forget(reminding.OF_AUTHOR_GONE, fact, person)
            case _:
                pass

    def _forget(self, statement: LiteralString, fact: Happened, whose: UUID) -> None:
        """Let go of what nobody can report on any more."""
        here = [
            row
            for row in self.actions.rows()
            if (row.tenant_id, row.session_id) == (fact.tenant, fact.stream)
        ]
        for row in here:
            if whose in {row.case_id, row.contributor}:
                self.actions.drop((row.tenant_id, row.action_id, row.session_id))
        self._gone.append((statement, [fact.tenant, fact.stream, whose]))

    async def write(self, connection: Connection) -> None:
        """Write what changed."""
        for statement, whose in self._gone:
            await connection.execute(statement, whose)
        for changes in (self.groups, self.members, self.meetings):
            await changes.write(connection)
        for changed in (self.arrivals, self.actions, self.reports, self.carried_on, self.wishes):
            await changed.write(connection)


def _new(fact: Happened, session: UUID, group: UUID, starts_at: datetime, minutes: int) -> MeetingRow:
    return MeetingRow(
        tenant_id=fact.tenant,
        session_id=session,
        group_id=group,
        state=MeetingState.PLANNED,
        starts_at=starts_at,
        minutes=minutes,
        changes=0,
        changed_at=fact.recorded_at,
    )


def _committed(fact: Happened, said: ActionCommitted) -> ActionRow:
    return ActionRow(
        tenant_id=fact.tenant,
        action_id=said.id,
        session_id=fact.stream,
        position=fact.position,
        case_id=said.case,
        contributor=said.by,
        due=said.due,
        at=fact.recorded_at,
    )


def _carried_on(fact: Happened, said: ActionCarriedOn) -> CarriedOnRow:
    return CarriedOnRow(
        tenant_id=fact.tenant,
        id=said.id,
        session_id=fact.stream,
        action_id=said.action,
        told_by=said.by,
        position=fact.position,
        due=said.due,
        at=fact.recorded_at,
    )


def _wished(fact: Happened, said: ReminderPreferencesSet) -> WishesRow:
    return WishesRow(
        tenant_id=fact.tenant,
        position=fact.position,
        channels=list(said.channels),
        occasions=list(said.occasions),
        hour=said.hour,
        quiet_begin=said.quiet.begin if said.quiet else None,
        quiet_end=said.quiet.end if said.quiet else None,
        paused_until=said.paused_until,
    )


async def of_person(connection: Connection, person: UUID) -> list[Reminder]:
    """Return what a person is to be reminded of, in all groups that the connection sees."""
    found = await connection.execute(_OF_PERSON, [person])
    return [msgspec.json.decode(text, type=Reminder) for (text,) in await found.fetchall()]


async def meetings(connection: Connection, groups: Sequence[UUID]) -> list[MeetingRow]:
    """Return the meetings of some groups as calendars want them, cancelled ones too."""
    found = await connection.execute(_OF_GROUP, [list(groups)])
    return [msgspec.json.decode(text, type=MeetingRow) for (text,) in await found.fetchall()]
