"""Which method when: a ranked choice out of the methods that can be played, each explained in two sentences.

It advises and never blocks (R-56, facilitator support 7.1.14): what does not fit comes last, with
what to watch. The same circumstances always give the same answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec import Struct

from backend.domain.methods import shipped
from backend.domain.misfits import Circumstances, Misfit, misfits
from events.method import Method, Words

MOST: Final = 5
"""How many methods are suggested: more is no choice any more."""


class Match(StrEnum):
    """How a method relates to the situation."""

    FIRST = "first"
    ALSO = "also"
    OTHER = "other"


class Situation(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of "which method when": the method to take first, and others that suit."""

    key: str
    words: Words
    first: str
    also: tuple[str, ...]


class Sentences(Struct, frozen=True, forbid_unknown_fields=True):
    """Why one takes a method, and what to watch in it."""

    why: Words
    watch: Words


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    situations: tuple[Situation, ...]
    methods: dict[str, Sentences]
    words: dict[str, Words]


class Suggestion(Struct, frozen=True, kw_only=True):
    """A method, and in two sentences why it fits and what to watch."""

    method: Method
    match: Match
    fits: bool
    """Whether nothing speaks against it; what does not fit can still be taken."""
    why: Words
    watch: Words


class Suggestions(Struct, frozen=True, kw_only=True):
    """Methods in the order in which they suit. ``notice``: why the first choice is not on top."""

    methods: tuple[Suggestion, ...]
    notice: Words | None


@cache
def _table() -> _Table:
    document = (files("backend.domain") / "choosing.json").read_bytes()
    return msgspec.json.decode(document, type=_Table)


@cache
def situations() -> Mapping[str, Situation]:
    """Return the situations by key, in the order in which they are shown."""
    return MappingProxyType({one.key: one for one in _table().situations})


def sentences() -> Mapping[str, Sentences]:
    """Return what is said of each method."""
    return _table().methods


def suggest(situation: Situation | None, around: Circumstances, own: Sequence[Method] = ()) -> Suggestions:
    """Return the methods that suit best, with what speaks for and against each.

    ``own``: methods that the group or its host wrote. They come after what the situation asks for, and
    before the others: who wrote one means to use it.
    """
    found = {method: list(misfits(method, around)) for method in (*shipped().values(), *own)}
    ranked = sorted(found, key=lambda method: _rank(method, found[method], situation, around))
    shown = [method for method in ranked if _is_meant(method, situation)][:MOST]
    first = None if situation is None else shipped()[situation.first]
    if first is not None and first not in shown:
        shown[-1] = first
    return Suggestions(
        methods=tuple(_suggestion(method, found[method], situation, around) for method in shown),
        notice=_notice(first, found, shown),
    )


def _is_meant(method: Method, situation: Situation | None) -> bool:
    """Leave out the first meeting and the one of many days, unless somebody asks for that."""
    named = _match(method, situation) is not Match.OTHER
    return named or (method.key != "start_meeting" and method.days is None)


def _rank(
    method: Method, against: list[Misfit], situation: Situation | None, around: Circumstances
) -> tuple[bool, int]:
    points = _points(method, situation, 60) - sum(misfit.weight for misfit in against)
    points += _OWN if _is_own(method) else 0
    points += sum(_points(method, implied, 20) for implied in _implied(around))
    points += _points(method, situations()["ordinary"], 10)
    return (any(misfit.is_hard for misfit in against), -points)


def _points(method: Method, situation: Situation | None, full: int) -> int:
    match _match(method, situation):
        case Match.FIRST:
            return full
        case Match.ALSO if situation is not None:
            return full * 2 // 3 - situation.also.index(method.key)
        case _:
            return 0


def _match(method: Method, situation: Situation | None) -> Match:
    if situation is None:
        return Match.OTHER
    if method.key == situation.first:
        return Match.FIRST
    return Match.ALSO if method.key in situation.also else Match.OTHER


_OWN: Final = 35
"""Less than what a situation names has, and more than what circumstances alone speak for."""


def _is_own(method: Method) -> bool:
    return method.key not in sentences()


_SHORT: Final = 35
_TRIO: Final = 3
_LARGE: Final = 12


def _implied(around: Circumstances) -> Iterator[Situation]:
    """Yield the rows of the table that the circumstances speak of by themselves."""
    known = situations()
    if around.present is not None and around.present <= _TRIO:
        yield known["three_present"]
    if around.present is not None and around.present > _LARGE:
        yield known["large_meeting"]
    if around.minutes is not None and around.minutes <= _SHORT:
        yield known["half_hour"]
    if around.facilitator is False:
        yield known["no_facilitator"]
    if around.advice is False:
        yield known["no_advice"]


def _suggestion(
    method: Method, against: list[Misfit], situation: Situation | None, around: Circumstances
) -> Suggestion:
    said = _said(method)
    match = _match(method, situation)
    return Suggestion(
        method=method,
        match=match,
        fits=not any(misfit.is_hard for misfit in against),
        why=said.why if situation is None or match is Match.OTHER else _because(match, situation, said.why),
        watch=_caution(method, against, around) or said.watch,
    )


def _said(method: Method) -> Sentences:
    """Return what is said of a method: of an own one what its author wrote."""
    known = sentences().get(method.key)
    if known is not None:
        return known
    return Sentences(_filled("own", why=method.when), _filled("own_watch", why=method.avoid))


def _because(match: Match, situation: Situation, why: Words) -> Words:
    """Return one sentence of a situation and a reason; after a colon German keeps its capital."""
    inside = Words(nl=_lowered(why.nl), en=_lowered(why.en), de=why.de)
    return _filled(match.value, situation=situation.words, why=inside)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _caution(method: Method, against: list[Misfit], around: Circumstances) -> Words | None:
    """Return the heaviest of what speaks against a method, in words; None when nothing does."""
    worst = max(against, key=lambda misfit: misfit.weight, default=None)
    if worst is None:
        return None
    return _filled(
        worst.reason,
        least=method.size_min,
        most=method.size_max,
        minutes=worst.minutes,
        present=around.present,
        available=around.minutes,
        days=method.days[0] if method.days else None,
    )


def _notice(first: Method | None, found: Mapping[Method, list[Misfit]], shown: list[Method]) -> Words | None:
    if all(any(misfit.is_hard for misfit in found[method]) for method in shown):
        return _table().words["nothing_fits"]
    if first is None or not any(misfit.is_hard for misfit in found[first]):
        return None
    return _filled("first_does_not_fit", name=first.names)


def _filled(template: str, **values: Words | int | None) -> Words:
    """Return a template in each language with its values filled in."""
    said = _table().words[template]

    def into(text: str | None, language: str) -> str:
        return (text or "").format(
            **{
                name: (getattr(value, language) or value.en) if isinstance(value, Words) else value
                for name, value in values.items()
            }
        )

    return Words(nl=into(said.nl, "nl"), en=into(said.en, "en"), de=into(said.de, "de"))
