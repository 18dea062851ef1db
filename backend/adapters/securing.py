"""A guest who becomes an account keeps the device on which they did so, and nobody else can be them.

A guest is whoever holds a link. Somebody may have been this guest before, and handed the link on.
"""

from typing import Final
from uuid import UUID

from msgspec import Struct

from backend.adapters.database import Connection
from backend.adapters.refusing import SignInRefused

_LOCK: Final = "SELECT address FROM identity.persons WHERE person_id = %s FOR UPDATE"
_PASSKEYS: Final = """
SELECT count(*) + identity.single_sign_ons(%(person)s) FROM identity.passkeys WHERE person_id = %(person)s
"""
_SIGN_IN: Final = "SELECT 1 FROM identity.sign_ins WHERE sign_in_id = %s AND person_id = %s"
_END_OTHERS: Final = """
DELETE FROM identity.sign_ins WHERE person_id = %s AND sign_in_id IS DISTINCT FROM %s
"""
_REVOKE_DEVICE_LINKS: Final = """
UPDATE identity.invitations SET revoked = true WHERE person_id = %s AND NOT revoked
"""
_FORGET_CHALLENGES: Final = "DELETE FROM identity.challenges WHERE person_id = %s"
_FORGET_CODES: Final = "DELETE FROM identity.mailed_codes WHERE person_id = %s AND NOT spent"


class WaysIn(Struct, frozen=True):
    """How a person comes in without a link; an organisation that lets them in counts as a passkey."""

    address: str | None
    passkeys: int

    @property
    def guest(self) -> bool:
        """Tell whether there is no such way."""
        return self.address is None and self.passkeys == 0


async def ways_in(connection: Connection, person: UUID) -> WaysIn:
    """Return how a person comes in; nobody changes that until the caller's transaction ends.

    Raises SignInRefused for nobody.
    """
    row = await (await connection.execute(_LOCK, (person,))).fetchone()
    if row is None:
        raise SignInRefused("sign-in-first")
    counted = await (await connection.execute(_PASSKEYS, {"person": person})).fetchone()
    return WaysIn(row[0], 0 if counted is None else counted[0])


async def check_signed_in(connection: Connection, person: UUID, sign_in_id: UUID) -> None:
    """Refuse a call whose sign-in ended while it waited. Raises SignInRefused.

    To be asked after ``ways_in``, in the same transaction.
    """
    if await (await connection.execute(_SIGN_IN, (sign_in_id, person))).fetchone() is None:
        raise SignInRefused("sign-in-first")


async def shut_others_out(connection: Connection, person: UUID, kept: UUID | None) -> None:
    """End every other way to be this person: sign-ins but the one that is ``kept``, links, codes."""
    await connection.execute(_END_OTHERS, (person, kept))
    await connection.execute(_REVOKE_DEVICE_LINKS, (person,))
    await connection.execute(_FORGET_CHALLENGES, (person,))
    await connection.execute(_FORGET_CODES, (person,))
