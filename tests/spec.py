"""Given what happened, when somebody asks something, then this happens or it is refused."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import pytest

from backend.domain.errors import Reason, Refused
from backend.domain.group import rules as group_rules
from backend.domain.group.commands import FormGroup, JoinGroup
from backend.domain.group.state import Group
from backend.domain.group.state import evolve as evolve_group
from backend.domain.methods import method
from backend.domain.organisation import rules as organisation_rules
from backend.domain.organisation.commands import RegisterOrganisation
from backend.domain.organisation.state import Organisation
from backend.domain.organisation.state import evolve as evolve_organisation
from backend.domain.session import rules as session_rules
from backend.domain.session.commands import (
    UNPLACED,
    Arrive,
    CloseSession,
    ConsentToCase,
    Contribute,
    OfferCase,
    OpenSession,
    StartStep,
)
from backend.domain.session.evolving import evolve as evolve_session
from backend.domain.session.state import Session
from events.base import Event, Sealed
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    ActionStatus,
    AdviceGiven,
    AdviceKind,
    AnyContribution,
    CaseDescribed,
    CaseKind,
    CaseProposed,
    ContributionRated,
    FeedbackGiven,
    FollowUpReported,
    Mark,
    NoteWritten,
    NothingProposed,
    QuestionAnswered,
    QuestionAsked,
    TakeawayStated,
    ThoughtKind,
    ThoughtShared,
    TurnPassed,
)
from events.group import Facilitation, GroundRule, Role, SizePolicy
from events.method import AdviceMode, Method
from events.session import OpenAction

S = TypeVar("S")

NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATEST: Final = 1_000_000
"""The version that somebody saw who has seen everything."""

HANNEKE, SAMIRA, JOOST, NOOR, STRANGER = (UUID(int=n) for n in range(1, 6))
GROUP, MEETING, BEFORE = (UUID(int=n) for n in range(10, 13))
CASE, OTHER_CASE, QUESTION, ADVICE, ACTION, REPORT, CARRIED_ON = (UUID(int=n) for n in range(20, 27))
ORGANISATION: Final = UUID(int=15)
CHOICE, OLD_ACTION, OLD_CASE, THOUGHT = (UUID(int=n) for n in range(30, 34))

CHECK_IN, FOLLOW_UP, COLLECT, CHOOSE, DESCRIBE, ASK, ADVISE, TAKE_AWAY, CLOSE = range(9)
"""The steps of basis6, by their place."""

BASIS6: Final = method("basis6")
WAITING: Final = OpenAction(action=OLD_ACTION, case=OLD_CASE, session=BEFORE, contributor=JOOST)


class Spec(Generic[S]):
    """One stream of its own: what happened to it, and what somebody then asks."""

    def __init__(
        self,
        state: S,
        decide: Callable[[Any, S], Sequence[Event]],
        evolve: Callable[[S, Any], S],
    ) -> None:
        self.state = state
        self._decide, self._evolve = decide, evolve
        self._asked: object = None

    def given(self, *story: object) -> "Spec[S]":
        """Let commands and events (or lists of them) happen, one after the other."""
        for told in story:
            if isinstance(told, list | tuple):
                self.given(*told)
            elif isinstance(told, Event):
                self.state = self._evolve(self.state, told)
            else:
                for event in self._decide(told, self.state):
                    self.state = self._evolve(self.state, event)
        return self

    def when(self, command: object) -> "Spec[S]":
        """Ask for something."""
        self._asked = command
        return self

    def then(self, *expected: Event) -> "Spec[S]":
        """Exactly these events are the answer; none when it was known already."""
        actual = self.answer()

        assert actual == list(expected)
        return self.given(*expected)

    def refused(self, reason: Reason) -> None:
        """Refuse for this reason and no other."""
        with pytest.raises(Refused) as refusal:
            self.answer()

        assert refusal.value.reason == reason

    def answer(self) -> list[Event]:
        """Return the events that the command causes."""
        return list(self._decide(self._asked, self.state))


def session() -> Spec[Session]:
    """Return a meeting to which nothing has happened."""
    return Spec(Session(MEETING), session_rules.decide, evolve_session)


def group() -> Spec[Group]:
    """Return a group to which nothing has happened."""
    return Spec(Group(GROUP), group_rules.decide, evolve_group)


def organisation() -> Spec[Organisation]:
    """Return an organisation to which nothing has happened."""
    return Spec(Organisation(ORGANISATION), organisation_rules.decide, evolve_organisation)


def register(by: UUID = HANNEKE) -> RegisterOrganisation:
    """Register the organisation."""
    return RegisterOrganisation(by=by, at=NOON)


def after(**passed: float) -> datetime:
    """Return a moment so long after noon."""
    return NOON + timedelta(**passed)


def text(person: UUID = SAMIRA, words: bytes = b"words") -> Sealed:
    """Return something that a person wrote."""
    return Sealed(case=None, person=person, nonce=b"nonce", ciphertext=words)


def form(facilitation: Facilitation = Facilitation.EXTERNAL, by: UUID = HANNEKE) -> FormGroup:
    """Form the group, with one ground rule."""
    return FormGroup(
        by=by,
        role=Role.FACILITATOR if by == HANNEKE else Role.MEMBER,
        facilitation=facilitation,
        method="basis6",
        advice_mode=AdviceMode.ROUND,
        size=SizePolicy(),
        rules=(GroundRule(key="confidential"),),
        at=NOON,
    )


def join(person: UUID, role: Role = Role.MEMBER, invited_at: datetime = NOON) -> JoinGroup:
    """Join the group."""
    return JoinGroup(person=person, role=role, invitation=UUID(int=90), invited_at=invited_at, at=NOON)


def open_meeting(
    *,
    facilitation: Facilitation = Facilitation.EXTERNAL,
    facilitators: tuple[UUID, ...] = (HANNEKE,),
    advice_mode: AdviceMode = AdviceMode.ROUND,
    open_actions: tuple[OpenAction, ...] = (),
    played: Method = BASIS6,
) -> OpenSession:
    """Open a meeting of three members."""
    return OpenSession(
        group=GROUP,
        method=played,
        advice_mode=advice_mode,
        facilitation=facilitation,
        facilitators=facilitators,
        members=(SAMIRA, JOOST, NOOR),
        open_actions=open_actions,
        by=facilitators[0] if facilitators else SAMIRA,
        at=NOON,
    )


def arrive(*people: UUID) -> list[Arrive]:
    """Be present, as a member."""
    return [Arrive(person=person, role=Role.MEMBER, at=NOON) for person in people]


def start(step: int, by: UUID = HANNEKE, seen: int = LATEST, at: datetime = NOON) -> StartStep:
    """Start a step."""
    return StartStep(by=by, seen=seen, at=at, step=step)


def offer(case: UUID = CASE) -> OfferCase:
    """Ask the owner of a case for consent."""
    return OfferCase(by=HANNEKE, seen=LATEST, at=NOON, case=case)


def consent(by: UUID = SAMIRA, mode: AdviceMode = AdviceMode.ROUND) -> ConsentToCase:
    """Contribute the offered case."""
    return ConsentToCase(by=by, advice_mode=mode)


def close(at: datetime = NOON) -> CloseSession:
    """End the meeting."""
    return CloseSession(by=HANNEKE, seen=LATEST, at=at)


def say(said: AnyContribution, at: datetime = NOON) -> Contribute:
    """Say something."""
    return Contribute(said=said, at=at)


def proposal(by: UUID = SAMIRA, case: UUID = CASE, step: int = UNPLACED) -> CaseProposed:
    """A case that somebody could bring in."""
    return CaseProposed(
        id=case,
        by=by,
        step=step,
        kind=CaseKind.BOTTLENECK,
        title=text(by),
        question=text(by),
        influence=4,
    )


def nothing(by: UUID = JOOST, step: int = UNPLACED) -> NothingProposed:
    """Nothing to bring in today."""
    return NothingProposed(id=UUID(int=40), by=by, step=step)


def description(by: UUID = SAMIRA, step: int = UNPLACED) -> CaseDescribed:
    """What the case is about."""
    return CaseDescribed(
        id=UUID(int=41),
        by=by,
        step=step,
        case=CASE,
        question=text(by),
        context=text(by),
        own_behaviour=None,
        effect=None,
    )


def question(
    by: UUID = JOOST, *, step: int = UNPLACED, late: bool = False, new: UUID = QUESTION
) -> QuestionAsked:
    """A question to the contributor."""
    return QuestionAsked(id=new, by=by, step=step, late=late, case=CASE, text=text(by))


def answer(by: UUID = SAMIRA, *, step: int = UNPLACED, to: UUID = QUESTION) -> QuestionAnswered:
    """An answer to a question, said aloud."""
    return QuestionAnswered(id=UUID(int=42), by=by, step=step, case=CASE, question=to, text=None)


def advice(by: UUID = JOOST, *, step: int = UNPLACED, late: bool = False, new: UUID = ADVICE) -> AdviceGiven:
    """A tip for the contributor."""
    return AdviceGiven(id=new, by=by, step=step, late=late, case=CASE, kind=AdviceKind.TIP, text=text(by))


def thought(
    kind: ThoughtKind,
    by: UUID = JOOST,
    *,
    step: int = UNPLACED,
    case: UUID | None = CASE,
) -> ThoughtShared:
    """A thought of some kind."""
    return ThoughtShared(id=THOUGHT, by=by, step=step, kind=kind, case=case, text=text(by))


def mark(on: UUID = QUESTION, by: UUID = SAMIRA, *, step: int = UNPLACED) -> ContributionRated:
    """What something does to the contributor."""
    return ContributionRated(id=UUID(int=46), by=by, step=step, case=CASE, on=on, mark=Mark.WARM)


def note(by: UUID = JOOST, *, step: int = UNPLACED) -> NoteWritten:
    """Something that somebody wrote down for themselves."""
    return NoteWritten(id=UUID(int=47), by=by, step=step, text=text(by))


def takeaway(by: UUID = SAMIRA, *, step: int = UNPLACED, helpful: tuple[UUID, ...] = ()) -> TakeawayStated:
    """What helped."""
    return TakeawayStated(id=UUID(int=43), by=by, step=step, case=CASE, text=text(by), helpful=helpful)


def action(by: UUID = SAMIRA, *, step: int = UNPLACED, late: bool = False) -> ActionCommitted:
    """What the contributor will do."""
    return ActionCommitted(
        id=ACTION, by=by, step=step, late=late, case=CASE, text=text(by), first_step=None, due=None
    )


def report(
    by: UUID = JOOST, *, step: int = UNPLACED, about: UUID = OLD_ACTION, new: UUID = REPORT
) -> FollowUpReported:
    """What came of an action of an earlier case."""
    return FollowUpReported(
        id=new,
        by=by,
        step=step,
        action=about,
        status=ActionStatus.DONE,
        did=text(by),
        effect=None,
        learned=None,
    )


def carrying_on(
    by: UUID = JOOST, *, step: int = UNPLACED, about: UUID = OLD_ACTION, new: UUID = CARRIED_ON
) -> ActionCarriedOn:
    """Going on with an action of an earlier case."""
    return ActionCarriedOn(id=new, by=by, step=step, action=about, first_step=text(by), due=None)


def feedback(by: UUID = SAMIRA, *, step: int = UNPLACED, to: UUID = REPORT) -> FeedbackGiven:
    """Feedback on a report."""
    return FeedbackGiven(id=UUID(int=44), by=by, step=step, follow_up=to, text=text(by))


def passing(by: UUID = JOOST, *, step: int = UNPLACED, late: bool = False) -> TurnPassed:
    """A turn that somebody lets pass."""
    return TurnPassed(id=UUID(int=45), by=by, step=step, late=late)


opened = [open_meeting(), *arrive(SAMIRA, JOOST, NOOR)]
"""A meeting with a dedicated facilitator and three members has begun."""

waiting = [open_meeting(open_actions=(WAITING,)), *arrive(SAMIRA, JOOST, NOOR)]
"""The same, while an action of Joost waits for its report."""

collecting = [*opened, start(COLLECT)]
"""Cases are being proposed."""

proposed = [*collecting, say(proposal())]
"""Samira proposed a case."""

choosing = [*proposed, say(proposal(NOOR, OTHER_CASE)), start(CHOOSE)]
"""There are two cases to choose from."""

offered = [*choosing, offer()]
"""Samira's case is offered to her."""

chosen = [*offered, consent()]
"""Samira contributes her case."""

described = [*chosen, start(DESCRIBE), say(description())]
"""Samira told her case."""

asking = [*described, start(ASK)]
"""Questions are open."""

advising = [*asking, start(ADVISE)]
"""Advice is open."""

taking_away = [*advising, start(TAKE_AWAY)]
"""Samira says what she takes away."""
