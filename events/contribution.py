"""What people can say in a meeting; every text is sealed, every contribution has one author."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from events.attendance import AnyAttendance
from events.base import Sealed
from events.forgetting import AnyForgetting
from events.session import AnyProcedureEvent, SessionEvent


class CaseKind(StrEnum):
    """What kind of case is proposed (R-13, R-14)."""

    BOTTLENECK = "bottleneck"
    ADVICE_QUESTION = "advice_question"
    SUCCESS = "success"
    DILEMMA = "dilemma"


class AdviceKind(StrEnum):
    """What kind of advice is given (R-82)."""

    ADVICE = "advice"
    TIP = "tip"
    SOLUTION = "solution"


class ThoughtKind(StrEnum):
    """What a thought is to the conversation; each is a kind of step too."""

    ASSOCIATION = "association"
    REFORMULATION = "reformulation"
    POSITION = "position"
    ARGUMENT = "argument"
    FEEDBACK = "feedback"
    EVALUATION = "evaluation"


class Mark(StrEnum):
    """What something that was said does to the contributor: about the words, never about who said them."""

    WARM = "warm"
    MAYBE = "maybe"
    NOT_NOW = "not_now"


class ActionStatus(StrEnum):
    """What came of an action."""

    DONE = "done"
    PARTLY = "partly"
    CHANGED = "changed"
    DROPPED = "dropped"


class Contribution(SessionEvent, frozen=True, kw_only=True):
    """Something a person said. ``step`` is where it belongs; ``late`` when that step was over."""

    id: UUID
    by: UUID
    step: int
    late: bool = False


class CaseContribution(Contribution, frozen=True, kw_only=True):
    """Something said about the chosen case."""

    case: UUID


class CheckedIn(Contribution, frozen=True, kw_only=True, tag="session.checked_in.v1"):
    """A first word."""

    text: Sealed | None


class FollowUpReported(Contribution, frozen=True, kw_only=True, tag="session.follow_up_reported.v1"):
    """The contributor of an earlier case told what came of the action (R-87)."""

    action: UUID
    status: ActionStatus
    did: Sealed
    effect: Sealed | None
    learned: Sealed | None


class ActionCarriedOn(Contribution, frozen=True, kw_only=True, tag="session.action_carried_on.v1"):
    """The contributor goes on with an action that was reported on: it is open again, with a new date."""

    action: UUID
    first_step: Sealed | None
    due: date | None


class FeedbackGiven(Contribution, frozen=True, kw_only=True, tag="session.feedback_given.v1"):
    """A peer gave extra feedback on a report (R-88)."""

    follow_up: UUID
    text: Sealed


class CaseProposed(Contribution, frozen=True, kw_only=True, tag="session.case_proposed.v1"):
    """A member said which case they could bring in (R-70); ``id`` is the case."""

    kind: CaseKind
    title: Sealed
    question: Sealed
    influence: int | None
    """How much the member can act on it, 1 (hardly) to 5 (fully) (R-38)."""


class NothingProposed(Contribution, frozen=True, kw_only=True, tag="session.nothing_proposed.v1"):
    """A member has nothing to bring in today, and that is fine (R-70)."""


class CaseDescribed(CaseContribution, frozen=True, kw_only=True, tag="session.case_described.v1"):
    """The contributor described the case (R-72, R-73); a later description adds to it."""

    question: Sealed | None
    context: Sealed
    own_behaviour: Sealed | None
    effect: Sealed | None


class QuestionAsked(CaseContribution, frozen=True, kw_only=True, tag="session.question_asked.v1"):
    """A peer asked the contributor a question (R-75)."""

    text: Sealed


class QuestionAnswered(CaseContribution, frozen=True, kw_only=True, tag="session.question_answered.v1"):
    """The contributor answered a question; without text it was answered aloud."""

    question: UUID
    text: Sealed | None


class TurnPassed(Contribution, frozen=True, kw_only=True, tag="session.turn_passed.v1"):
    """A person let the turn pass; it is never counted against anyone."""


class HypothesisOffered(CaseContribution, frozen=True, kw_only=True, tag="session.hypothesis_offered.v1"):
    """A peer said what may be going on."""

    text: Sealed


class ObservationShared(CaseContribution, frozen=True, kw_only=True, tag="session.observation_shared.v1"):
    """A peer said what they saw or heard."""

    text: Sealed


class ReflectionShared(CaseContribution, frozen=True, kw_only=True, tag="session.reflection_shared.v1"):
    """A peer said what the case evokes, while the contributor listens."""

    text: Sealed


class ThoughtShared(Contribution, frozen=True, kw_only=True, tag="session.thought_shared.v1"):
    """Somebody said something that needs no rules of its own: what it is, and about which case."""

    kind: ThoughtKind
    case: UUID | None
    """None for what is said before there is a case."""
    text: Sealed


class ContributionRated(CaseContribution, frozen=True, kw_only=True, tag="session.contribution_rated.v1"):
    """The contributor said what something does to them; a later mark on the same takes its place."""

    on: UUID
    mark: Mark


class NoteWritten(Contribution, frozen=True, kw_only=True, tag="session.note_written.v1"):
    """Somebody wrote something down for themselves, which nobody else ever reads."""

    text: Sealed


class AdviceGiven(CaseContribution, frozen=True, kw_only=True, tag="session.advice_given.v1"):
    """A peer gave advice, after the gate (R-79, R-82)."""

    kind: AdviceKind
    text: Sealed


class TakeawayStated(CaseContribution, frozen=True, kw_only=True, tag="session.takeaway_stated.v1"):
    """The contributor said what helped (R-85)."""

    text: Sealed
    helpful: tuple[UUID, ...] = ()
    """The questions and pieces of advice that helped."""


class ActionCommitted(CaseContribution, frozen=True, kw_only=True, tag="session.action_committed.v1"):
    """The contributor said what they will do (R-86); ``id`` is the action."""

    text: Sealed
    first_step: Sealed | None
    due: date | None


class InsightNoted(Contribution, frozen=True, kw_only=True, tag="session.insight_noted.v1"):
    """Somebody said what they take back to their own practice (R-90)."""

    text: Sealed


class CheckedOut(Contribution, frozen=True, kw_only=True, tag="session.checked_out.v1"):
    """A last word."""

    text: Sealed | None


class ContributionWithdrawn(SessionEvent, frozen=True, kw_only=True, tag="session.contribution_withdrawn.v1"):
    """A person took back what they had said; a proposal too."""

    contribution: UUID
    by: UUID


class ContributionNoted(SessionEvent, frozen=True, kw_only=True, tag="session.contribution_noted.v1"):
    """What a person said aloud was written down for them by the scribe; it stays that person's own."""

    contribution: UUID
    noted_by: UUID


