"""Which addresses the client may talk to: public ones only."""

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from egiz.atlas.sources.errors import BadAddressError, BlockedAddressError, UnreachableError

Resolver = Callable[[str, int], list[str]]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_MAX_URL = 8_000


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: where to connect and what to ask there."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def host_header(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return host if self.port == usual else f"{host}:{self.port}"


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's resolver, each once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def is_public(address: str) -> bool:
    """
    Whether an IP address is one of the open internet.

    Parameters
    ----------
    address
        IPv4 or IPv6 in text; a zone ("%eth0") is never public.

    Returns
    -------
    bool
        False for loopback, private, link-local (cloud metadata among them), multicast, reserved and
        unspecified addresses, and for IPv6 forms that carry such an IPv4 address inside.
    """
    if "%" in address:
        return False
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        # Tunnels whose far end cannot be checked; no source of ours lives behind one.
        if ip.sixtofour is not None or ip.teredo is not None:
            return False
    return ip.is_global and not any((ip.is_multicast, ip.is_reserved, ip.is_unspecified))


def check(url: str, *, resolver: Resolver, allow_private: bool | Collection[str]) -> Target:
    """
    Take a URL apart, resolve its host and see that every address is public.

    Parameters
    ----------
    url
        ``http://`` or ``https://``.
    resolver
        Host and port → addresses.
    allow_private
        Let private addresses pass, of all hosts or of those named.

    Returns
    -------
    Target
        With the addresses to connect to, so that a second answer of the resolver cannot change them.

    Raises
    ------
    BadAddressError
        For another scheme, credentials in the URL, control characters, no host.
    BlockedAddressError
        When any address of the host is not public.
    UnreachableError
        When the host has no address.
    """
    parts, host, port = _parts(url)
    try:
        addresses = resolver(host, port)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(url, f"the host {host} has no address ({error})") from error
    if not addresses:
        raise UnreachableError(url, f"the host {host} has no address")
    allowed = allow_private if isinstance(allow_private, bool) else host in allow_private
    blocked = [address for address in addresses if not allowed and not is_public(address)]
    if blocked:
        raise BlockedAddressError(
            url, f"{host} is {blocked[0]}, which is not an address of the open internet"
        )
    return Target(parts.scheme, host, port, _path(parts), tuple(addresses))


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _parts(url: str) -> tuple[SplitResult, str, int]:
    if len(url) > _MAX_URL or any(ch.isspace() or ord(ch) < 32 or ord(ch) == 127 for ch in url):
        raise BadAddressError(
            url[:200], "a URL may hold no spaces or control characters and 8,000 letters at most"
        )
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise BadAddressError(url, str(error)) from error
    if parts.scheme not in ("http", "https"):
        raise BadAddressError(url, "only http:// and https:// are allowed")
    if parts.username is not None or parts.password is not None:
        raise BadAddressError(url, "a URL may not carry a user name or password")
    if not parts.hostname:
        raise BadAddressError(url, "there is no host in it")
    try:
        host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
        parts.path.encode("ascii")
        parts.query.encode("ascii")
    except UnicodeError as error:
        raise BadAddressError(url, "letters beyond ASCII must be percent-encoded") from error
    return parts, host, port
