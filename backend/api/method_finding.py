"""The methods that a group can play: those that Kring ships, its own, and those of who hosts it."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from msgspec import Struct

from backend.api.circles import Circle
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.domain import methods
from backend.domain.errors import Refused
from backend.domain.own_methods import OwnMethod, id_of
from events.method import AdviceMode, Method, Words

Owner = Literal["group", "organisation"]


class OwnMethodLine(Struct, frozen=True, kw_only=True):
    """A method of one's own in one line. ``of``: whose it is. A retired one is planned no more."""

    id: UUID
    key: str
    version: int
    of: Owner
    names: Words
    when: Words
    minutes: int
    size_min: int
    size_max: int
    advice_mode: AdviceMode
    retired: bool


class OwnMethods(Struct, frozen=True, kw_only=True):
    """Methods of one's own, those in use first; and whether the caller may change them."""

    methods: list[OwnMethodLine]
    may_change: bool


class OwnMethodView(Struct, frozen=True, kw_only=True):
    """A method of one's own, step by step. ``method`` is what a file of it holds."""

    id: UUID
    of: Owner
    retired: bool
    method: Method


def lines(known: Mapping[str, OwnMethod], owner: Owner) -> list[OwnMethodLine]:
    """Return own methods in one line each."""
    return [_line(one, owner) for one in known.values()]


def _line(one: OwnMethod, owner: Owner) -> OwnMethodLine:
    method = one.method
    return OwnMethodLine(
        id=own_id(method.key),
        key=method.key,
        version=method.version,
        of=owner,
        names=method.names,
        when=method.when,
        minutes=method.minutes,
        size_min=method.size_min,
        size_max=method.size_max,
        advice_mode=method.advice_mode,
        retired=one.retired,
    )


def own_id(key: str) -> UUID:
    """Return the id of an own method by its key."""
    found = id_of(key)
    if found is None:
        raise Refused("unknown-method")
    return found


async def of_host(organisation: UUID | None, ports: Ports) -> Mapping[str, OwnMethod]:
    """Return the own methods of the organisation that hosts a group; none without a host."""
    if organisation is None:
        return {}
    return (await ports.organisations.recent(organisation, organisation)).state.methods


async def own_of(circle: Circle) -> Mapping[str, OwnMethod]:
    """Return the own methods that a group can play: its own, and those of its host."""
    hosted = circle.group.hosted
    host = await of_host(hosted.organisation if hosted else None, circle.ports)
    return {**host, **circle.group.methods}


async def playable(key: str, circle: Circle) -> Method:
    """Return a method that a group plays, also one that was retired after it was planned."""
    known = methods.shipped().get(key)
    if known is not None:
        return known
    own = (await own_of(circle)).get(key)
    if own is None:
        raise Refused("unknown-method")
    return own.method


def check_plannable(key: str, own: Mapping[str, OwnMethod]) -> None:
    """Refuse a method that does not exist here, or that was retired."""
    if key in methods.shipped():
        return
    if key not in own:
        raise Problem("unknown-method")
    if own[key].retired:
        raise Problem("method-retired")


async def check_method(key: str, circle: Circle) -> None:
    """Refuse what a group cannot plan."""
    check_plannable(key, {} if key in methods.shipped() else await own_of(circle))


async def names_by_key(keys: set[str], circle: Circle) -> Mapping[str, Words]:
    """Return the names of methods by key; one that is not known any more is left out."""
    shipped = methods.shipped()
    found = {key: shipped[key].names for key in keys & shipped.keys()}
    if keys - shipped.keys():
        own = await own_of(circle)
        found |= {key: own[key].method.names for key in keys & own.keys()}
    return found
