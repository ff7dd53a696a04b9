"""Sessions: tokens that are given, recognised and ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import clock, json_values, jwts
from genauth_mock.rules import device_status, webhooks
from genauth_mock.store import (
    applications,
    authorization_codes,
    authorizations,
    refresh_tokens,
    sessions,
    users,
)
from genauth_mock.store.applications import Application
from genauth_mock.store.database import Connection
from genauth_mock.store.sessions import Session
from genauth_mock.store.users import User


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A user, and the token with which he or she is logged in.

    `cookie` is what a browser is to remember of it; None for a token that was not given just now, or to no browser.
    """

    user: User
    token: str
    session_id: str
    issued_at: int
    expires_at: int
    cookie: str | None = None

    def now(self, user: User) -> LoggedIn:
        """The same session, after the user has changed."""
        return replace(self, user=user)


def open_session(ctx: Context, user: User, *, in_browser: bool = False, device_id: str | None = None) -> LoggedIn:
    """Gives a user a new token. Documented: the id token of v2, HS256 with the application's secret, 14 days.

    It is one of the device on which the client runs, or else of `device_id`.

    With `in_browser` the token's session is also the browser's, under a cookie that stands in no token: whoever reads a
    token in a log has no browser's session by it.
    """
    session_id = ctx.ids.secret()
    cookie = ctx.ids.secret() if in_browser else None
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
        cookie=cookie,
        device_id=ctx.device_id or device_id,
    )
    token = jwts.sign_hs256(claims_of(ctx, user, session_id, issued, expires), ctx.app.secret)
    return LoggedIn(user, token, session_id, issued * 1000, expires * 1000, cookie)


def profile_claims(user: User) -> dict[str, Any]:
    """What the scope `profile` gives, which a token of REST v2 says too. The order is that of recorded tokens."""
    return {
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
    }


def claims_of(ctx: Context, user: User, session_id: str, issued: int, expires: int) -> dict[str, Any]:
    """What a token of REST v2 says. Times in seconds since 1970."""
    # The order is that of recorded tokens. `jti` is this mock's own: no two tokens may be equal.
    return {
        "sub": user.id,
        **profile_claims(user),
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
            "userPoolId": ctx.public_pool_id,
            "appId": ctx.app.id,
            "id": user.id,
            "userId": user.id,
            "_id": user.id,
            "phone": user.phone,
            "email": user.email,
            "username": user.username,
            "unionid": user.unionid,
            "openid": user.openid,
            "clientId": ctx.public_pool_id,
        },
        "userpool_id": ctx.public_pool_id,
        "aud": ctx.app.id,
        "exp": expires,
        "iat": issued,
        "iss": f"{ctx.base_url}/oidc",
        "jti": session_id,
    }


def current(ctx: Context, token: str | None) -> LoggedIn:
    """Who is logged in with this token, an id_token or access_token of OpenID Connect included.

    Refuses 2020 for a token that is none, over or not of this pool; 2005; 1577 and 1578 for a device that is locked.
    """
    claims = genuine(ctx, token) if token else None
    user = sessions.user_of(ctx.db, ctx.pool_id, claims.session_id) if claims else None
    if token is None or claims is None or user is None:
        raise Refused(errors.NOT_LOGGED_IN)
    if user.blocked:
        raise Refused(errors.USER_LOCKED)
    if ctx.device_id:
        device_status.check(ctx, user.id)
    return LoggedIn(user, token, claims.session_id, claims.issued_at, claims.expires_at)


def renewed(ctx: Context, who: LoggedIn) -> LoggedIn:
    """A new token of the same user, on the same device. The old one lives on until it expires (a guess)."""
    webhooks.happened(ctx, "refresh-token", user=who.user)
    return open_session(ctx, who.user, device_id=device_of(ctx.db, who.session_id))


def device_of(db: Connection, session_id: str) -> str | None:
    """The device on which a token was given."""
    found = sessions.by_id(db, session_id)
    if found is None:
        return None
    given = authorizations.by_id(db, found.authorization_id) if found.authorization_id else None
    return given.device_id if given else found.device_id


def move_to_device(db: Connection, session_id: str, device_id: str) -> None:
    """The token of a session, and all that came with it or from it, is a device's from now on."""
    found = sessions.by_id(db, session_id)
    if found is None:
        return
    if found.authorization_id is not None:
        authorizations.move_to_device(db, found.authorization_id, device_id)
        return
    sessions.move_to_device(db, session_id, device_id)
    authorizations.of_session_to_device(db, session_id, device_id)


def is_alive(ctx: Context, token: str) -> bool:
    """Whether somebody who is not locked is logged in with this token."""
    try:
        current(ctx, token)
    except Refused:
        return False
    return True


def is_anybodys(ctx: Context, token: str | None) -> bool:
    """Whether somebody is logged in with this token, locked or not."""
    claims = genuine(ctx, token) if token else None
    return claims is not None and sessions.user_of(ctx.db, ctx.pool_id, claims.session_id) is not None


