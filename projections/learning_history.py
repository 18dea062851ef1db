"""What a group has learned together: its meetings, its cases, what helped and what came of it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from events.base import Sealed
from events.method import Words
from projections.base import Connection

_MEETINGS: Final = """
SELECT json_build_object(
    'session', m.session_id, 'group', m.group_id, 'method', m.method, 'names', m.names,
    'opened_at', m.opened_at, 'closed_at', c.closed_at,
    'present', ARRAY(
        SELECT p.person_id FROM views.learning_history_presence AS p
        WHERE (p.tenant_id, p.session_id) = (m.tenant_id, m.session_id) ORDER BY p.person_id),
    'observers', ARRAY(
        SELECT p.person_id FROM views.learning_history_presence AS p
        WHERE (p.tenant_id, p.session_id) = (m.tenant_id, m.session_id) AND p.observed),
    'facilitated_by', ARRAY(
        SELECT p.person_id FROM views.learning_history_presence AS p
        WHERE (p.tenant_id, p.session_id) = (m.tenant_id, m.session_id)
            AND (p.facilitated OR p.person_id = ANY (m.facilitators)) ORDER BY p.person_id),
    'cases', ARRAY(
        SELECT json_build_object(
            'case_id', k.case_id, 'contributor', k.contributor,
            'erased', EXISTS (
                SELECT FROM views.learning_history_erased AS e
                WHERE (e.tenant_id, e.session_id, e.case_id) = (k.tenant_id, k.session_id, k.case_id)),
            'shared', EXISTS (
                SELECT FROM views.learning_history_shared AS e
                WHERE (e.tenant_id, e.session_id, e.case_id) = (k.tenant_id, k.session_id, k.case_id)))
        FROM views.learning_history_cases AS k
        WHERE (k.tenant_id, k.session_id) = (m.tenant_id, m.session_id) ORDER BY k.position)
)::text
FROM views.learning_history_meetings AS m
JOIN views.learning_history_closings AS c USING (tenant_id, session_id)
WHERE m.group_id = ANY (%s) ORDER BY m.opened_at DESC, m.session_id
"""
_SAID: Final = """
SELECT to_json(s)::text
FROM views.learning_history AS s
JOIN views.learning_history_meetings AS m USING (tenant_id, session_id)
LEFT JOIN views.learning_history_closings AS c USING (tenant_id, session_id)
WHERE m.group_id = ANY (%s) AND (s.step <> ALL (m.private_steps) OR s.kind = ANY (m.free))
    AND (c.closed_at IS NOT NULL
        OR (s.kind IN ('follow_up_reported', 'action_carried_on', 'feedback_given')
            AND (s.step <> ALL (m.quiet_steps) OR s.kind = ANY (m.free))))
    AND (s.kind <> 'case_proposed' OR EXISTS (
        SELECT FROM views.learning_history_cases AS k
        WHERE (k.tenant_id, k.session_id, k.case_id) = (s.tenant_id, s.session_id, s.id)))
