"""A group as those who are in it see it: its people, what it agreed, and what one may do in it."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.composition import hints_for, may_see_hints
from backend.api.ground_rules import GroundRulesView, present_rules
from backend.domain.composition import Hint
from backend.domain.group.state import Group, Retention
from events.group import Facilitation, Rhythm, Role, SizePolicy
from events.method import AdviceMode
from projections import agenda
from projections.agenda import MeetingState

Here = NamedDependency[Circle]


class MemberView(Struct, frozen=True, kw_only=True):
    """A person in the group."""

    person: UUID
    name: str
    role: Role
    expectation_stated: bool
    accepted_rules: bool


class AudienceView(Struct, frozen=True, kw_only=True):
    """For whom the group is meant."""

    role_family: UUID | None
    level: int | None


class NextMeeting(Struct, frozen=True, kw_only=True):
    """The meeting that runs now, or else the first that is planned."""

    session: UUID
    starts_at: datetime
    state: MeetingState


class Mine(Struct, frozen=True, kw_only=True):
    """What the caller is and may do in the group."""

    person: UUID
    role: Role
    maker: bool
    observer: bool
    may_move: bool
    may_arrange: bool
    may_invite_facilitators: bool


class GroupView(Struct, frozen=True, kw_only=True):
    """A group as its members see it. ``size_advice`` and ``hints`` advise: a group is never blocked.

    ``expectations_stated`` of ``expectations_asked`` members said what they expect (R-25). Only
    who keeps the group and its own facilitator are given hints.
    """

    group: UUID
    name: str
    purpose: str
    organisation: UUID | None
    programme: UUID | None
    for_whom: AudienceView | None
    rhythm: Rhythm | None
    facilitation: Facilitation
    method: str
    advice_mode: AdviceMode
    size: SizePolicy
    size_advice: str | None
    hints: list[Hint]
    maker: UUID
    members: list[MemberView]
    ground_rules: GroundRulesView
    expectations_stated: int
    expectations_asked: int
    retention: Retention
    next_meeting: NextMeeting | None
    closed_at: datetime | None
    me: Mine


@get(
    "/groups/{group_id:uuid}",
    operation_id="get_group",
    responses=documented.query(),
)
async def get_group(circle: Here) -> Response[GroupView]:
    """See a group: its people, what it agreed, and what one may do in it."""
    group, agreed = circle.group, circle.group.agreed
    named = (await circle.ports.identity.groups([group.id])).get(group.id)
    peers = [group.members[person] for person in group.those(Role.MEMBER)]
    view = GroupView(
        group=group.id,
        name=named.name if named else "",
        purpose=named.purpose if named else "",
        organisation=group.hosted.organisation if group.hosted else None,
        programme=group.hosted.programme if group.hosted else None,
        for_whom=_audience(group),
        rhythm=agreed.rhythm,
        facilitation=agreed.facilitation,
        method=agreed.method,
        advice_mode=agreed.advice_mode,
        size=group.size,
        size_advice=_size_advice(len(peers), group.size),
        hints=await hints_for(circle) if may_see_hints(circle) else [],
        maker=group.maker or agreed.by,
        members=await _members(circle),
        ground_rules=await present_rules(circle),
        expectations_stated=sum(peer.expectation is not None for peer in peers),
        expectations_asked=len(peers),
        retention=group.keeps,
        next_meeting=await _next_meeting(circle),
        closed_at=group.closed_at,
        me=_mine(circle),
    )
    return Response(view, headers={"ETag": f'"{group.version}"'})


def _audience(group: Group) -> AudienceView | None:
    if group.meant_for is None:
        return None
    return AudienceView(role_family=group.meant_for.role_family, level=group.meant_for.level)


def _size_advice(peers: int, size: SizePolicy) -> str | None:
    if peers < size.smallest:
        return "too-few"
    return "too-many" if peers > size.largest else None


async def _members(circle: Circle) -> list[MemberView]:
    group = circle.group
    names = await circle.ports.identity.names(list(group.members))
    return [
        MemberView(
            person=person,
            name=names.get(person, ""),
            role=member.role,
            expectation_stated=member.expectation is not None,
            accepted_rules=member.accepted == group.rules_version,
        )
        for person, member in group.members.items()
    ]


async def _next_meeting(circle: Circle) -> NextMeeting | None:
    async with circle.ports.views.of(circle.tenant) as connection:
        found = await agenda.next_of(connection, circle.group.id)
    if found is None:
        return None
    return NextMeeting(session=found.session_id, starts_at=found.starts_at, state=found.state)


def _mine(circle: Circle) -> Mine:
    group, person, role = circle.group, circle.person, circle.member.role
    keeps = person == group.maker
    return Mine(
        person=person,
        role=role,
        maker=keeps,
        observer=role is Role.OBSERVER,
        may_move=group.may_move(person),
        may_arrange=group.may_arrange(person),
        may_invite_facilitators=keeps,
    )


ROUTES = (get_group,)
