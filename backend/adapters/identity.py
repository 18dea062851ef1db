"""People, groups by name, and invitations: what can be corrected and deleted.

It is no part of the record, where people are random ids. Secrets are kept as hashes.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, LiteralString
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from psycopg.rows import TupleRow, class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Pool
from backend.adapters.refusing import SignInRefused
from backend.adapters.securing import check_signed_in, ways_in
from backend.adapters.sign_ins import end_by_token, hashed, sign_in

Params = tuple[object, ...] | dict[str, object]
Language = Literal["nl", "en", "de"]
INVITATION_LASTS: Final = timedelta(days=30)
BRIEF_LINK_LASTS: Final = timedelta(days=1)
ASKS_AGAIN_WITHIN: Final = timedelta(hours=1)
"""How long a device that heard no answer may ask to be the same person: its key is no password."""

_ADD_PERSON: Final = """
INSERT INTO identity.persons (person_id, name, language, created_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (person_id) DO UPDATE SET name = persons.name
    WHERE persons.created_at > %s AND persons.address IS NULL
        AND NOT EXISTS (SELECT FROM identity.passkeys WHERE passkeys.person_id = persons.person_id)
        AND identity.single_sign_ons(persons.person_id) = 0
RETURNING person_id
"""
_PERSON: Final = """
SELECT persons.name, persons.language, persons.time_zone, persons.address,
    persons.question_help, persons.calendar_changes,
    (SELECT count(*) FROM identity.passkeys WHERE passkeys.person_id = persons.person_id) AS passkeys,
    identity.single_sign_ons(persons.person_id) AS organisations
FROM identity.persons WHERE persons.person_id = %s
"""
_CHANGE: Final = """
UPDATE identity.persons SET name = coalesce(%(name)s, name), language = coalesce(%(language)s, language),
    time_zone = coalesce(%(zone)s, time_zone), question_help = coalesce(%(help)s, question_help),
    calendar_changes = calendar_changes
        + coalesce(%(language)s <> language, false)::int + coalesce(%(zone)s <> time_zone, false)::int
WHERE person_id = %(person)s
"""
_FORGET: Final = "DELETE FROM identity.persons WHERE person_id = %s RETURNING address"
_FORGET_CODES: Final = "DELETE FROM identity.mailed_codes WHERE address = %s"
_FORGET_MAILED: Final = "DELETE FROM identity.mailed_invitations WHERE address = %s"
_NAMES: Final = "SELECT person_id, name FROM identity.persons WHERE person_id = ANY(%s)"
_NAME_GROUP: Final = """
INSERT INTO identity.groups (group_id, tenant_id, name, purpose) VALUES (%s, %s, %s, %s)
ON CONFLICT (group_id) DO UPDATE SET name = excluded.name, purpose = excluded.purpose
"""
_NAME_CALENDAR: Final = """
UPDATE identity.groups SET calendar_name = %(name)s, calendar_changes = calendar_changes + 1
WHERE group_id = %(group)s AND calendar_name IS DISTINCT FROM %(name)s
"""
_GROUPS: Final = """
SELECT group_id, name, purpose, calendar_name, calendar_changes FROM identity.groups
WHERE group_id = ANY(%s)
"""
_INVITE: Final = """
INSERT INTO identity.invitations
    (invitation_id, token_hash, group_id, tenant_id, role, person_id, made_by, made_at, expires_at,
    address, single_use)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_ONE_LIST_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('invited from a list ' || %s, 0))"
_STANDING: Final = """
SELECT address FROM identity.invitations
WHERE group_id = %s AND made_by = %s AND address = ANY(%s) AND NOT revoked AND expires_at > %s
"""
_LOOK: Final = """
SELECT invitation_id AS invitation, group_id AS "group", tenant_id AS tenant, role,
    person_id AS person, made_by, made_at, expires_at, uses, revoked, address, single_use
FROM identity.invitations WHERE token_hash = %s
"""
_OF_GROUP: Final = """
SELECT invitation_id AS invitation, group_id AS "group", tenant_id AS tenant, role,
    person_id AS person, made_by, made_at, expires_at, uses, revoked, address, single_use
FROM identity.invitations WHERE group_id = %s AND person_id IS NULL ORDER BY made_at DESC
"""
_USED: Final = "UPDATE identity.invitations SET uses = uses + 1 WHERE invitation_id = %s"
_HOLD: Final = """
SELECT 1 FROM identity.persons WHERE person_id = (
    SELECT person_id FROM identity.invitations WHERE invitation_id = %s
) FOR KEY SHARE
"""
_USE_UP: Final = """
UPDATE identity.invitations SET uses = uses + 1, revoked = true
WHERE invitation_id = %s AND NOT revoked AND person_id IS NOT NULL
RETURNING person_id
"""
_CLAIM: Final = """
UPDATE identity.invitations
SET uses = uses + (used_by IS NULL)::int, used_by = %(person)s, revoked = true, address = NULL
WHERE invitation_id = %(invitation)s AND single_use AND (NOT revoked OR used_by = %(person)s)
RETURNING invitation_id
"""
_REVOKE: Final = """
UPDATE identity.invitations SET revoked = true, address = NULL
WHERE group_id = %s AND invitation_id = %s
RETURNING invitation_id
"""
_REVOKE_ALL_BY: Final = """
UPDATE identity.invitations SET revoked = true, address = NULL WHERE group_id = %s AND made_by = %s
"""
_REVOKE_ALL_OF: Final = "UPDATE identity.invitations SET revoked = true, address = NULL WHERE made_by = %s"
_REVOKE_LINKS: Final = "UPDATE identity.invitations SET revoked = true WHERE group_id = %s AND NOT single_use"


