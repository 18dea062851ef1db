"""Whether a group suits the people in it (R-26 to R-32, § 1.4): neutral hints, never about whom.

A hint advises and blocks nothing. It names nobody and no number, and is the same whether one person
or several gave cause for it. Nothing sensitive goes in: authority, level, function, team, and no more.
Whoever sees a hint knows themselves, so all but the one about size need at least CROWD others who
have said how they stand to somebody, and of whom the same thing is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from events.group import Role, SizePolicy


class Hint(StrEnum):
    """What may be worth a conversation before the group goes on."""

    AUTHORITY = "authority"
    """Somebody leads or appraises another (R-26, S000)."""
    LEVELS = "levels"
    """The levels of experience are far apart (R-27, R-30)."""
    FUNCTIONS = "functions"
    """People share neither a function nor a level (R-28, R-29)."""
    ONE_TEAM = "one-team"
    """Everybody is of the same team, where other teams would bring other eyes (R-31)."""
    FACILITATOR_CLOSE = "facilitator-close"
    """The facilitator is a direct colleague (R-54, S003)."""
    SIZE = "size"
    """More or fewer people than suit the group (R-20, R-24)."""


class RelationKind(StrEnum):
    """How somebody stands to another, as they see it themselves."""

    MANAGES = "manages"
    MANAGED_BY = "managed_by"
    APPRAISES = "appraises"
    APPRAISED_BY = "appraised_by"
    CLOSE = "close"
    """A direct colleague, or close in another way."""
    NONE = "none"
    """Neither of these: an answer as good as any."""


class Relation(Struct, frozen=True):
    """What a person declared in private about another."""

    person: UUID
    about: UUID
    kind: RelationKind


class Profile(Struct, frozen=True, kw_only=True):
    """What is known of somebody in the group; all but the role comes from an organisation, if at all."""

    role: Role
    unit: UUID | None = None
    role_family: UUID | None = None
    level: int | None = None
    manager: UUID | None = None


class Aim(Struct, frozen=True, kw_only=True):
    """For how many and for whom the group is meant."""

    size: SizePolicy
    role_family: UUID | None = None
    level: int | None = None


People = Mapping[UUID, Profile]

CROWD: Final = 3
"""Fewer people than this besides the viewer, and a hint would tell what one of them said or is."""
_TEAM: Final = 3
_FAR_APART: Final = 2
_AUTHORITY: Final = frozenset(RelationKind) - {RelationKind.CLOSE, RelationKind.NONE}
_FROM_ORGANISATION: Final = ("unit", "role_family", "level", "manager")


def hints(people: People, declared: Iterable[Relation], aim: Aim, *, viewer: UUID) -> tuple[Hint, ...]:
    """Return what may be worth a conversation, in the order of ``Hint``; observers count for nothing.

    Each profile stands for somebody who is in the group now; what was declared about others is left
    out. ``viewer``: who is shown them.
    """
    inside = {person: profile for person, profile in people.items() if profile.role is not Role.OBSERVER}
    known = [r for r in declared if r.person in inside and r.about in inside]
    answered = {r.person for r in known}
    found = {Hint.SIZE} if not aim.size.smallest <= len(_peers(inside)) <= aim.size.largest else set()
    if len(answered - {viewer}) >= CROWD:
        heard = {person: inside[person] for person in inside if person in answered | {viewer}}
        found |= _derived(_blurred(heard, viewer), known, aim)
    return tuple(hint for hint in Hint if hint in found)


def _derived(people: People, known: list[Relation], aim: Aim) -> set[Hint]:
    """Return the hints that tell something of people who are enough to hide one another."""
    peers = _peers(people)
    found = {
        Hint.AUTHORITY: any(r.kind in _AUTHORITY for r in known) or any(_managing(people)),
        Hint.LEVELS: _are_far_apart(peers, aim),
        Hint.FUNCTIONS: _share_too_little(peers, aim),
        Hint.ONE_TEAM: _are_one_team(peers),
        Hint.FACILITATOR_CLOSE: _is_facilitator_close(people, known),
    }
    return {hint for hint, is_due in found.items() if is_due}


def _peers(people: People) -> list[Profile]:
    return [profile for profile in people.values() if profile.role is Role.MEMBER]


def _blurred(people: People, viewer: UUID) -> People:
    """Leave out whatever is known of too few besides the viewer."""
    others = [profile for person, profile in people.items() if person != viewer]
    rare = {
        field: None
        for field in _FROM_ORGANISATION
        if sum(getattr(profile, field) is not None for profile in others) < CROWD
    }
    return {person: replace(profile, **rare) for person, profile in people.items()}


def _managing(people: People) -> Iterator[tuple[UUID, UUID]]:
    """Yield who manages whom, directly or through others, as far as the group's own people tell."""
    for person, profile in people.items():
        above, seen = profile.manager, {person}
        while above is not None and above not in seen:
            seen.add(above)
            if above in people:
                yield above, person
            above = people[above].manager if above in people else None


def _are_far_apart(peers: list[Profile], aim: Aim) -> bool:
    levels = [level for level in (aim.level, *(peer.level for peer in peers)) if level is not None]
    return bool(levels) and max(levels) - min(levels) >= _FAR_APART


def _share_too_little(peers: list[Profile], aim: Aim) -> bool:
    families = {peer.role_family for peer in peers if peer.role_family is not None}
    if aim.role_family is not None:
        return bool(families - {aim.role_family})
    levels = {peer.level for peer in peers if peer.level is not None}
    return len(families) > 1 and len(levels) != 1


def _are_one_team(peers: list[Profile]) -> bool:
    units = [peer.unit for peer in peers]
    return len(units) >= _TEAM and None not in units and len(set(units)) == 1


def _is_facilitator_close(people: People, known: list[Relation]) -> bool:
    guards = {person for person, profile in people.items() if profile.role is Role.FACILITATOR}
    pairs = {frozenset((r.person, r.about)) for r in known if r.kind is not RelationKind.NONE}
    pairs |= {frozenset(pair) for pair in _managing(people)}
    if any(len(pair & guards) == 1 for pair in pairs):
        return True
    units = {people[guard].unit for guard in guards} - {None}
    return any(profile.unit in units for profile in people.values() if profile.role is Role.MEMBER)
