"""What the API needs to let people in: codes by mail, providers of organisations, passkeys."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from backend.domain.entering import Arriving, Entering


class Asked(Protocol):
    """A new code, to be mailed."""

    @property
    def code(self) -> str:
        """Return the code."""

    @property
    def asking(self) -> str:
        """Return the secret by which the asking browser is known again."""

    @property
    def expires_at(self) -> datetime:
        """Return until when it works."""

    @property
    def to_mail(self) -> bool:
        """Tell whether the address can be mailed again already."""


class Entered(Protocol):
    """Somebody who came in."""

    @property
    def person(self) -> UUID:
        """Return who it is."""

    @property
    def token(self) -> str:
        """Return what signs them in on this device."""

    @property
    def new(self) -> bool:
        """Tell whether they were never here before."""


class MailedCodes(Protocol):
    """Codes that are mailed."""

    async def ask(self, address: str, person: UUID | None = None) -> Asked:
        """Make a code for an address, which a person wants as theirs or anybody signs in with."""


class SignOnSettings(Protocol):
    """An organisation's provider."""

    @property
    def issuer(self) -> str:
        """Return who it says it is."""

    @property
    def client(self) -> str:
        """Return as whom the house is known there."""

    @property
    def has_secret(self) -> bool:
        """Tell whether the house has a secret there."""

    @property
    def changed_at(self) -> datetime:
        """Return since when it is like this."""


class SingleSignOn(Protocol):
    """The providers of organisations, and who came in through them."""

    back_to: str

    async def of(self, organisation: UUID) -> SignOnSettings | None:
        """Return an organisation's provider, if it has one."""

    async def check(self, issuer: str) -> None:
        """Ask a provider whether it is one."""

    async def set(self, organisation: UUID, *, issuer: str, client: str, secret: str | None) -> None:
        """Keep where an organisation's provider is; without a secret the one it has stays."""

    async def remove(self, organisation: UUID) -> None:
        """Forget an organisation's provider, and who came in through it."""

    async def begin(self, organisation: UUID, *, connects: bool) -> tuple[str, str] | None:
        """Return where a browser goes, and the secret by which it is known; None without a provider."""

    async def enter(
        self, *, code: str, state: str, issuer: str | None, browser: str | None, arriving: Arriving
    ) -> tuple[UUID, Entered]:
        """Sign in whom a provider sends back; return the organisation, and who it is."""


class Entrance(Protocol):
    """Where codes are used."""

    async def enter(self, code: str, entering: Entering) -> Entered:
        """Sign somebody in with what they typed."""

    async def move(self, code: str, person: UUID, sign_in_id: UUID) -> tuple[str | None, str]:
        """Give a person the address of a code; return the one they had, and the one they have."""


class Passkey(Protocol):
    """A passkey as its owner knows it."""

    @property
    def passkey(self) -> UUID:
        """Return its id."""

    @property
    def label(self) -> str:
        """Return what it is called."""

    @property
    def created_at(self) -> datetime:
        """Return when it was made."""

    @property
    def last_used_on(self) -> date | None:
        """Return the day on which somebody signed in with it last."""


class Question(Protocol):
    """What an authenticator is asked."""

    @property
    def options(self) -> dict[str, Any]:
        """Return it in WebAuthn's own JSON."""

    @property
    def browser(self) -> str:
        """Return the secret by which the asking browser is known again."""


class Passkeys(Protocol):
    """Passkeys, and the ceremonies in which one is made and used."""

    async def to_add(self, person: UUID, name: str) -> Question:
        """Return what makes a passkey for a person."""

    async def add(
        self,
        person: UUID,
        browser: str | None,
        credential: Mapping[str, object],
        label: str,
        *,
        sign_in_id: UUID,
    ) -> Passkey:
        """Keep the passkey that was made on the device of a sign-in."""

    async def to_sign_in(self) -> Question:
        """Return what signs in anybody who has a passkey."""

    async def sign_in(
        self, browser: str | None, credential: Mapping[str, object], *, token: str | None, device: str
    ) -> Entered:
        """Sign in who holds a passkey, in the place of who was signed in by a token."""

    async def of(self, person: UUID) -> Sequence[Passkey]:
        """Return the passkeys of a person."""

    async def rename(self, person: UUID, passkey: UUID, label: str) -> bool:
        """Label a passkey anew; tell whether the person has it."""

    async def remove(self, person: UUID, passkey: UUID) -> bool:
        """Remove a passkey; tell whether the person had it."""
