"""Who asks: the client's own address, also behind proxies that are trusted by name."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


@lru_cache(maxsize=8)
def _networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name, strict=False) for name in names)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip().strip("[]"))
    except ValueError:
        return None


def is_proxy(text: str) -> bool:
    """Say whether an address is one of the proxies in EGIZ_PROXIES."""
    address = _address(text)
    return address is not None and any(address in net for net in _networks(tuple(settings.TRUSTED_PROXIES)))


def client_address(request: HttpRequest) -> str:
    """Give the address of whoever asks.

    X-Forwarded-For is believed from a trusted proxy only, and only as far as the first address, from the
    right, that is no trusted proxy: what stands left of it anybody can write.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    for noted in reversed(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        if not is_proxy(address) or _address(noted) is None:
            break
        address = noted.strip()
    return address
