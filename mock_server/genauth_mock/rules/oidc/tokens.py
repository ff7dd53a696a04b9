"""Tokens of OpenID Connect: given, and told apart. Documented: access_token by RS256, id_token by HS256 or RS256."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import jwts
from genauth_mock.rules import pipelines, session
from genauth_mock.rules.oidc import claims
from genauth_mock.store import (
    authorizations,
    refresh_tokens,
    sessions,
    users,
)
from genauth_mock.store.applications import Application
from genauth_mock.store.authorizations import Authorization
from genauth_mock.store.database import Connection
from genauth_mock.store.refresh_tokens import RefreshToken
from genauth_mock.store.users import User

# Of an authorization, and of the secret behind it in a refresh token.
_LENGTH_OF_ID = 32


@dataclass(frozen=True, slots=True)
class Authorized:
    """What a user lets an application do, from now on. `auth_time` is when he or she logged in, in milliseconds."""

    id: str
    user: User
    scope: str
    auth_time: int

    @property
    def scopes(self) -> set[str]:
        """The scopes, apart."""
        return set(self.scope.split())


@dataclass(frozen=True, slots=True)
class TokenSet:
    """What the token endpoint gives. `expires_in` is in seconds; `remark` is what the journal notes of the client."""

    access_token: str
    expires_in: int
    scope: str
    id_token: str | None = None
    refresh_token: str | None = None
    remark: str | None = None


def authorize(
    ctx: Context,
    user: User,
    scope: str,
    auth_time: int,
    session_id: str | None = None,
    device_id: str | None = None,
) -> Authorized:
    """Notes that a user lets the application act, on the device on which the client runs, or else on `device_id`."""
    authorization_id = ctx.ids.secret()
    authorizations.add(
        ctx.db,
        Authorization(
            id=authorization_id,
            user_pool_id=ctx.pool_id,
            user_id=user.id,
            app_id=ctx.app.id,
            session_id=session_id,
            device_id=ctx.device_id or device_id,
            created_at=ctx.now,
        ),
    )
    return Authorized(authorization_id, user, scope, auth_time)


def token_set_of_new(ctx: Context, granted: Authorized, *, confidential: bool, nonce: str | None = None) -> TokenSet:
    """What a new authorization gives: a refresh token too where `offline_access` is asked for, whatever the prompt.

    `confidential` is whether the client has shown its secret.
    """
    given = None
    if claims.OFFLINE_ACCESS in granted.scopes:
        given = new_refresh_token(ctx, granted, got_with_secret=confidential)
    return token_set(ctx, granted, nonce=nonce, refresh_token=given, is_new=True)


def token_set(
    ctx: Context,
    granted: Authorized,
    *,
    nonce: str | None = None,
    refresh_token: str | None = None,
    is_new: bool = False,
) -> TokenSet:
    """An access token, and an id_token for `openid`, beside a refresh token. Of those of a new authorization pipelines
    are asked, as documented, and of those of a refresh they are not.
    """
    more = pipelines.claims(ctx, pipelines.ACCESS_TOKEN, granted.user) if is_new else {}
    access_token, id_token = _access_token(ctx, granted.user.id, granted.scope, granted.id, more=more), None
    if claims.OPENID in granted.scopes:
        more = pipelines.claims(ctx, pipelines.ID_TOKEN, granted.user) if is_new else {}
        id_token = _id_token(ctx, granted, nonce=nonce, access_token=access_token, more=more)
    lifetime = ctx.settings.tokens.access_token_ttl_seconds
    return TokenSet(access_token, lifetime, granted.scope, id_token, refresh_token)


def token_set_of_client(ctx: Context, client_id: str, scope: str) -> TokenSet:
    """An access token that is nobody's but the client's."""
    more = pipelines.claims(ctx, pipelines.ACCESS_TOKEN, None)
    access_token = _access_token(ctx, "", scope, None, subject=client_id, more=more)
    return TokenSet(access_token, ctx.settings.tokens.access_token_ttl_seconds, scope)


def front_channel(
    ctx: Context, granted: Authorized, response_types: set[str], *, nonce: str | None, code: str | None
) -> dict[str, str]:
    """Tokens as the authorization endpoint gives them, by their names on the wire."""
    given: dict[str, str] = {}
    if "token" in response_types:
        more = pipelines.claims(ctx, pipelines.ACCESS_TOKEN, granted.user)
        given["access_token"] = _access_token(ctx, granted.user.id, granted.scope, granted.id, more=more)
        given["token_type"] = "Bearer"  # noqa: S105 - a type
        given["expires_in"] = str(ctx.settings.tokens.access_token_ttl_seconds)
        given["scope"] = granted.scope
    if "id_token" in response_types:
        more, access_token = pipelines.claims(ctx, pipelines.ID_TOKEN, granted.user), given.get("access_token")
        given["id_token"] = _id_token(ctx, granted, nonce=nonce, access_token=access_token, code=code, more=more)
    return given


def new_refresh_token(
    ctx: Context, granted: Authorized, expires_at: int | None = None, *, got_with_secret: bool = False
) -> str:
    """The first refresh token of an authorization; until `expires_at` in milliseconds, else as the pool says."""
    token = _refresh_token_text(ctx, granted.id)
    refresh_tokens.add(
        ctx.db,
        authorization_id=granted.id,
        token=token,
        user_pool_id=ctx.pool_id,
        user_id=granted.user.id,
        app_id=ctx.app.id,
        scope=granted.scope,
        got_with_secret=got_with_secret,
        auth_time=granted.auth_time,
        created_at=ctx.now,
        expires_at=_refresh_token_expires(ctx) if expires_at is None else expires_at,
    )
    return token


def rotated_refresh_token(ctx: Context, known: RefreshToken) -> str | None:
    """A new refresh token in the place of one; None if another call was faster."""
    token = _refresh_token_text(ctx, known.authorization_id)
    until = _refresh_token_expires(ctx)
    return token if refresh_tokens.rotate(ctx.db, known.authorization_id, known.token, token, ctx.now, until) else None


def refresh_token_named(ctx: Context, token: str) -> RefreshToken | None:
    """What stands behind a refresh token of this pool, or behind an earlier one of its family."""
    found = refresh_token_anywhere(ctx.db, token)
    return found if found and found.user_pool_id == ctx.pool_id else None


def refresh_token_anywhere(db: Connection, token: str) -> RefreshToken | None:
    """The same of whichever pool."""
    return refresh_tokens.of_authorization(db, token[:_LENGTH_OF_ID]) if len(token) == 2 * _LENGTH_OF_ID else None


def _refresh_token_text(ctx: Context, authorization_id: str) -> str:
    # It begins with its family's id, so that one that was rotated away is known without being remembered.
    return authorization_id + ctx.ids.secret()


def _refresh_token_expires(ctx: Context) -> int:
    return ctx.now + ctx.settings.tokens.refresh_token_ttl_seconds * 1000


def _access_token(
    ctx: Context,
    user_id: str,
    scope: str,
    authorization_id: str | None,
    subject: str | None = None,
    *,
    more: Mapping[str, Any],
) -> str:
    token_id, issued = ctx.ids.secret(), ctx.now // 1000
    expires = issued + ctx.settings.tokens.access_token_ttl_seconds
    add_session(ctx, token_id, sessions.ACCESS_TOKEN, user_id, authorization_id, expires)
    # What is added takes the place of nothing.
    return jwts.sign_rs256({**more, **access_claims(ctx, subject or user_id, scope, token_id, issued, expires)})


def access_claims(ctx: Context, subject: str, scope: str, token_id: str, issued: int, expires: int) -> dict[str, Any]:
    """What an access token says. Times in seconds since 1970."""
    return {
        "jti": token_id,
        "sub": subject,
        "iat": issued,
        "exp": expires,
        "scope": scope,
        "iss": issuer(ctx),
        "aud": ctx.app.id,
    }


def _id_token(
    ctx: Context,
    granted: Authorized,
    *,
    nonce: str | None,
    access_token: str | None,
    code: str | None = None,
    more: Mapping[str, Any],
) -> str:
    settings = ctx.settings.tokens
    token_id, issued = ctx.ids.secret(), ctx.now // 1000
    expires = issued + settings.id_token_ttl_seconds
    add_session(ctx, token_id, sessions.ID_TOKEN, granted.user.id, granted.id, expires)
    of_the_login: dict[str, Any] = {} if nonce is None else {"nonce": nonce}
    of_the_login["auth_time"] = granted.auth_time // 1000
    if access_token:
        of_the_login["at_hash"] = jwts.half_hash(access_token)
    if code:
        of_the_login["c_hash"] = jwts.half_hash(code)
    said = {**more, **id_claims(ctx, granted, token_id, issued, expires, of_the_login)}
    if settings.id_token_alg == "RS256":  # noqa: S105 - an algorithm
        return jwts.sign_rs256(said)
    return jwts.sign_hs256(said, ctx.app.secret)


def id_claims(
    ctx: Context, granted: Authorized, token_id: str, issued: int, expires: int, of_the_login: Mapping[str, Any]
) -> dict[str, Any]:
    """What an id_token says: the user, the login, the token itself. Times in seconds since 1970."""
    # `jti` is this mock's own: no two tokens may be equal.
    of_the_token = {"aud": ctx.app.id, "exp": expires, "iat": issued, "iss": issuer(ctx), "jti": token_id}
    return claims.of_user(ctx, granted.user, granted.scopes) | dict(of_the_login) | of_the_token


def add_session(
    ctx: Context, token_id: str, kind: str, user_id: str, authorization_id: str | None, expires: int
) -> None:
    """Notes that a token is alive. `expires` in seconds since 1970."""
    sessions.add(
        ctx.db,
        session_id=token_id,
        user_pool_id=ctx.pool_id,
        user_id=user_id,
        app_id=ctx.app.id,
        kind=kind,
        authorization_id=authorization_id,
        created_at=ctx.now,
        expires_at=expires * 1000,
    )


def issuer(ctx: Context) -> str:
    """Who signs, under the name by which this client reaches the server."""
    return f"{ctx.base_url}/oidc"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A living access token. `user` is None where a client got it for itself."""

    claims: dict[str, Any]
    app: Application
    user: User | None
    scopes: set[str]


