"""Which addresses may be asked: those of the web at large, and hosts allowed by name."""

import re
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import quote, urlsplit

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_][a-z0-9._-]*")
_KEPT = "/%:@!$&'()*+,;=~-._"  # characters of a path that stand for themselves
_NAT64 = IPv6Network("64:ff9b::/96")


class RefusedError(Exception):
    """An address that is not asked, and why."""


class Address(NamedTuple):
    """A web address in its parts."""

    scheme: str
    host: str
    port: int
    target: str  # path and query

    @property
    def place(self) -> str:
        """Host and port, as in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return f"{self.scheme}://{self.place}{self.target}"


def read_address(url: str) -> Address:
    """The parts of a web address.

    >>> read_address("HTTPS://Wire.example/ferry strike#top").url
    'https://wire.example/ferry%20strike'
    """
    try:
        url.encode()  # fails on halves of characters
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise RefusedError(f"not a web address ({error})") from None
    if parts.scheme not in _PORTS:
        kind = f"{parts.scheme}: addresses are" if parts.scheme else "without http:// it is"
        raise RefusedError(f"{kind} not fetched, only http and https")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("it holds a user name or password; save such a page by hand")
    host = host_of(parts.hostname or "")
    path, query = quote(parts.path or "/", safe=_KEPT), quote(parts.query, safe=_KEPT + "?")
    target = f"{path}?{query}" if query else path
    return Address(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, target)


def host_of(name: str) -> str:
    """A host as DNS has it: names of other scripts in letters of ASCII."""
    host = name.rstrip(".")
    try:
        if ":" in host:
            return str(ip_address(host))
        host = host.encode("idna").decode("ascii").lower()
    except ValueError:
        host = ""
    if not _NAME.fullmatch(host):
        raise RefusedError(f"{name!r} is not the name of a host")
    return host


def sockets_of(address: Address, allow: Collection[str]) -> list[tuple[int, tuple[str, int]]]:
    """Family and number of each place the host stands at, none of them inside a network."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"no host {address.host!r} is known ({error})") from None
    places = [(int(family), place) for family, _, _, _, place in found]
    inside = [str(place[0]) for _, place in places if not is_open(str(place[0]))]
    # One is enough: a name that stands both without and within is a known trick.
    if inside and address.host not in allow:
        raise RefusedError(
            f"{address.host} stands at {inside[0]}, which is not on the open web; where you "
            f"trust it, allow=[{address.host!r}]"
        )
    return places  # type: ignore[return-value]


def is_open(number: str) -> bool:
    """Whether an IP address is on the open web, whatever it is wrapped in.

    >>> is_open("8.8.8.8"), is_open("169.254.169.254"), is_open("::ffff:127.0.0.1")
    (True, False, False)
    """
    ip: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    closed = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    return ip.is_global and not closed and not ip.is_link_local
