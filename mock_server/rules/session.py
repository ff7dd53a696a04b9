"""Sessions: tokens that are given, recognised and ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from mock_server import clock, errors, jwts
from mock_server.context import Context
from mock_server.errors import Refused
from mock_server.store import applications, sessions
from mock_server.store.users import User


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A user, and the token with which he or she is logged in."""

    user: User
    token: str
    session_id: str
    issued_at: int
    expires_at: int

    def now(self, user: User) -> LoggedIn:
        """The same session, after the user has changed."""
        return replace(self, user=user)


def open_session(ctx: Context, user: User) -> LoggedIn:
    """Gives a user a new token. Documented: the id token of v2, HS256 with the application's secret, 14 days."""
    session_id = ctx.ids.secret()
    issued = ctx.now // 1000
    expires = issued + ctx.settings.tokens.token_ttl_seconds
    sessions.add(
        ctx.db,
        session_id=session_id,
        user_pool_id=ctx.pool_id,
        user_id=user.id,
        app_id=ctx.app.id,
        created_at=ctx.now,
        expires_at=expires * 1000,
    )
    token = jwts.sign_hs256(_claims(ctx, user, session_id, issued, expires), ctx.app.secret)
    return LoggedIn(user, token, session_id, issued * 1000, expires * 1000)


def _claims(ctx: Context, user: User, session_id: str, issued: int, expires: int) -> dict[str, Any]:
    # The order is that of recorded tokens. `jti` is this mock's own: no two tokens may be equal.
    return {
        "sub": user.id,
        "birthdate": user.birthdate,
        "family_name": user.family_name,
        "gender": user.gender,
        "given_name": user.given_name,
        "locale": user.locale,
        "middle_name": user.middle_name,
        "name": user.name,
        "nickname": user.nickname,
        "picture": user.photo,
        "preferred_username": user.preferred_username,
        "profile": user.profile,
        "updated_at": clock.iso(user.updated_at),
        "website": user.website,
        "zoneinfo": user.zoneinfo,
        "address": {
            "country": user.country,
            "postal_code": user.postal_code,
            "region": user.region,
            "formatted": user.formatted,
        },
        "phone_number": user.phone,
        "phone_number_verified": user.phone_verified,
        "email": user.email,
        "email_verified": user.email_verified,
        "external_id": user.external_id,
        "unionid": user.unionid,
        "data": {
            "type": "user",
            "userPoolId": ctx.pool_id,
            "appId": ctx.app.id,
            "id": user.id,
            "userId": user.id,
            "_id": user.id,
            "phone": user.phone,
            "email": user.email,
            "username": user.username,
            "unionid": user.unionid,
            "openid": user.openid,
            "clientId": ctx.pool_id,
        },
        "userpool_id": ctx.pool_id,
        "aud": ctx.app.id,
        "exp": expires,
        "iat": issued,
        "iss": f"{ctx.base_url}/oidc",
        "jti": session_id,
    }


def current(ctx: Context, token: str | None) -> LoggedIn:
    """Who is logged in with this token. Refuses 2020 for a token that is none, over or not of this pool; 2005."""
    claims = _genuine(ctx, token) if token else None
    user = sessions.user_of(ctx.db, ctx.pool_id, claims.session_id) if claims else None
    if token is None or claims is None or user is None:
        raise Refused(errors.NOT_LOGGED_IN)
    if user.blocked:
        raise Refused(errors.USER_LOCKED)
    return LoggedIn(user, token, claims.session_id, claims.issued_at, claims.expires_at)


def log_out(ctx: Context, token: str | None) -> None:
    """Ends the token's session. Nobody logged in is fine; refuses 1010001 for an illegal or expired token.

    That a token whose session has ended counts as "not logged in" is a guess: Flutter keeps sending it.
    """
    if token is None:
        return
    claims = _genuine(ctx, token)
    if claims is None:
        raise Refused(errors.TOKEN_INVALID)
    sessions.end(ctx.db, claims.session_id)


@dataclass(frozen=True, slots=True)
class _Genuine:
    session_id: str
    issued_at: int
    expires_at: int


def _genuine(ctx: Context, token: str) -> _Genuine | None:
    """What a token that this pool has signed says of its session, unless it has expired."""
    claims = jwts.claims_signed_hs256(token, ctx.app.secret)
    if claims is None or claims.get("aud") != ctx.app.id:
        claims = _signed_by_sibling(ctx, token)
    if claims is None or claims.get("userpool_id") != ctx.pool_id:
        return None
    session_id, issued, expires = claims.get("jti"), claims.get("iat"), claims.get("exp")
    if not isinstance(session_id, str) or not isinstance(issued, int) or not isinstance(expires, int):
        return None
    if expires * 1000 <= ctx.now:
        return None
    return _Genuine(session_id, issued * 1000, expires * 1000)


def _signed_by_sibling(ctx: Context, token: str) -> dict[str, Any] | None:
    """The claims of a token that another application of the same pool has given."""
    app_id = (jwts.unverified_claims(token) or {}).get("aud")
    app = applications.by_id(ctx.db, app_id) if isinstance(app_id, str) and app_id != ctx.app.id else None
    if app is None or app.user_pool_id != ctx.pool_id:
        return None
    return jwts.claims_signed_hs256(token, app.secret)
