"""Which addresses may be reached: public ones, and those that the operator allows.

A name is judged by what it resolves to at the moment of connecting, so that a name which first
resolves to a public address and then to a private one gains nothing.
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from briefings.errors import AddressError

PORTS = frozenset({80, 443, 8000, 8080, 8443})
"""Ports that a public host may be asked on."""
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")
_UNICAST = IPv6Network("2000::/3")
"""All that is given out of IPv6 (RFC 4291 2.4): not site-local, nor what is still to be defined."""
_SHARED = (
    IPv4Network("100.64.0.0/10"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),
)
"""Networks that are nobody's own: carriers' NAT, protocol assignments, 6to4 relays, a cloud's
metadata."""
_LOOKING_UP = 16
"""Names that are looked up at the same time: a dead name server keeps only these waiting."""

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules. `allowed` are hosts ("intranet.example.org") and networks ("10.1.0.0/16")."""

    allowed: tuple[str, ...] = ()

    def check_url(self, url: str) -> None:
        """Raise AddressError unless the address's form may be fetched."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise AddressError("That is not a web address.") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressError(
                "Only addresses that start with http:// or https:// can be read.",
                hint="Check the address.",
            )
        if self.allows_name(parts.hostname):
            return
        if port is not None and port not in PORTS and not self._allows_ip(parts.hostname):
            raise AddressError(
                f"Port {port} is not one that web sites use.",
                hint="An operator can allow the host with QUICKREAD_PRIVATE_HOSTS.",
            )
        self.check_ip(parts.hostname)

    def check_ip(self, host: str) -> None:
        """Raise AddressError where `host` is the number of a private address."""
        address = _number(host)
        if address is not None and not self.permits(address):
            raise _private()

    def permits(self, address: Address) -> bool:
        """Whether this address may be connected to."""
        real = _real(address)
        if any(real in network for network in self._networks()):
            return True
        if isinstance(real, IPv6Address) and real not in _UNICAST:
            return False
        return real.is_global and not real.is_multicast and not _shared(real)

    def allows_name(self, host: str) -> bool:
        """Whether the operator allows this host whatever it resolves to."""
        return host.lower().rstrip(".") in {name.lower() for name in self.allowed}

    def owns(self, host: str) -> bool:
        """Whether a host is the operator's own: allowed by name, or on a private network."""
        address = _number(host)
        return self.allows_name(host) or (address is not None and not _real(address).is_global)

    def _allows_ip(self, host: str) -> bool:
        address = _number(host)
        return address is not None and self.permits(address) and not _real(address).is_global

    def _networks(self) -> list[IPv4Network | IPv6Network]:
        return _read(self.allowed)


@lru_cache(16)
def _read(names: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    """Return those of the names that are networks."""
    networks: list[IPv4Network | IPv6Network] = []
    for name in names:
        try:
            networks.append(ip_network(name, strict=False))
        except ValueError:
            continue
    return networks


def _number(host: str) -> Address | None:
    """Read a host that is a number, in any of the spellings that connecting understands."""
    try:
        return ip_address(host.strip("[]").split("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _real(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if any(address in network for network in (*_NAT64, _TRANSLATED)) or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _shared(address: Address) -> bool:
    return isinstance(address, IPv4Address) and any(address in net for net in _SHARED)


def _private() -> AddressError:
    return AddressError(
        "That address is on a private network.",
        hint="An operator can allow it with QUICKREAD_PRIVATE_HOSTS.",
    )


class GuardedResolver(AbstractResolver):
    """Resolves names for the connector, and lets only permitted addresses through."""

    def __init__(self, guard: Guard, inner: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._inner = inner or OwnThreads()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Resolve a name. Raises AddressError where all it resolves to is private."""
        found = await self._inner.resolve(host, port, family)
        if self._guard.allows_name(host):
            return found
        permitted = [
            result
            for result in found
            if (address := _number(result["host"])) is not None and self._guard.permits(address)
        ]
        if not permitted:
            raise _private()
        return permitted

    async def close(self) -> None:
        """Close what resolves."""
        await self._inner.close()


class OwnThreads(AbstractResolver):
    """The system's resolver in threads of its own: names that hang hold up nothing but names."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOKING_UP, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return what a name resolves to. Raises OSError."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads,
            lambda: socket.getaddrinfo(
                host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
            ),
        )
        return [
            ResolveResult(
                hostname=host, host=str(to[0]), port=int(to[1]), family=kind, proto=proto, flags=0
            )
            for kind, _, proto, _, to in found
        ]

    async def close(self) -> None:
        """Let the threads end when they are done."""
        self._threads.shutdown(wait=False, cancel_futures=True)
