"""One program with a token at one organisation's directory, and what SCIM resources have in common."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeVar
from uuid import UUID

import msgspec
from scim2_models import (
    Meta,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    SCIMException,
    SearchRequest,
)
from scim2_server.memory import InMemoryStorage
from scim2_server.storage import SearchPage

from backend.api.ports import Ports
from backend.api.problems import WORDS
from backend.domain.errors import Refused
from backend.domain.organisation.commands import OrganisationCommand
from backend.domain.organisation.state import Organisation

R = TypeVar("R", bound=Resource[Any])


class Conflict(SCIMException):
    """The rules of the organisation do not allow it; nothing has changed."""

    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One program in one organisation."""

    organisation: UUID
    token: UUID
    ports: Ports

    async def state(self) -> Organisation:
        """Return the organisation as it is now."""
        return (await self.ports.organisations.state(self.organisation, self.organisation)).state

    async def ask(self, command: OrganisationCommand) -> None:
        """Hand a command to the rules and to the record. Raises Conflict."""
        try:
            await self.ports.organisations.handle(
                self.organisation,
                self.organisation,
                command,
                command_id=self.ports.clock.new_id(),
                exclusive=True,
                actor=self.token,
            )
        except Refused as refused:
            refuse(refused.reason)

    @property
    def who(self) -> dict[str, Any]:
        """Return by whom and when, for a command."""
        return {"by": self.token, "at": self.ports.clock.now()}


def refuse(reason: str) -> NoReturn:
    """Say no in the words that people are told too."""
    raise Conflict(detail=WORDS[reason].en.detail)


def id_of(text: str | None) -> UUID:
    """Return an id. Raises NotFoundException for what is none."""
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        raise NotFoundException from None


def described(resource: R, kind: str, made: datetime, changed: datetime) -> R:
    """Give a resource what is told about it; its version follows from what it says."""
    content = msgspec.json.encode(resource.model_dump(mode="json"), order="sorted")
    version = hashlib.sha256(content).hexdigest()[:16]
    resource.meta = Meta(resource_type=kind, created=made, last_modified=changed, version=f'W/"{version}"')
    return resource


def check_version(stored: Resource[Any], expected: str | None) -> None:
    """Refuse a change of something that is not any more what was seen."""
    if expected is not None and stored.meta is not None and stored.meta.version != expected:
        raise PreconditionFailedException


def found(resources: Iterable[Resource[Any]], kinds: list[Any], search: SearchRequest[Any]) -> SearchPage:
    """Return a page of the resources that match, in order."""
    memory = InMemoryStorage()
    memory.resources = list(resources)
    return memory.search(kinds, search)
