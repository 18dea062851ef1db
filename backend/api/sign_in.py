"""Signing in with a code by mail, and confirming a new address. Nothing here answers to a GET."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller, Device, browser_cookie, browser_token, sign_in_cookie
from backend.api.languages import Language
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.texts import Address, Name, TypedCode, named
from backend.domain.addresses import normal_address
from backend.domain.entering import Entering
from backend.domain.letters import letter
from backend.domain.sign_in_codes import shown

ASKING: Final = "asking"
_ASKING_LASTS: Final = timedelta(minutes=10)
_UNSAFE: Final = ("other-site", "not-json", "too-large")
_CODE: Final = ("code-wrong", "code-expired", "code-used", "too-many-tries", "address-taken")


class NewCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to mail a code."""

    address: Address
    language: Language = "nl"


class CodeSent(Struct, frozen=True):
    """Until when the code will work. The same for every address."""

    expires_at: datetime


class RedeemCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code; with its address on a device that did not ask for it.

    ``name``: of somebody new. ``instead``: be the person with this address, although somebody else
    is signed in here; a guest does not come back from that.
    """

    code: TypedCode
    address: Address | None = None
    name: Name | None = None
    language: Language = "nl"
    instead: bool = False


class SignedInAs(Struct, frozen=True):
    """Who one is now; ``new``: for the first time."""

    person: UUID
    new: bool


class NewAddress(Struct, frozen=True, forbid_unknown_fields=True):
    """The address that is to be mine."""

    address: Address


class Confirmation(Struct, frozen=True, forbid_unknown_fields=True):
    """The code that came to the new address."""

    code: TypedCode


class ConfirmedAddress(Struct, frozen=True):
    """The address that is mine now."""

    address: str


def _address(text: str) -> str:
    address = normal_address(text)
    if address is None:
        raise Problem("address-malformed")
    return address


async def _mail(ports: Ports, kind: str, language: Language, to: str, **words: str) -> None:
    written = letter(kind, language, **words)
    await ports.mail.send(to, written.subject, written.text, written.html)


@post(
    "/sign-in/codes",
    operation_id="ask_for_code",
    status_code=202,
    responses=documented.query("address-malformed", *_UNSAFE),
)
async def ask_for_code(data: JSONBody[NewCode], ports: NamedDependency[Ports]) -> Response[CodeSent]:
    """Ask for a code by mail. The answer is the same whether anybody has the address or not.

    It is also the same when the address was mailed five codes just now: others may have asked.
    """
    address = _address(data.address)
    asked = await ports.codes.ask(address)
    words = {"code": shown(asked.code), "link": f"{ports.public_url}/sign-in#{asked.code}"}
    mailing = BackgroundTask(_mail, ports, "sign-in", data.language, address, **words)
    return Response(
        CodeSent(asked.expires_at),
        status_code=202,
        cookies=[browser_cookie(ports, ASKING, asked.asking, _ASKING_LASTS)],
        background=mailing if asked.to_mail else None,
    )


@post(
    "/sign-in/codes/redeem",
    operation_id="redeem_code",
    status_code=200,
    responses=documented.query(
        "address-malformed", "already-claimed", "asked-elsewhere", "name-needed", *_CODE, *_UNSAFE
    ),
)
async def redeem_code(
    request: Request[Any, Any, Any],
    data: JSONBody[RedeemCode],
    visitor: NamedDependency[Caller | None],
    device: NamedDependency[Device],
    ports: NamedDependency[Ports],
) -> Response[SignedInAs]:
    """Sign in with a code. A guest who is signed in keeps who they are, and has an address from now on."""
    entering = Entering(
        asking=browser_token(request, ports, ASKING),
        address=None if data.address is None else _address(data.address),
        visitor=visitor.person if visitor else None,
        token=visitor.token if visitor else None,
        instead=data.instead,
        name=named(data.name) if data.name else None,
        language=data.language,
        device=device.label,
    )
    entered = await ports.entrance.enter(data.code, entering)
    if visitor is not None:
        ports.sign_ins.distrust(visitor.sign_in)
    done_asking = browser_cookie(ports, ASKING, "", _ASKING_LASTS)
    return Response(
        SignedInAs(entered.person, entered.new),
        cookies=[sign_in_cookie(ports, entered.token), done_asking],
    )


@post(
    "/me/address",
    operation_id="ask_for_address",
    status_code=202,
    responses=documented.query("address-malformed", "too-many-codes", *_UNSAFE),
)
async def ask_for_address(
    data: JSONBody[NewAddress], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> Response[CodeSent]:
    """Ask for a code at the address that is to be one's own."""
    address = _address(data.address)
    language = (await ports.identity.person(caller.person)).language
    asked = await ports.codes.ask(address, caller.person)
    words = {"code": shown(asked.code)}
    mailing = BackgroundTask(_mail, ports, "address", language, address, **words)
    return Response(
        CodeSent(asked.expires_at), status_code=202, background=mailing if asked.to_mail else None
    )


@post(
    "/me/address/confirm",
    operation_id="confirm_address",
    status_code=200,
    responses=documented.query(*_CODE, *_UNSAFE),
)
async def confirm_address(
    data: JSONBody[Confirmation], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> Response[ConfirmedAddress]:
    """Confirm a new address with the code that came to it; the old one, if any, is told."""
    before, now = await ports.entrance.move(data.code, caller.person, caller.sign_in)
    mailing = None
    if before not in {None, now}:
        language = (await ports.identity.person(caller.person)).language
        mailing = BackgroundTask(_mail, ports, "address-changed", language, before)
    return Response(ConfirmedAddress(now), background=mailing)


ROUTES = (ask_for_code, redeem_code, ask_for_address, confirm_address)
