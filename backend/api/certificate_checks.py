"""Checking a certificate, for whoever was shown one: whether it counts, and no name."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.certificate_signed import ProvenMeeting, facts
from backend.api.limiting import address_of, refuse
from backend.api.ports import Ports
from events.group import YearListIssued
from events.person import CertificateIssued
from projections import certificates

_MISREAD: Final = str.maketrans("018", "OIB")
"""Figures that are in no code, for the letters they were read as."""


class CheckView(Struct, frozen=True, kw_only=True):
    """Whether a certificate counts. Of one that is revoked or unknown nothing is told.

    ``whose``: it is of one person's meetings, or a group's list of a year; ``year``: of that list.
    ``key``: the public key (Ed25519, base64) with which this house signs the JSON of certificates.
    """

    state: Literal["valid", "revoked", "unknown"]
    whose: Literal["person", "group"] | None
    year: int | None
    issued_at: datetime | None
    revoked_at: datetime | None
    minutes: int
    meetings: list[ProvenMeeting]
    key: str


@get("/certificates/{code:str}", operation_id="check_certificate", responses=documented.query())
async def check_certificate(
    request: Request[Any, Any, Any],
    code: FromPath[Annotated[str, Meta(max_length=40)]],
    ports: NamedDependency[Ports],
) -> CheckView:
    """Check a certificate by the code on it, without signing in."""
    refuse(ports.limits.hit("address-entry", address_of(request)))
    typed = code.replace("-", "").replace(" ", "").upper().translate(_MISREAD)
    async with ports.views.everywhere() as connection:
        found = await certificates.behind(connection, typed)
    kept = None if found is None else await _kept(found, ports)
    key = ports.certificates.public
    if kept is None:
        return _nothing("unknown", None, key)
    issued, revoked_at = kept
    if revoked_at is not None:
        return _nothing("revoked", revoked_at, key)
    return CheckView(
        state="valid",
        whose="person" if isinstance(issued, CertificateIssued) else "group",
        year=None if isinstance(issued, CertificateIssued) else issued.year,
        issued_at=issued.at,
        revoked_at=None,
        minutes=sum(one.minutes for one in issued.meetings),
        meetings=[ProvenMeeting(**facts(one)) for one in issued.meetings],
        key=key,
    )


async def _kept(
    found: certificates.Behind, ports: Ports
) -> tuple[CertificateIssued | YearListIssued, datetime | None] | None:
    """Return a certificate as its person or its group has it, and when it was revoked."""
    home = await ports.record.home_of(found.stream)
    issued: CertificateIssued | YearListIssued | None
    if home is not None and home.kind == "group":
        group = (await ports.groups.state(found.tenant, found.stream)).state
        issued, revoked_at = (
            group.year_lists.get(found.certificate),
            group.revoked_lists.get(found.certificate),
        )
    else:
        person = (await ports.persons.state(found.tenant, found.stream)).state
        if person.forgotten_at is not None:
            return None
        issued = person.certificates.get(found.certificate)
        revoked_at = person.revoked.get(found.certificate)
    return None if issued is None else (issued, revoked_at)


def _nothing(state: Literal["revoked", "unknown"], revoked_at: datetime | None, key: str) -> CheckView:
    return CheckView(
        state=state,
        whose=None,
        year=None,
        issued_at=None,
        revoked_at=revoked_at,
        minutes=0,
        meetings=[],
        key=key,
    )


ROUTES = (check_certificate,)
