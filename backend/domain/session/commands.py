"""What a person can ask of a meeting.

A move of the procedure carries ``seen``, the version of the session on which the person decided:
when somebody else moved the procedure after it, the move is refused as stale. A contribution
carries no version: it depends on facts that only grow.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from events.attendance import Mistake, Presence
from events.contribution import AnyContribution, FollowUpReported, Notable, Wording
from events.forms import Form
from events.group import Facilitation, Role
from events.method import AdviceMode, Method, NamedRole
from events.session import Duty, OpenAction, Tally

UNPLACED = -1
"""The step of a contribution that has not been placed yet."""


class OpenSession(Struct, frozen=True, kw_only=True):
    """Begin a planned meeting."""

    group: UUID
    method: Method
    advice_mode: AdviceMode
    facilitation: Facilitation
    facilitators: tuple[UUID, ...]
    members: tuple[UUID, ...]
    open_actions: tuple[OpenAction, ...]
    by: UUID
    at: datetime


class Arrive(Struct, frozen=True, kw_only=True):
    """Be present; ``noted_by`` is who says so of somebody else."""

    person: UUID
    role: Role
    at: datetime
    noted_by: UUID | None = None


class Depart(Struct, frozen=True, kw_only=True):
    """Be present no longer."""

    person: UUID
    at: datetime


class Move(Struct, frozen=True, kw_only=True):
    """A move of the procedure, by somebody who may make it."""

    by: UUID
    seen: int
    at: datetime


class StartStep(Move, frozen=True, kw_only=True):
    """Start a step, which ends the one before; a later step than the next one skips."""

    step: int


class ExtendStep(Move, frozen=True, kw_only=True):
    """Give the running step more seconds, or fewer when negative."""

    seconds: int


class UndoStep(Move, frozen=True, kw_only=True):
    """Take back the last start of a step."""


class RevealStep(Move, frozen=True, kw_only=True):
    """Show everybody what was written in a step."""

    step: int


class Replanning(StrEnum):
    """What is done with the steps to come when time runs out."""

    SHRINK = "shrink"
    """The steps before the last ones get shorter, in proportion."""
    GIVE_UP = "give_up"
    """All get shorter: the last ones give up the time that was kept for them."""
    AS_WRITTEN = "as_written"
    """All take what the method says."""


class Replan(Move, frozen=True, kw_only=True):
    """Make the steps to come fit into the time that is left."""

    how: Replanning


class PauseSession(Move, frozen=True, kw_only=True):
    """Stop the clock."""


class ResumeSession(Move, frozen=True, kw_only=True):
    """Let the clock run again."""


class SetTurnOrder(Move, frozen=True, kw_only=True):
    """Set the order in which the word goes round."""

    order: tuple[UUID, ...]


class GiveDuty(Move, frozen=True, kw_only=True):
    """Give a duty to somebody, hand it on, or end it with ``to`` None."""

    duty: Duty
    to: UUID | None


class AssignRole(Move, frozen=True, kw_only=True):
    """Give some people a named part, and nobody else; no people takes it back."""

    role: NamedRole
    people: tuple[UUID, ...]


class DrawPairs(Move, frozen=True, kw_only=True):
    """Divide the running step into other pairs."""


class OpenChoice(Move, frozen=True, kw_only=True):
    """Let the group choose between proposals; without ``cases`` between all that stand."""

    choice: UUID
    cases: tuple[UUID, ...] = ()


class CloseChoice(Move, frozen=True, kw_only=True):
    """Close the choice with its tally, which nobody has seen before."""

    choice: UUID
    tally: tuple[Tally, ...]


class CancelChoice(Move, frozen=True, kw_only=True):
    """Take back that the group chooses."""


class TakeBackOffer(Move, frozen=True, kw_only=True):
    """Take back that the owner of a proposal was asked."""


class OfferCase(Move, frozen=True, kw_only=True):
    """Ask the owner of a proposal for consent."""

    case: UUID


class UndoChoice(Move, frozen=True, kw_only=True):
    """Put the chosen case back before anything was said about it."""


class CloseSession(Move, frozen=True, kw_only=True):
    """End the meeting."""


class ReopenSession(Move, frozen=True, kw_only=True):
    """Take the end of the meeting back."""


class SkipFollowUp(Struct, frozen=True, kw_only=True):
    """Go on without the report on an action."""

    action: UUID
    by: UUID


class AwaitFollowUp(Struct, frozen=True, kw_only=True):
    """Await the report on an action after all."""

    action: UUID
    by: UUID


class ConsentToCase(Struct, frozen=True, kw_only=True):
    """Contribute the offered case, and say which advice is welcome."""

    by: UUID
    advice_mode: AdviceMode


class DeclineCase(Struct, frozen=True, kw_only=True):
    """Rather not contribute the offered case."""

    by: UUID


class LowerAdviceMode(Struct, frozen=True, kw_only=True):
    """Want less advice on one's own case."""

    by: UUID
    advice_mode: AdviceMode


