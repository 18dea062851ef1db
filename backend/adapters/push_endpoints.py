"""Which addresses a notification may go to: a browser names one, so it must not lead anywhere else."""

import re
import socket
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

_PLAIN: Final = re.compile(r"[A-Za-z0-9._~:/?!$&'()*+,;=%-]{1,2048}")
"""What an address of a push service is written with: no @, no brackets, nothing that is read in two ways."""
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")

_HTTPS: Final = 443


class Refused(Exception):
    """An address that nothing is sent to."""


class Place(NamedTuple):
    """Where an endpoint is: ``origin`` is for whom the house signs (RFC 8292)."""

    origin: str
    host: str
    port: int
    url: str


class AllowedHosts:
    """The push services of an operator's list.

    An entry is a host such as ``fcm.googleapis.com`` or ``*.push.apple.com``: https, port 443, at
    public addresses only. One with a scheme, such as ``http://127.0.0.1:8090``, is exactly that
    origin, wherever it is: for a test, or a push service of one's own.
    """

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._origins = frozenset(entry for entry in entries if "://" in entry)
        self._hosts = frozenset(entry for entry in entries if "://" not in entry and "*" not in entry)
        self._suffixes = tuple(entry[1:] for entry in entries if entry.startswith("*."))
        self._own = frozenset(urlsplit(origin).hostname for origin in self._origins)

    def place(self, endpoint: str) -> Place:
        """Return where an endpoint is. Raises Refused for one that is not in the list."""
        if not _PLAIN.fullmatch(endpoint):
            raise Refused
        try:
            parts = urlsplit(endpoint)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise Refused from error
        origin = f"{parts.scheme}://{parts.netloc}"
        tail = parts.path + (f"?{parts.query}" if parts.query else "")
        if origin in self._origins:
            return Place(origin, host, port or _HTTPS, f"{origin}{tail}")
        if parts.scheme != "https" or port not in {None, _HTTPS} or not self._lists(host):
            raise Refused
        return Place(f"https://{host}", host, _HTTPS, f"https://{host}{tail}")

    def _lists(self, host: str) -> bool:
        return bool(_HOST.fullmatch(host)) and (host in self._hosts or host.endswith(self._suffixes))

    def may_be_anywhere(self, host: str) -> bool:
        """Tell whether an operator named a host with its scheme, and so answers for where it is."""
        return host in self._own


class PublicHosts(AllowedHosts):
    """Every name on the internet, over https and at its port: for what an organisation connects itself."""

    @override
    def _lists(self, host: str) -> bool:
        return bool(_HOST.fullmatch(host)) and host.rpartition(".")[2][:1].isalpha()


def is_public(address: str) -> bool:
    """Tell whether an address is somewhere on the internet, and not within anybody's own network."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if found in _NAT64_NETWORK:
            return is_public(str(ip_address(int(found) & 0xFFFF_FFFF)))
        if found not in _GLOBAL_UNICAST:
            return False
    return found.is_global and not found.is_multicast


_NAT64_NETWORK: Final = ip_network("64:ff9b::/96")
_GLOBAL_UNICAST: Final = ip_network("2000::/3")
"""All of IPv6 that is given out on the internet (RFC 4291 § 2.4); beyond it some networks reach inward."""


class GuardedResolver(AbstractResolver):
    """Resolves names, and gives public addresses only: what is checked is what is connected to."""

    def __init__(self, hosts: AllowedHosts, inner: AbstractResolver) -> None:
        self._hosts, self._inner = hosts, inner

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError when none of them is public."""
        found = await self._inner.resolve(host, port, family)
        if not self._hosts.may_be_anywhere(host):
            found = [one for one in found if is_public(one["host"])]
        if not found:
            raise OSError("no public address")
        return found

    @override
    async def close(self) -> None:
        """Let go of the resolver within."""
        await self._inner.close()
