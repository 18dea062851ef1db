"""Coming in with a mailed code or through an organisation: who tries, from where, and as whom."""

from typing import Literal
from uuid import UUID

from msgspec import Struct


class Entering(Struct, frozen=True, kw_only=True):
    """Who comes in, and how.

    ``asking``: the secret of the browser that asked for the code; ``address``: typed with the code
    on any other device. ``visitor``, ``token``: who is signed in on the device already, and by
    what. ``instead``: they choose to be the person with the address, and let go of who they are
    here. ``name``: for somebody new. ``device``: what its owner will know it by.
    """

    asking: str | None
    address: str | None
    visitor: UUID | None
    token: str | None
    instead: bool
    name: str | None
    language: Literal["nl", "en", "de"]
    device: str


class Arriving(Struct, frozen=True, kw_only=True):
    """Who comes back from their organisation's provider, and on which device.

    ``visitor``, ``token``: who is signed in on the device already, and by what.
    """

    visitor: UUID | None
    token: str | None
    language: Literal["nl", "en", "de"]
    device: str
