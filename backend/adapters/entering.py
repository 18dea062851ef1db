"""Coming in with a mailed code: as who one is, as somebody new, or as the guest one was so far."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from uuid import UUID

from msgspec import Struct
from psycopg.errors import UniqueViolation

from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Pool
from backend.adapters.mailed_codes import Known, MailedCodes, spend
from backend.adapters.refusing import SignInRefused
from backend.adapters.securing import check_signed_in, shut_others_out, ways_in
from backend.adapters.sign_ins import end_by_token, sign_in
from backend.domain.entering import Entering

Made = TypeVar("Made")
_WITH_ADDRESS: Final = "SELECT person_id FROM identity.persons WHERE address = %s"
_ADD: Final = """
INSERT INTO identity.persons (person_id, name, language, address, created_at) VALUES (%s, %s, %s, %s, %s)
"""
_GIVE_ADDRESS: Final = "UPDATE identity.persons SET address = %s WHERE person_id = %s"


class Entered(Struct, frozen=True):
    """Who one is now, and the token that says so on this device; ``new``: never seen before."""

    person: UUID
    token: str
    new: bool


class Entrance:
    """Where codes are used up: in one transaction with whatever they are used for."""

    def __init__(self, pool: Pool, clock: Clock, codes: MailedCodes) -> None:
        self._pool, self._clock, self._codes = pool, clock, codes

    async def enter(self, code: str, entering: Entering) -> Entered:
        """Sign somebody in with what they typed.

        Raises SignInRefused. When the code was right and something else was not, it stays unspent.
        """
        known = await self._known(code, entering)
        try:
            return await self._retried(lambda connection: self._enter(connection, known, entering))
        except SignInRefused:
            await self._codes.give_back(known)
            raise

    async def move(self, code: str, person: UUID, sign_in_id: UUID) -> tuple[str | None, str]:
        """Give a person the address of a code; return the one they had, and the one they have.

        ``sign_in_id``: of the device that calls. Raises SignInRefused.
        """
        known = await self._codes.of_person(person, code)
        try:
            before = await self._whole(lambda connection: self._move(connection, known, person, sign_in_id))
        except UniqueViolation:
            raise SignInRefused("address-taken") from None
        return before, known.address

    async def _known(self, code: str, entering: Entering) -> Known:
        if entering.address is not None:
            return await self._codes.of_address(entering.address, code)
        if entering.asking is not None:
            return await self._codes.of_browser(entering.asking, code)
        raise SignInRefused("asked-elsewhere")

    async def _retried(self, do: Callable[[Connection], Awaitable[Made]]) -> Made:
        """Do something again when somebody else made the same person meanwhile."""
        try:
            return await self._whole(do)
        except UniqueViolation:
            return await self._whole(do)

    async def _enter(self, connection: Connection, known: Known, entering: Entering) -> Entered:
        await spend(connection, known)
        person, new = await self._person(connection, known.address, entering)
        await end_by_token(connection, entering.token)
        return Entered(person, await sign_in(connection, self._clock, person, entering.device), new)

    @staticmethod
    async def _move(connection: Connection, known: Known, person: UUID, sign_in_id: UUID) -> str | None:
        before = await ways_in(connection, person)
        await check_signed_in(connection, person, sign_in_id)
        await spend(connection, known)
        await connection.execute(_GIVE_ADDRESS, (known.address, person))
        if before.guest:
            await shut_others_out(connection, person, sign_in_id)
        return before.address

    async def _whole(self, do: Callable[[Connection], Awaitable[Made]]) -> Made:
        async with self._pool.connection() as connection, connection.transaction():
            return await do(connection)

    async def _person(self, connection: Connection, address: str, entering: Entering) -> tuple[UUID, bool]:
        row = await (await connection.execute(_WITH_ADDRESS, (address,))).fetchone()
        owner = None if row is None else UUID(str(row[0]))
        visitor = None if entering.instead else entering.visitor
        if visitor is None:
            return (owner, False) if owner else (await self._new(connection, address, entering), True)
        if visitor == owner:
            return visitor, False
        if not (await ways_in(connection, visitor)).guest:
            raise SignInRefused("already-claimed")
        if owner is not None:
            raise SignInRefused("address-taken")
        await connection.execute(_GIVE_ADDRESS, (address, visitor))
        await shut_others_out(connection, visitor, None)
        return visitor, False

    async def _new(self, connection: Connection, address: str, entering: Entering) -> UUID:
        if entering.name is None:
            raise SignInRefused("name-needed")
        person = self._clock.new_id()
        row = (person, entering.name, entering.language, address, self._clock.now())
        await connection.execute(_ADD, row)
        return person