class Wording(Struct, frozen=True, kw_only=True):
    """One text of a contribution in other words; without them it is left out from then on."""

    field: str
    words: Sealed | None


class ContributionCorrected(SessionEvent, frozen=True, kw_only=True, tag="session.contribution_corrected.v1"):
    """A person put in other words what they had said; the record keeps both, the views the last.

    ``kind`` is the short name of what was said: the new words are sealed under it, in the place of
    the old ones.
    """

    id: UUID
    contribution: UUID
    kind: str
    by: UUID
    wordings: tuple[Wording, ...]


AnyCaseContribution = (
    CaseDescribed
    | QuestionAsked
    | QuestionAnswered
    | HypothesisOffered
    | ObservationShared
    | ReflectionShared
    | ContributionRated
    | AdviceGiven
    | TakeawayStated
    | ActionCommitted
)
AnyContribution = (
    AnyCaseContribution
    | ThoughtShared
    | NoteWritten
    | CheckedIn
    | FollowUpReported
    | ActionCarriedOn
    | FeedbackGiven
    | CaseProposed
    | NothingProposed
    | TurnPassed
    | InsightNoted
    | CheckedOut
)
Notable = (
    QuestionAsked | QuestionAnswered | HypothesisOffered | ObservationShared | ReflectionShared | AdviceGiven
)
"""What a scribe may write down for somebody: what is said to all, and never a personal text."""
AnyAfterthought = ContributionWithdrawn | ContributionCorrected | ContributionNoted
AnySessionEvent = AnyContribution | AnyAfterthought | AnyProcedureEvent | AnyForgetting | AnyAttendance
"""The closed sets, so that a reader who forgets one is told."""