def access_token(ctx: Context, token: str | None) -> AccessToken:
    """What an access token says and whose it is. Refuses invalid_token for one that is none, over or revoked."""
    if token is None:
        raise Refused(oauth.ACCESS_TOKEN_INVALID, detail="none was sent")
    said = session.genuine(ctx, token)
    row = sessions.of_pool(ctx.db, ctx.pool_id, said.session_id) if said else None
    if said is None or row is None:
        raise Refused(oauth.ACCESS_TOKEN_INVALID, detail="it is not genuine, has expired, or was revoked")
    if row.kind != sessions.ACCESS_TOKEN:
        raise Refused(oauth.ACCESS_TOKEN_INVALID, detail=f"it is of the kind {row.kind}")
    user = users.by_id(ctx.db, ctx.pool_id, row.user_id) if row.user_id else None
    if row.user_id and (user is None or user.blocked):
        raise Refused(oauth.ACCESS_TOKEN_INVALID, detail="its user is gone or locked")
    return AccessToken(said.claims, said.app, user, set(str(said.claims.get("scope", "")).split()))


def introspected(ctx: Context, token: str) -> dict[str, Any]:
    """What introspection tells of an access or refresh token, by the names on the wire. RFC 7662."""
    known = refresh_token_named(ctx, token)
    if known is not None:
        if known.token != token or known.expires_at <= ctx.now:
            return {"active": False}
        return {
            "active": True,
            "sub": known.user_id,
            "client_id": known.app_id,
            "exp": known.expires_at // 1000,
            "iat": known.created_at // 1000,
            "iss": issuer(ctx),
            "scope": known.scope,
            "token_type": "refresh_token",
        }
    try:
        found = access_token(ctx, token)
    except Refused:
        return {"active": False}
    said = found.claims
    return {
        "active": True,
        # Whoever has the secret may have signed anything, under the id of a token that was given.
        "sub": said.get("sub"),
        "client_id": said["aud"],
        "exp": said["exp"],
        "iat": said["iat"],
        "iss": said.get("iss"),
        "jti": said["jti"],
        "scope": said.get("scope"),
        "token_type": "Bearer",
    }


def revoke(ctx: Context, token: str) -> None:
    """Ends a token of this application: a refresh token with all that came from it, any other alone. RFC 7009.

    What is no token of this application is left alone, and is no error.
    """
    known = refresh_token_named(ctx, token)
    if known is not None:
        if known.app_id == ctx.app.id:
            session.end_authorization(ctx.db, known.authorization_id)
        return
    said = session.genuine(ctx, token)
    if said is not None and said.app.id == ctx.app.id:
        sessions.end(ctx.db, said.session_id)
