"""What people say in a meeting: each a PUT under an id the client made, so repeating is harmless."""

from uuid import UUID, uuid5

from litestar import Response, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.question_help import count_question
from backend.api.receipts import Receipt, receipt
from backend.api.said import (
    NewAction,
    NewAdvice,
    NewAnswer,
    NewCarryingOn,
    NewCase,
    NewDescription,
    NewFeedback,
    NewIdea,
    NewMark,
    NewReport,
    NewTakeaway,
    NewText,
    NewThought,
    NewWord,
    NewWordings,
    Said,
)
from backend.domain.errors import Refused
from backend.domain.session.commands import Correct, Withdraw
from backend.domain.session.correcting import hanging
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    AdviceGiven,
    CaseDescribed,
    CaseProposed,
    CheckedIn,
    CheckedOut,
    ContributionRated,
    FeedbackGiven,
    FollowUpReported,
    HypothesisOffered,
    InsightNoted,
    NoteWritten,
    NothingProposed,
    ObservationShared,
    QuestionAnswered,
    QuestionAsked,
    ReflectionShared,
    TakeawayStated,
    ThoughtShared,
    TurnPassed,
    Wording,
)

Id = FromPath[UUID]
Here = NamedDependency[Meeting]
_SPEAKERS = ("no-case-yet", "contributor-does-not", "only-the-contributor", "step-is-for-others")
"""What is answered to whom a step is not for, or comes before the case."""
_ADVICE = ("advice-not-open", "advice-mode-none", "advice-not-asked-for")
_Word = type[CheckedIn] | type[CheckedOut]
_AboutTheCase = (
    type[QuestionAsked] | type[HypothesisOffered] | type[ObservationShared] | type[ReflectionShared]
)


async def _word(kind: _Word, word: UUID, data: NewWord, meeting: Meeting) -> Response[Receipt]:
    text = await meeting.pen(kind, word, None).maybe("text", data.text)
    return await meeting.say(kind(id=word, by=meeting.person, step=data.step, text=text))


async def _about_the_case(
    kind: _AboutTheCase, said: UUID, data: NewThought, meeting: Meeting
) -> Response[Receipt]:
    case = meeting.case_of(said, data.case)
    text = await meeting.pen(kind, said, case).text("text", data.text)
    return await meeting.say(kind(id=said, by=meeting.person, step=data.step, case=case, text=text))


@put(
    "/check-ins/{check_in_id:uuid}",
    operation_id="check_in",
    responses=documented.contribution(),
)
async def check_in(check_in_id: Id, data: JSONBody[NewWord], meeting: Here) -> Response[Receipt]:
    """Say a first word, or that it was said aloud."""
    return await _word(CheckedIn, check_in_id, data, meeting)


@put(
    "/follow-ups/{follow_up_id:uuid}",
    operation_id="report_follow_up",
    responses=documented.contribution("unknown-action", "not-your-action", "already-reported"),
)
async def report_follow_up(follow_up_id: Id, data: JSONBody[NewReport], meeting: Here) -> Response[Receipt]:
    """Report what came of one's own action of an earlier case."""
    pen = meeting.pen(FollowUpReported, follow_up_id, meeting.waiting(data.action).case)
    return await meeting.say(
        FollowUpReported(
            id=follow_up_id,
            by=meeting.person,
            step=data.step,
            action=data.action,
            status=data.status,
            did=await pen.text("did", data.did),
            effect=await pen.maybe("effect", data.effect),
            learned=await pen.maybe("learned", data.learned),
        )
    )


@put(
    "/carried-on/{carried_on_id:uuid}",
    operation_id="carry_action_on",
    responses=documented.contribution(
        "unknown-action", "not-your-action", "report-first", "already-carried-on"
    ),
)
async def carry_action_on(
    carried_on_id: Id, data: JSONBody[NewCarryingOn], meeting: Here
) -> Response[Receipt]:
    """Go on with an action after its report; it is open again until a next meeting."""
    pen = meeting.pen(ActionCarriedOn, carried_on_id, meeting.waiting(data.action).case)
    return await meeting.say(
        ActionCarriedOn(
            id=carried_on_id,
            by=meeting.person,
            step=data.step,
            action=data.action,
            first_step=await pen.maybe("first_step", data.first_step),
            due=data.due,
        )
    )


