"""Which user pool a request means, and how its client reaches this server. The same for every face."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

from starlette.requests import HTTPConnection
from starlette.types import Scope

from genauth_mock import errors
from genauth_mock.context import Context, Mock, Retraced, context_of
from genauth_mock.documents.field_types import LONGEST_DEVICE_ID
from genauth_mock.errors import Refused
from genauth_mock.kit import json_values, jwts, urls
from genauth_mock.kit.ids import RetracedIds
from genauth_mock.routes.edge.bodies import Body
from genauth_mock.steering.pools import pools
from genauth_mock.store import access_keys, interactions, sessions
from genauth_mock.store.applications import Application
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.user_pools import UserPool, public_id

_APP_ID_HEADERS = (b"x-authing-app-id", b"x-genauth-app-id")
_POOL_ID_HEADERS = (b"x-authing-userpool-id", b"x-genauth-userpool-id")
_DEVICE_ID_HEADERS = (b"x-authing-device-id", b"x-genauth-device-id")
_LANG_HEADERS = (b"x-authing-lang", b"x-genauth-lang")
# What a call was found to be: its pool, its application, and how far the pool's clock is moved, or where it stands.
CALL = "genauth_mock.call"
# The context of its transaction.
CONTEXT = "genauth_mock.context"
# What the client's author should know of a request: the kind of finding, and after a blank what it is about.
REMARK = "genauth_mock.remark"
# Who asks for a page, who must be known before anything is done; see `visitors`.
VISITOR = "genauth_mock.visitor"
# What is known of a call that is run again, see `pipelines`.
RETRACED = "genauth_mock.retraced"
SESSION_COOKIE = "authing_session"

_APP_IN_PATH = re.compile(r"/api/v2/applications/(?!mfa/)([A-Za-z0-9_-]+)/")
_INTERACTION = re.compile(r"/interaction/oidc/([A-Za-z0-9_-]+)/")
_TOKENS = ("token", "access_token", "id_token")
_HEADERS = "genauth_mock.headers"
_BASE_URL = "genauth_mock.base_url"


class Visitor(Protocol):
    """Who asks for a page."""

    def meets(self, ctx: Context) -> None:
        """Says what the visitor may do in a pool, or refuses."""


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """The headers by their names in lower case; of one that came several times the last."""
    headers: dict[bytes, bytes] | None = scope.get(_HEADERS)
    if headers is None:
        headers = scope[_HEADERS] = dict(scope["headers"])
    return headers


def mock_of(request: HTTPConnection) -> Mock:
    """The server that got the request."""
    mock: Mock = request.scope["app"].state.mock
    return mock


def header(request: HTTPConnection, *names: bytes) -> str:
    """The first of these headers (lower case) that says something, else an empty text.

    A dozen are asked for in every call, and Starlette looks through all of them each time: 35 µs.
    """
    headers = headers_of(request.scope)
    for name in names:
        value = headers.get(name)
        if value:
            return value.decode("latin-1")
    return ""


def lang_of(request: HTTPConnection) -> str:
    """`en` where the client asks for English, else `zh`."""
    return "en" if header(request, *_LANG_HEADERS).lower().startswith("en") else "zh"


def host_of(request: HTTPConnection) -> str:
    """Host and port under which the client reaches this server."""
    return base_url_of(request).split("://", 1)[1]


def base_url_of(request: HTTPConnection) -> str:
    """The URL under which the client reaches this server, without a slash at its end."""
    known: str | None = request.scope.get(_BASE_URL)
    if known is None:
        known = request.scope[_BASE_URL] = _base_url_of(request)
    return known


def _base_url_of(request: HTTPConnection) -> str:
    host = header(request, b"host")
    forwarded = header(request, b"x-forwarded-host").split(",")[0].strip()
    public_urls = mock_of(request).settings.public_url
    if public_urls:
        return _public_url(public_urls, host, forwarded).rstrip("/")
    scheme = header(request, b"x-forwarded-proto").split(",")[0].strip()
    if scheme not in ("http", "https"):
        scheme = request.scope["scheme"]
    if forwarded and urls.read_host(forwarded) is not None:
        host = forwarded
    if not host:
        host = "{}:{}".format(*(request.scope.get("server") or ("localhost", 80)))
    return f"{scheme}://{host}"


def cookie(request: HTTPConnection, name: str) -> str | None:
    """A cookie; None where it is missing or empty. The mock's own need no decoding, and no other is looked at."""
    found = None
    for each in header(request, b"cookie").split(";"):
        its_name, _, value = each.partition("=")
        if its_name.strip() == name:
            found = value.strip().strip('"')
    return found or None


