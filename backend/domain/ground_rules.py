"""The ground rules with which a group begins, by key; a group may change them (R-36)."""

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

import msgspec
from msgspec import Struct

from events.group import GroundRule
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


def words_by_key() -> Mapping[str, Words]:
    """Return the words of every default rule by its key, in the order in which a group reads them."""
    return MappingProxyType({rule.key: rule.words for rule in DEFAULT_RULES})


def default_rules() -> tuple[GroundRule, ...]:
    """Return the default rules as a group takes them over when it is formed."""
    return tuple(GroundRule(key=rule.key) for rule in DEFAULT_RULES)
