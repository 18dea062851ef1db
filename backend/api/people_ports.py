"""What the API needs of people and groups by name, and of how one joins."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.api.languages import Language


class PersonDetails(Protocol):
    """A person, as they told us."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def language(self) -> Language:
        """Return the language."""

    @property
    def time_zone(self) -> str:
        """Return the time zone, by its name in IANA's database."""

    @property
    def calendar_changes(self) -> int:
        """Return how often the language or the time zone changed."""

    @property
    def question_help(self) -> bool:
        """Tell whether their phone may help with questions."""

    @property
    def address(self) -> str | None:
        """Return the mail address, if the person has one here."""

    @property
    def passkeys(self) -> int:
        """Return how many passkeys the person has."""

    @property
    def guest(self) -> bool:
        """Tell whether a lost device would be a lost person: no address and no passkey."""


class GroupDetails(Protocol):
    """A group, as it calls itself."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def purpose(self) -> str:
        """Return what the group is for; may be empty."""

    @property
    def calendar_name(self) -> str | None:
        """Return what it chose to be called where others look along."""

    @property
    def calendar_changes(self) -> int:
        """Return how often it chose that."""


class Invitation(Protocol):
    """A link with which people join."""

    @property
    def invitation(self) -> UUID:
        """Return its id."""

    @property
    def group(self) -> UUID:
        """Return the group it is for."""

    @property
    def tenant(self) -> UUID:
        """Return whose group that is."""

    @property
    def role(self) -> str:
        """Return as what one joins."""

    @property
    def person(self) -> UUID | None:
        """Return to whom it is made out, if it is for another device of one member."""

    @property
    def made_by(self) -> UUID:
        """Return who invites."""

    @property
    def made_at(self) -> datetime:
        """Return since when it works."""

    @property
    def expires_at(self) -> datetime:
        """Return until when it works."""

    @property
    def address(self) -> str | None:
        """Return to which address it was mailed, until it is used or revoked."""

    @property
    def single_use(self) -> bool:
        """Tell whether only one person can join with it."""

    @property
    def uses(self) -> int:
        """Return how many joined with it."""

    @property
    def revoked(self) -> bool:
        """Tell whether it was revoked."""


class Identity(Protocol):
    """People, groups by name, and invitations: what is not in the record."""

    async def welcome(
        self,
        *,
        name: str,
        language: Language,
        person: UUID | None = None,
        device: str = "",
        uses: UUID | None = None,
    ) -> tuple[UUID, str]:
        """Make a person who is signed in on this device; return them and their token.

        A device may soon ask again, under the id that only it knows. ``uses``: an invitation that works
        once, which is refused to whom somebody else was faster.
        """

    async def person(self, person: UUID) -> PersonDetails:
        """Return what a person told us."""

    async def change_person(
        self,
        person: UUID,
        *,
        name: str | None,
        language: Language | None,
        time_zone: str | None = None,
        question_help: bool | None = None,
    ) -> None:
        """Change what a person told us; None leaves it."""

    async def forget(self, person: UUID) -> None:
        """Delete everything that says who a person is, and sign them out everywhere."""

    async def names(self, people: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the names of people."""

    async def name_group(self, group: UUID, tenant: UUID, *, name: str, purpose: str) -> None:
        """Name a group."""

    async def name_calendar(self, group: UUID, name: str | None) -> None:
        """Say what a group is called in calendars; None: nothing of its own."""

    async def groups(self, groups: Sequence[UUID]) -> Mapping[UUID, GroupDetails]:
        """Return what groups call themselves."""

    async def invite(  # noqa: PLR0913 - an invitation and its circumstances
        self,
        group: UUID,
        tenant: UUID,
        *,
        role: str,
        made_by: UUID,
        person: UUID | None = None,
        address: str | None = None,
        sign_in_id: UUID | None = None,
        briefly: bool = False,
    ) -> tuple[Invitation, str]:
        """Make an invitation, made out to a member, to an address or to anybody; return it and its token.

        ``briefly``: it works for a day.
        ``sign_in_id``: of the device on which a member asks for a link to another of theirs.
        """

    async def invite_all(
        self, group: UUID, tenant: UUID, wanted: Mapping[str, str], *, made_by: UUID
    ) -> Sequence[tuple[Invitation, str]]:
        """Make an invitation for each address, in its role; all of them, or none.

        An address to which this person made one that still works is left out.
        """

    async def look(self, token: str) -> Invitation | None:
        """Return the invitation behind a token, whether it still works or not."""

    async def use_up(self, invitation: UUID, device: str = "", *, token: str | None = None) -> str | None:
        """Sign the person in to whom it is made out, once, in the place of a token; return the new one."""

    async def used(self, invitation: UUID) -> None:
        """Count a use."""

    async def claim(self, invitation: UUID, person: UUID) -> bool:
        """Use an invitation that works once; tell whether it is this person's use."""

    async def invitations(self, group: UUID) -> Sequence[Invitation]:
        """Return the invitations of a group, newest first."""

    async def revoke(self, group: UUID, invitation: UUID) -> bool:
        """Revoke an invitation; tell whether the group has it."""

    async def revoke_all_by(self, group: UUID, person: UUID) -> None:
        """Revoke every invitation that a person made to a group."""

    async def revoke_links(self, group: UUID) -> None:
        """Revoke every link to a group that more than one person can use."""
