"""Random but valid-looking histories of two groups, as the views are given them."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st

from backend.domain.methods import method
from events.attendance import AttendanceConfirmed, AttendanceCorrected, Mistake
from events.base import Event, Sealed, short_name
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    ActionStatus,
    AdviceGiven,
    AdviceKind,
    CaseDescribed,
    CaseKind,
    CaseProposed,
    ContributionCorrected,
    ContributionRated,
    ContributionWithdrawn,
    FeedbackGiven,
    FollowUpReported,
    InsightNoted,
    Mark,
    NoteWritten,
    QuestionAnswered,
    QuestionAsked,
    TakeawayStated,
    ThoughtKind,
    ThoughtShared,
    TurnPassed,
    Wording,
)
from events.forgetting import (
    AuthorForgotten,
    CaseErased,
    CaseShared,
    CaseUnshared,
    TakeawaysRetained,
)
from events.forms import Form
from events.group import (
    ArrangementSet,
    EarlierMeetingDropped,
    EarlierMeetingEntered,
    Facilitation,
    GroupClosed,
    GroupFormed,
    GroupReopened,
    MakerChanged,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    QuestionHelpChosen,
    RemindersChosen,
    RetentionChosen,
    Rhythm,
    Role,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
    SizePolicy,
    YearListIssued,
    YearListRevoked,
)
from events.method import AdviceMode, NamedRole
from events.person import PersonForgotten, ReminderPreferencesSet
from events.reminding import Channel, Occasion, QuietHours
from events.session import (
    AdviceModeLowered,
    AdviceWishStated,
    CaseChosen,
    CaseOffered,
    ChoiceClosed,
    ChoiceDeclined,
    ChoiceOpened,
    ChoiceUndone,
    FollowUpSkipped,
    PairsDrawn,
    ParticipantArrived,
    ParticipantLeft,
    RoleAssigned,
    SessionClosed,
    SessionOpened,
    SessionPaused,
    SessionReopened,
    SessionResumed,
    StepExtended,
    StepLength,
    StepRevealed,
    StepsReplanned,
    StepStarted,
    StepUndone,
    Tally,
    TurnOrderSet,
)
from projections.base import Happened

_NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_METHOD: Final = method("basis6")

Act = tuple[int, int, int]
"""What happens, who does it, and to what; each a number that is taken modulo what there is."""

ACTS: Final[st.SearchStrategy[list[Act]]] = st.lists(
    st.tuples(st.integers(0, 63), st.integers(0, 4), st.integers(0, 7)), min_size=1, max_size=80
)


class History:
    """Turns acts into events of one tenant: two groups, each with a meeting that is opened first."""

    def __init__(self) -> None:
        self.tenant = uuid4()
        self.people = [uuid4() for _ in range(5)]
        self.groups, self.sessions = [uuid4(), uuid4()], [uuid4(), uuid4()]
        self.said: list[tuple[UUID, UUID]] = []
        self.cases = {session: [uuid4(), uuid4()] for session in self.sessions}
        self.actions, self.reports = [uuid4()], [uuid4()]
        self._versions: dict[UUID, int] = {}
        self.happened: list[Happened] = []

    def tell(self, acts: Sequence[Act], after: int) -> list[Happened]:
        """Return what happened, from the position after the given one."""
        for group, session in zip(self.groups, self.sessions, strict=True):
            self._happen(after, session, self._opened(group))
        for what, who, which in acts:
            kind = _KINDS[what % len(_KINDS)]
            person, session = self.people[who], self.sessions[which % 2]
            stream, event = kind(self, person, session, which)
            self._happen(after, stream, event)
        return self.happened

    def _happen(self, after: int, stream: UUID, event: Event) -> None:
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        position = after + len(self.happened) + 1
        self.happened.append(Happened(position, self.tenant, stream, version, event, _NOON))

    def _opened(self, group: UUID) -> SessionOpened:
        return SessionOpened(
            group=group,
            method=_METHOD,
            advice_mode=AdviceMode.ROUND,
            facilitation=Facilitation.ROTATING_PEER,
            facilitators=tuple(self.people[:1]),
            members=tuple(self.people),
            open_actions=(),
            by=self.people[0],
            at=_NOON,
        )

    def say(self, session: UUID, contribution: UUID | None = None) -> UUID:
        """Return the id of something that is now said."""
        contribution = contribution or uuid4()
        self.said.append((session, contribution))
        return contribution


_Kind = Callable[[History, UUID, UUID, int], tuple[UUID, Event]]


def _at(which: int) -> datetime:
    return _NOON + timedelta(minutes=which)


def _text(person: UUID, which: int) -> Sealed:
    return Sealed(None, person, bytes(12), bytes([which]) * (1 + which))


def _group(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    group = history.groups[which % 2]
    at = _at(which)
    planned = SessionScheduled(
        session=session,
        by=person,
        starts_at=at,
        minutes=90,
        method="basis6",
        advice_mode=AdviceMode.NONE,
        facilitator=person,
    )
    events: list[Event] = [
        MemberJoined(person=person, role=Role.MEMBER, invitation=None, at=at),
        MemberLeft(person=person, at=at),
        MemberRemoved(person=person, by=history.people[0], at=at),
        MakerChanged(person=person, by=history.people[0], at=at),
        planned,
        SessionRescheduled(session=session, by=person, starts_at=at),
        SessionCancelled(session=session, by=person),
        EarlierMeetingEntered(
            meeting=session,
            by=person,
            begin=at,
            end=at + timedelta(hours=1),
            minutes=60,
            form=Form.ROOM,
            facilitation=Facilitation.EXTERNAL,
            present=tuple(history.people[: 1 + which % 2]),
            others=which,
            at=at + timedelta(days=1),
        ),
        EarlierMeetingDropped(meeting=session, by=person, at=at),
        YearListIssued(certificate=session, code=f"LIST{which}", year=2026, meetings=(), by=person, at=at),
        YearListRevoked(certificate=session, by=person, at=at),
        RetentionChosen(days_after_follow_up=which, days_after_session=1 + which, by=person, at=at),
    ]
    return group, events[which % len(events)]


def _custom(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    del session
    how: dict[str, Any] = {
        "method": "basis6",
        "advice_mode": AdviceMode.ROUND,
        "facilitation": Facilitation.ROTATING_PEER,
    }
    formed = GroupFormed(by=person, size=SizePolicy(), **how)
    events: list[Event] = [
        formed,
        ArrangementSet(by=person, rhythm=Rhythm(4, 90), **how),
        RemindersChosen(by=person, occasions=tuple(Occasion)[which % 4 :]),
        QuestionHelpChosen(by=person, offered=which % 2 == 0, counted=which % 3 == 0),
        GroupClosed(by=person, at=_at(which)) if which > 4 else formed,
        GroupReopened(by=person, at=_at(which)),
    ]
    return history.groups[which % 2], events[which % len(events)]


def _moves(person: UUID, which: int) -> list[Event]:
    at, step = _at(which), which % 9
    return [
        ParticipantArrived(person=person, role=Role.MEMBER, at=at),
        ParticipantLeft(person=person, at=at),
        StepStarted(step=step, by=person, at=at, ends_at=at),
        StepExtended(step=step, by=person, seconds=60, ends_at=at),
        StepUndone(step=step, back_to=step or None, by=person, at=at, ends_at=at if step else None),
        SessionPaused(by=person, at=at),
        SessionResumed(by=person, at=at, ends_at=at),
        ParticipantArrived(person=person, role=Role.FACILITATOR, at=at),
    ]


def _move(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    del history
    return session, _moves(person, which)[which]


def _close(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    events: list[Event] = [
        SessionClosed(by=person, at=_at(which)),
        ParticipantArrived(person=person, role=Role.OBSERVER, at=_at(which)),
        SessionReopened(by=person, at=_at(which)),
        TurnOrderSet(order=tuple(history.people[::-1]), by=person),
        FollowUpSkipped(action=history.actions[0], by=person),
        AttendanceConfirmed(form=Form.ROOM, by=person, at=_at(which)),
        AttendanceCorrected(
            id=session, person=person, was=(), became=None, why=Mistake.NOTED_WRONG, by=person, at=_at(which)
        ),
    ]
    return session, events[which % len(events)]


def _guide(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    case = history.cases[session][0]
    events: list[Event] = [
        StepRevealed(step=which, by=person, at=_at(which)),
        StepsReplanned(lengths=(StepLength(which, 60),), given_up=False, by=person, at=_at(which)),
        RoleAssigned(role=NamedRole.CONSULTANT, people=(person,), by=person),
        RoleAssigned(role=NamedRole.OBSERVERS, people=(person,), by=person),
        PairsDrawn(step=which, pairs=(tuple(history.people[:2]),), by=person),
        AdviceWishStated(case=case, by=person, wanted=which > 4),
    ]
    return session, events[which % len(events)]


def _choose(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    cases = history.cases[session]
    case = cases[which % 2]
    events: list[Event] = [
        ChoiceOpened(choice=session, cases=tuple(cases), by=person),
        ChoiceClosed(choice=session, tally=(Tally(case, which),), by=person),
        CaseOffered(case=case, by=person),
        ChoiceDeclined(case=case, by=person),
        CaseChosen(case=case, contributor=person, advice_mode=AdviceMode.ROUND),
        ChoiceUndone(case=case, by=person),
        AdviceModeLowered(case=case, by=person, advice_mode=AdviceMode.NONE),
    ]
    return session, events[which % len(events)]


def _propose(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    case = uuid4()
    history.cases[session].insert(0, case)
    return session, CaseProposed(
        id=history.say(session, case),
        by=person,
        step=2,
        kind=CaseKind.SUCCESS,
        title=_text(person, which),
        question=_text(person, which),
        influence=None,
    )


def _explore(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    earlier = history.said[0][1] if history.said else session
    said, case, text = history.say(session), history.cases[session][0], _text(person, which)
    events: list[Event] = [
        CaseDescribed(
            id=said,
            by=person,
            step=4,
            case=case,
            question=None,
            context=text,
            own_behaviour=text,
            effect=None,
        ),
        QuestionAsked(id=said, by=person, step=5, case=case, text=text, late=which > 5),
        QuestionAnswered(id=said, by=person, step=5, case=case, question=earlier, text=None),
        AdviceGiven(id=said, by=person, step=6, case=case, kind=AdviceKind.ADVICE, text=text),
        TakeawayStated(id=said, by=person, step=7, case=case, text=text, helpful=(earlier,)),
        TurnPassed(id=said, by=person, step=5),
        InsightNoted(id=said, by=person, step=8, text=text),
    ]
    return session, events[which % len(events)]


def _think(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    earlier = history.said[0][1] if history.said else session
    said, case, text = history.say(session), history.cases[session][0], _text(person, which)
    events: list[Event] = [
        ThoughtShared(id=said, by=person, step=5, kind=ThoughtKind.ARGUMENT, case=case, text=text),
        ThoughtShared(id=said, by=person, step=5, kind=ThoughtKind.EVALUATION, case=None, text=text),
        ContributionRated(id=said, by=person, step=5, case=case, on=earlier, mark=Mark.MAYBE),
        NoteWritten(id=said, by=person, step=5, text=text),
    ]
    return session, events[which % len(events)]


def _act(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    said, text = history.say(session), _text(person, which)
    if which == 6:
        action = history.actions[-1]
        return session, ActionCarriedOn(
            id=said, by=person, step=1, action=action, first_step=text, due=date(2026, 5, 1)
        )
    if which % 3 == 0:
        history.actions.append(said)
        case = history.cases[session][0]
        due = date(2026, 4, 1)
        return session, ActionCommitted(
            id=said, by=person, step=7, case=case, text=text, first_step=text, due=due
        )
    if which % 3 == 1:
        history.reports.append(said)
        return session, FollowUpReported(
            id=said,
            by=person,
            step=1,
            action=history.actions[-1],
            status=ActionStatus.DONE,
            did=text,
            effect=None,
            learned=text,
        )
    return session, FeedbackGiven(id=said, by=person, step=1, follow_up=history.reports[-1], text=text)


def _withdraw(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    if not history.said:
        return _propose(history, person, session, which)
    home, said = history.said[-1 - which % len(history.said)]
    return home, ContributionWithdrawn(contribution=said, by=person)


def _correct(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    if not history.said:
        return _propose(history, person, session, which)
    home, said = history.said[-1 - which % len(history.said)]
    told = next(f.event for f in history.happened if getattr(f.event, "id", None) == said)
    fields = [name for name in told.__struct_fields__ if isinstance(getattr(told, name), Sealed)]
    words = [Wording(field=field, words=_text(person, which)) for field in fields]
    if which % 2 and "first_step" in fields:
        words[-1] = Wording(field="first_step", words=None)
    return home, ContributionCorrected(
        id=uuid4(), contribution=said, kind=short_name(told), by=person, wordings=tuple(words)
    )


def _wishes(at: datetime) -> ReminderPreferencesSet:
    return ReminderPreferencesSet(
        channels=(Channel.MAIL,),
        occasions=tuple(Occasion)[: at.minute],
        hour=time(9),
        quiet=QuietHours(time(21), time(8)),
        paused_until=None,
        at=at,
    )


def _forget(history: History, person: UUID, session: UUID, which: int) -> tuple[UUID, Event]:
    case, at = history.cases[session][0], _at(which)
    home = history.sessions[0] if which > 5 else session
    events: list[Event] = [
        CaseErased(case=case, by=person, at=at, takeaways_kept=False),
        CaseErased(case=case, by=None, at=at, takeaways_kept=True),
        CaseShared(case=case, by=person),
        CaseUnshared(case=case, by=person),
        TakeawaysRetained(case=case, by=person, keep=which > 4),
        AuthorForgotten(person=person, at=at),
    ]
    if which == 7:
        return person, PersonForgotten(at=at)
    if which == 3:
        return person, _wishes(at)
    return home, events[which % len(events)]


_KINDS: Final[tuple[_Kind, ...]] = (
    _group,
    _custom,
    _move,
    _close,
    _choose,
    _choose,
    _propose,
    _explore,
    _explore,
    _guide,
    _think,
    _act,
    _withdraw,
    _correct,
    _forget,
)
FORGOTTEN_TWICE: Final[list[Act]] = [(_KINDS.index(_forget), who, 7) for who in (0, 1)]
"""Two people are forgotten, one after the other: only the first time counts."""