class PersonDetails(Struct, frozen=True, kw_only=True):
    """What a person told us, and how they sign in. ``time_zone``: a name of IANA's.

    ``calendar_changes``: how often that or their language changed.
    """

    name: str
    language: Language
    time_zone: str
    address: str | None
    question_help: bool
    calendar_changes: int
    passkeys: int
    organisations: int = 0
    """Through how many organisations they come in."""

    @property
    def guest(self) -> bool:
        """Tell whether a lost device would be a lost person."""
        return self.address is None and self.passkeys == 0 and self.organisations == 0


class GroupDetails(Struct, frozen=True):
    """What a group calls itself, and what it is for."""

    name: str
    purpose: str
    calendar_name: str | None = None
    """What it chose to be called in calendars, where others look along."""
    calendar_changes: int = 0
    """How often it chose that."""


class Invitation(Struct, frozen=True, kw_only=True):
    """A link with which people join, without its secret."""

    invitation: UUID
    group: UUID
    tenant: UUID
    role: str
    person: UUID | None
    made_by: UUID
    made_at: datetime
    expires_at: datetime
    address: str | None
    single_use: bool
    uses: int
    revoked: bool


class Identity:
    """Ordinary tables, asked through the writer's connections."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

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

        ``person``: the id to be, which only their device can know beforehand. A device that soon asks
        again, because it heard no answer, is signed in as the same person. ``uses``: an invitation that
        works once. Raises SignInRefused when somebody else has used it, when a device asks much later,
        or when the person can come in by themselves; then nobody is made.
        """
        now = self._clock.now()
        person = person or self._clock.new_id()
        async with self._pool.connection() as connection, connection.transaction():
            row = (person, name, language, now, now - ASKS_AGAIN_WITHIN)
            if await (await connection.execute(_ADD_PERSON, row)).fetchone() is None:
                raise SignInRefused("id-reused")
            claim = {"invitation": uses, "person": person}
            if uses is not None and await (await connection.execute(_CLAIM, claim)).fetchone() is None:
                raise SignInRefused("invitation-used")
            token = await sign_in(connection, self._clock, person, device)
        return person, token

    async def person(self, person: UUID) -> PersonDetails:
        """Return what a person told us. Raises LookupError for nobody."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(PersonDetails)) as cursor,
        ):
            found = await (await cursor.execute(_PERSON, (person,))).fetchone()
        if found is None:
            raise LookupError(person)
        return found

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
        async with self._pool.connection() as connection:
            told = {"name": name, "language": language, "zone": time_zone, "help": question_help}
            await connection.execute(_CHANGE, told | {"person": person})

    async def forget(self, person: UUID) -> None:
        """Delete a person's name, address, passkeys, sign-ins, codes and device links; end their invitations.

        Every process hears of the sign-ins that ended. Forgetting twice is forgetting once.
        """
        async with self._pool.connection() as connection, connection.transaction():
            row = await (await connection.execute(_FORGET, (person,))).fetchone()
            await connection.execute(_REVOKE_ALL_OF, (person,))
            if row is not None:
                await connection.execute(_FORGET_CODES, row)
                await connection.execute(_FORGET_MAILED, row)

    async def names(self, people: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the names of people; who was forgotten is left out."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_NAMES, (list(people),))
            return {person: str(name) for person, name in await found.fetchall()}

    async def name_group(self, group: UUID, tenant: UUID, *, name: str, purpose: str) -> None:
        """Name a group, or name it anew."""
        async with self._pool.connection() as connection:
            await connection.execute(_NAME_GROUP, (group, tenant, name, purpose))

    async def name_calendar(self, group: UUID, name: str | None) -> None:
        """Say what a group is called in calendars; None: nothing of its own."""
        async with self._pool.connection() as connection:
            await connection.execute(_NAME_CALENDAR, {"name": name, "group": group})

    async def groups(self, groups: Sequence[UUID]) -> Mapping[UUID, GroupDetails]:
        """Return what groups call themselves; a group that has no name yet is left out."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_GROUPS, (list(groups),))
            return {group: GroupDetails(*named) for group, *named in await found.fetchall()}

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
        """Make an invitation; return it and its token, shown this once.

        It works for 30 days, ``briefly`` for one, made out to an ``address`` once; made out to a
        ``person``, it works for a day, and once. ``sign_in_id``: of the device that asks for a link
        to another of its person's. Raises SignInRefused when that has ended.
        """
        made = self._made(group, tenant, role, made_by, person, address)
        if briefly:
            made = replace(made, expires_at=made.made_at + BRIEF_LINK_LASTS)
        token = secrets.token_urlsafe(32)
        async with self._pool.connection() as connection, connection.transaction():
            if person is not None and sign_in_id is not None:
                await ways_in(connection, person)
                await check_signed_in(connection, person, sign_in_id)
            await connection.execute(_INVITE, _row(made, token))
        return made, token

    async def invite_all(
        self, group: UUID, tenant: UUID, wanted: Mapping[str, str], *, made_by: UUID
    ) -> Sequence[tuple[Invitation, str]]:
        """Make an invitation for each address, in its role; all of them, or none.

        An address to which this person made one that still works is left out, also when the same
        list comes in twice at once.
        """
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_ONE_LIST_AT_A_TIME, (str(group),))
            asked = (group, made_by, list(wanted), self._clock.now())
            standing = {row[0] for row in await (await connection.execute(_STANDING, asked)).fetchall()}
            made = [
                (self._made(group, tenant, role, made_by, None, address), secrets.token_urlsafe(32))
                for address, role in wanted.items()
                if address not in standing
            ]
            async with connection.cursor() as cursor:
                await cursor.executemany(_INVITE, [_row(one, token) for one, token in made])
        return made

    def _made(  # noqa: PLR0913, PLR0917 - an invitation and its circumstances
        self, group: UUID, tenant: UUID, role: str, made_by: UUID, person: UUID | None, address: str | None
    ) -> Invitation:
        now = self._clock.now()
        return Invitation(
            invitation=self._clock.new_id(),
            group=group,
            tenant=tenant,
            role=role,
            person=person,
            made_by=made_by,
            made_at=now,
            address=address,
            single_use=person is not None or address is not None,
            expires_at=now + (INVITATION_LASTS if person is None else BRIEF_LINK_LASTS),
            uses=0,
            revoked=False,
        )

    async def look(self, token: str) -> Invitation | None:
        """Return the invitation behind a token, whether it still works or not."""
        return next(iter(await self._invitations(_LOOK, hashed(token))), None)

    async def used(self, invitation: UUID) -> None:
        """Count a use."""
        async with self._pool.connection() as connection:
            await connection.execute(_USED, (invitation,))

    async def use_up(self, invitation: UUID, device: str = "", *, token: str | None = None) -> str | None:
        """Sign the person in to whom an invitation is made out; None when it was used before.

        It takes the place of the sign-in behind ``token``, which the device had.
        """
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_HOLD, (invitation,))
            row = await (await connection.execute(_USE_UP, (invitation,))).fetchone()
            if row is None:
                return None
            await end_by_token(connection, token)
            return await sign_in(connection, self._clock, row[0], device)

    async def claim(self, invitation: UUID, person: UUID) -> bool:
        """Use an invitation that works once; tell whether it is this person's use, now or before."""
        return await self._one(_CLAIM, {"invitation": invitation, "person": person}) is not None

    async def invitations(self, group: UUID) -> Sequence[Invitation]:
        """Return the invitations of a group, newest first."""
        return await self._invitations(_OF_GROUP, group)

    async def revoke(self, group: UUID, invitation: UUID) -> bool:
        """Revoke an invitation; tell whether the group has it."""
        return await self._one(_REVOKE, (group, invitation)) is not None

    async def revoke_all_by(self, group: UUID, person: UUID) -> None:
        """Revoke every invitation that a person made to a group."""
        async with self._pool.connection() as connection:
            await connection.execute(_REVOKE_ALL_BY, (group, person))

    async def revoke_links(self, group: UUID) -> None:
        """Revoke every link to a group that more than one person can use."""
        async with self._pool.connection() as connection:
            await connection.execute(_REVOKE_LINKS, (group,))

    async def _invitations(self, query: LiteralString, what: object) -> list[Invitation]:
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Invitation)) as cursor,
        ):
            await cursor.execute(query, (what,))
            return await cursor.fetchall()

    async def _one(self, query: LiteralString, what: Params) -> TupleRow | None:
        async with self._pool.connection() as connection:
            return await (await connection.execute(query, what)).fetchone()


def _row(made: Invitation, token: str) -> TupleRow:
    """Return an invitation as it is kept: with the hash of its secret."""
    where = (made.invitation, hashed(token), made.group, made.tenant)
    who_and_when = (made.role, made.person, made.made_by, made.made_at, made.expires_at)
    return (*where, *who_and_when, made.address, made.single_use)
