"""Proof of a group's year: a signed list of when it met and who was there, for whoever guards it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.certificate_pages import Reading, list_page
from backend.api.certificate_signed import SignedList, check_url, signed_list
from backend.api.certificates import FORMAT, download
from backend.api.circles import Circle
from backend.api.group_years import opened_sessions
from backend.api.languages import Language
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.certificates import list_of, list_of_earlier
from backend.domain.group.commands import IssueYearList, RevokeYearList
from backend.domain.zones import zone_of
from events.group import Met, YearListIssued

Here = NamedDependency[Circle]
LANGUAGE = Annotated[Language | None, QueryParameter(description="Without it, the caller's own.")]


class NewList(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which year, by the caller's own clock."""

    year: Annotated[int, Meta(ge=2000, le=2199)]


class ListView(Struct, frozen=True, kw_only=True):
    """A certificate of a year of the group."""

    certificate: UUID
    code: str
    check_url: str
    year: int
    meetings: int
    issued_at: datetime
    revoked_at: datetime | None


class YearLists(Struct, frozen=True):
    """The certificates of the group's years, the newest first."""

    lists: list[ListView]


@get(
    "/groups/{group_id:uuid}/certificates",
    operation_id="list_group_certificates",
    responses=documented.query("only-the-facilitator", "observers-only-watch", "ground-rules-first"),
)
async def list_group_certificates(circle: Here) -> YearLists:
    """See which certificates were made of the group's years."""
    issued = reversed(circle.group.year_lists.values())
    return YearLists([_view(one, circle) for one in issued])


def _view(issued: YearListIssued, circle: Circle) -> ListView:
    return ListView(
        certificate=issued.certificate,
        code=issued.code,
        check_url=check_url(issued, circle.ports.public_url),
        year=issued.year,
        meetings=len(issued.meetings),
        issued_at=issued.at,
        revoked_at=circle.group.revoked_lists.get(issued.certificate),
    )


@put(
    "/groups/{group_id:uuid}/certificates/{certificate_id:uuid}",
    operation_id="issue_group_certificate",
    responses=documented.command("only-the-facilitator", "ground-rules-first", "attendance-not-confirmed"),
)
async def issue_group_certificate(
    certificate_id: FromPath[UUID], data: JSONBody[NewList], circle: Here
) -> Response[Receipt]:
    """Make a certificate of a year: every meeting whose list of who was there was confirmed, or entered.

    Its facts stay as they are. Names are no part of them: they are read anew each time, and go out
    of it with those of the list.
    """
    me = await circle.ports.identity.person(circle.person)
    command = IssueYearList(
        certificate=certificate_id,
        code=circle.ports.certificates.new_code(),
        year=data.year,
        meetings=tuple(await _met(circle, data.year, zone_of(me.time_zone))),
        by=circle.person,
        at=circle.ports.clock.now(),
    )
    return receipt(await circle.handle(command, command_id=certificate_id, exclusive=True))


async def _met(circle: Circle, year: int, zone: ZoneInfo) -> list[Met]:
    """Return the meetings of a year that can be proven, the first one first."""
    group = circle.group
    held = [list_of(one, group) for one in await opened_sessions(circle)]
    everything = [one for one in held if one] + [list_of_earlier(one) for one in group.earlier.values()]
    found = [one for one in everything if one.begin.astimezone(zone).year == year]
    return sorted(found, key=lambda one: one.begin)


@get(
    "/groups/{group_id:uuid}/certificates/{certificate_id:uuid}",
    operation_id="get_group_certificate",
    responses=documented.query(
        "only-the-facilitator",
        "observers-only-watch",
        "ground-rules-first",
        "certificate-revoked",
        "unknown-list",
    )
    | {200: ResponseSpec(SignedList, description="As PDF, or signed JSON", generate_examples=False)},
)
async def get_group_certificate(
    certificate_id: FromPath[UUID], circle: Here, form: FORMAT = "pdf", language: LANGUAGE = None
) -> Response[bytes]:
    """Download a certificate of a year: a PDF to print, or signed JSON."""
    issued = circle.group.year_lists.get(certificate_id)
    if issued is None:
        raise Problem("unknown-list")
    if certificate_id in circle.group.revoked_lists:
        raise Problem("certificate-revoked")
    content, media = await _document(issued, circle, form, language)
    return download(content, media, f"kring-{issued.year}-{issued.code[:4]}.{form}")


async def _document(
    issued: YearListIssued, circle: Circle, form: Literal["pdf", "json"], language: Language | None
) -> tuple[bytes, str]:
    ports = circle.ports
    people = {one.person for met in issued.meetings for one in met.people}
    people |= {one for met in issued.meetings for one in met.facilitators}
    names = await ports.identity.names(list(people))
    groups = await ports.identity.groups([circle.group.id])
    called = groups[circle.group.id].name if circle.group.id in groups else ""
    if form == "json":
        return signed_list(issued, called, names, ports), "application/json"
    me = await ports.identity.person(circle.person)
    url = check_url(issued, ports.public_url)
    reading = Reading(holder=called, names=names, language=language or me.language, time_zone=me.time_zone)
    page = list_page(issued, url, reading, ports.clock.now())
    return await ports.typesetter.certificate(page, url), "application/pdf"


@delete(
    "/groups/{group_id:uuid}/certificates/{certificate_id:uuid}",
    operation_id="revoke_group_certificate",
    status_code=200,
    responses=documented.command("only-the-facilitator", "ground-rules-first"),
)
async def revoke_group_certificate(certificate_id: FromPath[UUID], circle: Here) -> Response[Receipt]:
    """Let a certificate of a year count no longer; who checks it is told so.

    One that is not there, or is revoked already, changes nothing.
    """
    command = RevokeYearList(certificate=certificate_id, by=circle.person, at=circle.ports.clock.now())
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


ROUTES = (list_group_certificates, issue_group_certificate, get_group_certificate, revoke_group_certificate)
