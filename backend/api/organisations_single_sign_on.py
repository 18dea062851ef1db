"""Where an organisation's people sign in: its own provider (OpenID Connect), kept by its administrators."""

from datetime import datetime
from typing import Annotated

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.organisations_offices import Office
from backend.api.receipts import Receipt, receipt
from backend.domain.organisation.commands import RemoveSingleSignOn, SetSingleSignOn

Here = NamedDependency[Office]
_PLAIN = r"^[!-~]+$"


class NewProvider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A provider by its issuer, as it writes it itself; without a secret the one that is kept stays."""

    issuer: Annotated[str, Meta(min_length=1, max_length=500, pattern=_PLAIN)]
    client_id: Annotated[str, Meta(min_length=1, max_length=200, pattern=_PLAIN)]
    client_secret: Annotated[str, Meta(min_length=1, max_length=500, pattern=_PLAIN)] | None = None


class ProviderView(Struct, frozen=True, kw_only=True):
    """An organisation's provider, without its secret; null where it has none.

    ``redirect_uri``: what the provider must be told of Kring; ``link``: where people sign in.
    """

    issuer: str | None
    client_id: str | None
    has_secret: bool
    changed_at: datetime | None
    redirect_uri: str
    link: str


@get(
    "/organisations/{organisation_id:uuid}/single-sign-on",
    operation_id="get_single_sign_on",
    responses=documented.query("only-administrators"),
)
async def get_single_sign_on(office: Here) -> ProviderView:
    """See where the organisation's people sign in."""
    ports = office.ports
    known = await ports.single_sign_on.of(office.id)
    return ProviderView(
        issuer=known.issuer if known else None,
        client_id=known.client if known else None,
        has_secret=known.has_secret if known else False,
        changed_at=known.changed_at if known else None,
        redirect_uri=ports.single_sign_on.back_to,
        link=f"{ports.single_sign_on.back_to}#{office.id}",
    )


@put(
    "/organisations/{organisation_id:uuid}/single-sign-on",
    operation_id="set_single_sign_on",
    responses=documented.command("only-administrators", "provider-unreachable", "provider-unfit"),
)
async def set_single_sign_on(data: JSONBody[NewProvider], office: Here) -> Response[Receipt]:
    """Say where the organisation's people sign in; the provider is asked at once whether it is one."""
    clock, sign_on = office.ports.clock, office.ports.single_sign_on
    await sign_on.check(data.issuer)
    known = await sign_on.of(office.id)
    same = known is not None and (known.issuer, known.client) == (data.issuer, data.client_id)
    place = office.organisation.single_sign_on if same and data.client_secret is None else None
    command = SetSingleSignOn(place=place or clock.new_id(), by=office.by, at=clock.now())
    answer = await office.handle(command)
    await sign_on.set(office.id, issuer=data.issuer, client=data.client_id, secret=data.client_secret)
    return receipt(answer)


@delete(
    "/organisations/{organisation_id:uuid}/single-sign-on",
    operation_id="remove_single_sign_on",
    status_code=200,
    responses=documented.command("only-administrators"),
)
async def remove_single_sign_on(office: Here) -> Response[Receipt]:
    """Let people sign in through the organisation no longer; who is signed in stays so."""
    answer = await office.handle(RemoveSingleSignOn(by=office.by, at=office.ports.clock.now()))
    await office.ports.single_sign_on.remove(office.id)
    return receipt(answer)


ROUTES = (get_single_sign_on, set_single_sign_on, remove_single_sign_on)
