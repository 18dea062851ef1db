"""Who may say what, and when: placed in its step, marked late when the step is over, or refused."""

from datetime import datetime, timedelta
from typing import TypeVar, assert_never
from uuid import UUID

from msgspec.structs import replace

from backend.domain.errors import Reason, Refused
from backend.domain.session.choosing import check_advice_is_wanted
from backend.domain.session.commands import Contribute, HandIn, Note, Withdraw
from backend.domain.session.forgetting import check_not_erased
from backend.domain.session.showing import audience_of
from backend.domain.session.speaking import may_say, refusal
from backend.domain.session.state import ChosenCase, Session, case_of
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    AdviceGiven,
    AnyContribution,
    CaseDescribed,
    CaseProposed,
    CheckedIn,
    CheckedOut,
    ContributionNoted,
    ContributionRated,
    ContributionWithdrawn,
    FeedbackGiven,
    FollowUpReported,
    HypothesisOffered,
    InsightNoted,
    NoteWritten,
    NothingProposed,
    ObservationShared,
    QuestionAnswered,
    QuestionAsked,
    ReflectionShared,
    TakeawayStated,
    ThoughtKind,
    ThoughtShared,
    TurnPassed,
)
from events.method import Kind, Speaker, Step, Visibility
from events.session import Duty

Said = TypeVar("Said", FollowUpReported, QuestionAsked)

ACCEPTED_LATE = timedelta(days=7)
"""How long after the end of a meeting a contribution still arrives."""

_KINDS: dict[type[AnyContribution], Kind] = {
    CheckedIn: Kind.CHECK_IN,
    FollowUpReported: Kind.FOLLOW_UP,
    ActionCarriedOn: Kind.FOLLOW_UP,
    FeedbackGiven: Kind.FEEDBACK,
    CaseProposed: Kind.PROPOSAL,
    NothingProposed: Kind.PROPOSAL,
    CaseDescribed: Kind.DESCRIPTION,
    QuestionAsked: Kind.QUESTION,
    QuestionAnswered: Kind.ANSWER,
    HypothesisOffered: Kind.HYPOTHESIS,
    ObservationShared: Kind.OBSERVATION,
    ReflectionShared: Kind.REFLECTION,
    ContributionRated: Kind.RATING,
    NoteWritten: Kind.NOTE,
    AdviceGiven: Kind.ADVICE,
    TakeawayStated: Kind.TAKEAWAY,
    ActionCommitted: Kind.ACTION,
    InsightNoted: Kind.INSIGHT,
    CheckedOut: Kind.CHECK_OUT,
}
"""The kind that a step must allow; passing is possible in every step (invariant 15)."""
_WITHOUT_A_CASE = {ThoughtKind.POSITION, ThoughtKind.ARGUMENT, ThoughtKind.EVALUATION}
"""What a group may also think of before it has a case, or of its own work."""

_NOT_OPEN: dict[Kind, Reason] = {
    Kind.QUESTION: "questions-closed",
    Kind.ADVICE: "advice-not-open",
}
_FACILITATOR_TOO = {Kind.CHECK_IN, Kind.CHECK_OUT}
"""The first and the last word are no content; a dedicated facilitator has nothing else (S003)."""


def contribute(command: Contribute, session: Session) -> list[AnyContribution]:
    """Record what a person says once, in its place, or refuse it."""
    said = command.said
    if _is_known(said, session):
        return []
    check_time(command.at, session)
    check_not_erased(said, session)
    _check_person(said, session)
    if said.by not in session.ever_present:
        raise Refused("not-present")
    return _placed(said, session)


def hand_in(command: HandIn, session: Session) -> list[AnyContribution]:
    """Record the report that somebody gave in writing, because they are not there to tell it (R-87).

    Whoever came, and left or was noted as gone, could tell it or keep it: then it stays theirs.
    """
    said = command.said
    if _is_known(said, session):
        return []
    if not session.may_move(command.shown_by):
        raise Refused("only-the-facilitator")
    if said.by in session.ever_present:
        raise Refused("contributor-is-here")
    if session.closed_at is not None:
        raise Refused("session-closed")
    check_not_erased(said, session)
    _check_person(said, session)
    return _placed(said, session)


def _is_known(said: AnyContribution, session: Session) -> bool:
    """Tell whether something was said already; refuse another thing under the same id."""
    known = session.said.get(said.id)
    if known is not None and replace(said, step=known.step, late=known.late) != known:
        raise Refused("id-reused")
    return known is not None