@put(
    "/feedback/{feedback_id:uuid}",
    operation_id="give_feedback",
    responses=documented.contribution("unknown-follow-up", "contributor-does-not"),
)
async def give_feedback(feedback_id: Id, data: JSONBody[NewFeedback], meeting: Here) -> Response[Receipt]:
    """Give extra feedback on a report."""
    report = meeting.session.said.get(data.follow_up)
    if not isinstance(report, FollowUpReported):
        raise Refused("unknown-follow-up")
    pen = meeting.pen(FeedbackGiven, feedback_id, report.did.case)
    return await meeting.say(
        FeedbackGiven(
            id=feedback_id,
            by=meeting.person,
            step=data.step,
            follow_up=data.follow_up,
            text=await pen.text("text", data.text),
        )
    )


@put(
    "/cases/{case_id:uuid}",
    operation_id="propose_case",
    responses=documented.contribution("follow-up-first"),
)
async def propose_case(case_id: Id, data: JSONBody[NewCase], meeting: Here) -> Response[Receipt]:
    """Say which case one could bring in; unchosen it returns to its owner only."""
    pen = meeting.pen(CaseProposed, case_id, case_id)
    return await meeting.say(
        CaseProposed(
            id=case_id,
            by=meeting.person,
            step=data.step,
            kind=data.kind,
            title=await pen.text("title", data.title),
            question=await pen.text("question", data.question),
            influence=data.influence,
        )
    )


@put(
    "/nothing-today/{answer_id:uuid}",
    operation_id="propose_nothing",
    responses=documented.contribution("follow-up-first"),
)
async def propose_nothing(answer_id: Id, data: JSONBody[Said], meeting: Here) -> Response[Receipt]:
    """Say that one has nothing to bring in today, which is a fine answer."""
    return await meeting.say(NothingProposed(id=answer_id, by=meeting.person, step=data.step))


@put(
    "/descriptions/{description_id:uuid}",
    operation_id="describe_case",
    responses=documented.contribution("no-case-yet", "only-the-contributor"),
)
async def describe_case(
    description_id: Id, data: JSONBody[NewDescription], meeting: Here
) -> Response[Receipt]:
    """Describe the chosen case, as its contributor."""
    pen = meeting.pen(CaseDescribed, description_id, meeting.case_of(description_id, data.case))
    return await meeting.say(
        CaseDescribed(
            id=description_id,
            by=meeting.person,
            step=data.step,
            case=meeting.case_of(description_id, data.case),
            question=await pen.maybe("question", data.question),
            context=await pen.text("context", data.context),
            own_behaviour=await pen.maybe("own_behaviour", data.own_behaviour),
            effect=await pen.maybe("effect", data.effect),
        )
    )


@put(
    "/questions/{question_id:uuid}",
    operation_id="ask_question",
    responses=documented.contribution("questions-closed", *_SPEAKERS),
)
async def ask_question(question_id: Id, data: JSONBody[NewThought], meeting: Here) -> Response[Receipt]:
    """Ask the contributor a question. Repeating the call changes nothing."""
    answer = await _about_the_case(QuestionAsked, question_id, data, meeting)
    if answer.status_code == HTTP_201_CREATED:
        await count_question(meeting, question_id, data.text)
    return answer


@put(
    "/answers/{answer_id:uuid}",
    operation_id="answer_question",
    responses=documented.contribution("unknown-question", *_SPEAKERS),
)
async def answer_question(answer_id: Id, data: JSONBody[NewAnswer], meeting: Here) -> Response[Receipt]:
    """Answer a question, as the contributor."""
    pen = meeting.pen(QuestionAnswered, answer_id, meeting.case_of(answer_id, data.case))
    return await meeting.say(
        QuestionAnswered(
            id=answer_id,
            by=meeting.person,
            step=data.step,
            case=meeting.case_of(answer_id, data.case),
            question=data.question,
            text=await pen.maybe("text", data.text),
        )
    )


