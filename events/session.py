"""What can happen in a meeting: its procedure, its choice of a case, and who was there."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from events.base import Event
from events.group import Facilitation, Role
from events.method import AdviceMode, Method, NamedRole


class OpenAction(Struct, frozen=True, kw_only=True):
    """An action of an earlier case that still waits for its report."""

    action: UUID
    case: UUID
    session: UUID
    contributor: UUID


class Duty(StrEnum):
    """What one person does for the procedure, beside their part in the content; one at a time."""

    GUIDE = "guide"
    """Among peers: on whose device the guidance is shown (R-62)."""
    SCRIBE = "scribe"
    """Who writes down what others say aloud, marked as such."""
    APPRENTICE = "apprentice"
    """An observer who learns to facilitate, and moves the procedure too (R-63)."""


class SessionEvent(Event, frozen=True, kw_only=True):
    """Something that happened in a meeting; the stream is the session."""


class SessionOpened(SessionEvent, frozen=True, kw_only=True, tag="session.session_opened.v1"):
    """A meeting began, with a copy of its method: later edits do not change history."""

    group: UUID
    method: Method
    advice_mode: AdviceMode
    facilitation: Facilitation
    facilitators: tuple[UUID, ...]
    members: tuple[UUID, ...]
    open_actions: tuple[OpenAction, ...]
    by: UUID
    at: datetime


class ParticipantArrived(SessionEvent, frozen=True, kw_only=True, tag="session.participant_arrived.v1"):
    """A person is present, as a member, a facilitator or an observer."""

    person: UUID
    role: Role
    at: datetime


class ParticipantLeft(SessionEvent, frozen=True, kw_only=True, tag="session.participant_left.v1"):
    """A person is no longer present."""

    person: UUID
    at: datetime


class StepStarted(SessionEvent, frozen=True, kw_only=True, tag="session.step_started.v1"):
    """A step of the method began; the step before it ended. ``step`` counts from 0."""

    step: int
    by: UUID
    at: datetime
    ends_at: datetime


class StepExtended(SessionEvent, frozen=True, kw_only=True, tag="session.step_extended.v1"):
    """The running step got more time, or less."""

    step: int
    by: UUID
    seconds: int
    ends_at: datetime


class StepUndone(SessionEvent, frozen=True, kw_only=True, tag="session.step_undone.v1"):
    """Starting a step was taken back; the step before it (None: none) runs again."""

    step: int
    back_to: int | None
    by: UUID
    at: datetime
    ends_at: datetime | None


class StepLength(Struct, frozen=True):
    """How long a step takes from now on."""

    step: int
    seconds: int


class StepsReplanned(SessionEvent, frozen=True, kw_only=True, tag="session.steps_replanned.v1"):
    """Steps take other times than the method says; those that are not named take what it says.

    ``given_up``: the last steps lent from the time that was kept for them.
    """

    lengths: tuple[StepLength, ...]
    given_up: bool
    by: UUID
    at: datetime


class StepRevealed(SessionEvent, frozen=True, kw_only=True, tag="session.step_revealed.v1"):
    """What was written in a step, each for themselves, is shown to everybody from now on."""

    step: int
    by: UUID
    at: datetime


class SessionPaused(SessionEvent, frozen=True, kw_only=True, tag="session.session_paused.v1"):
    """The clock stands still."""

    by: UUID
    at: datetime


class SessionResumed(SessionEvent, frozen=True, kw_only=True, tag="session.session_resumed.v1"):
    """The clock runs again; the running step (if any) ends as much later as the pause took."""

    by: UUID
    at: datetime
    ends_at: datetime | None


class TurnOrderSet(SessionEvent, frozen=True, kw_only=True, tag="session.turn_order_set.v1"):
    """The order in which the word goes round."""

    order: tuple[UUID, ...]
    by: UUID


class DutyGiven(SessionEvent, frozen=True, kw_only=True, tag="session.duty_given.v1"):
    """A duty went to a person, or ended when ``to`` is None."""

    duty: Duty
    to: UUID | None
    by: UUID


class RoleAssigned(SessionEvent, frozen=True, kw_only=True, tag="session.role_assigned.v1"):
    """These people have a named part from now on, and nobody else has it; nobody: it was taken back."""

    role: NamedRole
    people: tuple[UUID, ...]
    by: UUID


class PairsDrawn(SessionEvent, frozen=True, kw_only=True, tag="session.pairs_drawn.v1"):
    """Who talks with whom in a step; of an odd number the last are three."""

    step: int
    pairs: tuple[tuple[UUID, ...], ...]
    by: UUID


class FollowUpSkipped(SessionEvent, frozen=True, kw_only=True, tag="session.follow_up_skipped.v1"):
    """The group goes on without the report on one action; the action stays open."""

    action: UUID
    by: UUID


class ChoiceOpened(SessionEvent, frozen=True, kw_only=True, tag="session.choice_opened.v1"):
    """The group may now choose between these cases, without anybody seeing who chose what."""

    choice: UUID
    cases: tuple[UUID, ...]
    by: UUID


class FollowUpAwaited(SessionEvent, frozen=True, kw_only=True, tag="session.follow_up_awaited.v1"):
    """Skipping the report on an action was taken back: it is awaited again."""

    action: UUID
    by: UUID


class Tally(Struct, frozen=True):
    """How many chose a case."""

    case: UUID
    votes: int


class ChoiceClosed(SessionEvent, frozen=True, kw_only=True, tag="session.choice_closed.v1"):
    """The choice closed. Only this tally was ever written down."""

    choice: UUID
    tally: tuple[Tally, ...]
    by: UUID


class ChoiceCancelled(SessionEvent, frozen=True, kw_only=True, tag="session.choice_cancelled.v1"):
    """Opening a choice was taken back: nothing was counted, and what was cast is forgotten."""

    choice: UUID
    by: UUID


class CaseOffered(SessionEvent, frozen=True, kw_only=True, tag="session.case_offered.v1"):
    """The group would like this case; its owner is asked for consent."""

    case: UUID
    by: UUID


class OfferTakenBack(SessionEvent, frozen=True, kw_only=True, tag="session.offer_taken_back.v1"):
    """The owner is asked no longer whether the case may be used."""

    case: UUID
    by: UUID


class ChoiceDeclined(SessionEvent, frozen=True, kw_only=True, tag="session.choice_declined.v1"):
    """The owner would rather not contribute the case, without giving a reason."""

    case: UUID
    by: UUID


class CaseChosen(SessionEvent, frozen=True, kw_only=True, tag="session.case_chosen.v1"):
    """The owner consented: this is the case, and they are its one contributor."""

    case: UUID
    contributor: UUID
    advice_mode: AdviceMode


class ChoiceUndone(SessionEvent, frozen=True, kw_only=True, tag="session.choice_undone.v1"):
    """The chosen case was put back before anything was said about it."""

    case: UUID
    by: UUID


class AdviceModeLowered(SessionEvent, frozen=True, kw_only=True, tag="session.advice_mode_lowered.v1"):
    """The contributor wants less advice than was planned; nobody can raise it again."""

    case: UUID
    by: UUID
    advice_mode: AdviceMode


class AdviceWishStated(SessionEvent, frozen=True, kw_only=True, tag="session.advice_wish_stated.v1"):
    """The contributor, who was to be asked, said whether advice is wanted."""

    case: UUID
    by: UUID
    wanted: bool


class SessionClosed(SessionEvent, frozen=True, kw_only=True, tag="session.session_closed.v1"):
    """The meeting ended."""

    by: UUID
    at: datetime


class SessionReopened(SessionEvent, frozen=True, kw_only=True, tag="session.session_reopened.v1"):
    """Closing the meeting was taken back."""

    by: UUID
    at: datetime


AnyMovement = (
    SessionOpened
    | StepStarted
    | StepExtended
    | StepUndone
    | StepRevealed
    | StepsReplanned
    | SessionPaused
    | SessionResumed
    | TurnOrderSet
    | DutyGiven
    | RoleAssigned
    | PairsDrawn
    | FollowUpSkipped
    | FollowUpAwaited
    | ChoiceOpened
    | ChoiceClosed
    | ChoiceCancelled
    | CaseOffered
    | OfferTakenBack
    | ChoiceDeclined
    | CaseChosen
    | ChoiceUndone
    | AdviceModeLowered
    | AdviceWishStated
    | SessionClosed
    | SessionReopened
)
"""What moves the procedure, so that a move decided before it is stale."""
AnyProcedureEvent = AnyMovement | ParticipantArrived | ParticipantLeft
"""The closed sets, so that a reader who forgets one is told."""
