"""Whether a group wants help with questions, and the totals that it may agree to see."""

from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.meetings import Meeting
from backend.api.receipts import Receipt, receipt
from backend.domain.group.commands import ChooseQuestionHelp
from backend.domain.question_craft.classifying import classify
from backend.domain.question_craft.languages import language_of
from backend.domain.question_craft.meter import kind_of, may_be_shown

Here = NamedDependency[Circle]


class QuestionHelpView(Struct, frozen=True, kw_only=True):
    """Whether phones help with questions, and whether kinds are counted for the whole group.

    ``may_choose``: the caller may change both; everybody in the group may end the counting.
    """

    offered: bool
    counted: bool
    may_choose: bool


class NewQuestionHelp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the group wants from now on."""

    offered: bool
    counted: bool


class StepKinds(Struct, frozen=True, kw_only=True):
    """How many questions of each kind were asked in a step, by all together."""

    step: int
    asked: int
    kinds: dict[str, int]


class QuestionKinds(Struct, frozen=True, kw_only=True):
    """Totals for each step that is over and had enough questions; nothing where the group does not count.

    ``offered``: phones help with questions in this meeting.
    """

    offered: bool
    counted: bool
    steps: list[StepKinds]


@get(
    "/groups/{group_id:uuid}/question-help",
    operation_id="get_question_help",
    responses=documented.query(),
)
async def get_question_help(circle: Here) -> QuestionHelpView:
    """See whether the group wants help with questions, and whether it counts their kinds."""
    chosen = circle.group.question_help
    return QuestionHelpView(
        offered=chosen.offered,
        counted=chosen.counted,
        may_choose=circle.group.may_arrange(circle.person),
    )


@put(
    "/groups/{group_id:uuid}/question-help",
    operation_id="choose_question_help",
    responses=documented.command("only-the-facilitator"),
)
async def choose_question_help(data: JSONBody[NewQuestionHelp], circle: Here) -> Response[Receipt]:
    """Choose whether phones help with questions, and whether kinds are counted; anybody may end counting."""
    command = ChooseQuestionHelp(by=circle.person, offered=data.offered, counted=data.counted)
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


@get("/question-kinds", operation_id="get_question_kinds", responses=documented.meeting_query())
async def get_question_kinds(meeting: NamedDependency[Meeting]) -> QuestionKinds:
    """See how many questions of each kind the group asked, step by step, where it agreed to count."""
    meeting.attended()
    chosen, run = meeting.group.question_help, meeting.session.run
    running = run.step if run and meeting.session.closed_at is None else None
    counted = await meeting.ports.craft.of_session(meeting.tenant, meeting.id) if chosen.counted else {}
    return QuestionKinds(
        offered=chosen.offered,
        counted=chosen.counted,
        steps=[
            StepKinds(step=step, asked=sum(kinds.values()), kinds=dict(kinds))
            for step, kinds in counted.items()
            if may_be_shown(kinds) and step != running
        ],
    )


async def count_question(meeting: Meeting, question: UUID, text: str) -> None:
    """Count a question that is new in the record, where the group agreed to; who asked is not noted."""
    if not meeting.group.question_help.counted:
        return
    ports, language = meeting.ports, (await meeting.ports.identity.person(meeting.person)).language
    session = (await ports.sessions.state(meeting.tenant, meeting.id)).state
    reading = classify(text, language_of(text, language))
    await ports.craft.count(meeting.tenant, meeting.id, session.said[question].step, kind_of(reading))


OF_GROUPS = (get_question_help, choose_question_help)
ROUTES = (get_question_kinds,)
