"""Signing in with one's organisation: where its provider is, the way there, and whose account comes back."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from psycopg.errors import UniqueViolation
from psycopg.rows import class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Pool, keeping
from backend.adapters.entering import Entered
from backend.adapters.oidc import Oidc, Somebody
from backend.adapters.refusing import SignInRefused
from backend.adapters.sealing import unwrap, wrap
from backend.adapters.securing import shut_others_out, ways_in
from backend.adapters.sign_ins import end_by_token, hashed, sign_in
from backend.domain.addresses import normal_address
from backend.domain.entering import Arriving

_WAY_LASTS: Final = timedelta(minutes=10)
BACK_TO: Final = "/sign-in/organisation"
"""The screen to which providers send people back."""

_OF: Final = """
SELECT issuer, client_id AS client, wrapped, changed_at FROM identity.single_sign_on WHERE tenant_id = %s
"""
_SET: Final = """
INSERT INTO identity.single_sign_on (tenant_id, issuer, client_id, wrapped, changed_at)
VALUES (%(organisation)s, %(issuer)s, %(client)s, %(wrapped)s, %(now)s)
ON CONFLICT (tenant_id) DO UPDATE SET issuer = excluded.issuer, client_id = excluded.client_id,
    wrapped = excluded.wrapped, changed_at = excluded.changed_at
