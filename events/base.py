"""What every event is made of: the event itself, its place in the record, and text that only keys open."""

from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """A fact in the past tense; its tag is the name it is stored under, for ever."""


class Sealed(Struct, frozen=True, array_like=True):
    """Text that opens only while the keys of its case and of its author both exist.

    ``case`` is ``None`` for a personal text, which hangs on its author's key alone.
    ``nonce`` follows from the text and its place, so the same text under the same
    contribution gives an equal ``Sealed``: a repeated command is recognised unopened.
    """

    case: UUID | None
    person: UUID
    nonce: bytes
    ciphertext: bytes


E_co = TypeVar("E_co", bound=Event, covariant=True)


class Recorded(Struct, Generic[E_co], frozen=True, kw_only=True):
    """An event and its place in the record.

    ``position`` counts all events of this house (1, 2, 3 …, in the order of commits);
    ``version`` counts those of one stream, the first being 1.
    """

    position: int
    tenant: UUID
    stream: UUID
    version: int
    event_id: UUID
    event: E_co
    actor: UUID | None
    recorded_at: datetime


def stored_name(event: Event | type[Event]) -> str:
    """Return the name an event is stored under, such as ``session.question_asked.v1``."""
    return str(event.__struct_config__.tag)


def short_name(event: Event | type[Event]) -> str:
    """Return the business word alone, such as ``question_asked``: what clients see."""
    return stored_name(event).split(".")[1]


def sealing_name(event: type[Event]) -> str:
    """Return the name without its version, so that a sealed text outlives an upcast."""
    return stored_name(event).rpartition(".")[0]
