"""How the learning history is kept: what of a meeting is remembered, and what is forgotten again."""

from collections.abc import Sequence
from typing import ClassVar, Final, LiteralString
from uuid import UUID

from typing_extensions import override

from events.base import Event, short_name
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    AdviceGiven,
    CaseContribution,
    CaseDescribed,
    CaseProposed,
    Contribution,
    ContributionCorrected,
    ContributionRated,
    ContributionWithdrawn,
    FeedbackGiven,
    FollowUpReported,
    HypothesisOffered,
    InsightNoted,
    ObservationShared,
    QuestionAnswered,
    QuestionAsked,
    ReflectionShared,
    TakeawayStated,
    ThoughtShared,
)
from events.forgetting import AuthorForgotten, CaseErased, CaseShared, CaseUnshared
from events.group import Role
from events.method import Kind, Visibility
from events.session import (
    CaseChosen,
    ChoiceUndone,
    ParticipantArrived,
    SessionClosed,
    SessionOpened,
    SessionReopened,
)
from projections import timeline
from projections.base import Changes, Connection, Happened, Projection, Table, load
from projections.clearing import Clearing
from projections.contributions import about, hangs_on, reworded, texts
from projections.timeline import CaseRow, ClosingRow, MarkRow, MeetingRow, PresenceRow, SaidRow

_REMEMBERED = (
    CaseProposed,
    CaseDescribed,
    QuestionAsked,
    QuestionAnswered,
    HypothesisOffered,
    ObservationShared,
    ReflectionShared,
    ThoughtShared,
    ContributionRated,
    AdviceGiven,
    TakeawayStated,
    ActionCommitted,
    InsightNoted,
    FollowUpReported,
    ActionCarriedOn,
    FeedbackGiven,
)


class LearningHistory(Projection):
    """The meetings of every group; passes, votes and proposals that were not chosen are not told.

    Clients choose ids, so whatever is said is found within its own meeting only: who borrows the id
    of a case they did not hear gets none of its texts.
    """

    name: ClassVar[LiteralString] = "learning_history"
    revision: ClassVar[int] = 7
    reads: ClassVar[tuple[type[Event], ...]] = (
        SessionOpened,
        SessionClosed,
        SessionReopened,
        ParticipantArrived,
        CaseChosen,
        ChoiceUndone,
        ContributionWithdrawn,
        ContributionCorrected,
        CaseErased,
        CaseShared,
        CaseUnshared,
        AuthorForgotten,
        *_REMEMBERED,
    )
    definition: ClassVar[LiteralString] = timeline.DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (
        timeline.MEETINGS,
        timeline.CLOSINGS,
        timeline.PRESENCE,
        timeline.CASES,
        timeline.ERASED,
        timeline.SHARED,
        timeline.SAID,
    )

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Remember what happened, and forget what was taken back."""
        history = _Changed()
        await history.recall(batch, connection)
        for fact in batch:
            history.take(fact)
        await history.write(connection)


class _Changed:
    """What a batch changes in each of the tables."""

    def __init__(self) -> None:
        self.meetings = Changes[MeetingRow](timeline.MEETINGS)
        self.closings = Changes[ClosingRow](timeline.CLOSINGS)
        self.presence = Changes[PresenceRow](timeline.PRESENCE)
        self.cases = Changes[CaseRow](timeline.CASES)
        self.said = Changes[SaidRow](timeline.SAID)
        self.erased = Changes[MarkRow](timeline.ERASED)
        self.shared = Changes[MarkRow](timeline.SHARED)
        self.clearing = Clearing(timeline.CLEAR_CASES, timeline.CLEAR_AUTHORS)

    async def recall(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Bring back what was said in an earlier batch and is put in other words in this one."""
        again = [
            (fact.tenant, fact.stream, fact.event.contribution)
            for fact in batch
            if isinstance(fact.event, ContributionCorrected)
        ]
        for row in await load(connection, timeline.LOAD_SAID, again, SaidRow):
            self.said.put((row.tenant_id, row.session_id, row.id), row)

    async def write(self, connection: Connection) -> None:
        await self.clearing.write(connection)
        for changes in (self.meetings, self.closings, self.presence, self.cases, self.said):
            await changes.write(connection)
        for marks in (self.erased, self.shared):
            await marks.write(connection)

    def take(self, fact: Happened) -> None:
        key = (fact.tenant, fact.stream)
        match fact.event:
            case Contribution(id=said):
                self.said.put((*key, said), _said(fact, fact.event))
            case ContributionWithdrawn(contribution=said):
                self.said.drop((*key, said))
            case ContributionCorrected(contribution=said):
                if row := self.said.get((*key, said)):
                    row.texts = reworded(row.texts, fact.event)
            case SessionOpened():
                self.meetings.put(key, _meeting(fact, fact.event))
            case SessionClosed(at=at):
                closing = ClosingRow(tenant_id=fact.tenant, session_id=fact.stream, closed_at=at)
                self.closings.put(key, closing)
            case SessionReopened():
                self.closings.drop(key)
            case ParticipantArrived(person=person, role=role):
                self._arrive(fact, person, role)
            case CaseChosen(case=case):
                self.cases.put((*key, case), _case(fact, fact.event))
            case ChoiceUndone(case=case):
                self.cases.drop((*key, case))
            case _:
                self._forget(fact)

    def _forget(self, fact: Happened) -> None:
        self.clearing.take(fact, self.said.rows())
        match fact.event:
            case CaseErased(case=case):
                self.erased.put((fact.tenant, fact.stream, case), _mark(fact, case))
                self.shared.drop((fact.tenant, fact.stream, case))
            case CaseShared(case=case):
                self.shared.put((fact.tenant, fact.stream, case), _mark(fact, case))
            case CaseUnshared(case=case):
                self.shared.drop((fact.tenant, fact.stream, case))
            case _:
                pass

    def _arrive(self, fact: Happened, person: UUID, role: Role) -> None:
        key = (fact.tenant, fact.stream, person)
        known = self.presence.get(key)
        row = PresenceRow(
            tenant_id=fact.tenant,
            session_id=fact.stream,
            person_id=person,
            facilitated=role is Role.FACILITATOR or bool(known and known.facilitated),
            observed=role is Role.OBSERVER and (known is None or known.observed),
        )
        self.presence.put(key, row)


