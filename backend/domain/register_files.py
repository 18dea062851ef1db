"""Registers as an operator writes them: added to the shipped ones, or put in their place."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from backend.domain.registers import Profile

LARGEST: Final = 256 * 1024
"""Bytes of a file of registers."""
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_SOURCE: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s<>\"]*)?")
_LONGEST: Final = 200


class WrongRegisters(ValueError):
    """A file of registers cannot be used; the message says which one of it, and why."""


def profiles_in(document: bytes, today: date) -> Mapping[str, Profile]:
    """Return the registers of a file, by their keys. Raises WrongRegisters."""
    if len(document) > LARGEST:
        raise WrongRegisters(f"It is larger than {LARGEST // 1024} KB.")
    try:
        listed = msgspec.json.decode(document, type=list[Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WrongRegisters(f"It is no list in JSON: {error}.") from error
    found: dict[str, Profile] = {}
    for number, each in enumerate(listed, 1):
        profile = _profile(number, each, today)
        if profile.key in found:
            raise WrongRegisters(f"{profile.key!r} stands in it twice.")
        found[profile.key] = profile
    return found


def _profile(number: int, each: Any, today: date) -> Profile:  # noqa: ANN401 - what JSON held
    key = each.get("key") if isinstance(each, dict) else None
    called = f"Register {number}" + (f" ({key})" if isinstance(key, str) else "")
    try:
        profile = msgspec.convert(each, Profile)
    except msgspec.ValidationError as error:
        raise WrongRegisters(f"{called}: {error}.") from error
    wrong = _wrong(profile, today)
    if wrong is not None:
        raise WrongRegisters(f"{called}: {wrong}")
    return profile


def _wrong(profile: Profile, today: date) -> str | None:
    """Return what no type says: whether somebody could use it."""
    names = (profile.names.nl, profile.names.en, profile.names.de or "")
    if _KEY.fullmatch(profile.key) is None:
        return "the key has 2 to 40 small letters, digits and hyphens."
    if not all(name.strip() and len(name) <= _LONGEST for name in names):
        return f"it needs a name in nl, en and de, each of at most {_LONGEST} characters."
    if _SOURCE.fullmatch(profile.source) is None or len(profile.source) > _LONGEST:
        return "the source is an address without https://, such as register.example/intervisie."
    if profile.checked_on > today:
        return "checked_on is a day that is still to come."
    if (profile.rules.smallest or 1) > (profile.rules.largest or profile.rules.smallest or 1):
        return "the smallest group is larger than the largest."
    if not all(text.strip() and len(text) <= _LONGEST for text in profile.unseen):
        return f"what is unseen is said in 1 to {_LONGEST} characters each."
    return None
