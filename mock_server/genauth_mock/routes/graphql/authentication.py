"""GraphQL, authentication: `loginByEmail`, `loginByUsername`, `user` …"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import captcha_answers
from genauth_mock.routes.graphql import shapes
from genauth_mock.routes.graphql.face import Call, RootFields
from genauth_mock.rules import admission, credentials, custom_fields, register, session
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import user_identities

fields = RootFields()


@fields.resolves("loginByEmail")
def login_by_email(call: Call, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - the wire's name
    """Logs in by an e-mail address and a password. Documented: loginByEmail."""
    return _by_password(call, Identity("email", input["email"]), input)


@fields.resolves("loginByUsername")
def login_by_username(call: Call, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - the wire's name
    """Logs in by a user name and a password. Documented: loginByUsername."""
    return _by_password(call, Identity("username", input["username"]), input)


def _by_password(call: Call, identity: Identity, sent: Mapping[str, Any]) -> dict[str, Any]:
    password = call.password(sent["password"])
    with call.begin() as ctx:
        newcomer = partial(register.by_password, ctx, identity, password) if sent.get("autoRegister") else None
        captcha = captcha_answers.sent_by(call.request, sent.get("captchaCode"))
        user = credentials.by_password(ctx, identity, password, captcha=captcha, newcomer=newcomer)
        who = session.open_session(ctx, admission.admit(ctx, user), in_browser=True)
        call.cookie = who.cookie
        return _printed(ctx, who)


def _printed(ctx: Context, who: LoggedIn) -> dict[str, Any]:
    has = user_identities.of_user(ctx.db, ctx.pool_id, who.user.id)
    return shapes.user(who, custom_fields.of_user(ctx, who.user), has)


@fields.resolves("user")
def user(call: Call, id: str | None = None) -> dict[str, Any]:  # noqa: A002 - the wire's name
    """Who is logged in. Documented: user. Another user is for management, which is not built."""
    with call.begin() as ctx:
        who = session.current(ctx, call.token)
        if id not in (None, "", who.user.id):
            raise Refused(errors.NO_PERMISSION)
        return _printed(ctx, who)
