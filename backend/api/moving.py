"""A move of the procedure by one caller: its id, and the version of the meeting it was decided on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import HeaderParameter

from backend.api.meetings import Meeting
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.session.commands import AnyMove

Key = Annotated[
    UUID | None,
    HeaderParameter(
        name="Idempotency-Key",
        description="The id of the move, made by the client; repeating it is safe.",
    ),
]
Seen = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description="The ETag of the session on which the move was decided.",
        pattern=r'^(W/)?"[0-9]{1,9}"$',
    ),
]


@dataclass(frozen=True, slots=True)
class Moving:
    """What every move has in common."""

    meeting: Meeting
    key: UUID
    seen: int

    @property
    def is_fresh(self) -> bool:
        """Tell whether, as far as this process knows, nobody moved the procedure meanwhile."""
        return self.seen >= self.meeting.session.moved

    async def make(self, move: Callable[..., AnyMove], **what: object) -> Response[Receipt]:
        """Make a move, decided again when a contribution came in between."""
        command = move(
            by=self.meeting.person,
            seen=self.seen,
            at=self.meeting.ports.clock.now(),
            **what,
        )
        answer = await self.meeting.handle(command, command_id=self.key, exclusive=True)
        return receipt(answer)


async def provide_moving(
    meeting: NamedDependency[Meeting], idempotency_key: Key = None, if_match: Seen = None
) -> Moving:
    """Read what every move carries, or say what is missing."""
    if idempotency_key is None:
        raise Problem("idempotency-key-needed")
    if if_match is None:
        raise Problem("if-match-needed")
    seen = int(if_match.removeprefix("W/").strip('"'))
    if seen > meeting.session.version:
        known = await meeting.ports.sessions.state(meeting.tenant, meeting.id)
        if seen > known.version:
            raise Problem("stale-version", current=known.version)
    return Moving(meeting, idempotency_key, seen)
