"""Who does what for the procedure: guiding among peers, noting for others, learning to facilitate."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from litestar import Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.moving import Moving
from backend.api.receipts import Receipt, receipt
from backend.api.said import AboutTheCase
from backend.api.sealing import Pen
from backend.api.texts import Text
from backend.domain.errors import Refused
from backend.domain.session.commands import GiveDuty, Note
from events.base import Sealed
from events.contribution import (
    AdviceGiven,
    AdviceKind,
    HypothesisOffered,
    Notable,
    ObservationShared,
    QuestionAnswered,
    QuestionAsked,
    ReflectionShared,
)
from events.session import Duty


class NoteKind(StrEnum):
    """What a scribe may write down for somebody."""

    QUESTION = "question"
    ANSWER = "answer"
    HYPOTHESIS = "hypothesis"
    OBSERVATION = "observation"
    REFLECTION = "reflection"
    ADVICE = "advice"


_Thought = type[QuestionAsked] | type[HypothesisOffered] | type[ObservationShared] | type[ReflectionShared]
_THOUGHTS: Final[dict[NoteKind, _Thought]] = {
    NoteKind.QUESTION: QuestionAsked,
    NoteKind.HYPOTHESIS: HypothesisOffered,
    NoteKind.OBSERVATION: ObservationShared,
    NoteKind.REFLECTION: ReflectionShared,
}


class NewDuty(Struct, frozen=True, forbid_unknown_fields=True):
    """Which duty, and who gets it; nobody has it any longer when ``to`` is null."""

    duty: Duty
    to: UUID | None


class NewNote(AboutTheCase, frozen=True, kw_only=True):
    """What somebody said aloud; ``question`` is the one that an answer answers."""

    said_by: UUID
    kind: NoteKind
    text: Text
    question: UUID | None = None


@post(
    "/duties",
    operation_id="give_duty",
    status_code=200,
    responses=documented.move("not-a-member", "only-an-observer"),
)
async def give_duty(data: JSONBody[NewDuty], moving: NamedDependency[Moving]) -> Response[Receipt]:
    """Give a duty to somebody who is there, hand it on, or end it."""
    return await moving.make(GiveDuty, duty=data.duty, to=data.to)


@put(
    "/notes/{contribution_id:uuid}",
    operation_id="note_for_another",
    responses=documented.contribution(
        "no-case-yet",
        "questions-closed",
        "advice-not-open",
        "advice-mode-none",
        "contributor-does-not",
        "only-the-contributor",
        "unknown-question",
        "only-the-scribe",
        "note-for-another",
    ),
)
async def note_for_another(
    contribution_id: FromPath[UUID], data: JSONBody[NewNote], meeting: NamedDependency[Meeting]
) -> Response[Receipt]:
    """Write down what somebody said, as the scribe: it is theirs, under their key, marked as noted."""
    session = meeting.session
    if contribution_id not in session.said and session.duties.get(Duty.SCRIBE) != meeting.person:
        raise Refused("only-the-scribe")
    if data.said_by not in session.ever_present:
        raise Refused("not-present")
    command = Note(
        said=await _said(contribution_id, data, meeting),
        noted_by=meeting.person,
        at=meeting.ports.clock.now(),
    )
    return receipt(await meeting.handle(command, command_id=contribution_id))


async def _said(new: UUID, data: NewNote, meeting: Meeting) -> Notable:
    case, by, step = meeting.case_of(new, data.case), data.said_by, data.step

    async def sealed(kind: type[Notable]) -> Sealed:
        pen = Pen(meeting.ports.vault, meeting.tenant, kind, new, case, by)
        return await pen.text("text", data.text)

    if data.kind is NoteKind.ANSWER:
        if data.question is None:
            raise Refused("unknown-question")
        text = await sealed(QuestionAnswered)
        return QuestionAnswered(id=new, by=by, step=step, case=case, question=data.question, text=text)
    if data.kind is NoteKind.ADVICE:
        text = await sealed(AdviceGiven)
        return AdviceGiven(id=new, by=by, step=step, case=case, kind=AdviceKind.ADVICE, text=text)
    thought = _THOUGHTS[data.kind]
    return thought(id=new, by=by, step=step, case=case, text=await sealed(thought))


ROUTES = (give_duty, note_for_another)
"""The duties of a meeting, below ``/sessions/{session_id}``."""
