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
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import admission, credentials, passcodes, register
from genauth_mock.rules.identities import Identity, IdentityKind
from genauth_mock.rules.limits import CaptchaAnswer
from genauth_mock.rules.oidc import claims, clients, tokens
from genauth_mock.store.users import User

router = Router()

CAPTCHA_COOKIE = "captcha"

Options = Mapping[str, Any]


@router.post("/api/v3/signin")
async def sign_in_by_credentials(call: Call) -> Response:
    """Tokens for who shows credentials. Documented: signInByCredentials.

    The scope that is asked for without one is a guess: the token endpoint's.
    """
    connection, options = call.body["connection"], call.body.get("options") or {}
    sign_in = _CONNECTIONS.get(connection)
    if sign_in is None:
        name = f"signInByCredentials ({connection})"
        raise Refused(errors.NOT_IMPLEMENTED, operation=name, method="POST", path="/api/v3/signin")
    with call.begin() as ctx:
        confidential = clients.is_confidential(ctx, call.credentials)
        user = admission.admit(ctx, sign_in(call, ctx, options))
        granted = tokens.authorize(ctx, user, options.get("scope") or claims.DEFAULT_SCOPE, ctx.now)
        return call.answer(shapes.token_set(tokens.token_set_of_new(ctx, granted, confidential=confidential)))


def _by_password(call: Call, ctx: Context, options: Options) -> User:
    payload = call.part("passwordPayload")
    identity, password = _identity(payload, call.lang), _password(call, payload, options)
    newcomer = partial(register.by_password, ctx, identity, password) if options.get("autoRegister") else None
    captcha = _captcha(call, options)
    return credentials.by_password(ctx, identity, password, captcha=captcha, newcomer=newcomer)


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


def _captcha(call: Call, options: Options) -> CaptchaAnswer | None:
    """The answer to the captcha that `captchaToken` names (a guess), or the client's cookie."""
    code = options.get("captchaCode")
    captcha_id = options.get("captchaToken") or tenancy.cookie(call.request, CAPTCHA_COOKIE)
    return CaptchaAnswer(code, captcha_id) if code and captcha_id else None


def _by_passcode(call: Call, ctx: Context, options: Options) -> User:
    payload = call.part("passCodePayload")
    address = _address(payload, call.lang)
    newcomer = partial(register.by_passcode, ctx, address) if options.get("autoRegister") else None
    return credentials.by_code(ctx, address, payload["passCode"], newcomer=newcomer)


def _address(payload: Mapping[str, Any], lang: str) -> Address:
    """Where the code of a payload went. That `email` goes before `phone` is a guess."""
    if payload.get("email"):
        return passcodes.email_address(payload["email"])
    if payload.get("phone"):
        return passcodes.phone_address(payload["phone"], payload.get("phoneCountryCode"))
    raise _one_needed("passCodePayload", ("email", "phone"), lang)


# How each connection is signed in by; what is documented beside these is not built.
_CONNECTIONS: dict[str, Callable[[Call, Context, Options], User]] = {
    "PASSWORD": _by_password,
    "PASSCODE": _by_passcode,
}
