"""The report on an earlier action comes before anything new, unless it is skipped (R-87 to R-89)."""

from uuid import UUID

from backend.domain.session.commands import Depart, HandIn, SkipFollowUp, Withdraw
from events.session import FollowUpSkipped, OpenAction, StepStarted
from tests.spec import (
    BEFORE,
    COLLECT,
    FOLLOW_UP,
    HANNEKE,
    JOOST,
    NOON,
    NOOR,
    OLD_ACTION,
    OLD_CASE,
    REPORT,
    SAMIRA,
    WAITING,
    after,
    arrive,
    carrying_on,
    close,
    feedback,
    nothing,
    open_meeting,
    proposal,
    report,
    say,
    session,
    start,
    waiting,
)

SECOND = OpenAction(action=UUID(int=70), case=OLD_CASE, session=BEFORE, contributor=NOOR)
reporting = [*waiting, start(FOLLOW_UP)]
reported = [*reporting, say(report())]


def skip(by: UUID = HANNEKE, action: UUID = OLD_ACTION) -> SkipFollowUp:
    return SkipFollowUp(action=action, by=by)


def test_proposing_does_not_start_while_an_action_waits_for_its_report() -> None:
    session().given(waiting).when(start(COLLECT)).refused("follow-up-first")


def test_nobody_proposes_while_an_action_waits_for_its_report() -> None:
    session().given(reporting).when(say(proposal())).refused("follow-up-first")
    session().given(reporting).when(say(nothing())).refused("follow-up-first")


def test_the_contributor_of_the_earlier_case_reports() -> None:
    session().given(reporting).when(say(report())).then(report(step=FOLLOW_UP))


def test_after_the_report_proposing_starts() -> None:
    session().given(reported).when(start(COLLECT)).then(
        StepStarted(step=COLLECT, by=HANNEKE, at=NOON, ends_at=after(minutes=10))
    )


def test_a_report_waits_for_its_step() -> None:
    session().given(waiting).when(say(report())).refused("step-not-open")


def test_an_action_is_reported_by_who_committed_it() -> None:
    session().given(reporting).when(say(report(SAMIRA))).refused("not-your-action")


def test_an_action_that_nobody_waits_for_is_not_reported() -> None:
    session().given(reporting).when(say(report(about=UUID(int=71)))).refused("unknown-action")


def test_an_action_is_reported_once() -> None:
    session().given(reported).when(say(report(new=UUID(int=72)))).refused("already-reported")


def test_a_report_that_is_sent_again_changes_nothing() -> None:
    session().given(reported).when(say(report())).then()


def test_a_withdrawn_report_leaves_the_action_waiting_again() -> None:
    withdrawn = [*reported, Withdraw(contribution=REPORT, by=JOOST)]

    session().given(withdrawn).when(start(COLLECT)).refused("follow-up-first")
    session().given(withdrawn).when(say(report(new=UUID(int=73)))).then(
        report(step=FOLLOW_UP, new=UUID(int=73))
    )


def test_every_waiting_action_is_reported_or_skipped() -> None:
    story = [open_meeting(open_actions=(WAITING, SECOND)), *arrive(SAMIRA, JOOST, NOOR), start(FOLLOW_UP)]

    meeting = session().given(story, say(report()))

    meeting.when(start(COLLECT)).refused("follow-up-first")
    meeting.given(skip(action=SECOND.action)).when(say(nothing())).refused("step-not-open")
    assert meeting.state.waiting_actions == set()


def test_the_group_goes_on_without_a_report_explicitly() -> None:
    meeting = session().given(waiting)

    meeting.when(skip()).then(FollowUpSkipped(action=OLD_ACTION, by=HANNEKE))
    meeting.given(start(COLLECT)).when(say(proposal())).then(proposal(step=COLLECT))


def test_who_committed_the_action_may_skip_it() -> None:
    session().given(waiting).when(skip(JOOST)).then(FollowUpSkipped(action=OLD_ACTION, by=JOOST))


def test_another_member_does_not_skip_it() -> None:
    session().given(waiting).when(skip(NOOR)).refused("only-the-facilitator")


