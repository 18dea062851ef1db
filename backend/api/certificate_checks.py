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
from projections import certificates

_MISREAD: Final = str.maketrans("018", "OIB")
"""Figures that are in no code, for the letters they were read as."""


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
        meetings=[ProvenMeeting(**facts(one)) for one in issued.meetings],
        key=key,
    )


ROUTES = (check_certificate,)
