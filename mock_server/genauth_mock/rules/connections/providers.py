"""Connections: the pool's social and enterprise identity providers, and whom a code or token of one stands for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.documents.user_document import SUBJECTS
from genauth_mock.errors import Refused
from genauth_mock.store import connection_requests, social_connections
from genauth_mock.store.connection_requests import ConnectionRequest
from genauth_mock.store.database import Taken
from genauth_mock.store.social_connections import SocialConnection

# Those of mobile SDKs that are not called so.
_ON_MOBILES = frozenset({"alipay", "apple", "lark-internal", "lark-public"})
_ENTERPRISE = frozenset({"oidc", "oauth", "oauth2", "saml", "cas", "azure-ad", "ad-kerberos", "ldap", "ad"})
_SIDES = (":mobile", ":app-launch")
# A guess.
_REQUEST_TTL_MS = 600_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a provider knows. `profile` is what it says of him or her; `code` and `token` are what stands for
    the person there.
    """

    connection: SocialConnection
    openid: str
    profile: Mapping[str, Any]
    code: str | None = None
    token: str | None = None


def name_of(connection: SocialConnection) -> str:
    """By what an app names a connection in a browser."""
    return connection.identifier or connection.id


def is_for_mobiles(connection: SocialConnection) -> bool:
    """Whether mobile SDKs look for a connection of this type."""
    return connection.type.endswith(_SIDES) or connection.type in _ON_MOBILES


def is_for_browsers(connection: SocialConnection) -> bool:
    """Whether a login form in a browser has a button for it; a few are for both."""
    return not connection.type.endswith(_SIDES)


def is_enterprise(connection_type: str) -> bool:
    """Whether a connection is to a company's own provider, and to no social one."""
    return connection_type in _ENTERPRISE


def provider_of(connection_type: str) -> str:
    """The provider, whichever way one gets there: `wechat` of `wechat:mobile`, `lark` of `lark-internal`."""
    base = connection_type.partition(":")[0]
    return "lark" if base in ("lark-internal", "lark-public") else base


def subject_name(profile: Mapping[str, Any]) -> str | None:
    """Under which name a profile says what its provider calls somebody. A number is one too (GitHub's)."""
    for name in SUBJECTS:
        value = profile.get(name)
        if (isinstance(value, str) and value) or (isinstance(value, int) and not isinstance(value, bool)):
            return name
    return None


def people(connection: SocialConnection) -> Iterator[Person]:
    """Whom the provider knows. Who is not called anything there is called by the place in the connection's list."""
    for n, each in enumerate(connection.identities, 1):
        profile = each.get("profile") or {}
        name = subject_name(profile)
        openid = str(profile[name]) if name else f"{name_of(connection)}-{n}"
        yield Person(connection, openid, profile, each.get("code"), each.get("accessToken"))


def profile_of(connection: SocialConnection, openid: str) -> Mapping[str, Any]:
    """What the provider says of somebody; nothing where it knows nobody of that name."""
    return next((each.profile for each in people(connection) if each.openid == openid), {})


def find(ctx: Context, name: str | None, types: Collection[str] = ()) -> SocialConnection:
    """The pool's connection of this id or identifier, which is one of these types or another way to their provider;
    without a name the first of these types. Refuses 400.
    """
    of_pool = social_connections.of_pool(ctx.db, ctx.pool_id)
    providers = {provider_of(each) for each in types}
    for each in of_pool:
        is_meant = name in (each.id, name_of(each)) if name else each.type in types
        if is_meant and (not types or provider_of(each.type) in providers):
            return each
    raise Refused(errors.CONNECTION_NOT_FOUND, detail=name or " / ".join(types) or "-", known=_told(of_pool))


def _told(of_pool: Collection[SocialConnection]) -> str:
    return ", ".join(f"{name_of(each)} ({each.type}, {each.id})" for each in of_pool) or "-"


def by_code(connection: SocialConnection, code: str) -> Person:
    """Whom a code stands for; it may be shown again. Refuses 400 where it stands for nobody."""
    return _found(connection, lambda each: each.code == code)


def by_token(connection: SocialConnection, token: str) -> Person:
    """Whom an access token stands for. Refuses 400 where it stands for nobody."""
    return _found(connection, lambda each: each.token == token)


def chosen(connection: SocialConnection, openid: str) -> Person:
    """Who was chosen at the stand-in page for the provider. Refuses 400 for nobody of the connection's."""
    return _found(connection, lambda each: each.openid == openid)


def _found(connection: SocialConnection, is_meant: Callable[[Person], bool]) -> Person:
    for each in people(connection):
        if is_meant(each):
            return each
    raise Refused(errors.IDENTITY_NOT_PROVED, connection=name_of(connection))


def announce(ctx: Context, state: str, name: str, referer: str) -> None:
    """Keeps which connection a page means that will come to the provider with this state. Refuses 400 for a connection
    that is not there, and for a state that was announced before.
    """
    connection = find(ctx, name)
    request = ConnectionRequest(
        user_pool_id=ctx.pool_id,
        state=state,
        connection_id=connection.id,
        referer=referer,
        expires_at=ctx.now + _REQUEST_TTL_MS,
    )
    try:
        connection_requests.add(ctx.db, request)
    except Taken:
        raise Refused(errors.INVALID_PARAMETER, field="state", detail=state) from None


def announced(ctx: Context, state: str) -> tuple[SocialConnection, str]:
    """The connection that is meant by a state, and the page that asks. Refuses 400 for one that is unknown or over."""
    request = connection_requests.by_state(ctx.db, ctx.pool_id, state)
    if request is None or request.expires_at <= ctx.now:
        raise Refused(errors.INVALID_PARAMETER, field="state", detail=state)
    return find(ctx, request.connection_id), request.referer
