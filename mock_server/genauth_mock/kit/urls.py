"""The one reader of URLs: for redirects, logouts, origins and Host headers alike.

What two readers understand differently is no URL here: a browser might go where the mock has not looked. So there are
no backslashes, blanks, control characters, user names, escapes in a host, or numbers that only a browser takes for an
address (`http://127.1`). WHATWG URL Standard, RFC 3986, RFC 6454.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from genauth_mock.kit import hosts

# What a browser runs or shows instead of asking a server.
ACTIVE_SCHEMES = frozenset({"javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source"})
# What Capacitor, Ionic and Tauri serve an app's own pages by, on the device itself.
_APP_SCHEMES = frozenset({"capacitor", "ionic", "tauri"})
_USUAL_PORTS = {"http": 80, "https": 443}

_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
_NUMBER_AT_END = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$")


@dataclass(frozen=True, slots=True)
class Url:
    """What a URL says of where it leads. `host` is in lower case, IPv6 without brackets; empty in a scheme of an app's
    own, of which nobody knows what it means by it.
    """

    scheme: str
    host: str = ""
    port: int | None = None

    @property
    def is_web(self) -> bool:
        """Whether it is http or https."""
        return self.scheme in _USUAL_PORTS

    @property
    def is_active(self) -> bool:
        """Whether a browser would run it, or show what it holds."""
        return self.scheme in ACTIVE_SCHEMES

    @property
    def is_loopback(self) -> bool:
        """Whether it leads to this machine: by http or https, or to an app's own pages."""
        if self.is_web:
            return hosts.is_loopback(self.host.removesuffix("."))
        return self.scheme in _APP_SCHEMES and self.host == "localhost" and self.port is None

    @property
    def port_asked(self) -> int | None:
        """The port that it leads to, said or not; None in a scheme of an app's own."""
        return self.port or _USUAL_PORTS.get(self.scheme)

    @property
    def origin(self) -> str:
        """The origin as a browser names it; empty where there is none."""
        if not self.host:
            return ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port in (None, _USUAL_PORTS.get(self.scheme)) else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def read(text: str) -> Url | None:
    """A URL; None where readers disagree."""
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if not colon or _AMBIGUOUS.search(text) or not _SCHEME.fullmatch(scheme):
        return None
    is_web = scheme in _USUAL_PORTS
    if not rest.startswith("//"):
        return None if is_web else Url(scheme)
    authority = re.split("[/?#]", rest[2:], maxsplit=1)[0]
    if is_web or scheme in _APP_SCHEMES:
        return _with_authority(scheme, authority)
    return None if "@" in authority else Url(scheme)


def read_origin(text: str) -> Url | None:
    """What an Origin header names; None for `null`, for what is no origin, and where readers disagree."""
    url = read(text)
    return url if url and url.host and text.count("/") == 2 and "?" not in text and "#" not in text else None


def read_host(text: str) -> Url | None:
    """What a Host header names, as an http URL; None where readers disagree."""
    return _with_authority("http", text)


def is_loopback(text: str) -> bool:
    """Whether a URL, or an origin, leads to this machine."""
    url = read(text)
    return url is not None and url.is_loopback


def _with_authority(scheme: str, authority: str) -> Url | None:
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        return None
    host, port = found[1].lower(), int(found[2]) if found[2] else None
    if "" in host.removesuffix(".").split("."):
        return None
    if port is not None and port > 65535:
        return None
    try:
        if host.startswith("["):
            host = IPv6Address(host[1:-1]).compressed
        elif _NUMBER_AT_END.search(host):
            host = str(IPv4Address(host))
    except AddressValueError:
        return None
    return Url(scheme, host, port)
