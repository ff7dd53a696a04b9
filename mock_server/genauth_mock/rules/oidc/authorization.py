"""The authorization request: what it must hold, and what answers it. OpenID Connect Core 3, RFC 6749 4.1 and 4.2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.rules import admission, identities, session
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.oidc import tokens
from genauth_mock.rules.oidc.requests import (
    AuthorizationRequest,
    Target,
    parsed,
    target_of,
)
from genauth_mock.rules.session import BrowserSession
from genauth_mock.store import authorization_codes, authorizations, interactions
from genauth_mock.store.authorization_codes import AuthorizationCode
from genauth_mock.store.interactions import Interaction
from genauth_mock.store.users import User

_CODE_TTL_MS = 600_000
_INTERACTION_TTL_MS = 3_600_000
LOGIN_PAGE, REGISTER_PAGE, CONSENT_PAGE = "login", "register", "consent"

# The errors by which a person at the login page may end an authorization request.
PAGE_ERRORS = (
    *("access_denied", "login_required", "consent_required", "interaction_required", "account_selection_required"),
    *("invalid_request", "unauthorized_client", "invalid_scope", "server_error", "temporarily_unavailable"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the application, and how. `cookie` is that of a login without a page; `refused` is where an
    error comes from.
    """

    redirect_uri: str
    mode: str
    params: dict[str, str]
    cookie: str | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person is needed first: at which page, and for which interaction."""

    page: str
    interaction_id: str


def begin(ctx: Context, params: Mapping[str, str], repeated: set[str], cookie: str | None) -> Answer | Waiting:
    """What answers an authorization request. Refuses what may not be told by a redirect: a redirect URI that is not the
    application's.
    """
    target = target_of(ctx, params, repeated)
    try:
        return _decide(ctx, params, parsed(ctx, params, repeated, target), cookie, None)
    except Refused as refused:
        return _refusal(refused, target)


def resume(ctx: Context, interaction: Interaction, cookie: str | None) -> Answer | Waiting:
    """What answers the request of an interaction, now that somebody has logged in or agreed."""
    params: dict[str, Any] = interaction.params
    target = target_of(ctx, params, set())
    try:
        decided = _decide(ctx, params, parsed(ctx, params, set(), target), cookie, interaction)
    except Refused as refused:
        decided = _refusal(refused, target)
    if isinstance(decided, Answer):
        interactions.end(ctx.db, interaction.id)
    return decided


def fail(ctx: Context, interaction: Interaction, error: str) -> Answer:
    """Ends an interaction with an error of the protocol: `access_denied`, or any other of `PAGE_ERRORS`."""
    if error not in PAGE_ERRORS:
        raise Refused(oauth.INVALID_REQUEST, field="error", detail=f"one of {' '.join(PAGE_ERRORS)}")
    target = target_of(ctx, interaction.params, set())
    interactions.end(ctx.db, interaction.id)
    entry = oauth.ACCESS_DENIED if error == "access_denied" else oauth.FORCED_AT_THE_PAGE
    return _refusal(Refused(entry), target, error)


def forced(ctx: Context, params: Mapping[str, str], repeated: set[str], error: str, description: str) -> Answer:
    """Tells the application an error that a fault forces. Refuses a redirect URI that `begin` refuses."""
    return _told(target_of(ctx, params, repeated), error, description)


def interaction_named(ctx: Context, interaction_id: str) -> Interaction:
    """The interaction of this id. Refuses one that is over or has expired."""
    found = interactions.by_id(ctx.db, interaction_id)
    if found is None or found.user_pool_id != ctx.pool_id or found.expires_at <= ctx.now:
        raise Refused(oauth.INTERACTION_OVER)
    return found


def _refusal(refused: Refused, target: Target, error: str | None = None) -> Answer:
    # A login that is refused (locked, must change the password) has no error of its own in OAuth.
    return _told(target, error or refused.entry.oauth or "access_denied", refused.message("en"), refused)


def _told(target: Target, error: str, description: str, refused: Refused | None = None) -> Answer:
    params = {"error": error, "error_description": description}
    if target.state is not None:
        params["state"] = target.state
    return Answer(target.redirect_uri, target.mode, params, refused=refused)


def _decide(
    ctx: Context,
    params: Mapping[str, str],
    request: AuthorizationRequest,
    cookie: str | None,
    interaction: Interaction | None,
) -> Answer | Waiting:
    is_new = interaction is not None and interaction.session_id is not None
    who = who_waits(ctx, interaction, cookie)
    new_cookie = None
    if who is None or not (is_new or _is_recent(ctx, request, who)):
        automatic = _automatic(ctx, request)
        if automatic is None:
            if "none" in request.prompts:
                raise Refused(oauth.LOGIN_REQUIRED, detail="nobody is logged in, and prompt=none shows no page")
            page = REGISTER_PAGE if "create" in request.prompts else LOGIN_PAGE
            return _wait(ctx, params, page, interaction)
        who, new_cookie = automatic
    if _needs_consent(ctx, request, who, interaction):
        if "none" in request.prompts:
            raise Refused(oauth.CONSENT_REQUIRED)
        if new_cookie and interaction is None:
            interaction = _new_interaction(ctx, params)
            interactions.logged_in(ctx.db, interaction.id, who.id)
        return _wait(ctx, params, CONSENT_PAGE, interaction)
    return Answer(request.target.redirect_uri, request.target.mode, _granted(ctx, request, who), new_cookie)


def who_waits(ctx: Context, interaction: Interaction | None, cookie: str | None) -> BrowserSession | None:
    """Who has logged in for an interaction, else whom the browser remembers."""
    if interaction is not None and interaction.session_id is not None:
        return session.in_browser_still(ctx, interaction.session_id)
    return session.in_browser(ctx, cookie)


def _is_recent(ctx: Context, request: AuthorizationRequest, who: BrowserSession) -> bool:
    """Whether a login that the browser remembers will do, or the request wants another."""
    if request.prompts & {"login", "select_account", "create"}:
        return False
    if request.max_age is not None and ctx.now - who.auth_time > request.max_age * 1000:
        return False
    if request.id_token_hint is not None:
        hinted = session.genuine(ctx, request.id_token_hint, expired_too=True)
        if hinted is None or hinted.claims.get("sub") != who.user.id:
            return False
    hinted_user = _account(ctx, request.login_hint)
    return hinted_user is None or hinted_user.id == who.user.id


def _automatic(ctx: Context, request: AuthorizationRequest) -> tuple[BrowserSession, str | None] | None:
    """A login without a page, and its cookie: of whom the pool's setting names, or `login_hint` with `prompt=none`."""
    account = ctx.settings.oidc.auto_login or (request.login_hint if "none" in request.prompts else None)
    if account and not (ctx.may_steer or ctx.settings.oidc.auto_login):
        raise Refused(oauth.HINT_NOT_ENOUGH)
    user = _account(ctx, account)
    if user is None:
        if ctx.settings.oidc.auto_login:
            detail = f"setting oidc.autoLogin names nobody: {ctx.settings.oidc.auto_login}"
            raise Refused(oauth.LOGIN_REQUIRED, detail=detail)
        return None
    who = session.open_session(ctx, admission.admit(ctx, user), in_browser=True)
    return BrowserSession(who.session_id, who.user, ctx.app.id, ctx.now), who.cookie


