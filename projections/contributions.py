"""How any contribution is laid out in a view: its sealed texts, and what else it says."""

from functools import cache
from typing import Any, Final
from uuid import UUID

from msgspec.structs import fields

from events.base import Sealed
from events.contribution import (
    CaseContribution,
    CaseProposed,
    Contribution,
    ContributionCorrected,
    ThoughtShared,
)

_PLACE = frozenset({"id", "by", "step", "late"})
_TEXT = (Sealed, Sealed | None)


@cache
def _layout(kind: type[Contribution]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = [field for field in fields(kind) if field.name not in _PLACE]
    texts = tuple(field.name for field in own if field.type in _TEXT)
    return texts, tuple(field.name for field in own if field.name not in texts)


def texts(said: Contribution) -> dict[str, Sealed]:
    """Return the texts that were given, sealed, by the name of their field."""
    named, _ = _layout(type(said))
    given = ((name, getattr(said, name)) for name in named)
    return {name: text for name, text in given if text is not None}


def reworded(known: dict[str, Sealed], correction: ContributionCorrected) -> dict[str, Sealed]:
    """Return the texts of a contribution with the words that were put in their place."""
    last = known | {wording.field: wording.words for wording in correction.wordings}
    return {name: text for name, text in last.items() if text is not None}


def about(said: Contribution) -> dict[str, Any]:
    """Return what else it says (``case``, ``question``, ``status`` …), by the name of its field."""
    _, named = _layout(type(said))
    return {name: getattr(said, name) for name in named}


OWN: Final = frozenset({"takeaway_stated", "action_committed"})
"""What a contributor may keep for themselves when their case is erased."""


def hangs_on(said: Contribution) -> UUID | None:
    """Return the case with which the texts go when it is erased; None for what is about none."""
    match said:
        case CaseProposed(id=case) | CaseContribution(case=case) | ThoughtShared(case=UUID() as case):
            return case
        case _:
            return next((text.case for text in texts(said).values() if text.case is not None), None)
