"""What a simulation leaves behind: every event as the rules caused it, in the order of the story."""

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from backend.domain.group.rules import decide as decide_group
from backend.domain.group.state import Group
from backend.domain.group.state import evolve as evolve_group
from backend.domain.organisation.rules import decide as decide_organisation
from backend.domain.organisation.state import Organisation
from backend.domain.organisation.state import evolve as evolve_organisation
from backend.domain.session.evolving import evolve as evolve_session
from backend.domain.session.rules import decide as decide_session
from backend.domain.session.state import Session
from events.base import Event, stored_name
from events.catalogue import encode

S = TypeVar("S")
_VERSION_7 = 7


class Page(NamedTuple):
    """One event with its place in its stream, ready to be stored."""

    at: datetime
    stream: UUID
    version: int
    event_id: UUID
    command_id: UUID
    topic: str
    state: bytes


class Diary:
    """All streams of one organisation, moved by commands and by nothing else."""

    def __init__(self, organisation: UUID, chance: Random) -> None:
        self.organisation = organisation
        self._chance = chance
        self._home = Organisation(organisation)
        self.groups: dict[UUID, Group] = {}
        self.sessions: dict[UUID, Session] = {}
        self._versions: dict[UUID, int] = {}
        self.pages: list[Page] = []

    def new_id(self) -> UUID:
        """Return an id that the seed says."""
        return UUID(int=self._chance.getrandbits(128), version=4)

    def organisation_asked(self, command: Any) -> None:  # noqa: ANN401 - any command of an organisation
        """Ask the organisation something."""
        self._ask(command, self.organisation, self._home, decide_organisation, evolve_organisation)

    def group_asked(self, group: UUID, command: Any, at: datetime) -> None:  # noqa: ANN401 - as above
        """Ask a group something at a moment."""
        state = self.groups.setdefault(group, Group(group))
        self._ask(command, group, state, decide_group, evolve_group, at)

    def session_asked(self, session: UUID, command: Any, at: datetime) -> None:  # noqa: ANN401 - as above
        """Ask a meeting something at a moment."""
        state = self.sessions.setdefault(session, Session(session))
        self._ask(command, session, state, decide_session, evolve_session, at)

    def _ask(  # noqa: PLR0913, PLR0917 - a command and the rules that answer it
        self,
        command: Any,  # noqa: ANN401 - any command
        stream: UUID,
        state: S,
        decide: Callable[[Any, S], Sequence[Event]],
        evolve: Callable[[S, Any], S],
        at: datetime | None = None,
    ) -> None:
        command_id = self.new_id()
        for nth, event in enumerate(decide(command, state)):
            evolve(state, event)
            self._versions[stream] = version = self._versions.get(stream, 0) + 1
            event_id = command_id if nth == 0 else self.new_id()
            moment = at or command.at
            page = Page(moment, stream, version, event_id, command_id, stored_name(event), encode(event))
            self.pages.append(page)

    def in_order(self) -> list[Page]:
        """Return every page in the order of time; in a stream that is the order of versions."""
        return sorted(self.pages, key=lambda page: (page.at, page.stream.int, page.version))
