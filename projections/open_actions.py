"""Which actions wait for their report: open until the contributor has told what came of them (R-87)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from msgspec import Struct
from typing_extensions import override

from events.base import Event, Sealed
from events.contribution import (
    ActionCarriedOn,
    ActionCommitted,
    ActionStatus,
    ContributionCorrected,
    ContributionWithdrawn,
    FollowUpReported,
)
from events.forgetting import AuthorForgotten, CaseErased
from events.session import SessionOpened
from projections.base import Changes, Connection, Happened, Projection, Table, load
from projections.commitments import (
    ACTIONS,
    CARRIED_ON,
    DEFINITION,
    LOAD_ACTIONS,
    LOAD_CARRIED_ON,
    MEETINGS,
    OF_AUTHOR_GONE,
    OF_CASE_GONE,
    REPORTS,
    ActionRow,
    CarriedOnRow,
    MeetingRow,
    ReportRow,
)

_FOUND: Final = """
SELECT to_json(found)::text FROM (
    SELECT a.tenant_id, a.action_id, a.session_id, a.position, a.case_id, a.contributor, a.text, a.first_step,
        m.group_id, CASE WHEN c.id IS NULL THEN a.due ELSE c.due END AS due,
        c.session_id AS carried_on_in, c.first_step AS next_step, (
            SELECT r.status FROM views.open_actions_reports AS r
            WHERE (r.tenant_id, r.action_id, r.told_by) = (a.tenant_id, a.action_id, a.contributor)
                AND NOT EXISTS (
                    SELECT FROM views.open_actions_carried_on AS o
                    WHERE (o.tenant_id, o.action_id, o.told_by, o.session_id)
                        = (r.tenant_id, r.action_id, r.told_by, r.session_id))
            ORDER BY r.position DESC LIMIT 1) AS status
    FROM views.open_actions AS a
    JOIN views.open_actions_meetings AS m USING (tenant_id, session_id)
    LEFT JOIN LATERAL (
        SELECT o.* FROM views.open_actions_carried_on AS o
        WHERE (o.tenant_id, o.action_id, o.told_by) = (a.tenant_id, a.action_id, a.contributor)
        ORDER BY o.position DESC LIMIT 1) AS c ON true
    WHERE NOT EXISTS (
        SELECT FROM views.open_actions AS e
        WHERE (e.tenant_id, e.action_id) = (a.tenant_id, a.action_id) AND e.position < a.position)
        AND (%(group)s::uuid IS NULL OR m.group_id = %(group)s)
        AND (%(person)s::uuid IS NULL OR a.contributor = %(person)s)
        AND (%(action)s::uuid IS NULL OR a.action_id = %(action)s)
) AS found
WHERE %(action)s::uuid IS NOT NULL OR status IS NULL
ORDER BY position
"""
"""A report closes an action, unless the same meeting carried it on; one that is asked for by id is
returned in any case."""


class Action(Struct, frozen=True, kw_only=True):
    """An action and what it waits for; ``status`` is what the last report said, None while it is open.

    ``text`` and ``first_step`` are sealed as ``session.action_committed`` under these names. Carried
    on, it is open again since the meeting ``carried_on_in``; ``next_step`` is sealed as the
    ``first_step`` of ``session.action_carried_on``.
    """

    tenant_id: UUID
    group_id: UUID
    session_id: UUID
    case_id: UUID
    action_id: UUID
    contributor: UUID
    text: Sealed
    first_step: Sealed | None
    due: date | None
    status: ActionStatus | None
    carried_on_in: UUID | None = None
    next_step: Sealed | None = None


class OpenActions(Projection):
    """Every action and the reports on it: skipping leaves it open, withdrawing makes it disappear.

    Clients choose ids: whoever borrows one says something in their own meeting, and changes nothing
    of what was said under it before. The first who committed an action under an id has it.
    """

    name: ClassVar[LiteralString] = "open_actions"
    revision: ClassVar[int] = 5
    reads: ClassVar[tuple[type[Event], ...]] = (
        SessionOpened,
        ActionCommitted,
        FollowUpReported,
        ActionCarriedOn,
        ContributionWithdrawn,
        ContributionCorrected,
        CaseErased,
        AuthorForgotten,
    )
    definition: ClassVar[LiteralString] = DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (MEETINGS, ACTIONS, REPORTS, CARRIED_ON)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Note what was committed, reported and taken back."""
        meetings = Changes[MeetingRow](MEETINGS)
        actions, reports = Changes[ActionRow](ACTIONS), Changes[ReportRow](REPORTS)
        carried_on = Changes[CarriedOnRow](CARRIED_ON)
        await _recall(connection, batch, actions, carried_on)
        for fact in batch:
            match fact.event:
                case SessionOpened(group=group):
                    meeting = MeetingRow(tenant_id=fact.tenant, session_id=fact.stream, group_id=group)
                    meetings.put((fact.tenant, fact.stream), meeting)
                case ActionCommitted(id=action):
                    actions.put((fact.tenant, action, fact.stream), _committed(fact, fact.event))
                case FollowUpReported(id=report):
                    reports.put((fact.tenant, report, fact.stream), _reported(fact, fact.event))
                case ActionCarriedOn(id=again):
                    carried_on.put((fact.tenant, again, fact.stream), _carried_on(fact, fact.event))
                case ContributionWithdrawn(contribution=contribution):
                    key = (fact.tenant, contribution, fact.stream)
                    actions.drop(key)
                    reports.drop(key)
                    carried_on.drop(key)
                case ContributionCorrected(contribution=contribution):
                    key = (fact.tenant, contribution, fact.stream)
                    _reword(fact.event, actions.get(key) or carried_on.get(key))
                case CaseErased() | AuthorForgotten():
                    for action in _gone(fact, actions.rows()):
                        actions.drop((fact.tenant, action, fact.stream))
                    await _forget(connection, fact)
                case _:
                    pass
        for changes in (meetings, actions, reports, carried_on):
            await changes.write(connection)


