"""How giving and taking are balanced in a group (R-34); passing is counted nowhere."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from msgspec import Struct
from typing_extensions import override

from events.base import Event
from events.contribution import AdviceGiven, ContributionWithdrawn, QuestionAnswered, QuestionAsked
from events.group import Role
from events.method import Visibility
from events.session import (
    CaseChosen,
    ChoiceUndone,
    ParticipantArrived,
    SessionClosed,
    SessionOpened,
    SessionReopened,
)
from projections.base import Changes, Connection, Happened, Projection, Row, Table

_DEFINITION: Final = """
CREATE TABLE give_and_take_meetings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    group_id uuid NOT NULL,
    quiet_steps int[] NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE INDEX ON give_and_take_meetings (tenant_id, group_id);
CREATE TABLE give_and_take_closings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE TABLE give_and_take_attendance (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    person_id uuid NOT NULL,
    attended bool NOT NULL,
    facilitated bool NOT NULL,
    PRIMARY KEY (tenant_id, session_id, person_id)
);
CREATE TABLE give_and_take (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    share_id uuid NOT NULL,
    person_id uuid NOT NULL,
    what text NOT NULL,
    step int NOT NULL,
    PRIMARY KEY (tenant_id, session_id, share_id)
);
"""
_MEETINGS: Final = Table(
    "give_and_take_meetings",
    save="""
    INSERT INTO give_and_take_meetings
    SELECT * FROM json_populate_recordset(NULL::give_and_take_meetings, %s)
    ON CONFLICT (tenant_id, session_id)
    DO UPDATE SET group_id = excluded.group_id, quiet_steps = excluded.quiet_steps
    """,
)
_CLOSINGS: Final = Table(
    "give_and_take_closings",
    save="""
    INSERT INTO give_and_take_closings
    SELECT * FROM json_populate_recordset(NULL::give_and_take_closings, %s)
    ON CONFLICT (tenant_id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM give_and_take_closings AS c USING unnest(%s::uuid[], %s::uuid[])
        AS gone (tenant_id, session_id)
    WHERE (c.tenant_id, c.session_id) = (gone.tenant_id, gone.session_id)
    """,
)
_ATTENDANCE: Final = Table(
    "give_and_take_attendance",
    save="""
    INSERT INTO give_and_take_attendance AS a
    SELECT * FROM json_populate_recordset(NULL::give_and_take_attendance, %s)
    ON CONFLICT (tenant_id, session_id, person_id) DO UPDATE SET
        attended = a.attended OR excluded.attended, facilitated = a.facilitated OR excluded.facilitated
    """,
)
_SHARES: Final = Table(
    "give_and_take",
    save="""
    INSERT INTO give_and_take SELECT * FROM json_populate_recordset(NULL::give_and_take, %s)
    ON CONFLICT (tenant_id, session_id, share_id)
    DO UPDATE SET person_id = excluded.person_id, what = excluded.what, step = excluded.step
    """,
    drop="""
    DELETE FROM give_and_take AS s USING unnest(%s::uuid[], %s::uuid[], %s::uuid[])
        AS gone (tenant_id, session_id, share_id)
    WHERE (s.tenant_id, s.session_id, s.share_id) = (gone.tenant_id, gone.session_id, gone.share_id)
    """,
)
_OF_GROUP: Final = """
WITH done AS (
    SELECT a.person_id, 'attended' AS what
    FROM views.give_and_take_attendance AS a JOIN views.give_and_take_meetings USING (tenant_id, session_id)
    WHERE group_id = %(group)s AND a.attended
    UNION ALL
    SELECT a.person_id, 'facilitated'
    FROM views.give_and_take_attendance AS a JOIN views.give_and_take_meetings USING (tenant_id, session_id)
    WHERE group_id = %(group)s AND a.attended AND a.facilitated
    UNION ALL
    SELECT s.person_id, s.what
    FROM views.give_and_take AS s JOIN views.give_and_take_meetings AS m USING (tenant_id, session_id)
    WHERE group_id = %(group)s AND (s.step <> ALL (m.quiet_steps) OR EXISTS (
        SELECT FROM views.give_and_take_closings AS c
        WHERE (c.tenant_id, c.session_id) = (s.tenant_id, s.session_id)))
)
SELECT json_build_object(
    'person', person_id,
    'contributed', count(*) FILTER (WHERE what = 'contributed'),
    'asked', count(*) FILTER (WHERE what = 'asked'),
    'answered', count(*) FILTER (WHERE what = 'answered'),
    'advised', count(*) FILTER (WHERE what = 'advised'),
    'facilitated', count(*) FILTER (WHERE what = 'facilitated'),
    'attended', count(*) FILTER (WHERE what = 'attended')
)::text FROM done GROUP BY person_id ORDER BY person_id
"""


_NOWHERE: Final = -1
"""The step of what is said in none."""


class _What(StrEnum):
    CONTRIBUTED = "contributed"
    ASKED = "asked"
    ANSWERED = "answered"
    ADVISED = "advised"


class _Meeting(Row):
    tenant_id: UUID
    session_id: UUID
    group_id: UUID
    quiet_steps: list[int]


class _Closing(Row):
    tenant_id: UUID
    session_id: UUID


class _Attendance(Row):
    tenant_id: UUID
    session_id: UUID
    person_id: UUID
    attended: bool = False
    facilitated: bool = False


class _Share(Row):
    tenant_id: UUID
    session_id: UUID
    share_id: UUID
    person_id: UUID
    what: _What
    step: int


class Balance(Struct, frozen=True, kw_only=True):
    """What one person gave to a group and took from it, as numbers of times."""

    person: UUID
    contributed: int
    """Cases the group worked on."""
    asked: int
    answered: int
    advised: int
    facilitated: int
    attended: int


class GiveAndTake(Projection):
    """Who took part, and every share they gave or took; what is withdrawn or undone counts no more.

    What is said in a step that does not show it at once counts when the meeting has ended: until
    then a number would tell who wrote.
    """

    name: ClassVar[LiteralString] = "give_and_take"
    revision: ClassVar[int] = 2
    reads: ClassVar[tuple[type[Event], ...]] = (
        SessionOpened,
        SessionClosed,
        SessionReopened,
        ParticipantArrived,
        CaseChosen,
        ChoiceUndone,
        QuestionAsked,
        QuestionAnswered,
        AdviceGiven,
        ContributionWithdrawn,
    )
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_MEETINGS, _CLOSINGS, _ATTENDANCE, _SHARES)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Count in what was given, count out what was taken back."""
        meetings, there = Changes[_Meeting](_MEETINGS), Changes[_Attendance](_ATTENDANCE)
        shares, closings = Changes[_Share](_SHARES), Changes[_Closing](_CLOSINGS)
        for fact in batch:
            match fact.event:
                case SessionOpened():
                    meetings.put((fact.tenant, fact.stream), _meeting(fact, fact.event))
                    for person in fact.event.facilitators:
                        _attend(there, fact, person).facilitated = True
                case SessionClosed():
                    closing = _Closing(tenant_id=fact.tenant, session_id=fact.stream)
                    closings.put((fact.tenant, fact.stream), closing)
                case SessionReopened():
                    closings.drop((fact.tenant, fact.stream))
                case ParticipantArrived(role=Role.OBSERVER):
                    continue
                case ParticipantArrived(person=person, role=role):
                    attendance = _attend(there, fact, person)
                    attendance.attended = True
                    attendance.facilitated |= role is Role.FACILITATOR
                case _:
                    _share(shares, fact)
        for changes in (meetings, closings, there, shares):
            await changes.write(connection)


def _meeting(fact: Happened, opened: SessionOpened) -> _Meeting:
    quiet = [n for n, step in enumerate(opened.method.steps) if step.visibility is not Visibility.LIVE]
    return _Meeting(tenant_id=fact.tenant, session_id=fact.stream, group_id=opened.group, quiet_steps=quiet)


def _attend(there: Changes[_Attendance], fact: Happened, person: UUID) -> _Attendance:
    key = (fact.tenant, fact.stream, person)
    known = there.get(key) or _Attendance(tenant_id=fact.tenant, session_id=fact.stream, person_id=person)
    there.put(key, known)
    return known


def _share(shares: Changes[_Share], fact: Happened) -> None:
    match fact.event:
        case CaseChosen(case=share, contributor=person):
            what, step = _What.CONTRIBUTED, _NOWHERE
        case QuestionAsked(id=share, by=person, step=step):
            what = _What.ASKED
        case QuestionAnswered(id=share, by=person, step=step):
            what = _What.ANSWERED
        case AdviceGiven(id=share, by=person, step=step):
            what = _What.ADVISED
        case ChoiceUndone(case=share) | ContributionWithdrawn(contribution=share):
            shares.drop((fact.tenant, fact.stream, share))
            return
        case _:
            return
    row = _Share(
        tenant_id=fact.tenant,
        session_id=fact.stream,
        share_id=share,
        person_id=person,
        what=what,
        step=step,
    )
    shares.put((fact.tenant, fact.stream, share), row)


async def of_group(connection: Connection, group: UUID) -> list[Balance]:
    """Return the balance of everyone who took part in a meeting of the group."""
    found = await connection.execute(_OF_GROUP, {"group": group})
    return [msgspec.json.decode(text, type=Balance) for (text,) in await found.fetchall()]
