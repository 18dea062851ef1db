"""A list of people against a group: who is invited, who is already, and who cannot be."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from msgspec import Struct

from backend.domain.organisation.roster import Trouble
from events.group import Role


class Guest(Struct, frozen=True, kw_only=True):
    """What a row says of somebody to invite. ``name``: for recognising them only, it may be empty."""

    row: int
    name: str
    address: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known where the list comes in.

    Addresses of members are no part of it: comparing them would tell whose they are. Names are,
    because the group knows them.
    """

    mine: str | None
    """The address of whoever invites."""
    names: AbstractSet[str]
    """What the people of the group are called, casefolded."""
    invited: AbstractSet[str]
    """To which addresses whoever invites has mailed what still works."""
    full: AbstractSet[str]
    """Addresses to which enough was mailed today."""
    denied: Mapping[Role, str]
    """Why whoever invites cannot invite in a role."""


@dataclass(slots=True)
class Sorted:
    """What a list comes to; ``skipped`` are rows that change nothing, with the reason."""

    new: list[Guest] = field(default_factory=list)
    skipped: list[Trouble] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def sort(guests: Sequence[Guest], around: Around) -> Sorted:
    """Return whom of a list to invite: everybody once, and nobody who is there already."""
    made, before = Sorted(), set[str]()
    for guest in guests:
        skipped = _skipped(guest, around, before)
        before.add(guest.address)
        if skipped is not None:
            made.skipped.append(skipped)
        elif guest.role in around.denied:
            denied = around.denied[guest.role]
            made.troubles.append(Trouble(guest.row, "role", denied, guest.role))
        elif guest.address in around.full:
            made.troubles.append(Trouble(guest.row, "address", "too-many-letters", guest.address))
        else:
            made.new.append(guest)
    return made


def _skipped(guest: Guest, around: Around, before: AbstractSet[str]) -> Trouble | None:
    """Return why nobody has to be invited for a row."""
    if guest.address == around.mine:
        return Trouble(guest.row, "address", "invites-oneself", guest.address)
    if guest.address in before:
        return Trouble(guest.row, "address", "twice-in-the-list", guest.address)
    if guest.address in around.invited:
        return Trouble(guest.row, "address", "invited-already", guest.address)
    if guest.name.casefold() in around.names:
        return Trouble(guest.row, "name", "name-in-the-group", guest.name)
    return None
