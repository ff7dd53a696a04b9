"""How the control API prints a login: the mock's cookie, and what each SDK keeps in a browser of who is logged in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from genauth_mock.context import Context
from genauth_mock.kit import clock, jwts, urls
from genauth_mock.routes.control import shapes
from genauth_mock.routes.edge.tenancy import SESSION_COOKIE
from genauth_mock.steering.logins import Entered, LoginDocument

# What no SDK keeps of a user.
_NOT_KEPT = ("roles", "groups", "orgs", "resources", "mfa", "passwordSet")
# What oidc-client-ts leaves out of a profile.
_OF_PROTOCOL = ("nbf", "jti", "auth_time", "nonce", "acr", "amr", "azp", "at_hash")


def printed(ctx: Context, entered: Entered, wanted: LoginDocument) -> dict[str, Any]:
    """A login in the form that was asked for."""
    match wanted.form:
        case "cookie":
            return _cookie(ctx, entered)
        case "token":
            return {"token": entered.who.token}
        case "json":
            return _all(ctx, entered)
    origins = []
    if wanted.sdk is not None:
        kept = _KEPT_BY[wanted.sdk](ctx, entered)
        items = [{"name": name, "value": value} for name, value in kept.items()]
        origins.append({"origin": wanted.origin, "localStorage": items})
    return {"cookies": [_playwright_cookie(ctx, entered)], "origins": origins}


def _cookie(ctx: Context, entered: Entered) -> dict[str, Any]:
    base = urls.read(ctx.base_url)
    return {
        "name": SESSION_COOKIE,
        "value": entered.who.cookie,
        "domain": base.host if base else "localhost",
        "path": "/",
    }


def _playwright_cookie(ctx: Context, entered: Entered) -> dict[str, Any]:
    # As `edge.cookies` sets it.
    is_secure = ctx.base_url.startswith("https:")
    how = {"httpOnly": True, "secure": is_secure, "sameSite": "None" if is_secure else "Lax"}
    return _cookie(ctx, entered) | {"expires": -1} | how


def _all(ctx: Context, entered: Entered) -> dict[str, Any]:
    given = entered.tokens
    return {
        "user": shapes.user(ctx.db, entered.user),
        "token": entered.who.token,
        "tokenExpiresAt": clock.iso(entered.who.expires_at),
        "accessToken": given.access_token,
        "idToken": given.id_token,
        "refreshToken": given.refresh_token,
        "expiresIn": given.expires_in,
        "scope": given.scope,
        "cookie": _cookie(ctx, entered),
    }


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()


def _of_authing_js_sdk(ctx: Context, entered: Entered) -> dict[str, str]:
    who = entered.who
    user = {name: value for name, value in shapes.user(ctx.db, who.user).items() if name not in _NOT_KEPT}
    user |= {"token": who.token, "tokenExpiredAt": clock.iso(who.expires_at)}
    return {"_authing_token": who.token, "_authing_user": _text(user)}


def _of_guard(ctx: Context, entered: Entered) -> dict[str, str]:
    given = entered.tokens
    kept = {"idToken": given.id_token or "", "accessToken": given.access_token}
    return kept | _of_authing_js_sdk(ctx, entered)


def _of_authing_web(ctx: Context, entered: Entered) -> dict[str, str]:
    given = entered.tokens
    access = jwts.unverified_claims(given.access_token) or {}
    state = {
        "accessToken": given.access_token,
        "idToken": given.id_token,
        "refreshToken": given.refresh_token,
        "timestamp": clock.wall_ms(),
        "parsedIdToken": jwts.unverified_claims(given.id_token or ""),
        "parsedAccessToken": access,
        "expireAt": access["exp"] * 1000,
    }
    return {f"authing-spa:1:{ctx.app.id}:login-state": _text(state)}


def _of_oidc_client_ts(ctx: Context, entered: Entered) -> dict[str, str]:
    given = entered.tokens
    claims = jwts.unverified_claims(given.id_token or "") or {}
    user = {
        "id_token": given.id_token,
        "session_state": None,
        "access_token": given.access_token,
        "refresh_token": given.refresh_token,
        "token_type": "Bearer",
        "scope": given.scope,
        "profile": {name: value for name, value in claims.items() if name not in _OF_PROTOCOL},
        "expires_at": (jwts.unverified_claims(given.access_token) or {})["exp"],
    }
    # It looks under its authority letter by letter, and both are in use.
    authority = f"{ctx.base_url}/oidc"
    return {f"oidc.user:{each}:{ctx.app.id}": _text(user) for each in (authority, f"{authority}/")}


_KEPT_BY: dict[str, Callable[[Context, Entered], dict[str, str]]] = {
    "authing-js-sdk": _of_authing_js_sdk,
    "@authing/guard": _of_guard,
    "@authing/web": _of_authing_web,
    "oidc-client-ts": _of_oidc_client_ts,
}
