"""Which hosts are this very machine, and which may be anybody's."""

from __future__ import annotations

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """True for `localhost`, names below it, and loopback addresses."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


# Names that no public name server hands out; `.svc` is Kubernetes'.
_PRIVATE = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid", ".svc")


def is_public_name(host: str) -> bool:
    """True for a name (in lower case) that anybody may have on the Internet, not for an address or a bare name."""
    name = host.removesuffix(".")
    try:
        ip_address(name)
    except ValueError:
        return "." in name and not name.endswith(_PRIVATE)
    return False
