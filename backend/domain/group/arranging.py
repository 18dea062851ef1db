"""How a group agrees and arranges things: ground rules, expectations, rhythm, method, retention."""

from typing import assert_never

from backend.domain.errors import Refused
from backend.domain.group.commands import (
    AcceptGroundRules,
    Agreeing,
    Arranging,
    ChooseQuestionHelp,
    ChooseReminders,
    ChooseRetention,
    ProposeGroundRules,
    PublishMethod,
    RetireMethod,
    SetArrangement,
    StateExpectation,
)
from backend.domain.group.state import Group, Retention
from backend.domain.own_methods import check_retirable, next_version
from events.group import (
    AnyGroupEvent,
    ArrangementSet,
    ExpectationStated,
    GroundRulesAccepted,
    GroundRulesProposed,
    MethodPublished,
    MethodRetired,
    QuestionHelpChosen,
    RemindersChosen,
    RetentionChosen,
    SizePolicySet,
)
from events.reminding import Occasion


def agree(command: Agreeing, group: Group) -> list[AnyGroupEvent]:
    """State what one expects, or agree on the ground rules (R-25, R-36)."""
    match command:
        case StateExpectation(id=known) if known in group.expectations:
            return repeat(group.expectations[known].text, command.text)
        case StateExpectation():
            return [ExpectationStated(id=command.id, by=command.by, text=command.text)]
        case ProposeGroundRules(rules=rules) if rules == group.rules:
            return []
        case ProposeGroundRules(by=by, rules=rules):
            return [GroundRulesProposed(version=group.rules_version + 1, by=by, rules=rules)]
        case AcceptGroundRules():
            return _accept(command, group)
        case _:
            assert_never(command)


def repeat(known: object, again: object) -> list[AnyGroupEvent]:
    """Answer with nothing new what is known already, or refuse another thing under the same id."""
    if known == again:
        return []
    raise Refused("id-reused")


def _accept(command: AcceptGroundRules, group: Group) -> list[AnyGroupEvent]:
    if command.version != group.rules_version:
        raise Refused("unknown-rules-version")
    if group.members[command.by].accepted == command.version:
        return []
    return [GroundRulesAccepted(version=command.version, by=command.by, at=command.at)]


def arrange(command: Arranging, group: Group) -> list[AnyGroupEvent]:
    """Arrange how the group meets, by which methods, how long it keeps what was said, of what it reminds."""
    match command:
        case SetArrangement():
            return _set(command, group)
        case ChooseRetention():
            return _choose_retention(command, group)
        case ChooseReminders():
            return _choose_reminders(command, group)
        case ChooseQuestionHelp():
            return _choose_question_help(command, group)
        case PublishMethod() | RetireMethod():
            return _change_methods(command, group)
        case _:
            assert_never(command)


def _set(command: SetArrangement, group: Group) -> list[AnyGroupEvent]:
    if not group.may_arrange(command.by):
        raise Refused("only-the-facilitator")
    arranged = ArrangementSet(
        by=group.agreed.by,
        rhythm=command.rhythm,
        method=command.method,
        advice_mode=command.advice_mode,
        facilitation=command.facilitation,
    )
    events: list[AnyGroupEvent] = []
    if arranged != group.agreed:
        events.append(
            ArrangementSet(
                by=command.by,
                rhythm=command.rhythm,
                method=command.method,
                advice_mode=command.advice_mode,
                facilitation=command.facilitation,
            )
        )
    if command.size != group.size:
        events.append(SizePolicySet(by=command.by, size=command.size))
    return events


def _choose_retention(command: ChooseRetention, group: Group) -> list[AnyGroupEvent]:
    """Shorten only: what was promised to be gone by a day is gone by then."""
    if command.by != group.maker:
        raise Refused("only-the-maker")
    now = group.keeps
    wanted = Retention(command.days_after_follow_up, command.days_after_session)
    if wanted == now:
        return []
    longer = (
        wanted.days_after_follow_up > now.days_after_follow_up
        or wanted.days_after_session > now.days_after_session
    )
    if longer:
        raise Refused("retention-only-shortens")
    return [
        RetentionChosen(
            by=command.by,
            days_after_follow_up=wanted.days_after_follow_up,
            days_after_session=wanted.days_after_session,
            at=command.at,
        )
    ]


def _choose_reminders(command: ChooseReminders, group: Group) -> list[AnyGroupEvent]:
    if not group.may_arrange(command.by):
        raise Refused("only-the-facilitator")
    wanted = tuple(one for one in Occasion if one in command.occasions)
    if wanted == group.reminds_of:
        return []
    return [RemindersChosen(by=command.by, occasions=wanted)]


def _choose_question_help(command: ChooseQuestionHelp, group: Group) -> list[AnyGroupEvent]:
    """Who keeps the group proposes to count; each of its people can end that, for everybody."""
    known = group.question_help
    if (command.offered, command.counted) == (known.offered, known.counted):
        return []
    only_ends_counting = command.offered == known.offered and not command.counted
    if not only_ends_counting and not group.may_arrange(command.by):
        raise Refused("only-the-facilitator")
    return [QuestionHelpChosen(by=command.by, offered=command.offered, counted=command.counted)]


def _change_methods(command: PublishMethod | RetireMethod, group: Group) -> list[AnyGroupEvent]:
    if not group.may_arrange(command.by):
        raise Refused("only-the-facilitator")
    if isinstance(command, RetireMethod):
        retires = check_retirable(command.key, group.methods)
        return [MethodRetired(key=command.key, by=command.by, at=command.at)] if retires else []
    method = next_version(command.method, command.after, group.methods)
    return [] if method is None else [MethodPublished(method=method, by=command.by, at=command.at)]
