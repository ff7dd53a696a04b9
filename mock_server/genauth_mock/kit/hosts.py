"""Which hosts are this very machine, and which may be anybody's."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """True for `localhost`, names below it, and loopback addresses."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_any_address(host: str) -> bool:
    """True for an address that stands for all of a machine's, as `0.0.0.0`."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def is_address(host: str) -> bool:
    """True for an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def address_in_network() -> str | None:
    """The address by which others in the network reach this machine; None where it is in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        # Nothing is sent: the system only says from where it would send. The address is one for documentation.
        probe.connect(("192.0.2.1", 9))
        address: str = probe.getsockname()[0]
        return None if is_loopback(address) else address
    return None


# Names that no public name server hands out; `.svc` is Kubernetes'.
_PRIVATE = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid", ".svc")


def is_public_name(host: str) -> bool:
    """True for a name (in lower case) that anybody may have on the Internet, not for an address or a bare name."""
    name = host.removesuffix(".")
    return not is_address(name) and "." in name and not name.endswith(_PRIVATE)