@put(
    "/passes/{pass_id:uuid}",
    operation_id="pass_turn",
    responses=documented.contribution(),
)
async def pass_turn(pass_id: Id, data: JSONBody[Said], meeting: Here) -> Response[Receipt]:
    """Let the turn pass; always possible, and never counted against anyone."""
    return await meeting.say(TurnPassed(id=pass_id, by=meeting.person, step=data.step))


@put(
    "/hypotheses/{hypothesis_id:uuid}",
    operation_id="offer_hypothesis",
    responses=documented.contribution(*_SPEAKERS),
)
async def offer_hypothesis(hypothesis_id: Id, data: JSONBody[NewThought], meeting: Here) -> Response[Receipt]:
    """Say what may be going on."""
    return await _about_the_case(HypothesisOffered, hypothesis_id, data, meeting)


@put(
    "/observations/{observation_id:uuid}",
    operation_id="share_observation",
    responses=documented.contribution(*_SPEAKERS),
)
async def share_observation(
    observation_id: Id, data: JSONBody[NewThought], meeting: Here
) -> Response[Receipt]:
    """Say what one saw or heard."""
    return await _about_the_case(ObservationShared, observation_id, data, meeting)


@put(
    "/reflections/{reflection_id:uuid}",
    operation_id="share_reflection",
    responses=documented.contribution(*_SPEAKERS),
)
async def share_reflection(reflection_id: Id, data: JSONBody[NewThought], meeting: Here) -> Response[Receipt]:
    """Say what the case evokes, while the contributor listens."""
    return await _about_the_case(ReflectionShared, reflection_id, data, meeting)


@put(
    "/thoughts/{thought_id:uuid}",
    operation_id="share_thought",
    responses=documented.contribution(*_SPEAKERS),
)
async def share_thought(thought_id: Id, data: JSONBody[NewIdea], meeting: Here) -> Response[Receipt]:
    """Say what a step asks for: an association, a position, an argument, feedback, the question anew."""
    case = meeting.case_if_any(thought_id, data.case)
    text = await meeting.pen(ThoughtShared, thought_id, case).text("text", data.text)
    return await meeting.say(
        ThoughtShared(id=thought_id, by=meeting.person, step=data.step, kind=data.kind, case=case, text=text)
    )


@put(
    "/marks/{mark_id:uuid}",
    operation_id="rate_contribution",
    responses=documented.contribution("no-case-yet", "only-the-contributor", "unknown-contribution"),
)
async def rate_contribution(mark_id: Id, data: JSONBody[NewMark], meeting: Here) -> Response[Receipt]:
    """Say what a question or an idea does to oneself, as the contributor; the last mark counts."""
    return await meeting.say(
        ContributionRated(
            id=mark_id,
            by=meeting.person,
            step=data.step,
            case=meeting.case_of(mark_id, data.case),
            on=data.on,
            mark=data.mark,
        )
    )


@put("/own-notes/{note_id:uuid}", operation_id="write_note", responses=documented.contribution())
async def write_note(note_id: Id, data: JSONBody[NewText], meeting: Here) -> Response[Receipt]:
    """Write something down for oneself; nobody else ever reads it."""
    text = await meeting.own_pen(NoteWritten, note_id, meeting.id).text("text", data.text)
    return await meeting.say(NoteWritten(id=note_id, by=meeting.person, step=data.step, text=text))


@put(
    "/advice/{advice_id:uuid}",
    operation_id="give_advice",
    responses=documented.contribution(*_ADVICE, *_SPEAKERS),
)
async def give_advice(advice_id: Id, data: JSONBody[NewAdvice], meeting: Here) -> Response[Receipt]:
    """Give the contributor advice, once the gate is open and where it is welcome."""
    pen = meeting.pen(AdviceGiven, advice_id, meeting.case_of(advice_id, data.case))
    return await meeting.say(
        AdviceGiven(
            id=advice_id,
            by=meeting.person,
            step=data.step,
            case=meeting.case_of(advice_id, data.case),
            kind=data.kind,
            text=await pen.text("text", data.text),
        )
    )


