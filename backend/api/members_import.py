"""Inviting the people of a list: tried first, with every row's problem; then each is mailed a link."""

import asyncio
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Annotated, Final

from litestar import Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta, Struct

from backend.api import documented, sheets
from backend.api.circles import Circle
from backend.api.invitations import appointments, link_of, refused_role
from backend.api.languages import Language
from backend.api.member_files import MemberFile, read_members
from backend.api.people_ports import Invitation, PersonDetails
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.domain.inviting import Around, Guest, Sorted, sort
from backend.domain.letters import Extras, letter
from events.group import Role

LARGEST: Final = 128 * 1024
"""Bytes of a request with a list of members."""
_MOST_TOLD: Final = 200


class MemberList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People to invite, as CSV: ``text``, or ``file`` as its bytes in base64. ``language``: of the mail."""

    text: Annotated[str, Meta(max_length=LARGEST)] | None = None
    file: Annotated[str, Meta(max_length=LARGEST)] | None = None
    language: Language | None = None


class MembersReport(Struct, frozen=True, kw_only=True):
    """Whom a list would invite, or has invited. ``skipped``: rows for which nobody has to be."""

    dry_run: bool
    encoding: str
    ignored_columns: list[str]
    rows: int
    new: int
    skipped: list[sheets.RowProblem]
    problems: list[sheets.RowProblem]
    problem_count: int


@post(
    "/groups/{group_id:uuid}/invitations/import",
    operation_id="import_members",
    status_code=200,
    request_max_body_size=LARGEST,
    responses=documented.query(
        "observers-only-watch",
        "account-to-mail",
        "group-closed",
        "other-site",
        "not-json",
        "too-large",
        "outcome-unknown",
        *sheets.REFUSALS,
    ),
)
async def import_members(
    data: JSONBody[MemberList],
    circle: NamedDependency[Circle],
    *,
    dry_run: Annotated[bool, QueryParameter(description="Change nothing, tell what would change.")] = True,
) -> Response[MembersReport]:
    """Invite the people of a list, each by a mail of their own, or try the list first: each row's problem.

    Nobody is in the group by it: who wants to be opens their link and joins. Names are for telling
    who is in the group already, and are not kept.
    """
    circle.check_open()
    me = await circle.ports.identity.person(circle.person)
    if me.guest:
        raise Problem("account-to-mail")
    listed = await asyncio.to_thread(_read, data)
    found = sort(listed.guests, await _around(listed.guests, me, circle))
    troubles = sorted(listed.troubles + found.troubles, key=lambda trouble: trouble.row or 0)
    report = MembersReport(
        dry_run=dry_run,
        encoding=listed.encoding,
        ignored_columns=listed.ignored_columns,
        rows=listed.rows,
        new=len(found.new),
        skipped=[sheets.problem_of(trouble) for trouble in found.skipped],
        problems=[sheets.problem_of(trouble) for trouble in troubles[:_MOST_TOLD]],
        problem_count=len(troubles),
    )
    if dry_run:
        return Response(report)
    if troubles:
        raise Problem("rows-have-problems")
    return Response(report, background=await _invited(found, data.language or me.language, me, circle))


def _read(data: MemberList) -> MemberFile:
    return read_members(*sheets.text_of(data.text, data.file))


async def _around(guests: Sequence[Guest], me: PersonDetails, circle: Circle) -> Around:
    ports, group = circle.ports, circle.group
    names = await ports.identity.names(list(group.members))
    denied = {role: reason for role in Role if (reason := refused_role(role, circle))}
    return Around(
        mine=me.address,
        names={name.casefold() for name in names.values()},
        invited=await _invited_already(circle),
        full=await ports.postage.full([guest.address for guest in guests], group.id),
        denied=denied,
    )


async def _invited_already(circle: Circle) -> AbstractSet[str]:
    """Return to whom the caller mailed what still works; what others mailed is not theirs to learn."""
    now = circle.ports.clock.now()
    return {
        one.address
        for one in await circle.ports.identity.invitations(circle.group.id)
        if one.address and one.made_by == circle.person and not one.revoked and one.expires_at > now
    }


async def _invited(found: Sorted, language: Language, me: PersonDetails, circle: Circle) -> BackgroundTask:
    """Make all invitations, or none; return what mails them."""
    ports, group = circle.ports, circle.group
    wanted = {guest.address: guest.role for guest in found.new}
    if not await ports.postage.stamp(list(wanted), group.id):
        raise Problem("rows-have-problems")
    made = await ports.identity.invite_all(group.id, circle.tenant, wanted, made_by=circle.person)
    more = Extras(calendar=await appointments(me, language, circle))
    return BackgroundTask(_mail, made, language, more, ports)


async def _mail(
    made: Sequence[tuple[Invitation, str]], language: Language, more: Extras, ports: Ports
) -> None:
    await asyncio.gather(*(_mail_one(one, token, language, more, ports) for one, token in made))


async def _mail_one(one: Invitation, token: str, language: Language, more: Extras, ports: Ports) -> None:
    """Mail an invitation. One that is not taken is revoked: nobody has its link, so it can be made anew."""
    written = letter("invitation", language, link=link_of(token, ports))
    sent = await ports.mail.send(one.address or "", written.subject, written.text, written.html, more)
    if not sent:
        await ports.identity.revoke(one.group, one.invitation)


ROUTES = (import_members,)
