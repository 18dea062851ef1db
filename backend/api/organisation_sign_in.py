"""Signing in with one's organisation: the way to its provider, and back."""

from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller, Device, browser_cookie, browser_token, sign_in_cookie
from backend.api.languages import Language
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.domain.entering import Arriving

ORGANISATION: Final = "organisation"
_LASTS: Final = timedelta(minutes=10)
_UNSAFE: Final = ("other-site", "not-json", "too-large", "provider-unreachable", "provider-unfit")
Said = Annotated[str, Meta(min_length=1, max_length=4096)]


class OrganisationName(Struct, frozen=True):
    """An organisation through which one can sign in."""

    organisation: UUID
    name: str


class Departure(Struct, frozen=True, forbid_unknown_fields=True):
    """How to go. ``connect``: whoever is signed in here lets the organisation open their account too."""

    connect: bool = False


class Way(Struct, frozen=True):
    """Where to go, within ten minutes and in this browser."""

    location: str


class Return(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the provider sent the browser back with; ``iss``: who it says it is (RFC 9207)."""

    code: Said
    state: Said
    iss: Said | None = None
    language: Language = "nl"


class SignedInThrough(Struct, frozen=True):
    """Who one is now, and through which organisation; ``new``: for the first time."""

    person: UUID
    organisation: UUID
    new: bool


@get(
    "/sign-in/organisations/{organisation_id:uuid}",
    operation_id="look_at_organisation",
    responses=documented.query(),
)
async def look_at_organisation(
    organisation_id: FromPath[UUID], ports: NamedDependency[Ports]
) -> OrganisationName:
    """See the name of an organisation through which one can sign in; others are not found."""
    known = await ports.single_sign_on.of(organisation_id)
    name = await ports.offices.names.name(organisation_id) if known is not None else None
    if name is None:
        raise Problem("not-found")
    return OrganisationName(organisation_id, name)


@post(
    "/sign-in/organisations/{organisation_id:uuid}",
    operation_id="begin_organisation_sign_in",
    status_code=200,
    responses=documented.query(*_UNSAFE),
)
async def begin_organisation_sign_in(
    organisation_id: FromPath[UUID], data: JSONBody[Departure], ports: NamedDependency[Ports]
) -> Response[Way]:
    """Begin to sign in with an organisation."""
    begun = await ports.single_sign_on.begin(organisation_id, connects=data.connect)
    if begun is None:
        raise Problem("not-found")
    location, browser = begun
    return Response(Way(location), cookies=[browser_cookie(ports, ORGANISATION, browser, _LASTS)])


@post(
    "/sign-in/organisations",
    operation_id="sign_in_with_organisation",
    status_code=200,
    responses=documented.query(
        "sign-in-refused",
        "not-of-organisation",
        "connect-first",
        "already-claimed",
        "signed-in-as-guest",
        *_UNSAFE,
    ),
)
async def sign_in_with_organisation(
    request: Request[Any, Any, Any],
    data: JSONBody[Return],
    visitor: NamedDependency[Caller | None],
    device: NamedDependency[Device],
    ports: NamedDependency[Ports],
) -> Response[SignedInThrough]:
    """Sign in with what the organisation's provider sent back, once and in the browser that began."""
    arriving = Arriving(
        visitor=visitor.person if visitor else None,
        token=visitor.token if visitor else None,
        language=data.language,
        device=device.label,
    )
    organisation, entered = await ports.single_sign_on.enter(
        code=data.code,
        state=data.state,
        issuer=data.iss,
        browser=browser_token(request, ports, ORGANISATION),
        arriving=arriving,
    )
    if visitor is not None:
        ports.sign_ins.distrust(visitor.sign_in)
    return Response(
        SignedInThrough(entered.person, organisation, entered.new),
        cookies=[
            sign_in_cookie(ports, entered.token),
            browser_cookie(ports, ORGANISATION, "", _LASTS),
        ],
    )


ROUTES = (look_at_organisation, begin_organisation_sign_in, sign_in_with_organisation)
