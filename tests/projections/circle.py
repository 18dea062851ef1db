"""A circle of people whose meetings are written to a real record, for the tests of the views."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from backend.adapters.appender import Appender
from backend.adapters.appending import Append, NewEvent
from backend.domain.methods import method
from events.base import Event, Sealed
from events.contribution import (
    ActionCommitted,
    ActionStatus,
    AdviceGiven,
    AdviceKind,
    CaseDescribed,
    CaseKind,
    CaseProposed,
    FollowUpReported,
    InsightNoted,
    QuestionAnswered,
    QuestionAsked,
    TakeawayStated,
    TurnPassed,
)
from events.group import Facilitation, GroupFormed, MemberJoined, Role, SizePolicy
from events.method import AdviceMode
from events.organisation import AdministratorAppointed, OrganisationRegistered, PersonEnrolled
from events.session import (
    CaseChosen,
    OpenAction,
    ParticipantArrived,
    SessionClosed,
    SessionOpened,
    StepStarted,
)

BASIS6 = method("basis6")
STEP = {step.key: index for index, step in enumerate(BASIS6.steps)}
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def sealed(person: UUID, word: str, case: UUID | None = None) -> Sealed:
    """Return a text as it stands in the record; the tests of views need no key."""
    return Sealed(case, person, b"nonce-of-12b", word.encode())


class Circle:
    """A group of one tenant: five members and a dedicated facilitator; without an appender on paper only."""

    def __init__(self, appender: Appender | None, tenant: UUID | None = None) -> None:
        self.appender = appender
        self.tenant, self.group = tenant or uuid4(), uuid4()
        self.facilitator = uuid4()
        self.members = tuple(uuid4() for _ in range(5))
        self.position = 0

    async def write(self, stream: UUID, *events: Event) -> None:
        """Append events to a stream of this tenant."""
        assert self.appender
        new = tuple(NewEvent(uuid4(), event) for event in events)
        appended = await self.appender.append(Append(self.tenant, stream, new))
        self.position = appended.events[-1].position

    async def form(self) -> None:
        """Form the group and let everyone join, the facilitator first."""
        await self.write(
            self.group,
            GroupFormed(
                by=self.facilitator,
                facilitation=Facilitation.EXTERNAL,
                method=BASIS6.key,
                advice_mode=AdviceMode.ROUND,
                size=SizePolicy(),
            ),
            *(
                MemberJoined(
                    person=person,
                    role=Role.FACILITATOR if person == self.facilitator else Role.MEMBER,
                    invitation=None,
                    at=NOON + timedelta(minutes=minute),
                )
                for minute, person in enumerate((self.facilitator, *self.members))
            ),
        )


def organised(by: UUID, *people: UUID) -> list[Event]:
    """Return how somebody registers an organisation and enrols people."""
    nowhere: dict[str, Any] = {"unit": None, "role_family": None, "level": None, "manager": None}
    return [
        OrganisationRegistered(by=by, at=NOON),
        AdministratorAppointed(person=by, by=by, at=NOON),
        *(PersonEnrolled(person=person, by=by, at=NOON, **nowhere) for person in people),
    ]


class Meeting:
    """The events of one meeting of a circle, to be written in the order wanted."""

    def __init__(self, circle: Circle, at: datetime = NOON) -> None:
        self.circle, self.at = circle, at
        self.id, self.case, self.passed_over = uuid4(), uuid4(), uuid4()
        self.question, self.advice, self.action = uuid4(), uuid4(), uuid4()
        self.contributor, self.asker, self.quiet, *_ = circle.members

    def opened(self, *waiting: OpenAction, present: tuple[UUID, ...] | None = None) -> list[Event]:
        """Open with everybody there, or only with those who are named."""
        circle = self.circle
        opened = SessionOpened(
            group=circle.group,
            method=BASIS6,
            advice_mode=AdviceMode.ROUND,
            facilitation=Facilitation.EXTERNAL,
            facilitators=(circle.facilitator,),
            members=circle.members,
            open_actions=waiting,
            by=circle.facilitator,
            at=self.at,
        )
        there = (circle.facilitator, *circle.members) if present is None else present
        return [
            opened,
            *(ParticipantArrived(person=person, role=self._role(person), at=self.at) for person in there),
        ]

    def _role(self, person: UUID) -> Role:
        return Role.FACILITATOR if person == self.circle.facilitator else Role.MEMBER

    def step(self, key: str) -> StepStarted:
        """Start a step of basis6."""
        ends_at = self.at + timedelta(minutes=10)
        return StepStarted(step=STEP[key], by=self.circle.facilitator, at=self.at, ends_at=ends_at)

    def proposed(self, case: UUID, by: UUID) -> CaseProposed:
        """Propose a case."""
        return CaseProposed(
            id=case,
            by=by,
            step=STEP["collect"],
            kind=CaseKind.DILEMMA,
            title=sealed(by, "title", case),
            question=sealed(by, "question", case),
            influence=4,
        )

    def chosen(self) -> list[Event]:
        """Propose two cases and choose the first."""
        return [
            self.step("collect"),
            self.proposed(self.case, self.contributor),
            self.proposed(self.passed_over, self.quiet),
            self.step("choose"),
            CaseChosen(case=self.case, contributor=self.contributor, advice_mode=AdviceMode.ROUND),
        ]

    def asked(self, question: UUID | None = None, *, late: bool = False) -> QuestionAsked:
        """Ask a question."""
        question = question or self.question
        text = sealed(self.asker, f"asked {question}", self.case)
        ask = STEP["ask"]
        return QuestionAsked(id=question, by=self.asker, step=ask, late=late, case=self.case, text=text)

    def explored(self) -> list[Event]:
        """Describe, ask, answer, pass, advise, take away."""
        case, owner, peer = self.case, self.contributor, self.asker
        return [
            self.step("describe"),
            CaseDescribed(
                id=uuid4(),
                by=owner,
                step=STEP["describe"],
                case=case,
                question=None,
                context=sealed(owner, "context", case),
                own_behaviour=None,
                effect=None,
            ),
            self.step("ask"),
            self.asked(),
            QuestionAnswered(
                id=uuid4(), by=owner, step=STEP["ask"], case=case, question=self.question, text=None
            ),
            TurnPassed(id=uuid4(), by=self.quiet, step=STEP["ask"]),
            self.step("advise"),
            AdviceGiven(
                id=self.advice,
                by=peer,
                step=STEP["advise"],
                case=case,
                kind=AdviceKind.TIP,
                text=sealed(peer, "advice", case),
            ),
            self.step("take_away"),
            TakeawayStated(
                id=uuid4(),
                by=owner,
                step=STEP["take_away"],
                case=case,
                text=sealed(owner, "takeaway"),
                helpful=(self.question, self.advice),
            ),
        ]

    def committed(self) -> ActionCommitted:
        """Commit the action."""
        return ActionCommitted(
            id=self.action,
            by=self.contributor,
            step=STEP["take_away"],
            case=self.case,
            text=sealed(self.contributor, "action"),
            first_step=None,
            due=(self.at + timedelta(days=21)).date(),
        )

    def insight(self) -> InsightNoted:
        """Note what somebody else takes home."""
        return InsightNoted(id=uuid4(), by=self.quiet, step=STEP["close"], text=sealed(self.quiet, "insight"))

    def closed(self) -> SessionClosed:
        """Close the meeting."""
        return SessionClosed(by=self.circle.facilitator, at=self.at + timedelta(minutes=90))

    def everything(self) -> list[Event]:
        """Return the whole meeting, from opening to close."""
        ending = [self.committed(), self.step("close"), self.insight(), self.closed()]
        return [*self.opened(), *self.chosen(), *self.explored(), *ending]

    def waiting(self) -> OpenAction:
        """Return this meeting's action as the next meeting knows it."""
        return OpenAction(action=self.action, case=self.case, session=self.id, contributor=self.contributor)

    def reported(self, earlier: "Meeting", report: UUID | None = None) -> FollowUpReported:
        """Report in this meeting on the action of an earlier one."""
        return FollowUpReported(
            id=report or uuid4(),
            by=earlier.contributor,
            step=STEP["follow_up"],
            action=earlier.action,
            status=ActionStatus.PARTLY,
            did=sealed(earlier.contributor, "did"),
            effect=None,
            learned=None,
        )