def _public_url(public_urls: tuple[str, ...], *hosts: str) -> str:
    """The public URL of the first of these hosts that has one, else the first."""
    if len(public_urls) > 1:
        for asked in filter(None, map(urls.read_host, hosts)):
            for each in public_urls:
                own = urls.read(each)
                if own and own.origin == replace(asked, scheme=own.scheme).origin:
                    return each
    return public_urls[0]


def token_of(request: HTTPConnection) -> str | None:
    """The token in the Authorization header, with or without `Bearer `; None for Basic, for `null` and for nothing."""
    value = header(request, b"authorization").strip()
    scheme, _, rest = value.partition(" ")
    token = rest.strip() if scheme.lower() == "bearer" else value
    if not token or token in ("null", "undefined") or scheme.lower() == "basic":
        return None
    return token


@contextmanager
def open_call(
    request: HTTPConnection,
    lang: str,
    *,
    body: Body | None = None,
    app_id: str | None = None,
    token: str | None = None,
    interaction_id: str | None = None,
    or_access_key: bool = False,
    unknown_field: Callable[[], str | None] | None = None,
) -> Iterator[Context]:
    """The transaction and context of one call to the pool that the request names.

    `app_id` is one from the path or body, which goes before the headers'. Where no header says it, the pool is the
    token's. A login page's calls name an interaction. With `or_access_key`, `app_id` may be the id of an access key.
    Refuses 2101, 2011 and 2224, see `rules.pools.find`; a strict pool refuses a body with a field that the call does
    not know, which `unknown_field` finds where it is not the body's own.
    """
    app_id, user_pool_id = names_of(request, body, app_id, token)
    mock = mock_of(request)
    with transaction(mock.engine) as db:
        if interaction_id is not None:
            waiting = interactions.by_id(db, interaction_id)
            if waiting is None:
                raise Refused(errors.oauth.INTERACTION_OVER)
            app_id, user_pool_id = waiting.app_id, public_id(waiting.user_pool_id)
        if or_access_key and app_id and (key := access_keys.by_id(db, app_id)):
            app_id, user_pool_id = None, public_id(key.user_pool_id)
        ctx = _context(request, db, lang, *pools.find(db, mock, app_id, user_pool_id))
        find_unknown = unknown_field or (body.unknown_field if body else None)
        if ctx.settings.strict and find_unknown and (unknown := find_unknown()):
            detail = "unknown field, and the pool is strict" if lang == "en" else "未知参数，且用户池为严格模式"
            raise Refused(errors.INVALID_PARAMETER, field=unknown, detail=detail)
        yield ctx


@contextmanager
def open_session_call(
    request: HTTPConnection,
    lang: str,
    *,
    app_id: str | None = None,
    token: str | None = None,
    cookie: str | None = None,
    key_id: str | None = None,
) -> Iterator[Context | None]:
    """The transaction and context of a call that may name its pool by nothing but who is logged in: the application's,
    else the token's, else the session cookie's, else the access key's.

    None where the pool is still unknown; nothing is made for such a call.
    """
    app_id = app_id or header(request, *_APP_ID_HEADERS) or None
    mock = mock_of(request)
    with transaction(mock.engine) as db:
        row = sessions.of_cookie(db, cookie) if cookie else None
        named = (app_id, _named_by(token)[0] if token else None, row.app_id if row else None)
        found = next((known for each in named if each and (known := pools.of_app(db, each))), None)
        if found is None and key_id and (key := access_keys.by_id(db, key_id)):
            found = pools.find(db, mock, None, public_id(key.user_pool_id))
        yield _context(request, db, lang, *found) if found else None


def _context(request: HTTPConnection, db: Connection, lang: str, pool: UserPool, app: Application) -> Context:
    client = request.scope.get("client")
    client_ip = client[0] if client else ""
    ctx = context_of(db, mock_of(request), pool, app, lang=lang, base_url=base_url_of(request), client_ip=client_ip)
    device_id = header(request, *_DEVICE_ID_HEADERS)
    if device_id and _is_device_id(device_id):
        ctx.device_id = device_id
    if pool.pipeline_scenes:
        ctx.retraced = request.scope.setdefault(RETRACED, Retraced(RetracedIds(ctx.mock.ids), ctx.now))
        ctx.now = ctx.retraced.now
    request.scope[CALL] = pool.public_id, app.id, pool.clock_offset_ms, pool.clock_frozen_ms
    request.scope[CONTEXT] = ctx
    visitor: Visitor | None = request.scope.get(VISITOR)
    if visitor is not None:
        visitor.meets(ctx)
    return ctx


