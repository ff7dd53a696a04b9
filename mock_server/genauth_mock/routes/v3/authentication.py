"""API v3, authentication: `/api/v3/signin` …"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit.addresses import Address
from genauth_mock.routes.edge import captcha_answers
from genauth_mock.routes.v3.entering import enter
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import credentials, passcodes, register
from genauth_mock.rules.identities import Identity, IdentityKind
from genauth_mock.store.users import User

router = Router()

Options = Mapping[str, Any]
# The user who has shown the credentials that were sent.
ShownBy = Callable[[Context], User]


@router.post("/api/v3/signin")
async def sign_in_by_credentials(call: Call) -> Response:
    """Tokens for who shows credentials. Documented: signInByCredentials."""
    connection, options = call.body["connection"], call.body.get("options") or {}
    if connection not in _CONNECTIONS:
        name = f"signInByCredentials ({connection})"
        raise Refused(errors.NOT_IMPLEMENTED, operation=name, method="POST", path="/api/v3/signin")
    shown_by = _CONNECTIONS[connection](call, options)
    with call.begin() as ctx:
        return call.answer(enter(call, ctx, shown_by, options.get("scope")))


def _by_password(call: Call, options: Options) -> ShownBy:
    payload = call.part("passwordPayload")
    identity, password = _identity(payload, call.lang), _password(call, payload, options)
    # That `captchaToken` is the captcha's id is a guess.
    captcha = captcha_answers.sent_by(call.request, options.get("captchaCode"), options.get("captchaToken"))

    def shown_by(ctx: Context) -> User:
        newcomer = partial(register.by_password, ctx, identity, password) if options.get("autoRegister") else None
        return credentials.by_password(ctx, identity, password, captcha=captcha, newcomer=newcomer)

    return shown_by


def _identity(payload: Mapping[str, Any], lang: str) -> Identity:
    """Whom a payload names, by the one of four keys that it has."""
    kinds: tuple[IdentityKind, ...] = get_args(IdentityKind)
    for kind in kinds:
        if payload.get(kind):
            return Identity(kind, payload[kind])
    raise _one_needed("passwordPayload", kinds, lang)


def _one_needed(payload: str, keys: Sequence[str], lang: str) -> Refused:
    detail = "one of them is needed" if lang == "en" else "需提供其中之一"
    return Refused(errors.INVALID_PARAMETER, field=f"{payload}.{' | '.join(keys)}", detail=detail)


def _password(call: Call, payload: Mapping[str, Any], options: Options) -> str:
    """The password in a payload; encrypted or not is told apart by what it is. The key for SM2 is not built."""
    if options.get("passwordEncryptType") == "sm2":
        name = "signInByCredentials (passwordEncryptType sm2)"
        raise Refused(errors.NOT_IMPLEMENTED, operation=name, method="POST", path="/api/v3/signin")
    return call.password(payload["password"])


def _by_passcode(call: Call, options: Options) -> ShownBy:
    payload = call.part("passCodePayload")
    address = _address(payload, call.lang)

    def shown_by(ctx: Context) -> User:
        newcomer = partial(register.by_passcode, ctx, address) if options.get("autoRegister") else None
        return credentials.by_code(ctx, address, payload["passCode"], newcomer=newcomer)

    return shown_by


def _address(payload: Mapping[str, Any], lang: str) -> Address:
    """Where the code of a payload went. That `email` goes before `phone` is a guess."""
    if payload.get("email"):
        return passcodes.email_address(payload["email"])
    if payload.get("phone"):
        return passcodes.phone_address(payload["phone"], payload.get("phoneCountryCode"))
    raise _one_needed("passCodePayload", ("email", "phone"), lang)


# What reads the credentials of each connection, before the transaction; what is documented beside these is not built.
_CONNECTIONS: dict[str, Callable[[Call, Options], ShownBy]] = {
    "PASSWORD": _by_password,
    "PASSCODE": _by_passcode,
}
