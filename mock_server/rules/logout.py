"""Logging a browser out. Documented: OpenID Connect end session, /logout, /api/v2/logout."""

from __future__ import annotations

from mock_server.context import Context
from mock_server.errors import Refused, oauth
from mock_server.rules import clients, session
from mock_server.store import authorizations, sessions


def at_end_session(ctx: Context, cookie: str | None, id_token_hint: str | None, redirect_uri: str | None) -> None:
    """Ends the browser's session. Tokens already given live on, unless the pool's setting says otherwise.

    Refuses a hint that is no token of this pool (an expired one will do), and a redirect URI that is none of the
    application's `logoutRedirectUris`; then nothing is ended.
    """
    app = ctx.app
    if id_token_hint is not None:
        hinted = session.genuine(ctx, id_token_hint, expired_too=True)
        if hinted is None:
            raise Refused(oauth.LOGOUT_HINT_INVALID, field="id_token_hint")
        app = hinted.app
    if redirect_uri is not None:
        clients.check_redirect(ctx, redirect_uri, list(app.logout_redirect_uris), "logoutRedirectUris")
    row = sessions.of_cookie(ctx.db, cookie) if cookie else None
    if row is None or row.user_pool_id != ctx.pool_id:
        return
    sessions.leave_browser(ctx.db, row.id)
    if ctx.settings.oidc.end_session_revokes_tokens:
        for each in authorizations.ids_of_session(ctx.db, row.id):
            session.end_authorization(ctx.db, each)
        sessions.end(ctx.db, row.id)


def quietly(ctx: Context, token: str | None, cookie: str | None) -> None:
    """Ends the session of a token, or else of a cookie; fine with neither, and with a token that is none."""
    said = session.genuine(ctx, token) if token else None
    session.log_out(ctx, token if said else None, cookie)
