"""People, groups by name, sign-ins and invitations: what can be corrected and deleted.

It is no part of the record, where people are random ids. Secrets are kept as hashes.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Final, Literal, LiteralString, Protocol
from uuid import UUID

from msgspec import Struct
from psycopg.rows import TupleRow, class_row

from backend.adapters.database import Pool
from backend.settings import SIGN_IN_LASTS

Params = tuple[object, ...] | dict[str, object]
Language = Literal["nl", "en", "de"]
INVITATION_LASTS: Final = timedelta(days=30)
DEVICE_LINK_LASTS: Final = timedelta(days=1)
TRUSTED_FOR: Final = 5.0
"""Seconds for which a sign-in that was found is not looked up again in this process."""
_REMEMBERED: Final = 20_000

_ADD_PERSON: Final = """
INSERT INTO identity.persons (person_id, name, language, created_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (person_id) DO NOTHING
"""
_ADD_SIGN_IN: Final = """
INSERT INTO identity.sign_ins (token_hash, person_id, created_at, expires_at) VALUES (%s, %s, %s, %s)
"""
_KEEP_SIGNED_IN: Final = """
UPDATE identity.sign_ins SET expires_at = greatest(expires_at, %(until)s)
WHERE token_hash = %(hash)s AND expires_at > %(now)s
RETURNING person_id
"""
_FIND: Final = """
SELECT person_id, expires_at FROM identity.sign_ins WHERE token_hash = %s AND expires_at > %s
"""
_SIGN_OUT: Final = "DELETE FROM identity.sign_ins WHERE token_hash = %s"
_PERSON: Final = "SELECT name, language FROM identity.persons WHERE person_id = %s"
_CHANGE: Final = """
UPDATE identity.persons SET name = coalesce(%s, name), language = coalesce(%s, language)
WHERE person_id = %s
"""
_NAMES: Final = "SELECT person_id, name FROM identity.persons WHERE person_id = ANY(%s)"
_NAME_GROUP: Final = """
INSERT INTO identity.groups (group_id, tenant_id, name, purpose) VALUES (%s, %s, %s, %s)
ON CONFLICT (group_id) DO UPDATE SET name = excluded.name, purpose = excluded.purpose
"""
_GROUPS: Final = "SELECT group_id, name, purpose FROM identity.groups WHERE group_id = ANY(%s)"
_INVITE: Final = """
INSERT INTO identity.invitations
    (invitation_id, token_hash, group_id, tenant_id, role, person_id, made_by, made_at, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_LOOK: Final = """
SELECT invitation_id AS invitation, group_id AS "group", tenant_id AS tenant, role,
    person_id AS person, made_by, expires_at, uses, revoked
FROM identity.invitations WHERE token_hash = %s
"""
_OF_GROUP: Final = """
SELECT invitation_id AS invitation, group_id AS "group", tenant_id AS tenant, role,
    person_id AS person, made_by, expires_at, uses, revoked
FROM identity.invitations WHERE group_id = %s AND person_id IS NULL ORDER BY made_at DESC
"""
_USED: Final = "UPDATE identity.invitations SET uses = uses + 1 WHERE invitation_id = %s"
_USE_UP: Final = """
UPDATE identity.invitations SET uses = uses + 1, revoked = true
WHERE invitation_id = %s AND NOT revoked AND person_id IS NOT NULL
RETURNING person_id
"""
_REVOKE: Final = """
UPDATE identity.invitations SET revoked = true WHERE group_id = %s AND invitation_id = %s
RETURNING invitation_id
"""


class Clock(Protocol):
    """The time, and new ids."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def new_id(self) -> UUID:
        """Return a new id."""


class PersonDetails(Struct, frozen=True):
    """What a person told us."""

    name: str
    language: Language


class GroupDetails(Struct, frozen=True):
    """What a group calls itself, and what it is for."""

    name: str
    purpose: str


class Invitation(Struct, frozen=True, kw_only=True):
    """A link with which people join, without its secret."""

    invitation: UUID
    group: UUID
    tenant: UUID
    role: str
    person: UUID | None
    made_by: UUID
    expires_at: datetime
    uses: int
    revoked: bool


def _hash(token: str) -> bytes:
    """Return what is kept of a token, which is itself 256 random bits: a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


class Identity:
    """Ordinary tables, asked through the writer's connections."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock
        self._trusted: OrderedDict[bytes, tuple[UUID, float]] = OrderedDict()

    async def welcome(self, *, name: str, language: Language, person: UUID | None = None) -> tuple[UUID, str]:
        """Make a person who is signed in on this device; return them and their token.

        ``person``: the id to be, which only their device can know beforehand. A device that asks
        again, because it heard no answer, is signed in as the same person.
        """
        person = person or self._clock.new_id()
        token, now = secrets.token_urlsafe(32), self._clock.now()
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_ADD_PERSON, (person, name, language, now))
            until = now + SIGN_IN_LASTS
            await connection.execute(_ADD_SIGN_IN, (_hash(token), person, now, until))
        return person, token

    async def person_behind(self, token: str) -> UUID | None:
        """Return who is signed in with a token; every use keeps the device signed in longer."""
        hashed = _hash(token)
        known = self._trusted.get(hashed)
        if known is not None and monotonic() - known[1] < TRUSTED_FOR:
            return known[0]
        person = await self._look_up(hashed)
        if person is None:
            self._trusted.pop(hashed, None)
            return None
        self._trusted[hashed] = (person, monotonic())
        self._trusted.move_to_end(hashed)
        if len(self._trusted) > _REMEMBERED:
            self._trusted.popitem(last=False)
        return person

    async def _look_up(self, hashed: bytes) -> UUID | None:
        now = self._clock.now()
        row = await self._one(_FIND, (hashed, now))
        if row is None:
            return None
        person, expires_at = row
        if expires_at - now < SIGN_IN_LASTS - timedelta(days=1):
            until = now + SIGN_IN_LASTS
            await self._one(_KEEP_SIGNED_IN, {"until": until, "hash": hashed, "now": now})
        return UUID(str(person))

    async def sign_out(self, token: str) -> None:
        """End a sign-in."""
        self._trusted.pop(_hash(token), None)
        async with self._pool.connection() as connection:
            await connection.execute(_SIGN_OUT, (_hash(token),))

    async def person(self, person: UUID) -> PersonDetails:
        """Return what a person told us. Raises LookupError for nobody."""
        row = await self._one(_PERSON, (person,))
        if row is None:
            raise LookupError(person)
        return PersonDetails(*row)

    async def change_person(self, person: UUID, *, name: str | None, language: Language | None) -> None:
        """Change what a person told us; None leaves it."""
        async with self._pool.connection() as connection:
            await connection.execute(_CHANGE, (name, language, person))

    async def names(self, people: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the names of people; who was forgotten is left out."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_NAMES, (list(people),))
            return {person: str(name) for person, name in await found.fetchall()}

    async def name_group(self, group: UUID, tenant: UUID, *, name: str, purpose: str) -> None:
        """Name a group, or name it anew."""
        async with self._pool.connection() as connection:
            await connection.execute(_NAME_GROUP, (group, tenant, name, purpose))

    async def groups(self, groups: Sequence[UUID]) -> Mapping[UUID, GroupDetails]:
        """Return what groups call themselves; a group that has no name yet is left out."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_GROUPS, (list(groups),))
            return {group: GroupDetails(*named) for group, *named in await found.fetchall()}

    async def invite(
        self, group: UUID, tenant: UUID, *, role: str, made_by: UUID, person: UUID | None = None
    ) -> tuple[Invitation, str]:
        """Make an invitation; return it and its token, shown this once.

        It works for 30 days; made out to a ``person`` for a day, and once.
        """
        token, now = secrets.token_urlsafe(32), self._clock.now()
        made = Invitation(
            invitation=self._clock.new_id(),
            group=group,
            tenant=tenant,
            role=role,
            person=person,
            made_by=made_by,
            expires_at=now + (INVITATION_LASTS if person is None else DEVICE_LINK_LASTS),
            uses=0,
            revoked=False,
        )
        who = (role, person, made_by)
        row = (made.invitation, _hash(token), group, tenant, *who, now, made.expires_at)
        async with self._pool.connection() as connection:
            await connection.execute(_INVITE, row)
        return made, token

    async def look(self, token: str) -> Invitation | None:
        """Return the invitation behind a token, whether it still works or not."""
        return next(iter(await self._invitations(_LOOK, _hash(token))), None)

    async def used(self, invitation: UUID) -> None:
        """Count a use."""
        async with self._pool.connection() as connection:
            await connection.execute(_USED, (invitation,))

    async def use_up(self, invitation: UUID) -> str | None:
        """Sign the person in to whom an invitation is made out; None when it was used before."""
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        async with self._pool.connection() as connection, connection.transaction():
            row = await (await connection.execute(_USE_UP, (invitation,))).fetchone()
            if row is None:
                return None
            until = now + SIGN_IN_LASTS
            await connection.execute(_ADD_SIGN_IN, (_hash(token), row[0], now, until))
        return token

    async def invitations(self, group: UUID) -> Sequence[Invitation]:
        """Return the invitations of a group, newest first."""
        return await self._invitations(_OF_GROUP, group)

    async def revoke(self, group: UUID, invitation: UUID) -> bool:
        """Revoke an invitation; tell whether the group has it."""
        return await self._one(_REVOKE, (group, invitation)) is not None

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