def _placed(said: AnyContribution, session: Session) -> list[AnyContribution]:
    _check_rules(said, session)
    step = _place(said, session)
    return [replace(said, step=step, late=_is_late(said, step, session))]


def note(command: Note, session: Session) -> list[AnyContribution | ContributionNoted]:
    """Record what somebody said as theirs, and who wrote it down for them.

    The scribe has no voice of their own in it: what the speaker may not say, a scribe may not write,
    and what is not for everybody's eyes at once is not a scribe's to write.
    """
    said = command.said
    known = said.id in session.said
    if known and session.noted.get(said.id) != command.noted_by:
        raise Refused("id-reused")
    if not known and session.duties.get(Duty.SCRIBE) != command.noted_by:
        raise Refused("only-the-scribe")
    if said.by == command.noted_by:
        raise Refused("note-for-another")
    placed = contribute(Contribute(said=said, at=command.at), session)
    steps = session.begun.method.steps
    if any(steps[each.step].visibility is not Visibility.LIVE for each in placed):
        raise Refused("step-not-open")
    return [*placed, *(ContributionNoted(contribution=each.id, noted_by=command.noted_by) for each in placed)]


def _is_late(said: AnyContribution, step: int, session: Session) -> bool:
    """Tell whether a step is over; what needs no step is in time before the first one starts.

    A step that runs again for the next case is over for the one before.
    """
    if session.closed_at is not None:
        return True
    if case_of(said) not in {None, session.case}:
        return True
    if session.run is None:
        return step in session.steps
    return session.run.step != step


def withdraw(command: Withdraw, session: Session) -> list[ContributionWithdrawn]:
    """Let a person take back what they said, except a case that has become the case."""
    said = session.said.get(command.contribution)
    if said is None:
        raise Refused("unknown-contribution")
    if command.by not in {said.by, session.noted.get(said.id)}:
        raise Refused("not-yours")
    if command.contribution in session.withdrawn:
        return []
    if said.id in session.chosen:
        raise Refused("case-already-chosen")
    return [ContributionWithdrawn(contribution=said.id, by=command.by)]


def check_time(at: datetime, session: Session) -> None:
    """Refuse what comes before the meeting, or too long after it."""
    session.begun  # noqa: B018 - refuses when the meeting has not begun
    if session.closed_at is not None and at - session.closed_at > ACCEPTED_LATE:
        raise Refused("too-late")


def kind_of(said: AnyContribution) -> Kind | None:
    """Return the kind of what is said; None for passing, which is no kind."""
    return Kind(said.kind) if isinstance(said, ThoughtShared) else _KINDS.get(type(said))


def is_free(said: AnyContribution, session: Session) -> bool:
    """Tell whether something belongs to no step, such as a case where a method has none for proposing it."""
    return not isinstance(said, ThoughtShared) and kind_of(said) in session.free


def _check_person(said: AnyContribution, session: Session) -> None:
    kind = kind_of(said)
    session.check_takes_part(said.by)
    if session.is_dedicated(said.by) and kind not in _FACILITATOR_TOO:
        raise Refused("facilitator-has-no-content-rights")


def _check_rules(said: AnyContribution, session: Session) -> None:
    match said:
        case FollowUpReported():
            _check_action(said, session)
            if said.action in session.reported_actions:
                raise Refused("already-reported")
        case ActionCarriedOn():
            _check_action(said, session)
            _check_carrying_on(said, session)
        case FeedbackGiven(follow_up=follow_up):
            report = _known(follow_up, FollowUpReported, "unknown-follow-up", session)
            if report.by == said.by:
                raise Refused("contributor-does-not")
        case CaseProposed() | NothingProposed():
            if isinstance(said, CaseProposed) and session.is_carried(said.id):
                raise Refused("id-reused")
            if session.waiting_actions:
                raise Refused("follow-up-first")
        case TakeawayStated(helpful=helpful):
            _by_contributor(said.by, _chosen(said.case, session))
            _check_helpful(helpful, said.case, session)
        case CaseDescribed() | ActionCommitted():
            _by_contributor(said.by, _chosen(said.case, session))
        case QuestionAnswered(question=question):
            _check_answers(said, session)
            asked = _known(question, QuestionAsked, "unknown-question", session)
            if asked.case != said.case or not audience_of(asked, session).includes(said.by):
                raise Refused("unknown-question")
        case ContributionRated():
            _check_rating(said, session)
        case QuestionAsked() | HypothesisOffered() | ReflectionShared() | ObservationShared():
            _chosen(said.case, session)
        case ThoughtShared(case=case, kind=kind):
            if case is not None or kind not in _WITHOUT_A_CASE:
                _chosen(case, session)
        case AdviceGiven():
            _check_advice(said, session)
        case CheckedIn() | TurnPassed() | InsightNoted() | NoteWritten() | CheckedOut():
            pass
        case _:
            assert_never(said)


