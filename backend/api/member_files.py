"""Lists of people to invite as they come out of a spreadsheet: read, and every doubtful cell named."""

from typing import Final

from msgspec import Struct

from backend.api.problems import Problem
from backend.api.sheets import called, cells_of, doubtful, opened, too_wide
from backend.api.texts import named
from backend.domain.addresses import normal_address
from backend.domain.inviting import Guest
from backend.domain.organisation.roster import Trouble
from events.group import Role

MOST_PEOPLE: Final = 50
"""More than any group of peers has; a longer list is one of something else."""
_LONGEST: Final = {"name": 80, "address": 254, "role": 40}
_HEADINGS: Final = called(
    {
        "name": "naam name volledigenaam fullname vollständigername",
        "address": "email emailadres emailaddress mail mailadres emailadresse address adres",
        "role": "rol role rolle",
    }
)
_ROLES: Final = called(
    {
        Role.MEMBER: "deelnemer lid member participant teilnahme teilnehmer teilnehmerin mitglied",
        Role.FACILITATOR: "begeleider begeleidster facilitator moderation moderator moderatorin",
        Role.OBSERVER: "toeschouwer waarnemer observer beobachtung beobachter beobachterin",
    }
) | {"": Role.MEMBER}


class MemberFile(Struct, frozen=True, kw_only=True):
    """A list of people as it was understood; rows count from 1, which is the row of headings."""

    encoding: str
    ignored_columns: list[str]
    rows: int
    guests: list[Guest]
    troubles: list[Trouble]


def read_members(text: str, encoding: str) -> MemberFile:
    """Return what a list says.

    Raises Problem: file-unreadable, columns-missing, no-rows.
    """
    sheet = opened(text, _HEADINGS, {"name", "address"})
    guests: list[Guest] = []
    troubles: list[Trouble] = []
    count = 0
    for number, cells in sheet.rows:
        count += 1
        if count > MOST_PEOPLE:
            troubles.append(Trouble(None, None, "more-than-a-group"))
            break
        found = cells_of(cells, sheet.columns)
        wrong = [*_troubles(number, found), *too_wide(number, cells, sheet.width)]
        troubles += wrong
        if not wrong:
            guests.append(_guest(number, found))
    if count == 0:
        raise Problem("no-rows")
    return MemberFile(
        encoding=encoding, ignored_columns=sheet.ignored, rows=count, guests=guests, troubles=troubles
    )


def _guest(row: int, found: dict[str, str]) -> Guest:
    return Guest(
        row=row,
        name=named(found["name"]),
        address=normal_address(found["address"]) or "",
        role=Role(_ROLES[found.get("role", "").casefold()]),
    )


def _troubles(row: int, found: dict[str, str]) -> list[Trouble]:
    """Return what is wrong with the cells of a row."""
    return [trouble for column, cell in found.items() if (trouble := _trouble(row, column, cell))]


def _trouble(row: int, column: str, cell: str) -> Trouble | None:
    """Return what is wrong with one cell."""
    doubt = doubtful(row, column, cell, _LONGEST[column])
    if doubt is not None:
        return doubt
    if column == "address" and normal_address(cell) is None:
        return Trouble(row, column, "address-malformed", cell)
    if column == "role" and cell.casefold() not in _ROLES:
        return Trouble(row, column, "role-unknown", cell)
    return None