class StateAdviceWish(Struct, frozen=True, kw_only=True):
    """Say whether advice on one's own case is wanted."""

    by: UUID
    wanted: bool


class Contribute(Struct, frozen=True, kw_only=True):
    """Say something: the event as it would be recorded, to be placed in a step.

    ``said.step`` is the step in which it was written, or UNPLACED.
    """

    said: AnyContribution
    at: datetime


class Note(Struct, frozen=True, kw_only=True):
    """Write down what somebody else said: ``said.by`` is who said it."""

    said: Notable
    noted_by: UUID
    at: datetime


class HandIn(Struct, frozen=True, kw_only=True):
    """Show the report that somebody who did not come gave in writing; ``said.by`` is who wrote it."""

    said: FollowUpReported
    shown_by: UUID
    at: datetime


class Withdraw(Struct, frozen=True, kw_only=True):
    """Take back what one has said."""

    contribution: UUID
    by: UUID


class Correct(Struct, frozen=True, kw_only=True):
    """Put in other words what one has said; a text that is not named stays as it is."""

    id: UUID
    contribution: UUID
    by: UUID
    wordings: tuple[Wording, ...]
    at: datetime


class EraseCase(Struct, frozen=True, kw_only=True):
    """Erase a case, as its contributor; ``by`` None: because its time is over.

    ``keep_takeaways``: the contributor's own takeaways and actions stay, for them alone.
    """

    case: UUID
    by: UUID | None
    at: datetime
    keep_takeaways: bool = False


class ShareCase(Struct, frozen=True, kw_only=True):
    """Let the whole group read one's own case, or those who were there alone."""

    case: UUID
    by: UUID
    shared: bool


class RetainTakeaways(Struct, frozen=True, kw_only=True):
    """Say whether one's own takeaways outlive the case when its time is over."""

    case: UUID
    by: UUID
    keep: bool


class ForgetAuthor(Struct, frozen=True, kw_only=True):
    """Forget what a person said, because their account was deleted."""

    person: UUID
    at: datetime


class ConfirmAttendance(Struct, frozen=True, kw_only=True):
    """Say that the list of who was there is right, and how people met."""

    form: Form
    by: UUID
    at: datetime


class CorrectAttendance(Struct, frozen=True, kw_only=True):
    """Put somebody's times right; ``became`` None: they were not there."""

    id: UUID
    person: UUID
    became: Presence | None
    why: Mistake
    by: UUID
    at: datetime


AnyMove = (
    StartStep
    | ExtendStep
    | UndoStep
    | RevealStep
    | Replan
    | PauseSession
    | ResumeSession
    | SetTurnOrder
    | GiveDuty
    | AssignRole
    | DrawPairs
    | OpenChoice
    | CloseChoice
    | CancelChoice
    | OfferCase
    | TakeBackOffer
    | UndoChoice
    | CloseSession
    | ReopenSession
)
AnyForgettingCommand = EraseCase | ShareCase | RetainTakeaways | ForgetAuthor
SessionCommand = (
    OpenSession
    | Arrive
    | Depart
    | AnyMove
    | SkipFollowUp
    | AwaitFollowUp
    | ConsentToCase
    | DeclineCase
    | LowerAdviceMode
    | StateAdviceWish
    | Contribute
    | Note
    | HandIn
    | Withdraw
    | Correct
    | AnyForgettingCommand
    | ConfirmAttendance
    | CorrectAttendance
)