@put(
    "/takeaways/{takeaway_id:uuid}",
    operation_id="state_takeaway",
    responses=documented.contribution("no-case-yet", "only-the-contributor", "unknown-contribution"),
)
async def state_takeaway(takeaway_id: Id, data: JSONBody[NewTakeaway], meeting: Here) -> Response[Receipt]:
    """Say what helped, as the contributor."""
    case = meeting.case_of(takeaway_id, data.case)
    pen = meeting.own_pen(TakeawayStated, takeaway_id, case)
    return await meeting.say(
        TakeawayStated(
            id=takeaway_id,
            by=meeting.person,
            step=data.step,
            case=case,
            text=await pen.text("text", data.text),
            helpful=tuple(data.helpful),
        )
    )


@put(
    "/actions/{action_id:uuid}",
    operation_id="commit_action",
    responses=documented.contribution("no-case-yet", "only-the-contributor"),
)
async def commit_action(action_id: Id, data: JSONBody[NewAction], meeting: Here) -> Response[Receipt]:
    """Commit to an action; the next meeting opens with what came of it."""
    case = meeting.case_of(action_id, data.case)
    pen = meeting.own_pen(ActionCommitted, action_id, case)
    return await meeting.say(
        ActionCommitted(
            id=action_id,
            by=meeting.person,
            step=data.step,
            case=case,
            text=await pen.text("text", data.text),
            first_step=await pen.maybe("first_step", data.first_step),
            due=data.due,
        )
    )


@put(
    "/insights/{insight_id:uuid}",
    operation_id="note_insight",
    responses=documented.contribution(),
)
async def note_insight(insight_id: Id, data: JSONBody[NewText], meeting: Here) -> Response[Receipt]:
    """Say what one takes back to one's own practice."""
    pen = meeting.own_pen(InsightNoted, insight_id, meeting.id)
    return await meeting.say(
        InsightNoted(
            id=insight_id,
            by=meeting.person,
            step=data.step,
            text=await pen.text("text", data.text),
        )
    )


@put(
    "/check-outs/{check_out_id:uuid}",
    operation_id="check_out",
    responses=documented.contribution(),
)
async def check_out(check_out_id: Id, data: JSONBody[NewWord], meeting: Here) -> Response[Receipt]:
    """Say a last word, or that it was said aloud."""
    return await _word(CheckedOut, check_out_id, data, meeting)


@delete(
    "/contributions/{contribution_id:uuid}",
    operation_id="withdraw_contribution",
    status_code=200,
    responses=documented.contribution("unknown-contribution", "not-yours", "case-already-chosen"),
)
async def withdraw_contribution(contribution_id: Id, meeting: Here) -> Response[Receipt]:
    """Take back what one has said, a proposal too."""
    command = Withdraw(contribution=contribution_id, by=meeting.person)
    withdrawal = uuid5(contribution_id, f"{meeting.person} withdrew")
    return receipt(await meeting.handle(command, command_id=withdrawal))


@put(
    "/corrections/{correction_id:uuid}",
    operation_id="correct_contribution",
    responses=documented.contribution("unknown-contribution", "not-yours", "no-such-text"),
)
async def correct_contribution(
    correction_id: Id, data: JSONBody[NewWordings], meeting: Here
) -> Response[Receipt]:
    """Put in other words what one has said, until seven days after the meeting."""
    said = meeting.session.said.get(data.contribution)
    if said is None:
        raise Refused("unknown-contribution")
    if said.by != meeting.person:
        raise Refused("not-yours")
    pen = meeting.pen(type(said), said.id, hanging(said))
    command = Correct(
        id=correction_id,
        contribution=said.id,
        by=meeting.person,
        wordings=tuple(
            [Wording(field=name, words=await pen.maybe(name, text)) for name, text in data.texts.items()]
        ),
        at=meeting.ports.clock.now(),
    )
    return receipt(await meeting.handle(command, command_id=correction_id))


ROUTES = (
    check_in,
    report_follow_up,
    carry_action_on,
    give_feedback,
    propose_case,
    propose_nothing,
    describe_case,
    ask_question,
    answer_question,
    pass_turn,
    offer_hypothesis,
    share_observation,
    share_reflection,
    share_thought,
    rate_contribution,
    write_note,
    give_advice,
    state_takeaway,
    commit_action,
    note_insight,
    check_out,
    withdraw_contribution,
    correct_contribution,
)
"""What can be said in a meeting, below ``/sessions/{session_id}``."""