ORDER BY s.position
"""
_GROUPS: Final = """
SELECT DISTINCT m.group_id FROM views.learning_history_presence AS p
JOIN views.learning_history_meetings AS m USING (tenant_id, session_id) WHERE p.person_id = %s
"""
_ATTENDED: Final = """
SELECT session_id FROM views.learning_history_presence WHERE person_id = %(person)s
UNION
SELECT session_id FROM views.learning_history_meetings WHERE %(person)s = ANY (guards)
"""


_THOUGHTS: Final = frozenset(
    {"hypothesis_offered", "observation_shared", "reflection_shared", "thought_shared"}
)


class Remembered(Struct, frozen=True):
    """Something that was said; texts sealed under ``session.<kind>`` and the name of their field."""

    id: UUID
    session_id: UUID
    kind: str
    by: UUID
    texts: dict[str, Sealed]
    about: dict[str, Any]
    subject: UUID | None


class Question(Struct, frozen=True):
    """A question and what the contributor answered."""

    asked: Remembered
    answers: tuple[Remembered, ...]


class Report(Struct, frozen=True):
    """What came of an action, the feedback of peers on it (R-88), and how it goes on, if it does."""

    told: Remembered
    feedback: tuple[Remembered, ...]
    carried_on: Remembered | None


class Deed(Struct, frozen=True):
    """An action and what came of it, as far as it was told."""

    committed: Remembered
    reports: tuple[Report, ...]


class Case(Struct, frozen=True, kw_only=True):
    """A case the group worked on. ``proposal`` has its title and question.

    Erased, only its counts are left, and takeaways for the contributor alone if they kept them.
    Shared, the whole group may read it.
    """

    id: UUID
    contributor: UUID
    erased: bool
    shared: bool
    proposal: Remembered | None
    descriptions: tuple[Remembered, ...]
    questions: tuple[Question, ...]
    advice: tuple[Remembered, ...]
    thoughts: tuple[Remembered, ...]
    """What else was said about it, in order: hypotheses, observations, reflections and thoughts."""
    marks: tuple[Remembered, ...]
    """What the contributor said that things do to them, the last one last."""
    takeaways: tuple[Remembered, ...]
    actions: tuple[Deed, ...]


class PastMeeting(Struct, frozen=True, kw_only=True):
    """A meeting that closed. Who is not in ``present`` may not read its cases (invariant 7).

    ``observers`` are those of them who only watched.
    """

    session: UUID
    group: UUID
    opened_at: datetime
    closed_at: datetime
    method: str
    names: Words
    present: frozenset[UUID]
    observers: frozenset[UUID]
    facilitated_by: tuple[UUID, ...]
    cases: tuple[Case, ...]
    insights: tuple[Remembered, ...]


class _ChosenCase(Struct):
    case_id: UUID
    contributor: UUID
    erased: bool
    shared: bool


class _Meeting(Struct):
    session: UUID
    group: UUID
    opened_at: datetime
    closed_at: datetime
    method: str
    names: Words
    present: frozenset[UUID]
    observers: frozenset[UUID]
    facilitated_by: tuple[UUID, ...]
    cases: list[_ChosenCase]


async def of(connection: Connection, group: UUID) -> list[PastMeeting]:
    """Return the closed meetings of a group, the last one first."""
    return await _timeline(connection, [group])


async def attended(connection: Connection, person: UUID) -> frozenset[UUID]:
    """Return the meetings of this tenant that a person is or was at, or was to guard without being a peer."""
    found = await connection.execute(_ATTENDED, {"person": person})
    return frozenset(session for (session,) in await found.fetchall())


async def of_person(connection: Connection, person: UUID) -> list[PastMeeting]:
    """Return the closed meetings of this tenant that a person was at, the last one first."""
    found = await connection.execute(_GROUPS, [person])
    groups = [group for (group,) in await found.fetchall()]
    return [meeting for meeting in await _timeline(connection, groups) if person in meeting.present]


async def _timeline(connection: Connection, groups: list[UUID]) -> list[PastMeeting]:
    meetings = await (await connection.execute(_MEETINGS, [groups])).fetchall()
    said = await (await connection.execute(_SAID, [groups])).fetchall()
    memory = _Memory([msgspec.json.decode(text, type=Remembered) for (text,) in said])
    return [memory.tell(msgspec.json.decode(text, type=_Meeting)) for (text,) in meetings]


class _Memory:
    """What was said in each meeting by what it was about, and the reports by their action, in any."""

    def __init__(self, said: Sequence[Remembered]) -> None:
        self._about: dict[tuple[UUID, str, UUID], list[Remembered]] = defaultdict(list)
        self._thoughts: dict[tuple[UUID, UUID], list[Remembered]] = defaultdict(list)
        self._reports: dict[tuple[UUID, UUID], list[Remembered]] = defaultdict(list)
        for one in said:
            self._about[one.session_id, one.kind, one.subject or one.session_id].append(one)
            if one.kind in _THOUGHTS and one.subject is not None:
                self._thoughts[one.session_id, one.subject].append(one)
            if one.kind == "follow_up_reported" and one.subject is not None:
                self._reports[one.subject, one.by].append(one)

    def _those(self, session: UUID, kind: str, subject: UUID) -> tuple[Remembered, ...]:
        return tuple(self._about.get((session, kind, subject), ()))

    def tell(self, meeting: _Meeting) -> PastMeeting:
        return PastMeeting(
            session=meeting.session,
            group=meeting.group,
            opened_at=meeting.opened_at,
            closed_at=meeting.closed_at,
            method=meeting.method,
            names=meeting.names,
            present=meeting.present,
            observers=meeting.observers,
            facilitated_by=meeting.facilitated_by,
            cases=tuple(self._case(meeting.session, chosen) for chosen in meeting.cases),
            insights=self._those(meeting.session, "insight_noted", meeting.session),
        )

    def _case(self, session: UUID, chosen: _ChosenCase) -> Case:
        case = chosen.case_id
        asked = self._those(session, "question_asked", case)
        committed = self._those(session, "action_committed", case)
        return Case(
            id=case,
            contributor=chosen.contributor,
            erased=chosen.erased,
            shared=chosen.shared,
            proposal=next(iter(self._those(session, "case_proposed", case)), None),
            descriptions=self._those(session, "case_described", case),
            questions=tuple(
                Question(one, self._those(session, "question_answered", one.id)) for one in asked
            ),
            advice=self._those(session, "advice_given", case),
            thoughts=tuple(self._thoughts.get((session, case), ())),
            marks=self._those(session, "contribution_rated", case),
            takeaways=self._those(session, "takeaway_stated", case),
            actions=tuple(Deed(one, self._told_of(one)) for one in committed),
        )

    def _told_of(self, action: Remembered) -> tuple[Report, ...]:
        told = self._reports.get((action.id, action.by), ())
        return tuple(
            Report(one, self._those(one.session_id, "feedback_given", one.id), self._going_on(one, action))
            for one in told
        )

    def _going_on(self, report: Remembered, action: Remembered) -> Remembered | None:
        said = self._those(report.session_id, "action_carried_on", action.id)
        return next((one for one in said if one.by == report.by), None)
