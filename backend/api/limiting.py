"""Who calls too often waits a moment, so that nobody else has to."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from litestar import Request

from backend.api.guarding import SAFE_METHODS
from backend.api.problems import Problem
from backend.api.record_ports import Limits

_OWN_PREFIX: Final = 64
"""Bits of an IPv6 address that a provider gives to one customer, who chooses the others."""


def address_of(request: Request[Any, Any, Any]) -> str:
    """Return where a call comes from: an address, or the network of one IPv6 customer.

    It is the other end of the connection; behind a proxy that is trusted, what the proxy says.
    """
    client = request.scope["client"]
    return "" if client is None else _network(client[0])


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{int(parsed) >> (128 - _OWN_PREFIX):x}"


def limit(request: Request[Any, Any, Any], limits: Limits, whom: str, who: str) -> None:
    """Count a call of an address, a person, a tenant or a token. Raises Problem (too-many)."""
    kind = "read" if request.method in SAFE_METHODS else "write"
    refuse(limits.hit(f"{whom}-{kind}", who))


def limit_entry(request: Request[Any, Any, Any], limits: Limits) -> None:
    """Count a stranger's attempt to get in or to make something. Raises Problem (too-many)."""
    if request.method not in SAFE_METHODS:
        refuse(limits.hit("address-entry", address_of(request)))


def refuse(wait: int | None) -> None:
    """Refuse when there is something to wait for."""
    if wait is not None:
        raise Problem("too-many", retry_after=wait)
