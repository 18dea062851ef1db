"""The audit log tells decisions in an organisation and in a group, and only those."""

from datetime import timedelta
from typing import get_args
from uuid import UUID, uuid4

import pytest

from backend.adapters.appender import Appender
from events.base import Event, Sealed, short_name
from events.contribution import AnyContribution
from events.group import AnyGroupEvent, ExpectationStated, GroundRulesAccepted, MemberLeft
from events.organisation import (
    AdministratorDismissed,
    AnyOrganisationEvent,
    PersonLeft,
    Scope,
    TokenIssued,
)
from projections import audit, enrolment
from projections.audit import DECISIONS
from tests.golden.write import example
from tests.projections.circle import NOON, Circle, Meeting, organised, sealed
from tests.projections.conftest import Views

UNDECIDED = {"expectation_stated", "session_scheduled", "session_rescheduled", "session_cancelled"}
"""What happens to a group and is no decision about a right, a member or what was agreed."""

KINDS: list[type[Event]] = sorted(DECISIONS, key=short_name)


def test_every_event_of_an_organisation_is_a_decision_and_of_a_group_nearly_every_one() -> None:
    group = {kind for kind in get_args(AnyGroupEvent) if kind not in DECISIONS}

    assert [kind for kind in get_args(AnyOrganisationEvent) if kind not in DECISIONS] == []
    assert {short_name(kind) for kind in group} == UNDECIDED
    assert [kind for kind in get_args(AnyContribution) if kind in DECISIONS] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_entry_holds_a_text(kind: type[Event]) -> None:
    entry = DECISIONS[kind](example(kind))

    assert entry.by is None or isinstance(entry.by, UUID)
    assert not any(isinstance(part, Sealed | bytes) for part in entry.about.values())
    assert "ciphertext" not in str(entry.about)


async def test_what_an_organisation_decided_is_told_the_latest_first(circle: Circle, views: Views) -> None:
    boss, anna, bo = uuid4(), uuid4(), uuid4()
    issued = TokenIssued(
        token=uuid4(), scopes=(Scope.AUDIT,), expires_at=NOON + timedelta(days=9), by=boss, at=NOON
    )
    await circle.write(
        circle.tenant, *organised(boss, anna, bo), issued, PersonLeft(person=bo, by=boss, at=NOON)
    )
    async with views.seen_by(circle) as connection:
        told = await audit.of(connection, circle.tenant)
        page = await audit.of(connection, circle.tenant, before=told[1].position, limit=2)

    assert [(one.what, one.by, one.whom) for one in told] == [
        ("person_left", boss, bo),
        ("token_issued", boss, None),
        ("person_enrolled", boss, bo),
        ("person_enrolled", boss, anna),
        ("administrator_appointed", boss, boss),
        ("organisation_registered", boss, None),
    ]
    assert told[1].about["scopes"] == ["audit:read"]
    assert page == told[2:4]


async def test_a_groups_log_tells_its_decisions_and_nothing_that_was_said(
    circle: Circle, views: Views
) -> None:
    meeting, member = Meeting(circle), circle.members[0]
    await circle.write(meeting.id, *meeting.everything())
    stated = ExpectationStated(id=uuid4(), by=member, text=sealed(member, "words"))
    accepted = GroundRulesAccepted(version=1, by=member, at=NOON)
    await circle.write(circle.group, stated, accepted, MemberLeft(person=member, at=NOON))
    async with views.seen_by(circle) as connection:
        told = await audit.of(connection, circle.group, limit=200)

    assert [one.what for one in told] == [
        "member_left",
        "ground_rules_accepted",
        *["member_joined"] * 6,
        "group_formed",
    ]
    assert told[0].whom == member


async def test_another_tenant_reads_nothing_of_it(circle: Circle, appender: Appender, views: Views) -> None:
    other = Circle(appender)
    await other.form()
    await circle.write(circle.tenant, *organised(circle.facilitator))
    async with views.seen_by(circle):
        pass
    async with views.seen_by(other) as connection:
        assert await audit.of(connection, circle.tenant) == []
        assert await audit.of(connection, circle.group) == []
        assert len(await audit.of(connection, other.group)) == 7


async def test_one_sees_ones_own_organisations_only(circle: Circle, appender: Appender, views: Views) -> None:
    other = Circle(appender)
    boss, anna, stranger = uuid4(), uuid4(), uuid4()
    await circle.write(circle.tenant, *organised(boss, anna, boss))
    await other.write(other.tenant, *organised(anna, stranger))
    await other.write(other.tenant, AdministratorDismissed(person=anna, by=anna, at=NOON))
    await views.know(other)
    found = {}
    for person in (boss, anna, stranger, uuid4()):
        async with views.database.reading_as(person) as connection:
            found[person] = await enrolment.of(connection, person, {})

    async with views.database.reading_as(boss) as connection:
        found[boss] = await enrolment.of(connection, boss, {other.tenant: stranger, circle.tenant: anna})

    def told(person: UUID) -> list[tuple[UUID, bool, bool]]:
        return [(one.organisation, one.enrolled, one.administrator) for one in found[person]]

    both = [(circle.tenant, True, True), (other.tenant, True, False)]
    assert sorted(told(boss)) == sorted(both)
    assert told(anna) == [(circle.tenant, True, False)]
    assert told(stranger) == [(other.tenant, True, False)]
    assert [len(rows) for rows in found.values()] == [2, 1, 1, 0]
