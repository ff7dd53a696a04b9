"""`/api/v2/register/…` and the older `/api/v2/register-…`."""

from __future__ import annotations

from typing import Any

from pydantic import StrictBool
from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.documents.field_types import Username
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.entering import enter
from genauth_mock.routes.v2.face import Call, Router, V2Call
from genauth_mock.routes.v2.field_names import called
from genauth_mock.routes.v2.profile_fields import ProfileFields
from genauth_mock.rules import passcodes, register
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.register import Profile
from genauth_mock.store.users import User

router = Router()


class _Registration(Body):
    profile: ProfileFields = ProfileFields()
    force_login: StrictBool = False
    generate_token: StrictBool = False
    client_ip: Text | None = None
    context: Any = None
    params: Any = None

    def of_user(self) -> Profile:
        """What is told of the new user."""
        return Profile(self.profile.changes())


class RegisterByEmail(_Registration):
    """Body of registerByEmail."""

    email: Text
    password: Required


class RegisterByEmailCode(_Registration):
    """Body of registerByEmailCode."""

    email: Text
    code: Text | None = None
    password: Text | None = None


class RegisterByUserName(_Registration):
    """Body of registerByUserName."""

    username: Username
    password: Required


class RegisterByPhoneCode(_Registration):
    """Body of registerByPhoneCode."""

    phone: Text
    phone_country_code: Text | None = None
    code: Text | None = None
    password: Text | None = None


class RegisterByField(_Registration):
    """Body of registerByPhone and registerByExtendedFields."""

    account: Username
    password: Required
    phone_country_code: Text | None = None


def _answer(call: Call, ctx: Context, body: _Registration, user: User) -> Response:
    if body.force_login or body.generate_token:
        return enter(call, ctx, user, texts.REGISTERED)
    return call.answer(shapes.user(call, user), texts.REGISTERED)


@router.post("/api/v2/register/email")
@router.post("/api/v2/register-email")
async def register_by_email(call: V2Call, body: RegisterByEmail) -> Response:
    """Registers an e-mail address with a password. Documented: registerByEmail."""
    password = call.password(body.password)
    with call.begin(body) as ctx:
        user = register.by_password(ctx, Identity("email", body.email), password, body.of_user())
        return _answer(call, ctx, body, user)


@router.post("/api/v2/register/email-code")
@router.post("/api/v2/register-email-code")
async def register_by_email_code(call: V2Call, body: RegisterByEmailCode) -> Response:
    """Registers an e-mail address with a code that was sent to it. Documented: registerByEmailCode."""
    password = call.password(body.password) if body.password else None
    with call.begin(body) as ctx:
        user = register.by_code(ctx, passcodes.email_address(body.email), body.code, password, body.of_user())
        return _answer(call, ctx, body, user)


@router.post("/api/v2/register/username")
@router.post("/api/v2/register-username")
async def register_by_user_name(call: V2Call, body: RegisterByUserName) -> Response:
    """Registers a user name with a password. Documented: registerByUserName."""
    password = call.password(body.password)
    with call.begin(body) as ctx:
        user = register.by_password(ctx, Identity("username", body.username), password, body.of_user())
        return _answer(call, ctx, body, user)


@router.post("/api/v2/register/phone-code")
@router.post("/api/v2/register-phone-code")
async def register_by_phone_code(call: V2Call, body: RegisterByPhoneCode) -> Response:
    """Registers a phone number with a code that was sent to it. Documented: registerByPhoneCode."""
    password = call.password(body.password) if body.password else None
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        user = register.by_code(ctx, address, body.code, password, body.of_user())
        return _answer(call, ctx, body, user)


# The next two are logins too: iOS sends no `forceLogin` there, and still reads a token.


@router.post("/api/v2/register-phone")
async def register_by_phone(call: V2Call, body: RegisterByField) -> Response:
    """Registers a phone number with a password. In iOS and Android only: registerByPhone."""
    return _by_phone(call, body, body.phone_country_code)


@router.post("/api/v2/register-{field}")
async def register_by_extended_fields(call: V2Call, field: str, body: RegisterByField) -> Response:
    """Registers by another field of the user. In iOS and Android only: registerByExtendedFields."""
    if field.startswith("+"):
        # One of Android's overloads puts the country code where the field belongs.
        return _by_phone(call, body, field)
    password = call.password(body.password)
    column = ProfileFields.column(field)
    with call.begin(body) as ctx, called({field: "account", "field": f"register-{field}"}):
        user = register.by_field(ctx, field, column, body.account, password)
        return enter(call, ctx, user, texts.REGISTERED)


def _by_phone(call: Call, body: RegisterByField, country_code: str | None) -> Response:
    password = call.password(body.password)
    with call.begin(body) as ctx:
        user = register.by_password(ctx, Identity("phone", body.account, country_code), password)
        return enter(call, ctx, user, texts.REGISTERED)