def _is_device_id(text: str) -> bool:
    """Whether a header names a device; one that does not refuses no login."""
    return len(text) <= LONGEST_DEVICE_ID and text not in ("null", "undefined")


def names_of(
    request: HTTPConnection,
    fields: Body | Mapping[str, Any] | None,
    app_id: str | None = None,
    token: str | None = None,
) -> tuple[str | None, str | None]:
    """The application and the user pool that a request names, by whatever the SDKs send; None for what it does not.

    `app_id` is one that was found in a path or body already, `token` one from the Authorization header.
    """
    app_id = app_id or header(request, *_APP_ID_HEADERS) or None
    user_pool_id = header(request, *_POOL_ID_HEADERS) or None
    if not user_pool_id and b"userpool_id=" in request.scope["query_string"]:
        user_pool_id = request.query_params.get("userpool_id")
    if app_id or user_pool_id:
        return app_id, user_pool_id
    said = {**(fields.model_extra or {}), **vars(fields)} if isinstance(fields, Body) else fields or {}
    app_id = _client_id(request, said)
    if app_id:
        return app_id, None
    token = token or token_of(request) or _text(said, request.query_params, names=_TOKENS)
    named = _named_by(token) if token else (None, None)
    in_path = _APP_IN_PATH.match(request.scope["path"])
    return (in_path[1], None) if named == (None, None) and in_path else named


Names = tuple[str | None, str | None]


def may_name_pool(request: HTTPConnection, fields: Mapping[str, Any], named: Names) -> bool:
    """Whether there is anything in a request by which `pool_of` might find a pool."""
    return named != (None, None) or bool(_uuid_of(request, fields)) or cookie(request, SESSION_COOKIE) is not None


def pool_of(
    db: Connection, request: HTTPConnection, fields: Mapping[str, Any], named: Names | None = None
) -> str | None:
    """The user pool that a request means, if there is one; nothing is made for it. `named` is what `names_of` found."""
    app_id, user_pool_id = named or names_of(request, fields)
    uuid = _uuid_of(request, fields)
    interaction = interactions.by_id(db, uuid) if uuid else None
    if interaction is not None:
        return public_id(interaction.user_pool_id)
    known = pools.of_app(db, app_id) if app_id else None
    if known is not None:
        return known[0].public_id
    if app_id is None and user_pool_id is None:
        secret = cookie(request, SESSION_COOKIE)
        row = sessions.of_cookie(db, secret) if secret else None
        return public_id(row.user_pool_id) if row else None
    return user_pool_id


def _uuid_of(request: HTTPConnection, fields: Mapping[str, Any]) -> str | None:
    """The interaction that a path or field names."""
    waiting = _INTERACTION.search(request.scope["path"])
    return waiting[1] if waiting else _text(fields, names=("uuid",))


def _client_id(request: HTTPConnection, fields: Mapping[str, Any]) -> str | None:
    """The `client_id` in a query, a body, or Authorization: Basic."""
    named = _text(request.query_params, fields, names=("client_id",))
    scheme, _, value = header(request, b"authorization").partition(" ")
    if not named and scheme.lower() == "basic":
        try:
            return base64.b64decode(value.strip(), validate=True).decode().partition(":")[0] or None
        except ValueError:
            return None
    return named


def _text(*sources: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first text that stands under one of these names."""
    found = (source.get(name) for source in sources for name in names)
    return next((each for each in found if isinstance(each, str) and each and not json_values.is_unfit(each)), None)


def _named_by(token: str) -> tuple[str | None, str | None]:
    claims = jwts.unverified_claims(token) or {}
    app_id, user_pool_id = claims.get("aud"), claims.get("userpool_id")
    if user_pool_id is None and isinstance(claims.get("data"), dict):
        # An MFA token says no more.
        user_pool_id = claims["data"].get("userPoolId")
    return (app_id if isinstance(app_id, str) else None), (user_pool_id if isinstance(user_pool_id, str) else None)