_NAMES: Final = {
    Kind.FOLLOW_UP: ("follow_up_reported", "action_carried_on"),
    Kind.FEEDBACK: ("feedback_given",),
    Kind.PROPOSAL: ("case_proposed",),
}
"""What is remembered of the kinds that may belong to no step."""


def _meeting(fact: Happened, opened: SessionOpened) -> MeetingRow:
    shown = [step.visibility for step in opened.method.steps]
    return MeetingRow(
        tenant_id=fact.tenant,
        session_id=fact.stream,
        group_id=opened.group,
        opened_at=opened.at,
        method=opened.method.key,
        names=opened.method.names,
        facilitation=opened.facilitation,
        facilitators=list(opened.facilitators),
        guards=[person for person in opened.facilitators if person not in opened.members],
        private_steps=[n for n, how in enumerate(shown) if how is Visibility.PRIVATE],
        quiet_steps=[n for n, how in enumerate(shown) if how is not Visibility.LIVE],
        free=[name for kind in sorted(opened.method.free) for name in _NAMES[kind]],
    )


def _case(fact: Happened, chosen: CaseChosen) -> CaseRow:
    return CaseRow(
        tenant_id=fact.tenant,
        case_id=chosen.case,
        session_id=fact.stream,
        position=fact.position,
        contributor=chosen.contributor,
    )


def _said(fact: Happened, said: Contribution) -> SaidRow:
    return SaidRow(
        tenant_id=fact.tenant,
        id=said.id,
        session_id=fact.stream,
        position=fact.position,
        kind=short_name(said),
        subject=_subject(said),
        by=said.by,
        step=said.step,
        texts=texts(said),
        about=about(said),
        hangs_on=hangs_on(said),
    )


def _mark(fact: Happened, case: UUID) -> MarkRow:
    return MarkRow(tenant_id=fact.tenant, session_id=fact.stream, case_id=case)


def _subject(said: Contribution) -> UUID | None:
    match said:
        case CaseProposed(id=case):
            return case
        case QuestionAnswered(question=question):
            return question
        case CaseContribution(case=case) | ThoughtShared(case=case):
            return case
        case FollowUpReported(action=action) | ActionCarriedOn(action=action):
            return action
        case FeedbackGiven(follow_up=follow_up):
            return follow_up
        case _:
            return None