"""
_REMOVE: Final = "DELETE FROM identity.single_sign_on WHERE tenant_id = %s"
_REMOVE_LINKS: Final = "DELETE FROM identity.single_sign_on_links WHERE tenant_id = %s"
_BEGIN: Final = """
INSERT INTO identity.single_sign_on_ways
    (state_hash, browser_hash, tenant_id, nonce, verifier, connects, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_END: Final = """
DELETE FROM identity.single_sign_on_ways WHERE state_hash = %s AND browser_hash = %s AND expires_at > %s
RETURNING tenant_id AS organisation, nonce, verifier, connects
"""
_LINKED: Final = """
SELECT account_id FROM identity.single_sign_on_links WHERE tenant_id = %s AND issuer = %s AND subject = %s
"""
_LINK: Final = """
INSERT INTO identity.single_sign_on_links (tenant_id, issuer, subject, account_id) VALUES (%s, %s, %s, %s)
"""
_ENROLLED: Final = """
SELECT person_id, name, account_id FROM identity.organisation_people
LEFT JOIN identity.organisation_accounts USING (tenant_id, person_id)
WHERE tenant_id = %s AND address = %s
"""
_KNOW: Final = """
INSERT INTO identity.organisation_accounts (tenant_id, person_id, account_id) VALUES (%s, %s, %s)
"""
_ADD: Final = """
INSERT INTO identity.persons (person_id, name, language, created_at) VALUES (%s, %s, %s, %s)
"""


class SignOnSettings(Struct, frozen=True, kw_only=True):
    """An organisation's provider."""

    issuer: str
    client: str
    wrapped: bytes | None
    changed_at: datetime

    @property
    def has_secret(self) -> bool:
        """Tell whether the client has a secret."""
        return self.wrapped is not None


class Way(Struct, frozen=True, kw_only=True):
    """A way to a provider that was begun in a browser."""

    organisation: UUID
    nonce: str
    verifier: str
    connects: bool


class SingleSignOn:
    """The providers of organisations, and who came in through them."""

    def __init__(self, pool: Pool, clock: Clock, oidc: Oidc, master: bytes, public_url: str) -> None:
        self._pool, self._clock, self._oidc, self._master = pool, clock, oidc, master
        self.back_to = f"{public_url}{BACK_TO}"

    async def of(self, organisation: UUID) -> SignOnSettings | None:
        """Return an organisation's provider, if it has one."""
        async with (
            keeping(self._pool, organisation) as connection,
            connection.cursor(row_factory=class_row(SignOnSettings)) as cursor,
        ):
            await cursor.execute(_OF, (organisation,))
            return await cursor.fetchone()

    async def check(self, issuer: str) -> None:
        """Ask a provider whether it is one. Raises SignInRefused."""
        await self._oidc.provider(issuer, anew=True)

    async def set(self, organisation: UUID, *, issuer: str, client: str, secret: str | None) -> None:
        """Keep where an organisation's provider is; without a secret the one it has stays."""
        known = await self.of(organisation)
        same = known is not None and (known.issuer, known.client) == (issuer, client)
        wrapped = wrap(self._master, organisation, secret.encode()) if secret else None
        row = {
            "organisation": organisation,
            "issuer": issuer,
            "client": client,
            "wrapped": known.wrapped if known and same and wrapped is None else wrapped,
            "now": self._clock.now(),
        }
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_SET, row)

    async def remove(self, organisation: UUID) -> None:
        """Forget an organisation's provider, and who came in through it."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_REMOVE, (organisation,))
            await connection.execute(_REMOVE_LINKS, (organisation,))

    async def begin(self, organisation: UUID, *, connects: bool) -> tuple[str, str] | None:
        """Return where a browser goes, and the secret by which it is known; None without a provider."""
        known = await self.of(organisation)
        if known is None:
            return None
        state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        address = await self._oidc.way(
            known.issuer, known.client, back_to=self.back_to, state=state, nonce=nonce, verifier=verifier
        )
        until = self._clock.now() + _WAY_LASTS
        row = (hashed(state), hashed(browser), organisation, nonce, verifier, connects, until)
        async with self._pool.connection() as connection:
            await connection.execute(_BEGIN, row)
        return address, browser

    async def enter(
        self, *, code: str, state: str, issuer: str | None, browser: str | None, arriving: Arriving
    ) -> tuple[UUID, Entered]:
        """Sign in whom a provider sends back; return the organisation, and who. Raises SignInRefused."""
        way = await self._end(state, browser)
        known = await self.of(way.organisation)
        if known is None or issuer not in {None, known.issuer}:
            raise SignInRefused("sign-in-refused")
        secret = unwrap(self._master, way.organisation, known.wrapped).decode() if known.wrapped else None
        somebody = await self._oidc.redeem(
            known.issuer,
            known.client,
            secret,
            code=code,
            back_to=self.back_to,
            nonce=way.nonce,
            verifier=way.verifier,
        )
        try:
            async with keeping(self._pool, way.organisation) as connection:
                entered = await self._enter(connection, way, known.issuer, somebody, arriving)
        except UniqueViolation:
            raise SignInRefused("already-claimed") from None
        return way.organisation, entered

    async def _end(self, state: str, browser: str | None) -> Way:
        """Return a way that was begun in this browser, once."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Way)) as cursor,
        ):
            await cursor.execute(_END, (hashed(state), hashed(browser or ""), self._clock.now()))
            found = await cursor.fetchone()
        if found is None:
            raise SignInRefused("sign-in-refused")
        return found

    async def _enter(
        self, connection: Connection, way: Way, issuer: str, somebody: Somebody, arriving: Arriving
    ) -> Entered:
        who = (way.organisation, issuer, somebody.subject)
        row = await (await connection.execute(_LINKED, who)).fetchone()
        if row is not None:
            person, new = UUID(str(row[0])), False
            await self._check_visitor(connection, arriving.visitor, person)
        else:
            person, new = await self._first_time(connection, way, somebody, arriving)
            await connection.execute(_LINK, (*who, person))
        await end_by_token(connection, arriving.token)
        return Entered(person, await sign_in(connection, self._clock, person, arriving.device), new)

    @staticmethod
    async def _check_visitor(connection: Connection, visitor: UUID | None, person: UUID) -> None:
        """Refuse to take a guest's place on their device, for they would not come back."""
        if visitor not in {None, person} and (await ways_in(connection, visitor)).guest:
            raise SignInRefused("signed-in-as-guest")

    async def _first_time(
        self, connection: Connection, way: Way, somebody: Somebody, arriving: Arriving
    ) -> tuple[UUID, bool]:
        """Return whose account somebody is from now on: their own by their own act, or a new one.

        An address that a provider names opens nobody's account: who has one connects it from within.
        """
        address = normal_address(somebody.address or "")
        row = await (await connection.execute(_ENROLLED, (way.organisation, address))).fetchone()
        if row is None:
            raise SignInRefused("not-of-organisation")
        person, name, account = row
        visitor = arriving.visitor
        if visitor is None and account is not None:
            raise SignInRefused("connect-first")
        if visitor is not None and not way.connects:
            raise SignInRefused("connect-first")
        if visitor is None:
            new = await self._new(connection, name, arriving)
            await connection.execute(_KNOW, (way.organisation, person, new))
            return new, True
        if account not in {None, visitor}:
            raise SignInRefused("already-claimed")
        if (await ways_in(connection, visitor)).guest:
            await shut_others_out(connection, visitor, None)
        if account is None:
            await connection.execute(_KNOW, (way.organisation, person, visitor))
        return visitor, False

    async def _new(self, connection: Connection, name: str, arriving: Arriving) -> UUID:
        account = self._clock.new_id()
        await connection.execute(_ADD, (account, name, arriving.language, self._clock.now()))
        return account
