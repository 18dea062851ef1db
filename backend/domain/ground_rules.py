"""The ground rules with which a group begins, by key; a group may change them (R-36)."""

from importlib.resources import files

import msgspec
from msgspec import Struct

from events.method import Words


class DefaultRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of the default set: the record holds its key, the app shows its words."""

    key: str
    words: Words


def _shipped() -> tuple[DefaultRule, ...]:
    document = (files("backend.domain") / "ground_rules.json").read_bytes()
    return msgspec.json.decode(document, type=tuple[DefaultRule, ...])


DEFAULT_RULES = _shipped()
"""The default set, in the order in which a group reads it."""
