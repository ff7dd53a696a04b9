"""Grants: what the token endpoint gives tokens for. RFC 6749 4 to 6, RFC 7636, RFC 8628, and the service's own.

A refusal undoes nothing: a code that is shown twice, and a refresh token that was rotated, end all that came from them.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import jwts
from genauth_mock.rules import admission, credentials, device_status, session, webhooks
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.oidc import (
    claims,
    clients,
    devices,
    tokens,
)
from genauth_mock.rules.oidc.clients import Credentials
from genauth_mock.rules.oidc.tokens import Authorized, TokenSet
from genauth_mock.store import (
    access_keys,
    authorization_codes,
    authorizations,
    device_codes,
    users,
)
from genauth_mock.store.authorization_codes import AuthorizationCode
from genauth_mock.store.refresh_tokens import RefreshToken
from genauth_mock.store.users import User


def by_code(ctx: Context, code: str, redirect_uri: str | None, verifier: str | None, *, confidential: bool) -> TokenSet:
    """Tokens for an authorization code: once, within ten minutes, to the application and redirect URI that it was for.

    A public client must have sent a code challenge. A verifier where there was no challenge is ignored: Flutter sends
    one beside its secret.
    """
    found = authorization_codes.by_code(ctx.db, code)
    if found is None or found.user_pool_id != ctx.pool_id or found.app_id != ctx.app.id:
        raise Refused(oauth.GRANT_INVALID, detail="the code is none of this application's")
    if found.used_at is not None:
        session.end_authorization(ctx.db, found.authorization_id)
        raise Refused(oauth.GRANT_INVALID, detail="the code was used before; all that it gave is revoked")
    if found.expires_at <= ctx.now:
        raise Refused(oauth.GRANT_INVALID, detail="the code has expired")
    if redirect_uri != found.redirect_uri:
        raise Refused(oauth.GRANT_INVALID, detail=f"the code was for redirect_uri {found.redirect_uri}")
    _check_verifier(found, verifier, confidential)
    user = _alive(ctx, found.user_id)
    if not authorization_codes.use_up(ctx.db, code, ctx.now):
        session.end_authorization(ctx.db, found.authorization_id)
        raise Refused(oauth.GRANT_INVALID, detail="the code was used before; all that it gave is revoked")
    _take_to_device(ctx, found.authorization_id)
    device_status.note_login(ctx, user.id)
    granted = Authorized(found.authorization_id, user, found.scope, found.auth_time)
    return tokens.token_set_of_new(ctx, granted, confidential=confidential, nonce=found.nonce)


def _take_to_device(ctx: Context, authorization_id: str) -> None:
    """A page in a browser names no device; the client that comes for the tokens may."""
    if ctx.device_id:
        authorizations.move_to_device(ctx.db, authorization_id, ctx.device_id)


def _check_verifier(found: AuthorizationCode, verifier: str | None, confidential: bool) -> None:
    if found.code_challenge is None:
        if not confidential:
            raise Refused(
                oauth.GRANT_INVALID,
                detail="a client without a secret needs PKCE: send code_challenge to the authorization endpoint",
            )
        return
    if not verifier:
        raise Refused(oauth.GRANT_INVALID, detail="code_verifier is missing")
    made = verifier
    if found.code_challenge_method == "S256":
        made = jwts.base64url(hashlib.sha256(verifier.encode()).digest())
    if made != found.code_challenge:
        raise Refused(oauth.GRANT_INVALID, detail="code_verifier does not fit the code_challenge")


def by_refresh_token(ctx: Context, given: Credentials, token: str, scope: str | None) -> TokenSet:
    """New tokens for a refresh token, and where the pool rotates them a new one. `scope` may ask for less.

    Refuses what `clients.check_refresh` refuses, and then nothing is rotated.
    """
    found = tokens.refresh_token_named(ctx, token)
    if found is None or found.app_id != ctx.app.id:
        raise Refused(oauth.GRANT_INVALID, detail="the refresh_token is none of this application's, or was revoked")
    if found.token != token:
        raise _rotated(ctx, found.authorization_id)
    remark = clients.check_refresh(ctx, given, got_with_secret=found.got_with_secret)
    user = user_of_refresh_token(ctx, found)
    granted = Authorized(found.authorization_id, user, _narrowed(found.scope, scope), found.auth_time)
    next_token: str | None = token
    if ctx.settings.tokens.rotate_refresh_tokens:
        next_token = tokens.rotated_refresh_token(ctx, found)
        if next_token is None:
            raise _rotated(ctx, found.authorization_id)
    _take_to_device(ctx, found.authorization_id)
    webhooks.happened(ctx, "refresh-token", user=user)
    return replace(tokens.token_set(ctx, granted, refresh_token=next_token), remark=remark)


def user_of_refresh_token(ctx: Context, found: RefreshToken) -> User:
    """Whom a refresh token gives tokens for. Refuses invalid_grant where it or its user is over, 1577, 1578."""
    if found.expires_at <= ctx.now:
        raise Refused(oauth.GRANT_INVALID, detail="the refresh_token has expired")
    return _alive(ctx, found.user_id)


def _rotated(ctx: Context, authorization_id: str) -> Refused:
    session.end_authorization(ctx.db, authorization_id)
    return Refused(oauth.GRANT_INVALID, detail="the refresh_token was rotated; all of its family is revoked")


def _narrowed(given: str, wanted: str | None) -> str:
    if not wanted:
        return given
    more = [each for each in wanted.split() if each not in given.split()]
    if more:
        raise Refused(oauth.SCOPE_INVALID, detail=f"{' '.join(more)} was not granted before")
    return " ".join(wanted.split())


def by_password(ctx: Context, account: str, password: str, scope: str, *, confidential: bool) -> TokenSet:
    """Tokens for a user's password. Nobody has documented by which parameter a captcha could be answered, so where one
    is due there are no tokens.

    Refuses what `credentials.by_password` refuses, and what `admission.admit` refuses; the face calls all of it an
    invalid grant.
    """
    user = admission.admit(ctx, credentials.by_password(ctx, Identity("account", account), password))
    return tokens.token_set_of_new(ctx, tokens.authorize(ctx, user, scope, ctx.now), confidential=confidential)


def by_login_token(ctx: Context, token: str, scope: str, *, confidential: bool) -> TokenSet:
    """Tokens for a token of REST v2. Documented: the grant type http://authing.cn/oidc/grant_type/authing_token."""
    try:
        who = session.current(ctx, token)
    except Refused as refused:
        if refused.entry is not errors.NOT_LOGGED_IN:
            raise
        raise Refused(oauth.GRANT_INVALID, detail="token is no living login token of this user pool") from None
    device_id = session.device_of(ctx.db, who.session_id)
    granted = tokens.authorize(ctx, who.user, scope, who.issued_at, who.session_id, device_id)
    return tokens.token_set_of_new(ctx, granted, confidential=confidential)


