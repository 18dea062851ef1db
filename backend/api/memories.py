"""What is remembered of past meetings, as those who were there may see it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from backend.api.record_ports import Opener
from events.base import Sealed
from events.contribution import ActionStatus, AdviceKind, CaseKind, Mark
from events.method import Kind, Words
from projections.learning_history import Case, Deed, PastMeeting, Remembered, Report


class SaidView(Struct, frozen=True, kw_only=True):
    """Something that was said; the text is null when it was erased or said aloud."""

    id: UUID
    by: UUID
    text: str | None


class QuestionView(SaidView, frozen=True, kw_only=True):
    """A question and its answers."""

    answers: list[SaidView]


class AdviceView(SaidView, frozen=True, kw_only=True):
    """A piece of advice."""

    kind: AdviceKind


class ThoughtView(SaidView, frozen=True, kw_only=True):
    """A hypothesis, an observation, an association or another thought."""

    kind: Kind


class MarkView(Struct, frozen=True, kw_only=True):
    """What something that was said did to the contributor."""

    on: UUID
    mark: Mark


class TakeawayView(SaidView, frozen=True, kw_only=True):
    """What helped."""

    helpful: list[UUID]


class CarriedOnView(Struct, frozen=True, kw_only=True):
    """That an action is carried on after its report, with what next step and by when."""

    id: UUID
    first_step: str | None
    due: date | None


class ReportView(Struct, frozen=True, kw_only=True):
    """What came of an action, and what the group said to it: for who was there when it was told."""

    id: UUID
    session: UUID
    status: ActionStatus
    did: str | None
    effect: str | None
    learned: str | None
    feedback: list[SaidView]
    carried_on: CarriedOnView | None


class DeedView(Struct, frozen=True, kw_only=True):
    """An action, and what came of it."""

    id: UUID
    text: str | None
    first_step: str | None
    due: date | None
    reports: list[ReportView]


class DescriptionView(Struct, frozen=True, kw_only=True):
    """How the contributor described the case."""

    question: str | None
    context: str | None
    own_behaviour: str | None
    effect: str | None


class CaseView(Struct, frozen=True, kw_only=True):
    """A case from its proposal to what came of it; of an erased one only the counts are left.

    Who kept their takeaways on it sees those, and nobody else does.
    """

    case: UUID
    contributor: UUID
    erased: bool
    shared: bool
    kind: CaseKind | None
    title: str | None
    question: str | None
    descriptions: list[DescriptionView]
    questions: list[QuestionView]
    advice: list[AdviceView]
    thoughts: list[ThoughtView]
    marks: list[MarkView]
    takeaways: list[TakeawayView]
    actions: list[DeedView]


class MeetingView(Struct, frozen=True, kw_only=True):
    """A past meeting. Who was not there sees that it took place, and shared cases (invariant 7)."""

    session: UUID
    opened_at: datetime
    closed_at: datetime
    method: str
    method_names: Words
    present: int
    facilitated_by: list[UUID]
    readable: bool
    questions_asked: int
    advice_given: int
    cases: list[CaseView]
    insights: list[SaidView]


def _all(meetings: list[PastMeeting]) -> Iterator[Remembered]:
    for meeting in meetings:
        yield from meeting.insights
        for case in meeting.cases:
            yield from _of_case(case)


def _of_case(case: Case) -> Iterator[Remembered]:
    if case.proposal is not None:
        yield case.proposal
    yield from (*case.descriptions, *case.advice, *case.thoughts, *case.takeaways)
    for question in case.questions:
        yield from (question.asked, *question.answers)
    for deed in case.actions:
        yield deed.committed
        for report in deed.reports:
            yield from (report.told, *report.feedback)
            if report.carried_on is not None:
                yield report.carried_on


_KINDS: Final = {
    "hypothesis_offered": Kind.HYPOTHESIS,
    "observation_shared": Kind.OBSERVATION,
    "reflection_shared": Kind.REFLECTION,
}


def _marks(said: tuple[Remembered, ...]) -> list[MarkView]:
    """Return the last mark on each."""
    last = {one.about["on"]: one.about["mark"] for one in said}
    return [MarkView(on=UUID(on), mark=Mark(mark)) for on, mark in last.items()]


class _Shower:
    """Shows what is remembered, with its texts opened."""

    def __init__(self, opener: Opener, there: frozenset[UUID]) -> None:
        self._opener, self._there = opener, there

    def text(self, said: Remembered, field: str = "text") -> str | None:
        sealed: Sealed | None = said.texts.get(field)
        if sealed is None:
            return None
        return self._opener.open(f"session.{said.kind}", field, sealed)

    def said(self, said: Remembered) -> SaidView:
        return SaidView(id=said.id, by=said.by, text=self.text(said))

    def meeting(self, past: PastMeeting, viewer: UUID) -> MeetingView:
        readable = viewer in past.present or viewer in past.facilitated_by
        return MeetingView(
            session=past.session,
            opened_at=past.opened_at,
            closed_at=past.closed_at,
            method=past.method,
            method_names=past.names,
            present=len(past.present - past.observers),
            facilitated_by=list(past.facilitated_by),
            readable=readable,
            questions_asked=sum(len(case.questions) for case in past.cases),
            advice_given=sum(len(case.advice) for case in past.cases),
            cases=[self.case(case, viewer) for case in past.cases if readable or case.shared],
            insights=[self.said(i) for i in past.insights if readable and self._shows(i, past, viewer)],
        )

    def _shows(self, insight: Remembered, past: PastMeeting, viewer: UUID) -> bool:
        return insight.by == viewer or not any(case.erased for case in past.cases)

    def case(self, case: Case, viewer: UUID) -> CaseView:
        if case.erased:
            return self.erased(case, viewer)
        proposal = case.proposal
        about: dict[str, Any] = proposal.about if proposal else {}
        return CaseView(
            case=case.id,
            contributor=case.contributor,
            erased=False,
            shared=case.shared,
            kind=CaseKind(about["kind"]) if "kind" in about else None,
            title=self.text(proposal, "title") if proposal else None,
            question=self.text(proposal, "question") if proposal else None,
            descriptions=[self.description(d) for d in case.descriptions],
            questions=[
                QuestionView(
                    id=q.asked.id,
                    by=q.asked.by,
                    text=self.text(q.asked),
                    answers=[self.said(a) for a in q.answers],
                )
                for q in case.questions
            ],
            advice=[
                AdviceView(
                    id=a.id,
                    by=a.by,
                    text=self.text(a),
                    kind=AdviceKind(a.about["kind"]),
                )
                for a in case.advice
            ],
            thoughts=[self.thought(one) for one in case.thoughts],
            marks=_marks(case.marks),
            takeaways=[self.takeaway(t) for t in case.takeaways],
            actions=[self.deed(deed, shared=case.shared) for deed in case.actions],
        )

    def erased(self, case: Case, viewer: UUID) -> CaseView:
        """Return what is left of a case: for its contributor also what they kept."""
        is_mine = case.contributor == viewer
        return CaseView(
            case=case.id,
            contributor=case.contributor,
            erased=True,
            shared=False,
            kind=None,
            title=None,
            question=None,
            descriptions=[],
            questions=[],
            advice=[],
            thoughts=[],
            marks=[],
            takeaways=[self.takeaway(t) for t in case.takeaways if is_mine],
            actions=[self.deed(deed, shared=False) for deed in case.actions if is_mine],
        )

    def thought(self, said: Remembered) -> ThoughtView:
        kind = _KINDS.get(said.kind) or Kind(said.about["kind"])
        return ThoughtView(id=said.id, by=said.by, text=self.text(said), kind=kind)

    def takeaway(self, said: Remembered) -> TakeawayView:
        return TakeawayView(
            id=said.id,
            by=said.by,
            text=self.text(said),
            helpful=[UUID(h) for h in said.about.get("helpful", [])],
        )

    def description(self, said: Remembered) -> DescriptionView:
        return DescriptionView(
            question=self.text(said, "question"),
            context=self.text(said, "context"),
            own_behaviour=self.text(said, "own_behaviour"),
            effect=self.text(said, "effect"),
        )

    def deed(self, deed: Deed, *, shared: bool) -> DeedView:
        due = deed.committed.about.get("due")
        return DeedView(
            id=deed.committed.id,
            text=self.text(deed.committed),
            first_step=self.text(deed.committed, "first_step"),
            due=date.fromisoformat(due) if due else None,
            reports=[self.report(report, shared=shared) for report in deed.reports],
        )

    def report(self, report: Report, *, shared: bool) -> ReportView:
        """Return a report: its texts for who was there or is shown the case, what peers said for the former.

        It was told in a later meeting than its case, which others may have missed (invariant 7).
        """
        told, there = report.told, report.told.session_id in self._there
        fields = ("did", "effect", "learned")
        texts = {field: self.text(told, field) if there or shared else None for field in fields}
        return ReportView(
            id=told.id,
            session=told.session_id,
            status=ActionStatus(told.about["status"]),
            feedback=[self.said(f) for f in report.feedback] if there else [],
            carried_on=self.carried_on(report.carried_on, shown=there or shared),
            **texts,
        )

    def carried_on(self, said: Remembered | None, *, shown: bool) -> CarriedOnView | None:
        if said is None:
            return None
        due = said.about.get("due")
        return CarriedOnView(
            id=said.id,
            first_step=self.text(said, "first_step") if shown else None,
            due=date.fromisoformat(due) if due else None,
        )


def sealed_in(past: list[PastMeeting]) -> list[Sealed]:
    """Return every sealed text that the meetings remember, to be opened at once."""
    return [text for said in _all(past) for text in said.texts.values()]


def shown(past: list[PastMeeting], opener: Opener, there: frozenset[UUID], viewer: UUID) -> list[MeetingView]:
    """Return the meetings as ``viewer`` sees them, newest first.

    ``there``: the meetings that ``viewer`` took part in; ``opener`` opens what ``sealed_in`` gave.
    """
    shower = _Shower(opener, there)
    views = [shower.meeting(meeting, viewer) for meeting in past]
    return sorted(views, key=lambda meeting: meeting.opened_at, reverse=True)
