"""Logging a browser out. Documented: OpenID Connect end session, /logout, /api/v2/logout."""

from __future__ import annotations

from dataclasses import dataclass

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.rules import session, tickets
from genauth_mock.rules.oidc import clients
from genauth_mock.rules.session import BrowserSession
from genauth_mock.store import authorizations, sessions

_TICKET = "end-session"
_TICKET_TTL_MS = 600_000


@dataclass(frozen=True, slots=True)
class EndSession:
    """What an application asks for at the end of a session. OpenID Connect RP-Initiated Logout 1.0, 2."""

    client_id: str | None = None
    id_token_hint: str | None = None
    redirect_uri: str | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is logged in in the browser is asked first. `ticket` shows that it was he or she who answered."""

    who: BrowserSession
    ticket: str


def at_end_session(
    ctx: Context, cookie: str | None, asked: EndSession, ticket: str | None = None, *, leaves: bool = True
) -> Asking | None:
    """Ends the browser's session. Tokens already given live on, unless the pool's setting says otherwise.

    A hint that names another user than the browser's asks that one first; the ticket of that question comes with the
    answer, and `leaves` False is no. Refuses a hint that is no token of this pool (an expired one will do) or another
    client's, and a redirect URI that is none of the application's `logoutRedirectUris`; then nothing is ended.
    """
    app, subject = ctx.app, None
    if asked.id_token_hint is not None:
        hinted = session.genuine(ctx, asked.id_token_hint, expired_too=True)
        if hinted is None:
            raise Refused(oauth.LOGOUT_HINT_INVALID, field="id_token_hint")
        app, subject = hinted.app, hinted.claims.get("sub")
        if asked.client_id is not None and asked.client_id != app.id:
            raise Refused(oauth.LOGOUT_CLIENT_OTHER, field="client_id", client=asked.client_id, other=app.id)
    if asked.redirect_uri is not None:
        clients.check_redirect(ctx, asked.redirect_uri, list(app.logout_redirect_uris), "logoutRedirectUris")
    who = session.in_browser(ctx, cookie)
    if who is not None and subject not in (None, who.user.id) and not _answers(ctx, ticket, who):
        return _ask(ctx, who)
    if leaves:
        _end(ctx, cookie)
    return None


def _ask(ctx: Context, who: BrowserSession) -> Asking:
    return Asking(who, tickets.give(ctx, _TICKET, who.user, ctx.now + _TICKET_TTL_MS))


def _answers(ctx: Context, ticket: str | None, who: BrowserSession) -> bool:
    """Whether somebody has been asked who is still logged in; once."""
    known = tickets.shown(ctx, _TICKET, ticket)
    return known is not None and known.user_id == who.user.id and tickets.use_up(ctx, known.token)


def _end(ctx: Context, cookie: str | None) -> None:
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
