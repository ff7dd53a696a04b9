"""Who asks for a page, or for the control API: by which host, from a page of which origin, with the control token or
without. `X-Forwarded-*` is never asked.

A page of the mock shows what the control API shows (the users, a code that was just sent), and does what it does (a
login with one click). So what `/_mock/` keeps from a stranger, no page gives to one.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import replace

from starlette.requests import HTTPConnection, Request

from genauth_mock.context import Context
from genauth_mock.documents.pool_settings import settings_of
from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import json_values, urls
from genauth_mock.kit.hosts import is_public_name
from genauth_mock.kit.urls import Url
from genauth_mock.routes.edge import tenancy
from genauth_mock.rules import origins
from genauth_mock.steering.pools import pools
from genauth_mock.store import interactions
from genauth_mock.store.database import transaction

CONTROL_COOKIE = "genauth_mock_control"
# Whether the answer's page may be read by a script of the request's origin.
IS_READABLE = "genauth_mock.is_readable"

_ENDS_OF_SESSION = ("/oidc/session/end", "/oauth/session/end")
_REQUESTS = ("/oidc/auth", "/oauth/auth")
_PAGES = frozenset({"/login", "/register", "/authz", "/u", "/oidc/device", *_REQUESTS, *_ENDS_OF_SESSION})
_BELOW = ("/login/", "/register/", "/interaction/oidc/", "/connections/social/")
# The stand-in page for an enterprise provider, by its protocol.
_ENTERPRISE = re.compile(r"/connections/[^/]+/init")

# The findings that refusals become, with what of their values is told.
_FINDINGS = {
    oauth.FOREIGN_PAGE: ("foreign_page", "origin"),
    oauth.FOREIGN_SOCKET: ("foreign_page", "origin"),
    oauth.PUBLIC_HOST: ("public_host", "host"),
    oauth.REDIRECT_URI_UNKNOWN: ("redirect_unknown", "registration"),
    oauth.REDIRECT_URI_UNSAFE: ("redirect_unsafe", "uri"),
    oauth.RESPONSE_MODE_UNFIT: ("response_mode", "mode"),
    oauth.CONTROL_TOKEN_NEEDED: ("control_token", ""),
    oauth.HINT_NOT_ENOUGH: ("control_token", ""),
}


def is_page(path: str) -> bool:
    """Whether a path is one of the login's pages, or leads to them."""
    return path in _PAGES or path.startswith(_BELOW) or _ENTERPRISE.fullmatch(path) is not None


def origin_of(request: HTTPConnection) -> str | None:
    """What the request says of the page that sent it; None where it says nothing. Several headers name no origin."""
    sent = [value for name, value in request.scope["headers"] if name == b"origin"]
    return b", ".join(sent).decode("latin-1") if sent else None


def public_host_of(request: HTTPConnection) -> str | None:
    """The host by which the request came, where that is a name that anybody may have, and none of `--public-url`'s.

    A page of such a name may have been made to lead here, and would be of one origin with the mock (DNS rebinding).
    """
    for text in (value.decode("latin-1") for name, value in request.scope["headers"] if name == b"host" and value):
        host = urls.read_host(text)
        if host is None or (is_public_name(host.host) and host.host not in {each.host for each in _own(request)}):
            return str(text)
    return None


def is_own(request: HTTPConnection, origin: Url) -> bool:
    """Whether an origin is this server's: that of the request's Host, or of a `--public-url`."""
    host = urls.read_host(tenancy.header(request, b"host"))
    usual = 443 if origin.scheme == "https" else 80
    is_hosts = host is not None and (host.host, host.port or usual) == (origin.host, origin.port or usual)
    return (origin.is_web and is_hosts) or origin.origin in {each.origin for each in _own(request)}


def is_from_own_page(request: HTTPConnection) -> bool:
    """Whether a request comes from a page of this server's own, or from no page at all, which sends no Origin."""
    text = origin_of(request)
    origin = urls.read_origin(text) if text is not None else None
    return text is None or (origin is not None and is_own(request, origin))


def is_this_server(request: HTTPConnection, url: Url) -> bool:
    """Whether a URL leads to this server, under whichever of its names."""
    return is_own(request, url) or (url.is_web and url.is_loopback and url.port_asked in own_ports(request))


def own_ports(request: HTTPConnection) -> set[int | None]:
    """The ports at which this server is reached: the one that it listens on, and those of its names."""
    host = urls.read_host(tenancy.header(request, b"host"))
    named = {each.port_asked for each in _own(request)}
    asked = {replace(host, scheme=request.scope["scheme"]).port_asked} if host else set()
    return named | asked | {(request.scope.get("server") or ("", None))[1]}


