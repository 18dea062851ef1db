"""What is taken back for good, and who else may read: for the contributor alone to say."""

from collections.abc import Sequence
from typing import assert_never
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.session.commands import (
    AnyForgettingCommand,
    EraseCase,
    ForgetAuthor,
    RetainTakeaways,
    ShareCase,
)
from backend.domain.session.state import Session
from events.contribution import (
    ActionCarriedOn,
    AnyContribution,
    CaseContribution,
    FeedbackGiven,
    FollowUpReported,
    ThoughtShared,
)
from events.forgetting import (
    AnyForgetting,
    AuthorForgotten,
    CaseErased,
    CaseShared,
    CaseUnshared,
    TakeawaysRetained,
)
from events.session import ChoiceDeclined


def forget(command: AnyForgettingCommand, session: Session) -> Sequence[AnyForgetting | ChoiceDeclined]:
    """Answer with what is forgotten or shown; saying it twice changes nothing."""
    session.begun  # noqa: B018 - refuses when the meeting has not begun
    match command:
        case EraseCase():
            return _erase(command, session)
        case ShareCase():
            return _share(command, session)
        case RetainTakeaways():
            return _retain(command, session)
        case ForgetAuthor():
            return _forget_author(command, session)
        case _:
            assert_never(command)


def _erase(command: EraseCase, session: Session) -> list[AnyForgetting]:
    _check_owner(command.case, command.by, session)
    if command.case in session.erased:
        return []
    kept = command.keep_takeaways
    return [CaseErased(case=command.case, by=command.by, at=command.at, takeaways_kept=kept)]


def _share(command: ShareCase, session: Session) -> list[AnyForgetting]:
    _check_owner(command.case, command.by, session)
    if command.case in session.erased:
        raise Refused("erased")
    if command.case not in session.chosen:
        raise Refused("no-case-yet")
    if command.shared == (command.case in session.shared):
        return []
    kind = CaseShared if command.shared else CaseUnshared
    return [kind(case=command.case, by=command.by)]


def _retain(command: RetainTakeaways, session: Session) -> list[AnyForgetting]:
    _check_owner(command.case, command.by, session)
    if command.case in session.erased:
        raise Refused("erased")
    if command.keep == (command.case not in session.let_go):
        return []
    return [TakeawaysRetained(case=command.case, by=command.by, keep=command.keep)]


def _forget_author(command: ForgetAuthor, session: Session) -> list[AnyForgetting | ChoiceDeclined]:
    """Forget who was there; a case that they were asked to contribute is answered with no."""
    person = command.person
    was_there = person in session.ever_present or person in session.facilitators
    if person in session.forgotten or not was_there:
        return []
    forgotten = AuthorForgotten(person=person, at=command.at)
    offered = session.offered
    if offered is None or session.brought_in_by(offered) != person:
        return [forgotten]
    return [forgotten, ChoiceDeclined(case=offered, by=person)]


def _check_owner(case: UUID, by: UUID | None, session: Session) -> None:
    """Refuse who did not bring the case in; nobody in particular may, for who keeps the terms."""
    owner = session.brought_in_by(case)
    if owner is None:
        raise Refused("not-a-proposal")
    if by is not None and by != owner:
        raise Refused("only-the-contributor")


def check_not_erased(said: AnyContribution, session: Session) -> None:
    """Refuse what would add to a case that was erased, or speaks for somebody who is gone."""
    if said.by in session.forgotten:
        raise Refused("erased")
    case = _about(said, session)
    if case is None:
        return
    chosen = session.chosen.get(case)
    if case in session.erased or (chosen is not None and chosen.contributor in session.forgotten):
        raise Refused("erased")


def _about(said: AnyContribution, session: Session) -> UUID | None:
    match said:
        case CaseContribution(case=case) | ThoughtShared(case=case):
            return case
        case FollowUpReported(action=action) | ActionCarriedOn(action=action):
            return next((a.case for a in session.begun.open_actions if a.action == action), None)
        case FeedbackGiven(follow_up=follow_up):
            report = session.said.get(follow_up)
            return _about(report, session) if isinstance(report, FollowUpReported) else None
        case _:
            return None
