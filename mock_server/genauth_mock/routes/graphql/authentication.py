"""GraphQL, authentication: `loginByEmail`, `loginByUsername`, `user` …"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.graphql import shapes
from genauth_mock.routes.graphql.face import Call, RootFields
from genauth_mock.rules import admission, credentials, custom_fields, register, session
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.limits import CaptchaAnswer

fields = RootFields()

CAPTCHA_COOKIE = "captcha"


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
        captcha = _captcha(call, sent.get("captchaCode"))
        user = credentials.by_password(ctx, identity, password, captcha=captcha, newcomer=newcomer)
        who = session.open_session(ctx, admission.admit(ctx, user), in_browser=True)
        call.cookie = who.cookie
        return shapes.user(who, custom_fields.of_user(ctx, who.user))


@fields.resolves("user")
def user(call: Call, id: str | None = None) -> dict[str, Any]:  # noqa: A002 - the wire's name
    """Who is logged in. Documented: user. Another user is for management, which is not built."""
    with call.begin() as ctx:
        who = session.current(ctx, call.token)
        if id not in (None, "", who.user.id):
            raise Refused(errors.NO_PERMISSION)
        return shapes.user(who, custom_fields.of_user(ctx, who.user))


def _captcha(call: Call, code: str | None) -> CaptchaAnswer | None:
    """The answer to the captcha whose cookie the client has."""
    captcha_id = tenancy.cookie(call.request, CAPTCHA_COOKIE) if code else None
    return CaptchaAnswer(code, captcha_id) if code and captcha_id else None