def _own(request: HTTPConnection) -> list[Url]:
    found = (urls.read(each) for each in tenancy.mock_of(request).settings.public_url)
    return [each for each in found if each is not None]


def shows_control_token(request: HTTPConnection) -> bool:
    """Whether the request has the server's control token in its Authorization header."""
    wanted = tenancy.mock_of(request).settings.control_token
    given = tenancy.token_of(request) or ""
    return wanted is not None and hmac.compare_digest(given.encode(), wanted.encode())


def has_control_cookie(request: HTTPConnection) -> bool:
    """Whether the request comes from a browser in whose console the control token was typed."""
    wanted = tenancy.mock_of(request).settings.control_token
    given = tenancy.cookie(request, CONTROL_COOKIE) or ""
    return wanted is not None and hmac.compare_digest(given.encode(), control_cookie(wanted).encode())


def control_cookie(control_token: str) -> str:
    """The cookie of whoever has typed the control token; it proves that, and does not tell the token."""
    return hmac.new(control_token.encode(), b"genauth-mock console", "sha256").hexdigest()


def note(request: HTTPConnection, refused: Refused) -> None:
    """Notes a refusal for the journal, if it is one of which the client's author should know."""
    found = _FINDINGS.get(refused.entry)
    if found is not None:
        kind, value = found
        request.scope[tenancy.REMARK] = f"{kind} {refused.values.get(value, '')}"


class Visitor:
    """Who asks for a page."""

    def __init__(self, request: Request) -> None:
        self._request = request
        text = origin_of(request)
        self._origin_text, self._origin = text, urls.read_origin(text) if text is not None else None

    def meets(self, ctx: Context) -> None:
        """Whether the visitor may steer the pool. Refuses a form from a page that is none of the application's."""
        is_known = self._origin is not None and origins.is_known(ctx.settings, ctx.app, self._origin)
        self._request.scope[IS_READABLE] = is_known
        if shows_control_token(self._request):
            return
        is_own_page = self._origin is not None and is_own(self._request, self._origin)
        is_stranger = self._origin_text is not None and not (is_known or is_own_page)
        path, method = self._request.scope["path"], self._request.scope["method"]
        if is_stranger and method == "POST" and path not in (*_REQUESTS, *_ENDS_OF_SESSION):
            raise Refused(oauth.FOREIGN_PAGE, origin=str(self._origin_text), client=ctx.app.id)
        needs_token = tenancy.mock_of(self._request).settings.control_token is not None
        ctx.may_steer = not is_stranger and (not needs_token or has_control_cookie(self._request))


def meet_on_socket(request: Request, ctx: Context) -> None:
    """Refuses a WebSocket to a page that is none of the application's: browsers let every page open one, and ask nobody
    who may read it. A page is not this server's own if it came by a name that anybody may have. What is no browser
    sends no origin.
    """
    text = origin_of(request)
    if text is None:
        return
    origin = urls.read_origin(text)
    is_own_page = origin is not None and is_own(request, origin) and public_host_of(request) is None
    if is_own_page or (origin is not None and origins.is_known(ctx.settings, ctx.app, origin)):
        return
    refused = Refused(oauth.FOREIGN_SOCKET, origin=text, client=ctx.app.id)
    note(request, refused)
    raise refused


def enter(request: Request) -> None:
    """Lets a request in to a page. Refuses one that came by a name that anybody may have."""
    request.scope[tenancy.VISITOR] = Visitor(request)
    host = public_host_of(request)
    is_open = request.scope["path"] in _ENDS_OF_SESSION or shows_control_token(request)
    if host is not None and not is_open:
        raise Refused(oauth.PUBLIC_HOST, host=host)


def is_known_to_named(request: HTTPConnection, origin: Url) -> bool:
    """Whether an origin is known to the application that the query names; nothing is made for it."""
    # What no database takes names nothing.
    query = {name: value for name, value in request.query_params.items() if not json_values.is_unfit(value)}
    with transaction(tenancy.mock_of(request).engine) as db:
        waiting = interactions.by_id(db, query["uuid"]) if query.get("uuid") else None
        app_id = waiting.app_id if waiting else query.get("app_id") or query.get("client_id")
        known = pools.of_app(db, app_id) if app_id else None
        return known is not None and origins.is_known(settings_of(known[0].settings), known[1], origin)
