"""Which hosts are this very machine."""

from __future__ import annotations

import socket
from contextlib import suppress
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


def is_any_address(host: str) -> bool:
    """True for an address that stands for all of a machine's, as `0.0.0.0`."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def address_in_network() -> str | None:
    """The address by which others in the network reach this machine; None where it is in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        # Nothing is sent: the system only says from where it would send. The address is one for documentation.
        probe.connect(("192.0.2.1", 9))
        address: str = probe.getsockname()[0]
        return None if is_loopback(address) else address
    return None


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
