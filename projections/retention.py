"""What is due when: how long the texts of each case are kept, and what was erased already (§ 5.4)."""

from collections.abc import Sequence
from typing import ClassVar, LiteralString
from uuid import UUID

from typing_extensions import override

from events.attendance import AttendanceCorrected
from events.base import Event
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    CaseProposed,
    ContributionCorrected,
    ContributionWithdrawn,
    FollowUpReported,
)
from events.forgetting import AuthorForgotten, CaseErased, TakeawaysRetained
from events.group import RetentionChosen
from events.person import PersonForgotten
from events.session import (
    CaseChosen,
    ChoiceUndone,
    ParticipantArrived,
    SessionClosed,
    SessionOpened,
    SessionReopened,
)
from projections import terms
from projections.base import Changes, Connection, Happened, Key, Projection, Table, load
from projections.terms import (
    ActionRow,
    AttendanceRow,
    CarriedOnRow,
    CarriedRow,
    CaseRow,
    ForgottenRow,
    GroupRow,
    MeetingRow,
    ReportRow,
)


class Retention(Projection):
    """Every case with the facts its term depends on; the term itself is for the reader to ask."""

    name: ClassVar[LiteralString] = "retention"
    revision: ClassVar[int] = 5
    reads: ClassVar[tuple[type[Event], ...]] = (
        AttendanceCorrected,
        SessionOpened,
        SessionClosed,
        SessionReopened,
        ParticipantArrived,
        CaseProposed,
        CaseChosen,
        ChoiceUndone,
        ActionCommitted,
        FollowUpReported,
        ActionCarriedOn,
        ContributionWithdrawn,
        ContributionCorrected,
        CaseErased,
        TakeawaysRetained,
        AuthorForgotten,
        RetentionChosen,
        PersonForgotten,
    )
    definition: ClassVar[LiteralString] = terms.DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (
        terms.MEETINGS,
        terms.ATTENDANCE,
        terms.CASES,
        terms.CARRIED,
        terms.ACTIONS,
        terms.REPORTS,
        terms.CARRIED_ON,
        terms.GROUPS,
        terms.FORGOTTEN,
    )

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Note what terms depend on."""
        changed = _Changed(*await _known(connection, batch))
        for fact in batch:
            changed.take(fact)
        await changed.write(connection)


async def _known(connection: Connection, batch: Sequence[Happened]) -> tuple[list[MeetingRow], list[CaseRow]]:
    meetings = [(f.tenant, f.stream) for f in batch if isinstance(f.event, _OF_MEETINGS)]
    cases = [(f.tenant, case) for f in batch if (case := _case_of(f.event)) is not None]
    return (
        await load(connection, terms.LOAD_MEETINGS, meetings, MeetingRow),
        await load(connection, terms.LOAD_CASES, cases, CaseRow),
    )


_OF_MEETINGS = (SessionOpened, SessionClosed, SessionReopened)


def _case_of(event: Event) -> UUID | None:
    match event:
        case CaseProposed(id=case) | CaseChosen(case=case) | ChoiceUndone(case=case):
            return case
        case CaseErased(case=case) | TakeawaysRetained(case=case):
            return case
        case ContributionCorrected(contribution=case, kind="case_proposed"):
            return case
        case _:
            return None


class _Changed:
    """What a batch changes in each of the tables."""

    def __init__(self, meetings: list[MeetingRow], cases: list[CaseRow]) -> None:
        self._meetings: dict[Key, MeetingRow] = {(m.tenant_id, m.session_id): m for m in meetings}
        self._cases: dict[Key, CaseRow] = {(c.tenant_id, c.case_id): c for c in cases}
        self.meetings = Changes[MeetingRow](terms.MEETINGS)
        self.attendance = Changes[AttendanceRow](terms.ATTENDANCE)
        self.cases = Changes[CaseRow](terms.CASES)
        self.carried = Changes[CarriedRow](terms.CARRIED)
        self.actions = Changes[ActionRow](terms.ACTIONS)
        self.reports = Changes[ReportRow](terms.REPORTS)
        self.carried_on = Changes[CarriedOnRow](terms.CARRIED_ON)
        self.groups = Changes[GroupRow](terms.GROUPS)
        self.forgotten = Changes[ForgottenRow](terms.FORGOTTEN)
        self._untitled: list[tuple[UUID, UUID, UUID]] = []

    def take(self, fact: Happened) -> None:
        match fact.event:
            case SessionOpened() | SessionClosed() | SessionReopened():
                self._time(fact)
            case ParticipantArrived(person=person) | AttendanceCorrected(person=person):
                row = AttendanceRow(tenant_id=fact.tenant, session_id=fact.stream, person_id=person)
                self.attendance.put((fact.tenant, fact.stream, person), row)
            case ActionCommitted() | FollowUpReported() | ActionCarriedOn() | ContributionWithdrawn():
                self._follow_up(fact)
            case RetentionChosen() as chosen:
                self._choose(fact, chosen)
            case PersonForgotten():
                self._forget(fact)
            case AuthorForgotten(person=person):
                self._untitle(fact, person)
            case _:
                self._case(fact)

    def _choose(self, fact: Happened, chosen: RetentionChosen) -> None:
        """Note a choice; the first one of the same days counts."""
        key = (fact.tenant, fact.stream, chosen.days_after_follow_up, chosen.days_after_session)
        if self.groups.get(key) is None:
            self.groups.put(key, _terms(fact, chosen))

    def _forget(self, fact: Happened) -> None:
        """Note where somebody was forgotten; the first time counts."""
        if self.forgotten.get((fact.tenant,)) is None:
            row = ForgottenRow(tenant_id=fact.tenant, position=fact.position)
            self.forgotten.put((fact.tenant,), row)

    def _time(self, fact: Happened) -> None:
        key = (fact.tenant, fact.stream)
        meeting = self._meetings.setdefault(key, MeetingRow(tenant_id=fact.tenant, session_id=fact.stream))
        match fact.event:
            case SessionOpened(group=group, at=at, open_actions=open_actions):
                meeting.group_id, meeting.opened_at = group, at
                for known in open_actions:
                    row = CarriedRow(tenant_id=fact.tenant, session_id=fact.stream, case_id=known.case)
                    self.carried.put((*key, known.case), row)
            case SessionClosed(at=at):
                meeting.closed_at = at
            case _:
                meeting.closed_at = None
        self.meetings.put(key, meeting)

    def _follow_up(self, fact: Happened) -> None:
        match fact.event:
            case ActionCommitted(id=action, case=case):
                row = ActionRow(tenant_id=fact.tenant, action_id=action, session_id=fact.stream, case_id=case)
                self.actions.put((fact.tenant, action, fact.stream), row)
            case FollowUpReported(id=report, action=action, by=by):
                told = ReportRow(
                    tenant_id=fact.tenant,
                    report_id=report,
                    session_id=fact.stream,
                    action_id=action,
                    told_by=by,
                )
                self.reports.put((fact.tenant, report, fact.stream), told)
            case ActionCarriedOn(id=again, action=action, by=by):
                row_on = CarriedOnRow(
                    tenant_id=fact.tenant, id=again, session_id=fact.stream, action_id=action, told_by=by
                )
                self.carried_on.put((fact.tenant, again, fact.stream), row_on)
            case ContributionWithdrawn(contribution=contribution):
                for said in (self.actions, self.reports, self.carried_on):
                    said.drop((fact.tenant, contribution, fact.stream))
            case _:
                pass

    def _case(self, fact: Happened) -> None:
        case = _case_of(fact.event)
        if case is None:
            return
        key = (fact.tenant, case)
        if isinstance(fact.event, CaseProposed) and key not in self._cases:
            self._cases[key] = _brought_in(fact, fact.event)
        row = self._cases.get(key)
        if row is None or row.session_id != fact.stream:
            return
        match fact.event:
            case CaseChosen():
                row.chosen = True
            case ChoiceUndone():
                row.chosen = False
            case TakeawaysRetained(keep=keep):
                row.keeps = keep
            case ContributionCorrected(wordings=wordings) if row.erased is None:
                row.title = next((w.words for w in wordings if w.field == "title"), row.title)
            case CaseErased(takeaways_kept=kept):
                row.title, row.keeps, row.erased = None, kept, row.erased or fact.position
            case _:
                pass
        self.cases.put(key, row)

    def _untitle(self, fact: Happened, person: UUID) -> None:
        self._untitled.append((fact.tenant, fact.stream, person))
        for row in self._cases.values():
            if (row.tenant_id, row.session_id, row.contributor) == self._untitled[-1]:
                row.title = None

    async def write(self, connection: Connection) -> None:
        for whose in self._untitled:
            await connection.execute(terms.UNTITLE, list(whose))
        for changes in (self.meetings, self.attendance, self.cases, self.carried):
            await changes.write(connection)
        for changed in (self.actions, self.reports, self.carried_on, self.groups, self.forgotten):
            await changed.write(connection)


def _brought_in(fact: Happened, proposal: CaseProposed) -> CaseRow:
    return CaseRow(
        tenant_id=fact.tenant,
        case_id=proposal.id,
        session_id=fact.stream,
        position=fact.position,
        contributor=proposal.by,
        title=proposal.title,
    )


def _terms(fact: Happened, chosen: RetentionChosen) -> GroupRow:
    return GroupRow(
        tenant_id=fact.tenant,
        group_id=fact.stream,
        days_after_follow_up=chosen.days_after_follow_up,
        days_after_session=chosen.days_after_session,
        chosen_at=chosen.at,
    )
