"""Proof of meetings that one was at: taken by the person, theirs to show, to keep and to revoke."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.certificate_pages import Reading, page
from backend.api.certificate_signed import SignedCertificate, check_url, signed
from backend.api.languages import Language
from backend.api.own_meetings import MyMeeting, earlier_of, meetings_of, mine, mine_earlier
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.certificates import proof_of, proof_of_earlier
from backend.domain.person.commands import IssueCertificate, RevokeCertificate
from events.person import Attended, CertificateIssued

Me = NamedDependency[Caller]
House = NamedDependency[Ports]
LANGUAGE = Annotated[Language | None, QueryParameter(description="Without it, the holder's own.")]
FORMAT = Annotated[
    Literal["pdf", "json"], QueryParameter(name="format", description="To print, or for programs.")
]


class NewCertificate(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which meetings: one, those of a year, or any others."""

    sessions: Annotated[list[UUID], Meta(min_length=1, max_length=100)]


class CertificateView(Struct, frozen=True, kw_only=True):
    """A certificate of mine."""

    certificate: UUID
    code: str
    check_url: str
    issued_at: datetime
    revoked_at: datetime | None
    sessions: list[UUID]
    begin: datetime
    end: datetime
    minutes: int


class MyProof(Struct, frozen=True, kw_only=True):
    """The meetings I was at, and the certificates I made; the newest first."""

    meetings: list[MyMeeting]
    certificates: list[CertificateView]


@get("/me/certificates", operation_id="list_my_certificates", responses=documented.query())
async def list_my_certificates(caller: Me, ports: House, after: After = 0) -> MyProof:
    """See which meetings one was at, for how long, and which certificates one made.

    Also of groups that one has left: being there is one's own.
    """
    await ports.views.reached(after)
    meetings = [mine(one, caller.person, name) for one, name in await meetings_of(caller.person, ports)]
    meetings += [mine_earlier(one) for one in await earlier_of(caller.person, ports)]
    person = (await ports.persons.state(caller.person, caller.person)).state
    return MyProof(
        meetings=sorted(meetings, key=lambda one: one.begin, reverse=True),
        certificates=[
            _view(issued, person.revoked.get(issued.certificate), ports)
            for issued in reversed(person.certificates.values())
        ],
    )


def _view(issued: CertificateIssued, revoked_at: datetime | None, ports: Ports) -> CertificateView:
    return CertificateView(
        certificate=issued.certificate,
        code=issued.code,
        check_url=check_url(issued, ports.public_url),
        issued_at=issued.at,
        revoked_at=revoked_at,
        sessions=[one.session for one in issued.meetings],
        begin=min(one.begin for one in issued.meetings),
        end=max(one.end for one in issued.meetings),
        minutes=sum(one.minutes for one in issued.meetings),
    )


@put(
    "/me/certificates/{certificate_id:uuid}",
    operation_id="issue_certificate",
    responses=documented.command(
        "session-not-open", "not-present", "not-over-yet", "attendance-not-confirmed"
    ),
)
async def issue_certificate(
    certificate_id: FromPath[UUID], data: JSONBody[NewCertificate], caller: Me, ports: House
) -> Response[Receipt]:
    """Make a certificate of meetings that one was at. It stays as it is, whatever becomes of the group."""
    entered = {one.entered.meeting: one for one in await earlier_of(caller.person, ports)}
    proven = [
        proof_of_earlier(entered[session].entered, entered[session].group)
        if session in entered
        else await _proof(session, caller.person, ports)
        for session in dict.fromkeys(data.sessions)
    ]
    command = IssueCertificate(
        certificate=certificate_id,
        code=ports.certificates.new_code(),
        meetings=tuple(sorted(proven, key=lambda one: one.begin)),
        at=ports.clock.now(),
    )
    answer = await ports.persons.handle(
        caller.person, caller.person, command, command_id=certificate_id, exclusive=True
    )
    return receipt(answer)


async def _proof(session_id: UUID, person: UUID, ports: Ports) -> Attended:
    home = await ports.record.home_of(session_id)
    if home is None or home.kind != "session":
        raise Problem("not-found")
    session = (await ports.sessions.state(home.tenant, session_id)).state
    if person not in session.attended.visits and person not in session.attended.corrected:
        raise Problem("not-found")
    group = (await ports.groups.recent(home.tenant, session.begun.group)).state
    return proof_of(session, group, person)


@get(
    "/me/certificates/{certificate_id:uuid}",
    operation_id="get_my_certificate",
    responses=documented.query("certificate-revoked")
    | {200: ResponseSpec(SignedCertificate, description="As PDF, or signed JSON", generate_examples=False)},
)
async def get_my_certificate(
    certificate_id: FromPath[UUID], caller: Me, ports: House, form: FORMAT = "pdf", language: LANGUAGE = None
) -> Response[bytes]:
    """Download a certificate: a PDF to print, or signed JSON."""
    person = (await ports.persons.state(caller.person, caller.person)).state
    issued = person.certificates.get(certificate_id)
    if issued is None:
        raise Problem("not-found")
    if certificate_id in person.revoked:
        raise Problem("certificate-revoked")
    me = await ports.identity.person(caller.person)
    guards = list({guard for one in issued.meetings for guard in one.facilitators})
    names = await ports.identity.names(guards)
    url = check_url(issued, ports.public_url)
    if form == "json":
        content, media = signed(issued, me.name, names, ports), "application/json"
    else:
        reading = Reading(
            holder=me.name, names=names, language=language or me.language, time_zone=me.time_zone
        )
        content = await ports.typesetter.certificate(page(issued, url, reading), url)
        media = "application/pdf"
    name = f"kring-{issued.at.date().isoformat()}-{issued.code[:4]}.{form}"
    return download(content, media, name)


def download(content: bytes, media: str, name: str) -> Response[bytes]:
    """Return a certificate as a file of that name."""
    return Response(
        content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@delete(
    "/me/certificates/{certificate_id:uuid}",
    operation_id="revoke_certificate",
    status_code=204,
    responses=documented.query("other-site"),
)
async def revoke_certificate(certificate_id: FromPath[UUID], caller: Me, ports: House) -> None:
    """Let a certificate count no longer; who checks it is told so. Repeating it changes nothing."""
    person = (await ports.persons.state(caller.person, caller.person)).state
    if certificate_id not in person.certificates:
        raise Problem("not-found")
    command = RevokeCertificate(certificate=certificate_id, at=ports.clock.now())
    await ports.persons.handle(
        caller.person, caller.person, command, command_id=ports.clock.new_id(), exclusive=True
    )


ROUTES = (
    list_my_certificates,
    issue_certificate,
    get_my_certificate,
    revoke_certificate,
)
