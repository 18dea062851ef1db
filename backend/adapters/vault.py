"""The keys of cases and people: made when first needed, wrapped at rest, and destroyed for good."""

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Final
from uuid import UUID

from backend.adapters.database import Pool
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
SELECT subject, master, wrapped FROM vault.keys WHERE tenant_id = %s AND subject = ANY(%s)
"""
_ADD: Final = """
INSERT INTO vault.keys (tenant_id, subject, master, wrapped)
SELECT %s, * FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) ON CONFLICT DO NOTHING
"""
_DESTROY: Final = """
INSERT INTO vault.keys (tenant_id, subject, master, wrapped) VALUES (%s, %s, '', NULL)
ON CONFLICT (tenant_id, subject) DO UPDATE SET wrapped = NULL, master = ''
"""
_DESTROYED: Final = "SELECT tenant_id, subject FROM vault.keys WHERE wrapped IS NULL"
_UNDER_OTHERS: Final = """
SELECT tenant_id, subject, wrapped FROM vault.keys WHERE master = %s AND wrapped IS NOT NULL
"""
_REWRAP: Final = """
UPDATE vault.keys SET wrapped = %s, master = %s
WHERE tenant_id = %s AND subject = %s AND master = %s AND wrapped IS NOT NULL
"""

Subject = tuple[UUID, UUID]


class Erased(RuntimeError):
    """Something is to be written for a case or a person that was erased."""


class OtherMasterKey(RuntimeError):
    """A key is wrapped by a master key that this process does not have; the message names it."""


class Opener:
    """Opens texts whose keys it holds."""

    def __init__(self, tenant: UUID, keys: Mapping[UUID, bytes | None]) -> None:
        self._tenant, self._keys = tenant, keys
        self._derived: dict[tuple[UUID | None, UUID], TextKey | None] = {}

    def open(self, name: str, field: str, sealed: Sealed) -> str | None:
        """Return the text, or None when one of its keys was destroyed. Raises Tampered."""
        pair = (sealed.case, sealed.person)
        if pair not in self._derived:
            self._derived[pair] = self._key(*pair)
        key = self._derived[pair]
        return None if key is None else unseal(key, Place(self._tenant, name, field), sealed)

    def _key(self, case: UUID | None, person: UUID) -> TextKey | None:
        person_key = self._keys.get(person)
        case_key = self._keys.get(case) if case is not None else None
        if person_key is None or (case is not None and case_key is None):
            return None
        return derive(case_key, person_key)


class Vault:
    """Seals and opens texts. Keys are kept in memory for a moment only."""

    def __init__(self, pool: Pool, master: MasterKey) -> None:
        self._pool, self._master = pool, master
        self._known: OrderedDict[Subject, tuple[bytes | None, float]] = OrderedDict()

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
        subjects = [person] if case is None else [person, case]
        keys = await self._keys(tenant, subjects, make=True)
        key = Opener(tenant, keys)._key(case, person)  # noqa: SLF001 - one rule for both ways
        if key is None:
            raise Erased
        nonce, ciphertext = seal(key, Place(tenant, name, field), contribution, text)
        return Sealed(case, person, nonce, ciphertext)

    async def opener(self, tenant: UUID, sealeds: Iterable[Sealed]) -> Opener:
        """Return what opens these texts, with at most one question to the database."""
        subjects: set[UUID] = set()
        for sealed in sealeds:
            subjects.add(sealed.person)
            if sealed.case is not None:
                subjects.add(sealed.case)
        return Opener(tenant, await self._keys(tenant, subjects, make=False))

    async def destroy(self, tenant: UUID, subject: UUID) -> None:
        """Destroy the key of a case or a person; what was sealed under it never opens again."""
        async with self._pool.connection() as connection:
            await connection.execute(_DESTROY, (tenant, subject))
        self._known[tenant, subject] = (None, monotonic())

    async def destroyed(self) -> list[Subject]:
        """Return the erasure list: whose key was destroyed; a restore destroys them again."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_DESTROYED)
            return [(tenant, subject) for tenant, subject in await found.fetchall()]

    async def rewrap(self, old: MasterKey) -> int:
        """Wrap every key that the old master key wraps under the present one; return how many."""
        count = 0
        async with self._pool.connection() as connection:
            found = await connection.execute(_UNDER_OTHERS, (old.id,))
            for tenant, subject, wrapped in await found.fetchall():
                anew = wrap(self._master.key, subject, unwrap(old.key, subject, wrapped))
                row = (anew, self._master.id, tenant, subject, old.id)
                count += (await connection.execute(_REWRAP, row)).rowcount
        return count

    async def _keys(self, tenant: UUID, subjects: Iterable[UUID], *, make: bool) -> dict[UUID, bytes | None]:
        oldest = monotonic() - KNOWN_FOR
        keys: dict[UUID, bytes | None] = {}
        missing = []
        for subject in subjects:
            known = self._known.get((tenant, subject))
            if known is not None and known[1] > oldest:
                keys[subject] = known[0]
            else:
                missing.append(subject)
        if missing:
            found = await self._fetch(tenant, missing, make=make)
            self._remember(tenant, found)
            keys |= found
        return keys

    async def _fetch(self, tenant: UUID, subjects: list[UUID], *, make: bool) -> dict[UUID, bytes | None]:
        async with self._pool.connection() as connection:
            rows = await (await connection.execute(_FIND, (tenant, subjects))).fetchall()
            absent = sorted(set(subjects) - {row[0] for row in rows})
            if absent and make:
                await connection.execute(_ADD, (tenant, *self._fresh(absent)))
                rows += await (await connection.execute(_FIND, (tenant, absent))).fetchall()
        return {subject: self._unwrapped(subject, master, key) for subject, master, key in rows}

    def _fresh(self, subjects: list[UUID]) -> tuple[list[UUID], list[str], list[bytes]]:
        keys = [secrets.token_bytes(KEY_BYTES) for _ in subjects]
        wrapped = [wrap(self._master.key, s, k) for s, k in zip(subjects, keys, strict=True)]
        return subjects, [self._master.id] * len(subjects), wrapped

    def _unwrapped(self, subject: UUID, master: str, wrapped: bytes | None) -> bytes | None:
        if wrapped is None:
            return None
        if master != self._master.id:
            raise OtherMasterKey(
                f"A key is wrapped by the master key {master}, and this process has "
                f"{self._master.id}. Give it the right KRING_MASTER_KEY."
            )
        return unwrap(self._master.key, subject, wrapped)

    def _remember(self, tenant: UUID, keys: Mapping[UUID, bytes | None]) -> None:
        now = monotonic()
        for subject, key in keys.items():
            self._known[tenant, subject] = (key, now)
            self._known.move_to_end((tenant, subject))
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
