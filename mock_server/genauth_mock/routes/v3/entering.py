"""How somebody enters by API v3: with the tokens of an application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from genauth_mock.context import Context
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.face import Call
from genauth_mock.rules import admission
from genauth_mock.rules.oidc import claims, clients, tokens
from genauth_mock.store.users import User


def enter(
    call: Call, ctx: Context, shown_by: Callable[[Context], User], scope: str | None = None, *, needs_mfa: bool = True
) -> dict[str, Any]:
    """The tokens of the user whose credentials `shown_by` has found right, once the client has shown its own.

    The scope that is asked for without one is a guess: the token endpoint's. Refuses what `admission.admit` refuses.
    """
    confidential = clients.is_confidential(ctx, call.credentials)
    user = admission.admit(ctx, shown_by(ctx), needs_mfa=needs_mfa)
    granted = tokens.authorize(ctx, user, scope or claims.DEFAULT_SCOPE, ctx.now)
    return shapes.token_set(tokens.token_set_of_new(ctx, granted, confidential=confidential))
