"""What the API of webhooks needs from the world: endpoints, and what was delivered there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Endpoint(Protocol):
    """Where a webhook is."""

    @property
    def label(self) -> str:
        """Return what it is for, in the organisation's words."""

    @property
    def url(self) -> str:
        """Return its address."""

    @property
    def place(self) -> UUID:
        """Return by which the record names the address."""

    @property
    def made_at(self) -> datetime:
        """Return since when it is there."""


class Delivered(Protocol):
    """A message to a webhook, and what became of it."""

    @property
    def message(self) -> UUID:
        """Return its id."""

    @property
    def topic(self) -> str:
        """Return of what it tells."""

    @property
    def made_at(self) -> datetime:
        """Return when it was made."""

    @property
    def state(self) -> str:
        """Return ``waiting``, ``delivered`` or ``failed``."""

    @property
    def tries(self) -> int:
        """Return how often it was tried."""

    @property
    def tried_at(self) -> datetime | None:
        """Return when it was tried last."""

    @property
    def status(self) -> int | None:
        """Return what was answered."""

    @property
    def reason(self) -> str | None:
        """Return why it did not arrive."""

    @property
    def next_try_at(self) -> datetime | None:
        """Return when it is tried again."""


class Webhooks(Protocol):
    """Where programs are told, with which secrets, and what went there."""

    def allows(self, url: str) -> bool:
        """Tell whether something may be sent there."""

    async def keep(  # noqa: PLR0913 - a webhook and whose it is
        self,
        organisation: UUID,
        webhook: UUID,
        *,
        label: str,
        url: str,
        place: UUID,
        topics: Sequence[str],
        paused: bool,
        is_new: bool,
    ) -> str | None:
        """Keep where a webhook is; return the secret of a new one."""

    async def turn(self, organisation: UUID, webhook: UUID) -> str:
        """Give a webhook another secret."""

    async def remove(self, organisation: UUID, webhook: UUID) -> None:
        """Forget a webhook."""

    async def of(self, organisation: UUID) -> Mapping[UUID, Endpoint]:
        """Return where an organisation's webhooks are."""

    async def send(self, organisation: UUID, webhook: UUID, message: UUID, topic: str, body: bytes) -> None:
        """Put a message on its way to one webhook, once."""

    async def log(
        self, organisation: UUID, webhook: UUID, *, before: UUID | None, limit: int
    ) -> Sequence[Delivered]:
        """Return what went to a webhook, the latest first."""

    async def again(self, organisation: UUID, webhook: UUID, message: UUID) -> bool:
        """Send a message once more; tell whether there is one."""
