"""The ground rules with which a group begins, by key; a group may change them (R-36)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec
from msgspec import Struct

from events.group import GroundRule
from events.method import Words


class _Rule(Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    words: Words


@cache
def words_by_key() -> Mapping[str, Words]:
    """Return the words of every default rule by its key, in the order in which a group reads them."""
    document = (files("backend.domain") / "ground_rules.json").read_bytes()
    rules = msgspec.json.decode(document, type=list[_Rule])
    return MappingProxyType({rule.key: rule.words for rule in rules})


def default_rules() -> tuple[GroundRule, ...]:
    """Return the default rules as a group takes them over when it is formed."""
    return tuple(GroundRule(key=key) for key in words_by_key())
