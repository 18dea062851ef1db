"""Passkeys: signing in with one, and keeping several."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller, Device, browser_cookie, browser_token, sign_in_cookie
from backend.api.entrance_ports import Passkey, Question
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.sign_in import SignedInAs
from backend.api.texts import Name, named

CEREMONY: Final = "passkey"
_CEREMONY_LASTS: Final = timedelta(minutes=5)
_UNSAFE: Final = ("other-site", "not-json", "too-large")
Options = Annotated[
    dict[str, Any],
    Meta(description="Options in WebAuthn's own JSON, for the browser's passkey functions."),
]
Credential = Annotated[
    dict[str, Any],
    Meta(description="What the browser's passkey functions gave, in WebAuthn's own JSON."),
]


class Knock(Struct, frozen=True, forbid_unknown_fields=True):
    """How to begin. ``instead``: a guest lets go of who they are here, and does not come back."""

    instead: bool = False


class ToAnswer(Struct, frozen=True):
    """What an authenticator is to answer, within five minutes and in this browser."""

    options: Options


class Answered(Struct, frozen=True, forbid_unknown_fields=True):
    """What the authenticator answered."""

    credential: Credential


class NewPasskey(Struct, frozen=True, forbid_unknown_fields=True):
    """A passkey that was made, and what to call it."""

    credential: Credential
    label: Name


class PasskeyLabel(Struct, frozen=True, forbid_unknown_fields=True):
    """What to call a passkey."""

    label: Name


class PasskeyView(Struct, frozen=True, kw_only=True):
    """A passkey. ``last_used_on``: null when nobody signed in with it yet."""

    passkey: UUID
    label: str
    created_at: datetime
    last_used_on: date | None


class Passkeys(Struct, frozen=True):
    """My passkeys, the oldest first."""

    passkeys: list[PasskeyView]


def _shown(one: Passkey) -> PasskeyView:
    return PasskeyView(
        passkey=one.passkey, label=one.label, created_at=one.created_at, last_used_on=one.last_used_on
    )


def _asked(question: Question, ports: Ports) -> Response[ToAnswer]:
    cookie = browser_cookie(ports, CEREMONY, question.browser, _CEREMONY_LASTS)
    return Response(ToAnswer(question.options), status_code=200, cookies=[cookie])


@post(
    "/sign-in/passkeys/options",
    operation_id="begin_passkey_sign_in",
    status_code=200,
    responses=documented.query("signed-in-as-guest", *_UNSAFE),
)
async def begin_passkey_sign_in(
    data: JSONBody[Knock], visitor: NamedDependency[Caller | None], ports: NamedDependency[Ports]
) -> Response[ToAnswer]:
    """Begin to sign in with a passkey. A guest is told first that they would not come back."""
    if visitor is not None and not data.instead and (await ports.identity.person(visitor.person)).guest:
        raise Problem("signed-in-as-guest")
    return _asked(await ports.passkeys.to_sign_in(), ports)


@post(
    "/sign-in/passkeys",
    operation_id="sign_in_with_passkey",
    status_code=200,
    responses=documented.query("passkey-refused", "passkey-too-late", *_UNSAFE),
)
async def sign_in_with_passkey(
    request: Request[Any, Any, Any],
    data: JSONBody[Answered],
    visitor: NamedDependency[Caller | None],
    device: NamedDependency[Device],
    ports: NamedDependency[Ports],
) -> Response[SignedInAs]:
    """Sign in with a passkey, in the place of whoever was signed in on this device."""
    entered = await ports.passkeys.sign_in(
        browser_token(request, ports, CEREMONY),
        data.credential,
        token=visitor.token if visitor else None,
        device=device.label,
    )
    if visitor is not None:
        ports.sign_ins.distrust(visitor.sign_in)
    done = browser_cookie(ports, CEREMONY, "", _CEREMONY_LASTS)
    return Response(
        SignedInAs(entered.person, entered.new), cookies=[sign_in_cookie(ports, entered.token), done]
    )


@post(
    "/me/passkeys/options",
    operation_id="begin_passkey",
    status_code=200,
    responses=documented.query(*_UNSAFE),
)
async def begin_passkey(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> Response[ToAnswer]:
    """Begin to make a passkey for oneself."""
    details = await ports.identity.person(caller.person)
    return _asked(await ports.passkeys.to_add(caller.person, details.address or details.name), ports)


@post(
    "/me/passkeys",
    operation_id="add_passkey",
    status_code=201,
    responses=documented.query("passkey-known", "passkey-refused", "passkey-too-late", *_UNSAFE),
)
async def add_passkey(
    request: Request[Any, Any, Any],
    data: JSONBody[NewPasskey],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
) -> Response[PasskeyView]:
    """Keep a passkey that was made; a guest is no guest any more."""
    browser = browser_token(request, ports, CEREMONY)
    made = await ports.passkeys.add(
        caller.person, browser, data.credential, named(data.label), sign_in_id=caller.sign_in
    )
    done = browser_cookie(ports, CEREMONY, "", _CEREMONY_LASTS)
    return Response(_shown(made), status_code=201, cookies=[done])


@get("/me/passkeys", operation_id="list_my_passkeys", responses=documented.query())
async def list_my_passkeys(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> Passkeys:
    """See one's passkeys."""
    return Passkeys([_shown(one) for one in await ports.passkeys.of(caller.person)])


@patch(
    "/me/passkeys/{passkey_id:uuid}",
    operation_id="rename_passkey",
    status_code=204,
    responses=documented.query(*_UNSAFE),
)
async def rename_passkey(
    passkey_id: FromPath[UUID],
    data: JSONBody[PasskeyLabel],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
) -> None:
    """Call a passkey something else."""
    if not await ports.passkeys.rename(caller.person, passkey_id, named(data.label)):
        raise Problem("not-found")


@delete(
    "/me/passkeys/{passkey_id:uuid}",
    operation_id="remove_passkey",
    status_code=204,
    responses=documented.query("last-way-in", "other-site"),
)
async def remove_passkey(
    passkey_id: FromPath[UUID], caller: NamedDependency[Caller], ports: NamedDependency[Ports]
) -> None:
    """Remove a passkey, unless one could not come in any more without it."""
    if not await ports.passkeys.remove(caller.person, passkey_id):
        raise Problem("not-found")


ROUTES = (
    begin_passkey_sign_in,
    sign_in_with_passkey,
    begin_passkey,
    add_passkey,
    list_my_passkeys,
    rename_passkey,
    remove_passkey,
)
