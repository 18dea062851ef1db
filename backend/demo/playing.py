"""How a meeting of the story is played, step by step of its method."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from backend.api import choosing, contributions, procedure, reports, taking_home
from backend.api.choosing import Candidates, WelcomeAdvice
from backend.api.said import (
    NewAction,
    NewAdvice,
    NewAnswer,
    NewCase,
    NewDescription,
    NewFeedback,
    NewReport,
    NewTakeaway,
    NewText,
    NewThought,
    NewWord,
    Said,
)
from backend.demo.scene import Scene
from backend.demo.story import Meeting
from backend.domain.session.choosing import check_ballot
from backend.domain.session.commands import CloseSession, StartStep
from events.method import Kind, Method


async def play(scene: Scene, told: Meeting, method: Method) -> None:
    """Play an open meeting from its first step to its end; a step without anything to do is skipped."""
    for person in scene.people:
        await procedure.arrive.fn(await scene.of(person))
    for place, step in enumerate(method.steps):
        if Kind.FOLLOW_UP in step.kinds and not told.reports:
            continue
        await scene.move(StartStep, step=place)
        await _STEPS[step.key](scene, told)
        scene.clock.at += timedelta(minutes=step.minutes + told.minutes_over.get(step.key, 0))
    await scene.move(CloseSession)


async def _check_in(scene: Scene, told: Meeting) -> None:
    for person, text in told.check_ins.items():
        await scene.say(contributions.check_in, person, NewWord(text=text))


async def _follow_up(scene: Scene, told: Meeting) -> None:
    for report in told.reports:
        action = scene.known[report.action]
        begun = (await scene.moving()).meeting.session.begun
        by = next(known.contributor for known in begun.open_actions if known.action == action)
        follow_up = await scene.say(
            reports.report_follow_up,
            _name_of(by, scene),
            NewReport(
                action=action,
                status=report.status,
                did=report.did,
                effect=report.effect,
                learned=report.learned,
            ),
        )
        for remark in report.feedback:
            said = NewFeedback(follow_up=follow_up, text=remark.text)
            await scene.say(reports.give_feedback, remark.by, said)


def _name_of(person: object, scene: Scene) -> str:
    return next(key for key, known in scene.people.items() if known == person)


async def _collect(scene: Scene, told: Meeting) -> None:
    for one in told.proposals:
        case = NewCase(kind=one.kind, title=one.title, question=one.question, influence=one.influence)
        await scene.say(contributions.propose_case, one.by, case, key=f"case of {one.by}")
    for person in told.nothing:
        await scene.say(contributions.propose_nothing, person, Said())


async def _choose(scene: Scene, told: Meeting) -> None:
    await choosing.open_choice.fn(Candidates(), await scene.moving())
    for person, owner in told.votes.items():
        meeting = await scene.of(person)
        choice, case = meeting.session.choice, scene.known[f"case of {owner}"]
        if choice is not None:
            check_ballot(meeting.session, choice.id, meeting.person, case)
            await scene.ports.choices.cast(choice.id, meeting.person, case)
    await choosing.close_choice.fn(await scene.moving())
    chosen = await scene.of(told.case.by)
    welcome = WelcomeAdvice(advice_mode=chosen.session.begun.advice_mode)
    await choosing.consent_to_case.fn(welcome, chosen)


async def _describe(scene: Scene, told: Meeting) -> None:
    case = told.case
    description = NewDescription(
        question=case.question,
        context=case.context,
        own_behaviour=case.own_behaviour,
        effect=case.effect,
    )
    await scene.say(contributions.describe_case, case.by, description)


async def _ask(scene: Scene, told: Meeting) -> None:
    for question in told.questions:
        text = NewThought(text=question.text)
        asked = await scene.say(contributions.ask_question, question.by, text, key=question.key)
        answer = NewAnswer(question=asked, text=question.answer)
        await scene.say(contributions.answer_question, told.case.by, answer)
    for person in told.passes:
        await scene.say(contributions.pass_turn, person, Said())
    for remark in told.observations:
        await scene.say(contributions.share_observation, remark.by, NewThought(text=remark.text))


async def _advise(scene: Scene, told: Meeting) -> None:
    for advice in told.advice:
        given = NewAdvice(text=advice.text, kind=advice.kind)
        await scene.say(contributions.give_advice, advice.by, given, key=advice.key)


async def _take_away(scene: Scene, told: Meeting) -> None:
    helpful = [scene.known[key] for key in told.takeaway.helpful]
    takeaway = NewTakeaway(text=told.takeaway.text, helpful=helpful)
    await scene.say(taking_home.state_takeaway, told.case.by, takeaway)
    due = scene.clock.at.date() + timedelta(days=told.action.due_in_days)
    action = NewAction(text=told.action.text, first_step=told.action.first_step, due=due)
    await scene.say(taking_home.commit_action, told.case.by, action, key=told.action.key)


async def _close(scene: Scene, told: Meeting) -> None:
    for person, insight in told.insights.items():
        await scene.say(taking_home.note_insight, person, NewText(text=insight))
    for person, text in told.check_outs.items():
        await scene.say(contributions.check_out, person, NewWord(text=text))


_STEPS: Mapping[str, Callable[[Scene, Meeting], Awaitable[None]]] = {
    "check_in": _check_in,
    "follow_up": _follow_up,
    "collect": _collect,
    "choose": _choose,
    "describe": _describe,
    "ask": _ask,
    "advise": _advise,
    "take_away": _take_away,
    "close": _close,
}
"""What is said and done in each step of the basic method."""