def _check_action(said: FollowUpReported | ActionCarriedOn, session: Session) -> None:
    carried = {known.action: known for known in session.begun.open_actions}
    action = carried.get(said.action)
    if action is None:
        raise Refused("unknown-action")
    if action.contributor != said.by:
        raise Refused("not-your-action")


def _check_carrying_on(said: ActionCarriedOn, session: Session) -> None:
    if said.action not in session.reported_actions:
        raise Refused("report-first")
    if said.action in session.carried_on:
        raise Refused("already-carried-on")


def _known(id_: UUID, kind: type[Said], reason: Reason, session: Session) -> Said:
    known = session.said.get(id_)
    if not isinstance(known, kind) or id_ in session.withdrawn:
        raise Refused(reason)
    return known


def _check_helpful(helpful: tuple[UUID, ...], case: UUID, session: Session) -> None:
    """Refuse what was never asked or advised; what was withdrawn meanwhile did help."""
    for id_ in helpful:
        known = session.said.get(id_)
        if not isinstance(known, QuestionAsked | AdviceGiven) or known.case != case:
            raise Refused("unknown-contribution")


def _check_answers(said: QuestionAnswered, session: Session) -> None:
    """Refuse an answer of somebody else than the contributor, unless all ask and answer each other."""
    chosen = _chosen(said.case, session)
    asking = [step for step in session.begun.method.steps if Kind.ANSWER in step.kinds]
    if not any(Speaker.EVERYONE in step.speakers for step in asking):
        _by_contributor(said.by, chosen)


def _check_rating(said: ContributionRated, session: Session) -> None:
    """Refuse a mark on what is not about the case, is one's own, or is not to be read yet."""
    _by_contributor(said.by, _chosen(said.case, session))
    rated = session.said.get(said.on)
    is_about_it = rated is not None and case_of(rated) == said.case and rated.by != said.by
    if rated is None or not is_about_it or rated.id in session.withdrawn:
        raise Refused("unknown-contribution")
    if not audience_of(rated, session).includes(said.by):
        raise Refused("unknown-contribution")


def _check_advice(said: AdviceGiven, session: Session) -> None:
    chosen = _chosen(said.case, session)
    _by_peer(said.by, chosen)
    if session.is_advising_barred(said.by):
        raise Refused("facilitator-has-no-content-rights")
    check_advice_is_wanted(chosen)


def _chosen(case: UUID | None, session: Session) -> ChosenCase:
    chosen = session.chosen.get(case) if case is not None else None
    if chosen is None:
        raise Refused("no-case-yet")
    return chosen


def _by_contributor(person: UUID, chosen: ChosenCase) -> None:
    if person != chosen.contributor:
        raise Refused("only-the-contributor")


def _by_peer(person: UUID, chosen: ChosenCase) -> None:
    if person == chosen.contributor:
        raise Refused("contributor-does-not")


def _has_the_word(said: AnyContribution, kind: Kind, step: Step, case: UUID | None, session: Session) -> bool:
    """Tell whether a step is theirs who said something; feedback on a report is for all who heard it."""
    return isinstance(said, FeedbackGiven) or may_say(said.by, kind, step, case, session)


def _place(said: AnyContribution, session: Session) -> int:
    """Return the step in which a contribution belongs, or refuse when it was never open."""
    kind = kind_of(said)
    running = session.run.step if session.run is not None else 0
    case = case_of(said)
    been_open = session.chosen[case].steps if case is not None else session.steps
    if kind is None:
        return said.step if said.step in been_open else running
    steps = session.begun.method.steps
    fitting = {step for step in been_open if kind in steps[step].kinds}
    about = case or session.case
    theirs = {step for step in fitting if _has_the_word(said, kind, steps[step], about, session)}
    if theirs:
        return said.step if said.step in theirs else max(theirs)
    if fitting:
        raise refusal(said.by, kind, steps[max(fitting)], about, session)
    if kind in session.free:
        return running
    raise Refused(_NOT_OPEN.get(kind, "step-not-open"))
