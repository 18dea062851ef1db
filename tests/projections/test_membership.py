"""Who is in which group."""

from datetime import timedelta
from uuid import uuid4

from backend.adapters.appender import Appender
from events.group import MemberJoined, MemberLeft, Role
from projections import membership
from tests.projections.circle import NOON, Circle
from tests.projections.conftest import Views


async def test_a_group_knows_its_people_in_the_order_in_which_they_joined(
    circle: Circle, views: Views
) -> None:
    async with views.seen_by(circle) as connection:
        people = await membership.in_group(connection, circle.group)

    assert [member.person_id for member in people] == [circle.facilitator, *circle.members]
    assert [member.role for member in people] == [Role.FACILITATOR, *[Role.MEMBER] * 5]


async def test_who_left_is_in_the_group_no_more_and_may_come_back(circle: Circle, views: Views) -> None:
    anne = circle.members[0]
    await circle.write(circle.group, MemberLeft(person=anne, at=NOON))
    async with views.seen_by(circle) as connection:
        assert await membership.of(connection, anne) == []

    later = NOON + timedelta(days=1)
    back = MemberJoined(person=anne, role=Role.FACILITATOR, invitation=None, at=later)
    await circle.write(circle.group, back)
    async with views.seen_by(circle) as connection:
        (again,) = await membership.of(connection, anne)

    assert (again.role, again.joined_at) == (Role.FACILITATOR, later)


async def test_a_person_finds_their_groups_in_every_tenant_but_nobody_elses(
    circle: Circle, appender: Appender, views: Views
) -> None:
    anne = circle.members[0]
    elsewhere = Circle(appender)
    await elsewhere.form()
    joined = MemberJoined(person=anne, role=Role.MEMBER, invitation=uuid4(), at=NOON)
    await elsewhere.write(elsewhere.group, joined)
    await views.know(elsewhere)

    async with views.database.reader.connection() as connection, connection.transaction():
        mine = await membership.of(connection, anne)
        others = await membership.in_group(connection, elsewhere.group)

    assert {(row.tenant_id, row.group_id) for row in mine} == {
        (circle.tenant, circle.group),
        (elsewhere.tenant, elsewhere.group),
    }
    assert {row.person_id for row in others} == {anne}
