"""What the parts of an organisation are called, and among what a name is unique."""

from typing import Literal
from uuid import UUID

from msgspec import Struct

Kind = Literal["unit", "role_family", "programme"]


class Part(Struct, frozen=True):
    """A unit, role family or programme by name; no two ``beside`` the same have one name."""

    kind: Kind
    beside: UUID
    name: str