def _account(ctx: Context, account: str | None) -> User | None:
    return identities.find(ctx, Identity("account", account)) if account else None


def _needs_consent(
    ctx: Context, request: AuthorizationRequest, who: BrowserSession, interaction: Interaction | None
) -> bool:
    """An application of the pool is first-party: nobody is asked, also not for `prompt=consent`, unless the pool is."""
    if ctx.settings.oidc.consent == "never" or (interaction is not None and interaction.consented):
        return False
    agreed = authorizations.consented(ctx.db, ctx.pool_id, who.user.id, ctx.app.id)
    return "consent" in request.prompts or not set(request.scope.split()) <= agreed


def _new_interaction(ctx: Context, params: Mapping[str, str]) -> Interaction:
    interaction = Interaction(
        id=ctx.ids.secret(),
        user_pool_id=ctx.pool_id,
        app_id=ctx.app.id,
        params=dict(params),
        created_at=ctx.now,
        expires_at=ctx.now + _INTERACTION_TTL_MS,
    )
    interactions.add(ctx.db, interaction)
    return interaction


def _wait(ctx: Context, params: Mapping[str, str], page: str, interaction: Interaction | None) -> Waiting:
    return Waiting(page, (interaction or _new_interaction(ctx, params)).id)


def _granted(ctx: Context, request: AuthorizationRequest, who: BrowserSession) -> dict[str, str]:
    granted = tokens.authorize(ctx, who.user, request.scope, who.auth_time, who.id, who.device_id)
    params: dict[str, str] = {}
    code = None
    if "code" in request.response_types:
        code = params["code"] = ctx.ids.secret()
        authorization_codes.add(
            ctx.db,
            AuthorizationCode(
                code=code,
                user_pool_id=ctx.pool_id,
                authorization_id=granted.id,
                user_id=who.user.id,
                app_id=ctx.app.id,
                redirect_uri=request.target.redirect_uri,
                scope=request.scope,
                nonce=request.nonce,
                code_challenge=request.code_challenge,
                code_challenge_method=request.code_challenge_method,
                auth_time=who.auth_time,
                expires_at=ctx.now + _CODE_TTL_MS,
            ),
        )
    params |= tokens.front_channel(ctx, granted, request.response_types, nonce=request.nonce, code=code)
    if request.target.state is not None:
        params["state"] = request.target.state
    return params


def log_in_at_page(ctx: Context, interaction: Interaction, session_id: str) -> None:
    """Somebody has logged in for an interaction."""
    interactions.logged_in(ctx.db, interaction.id, session_id)


def consent_at_page(ctx: Context, interaction: Interaction, cookie: str | None) -> None:
    """Whoever is logged in agrees to what an interaction asks for. Refuses login_required without a session."""
    who = who_waits(ctx, interaction, cookie)
    if who is None:
        raise Refused(oauth.LOGIN_REQUIRED, detail="the session is over")
    scopes = str(interaction.params.get("scope") or "").split()
    authorizations.consent(ctx.db, ctx.pool_id, who.user.id, ctx.app.id, scopes)
    interactions.consent(ctx.db, interaction.id)
