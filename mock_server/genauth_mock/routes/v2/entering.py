"""How somebody enters by REST v2: with a token in the answer, and a session that the browser remembers."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.face import Call
from genauth_mock.routes.v2.texts import Text
from genauth_mock.rules import admission, session
from genauth_mock.store.users import User


def enter(call: Call, ctx: Context, user: User, text: Text = texts.LOGGED_IN) -> Response:
    """Lets a user in whose credentials were right. Refuses 2005, 1639, 1636."""
    who = session.open_session(ctx, admission.admit(ctx, user), in_browser=True)
    return call.answer_login(shapes.logged_in(call, who), text, who.cookie)


def enter_past_mfa(call: Call, ctx: Context, user: User, **beside: Any) -> Response:
    """Lets a user in who has passed the second factor; `beside` the user, and in it, stands what else is told.

    Refuses 2005, 1639.
    """
    who = session.open_session(ctx, admission.admit(ctx, user, past_mfa=True), in_browser=True)
    return call.answer_login({**shapes.logged_in(call, who), **beside}, texts.MFA_PASSED, who.cookie, **beside)