def of_client(ctx: Context, given: Credentials, scope: str) -> TokenSet:
    """A token for a client itself: the application with its secret, or an access key of the pool with its own."""
    key = access_keys.by_id(ctx.db, given.client_id or "")
    if key is not None and key.user_pool_id == ctx.pool_id:
        if given.secret != key.secret:
            raise Refused(oauth.CLIENT_NOT_AUTHENTICATED, detail=f"this is not the secret of access key {key.id}")
    elif not clients.is_confidential(ctx, given):
        raise Refused(oauth.CLIENT_NOT_AUTHENTICATED, detail="client_credentials needs client_secret")
    own = " ".join(each for each in scope.split() if each not in (claims.OPENID, claims.OFFLINE_ACCESS))
    return tokens.token_set_of_client(ctx, given.client_id or ctx.app.id, own)


def by_device_code(ctx: Context, device_code: str, *, confidential: bool) -> TokenSet:
    """Tokens for a device, once a person has said yes elsewhere. RFC 8628 3.5."""
    found = device_codes.by_device_code(ctx.db, device_code)
    if found is None or found.user_pool_id != ctx.pool_id or found.app_id != ctx.app.id:
        raise Refused(oauth.GRANT_INVALID, detail="the device_code is none of this application's, or was used")
    if found.expires_at <= ctx.now:
        raise Refused(oauth.DEVICE_CODE_EXPIRED)
    if found.denied:
        raise Refused(oauth.ACCESS_DENIED)
    if found.user_id is None:
        too_soon = found.polled_at is not None and ctx.now - found.polled_at < devices.POLL_SECONDS * 1000
        device_codes.change(ctx.db, device_code, {"polled_at": ctx.now})
        if too_soon and ctx.settings.limits == "documented":
            raise Refused(oauth.SLOW_DOWN, seconds=str(devices.POLL_SECONDS))
        raise Refused(oauth.AUTHORIZATION_PENDING)
    user = _alive(ctx, found.user_id)
    if not device_codes.use_up(ctx.db, device_code):
        raise Refused(oauth.GRANT_INVALID, detail="the device_code was used")
    granted = tokens.authorize(ctx, user, found.scope, found.auth_time or ctx.now, found.session_id)
    return tokens.token_set_of_new(ctx, granted, confidential=confidential)


def _alive(ctx: Context, user_id: str) -> User:
    user = users.by_id(ctx.db, ctx.pool_id, user_id)
    if user is None or user.blocked or user.status != "Activated":
        raise Refused(oauth.GRANT_INVALID, detail="its user is gone or locked")
    device_status.check(ctx, user.id)
    return user
