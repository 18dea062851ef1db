"""What the API of meetings needs beside the record: what is counted, declared and prepared."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from backend.domain.composition import Relation, RelationKind
from events.base import Sealed


class Choices(Protocol):
    """Ballots that are tied to nobody."""

    async def open(self, choice: UUID, session: UUID, tenant: UUID, cases: Sequence[UUID]) -> None:
        """Begin counting."""

    async def cast(self, choice: UUID, person: UUID, case: UUID) -> bool:
        """Count a ballot, once a person; tell whether this one counted."""

    async def voted(self, choice: UUID) -> set[UUID]:
        """Return who took part."""

    async def close(self, choice: UUID) -> Mapping[UUID, int]:
        """Stop counting and return the tally."""

    async def reopen(self, choice: UUID) -> None:
        """Count on, because the choice could not be closed."""

    async def drop(self, choice: UUID) -> None:
        """Forget who took part."""


class Readiness(Protocol):
    """Who is ready with the running step; nothing of it is recorded."""

    async def ready(self, session: UUID, tenant: UUID, run: datetime, person: UUID) -> None:
        """Note that a person is ready with a run."""

    async def not_yet(self, session: UUID, tenant: UUID, run: datetime, person: UUID) -> None:
        """Note that a person is not ready after all."""

    async def of(self, session: UUID, run: datetime) -> AbstractSet[UUID]:
        """Return who is ready with a run."""

    async def tell(self, session: UUID, step: int, ready: int) -> None:
        """Tell every process how many are ready with a step."""


class Pulses(Protocol):
    """How meetings were for those who were there; nobody reads an answer back."""

    async def answer(  # noqa: PLR0913 - an answer and where it belongs
        self, tenant: UUID, session: UUID, *, question: str, person: UUID, answer: int, until: datetime
    ) -> bool:
        """Count an answer, once a person; tell whether this one counted."""

    async def answered(self, tenant: UUID, session: UUID, person: UUID) -> AbstractSet[str]:
        """Return which questions a person answered."""


class CraftCounts(Protocol):
    """Counts of the question helper, of no person and no text."""

    async def count(self, tenant: UUID, session: UUID, step: int, kind: str) -> None:
        """Count a question of a kind in a step."""

    async def of_session(self, tenant: UUID, session: UUID) -> Mapping[int, Mapping[str, int]]:
        """Return how many questions of each kind were counted in each step."""

    async def not_right(self, language: str, kind: str) -> None:
        """Count that the helper was wrong about a kind in a language."""

    async def all_not_right(self) -> Mapping[str, int]:
        """Return how often the helper was wrong, by language and kind."""


class Relations(Protocol):
    """What members declare about one another, each for themselves."""

    async def declare(self, tenant: UUID, group: UUID, person: UUID, about: UUID, kind: RelationKind) -> None:
        """Keep how a person stands to another; None takes it back."""

    async def of_person(self, tenant: UUID, group: UUID, person: UUID) -> Sequence[Relation]:
        """Return what a person declared in a group."""

    async def of_group(self, tenant: UUID, group: UUID) -> Sequence[Relation]:
        """Return what was declared in a group, for the hints alone."""

    async def forget(self, tenant: UUID, group: UUID, person: UUID) -> None:
        """Delete what a person declared in a group, and what others declared about them there."""


PreparedKind = Literal["proposal", "report", "reflection", "register"]


class Draft(Protocol):
    """Something that a person prepared."""

    @property
    def about(self) -> UUID:
        """Return the action of a report, the meeting of a reflection, or a proposal's own id."""

    @property
    def words(self) -> Sealed:
        """Return what was written, sealed."""

    @property
    def changed_at(self) -> datetime:
        """Return when it was changed last."""


class Prepared(Protocol):
    """What people keep for themselves: prepared for a meeting, or learned of one."""

    async def keep(self, person: UUID, kind: PreparedKind, about: UUID, words: Sealed) -> bool:
        """Keep a draft in the place of the one before; tell whether there was room for it."""

    async def of(self, person: UUID, kind: PreparedKind) -> Sequence[Draft]:
        """Return a person's drafts of a kind."""

    async def drop(self, person: UUID, kind: PreparedKind, about: Collection[UUID]) -> None:
        """Delete drafts, also those that are not there."""

    async def reported(self, actions: Sequence[tuple[UUID, UUID]]) -> Collection[UUID]:
        """Return of which actions, each after the person whose it is, there is a prepared report."""
