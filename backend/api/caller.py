"""Who is calling: the person behind the sign-in cookie, and nobody else's word for it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from litestar import Request
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from backend.api.device_labels import label_of
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.settings import SIGN_IN_LASTS

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,100}")


@dataclass(frozen=True, slots=True)
class Caller:
    """A person who is signed in on this device; ``sign_in`` can be ended."""

    person: UUID
    sign_in: UUID
    token: str


@dataclass(frozen=True, slots=True)
class Device:
    """The device that calls; ``label`` is what its owner will know it by."""

    label: str


def cookie_name(ports: Ports) -> str:
    """Return the name of the cookie; over https a browser guards the ``__Host-`` prefix."""
    return "__Host-kring" if ports.secure else "kring"


def sign_in_cookie(ports: Ports, token: str) -> Cookie:
    """Return the cookie that keeps a device signed in; an empty token signs it out."""
    return Cookie(
        key=cookie_name(ports),
        value=token,
        max_age=int(SIGN_IN_LASTS.total_seconds()) if token else 0,
        path="/",
        secure=ports.secure,
        httponly=True,
        samesite="lax",
    )


def browser_cookie(ports: Ports, name: str, token: str, lasts: timedelta) -> Cookie:
    """Return a cookie that ties a step of signing in to this browser; an empty token ends it."""
    return Cookie(
        key=_browser_cookie_name(ports, name),
        value=token,
        max_age=int(lasts.total_seconds()) if token else 0,
        path="/",
        secure=ports.secure,
        httponly=True,
        samesite="strict",
    )


def _browser_cookie_name(ports: Ports, name: str) -> str:
    return f"{cookie_name(ports)}-{name}"


def browser_token(request: Request[Any, Any, Any], ports: Ports, name: str) -> str | None:
    """Return what ties a step of signing in to the calling browser, if it has it."""
    token = request.cookies.get(_browser_cookie_name(ports, name), "")
    return token if _TOKEN.fullmatch(token) else None


def newcomer(key: UUID | None, door: str) -> UUID | None:
    """Return who a device is to be behind a door (a link, a group) by the key only it knows.

    The same device at the same door is the same person, so a repeated call makes nobody twice;
    the id tells nothing of the key.
    """
    return None if key is None else uuid5(key, door)


async def visitor_of(request: Request[Any, Any, Any], ports: Ports) -> Caller | None:
    """Return who is calling, or None for somebody who has not signed in."""
    known = request.scope.get("user")
    if isinstance(known, Caller):
        return known
    token = request.cookies.get(cookie_name(ports), "")
    if not _TOKEN.fullmatch(token):
        return None
    found = await ports.sign_ins.behind(token)
    return None if found is None else Caller(found.person, found.sign_in, token)


async def caller_of(request: Request[Any, Any, Any], ports: Ports) -> Caller:
    """Return who is calling, or refuse."""
    visitor = await visitor_of(request, ports)
    if visitor is None:
        raise Problem("sign-in-first")
    return visitor


def provide_device(request: Request[Any, Any, Any]) -> Device:
    """Return what the calling device may be called: its browser and its system, and no more."""
    return Device(label_of(request.headers.get("user-agent", "")))


async def provide_visitor(request: Request[Any, Any, Any], ports: NamedDependency[Ports]) -> Caller | None:
    """Return who is calling, or None for somebody who has not signed in."""
    return await visitor_of(request, ports)


async def provide_caller(request: Request[Any, Any, Any], ports: NamedDependency[Ports]) -> Caller:
    """Return who is calling, or refuse."""
    return await caller_of(request, ports)
