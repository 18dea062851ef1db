"""What people say in a meeting: each a PUT under an id the client made, so repeating is harmless."""

from uuid import UUID, uuid5

from litestar import Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.question_help import count_question
from backend.api.receipts import Receipt
from backend.api.said import (
    NewAdvice,
    NewAnswer,
    NewCase,
    NewDescription,
    NewIdea,
    NewMark,
    NewText,
    NewThought,
    NewWord,
    Said,
)
from backend.domain.errors import Refused
from backend.domain.session.commands import Contribute
from backend.domain.session.contributing import contribute
from events.contribution import (
    AdviceGiven,
    CaseDescribed,
    CaseProposed,
    CheckedIn,
    CheckedOut,
    ContributionRated,
    HypothesisOffered,
    NoteWritten,
    NothingProposed,
    ObservationShared,
    QuestionAnswered,
    QuestionAsked,
    ReflectionShared,
    ThoughtShared,
    TurnPassed,
)
from projections import due

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


async def _check_proposing(case: UUID, step: int, meeting: Meeting) -> None:
    """Refuse a proposal that may not come before its case gets a key, which would stay behind.

    One of an earlier meeting is another case: it would share its key and its term with this one.
    """
    known = meeting.session.said.get(case)
    if isinstance(known, CaseProposed):
        return
    if known is not None:
        raise Refused("id-reused")
    if meeting.group.closed_at is not None:
        raise Refused("group-closed")
    async with meeting.ports.views.of(meeting.tenant) as connection:
        elsewhere = await due.whereabouts(connection, meeting.tenant, case)
    if elsewhere is not None and elsewhere.session != meeting.id:
        raise Refused("id-reused")
    asked = NothingProposed(id=uuid5(case, "may it come"), by=meeting.person, step=step)
    command = Contribute(said=asked, at=meeting.ports.clock.now())
    try:
        contribute(command, meeting.session)
    except Refused:
        latest = (await meeting.ports.sessions.state(meeting.tenant, meeting.id)).state
        if case not in latest.said:
            contribute(command, latest)


@put(
    "/cases/{case_id:uuid}",
    operation_id="propose_case",
    responses=documented.contribution("follow-up-first"),
)
async def propose_case(case_id: Id, data: JSONBody[NewCase], meeting: Here) -> Response[Receipt]:
    """Say which case one could bring in; unchosen it returns to its owner only."""
    await _check_proposing(case_id, data.step, meeting)
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
    "/check-outs/{check_out_id:uuid}",
    operation_id="check_out",
    responses=documented.contribution(),
)
async def check_out(check_out_id: Id, data: JSONBody[NewWord], meeting: Here) -> Response[Receipt]:
    """Say a last word, or that it was said aloud."""
    return await _word(CheckedOut, check_out_id, data, meeting)


ROUTES = (
    check_in,
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
    check_out,
)
"""What can be said in the round, below ``/sessions/{session_id}``."""
