"""Proof of meetings that one was at: taken by the person, theirs to show, to keep and to revoke."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.certificate_pages import Reading, page
from backend.api.languages import Language
from backend.api.limiting import address_of, refuse
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.certificates import is_proven, proof_of, was_there
from backend.domain.person.commands import IssueCertificate, RevokeCertificate
from backend.domain.session.attendance import minutes_of, presences
from backend.domain.session.state import Session
from events.attendance import Form
from events.group import Facilitation
from events.method import Words
from events.person import Attended, CertificateIssued, Word
from projections import certificates, due

Me = NamedDependency[Caller]
House = NamedDependency[Ports]
LANGUAGE = Annotated[Language | None, QueryParameter(description="Without it, the holder's own.")]
FORMAT = Annotated[
    Literal["pdf", "json"], QueryParameter(name="format", description="To print, or for programs.")
]

_MISREAD: Final = str.maketrans("018", "OIB")
"""Figures that are in no code, for the letters they were read as."""


class NewCertificate(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which meetings: one, those of a year, or any others."""

    sessions: Annotated[list[UUID], Meta(min_length=1, max_length=100)]


class MyMeeting(Struct, frozen=True, kw_only=True):
    """A meeting that I was at. ``confirmed``: a certificate can be made of it."""

    session: UUID
    group: UUID
    group_name: str | None
    method: Words
    begin: datetime
    end: datetime
    minutes: int
    confirmed: bool


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


class ProvenMeeting(Struct, frozen=True, kw_only=True):
    """What a certificate says of one meeting to whoever checks it: no name, and nothing that was said."""

    begin: datetime
    end: datetime
    minutes: int
    present: int
    method: Words
    form: Form
    facilitation: Facilitation
    rules_version: int
    confidential: bool
    confirmed_by: Word
    confirmed_at: datetime


class CheckView(Struct, frozen=True, kw_only=True):
    """Whether a certificate counts. Of one that is revoked or unknown nothing is told.

    ``key``: the public key (Ed25519, base64) with which this house signs the JSON of certificates.
    """

    state: Literal["valid", "revoked", "unknown"]
    issued_at: datetime | None
    revoked_at: datetime | None
    minutes: int
    meetings: list[ProvenMeeting]
    key: str


class Guard(Struct, frozen=True, kw_only=True):
    """Who facilitated; without a name when their account was deleted."""

    name: str | None


class SignedMeeting(ProvenMeeting, frozen=True, kw_only=True):
    """What the holder has of one meeting."""

    facilitators: list[Guard]
    facilitated: bool


class SignedContent(Struct, frozen=True, kw_only=True):
    """What is signed: this object as JSON with sorted keys and without spaces."""

    kind: Literal["kring-certificate"]
    version: Literal[1]
    certificate: UUID
    code: str
    check_url: str
    holder: str
    issued_at: datetime
    minutes: int
    meetings: list[SignedMeeting]


class SignedCertificate(Struct, frozen=True, kw_only=True):
    """A certificate for programs: its content, and who vouches for it (Ed25519, base64)."""

    content: SignedContent
    key: str
    signature: str


@get("/me/certificates", operation_id="list_my_certificates", responses=documented.query())
async def list_my_certificates(caller: Me, ports: House, after: After = 0) -> MyProof:
    """See which meetings one was at, for how long, and which certificates one made.

    Also of groups that one has left: being there is one's own.
    """
    await ports.views.reached(after)
    async with ports.views.of_person(caller.person) as connection:
        attended = await due.attended(connection, caller.person)
    sessions = [(await ports.sessions.recent(*place)).state for place in attended]
    there = [one for one in sessions if was_there(one, caller.person)]
    groups = await ports.identity.groups(list({one.begun.group for one in there}))
    meetings = []
    for one in there:
        group = groups.get(one.begun.group)
        meetings.append(_mine(one, caller.person, group.name if group else None))
    person = (await ports.persons.state(caller.person, caller.person)).state
    return MyProof(
        meetings=sorted(meetings, key=lambda meeting: meeting.begin, reverse=True),
        certificates=[
            _view(issued, person.revoked.get(issued.certificate), ports)
            for issued in reversed(person.certificates.values())
        ],
    )


