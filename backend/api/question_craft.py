"""The question helper: for the writer of a draft alone. No text is kept, and none is logged."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.belongings import gather
from backend.api.caller import Caller
from backend.api.languages import Language
from backend.api.ports import Ports
from backend.api.texts import Text
from backend.domain.question_craft.checking import check, in_a_row, remarks
from backend.domain.question_craft.classifying import classify
from backend.domain.question_craft.labels import Label
from backend.domain.question_craft.languages import language_of
from backend.domain.question_craft.meter import tally

Earlier = Annotated[list[Text], Meta(max_length=10)]
_ASKED: Final = "question_asked"


class Draft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that is being written, and one's own questions before it in this step, oldest first.

    Without a ``language`` it is told from the draft, or else the language of the person.
    """

    text: Text
    earlier: Earlier = []
    language: Language | None = None


class QuestionHint(Struct, frozen=True, kw_only=True):
    """What the helper makes of a draft, for who wrote it.

    ``show``: whether it is worth a word: it is not for an open question, not when the helper
    ``abstained``, and not for a closed one before the third in a row. ``keep_as_advice``: there is
    something in it for the moment that advice is asked for.
    """

    language: Language
    label: Label
    abstained: bool
    show: bool
    reason: str
    rephrasings: list[str]
    keep_as_advice: bool


class Objection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind that the helper was wrong about, in which language; not in which words."""

    label: Label
    language: Language


class OwnMeeting(Struct, frozen=True, kw_only=True):
    """How many of one's own questions in a meeting were of which kind.

    ``kinds`` has ``unsure`` for those the helper does not know what to make of. Texts that were
    erased are not in it.
    """

    group: UUID
    group_name: str
    session: UUID
    opened_at: datetime
    asked: int
    kinds: dict[str, int]


class OwnQuestions(Struct, frozen=True):
    """One's own questions by kind, meeting by meeting, oldest first: for oneself alone."""

    meetings: list[OwnMeeting]


@post(
    "/question-craft/check",
    operation_id="check_question",
    status_code=200,
    responses=documented.query("other-site", "not-json", "too-large"),
)
async def check_question(
    data: JSONBody[Draft], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> QuestionHint:
    """See how a question that one is writing comes across; nothing of it is kept."""
    own = (await ports.identity.person(caller.person)).language
    language = data.language or language_of(data.text, own)
    advice = check(data.text, language)
    before = [classify(text, language_of(text, language)) for text in data.earlier]
    return QuestionHint(
        language=language,
        label=advice.label,
        abstained=advice.abstained,
        show=remarks(advice, in_a_row(before)),
        reason=advice.reason,
        rephrasings=advice.rephrasings,
        keep_as_advice=advice.keep_as_advice,
    )


@post(
    "/question-craft/not-right",
    operation_id="say_not_right",
    status_code=204,
    responses=documented.query("other-site", "not-json", "too-large"),
)
async def say_not_right(
    data: JSONBody[Objection], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> Response[None]:
    """Say that the helper was wrong. What counts is the kind and the language, not who and not the text."""
    del caller
    await ports.craft.not_right(data.language, data.label.value)
    return Response(None, status_code=204)


@get("/me/questions", operation_id="get_my_questions", responses=documented.query())
async def get_my_questions(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> OwnQuestions:
    """See how one's own questions developed, meeting by meeting; nobody else can."""
    everything = await gather(caller.person, ports)
    language = everything.me.language
    found = []
    for meeting in everything.meetings:
        asked = [said for said in meeting.said if said.kind == _ASKED]
        texts = [text for said in asked for text in said.texts.values() if text is not None]
        if texts:
            kinds = tally(classify(text, language_of(text, language)) for text in texts)
            found.append(
                OwnMeeting(
                    group=meeting.group,
                    group_name=meeting.group_name,
                    session=meeting.session,
                    opened_at=meeting.opened_at,
                    asked=len(texts),
                    kinds=kinds,
                )
            )
    return OwnQuestions(found)


ROUTES = (check_question, say_not_right, get_my_questions)
