"""How a view lets go of texts: those it is about to write at once, those it wrote before by a statement."""

from collections.abc import Iterable
from typing import Any, LiteralString, Protocol
from uuid import UUID

from events.base import Sealed
from events.forgetting import AuthorForgotten, CaseErased
from projections.base import Connection, Happened
from projections.contributions import OWN


class Said(Protocol):
    """A row about something that was said."""

    tenant_id: UUID
    session_id: UUID
    kind: str
    by: UUID
    texts: dict[str, Sealed]
    hangs_on: UUID | None


class Clearing:
    """Whose texts a batch lets go; the rows stay, so that counts survive.

    ``cases`` takes arrays of tenants, sessions, cases and whether takeaways go too; ``authors``
    of tenants, sessions and people. What is said after the event is not looked at: its keys are
    gone, and a view must not depend on where its batches end.
    """

    def __init__(self, cases: LiteralString, authors: LiteralString) -> None:
        self._statements = cases, authors
        self._cases: list[tuple[UUID, UUID, UUID, bool]] = []
        self._authors: list[tuple[UUID, UUID, UUID]] = []

    def take(self, fact: Happened, rows: Iterable[Said]) -> None:
        """Let go of the texts among the rows of this batch, and remember what else to clear."""
        place = (fact.tenant, fact.stream)
        here = (row for row in rows if (row.tenant_id, row.session_id) == place)
        match fact.event:
            case CaseErased(case=case, takeaways_kept=kept):
                self._cases.append((*place, case, not kept))
                for row in here:
                    if row.hangs_on == case and not (kept and row.kind in OWN):
                        row.texts = {}
            case AuthorForgotten(person=person):
                self._authors.append((*place, person))
                for row in here:
                    if row.by == person:
                        row.texts = {}
            case _:
                pass

    async def write(self, connection: Connection) -> None:
        """Clear what earlier batches wrote; comes before the rows of this one are written."""
        whose: tuple[list[Any], list[Any]] = (self._cases, self._authors)
        for statement, rows in zip(self._statements, whose, strict=True):
            if rows:
                await connection.execute(statement, [list(column) for column in zip(*rows, strict=True)])
