"""Which hosts are this very machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """True for `localhost`, names below it, and loopback addresses."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_loopback_url(url: str) -> bool:
    """True for a URL, or an origin, whose host is this machine."""
    try:
        return is_loopback(urlsplit(url).hostname or "")
    except ValueError:
        return False


# Names that are handed out by no public name server.
_PRIVATE = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".example", ".invalid")


def is_public_name(host: str) -> bool:
    """True for a host (`name:port`) whose name anybody may have on the Internet, not for an address or bare name."""
    try:
        name = (urlsplit(f"//{host}").hostname or "") if host else ""
    except ValueError:
        return True  # `[::1`: no name of this machine's
    try:
        ip_address(name)
    except ValueError:
        return "." in name and not name.endswith(_PRIVATE)
    return False