def test_an_action_that_nobody_waits_for_is_not_skipped() -> None:
    session().given(waiting).when(skip(action=UUID(int=74))).refused("unknown-action")


def test_skipping_twice_or_after_the_report_changes_nothing() -> None:
    session().given(waiting, skip()).when(skip()).then()
    session().given(reported).when(skip()).then()


def test_nothing_is_skipped_after_the_meeting() -> None:
    session().given(waiting, close()).when(skip()).refused("session-closed")


def test_a_skipped_action_may_still_be_reported() -> None:
    session().given(reporting, skip()).when(say(report())).then(report(step=FOLLOW_UP))


def test_a_peer_gives_feedback_on_a_report() -> None:
    session().given(reported).when(say(feedback())).then(feedback(step=FOLLOW_UP))


def test_feedback_is_about_a_report_that_stands() -> None:
    session().given(reporting).when(say(feedback())).refused("unknown-follow-up")
    session().given(reported, Withdraw(contribution=REPORT, by=JOOST)).when(say(feedback())).refused(
        "unknown-follow-up"
    )


def test_nobody_gives_feedback_on_their_own_report() -> None:
    session().given(reported).when(say(feedback(JOOST))).refused("contributor-does-not")


def test_who_reported_goes_on_with_the_action() -> None:
    session().given(reported).when(say(carrying_on())).then(carrying_on(step=FOLLOW_UP))


def test_nobody_goes_on_with_an_action_before_telling_what_came_of_it() -> None:
    session().given(reporting).when(say(carrying_on())).refused("report-first")


def test_an_action_is_carried_on_by_who_committed_it() -> None:
    session().given(reported).when(say(carrying_on(SAMIRA))).refused("not-your-action")
    session().given(reported).when(say(carrying_on(about=UUID(int=71)))).refused("unknown-action")


def test_an_action_is_carried_on_once_in_a_meeting_and_otherwise_after_taking_it_back() -> None:
    going_on = [*reported, say(carrying_on())]
    again = carrying_on(new=UUID(int=74))

    session().given(going_on).when(say(again)).refused("already-carried-on")
    taken_back = [*going_on, Withdraw(contribution=carrying_on().id, by=JOOST)]
    session().given(taken_back).when(say(again)).then(carrying_on(new=UUID(int=74), step=FOLLOW_UP))


def test_an_action_that_is_carried_on_does_not_hold_up_this_meeting() -> None:
    session().given([*reported, say(carrying_on())]).when(start(COLLECT)).then(
        StepStarted(step=COLLECT, by=HANNEKE, at=NOON, ends_at=after(minutes=10))
    )


absent = [open_meeting(open_actions=(WAITING,)), *arrive(SAMIRA, NOOR), start(FOLLOW_UP)]
"""Joost, whose action waits, is not there."""


def hand_in(by: UUID = HANNEKE) -> HandIn:
    return HandIn(said=report(), shown_by=by, at=NOON)


def test_who_guards_the_meeting_shows_a_report_that_was_given_in_writing() -> None:
    session().given(absent).when(hand_in()).then(report(step=FOLLOW_UP))
    session().given([*absent, hand_in()]).when(hand_in()).then()


def test_who_is_there_reports_themselves() -> None:
    session().given(reporting).when(hand_in()).refused("contributor-is-here")


def test_who_came_tells_it_themselves_or_keeps_it_also_once_they_are_noted_as_gone() -> None:
    gone = [*reporting, Depart(person=JOOST, at=NOON)]

    session().given(gone).when(hand_in()).refused("contributor-is-here")


def test_nothing_is_shown_to_a_meeting_that_is_over() -> None:
    session().given([*absent, close()]).when(hand_in()).refused("session-closed")
    session().given([*absent, hand_in(), close()]).when(hand_in()).then()


def test_a_peer_beside_a_facilitator_shows_no_report_of_another() -> None:
    session().given(absent).when(hand_in(SAMIRA)).refused("only-the-facilitator")


def test_a_written_report_waits_for_its_step_too() -> None:
    session().given(absent[:-1]).when(hand_in()).refused("step-not-open")
