"""What a group remembers."""

from datetime import timedelta
from uuid import uuid4

import msgspec

from events.contribution import ContributionWithdrawn, FeedbackGiven
from events.method import AdviceMode, Kind, Visibility
from events.session import CaseChosen, ChoiceUndone, SessionOpened, SessionReopened
from projections import learning_history
from projections.learning_history import PastMeeting
from tests.projections.circle import NOON, STEP, Circle, Meeting, sealed
from tests.projections.conftest import Views


async def history(views: Views, circle: Circle) -> list[PastMeeting]:
    async with views.seen_by(circle) as connection:
        return await learning_history.of(connection, circle.group)


async def test_a_meeting_is_remembered_with_its_case_and_what_helped(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.everything())

    (past,) = await history(views, circle)

    (case,) = past.cases
    proposed = meeting.proposed(meeting.case, meeting.contributor)
    assert (past.session, past.opened_at, past.method) == (meeting.id, meeting.at, "basis6")
    assert past.present == {circle.facilitator, *circle.members}
    assert past.facilitated_by == (circle.facilitator,)
    assert (case.id, case.contributor) == (meeting.case, meeting.contributor)
    assert case.proposal
    assert case.proposal.texts == {"title": proposed.title, "question": proposed.question}
    assert [len(case.descriptions), len(case.questions), len(case.questions[0].answers)] == [1, 1, 1]
    assert case.questions[0].asked.texts == {"text": meeting.asked().text}
    assert [one.id for one in case.advice] == [meeting.advice]
    assert case.takeaways[0].about["helpful"] == [str(meeting.question), str(meeting.advice)]
    assert [deed.committed.id for deed in case.actions] == [meeting.action]
    assert [one.by for one in past.insights] == [meeting.quiet]


async def test_what_came_of_an_action_stands_with_its_case_as_soon_as_it_is_told(
    circle: Circle, views: Views
) -> None:
    meeting, later = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    report = uuid4()
    feedback = FeedbackGiven(
        id=uuid4(),
        by=later.quiet,
        step=STEP["follow_up"],
        follow_up=report,
        text=sealed(later.quiet, "well done"),
    )
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(later.id, *later.opened(meeting.waiting()), later.reported(meeting, report), feedback)

    (past,) = await history(views, circle)

    (told,) = past.cases[0].actions[0].reports
    assert (told.told.id, told.told.session_id, told.told.about["status"]) == (report, later.id, "partly")
    assert [one.id for one in told.feedback] == [feedback.id]


async def test_a_running_meeting_is_not_history_yet_nor_one_that_reopened(
    circle: Circle, views: Views
) -> None:
    meeting = Meeting(circle)
    *everything, closed = meeting.everything()
    await circle.write(meeting.id, *everything)
    assert await history(views, circle) == []

    await circle.write(meeting.id, closed)
    assert len(await history(views, circle)) == 1

    await circle.write(meeting.id, SessionReopened(by=circle.facilitator, at=meeting.at))
    assert await history(views, circle) == []


async def test_proposals_that_were_not_chosen_and_passes_are_not_told(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.everything())

    told = msgspec.json.encode(await history(views, circle)).decode()

    assert str(meeting.case) in told
    assert str(meeting.passed_over) not in told
    assert "turn_passed" not in told


async def test_a_choice_that_was_undone_tells_the_case_that_was_chosen_after_it(
    circle: Circle, views: Views
) -> None:
    meeting = Meeting(circle)
    instead = CaseChosen(case=meeting.passed_over, contributor=meeting.quiet, advice_mode=AdviceMode.ROUND)
    await circle.write(meeting.id, *meeting.opened(), *meeting.chosen())
    await views.know(circle)
    undone = ChoiceUndone(case=meeting.case, by=circle.facilitator)
    await circle.write(meeting.id, undone, instead, meeting.closed())

    (past,) = await history(views, circle)

    assert [(case.id, case.contributor) for case in past.cases] == [(meeting.passed_over, meeting.quiet)]


async def test_what_was_withdrawn_is_forgotten(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(meeting.id, ContributionWithdrawn(contribution=meeting.question, by=meeting.asker))

    (past,) = await history(views, circle)

    assert past.cases[0].questions == ()


async def test_what_was_said_in_a_private_step_stays_out_of_the_history(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    opened, *rest = meeting.everything()
    assert isinstance(opened, SessionOpened)
    steps = [
        msgspec.structs.replace(step, visibility=Visibility.PRIVATE) if step.key == "ask" else step
        for step in opened.method.steps
    ]
    private = msgspec.structs.replace(opened.method, steps=tuple(steps))
    await circle.write(meeting.id, msgspec.structs.replace(opened, method=private), *rest)

    (past,) = await history(views, circle)

    assert past.cases[0].questions == ()
    assert len(past.cases[0].advice) == 1


async def test_a_case_that_no_step_is_for_is_remembered_also_from_a_private_step(
    circle: Circle, views: Views
) -> None:
    meeting = Meeting(circle)
    opened, *rest = meeting.everything()
    assert isinstance(opened, SessionOpened)
    steps = [
        msgspec.structs.replace(step, kinds=(Kind.NOTE,), visibility=Visibility.PRIVATE)
        if Kind.PROPOSAL in step.kinds
        else step
        for step in opened.method.steps
    ]
    free = msgspec.structs.replace(opened.method, steps=tuple(steps))
    await circle.write(meeting.id, msgspec.structs.replace(opened, method=free), *rest)

    (past,) = await history(views, circle)

    assert past.cases[0].proposal is not None


async def test_a_person_finds_the_meetings_they_were_at(circle: Circle, views: Views) -> None:
    meeting, other = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    without_quiet = tuple(person for person in circle.members if person != meeting.quiet)
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(other.id, *other.opened(present=without_quiet), *other.chosen(), other.closed())

    async with views.seen_by(circle) as connection:
        quiet = await learning_history.of_person(connection, meeting.quiet)
        asker = await learning_history.of_person(connection, meeting.asker)

    assert [past.session for past in quiet] == [meeting.id]
    assert [past.session for past in asker] == [other.id, meeting.id]
