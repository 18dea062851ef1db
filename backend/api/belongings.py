"""Everything that is somebody's own: their details and what they wrote, and nothing of anybody else."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from backend.api.languages import Language
from backend.api.own_meetings import MyMeeting, earlier_of, mine_earlier
from backend.api.ports import Ports
from backend.api.prepared import PreparedCase, PreparedReport, prepared_cases, prepared_reports
from backend.api.reflections import Reflection, reflections_of
from backend.api.registers import ChosenRegister, chosen_by
from backend.domain.session.state import Session
from events.base import Event, Recorded, Sealed, sealing_name, short_name
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    CaseContribution,
    CaseProposed,
    Contribution,
    ContributionRated,
    FollowUpReported,
    NothingProposed,
    ThoughtShared,
    TurnPassed,
)
from events.group import ExpectationStated
from projections import due, membership

_READ_HERE: Final = ("membership", "retention")
"""The views that tell which groups and meetings are one's own."""
_SILENT: Final = (ContributionRated, NothingProposed, TurnPassed)
"""What has no text and is counted nowhere."""


class Details(Struct, frozen=True, kw_only=True):
    """What one told about oneself."""

    person: UUID
    name: str
    address: str | None
    language: Language
    time_zone: str


class OwnGroup(Struct, frozen=True, kw_only=True):
    """A group one is or was in, and what one expected of it."""

    group: UUID
    name: str
    member: bool
    expectations: list[str]


class OwnWords(Struct, frozen=True, kw_only=True):
    """Something one said; a text is null once it was erased, and left out when it was said aloud.

    ``own_case`` is false on the case of somebody else, whose words are not in here.
    """

    id: UUID
    kind: str
    at: datetime
    own_case: bool | None
    late: bool
    texts: dict[str, str | None]
    status: str | None
    due: date | None


class OwnMeeting(Struct, frozen=True, kw_only=True):
    """A meeting one was at, and what one said there."""

    group: UUID
    group_name: str
    session: UUID
    opened_at: datetime
    said: list[OwnWords]


class Belongings(Struct, frozen=True, kw_only=True):
    """Everything of one person, in the order in which it happened.

    ``earlier_meetings``: from before their group had Kring, entered afterwards, and theirs all the same.
    """

    format: str
    made_on: date
    me: Details
    groups: list[OwnGroup]
    meetings: list[OwnMeeting]
    earlier_meetings: list[MyMeeting]
    prepared_cases: list[PreparedCase]
    prepared_reports: list[PreparedReport]
    reflections: list[Reflection]
    register: ChosenRegister | None


async def gather(person: UUID, ports: Ports) -> Belongings:
    """Return everything that is a person's own, also what they did just now."""
    await asyncio.gather(*(ports.views.up_to_date(view) for view in _READ_HERE))
    async with ports.views.of_person(person) as connection:
        attended = await due.attended(connection, person)
        mine = await membership.of(connection, person)
    meetings = [await _meeting(tenant, session, person, ports) for tenant, session in attended]
    homes = {m.group_id: m.tenant_id for m in mine}
    homes |= {m.group: tenant for m, (tenant, _) in zip(meetings, attended, strict=True)}
    groups = [await _group(group, tenant, person, ports) for group, tenant in homes.items()]
    details = await ports.identity.person(person)
    return Belongings(
        format="kring-export-1",
        made_on=ports.clock.now().date(),
        me=Details(
            person=person,
            name=details.name,
            address=details.address,
            language=details.language,
            time_zone=details.time_zone,
        ),
        groups=groups,
        meetings=sorted(meetings, key=lambda m: m.opened_at),
        earlier_meetings=sorted(
            (mine_earlier(one) for one in await earlier_of(person, ports)), key=lambda m: m.begin
        ),
        prepared_cases=await prepared_cases(person, ports),
        prepared_reports=await prepared_reports(person, ports),
        reflections=await reflections_of(person, ports),
        register=await chosen_by(person, ports),
    )


async def _group(group: UUID, tenant: UUID, person: UUID, ports: Ports) -> OwnGroup:
    state = (await ports.groups.recent(tenant, group)).state
    stated = [e for e in state.expectations.values() if e.by == person]
    opener = await ports.vault.opener(tenant, [e.text for e in stated])
    name = sealing_name(ExpectationStated)
    texts = [opener.open(name, "text", e.text) for e in stated]
    return OwnGroup(
        group=group,
        name=await _name(group, ports),
        member=person in state.members,
        expectations=[text for text in texts if text is not None],
    )


async def _name(group: UUID, ports: Ports) -> str:
    named = (await ports.identity.groups([group])).get(group)
    return named.name if named else ""


async def _meeting(tenant: UUID, session_id: UUID, person: UUID, ports: Ports) -> OwnMeeting:
    recorded = await ports.record.read(tenant, session_id)
    session = (await ports.sessions.state(tenant, session_id)).state
    said = [(r, r.event) for r in recorded if _is_mine(r.event, person, session)]
    opener = await ports.vault.opener(tenant, [text for _, e in said for _, text in _texts(e, session)])

    def opened(event: Event, field: str, sealed: Sealed) -> str | None:
        return opener.open(sealing_name(type(event)), field, sealed)

    return OwnMeeting(
        group=session.begun.group,
        group_name=await _name(session.begun.group, ports),
        session=session_id,
        opened_at=session.begun.at,
        said=[
            _words(r, e, {field: opened(e, field, text) for field, text in _texts(e, session)}, session)
            for r, e in said
            if isinstance(e, Contribution)
        ],
    )


def _is_mine(event: Event, person: UUID, session: Session) -> bool:
    return (
        isinstance(event, Contribution)
        and event.by == person
        and event.id not in session.withdrawn
        and not isinstance(event, _SILENT)
    )


def _texts(event: Event, session: Session) -> Iterator[tuple[str, Sealed]]:
    """Yield the texts of a contribution in their last words."""
    fields = {field: getattr(event, field) for field in event.__struct_fields__}
    last = session.corrected.get(event.id, {}) if isinstance(event, Contribution) else {}
    yield from ((field, value) for field, value in (fields | last).items() if isinstance(value, Sealed))


def _words(
    recorded: Recorded[Any], said: Contribution, texts: dict[str, str | None], session: Session
) -> OwnWords:
    return OwnWords(
        id=said.id,
        kind=short_name(said),
        at=recorded.recorded_at,
        own_case=_is_own_case(said, session),
        late=said.late,
        texts=texts,
        status=said.status.value if isinstance(said, FollowUpReported) else None,
        due=said.due if isinstance(said, ActionCommitted | ActionCarriedOn) else None,
    )


def _is_own_case(said: Contribution, session: Session) -> bool | None:
    match said:
        case CaseProposed() | FollowUpReported() | ActionCarriedOn():
            return True
        case CaseContribution(case=UUID() as case) | ThoughtShared(case=UUID() as case):
            return session.brought_in_by(case) == said.by
        case _:
            return None
