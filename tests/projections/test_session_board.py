"""What the board of a meeting shows."""

from datetime import timedelta
from uuid import uuid4

from events.contribution import ContributionWithdrawn
from events.method import AdviceMode
from events.session import (
    AdviceModeLowered,
    CaseOffered,
    ChoiceClosed,
    ChoiceDeclined,
    ChoiceOpened,
    ChoiceUndone,
    FollowUpSkipped,
    ParticipantLeft,
    SessionPaused,
    SessionReopened,
    SessionResumed,
    StepExtended,
    StepUndone,
    Tally,
    TurnOrderSet,
)
from projections import session_board
from projections.session_board import Board
from tests.projections.circle import BASIS6, STEP, Circle, Meeting
from tests.projections.conftest import Views


async def board(views: Views, meeting: Meeting) -> Board:
    async with views.seen_by(meeting.circle) as connection:
        found = await session_board.of(connection, meeting.id)
    assert found
    return found


async def test_the_board_tells_where_a_meeting_stands_and_what_was_said(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    events = meeting.everything()
    await circle.write(meeting.id, *events)

    found = await board(views, meeting)

    assert found.method == BASIS6
    assert (found.meeting.version, found.meeting.group_id) == (len(events), circle.group)
    assert (found.meeting.step, found.meeting.case_id) == (STEP["close"], meeting.case)
    assert found.meeting.contributor == meeting.contributor
    assert found.meeting.present == [circle.facilitator, *circle.members]
    assert found.meeting.closed_at == meeting.closed().at
    assert [entry.kind for entry in found.entries] == [
        "case_proposed",
        "case_proposed",
        "case_described",
        "question_asked",
        "question_answered",
        "turn_passed",
        "advice_given",
        "takeaway_stated",
        "action_committed",
        "insight_noted",
    ]


async def test_texts_stay_sealed_and_everything_else_stands_beside_them(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.everything())

    proposal, _, description, question, answer, *_ = (await board(views, meeting)).entries

    proposed = meeting.proposed(meeting.case, meeting.contributor)
    assert proposal.texts == {"title": proposed.title, "question": proposed.question}
    assert proposal.about == {"kind": "dilemma", "influence": 4}
    assert set(description.texts) == {"context"}
    assert question.texts == {"text": meeting.asked().text}
    assert (answer.texts, answer.about["question"]) == ({}, str(meeting.question))


async def test_a_withdrawn_contribution_leaves_a_mark_without_its_text(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.opened(), *meeting.chosen(), meeting.asked())
    await views.know(circle)
    at_once = uuid4()
    await circle.write(
        meeting.id,
        ContributionWithdrawn(contribution=meeting.question, by=meeting.asker),
        meeting.asked(at_once),
        ContributionWithdrawn(contribution=at_once, by=meeting.asker),
        meeting.asked(uuid4(), late=True),
    )

    *_, earlier, same, stands = (await board(views, meeting)).entries

    for entry in (earlier, same):
        assert (entry.withdrawn, entry.texts, entry.about, entry.by) == (True, {}, {}, meeting.asker)
    assert (stands.withdrawn, stands.late) == (False, True)


async def test_the_clock_follows_extending_pausing_and_undoing(circle: Circle, views: Views) -> None:
    meeting, guard = Meeting(circle), circle.facilitator
    later = meeting.at + timedelta(minutes=12)
    much_later = meeting.at + timedelta(minutes=20)
    started = meeting.step("collect")
    await circle.write(
        meeting.id,
        *meeting.opened(),
        started,
        StepExtended(step=started.step, by=guard, seconds=120, ends_at=later),
        SessionPaused(by=guard, at=meeting.at),
    )
    paused = (await board(views, meeting)).meeting
    await circle.write(meeting.id, SessionResumed(by=guard, at=later, ends_at=much_later))
    resumed = (await board(views, meeting)).meeting
    undone = StepUndone(step=started.step, back_to=None, by=guard, at=later, ends_at=None)
    await circle.write(meeting.id, undone)
    back = (await board(views, meeting)).meeting

    assert (paused.step, paused.ends_at, paused.paused_at) == (started.step, later, meeting.at)
    assert (resumed.ends_at, resumed.paused_at) == (much_later, None)
    assert (back.step, back.ends_at, back.started_at) == (None, None, None)
    assert back.opened_steps == [started.step]


async def test_the_choice_shows_its_tally_and_the_case_that_stands(circle: Circle, views: Views) -> None:
    meeting, guard, choice = Meeting(circle), circle.facilitator, uuid4()
    cases = (meeting.case, meeting.passed_over)
    tally = (Tally(meeting.case, 3), Tally(meeting.passed_over, 2))
    *proposing, chosen = meeting.chosen()
    await circle.write(
        meeting.id, *meeting.opened(), *proposing, ChoiceOpened(choice=choice, cases=cases, by=guard)
    )
    voting = (await board(views, meeting)).meeting
    await circle.write(
        meeting.id,
        ChoiceClosed(choice=choice, tally=tally, by=guard),
        CaseOffered(case=meeting.passed_over, by=guard),
        ChoiceDeclined(case=meeting.passed_over, by=meeting.quiet),
        CaseOffered(case=meeting.case, by=guard),
    )
    asking = (await board(views, meeting)).meeting
    lowered = AdviceModeLowered(case=meeting.case, by=meeting.contributor, advice_mode=AdviceMode.NONE)
    await circle.write(meeting.id, chosen, lowered)
    agreed = (await board(views, meeting)).meeting
    await circle.write(meeting.id, ChoiceUndone(case=meeting.case, by=guard))
    undone = (await board(views, meeting)).meeting

    assert voting.choice
    assert (voting.choice.id, voting.choice.cases, voting.choice.tally) == (choice, cases, None)
    assert asking.choice
    assert asking.choice.tally == tally
    assert (asking.offered, asking.declined, asking.case_id) == (meeting.case, [meeting.passed_over], None)
    assert (agreed.case_id, agreed.offered, agreed.advice_mode) == (meeting.case, None, AdviceMode.NONE)
    assert (undone.case_id, undone.contributor, undone.advice_mode) == (None, None, AdviceMode.ROUND)


async def test_the_board_knows_who_is_there_whose_turn_it_is_and_what_was_skipped(
    circle: Circle, views: Views
) -> None:
    earlier, meeting = Meeting(circle), Meeting(circle)
    order = circle.members[::-1]
    await circle.write(
        meeting.id,
        *meeting.opened(earlier.waiting()),
        ParticipantLeft(person=meeting.quiet, at=meeting.at),
        TurnOrderSet(order=order, by=circle.facilitator),
        FollowUpSkipped(action=earlier.action, by=circle.facilitator),
        meeting.closed(),
        SessionReopened(by=circle.facilitator, at=meeting.at),
    )

    found = (await board(views, meeting)).meeting

    assert meeting.quiet not in found.present
    assert found.members == list(order)
    assert (found.open_actions, found.skipped) == ([earlier.waiting()], [earlier.action])
    assert found.closed_at is None


async def test_nobody_sees_the_board_of_another_tenant(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.everything())
    await views.know(circle)

    async with views.database.reading(uuid4()) as connection:
        assert await session_board.of(connection, meeting.id) is None
