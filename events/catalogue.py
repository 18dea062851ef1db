"""Every event under its stored name, and how it is written to and read from the record."""

from collections.abc import Iterator, Mapping
from typing import Union

import msgspec

from events import attendance, contribution, forgetting, group, organisation, person, session
from events.base import Event, stored_name
from events.upcasts import RETIRED, Upcast


class UnknownEvent(LookupError):
    """The record holds an event under a name that this version of Kring does not know."""


def _leaves(of: type[Event]) -> Iterator[type[Event]]:
    for kind in of.__subclasses__():
        if kind.__struct_config__.tag != kind.__name__:
            yield kind
        yield from _leaves(kind)


def _catalogue() -> dict[str, type[Event]]:
    modules = (attendance, contribution, forgetting, group, organisation, person, session)
    written_here = {module.__name__ for module in modules}
    return {stored_name(kind): kind for kind in _leaves(Event) if kind.__module__ in written_here}


EVENTS: Mapping[str, type[Event]] = _catalogue()
"""All events that are written today: stored name to type."""

_ENCODER = msgspec.json.Encoder()
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in EVENTS.items()}


def encode(event: Event) -> bytes:
    """Return the event as it is stored: JSON with its stored name under ``type``."""
    return _ENCODER.encode(event)


class _Named(msgspec.Struct):
    """What every stored event says of itself."""

    type: str


_ANY = msgspec.json.Decoder(Union[tuple(EVENTS.values())])  # noqa: UP007 - made from a list
_NAME = msgspec.json.Decoder(_Named)


def decode_lines(lines: bytes, retired: Mapping[str, Upcast] = RETIRED) -> list[Event]:
    """Return the events that stand in some lines, one on each, in their present shapes.

    It takes all of them at once, and goes from line to line only where a shape has been retired.
    Raises what ``decode`` raises.
    """
    try:
        return _ANY.decode_lines(lines)
    except msgspec.ValidationError:
        return [decode(_NAME.decode(line).type, line, retired) for line in lines.split(b"\n")]


def decode(name: str, state: bytes, retired: Mapping[str, Upcast] = RETIRED) -> Event:
    """Return the event that was stored under a name, in its present shape.

    Raises UnknownEvent for a name that was never written, msgspec.ValidationError for a state
    that does not fit its name.
    """
    decoder = _DECODERS.get(name)
    if decoder is not None:
        return decoder.decode(state)
    fields = msgspec.json.decode(state)
    while name in retired:
        name, fields = retired[name].successor, retired[name].convert(fields)
    if name not in EVENTS:
        raise UnknownEvent(name)
    return msgspec.convert({**fields, "type": name}, EVENTS[name], strict=False)
