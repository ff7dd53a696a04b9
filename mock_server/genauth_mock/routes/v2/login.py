"""`/api/v2/login/…`."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import StrictBool
from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.kit.addresses import Address
from genauth_mock.routes.edge import captcha_answers
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2.entering import enter
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.routes.v2.field_names import called
from genauth_mock.rules import credentials, passcodes, register
from genauth_mock.rules.identities import Identity
from genauth_mock.store.users import User

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
async def login_by_account(call: Call, body: LoginByAccount) -> Response:
    """Logs in by phone, e-mail or user name. Documented: loginByAccount."""
    password = call.password(body.password)
    identity = Identity("account", body.account)
    with call.begin(body) as ctx:
        newcomer = partial(_registered, ctx, identity, password) if body.auto_register else None
        captcha = captcha_answers.sent_by(call.request, body.captcha_code)
        return enter(call, ctx, credentials.by_password(ctx, identity, password, captcha=captcha, newcomer=newcomer))


def _registered(ctx: Context, identity: Identity, password: str) -> User:
    with called({"username": "account"}):
        return register.by_password(ctx, identity, password)


@router.post("/api/v2/login/phone-code")
async def login_by_phone_code(call: Call, body: LoginByPhoneCode) -> Response:
    """Logs in by a code sent by SMS. Documented: loginByPhoneCode."""
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        return _by_code(call, ctx, address, body.code, auto_register=body.auto_register)


@router.post("/api/v2/login/email-code")
async def login_by_email(call: Call, body: LoginByEmail) -> Response:
    """Logs in by a code sent by e-mail. Documented: loginByEmail."""
    with call.begin(body) as ctx:
        address = passcodes.email_address(body.email)
        return _by_code(call, ctx, address, body.code, auto_register=body.auto_register)


def _by_code(call: Call, ctx: Context, address: Address, code: str | None, *, auto_register: bool) -> Response:
    newcomer = partial(register.by_passcode, ctx, address) if auto_register else None
    return enter(call, ctx, credentials.by_code(ctx, address, code, newcomer=newcomer))


@router.post("/api/v2/login/ad")
async def login_by_ad(call: Call, body: LoginByDirectory) -> Response:
    """Logs in a user of the pool's Active Directory. Documented: loginByAD."""
    return _by_directory(call, body)


@router.post("/api/v2/login/ldap")
async def login_by_ldap(call: Call, body: LoginByDirectory) -> Response:
    """Logs in a user of the pool's LDAP directory. Documented: loginByLDAP."""
    return _by_directory(call, body)


def _by_directory(call: Call, body: LoginByDirectory) -> Response:
    password = call.password(body.password)
    with call.begin(body) as ctx:
        return enter(call, ctx, credentials.of_directory(ctx, body.username, password))
