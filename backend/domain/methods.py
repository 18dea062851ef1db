"""The methods that Kring ships, and where to find one by its key."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from backend.domain.errors import Refused
from backend.domain.method_rules import Problem, check
from events.method import Method

__all__ = ["Problem", "UnsoundMethod", "check", "method", "read", "shipped"]


class UnsoundMethod(ValueError):
    """A method cannot be played as it is written; ``problems`` says what to change."""

    def __init__(self, key: str, problems: list[Problem]) -> None:
        super().__init__(f"{key}: " + " ".join(problem.text for problem in problems))
        self.problems = problems


def read(document: bytes) -> Method:
    """Return the method in a JSON document in the shape of ``events.method.Method``.

    Raises msgspec.ValidationError, with the place in the document, for a field or a word that the step
    model does not know; UnsoundMethod for a method that breaks a rule of ``check``.
    """
    written = msgspec.json.decode(document, type=Method)
    problems = check(written)
    if problems:
        raise UnsoundMethod(written.key, problems)
    return written


@cache
def shipped() -> Mapping[str, Method]:
    """Return the 31 methods of the catalogue by key, in alphabetical order (R-56, R-91)."""
    folder = files("backend.domain") / "methods_data"
    documents = [entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".json")]
    methods = sorted((read(document) for document in documents), key=lambda known: known.key)
    return MappingProxyType({known.key: known for known in methods})


def method(key: str) -> Method:
    """Return a shipped method, or refuse with ``unknown-method``."""
    known = shipped().get(key)
    if known is None:
        raise Refused("unknown-method")
    return known