async def _recall(
    connection: Connection,
    batch: Sequence[Happened],
    actions: Changes[ActionRow],
    carried_on: Changes[CarriedOnRow],
) -> None:
    """Bring back the actions of earlier batches that are put in other words in this one."""
    again = [
        (fact.tenant, fact.event.contribution, fact.stream)
        for fact in batch
        if isinstance(fact.event, ContributionCorrected)
    ]
    for row in await load(connection, LOAD_ACTIONS, again, ActionRow):
        actions.put((row.tenant_id, row.action_id, row.session_id), row)
    for known in await load(connection, LOAD_CARRIED_ON, again, CarriedOnRow):
        carried_on.put((known.tenant_id, known.id, known.session_id), known)


def _reword(correction: ContributionCorrected, action: ActionRow | CarriedOnRow | None) -> None:
    if action is not None:
        for wording in correction.wordings:
            setattr(action, wording.field, wording.words)


def _gone(fact: Happened, rows: Iterable[ActionRow]) -> list[UUID]:
    here = (row for row in rows if (row.tenant_id, row.session_id) == (fact.tenant, fact.stream))
    match fact.event:
        case CaseErased(case=case):
            return [row.action_id for row in here if row.case_id == case]
        case AuthorForgotten(person=person):
            return [row.action_id for row in here if row.contributor == person]
        case _:
            return []


async def _forget(connection: Connection, fact: Happened) -> None:
    """Let go of actions that no report can close any more."""
    match fact.event:
        case CaseErased(case=case):
            await connection.execute(OF_CASE_GONE, [fact.tenant, fact.stream, case])
        case AuthorForgotten(person=person):
            await connection.execute(OF_AUTHOR_GONE, [fact.tenant, fact.stream, person])
        case _:
            pass


def _committed(fact: Happened, said: ActionCommitted) -> ActionRow:
    return ActionRow(
        tenant_id=fact.tenant,
        action_id=said.id,
        session_id=fact.stream,
        position=fact.position,
        case_id=said.case,
        contributor=said.by,
        text=said.text,
        first_step=said.first_step,
        due=said.due,
    )


def _reported(fact: Happened, said: FollowUpReported) -> ReportRow:
    return ReportRow(
        tenant_id=fact.tenant,
        report_id=said.id,
        session_id=fact.stream,
        action_id=said.action,
        told_by=said.by,
        position=fact.position,
        status=said.status,
    )


def _carried_on(fact: Happened, said: ActionCarriedOn) -> CarriedOnRow:
    return CarriedOnRow(
        tenant_id=fact.tenant,
        id=said.id,
        session_id=fact.stream,
        action_id=said.action,
        told_by=said.by,
        position=fact.position,
        first_step=said.first_step,
        due=said.due,
    )


async def of_group(connection: Connection, group: UUID) -> list[Action]:
    """Return the open actions of a group, oldest first."""
    return await _actions(connection, group=group)


async def of_person(connection: Connection, person: UUID) -> list[Action]:
    """Return the open actions of a person in this tenant, oldest first."""
    return await _actions(connection, person=person)


async def action(connection: Connection, wanted: UUID) -> Action | None:
    """Return one action, reported or not; None when nobody committed it, or it was withdrawn."""
    return next(iter(await _actions(connection, action=wanted)), None)


async def _actions(
    connection: Connection,
    *,
    group: UUID | None = None,
    person: UUID | None = None,
    action: UUID | None = None,
) -> list[Action]:
    found = await connection.execute(_FOUND, {"group": group, "person": person, "action": action})
    return [msgspec.json.decode(text, type=Action) for (text,) in await found.fetchall()]
