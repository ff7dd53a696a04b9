"""`/api/v2/login/…`."""

from __future__ import annotations

from typing import Any

from pydantic import StrictBool
from starlette.responses import Response

from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.face import Call, Router, V2Call
from genauth_mock.rules import login

CAPTCHA_COOKIE = "captcha"

router = Router()


class _Login(Body):
    auto_register: StrictBool = False
    client_ip: Text | None = None
    context: Any = None
    params: Any = None
    custom_data: Any = None
    with_custom_data: StrictBool = False
    agreement_ids: Any = None


class LoginByAccount(_Login):
    """Body of loginByAccount."""

    account: Required
    password: Text
    captcha_code: Text | None = None


class LoginByPhoneCode(_Login):
    """Body of loginByPhoneCode."""

    phone: Text
    phone_country_code: Text | None = None
    code: Text | None = None


class LoginByEmail(_Login):
    """Body of loginByEmail, which is by code."""

    email: Text
    code: Text | None = None
    phone_country_code: Text | None = None


class LoginByDirectory(_Login):
    """Body of loginByAD and loginByLDAP."""

    username: Required
    password: Text


@router.post("/api/v2/login/account")
async def login_by_account(call: V2Call, body: LoginByAccount) -> Response:
    """Logs in by phone, e-mail or user name. Documented: loginByAccount (2333; 1639, 2000, 2005, 2042)."""
    password = call.password(body.password)
    with call.begin(body) as ctx:
        who = login.by_account(
            ctx,
            body.account,
            password,
            auto_register=body.auto_register,
            captcha_code=body.captcha_code,
            captcha_id=tenancy.cookie(call.request, CAPTCHA_COOKIE) if body.captcha_code else None,
        )
        return call.answer_login(shapes.logged_in(call, who), texts.LOGGED_IN, who.cookie)


@router.post("/api/v2/login/phone-code")
async def login_by_phone_code(call: V2Call, body: LoginByPhoneCode) -> Response:
    """Logs in by a code sent by SMS. Documented: loginByPhoneCode (2001)."""
    with call.begin(body) as ctx:
        who = login.by_phone_code(ctx, body.phone, body.phone_country_code, body.code, auto_register=body.auto_register)
        return call.answer_login(shapes.logged_in(call, who), texts.LOGGED_IN, who.cookie)


@router.post("/api/v2/login/email-code")
async def login_by_email(call: V2Call, body: LoginByEmail) -> Response:
    """Logs in by a code sent by e-mail. Documented: loginByEmail (2001)."""
    with call.begin(body) as ctx:
        who = login.by_email_code(ctx, body.email, body.code, auto_register=body.auto_register)
        return call.answer_login(shapes.logged_in(call, who), texts.LOGGED_IN, who.cookie)


@router.post("/api/v2/login/ad")
async def login_by_ad(call: V2Call, body: LoginByDirectory) -> Response:
    """Logs in a user of the pool's Active Directory. Documented: loginByAD (2333)."""
    return _by_directory(call, body)


@router.post("/api/v2/login/ldap")
async def login_by_ldap(call: V2Call, body: LoginByDirectory) -> Response:
    """Logs in a user of the pool's LDAP directory. Documented: loginByLDAP (2333)."""
    return _by_directory(call, body)


def _by_directory(call: Call, body: LoginByDirectory) -> Response:
    password = call.password(body.password)
    with call.begin(body) as ctx:
        who = login.by_directory(ctx, body.username, password)
        return call.answer_login(shapes.logged_in(call, who), texts.LOGGED_IN, who.cookie)
