"""The keys of cases and people: made when first needed, wrapped at rest, and destroyed for good."""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from time import monotonic
from typing import Final, Literal, NamedTuple
from uuid import UUID

from backend.adapters.database import Connection, Pool
from backend.adapters.master_key import MasterKey
from backend.adapters.sealing import (
    KEY_BYTES,
    Place,
    TextKey,
    derive,
    seal,
    unseal,
    unwrap,
    wrap,
)
from events.base import Sealed

KNOWN_FOR: Final = 5.0
"""Seconds for which a key is used without asking; within it a destroyed key dies everywhere."""
_REMEMBERED: Final = 50_000

_FIND: Final = """
SELECT kind, subject, master, wrapped FROM vault.keys
WHERE tenant_id = %s AND (kind, subject) IN (SELECT * FROM unnest(%s::text[], %s::uuid[]))
"""
_ADD: Final = """
INSERT INTO vault.keys (tenant_id, kind, subject, master, wrapped)
SELECT %s, fresh.* FROM unnest(%s::text[], %s::uuid[], %s::text[], %s::bytea[]) AS fresh (kind, subject)
WHERE NOT EXISTS (
    SELECT FROM vault.keys AS own
    WHERE (own.tenant_id, own.kind, own.subject) = (fresh.subject, fresh.kind, fresh.subject)
        AND own.kind = 'person' AND own.wrapped IS NULL)
ON CONFLICT DO NOTHING
"""
"""Makes no key for a person whose own key is gone: they are forgotten, and nobody is to become them."""
_WHILE_THEY_ARE: Final = """
SELECT pg_advisory_xact_lock_shared(hashtextextended('vault ' || one, 0)) FROM unnest(%s::uuid[]) AS one
"""
_THEIR_LAST: Final = "SELECT pg_advisory_xact_lock(hashtextextended('vault ' || %s::uuid, 0))"
_DESTROY: Final = """
INSERT INTO vault.keys (tenant_id, kind, subject, master, wrapped) VALUES (%s, %s, %s, '', NULL)
ON CONFLICT (tenant_id, kind, subject) DO UPDATE SET wrapped = NULL, master = ''
"""
_OF_PERSON: Final = "SELECT tenant_id FROM vault.keys WHERE kind = 'person' AND subject = %s"
_LIVING: Final = """
SELECT tenant_id, kind, subject FROM vault.keys
WHERE wrapped IS NOT NULL AND (
    (kind = 'case' AND (tenant_id, subject) IN (SELECT * FROM unnest(%s::uuid[], %s::uuid[])))
    OR (kind = 'person' AND subject = ANY (%s)))
"""
_DESTROYED: Final = "SELECT tenant_id, kind, subject FROM vault.keys WHERE wrapped IS NULL"
_UNDER_OTHERS: Final = """
SELECT tenant_id, kind, subject, wrapped FROM vault.keys WHERE master = %s AND wrapped IS NOT NULL
"""
_REWRAP: Final = """
UPDATE vault.keys SET wrapped = %s, master = %s
WHERE tenant_id = %s AND kind = %s AND subject = %s AND master = %s AND wrapped IS NOT NULL
"""

_OF_ANOTHER: Final = """
SELECT master FROM vault.keys WHERE wrapped IS NOT NULL AND master <> %s LIMIT 1
"""

Kind = Literal["case", "person"]


class Subject(NamedTuple):
    """What a key belongs to: a case or a person, which share no key though they share an id."""

    kind: Kind
    id: UUID


class Erasure(NamedTuple):
    """A subject of a tenant whose key was destroyed."""

    tenant: UUID
    subject: Subject


class Erased(RuntimeError):
    """Something is to be written for a case or a person that was erased."""


class OtherMasterKey(RuntimeError):
    """A key is wrapped by a master key that this process does not have; the message names it."""


class Opener:
    """Opens texts whose keys it holds."""

    def __init__(self, tenant: UUID, keys: Mapping[Subject, bytes | None], derived: "Derived") -> None:
        self._tenant, self._keys, self._derived = tenant, keys, derived

    def open(self, name: str, field: str, sealed: Sealed) -> str | None:
        """Return the text, or None when one of its keys was destroyed. Raises Tampered."""
        key = self.key(sealed.case, sealed.person)
        return None if key is None else unseal(key, Place(self._tenant, name, field), sealed)

    def key(self, case: UUID | None, person: UUID) -> TextKey | None:
        """Return what a person's texts on a case are sealed with, or None when it cannot be had."""
        person_key = self._keys.get(Subject("person", person))
        case_key = self._keys.get(Subject("case", case)) if case is not None else None
        if person_key is None or (case is not None and case_key is None):
            return None
        return self._derived.of(case_key, person_key)


