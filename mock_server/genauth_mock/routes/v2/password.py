"""`/api/v2/password/…`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import passcodes, password, register, session

router = Router()


class ResetByPhone(Body):
    """Body of resetPasswordByPhone."""

    phone: Text
    phone_country_code: Text | None = None
    code: Text | None = None
    new_password: Required


class ResetByEmail(Body):
    """Body of resetPasswordByEmail."""

    email: Text
    code: Text | None = None
    new_password: Required


class UpdatePassword(Body):
    """Body of updatePassword."""

    new_password: Required
    old_password: Text | None = None


@router.post("/api/v2/password/reset/sms")
async def reset_password_by_phone(call: Call, body: ResetByPhone) -> Response:
    """Sets a new password with a code sent by SMS. Documented: resetPasswordByPhone."""
    new_password = call.password(body.new_password)
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        password.reset(ctx, address, body.code, new_password)
        return call.answer(text=texts.PASSWORD_RESET)


@router.post("/api/v2/password/reset/email")
async def reset_password_by_email(call: Call, body: ResetByEmail) -> Response:
    """Sets a new password with a code sent by e-mail. Documented: resetPasswordByEmail."""
    new_password = call.password(body.new_password)
    with call.begin(body) as ctx:
        password.reset(ctx, passcodes.email_address(body.email), body.code, new_password)
        return call.answer(text=texts.PASSWORD_RESET)


@router.post("/api/v2/password/update")
async def update_password(call: Call, body: UpdatePassword) -> Response:
    """Changes the password. Documented: updatePassword."""
    new_password = call.password(body.new_password)
    old_password = call.password(body.old_password) if body.old_password else None
    with call.begin(body) as ctx:
        who = session.current(ctx, call.token)
        user = password.update(ctx, who, new_password, old_password)
        return call.answer(shapes.logged_in(call, who.now(user)), texts.UPDATED)


class CheckPasswordByUserAction(Body):
    """Body of checkPasswordByUserAction; whose password it is to be makes no difference."""

    password: Required
    user_id: Text | None = None


@router.post("/api/v2/password/user-action/check")
async def check_password_by_user_action(call: Call, body: CheckPasswordByUserAction) -> Response:
    """Whether the pool would take a password. In Guard only."""
    plain = call.password(body.password)
    with call.begin(body) as ctx:
        return call.answer(shapes.verdict(call, register.flaw_of_password(ctx, plain)))