def log_out(ctx: Context, token: str | None, cookie: str | None = None) -> None:
    """Ends the token's session, and the browser's. Nobody logged in is fine; refuses 1010001 for an illegal or expired
    token.

    Without a token the cookie's own token ends. With one, the cookie may be another login's, whose token lives on.
    That a token whose session has ended counts as "not logged in" is a guess: Flutter keeps sending it.
    """
    remembered = sessions.of_cookie(ctx.db, cookie) if cookie else None
    if remembered and token is None:
        sessions.end(ctx.db, remembered.id)
    elif remembered:
        sessions.leave_browser(ctx.db, remembered.id)
    if token is None:
        return
    claims = genuine(ctx, token)
    if claims is None:
        raise Refused(errors.TOKEN_INVALID)
    sessions.end(ctx.db, claims.session_id)


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A login that a browser remembers; `auth_time` is when it happened, in milliseconds since 1970. `device_id` is the
    device that its client has named.
    """

    id: str
    user: User
    app_id: str
    auth_time: int
    device_id: str | None = None


def in_browser(ctx: Context, cookie: str | None) -> BrowserSession | None:
    """The browser's session of this cookie; None where it is over, another pool's, or its user is locked."""
    return _remembered(ctx, sessions.of_cookie(ctx.db, cookie) if cookie else None)


def in_browser_still(ctx: Context, session_id: str) -> BrowserSession | None:
    """The browser's session of this id, as `in_browser`; None too where the browser has been logged out since."""
    return _remembered(ctx, sessions.by_id(ctx.db, session_id))


def _remembered(ctx: Context, session: Session | None) -> BrowserSession | None:
    if (
        session is None
        or session.cookie is None
        or session.user_pool_id != ctx.pool_id
        or session.expires_at <= ctx.now
    ):
        return None
    user = users.by_id(ctx.db, ctx.pool_id, session.user_id)
    if user is None or user.blocked or user.status != "Activated":
        return None
    return BrowserSession(session.id, user, session.app_id, session.created_at, session.device_id)


@dataclass(frozen=True, slots=True)
class LoginStatus:
    """Who is logged in, None for nobody, and in which applications."""

    user: User | None
    applications: tuple[Application, ...] = ()


def status_of(ctx: Context, user_id: str, app_id: str | None) -> LoginStatus:
    """Whether a user has a living token, of an application or of any."""
    alive = {
        each.app_id: None
        for each in sessions.of_user(ctx.db, ctx.pool_id, user_id)
        if each.expires_at > ctx.now and app_id in (None, "", each.app_id)
    }
    if not alive:
        return LoginStatus(None)
    found = (applications.by_id(ctx.db, each) for each in alive)
    return LoginStatus(users.by_id(ctx.db, ctx.pool_id, user_id), tuple(each for each in found if each))


def end_all(db: Connection, user_pool_id: str, user_id: str, but: str | None = None) -> None:
    """Ends all sessions of a user, and all that he or she has let applications do, except the session whose id is `but`
    and what it came from.
    """
    kept = sessions.by_id(db, but) if but else None
    for each in authorizations.ids_of_user(db, user_pool_id, user_id):
        if kept is None or each != kept.authorization_id:
            end_authorization(db, each)
    sessions.end_all(db, user_pool_id, user_id, but)


def end_authorization(db: Connection, authorization_id: str) -> None:
    """Ends all that came from an authorization: its code, access tokens, id tokens, refresh tokens."""
    authorization_codes.end_of_authorization(db, authorization_id)
    refresh_tokens.end_of_authorization(db, authorization_id)
    sessions.end_of_authorization(db, authorization_id)
    authorizations.remove(db, authorization_id)


@dataclass(frozen=True, slots=True)
class Genuine:
    """What a token that this pool has signed says of itself. Times in milliseconds since 1970."""

    claims: dict[str, Any]
    app: Application
    session_id: str
    issued_at: int
    expires_at: int


class Flaw(Enum):
    """What is wrong with a token that is nobody's."""

    NOT_SIGNED = "no application of this pool for which it says it is has signed it"
    OTHER_POOL = "it says that it is another pool's"
    INCOMPLETE = "it lacks what every token of the mock says, or says it in another form"
    TOO_EARLY = "it is not valid yet"
    EXPIRED = "its time is over"


def genuine(ctx: Context, token: str, *, expired_too: bool = False) -> Genuine | None:
    """What a token says, if this pool has signed it for one of its applications, and it is in its time.

    With `expired_too` it may be past its time, though not before it.
    """
    found = judged(ctx, token, expired_too=expired_too)
    return found if isinstance(found, Genuine) else None


def judged(ctx: Context, token: str, *, expired_too: bool = False) -> Genuine | Flaw:
    """What a token says, or why it is not `genuine`."""
    app = ctx.app
    claims = jwts.claims_signed(token, app.secret)
    if claims is None or claims.get("aud") != app.id:
        sibling = _audience_of(ctx, token)
        claims = jwts.claims_signed(token, sibling.secret) if sibling else None
        app = sibling or app
    if claims is None:
        return Flaw.NOT_SIGNED
    return _in_its_time(ctx, claims, app, expired_too=expired_too)


def _in_its_time(ctx: Context, claims: dict[str, Any], app: Application, *, expired_too: bool) -> Genuine | Flaw:
    if claims.get("userpool_id", ctx.public_pool_id) != ctx.public_pool_id:
        return Flaw.OTHER_POOL
    session_id = claims.get("jti")
    issued, expires, begins = claims.get("iat"), claims.get("exp"), claims.get("nbf", clock.FIRST_SECOND)
    if not isinstance(session_id, str) or json_values.is_unfit(session_id):
        return Flaw.INCOMPLETE
    if not (clock.is_time(issued) and clock.is_time(expires) and clock.is_time(begins)):
        return Flaw.INCOMPLETE
    if begins * 1000 > ctx.now:
        return Flaw.TOO_EARLY
    if expires * 1000 <= ctx.now and not expired_too:
        return Flaw.EXPIRED
    return Genuine(claims, app, session_id, issued * 1000, expires * 1000)


def _audience_of(ctx: Context, token: str) -> Application | None:
    """The other application of this pool for which a token says that it is."""
    app_id = (jwts.unverified_claims(token) or {}).get("aud")
    if not isinstance(app_id, str) or app_id == ctx.app.id or "\0" in app_id:
        return None
    app = applications.by_id(ctx.db, app_id)
    return app if app and app.user_pool_id == ctx.pool_id else None