class Derived:
    """Keys of texts, kept as long as those they are derived from, for whoever holds both."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[bytes | None, bytes], tuple[TextKey, float]] = OrderedDict()

    def of(self, case_key: bytes | None, person_key: bytes) -> TextKey:
        """Return the key of a person's texts on a case."""
        now = monotonic()
        known = self._known.get((case_key, person_key))
        if known is not None and known[1] > now - KNOWN_FOR:
            return known[0]
        key = derive(case_key, person_key)
        self._known[case_key, person_key] = (key, now)
        self._known.move_to_end((case_key, person_key))
        while self._known and (
            len(self._known) > _REMEMBERED or next(iter(self._known.values()))[1] <= now - KNOWN_FOR
        ):
            self._known.popitem(last=False)
        return key

    def forget(self) -> None:
        """Forget all, because a key was destroyed."""
        self._known.clear()


class Vault:
    """Seals and opens texts. Keys are kept in memory for a moment only."""

    def __init__(self, pool: Pool, master: MasterKey) -> None:
        self._pool, self._master = pool, master
        self._known: OrderedDict[Erasure, tuple[bytes | None, float]] = OrderedDict()
        self._derived = Derived()

    async def seal(  # noqa: PLR0913, PLR0917 - a text, its place, and the two it hangs on
        self,
        tenant: UUID,
        name: str,
        field: str,
        contribution: UUID,
        case: UUID | None,
        person: UUID,
        text: str,
    ) -> Sealed:
        """Seal a text under the keys of its case and its author. Raises Erased."""
        keys = await self._keys(tenant, _subjects(case, person), make=True)
        key = Opener(tenant, keys, self._derived).key(case, person)
        if key is None:
            raise Erased
        nonce, ciphertext = seal(key, Place(tenant, name, field), contribution, text)
        return Sealed(case, person, nonce, ciphertext)

    async def own_slot(self, tenant: UUID, person: UUID, about: UUID) -> UUID:
        """Return what stands in the place of a case for a person's own texts about something.

        They hang on a key of its own then, which can be destroyed while the person stays. The id
        follows from the person's key: nobody else can bring in a case under it. Raises Erased.
        """
        author = Subject("person", person)
        key = (await self._keys(tenant, [author], make=True)).get(author)
        if key is None:
            raise Erased
        return UUID(bytes=hmac.digest(key, b"kring own slot" + about.bytes, "sha256")[:16])

    async def opener(self, tenant: UUID, sealeds: Iterable[Sealed]) -> Opener:
        """Return what opens these texts, with at most one question to the database."""
        subjects = {subject for sealed in sealeds for subject in _subjects(sealed.case, sealed.person)}
        return Opener(tenant, await self._keys(tenant, subjects, make=False), self._derived)

    async def destroy_case(self, tenant: UUID, case: UUID) -> None:
        """Destroy the key of a case; what was sealed under it never opens again."""
        await self.destroy(Erasure(tenant, Subject("case", case)))

    async def destroy_person(self, tenant: UUID, person: UUID) -> None:
        """Destroy a person's key in a tenant; what they wrote there never opens again."""
        await self.destroy(Erasure(tenant, Subject("person", person)))

    async def destroy(self, erasure: Erasure) -> None:
        """Destroy a key, also one that does not exist yet; again changes nothing."""
        await self.destroy_all([erasure])

    async def destroy_all(self, erasures: Sequence[Erasure]) -> None:
        """Destroy keys at once, as one who replays an erasure list does.

        Once the key that a person has in their own tenant is gone, none is made for them anywhere.
        """
        async with self._pool.connection() as connection, connection.transaction():
            for erasure in erasures:
                if erasure.subject == Subject("person", erasure.tenant):
                    await connection.execute(_THEIR_LAST, (erasure.tenant,))
                await connection.execute(_DESTROY, (erasure.tenant, *erasure.subject))
        self._derived.forget()
        for erasure in erasures:
            self._remember(erasure.tenant, {erasure.subject: None})

    def let_go(self, erasures: Iterable[Erasure]) -> None:
        """Use no key of these from memory: somebody said that they are gone."""
        for erasure in erasures:
            self._known.pop(erasure, None)
            self._derived.forget()

    async def of_person(self, person: UUID) -> list[Erasure]:
        """Return where a person has or had a key."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_OF_PERSON, (person,))
            return [Erasure(tenant, Subject("person", person)) for (tenant,) in await found.fetchall()]

    async def living(self, cases: Sequence[Erasure], people: Collection[UUID]) -> list[Erasure]:
        """Return which of these cases, and of these people in any tenant, still have a key."""
        tenants, ids = [one.tenant for one in cases], [one.subject.id for one in cases]
        async with self._pool.connection() as connection:
            found = await connection.execute(_LIVING, (tenants, ids, list(people)))
            return [Erasure(tenant, Subject(*subject)) for tenant, *subject in await found.fetchall()]

    async def destroyed(self) -> list[Erasure]:
        """Return the erasure list: whose key was destroyed; a restore destroys them again."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_DESTROYED)
            return [Erasure(tenant, Subject(*subject)) for tenant, *subject in await found.fetchall()]

    async def rewrap(self, old: MasterKey) -> int:
        """Wrap every key that the old master key wraps under the present one; return how many."""
        count = 0
        async with self._pool.connection() as connection:
            found = await connection.execute(_UNDER_OTHERS, (old.id,))
            for tenant, kind, subject, wrapped in await found.fetchall():
                anew = wrap(self._master.key, subject, unwrap(old.key, subject, wrapped))
                row = (anew, self._master.id, tenant, kind, subject, old.id)
                count += (await connection.execute(_REWRAP, row)).rowcount
        return count

    async def check(self) -> None:
        """Raise OtherMasterKey when keys are wrapped by another master key: ask before serving."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_OF_ANOTHER, (self._master.id,))).fetchone()
        if row is not None:
            raise self._other(row[0])

    async def _keys(
        self, tenant: UUID, subjects: Iterable[Subject], *, make: bool
    ) -> dict[Subject, bytes | None]:
        oldest = monotonic() - KNOWN_FOR
        keys: dict[Subject, bytes | None] = {}
        missing = []
        for subject in subjects:
            known = self._known.get(Erasure(tenant, subject))
            if known is not None and known[1] > oldest:
                keys[subject] = known[0]
            else:
                missing.append(subject)
        if missing:
            found = await self._fetch(tenant, missing, make=make)
            self._remember(tenant, found)
            keys |= found
        return keys

    async def _fetch(
        self, tenant: UUID, subjects: list[Subject], *, make: bool
    ) -> dict[Subject, bytes | None]:
        async with self._pool.connection() as connection:
            rows = await (await connection.execute(_FIND, (tenant, *_columns(subjects)))).fetchall()
            absent = sorted(set(subjects) - {Subject(*row[:2]) for row in rows})
            if absent and make:
                await self._make(connection, tenant, absent)
                rows += await (await connection.execute(_FIND, (tenant, *_columns(absent)))).fetchall()
        return {Subject(kind, one): self._unwrapped(one, *key) for kind, one, *key in rows}

    async def _make(self, connection: Connection, tenant: UUID, subjects: list[Subject]) -> None:
        """Make keys, either before a person is forgotten, who then loses them too, or not at all."""
        people = [one.id for one in subjects if one.kind == "person"]
        async with connection.transaction():
            await connection.execute(_WHILE_THEY_ARE, (people,))
            await connection.execute(_ADD, (tenant, *self._fresh(subjects)))

    def _fresh(self, subjects: list[Subject]) -> tuple[list[str], list[UUID], list[str], list[bytes]]:
        keys = [wrap(self._master.key, one.id, secrets.token_bytes(KEY_BYTES)) for one in subjects]
        return (*_columns(subjects), [self._master.id] * len(subjects), keys)

    def _unwrapped(self, subject: UUID, master: str, wrapped: bytes | None) -> bytes | None:
        if wrapped is None:
            return None
        if master != self._master.id:
            raise self._other(master)
        return unwrap(self._master.key, subject, wrapped)

    def _other(self, master: str) -> OtherMasterKey:
        return OtherMasterKey(
            f"A key is wrapped by the master key {master}, and this process has "
            f"{self._master.id}. Give it the right KRING_MASTER_KEY."
        )

    def _remember(self, tenant: UUID, keys: Mapping[Subject, bytes | None]) -> None:
        """Remember keys for a moment, oldest first, and let go of those whose moment is over."""
        now = monotonic()
        for subject, key in keys.items():
            self._known[Erasure(tenant, subject)] = (key, now)
            self._known.move_to_end(Erasure(tenant, subject))
        while self._known and (
            len(self._known) > _REMEMBERED or next(iter(self._known.values()))[1] <= now - KNOWN_FOR
        ):
            self._known.popitem(last=False)


def _subjects(case: UUID | None, person: UUID) -> list[Subject]:
    """Return what a text hangs on."""
    author = Subject("person", person)
    return [author] if case is None else [author, Subject("case", case)]


def _columns(subjects: Iterable[Subject]) -> tuple[list[str], list[UUID]]:
    return [one.kind for one in subjects], [one.id for one in subjects]
