"""What was said, taken back or put differently by who said it."""

from uuid import UUID, uuid5

from litestar import Response, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.receipts import Receipt, receipt
from backend.api.said import NewWordings
from backend.domain.errors import Refused
from backend.domain.session.commands import Correct, Withdraw
from backend.domain.session.correcting import hanging
from events.contribution import Wording

Id = FromPath[UUID]
Here = NamedDependency[Meeting]


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


ROUTES = (withdraw_contribution, correct_contribution)
"""What can be done to one's own words, below ``/sessions/{session_id}``."""