def _mine(session: Session, person: UUID, group_name: str | None) -> MyMeeting:
    closed_at = session.closed_at or session.begun.at
    there = presences(session, person, closed_at)
    return MyMeeting(
        session=session.id,
        group=session.begun.group,
        group_name=group_name,
        method=session.begun.method.names,
        begin=there[0].begin,
        end=there[-1].end,
        minutes=minutes_of(session, person, closed_at),
        confirmed=is_proven(session),
    )


def _view(issued: CertificateIssued, revoked_at: datetime | None, ports: Ports) -> CertificateView:
    return CertificateView(
        certificate=issued.certificate,
        code=issued.code,
        check_url=_check_url(issued, ports),
        issued_at=issued.at,
        revoked_at=revoked_at,
        sessions=[one.session for one in issued.meetings],
        begin=min(one.begin for one in issued.meetings),
        end=max(one.end for one in issued.meetings),
        minutes=sum(one.minutes for one in issued.meetings),
    )


def _check_url(issued: CertificateIssued, ports: Ports) -> str:
    return f"{ports.public_url}/check/{issued.code}"


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
    proven = [await _proof(session, caller.person, ports) for session in dict.fromkeys(data.sessions)]
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
    url = _check_url(issued, ports)
    if form == "json":
        content, media = _signed(issued, me.name, names, ports), "application/json"
    else:
        reading = Reading(
            holder=me.name, names=names, language=language or me.language, time_zone=me.time_zone
        )
        content = await ports.typesetter.certificate(page(issued, url, reading), url)
        media = "application/pdf"
    name = f"kring-{issued.at.date().isoformat()}-{issued.code[:4]}.{form}"
    return Response(
        content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _signed(issued: CertificateIssued, holder: str, names: Mapping[UUID, str], ports: Ports) -> bytes:
    content = SignedContent(
        kind="kring-certificate",
        version=1,
        certificate=issued.certificate,
        code=issued.code,
        check_url=_check_url(issued, ports),
        holder=holder,
        issued_at=issued.at,
        minutes=sum(one.minutes for one in issued.meetings),
        meetings=[
            SignedMeeting(
                **_facts(one),
                facilitators=[Guard(name=names.get(guard)) for guard in one.facilitators],
                facilitated=one.facilitated,
            )
            for one in issued.meetings
        ],
    )
    raw = msgspec.json.encode(content, order="sorted")
    signed = SignedCertificate(
        content=content, key=ports.certificates.public, signature=ports.certificates.sign(raw)
    )
    return msgspec.json.format(msgspec.json.encode(signed, order="sorted"), indent=2)


def _facts(one: Attended) -> dict[str, Any]:
    return {field: getattr(one, field) for field in ProvenMeeting.__struct_fields__}


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


@get("/certificates/{code:str}", operation_id="check_certificate", responses=documented.query())
async def check_certificate(
    request: Request[Any, Any, Any],
    code: FromPath[Annotated[str, Meta(max_length=40)]],
    ports: House,
) -> CheckView:
    """Check a certificate by the code on it, without signing in."""
    refuse(ports.limits.hit("address-entry", address_of(request)))
    typed = code.replace("-", "").replace(" ", "").upper().translate(_MISREAD)
    async with ports.views.everywhere() as connection:
        found = await certificates.behind(connection, typed)
    key = ports.certificates.public
    unknown = CheckView(state="unknown", issued_at=None, revoked_at=None, minutes=0, meetings=[], key=key)
    if found is None:
        return unknown
    person = (await ports.persons.state(found.person, found.person)).state
    issued = person.certificates.get(found.certificate)
    if issued is None or person.forgotten_at is not None:
        return unknown
    revoked_at = person.revoked.get(found.certificate)
    if revoked_at is not None:
        return CheckView(
            state="revoked", issued_at=None, revoked_at=revoked_at, minutes=0, meetings=[], key=key
        )
    return CheckView(
        state="valid",
        issued_at=issued.at,
        revoked_at=None,
        minutes=sum(one.minutes for one in issued.meetings),
        meetings=[ProvenMeeting(**_facts(one)) for one in issued.meetings],
        key=key,
    )


ROUTES = (
    list_my_certificates,
    issue_certificate,
    get_my_certificate,
    revoke_certificate,
    check_certificate,
)
