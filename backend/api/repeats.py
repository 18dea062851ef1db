"""Whether an id that the record knows was this very command, or another one that had it first."""

from collections.abc import Mapping
from typing import Final

from backend.api.record_ports import Answer
from backend.domain.errors import Refused
from backend.domain.group import commands as of_group
from backend.domain.group.commands import GroupCommand
from backend.domain.session import commands as of_session
from backend.domain.session.commands import Contribute, HandIn, Note, Replanning, SessionCommand
from events import attendance, contribution, forgetting, group, session
from events.base import Event

CAUSES: Final[Mapping[type[GroupCommand | SessionCommand], type[Event]]] = {
    of_group.FormGroup: group.GroupFormed,
    of_group.JoinGroup: group.MemberJoined,
    of_group.LeaveGroup: group.MemberLeft,
    of_group.StateExpectation: group.ExpectationStated,
    of_group.ProposeGroundRules: group.GroundRulesProposed,
    of_group.AcceptGroundRules: group.GroundRulesAccepted,
    of_group.RemoveMember: group.MemberRemoved,
    of_group.HandOver: group.MakerChanged,
    of_group.CloseGroup: group.GroupClosed,
    of_group.ReopenGroup: group.GroupReopened,
    of_group.SetArrangement: group.ArrangementSet,
    of_group.ChooseReminders: group.RemindersChosen,
    of_group.ChooseQuestionHelp: group.QuestionHelpChosen,
    of_group.ChooseRetention: group.RetentionChosen,
    of_group.PublishMethod: group.MethodPublished,
    of_group.RetireMethod: group.MethodRetired,
    of_group.ScheduleSession: group.SessionScheduled,
    of_group.RescheduleSession: group.SessionRescheduled,
    of_group.CancelSession: group.SessionCancelled,
    of_group.EnterEarlierMeetings: group.EarlierMeetingEntered,
    of_group.DropEarlierMeeting: group.EarlierMeetingDropped,
    of_group.IssueYearList: group.YearListIssued,
    of_group.RevokeYearList: group.YearListRevoked,
    of_session.OpenSession: session.SessionOpened,
    of_session.Arrive: session.ParticipantArrived,
    of_session.Depart: session.ParticipantLeft,
    of_session.StartStep: session.StepStarted,
    of_session.ExtendStep: session.StepExtended,
    of_session.UndoStep: session.StepUndone,
    of_session.RevealStep: session.StepRevealed,
    of_session.Replan: session.StepsReplanned,
    of_session.PauseSession: session.SessionPaused,
    of_session.ResumeSession: session.SessionResumed,
    of_session.SetTurnOrder: session.TurnOrderSet,
    of_session.GiveDuty: session.DutyGiven,
    of_session.AssignRole: session.RoleAssigned,
    of_session.DrawPairs: session.PairsDrawn,
    of_session.SkipFollowUp: session.FollowUpSkipped,
    of_session.AwaitFollowUp: session.FollowUpAwaited,
    of_session.OpenChoice: session.ChoiceOpened,
    of_session.CloseChoice: session.ChoiceClosed,
    of_session.CancelChoice: session.ChoiceCancelled,
    of_session.OfferCase: session.CaseOffered,
    of_session.TakeBackOffer: session.OfferTakenBack,
    of_session.ConsentToCase: session.CaseChosen,
    of_session.DeclineCase: session.ChoiceDeclined,
    of_session.UndoChoice: session.ChoiceUndone,
    of_session.LowerAdviceMode: session.AdviceModeLowered,
    of_session.StateAdviceWish: session.AdviceWishStated,
    of_session.CloseSession: session.SessionClosed,
    of_session.ReopenSession: session.SessionReopened,
    of_session.EraseCase: forgetting.CaseErased,
    of_session.ShareCase: forgetting.CaseShared,
    of_session.RetainTakeaways: forgetting.TakeawaysRetained,
    of_session.ForgetAuthor: forgetting.AuthorForgotten,
    of_session.ConfirmAttendance: attendance.AttendanceConfirmed,
    of_session.CorrectAttendance: attendance.AttendanceCorrected,
    of_session.Withdraw: contribution.ContributionWithdrawn,
    of_session.Correct: contribution.ContributionCorrected,
}
"""What each command records first, under its own id."""

_OF_THE_MOMENT: Final = frozenset(
    {
        "at",
        "by",
        "cases",
        "choice",
        "code",
        "facilitators",
        "meetings",
        "members",
        "method",
        "open_actions",
        "role",
        "tally",
    }
)
"""What depends on when and by whom it is asked, and may be another at the second time."""
_OF_ITS_PLACE: Final = frozenset({"late", "step"})
"""What the rules say of a contribution."""


def check_repeat(command: GroupCommand | SessionCommand, answer: Answer) -> None:
    """Refuse a command whose id the record has from another one: id-reused."""
    if answer.repeated and answer.events and not _caused(command, answer.events[0].event):
        raise Refused("id-reused")


def _caused(command: GroupCommand | SessionCommand, event: Event) -> bool:
    """Tell whether an event is what a command asks for."""
    if isinstance(command, Contribute | Note | HandIn):
        return type(event) is type(command.said) and _agree(command.said, event, _OF_ITS_PLACE)
    if isinstance(command, of_session.ShareCase) and not command.shared:
        return isinstance(event, forgetting.CaseUnshared) and _agree(command, event, _OF_THE_MOMENT)
    is_its = type(event) is CAUSES[type(command)]
    return is_its and _agree(command, event, _OF_THE_MOMENT) and _means(command, event)


def _means(command: GroupCommand | SessionCommand, event: Event) -> bool:
    """Tell whether an event means what its command says in other words, or with more than the moment."""
    match command, event:
        case of_session.AssignRole(role=role), session.RoleAssigned(role=given):
            return role is given
        case of_session.OpenChoice(cases=wanted), session.ChoiceOpened(cases=cases):
            return not wanted or wanted == cases
        case of_session.Replan(how=how), session.StepsReplanned(lengths=lengths, given_up=given_up):
            gives_up, as_written = how is Replanning.GIVE_UP, how is Replanning.AS_WRITTEN
            return given_up is gives_up and (not lengths) is as_written
        case _:
            return True


def _agree(asked: Event | GroupCommand | SessionCommand, event: Event, ignored: frozenset[str]) -> bool:
    shared = set(asked.__struct_fields__) & set(event.__struct_fields__) - ignored
    return all(getattr(asked, field) == getattr(event, field) for field in shared)
