"""Logging somebody in without a page: what a login would have made is there at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field

from genauth_mock.context import Context
from genauth_mock.documents.field_types import BadDocument, Document, Line, Origin
from genauth_mock.rules import admission, identities, session
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.oidc import claims, tokens
from genauth_mock.rules.oidc.tokens import TokenSet
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import users
from genauth_mock.store.users import User

# Those that keep who is logged in in a browser's localStorage, and those of apps, which have none.
BrowserSdk = Literal["authing-js-sdk", "@authing/web", "@authing/guard", "oidc-client-ts"]
AppSdk = Literal["ios", "android", "flutter"]
Sdk = Literal[BrowserSdk, AppSdk]
Form = Literal["storage-state", "cookie", "token", "json"]

_SCOPE = f"{claims.DEFAULT_SCOPE} {claims.OFFLINE_ACCESS}"


class LoginDocument(Document):
    """Who is to be logged in: `user`, an id or an account, of the pool `userPoolId`, in its application `appId` or its
    first.

    `as` is what comes back. `storage-state` is a document that Playwright's `storageState` takes as it is: the mock's
    session cookie, and for an `sdk` of a browser what it keeps in the localStorage of the app's `origin`. `cookie` is
    the cookie alone, `token` a token of REST v2, and `json` the user with all tokens and the cookie.
    """

    user_pool_id: Line | None = None
    app_id: Line | None = None
    user: Line
    form: Form = Field(default="storage-state", alias="as")
    origin: Origin | None = None
    sdk: Sdk | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A user who has been let in: with a token of REST v2 and a browser's session, and with an application's tokens."""

    who: LoggedIn
    tokens: TokenSet

    @property
    def user(self) -> User:
        """The user, as he or she is now."""
        return self.who.user


def check(wanted: LoginDocument) -> None:
    """Raises BadDocument for what does not go together."""
    if wanted.user_pool_id is None and wanted.app_id is None:
        raise BadDocument("userPoolId", "it is missing; give it, or appId")
    if wanted.form != "storage-state":
        return
    if wanted.sdk in get_args(AppSdk):
        raise BadDocument("sdk", f"{wanted.sdk} keeps nothing in a browser; ask for it as json or token")
    if wanted.sdk is not None and wanted.origin is None:
        raise BadDocument("origin", f"it is missing: {wanted.sdk} keeps who is logged in by the origin of its page")
    if wanted.origin is not None and wanted.sdk is None:
        named = ", ".join(get_args(BrowserSdk))
        raise BadDocument("sdk", f"it is missing: what to keep for the origin depends on it; one of {named}")


def find(ctx: Context, name: str) -> User | None:
    """The user of the pool who has this id, or is known by this account."""
    return users.by_id(ctx.db, ctx.pool_id, name) or identities.find(ctx, Identity("account", name))


def log_in(ctx: Context, user: User) -> Entered:
    """Logs a user in as one who has shown a password and a second factor. Each call is a session of its own.

    Refuses what `admission.admit` refuses, but for the second factor.
    """
    who = session.open_session(ctx, admission.admit(ctx, user, needs_mfa=False), in_browser=True)
    granted = tokens.authorize(ctx, who.user, _SCOPE, ctx.now, who.session_id)
    return Entered(who, tokens.token_set_of_new(ctx, granted, confidential=False))
