"""Taking in a list of staff: tried first, with every row's problem; then done exactly so."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta, Struct

from backend.api import documented, sheets
from backend.api.organisations_offices import Office
from backend.api.people_files import PeopleFile, read_people
from backend.api.problems import Problem
from backend.domain.organisation.chart import Node
from backend.domain.organisation.commands import LetPeopleGo, OrganisationCommand, PlacePeople, Placing
from backend.domain.organisation.roster import Known, Plan, Trouble, plan
from backend.domain.organisation.state import Organisation

LARGEST_LIST: Final = 4 * 1024 * 1024
"""Bytes of a request with a list; everywhere else it is much less."""
_AT_ONCE: Final = 200
"""People in one command, so that others are not kept waiting for the record."""
_MOST_TOLD: Final = 500
"""Problems in one answer."""


class NewList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list: ``csv`` as text, or ``file`` as its bytes in base64, whose encoding is then recognised.

    ``complete``: who is not in it has left.
    """

    csv: Annotated[str, Meta(max_length=LARGEST_LIST)] | None = None
    file: Annotated[str, Meta(max_length=LARGEST_LIST)] | None = None
    complete: bool = False


class ImportView(Struct, frozen=True, kw_only=True):
    """What a list would change, or has changed; ``problems`` are the first of ``problem_count``."""

    dry_run: bool
    encoding: str
    delimiter: str
    ignored_columns: list[str]
    rows: int
    new: int
    changed: int
    unchanged: int
    left: int
    problems: list[sheets.RowProblem]
    problem_count: int
    position: int | None


@post(
    "/organisations/{organisation_id:uuid}/people/import",
    operation_id="import_people",
    status_code=200,
    request_max_body_size=LARGEST_LIST,
    responses=documented.query(
        "only-administrators",
        "other-site",
        "not-json",
        "too-large",
        "outcome-unknown",
        *sheets.REFUSALS,
    ),
)
async def import_people(
    data: JSONBody[NewList],
    office: NamedDependency[Office],
    *,
    dry_run: Annotated[bool, QueryParameter(description="Change nothing, tell what would change.")] = True,
) -> ImportView:
    """Take in a list of staff, or try it first: each row's problem, and what would change."""
    listed = await asyncio.to_thread(_read, data)
    made = await _planned(listed, office, complete=data.complete)
    troubles = sorted(listed.troubles + made.troubles, key=lambda trouble: trouble.row or 0)
    position = None
    if not dry_run:
        if troubles:
            raise Problem("rows-have-problems")
        position = await _carry_out(made, office)
    return _view(listed, made, troubles, position, dry_run=dry_run)


def _read(data: NewList) -> PeopleFile:
    return read_people(*sheets.text_of(data.csv, data.file))


async def _planned(listed: PeopleFile, office: Office, *, complete: bool) -> Plan:
    people = office.ports.offices.people
    named = {known.person: known.name for known in await people.everybody(office.id)}
    addresses = {line.address for line in listed.lines}
    addresses |= {line.manager for line in listed.lines if line.manager is not None}
    known = Known(
        organisation=_snapshot(office.organisation),
        names=named,
        behind=await people.behind(office.id, list(addresses)),
        parts=await office.ports.offices.names.parts(office.id),
    )
    whole = complete and not listed.troubles
    return await asyncio.to_thread(plan, listed.lines, listed.columns, known, complete=whole)


def _snapshot(organisation: Organisation) -> Organisation:
    """Return the organisation as it is, which goes on changing while a list is looked at."""
    return replace(
        organisation,
        units=dict(organisation.units),
        role_families=set(organisation.role_families),
        people=dict(organisation.people),
        administrators=set(organisation.administrators),
    )


async def _carry_out(made: Plan, office: Office) -> int | None:
    """Do what was planned; asked again after it was cut short, the rest is done."""
    people = office.ports.offices.people
    listed = [(change.address, change.name) for change in made.changes]
    who = await people.enlist(office.id, listed)
    await people.describe(office.id, [(who[address], name) for address, name in listed])
    placings = [
        Placing(
            person=who[change.address],
            unit=change.unit,
            role_family=change.role_family,
            level=change.level,
            manager=_person(change.manager, who),
        )
        for change in made.changes
    ]
    by, at = office.by, office.ports.clock.now()
    commands: list[OrganisationCommand] = [
        PlacePeople(people=tuple(placings[first : first + _AT_ONCE]), by=by, at=at)
        for first in range(0, len(placings), _AT_ONCE)
    ]
    commands += [
        LetPeopleGo(people=tuple(made.leaving[first : first + _AT_ONCE]), by=by, at=at)
        for first in range(0, len(made.leaving), _AT_ONCE)
    ]
    position = None
    for command in commands:
        position = (await office.handle(command)).position
    await people.forget(office.id, made.leaving)
    return position


def _person(manager: Node | None, who: dict[str, UUID]) -> UUID | None:
    return who[manager] if isinstance(manager, str) else manager


def _view(
    listed: PeopleFile, made: Plan, troubles: Sequence[Trouble], position: int | None, *, dry_run: bool
) -> ImportView:
    return ImportView(
        dry_run=dry_run,
        encoding=listed.encoding,
        delimiter=listed.delimiter,
        ignored_columns=listed.ignored_columns,
        rows=listed.rows,
        new=made.new,
        changed=made.changed,
        unchanged=made.unchanged,
        left=len(made.leaving),
        problems=[sheets.problem_of(trouble) for trouble in troubles[:_MOST_TOLD]],
        problem_count=len(troubles),
        position=position,
    )


ROUTES = (import_people,)
