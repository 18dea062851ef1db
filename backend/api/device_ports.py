"""What the API needs of the devices on which people are signed in."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID


class SignedIn(Protocol):
    """Who is calling, and by which sign-in."""

    @property
    def person(self) -> UUID:
        """Return the person."""

    @property
    def sign_in(self) -> UUID:
        """Return the sign-in of this device."""


class Device(Protocol):
    """A device on which a person is signed in."""

    @property
    def device(self) -> UUID:
        """Return the id of the sign-in."""

    @property
    def label(self) -> str:
        """Return which browser on which system it is."""

    @property
    def created_at(self) -> datetime:
        """Return when it was signed in."""

    @property
    def last_seen_on(self) -> date:
        """Return the day on which it was used last."""


class SignIns(Protocol):
    """Which devices are whose."""

    async def behind(self, token: str) -> SignedIn | None:
        """Return who is signed in with a token."""

    async def end(self, sign_in_id: UUID, person: UUID, *, elsewhere: bool = False) -> bool:
        """End a sign-in of a person; tell whether they had it. ``elsewhere``: no link leads back."""

    async def end_others(self, person: UUID, kept: UUID) -> int:
        """End all sign-ins of a person but one, and the links to other devices; return how many sign-ins."""

    async def end_all(self, person: UUID) -> int:
        """End all sign-ins of a person; return how many."""

    async def devices(self, person: UUID) -> Sequence[Device]:
        """Return where a person is signed in, the latest seen first."""

    async def living(self, sign_ins: Collection[UUID]) -> set[UUID]:
        """Return which of these have not ended."""

    def distrust(self, sign_in_id: UUID | None) -> None:
        """Look a sign-in up again at its next use; None: all of them."""
