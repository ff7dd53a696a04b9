"""`/login…`: the login page. A form each for password, codes, second factor, first password and forgotten one.

Every form works without script. A mock can do more than the real page: one click logs in any user of the pool.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from starlette.responses import RedirectResponse, Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses, captchas, clock
from genauth_mock.kit.addresses import Address
from genauth_mock.routes.edge import cookies, tenancy, visitors
from genauth_mock.routes.oidc import picker
from genauth_mock.routes.oidc.face import Call
from genauth_mock.routes.oidc.pages import Carried, PageRouter, page
from genauth_mock.routes.oidc.texts import Texts
from genauth_mock.rules import admission, credentials, limits, passcodes, password, session
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.limits import CaptchaAnswer
from genauth_mock.rules.mfa import mfa_tokens, second_step
from genauth_mock.rules.oidc import authorization
from genauth_mock.store.messages import Message
from genauth_mock.store.users import User

router = PageRouter()

TABS = ("password", "phone-code", "email-code")
_LOGIN_SCENE = "LOGIN_VERIFY_CODE"
_RESET_SCENE = "RESET_PASSWORD_VERIFY_CODE"

Draw = Callable[..., Response]


def open_page(call: Call, carried: Carried) -> Any:
    """The transaction and context of a page's call: the pool is the interaction's, else the application's."""
    return tenancy.open_call(
        call.request, carried.lang, app_id=carried.app_id or None, interaction_id=carried.uuid or None
    )


def submit(call: Call, carried: Carried, act: Callable[[Context], Response], draw: Draw) -> Response:
    """What a form does, or the form again with what was refused."""
    with open_page(call, carried) as ctx:
        try:
            return act(ctx)
        except Refused as refused:
            visitors.note(call.request, refused)
            return draw(ctx, error=refused.message(carried.lang))


def _tab(call: Call) -> str:
    tab = call.param("tab") or "password"
    return tab if tab in TABS else "password"


def _drawer(call: Call, carried: Carried, tab: str) -> Draw:
    def draw(ctx: Context, **values: Any) -> Response:
        shown: dict[str, Any] = {
            "app": ctx.app,
            "tab": tab,
            "account": call.params.get("account", ""),
            "address": call.params.get("address", ""),
            "picker": picker.users_to_pick(ctx, carried.lang, call.params.get("q", "")) if ctx.may_steer else None,
            "errors": authorization.PAGE_ERRORS,
            "captcha": _captcha(ctx) if tab == "password" and limits.is_captcha_due(ctx) else None,
        }
        if not shown["account"] and carried.uuid:
            waiting = authorization.interaction_named(ctx, carried.uuid)
            shown["account"] = addresses.with_plus(waiting.params.get("login_hint", ""))
        return page("login", carried, **(shown | values))

    return draw


def _captcha(ctx: Context) -> dict[str, str]:
    """A new captcha: its id, and its picture as a URL."""
    captcha = limits.new_captcha(ctx.db, ctx.mock, clock.wall_ms())
    picture = base64.b64encode(captchas.svg(captcha.code)).decode()
    return {"id": captcha.id, "picture": f"data:image/svg+xml;base64,{picture}"}


def _captcha_answer(call: Call) -> CaptchaAnswer | None:
    code, captcha_id = call.param("captcha_code"), call.param("captcha_id")
    return CaptchaAnswer(code, captcha_id) if code and captcha_id else None


@router.get("/login")
async def login_page(call: Call) -> Response:
    """The login page. It carries the id of the authorization request that waits for it."""
    carried = Carried.of(call)
    notice = Texts(carried.lang)("password_was_reset") if call.param("reset") else None
    with open_page(call, carried) as ctx:
        return _drawer(call, carried, _tab(call))(ctx, notice=notice)


@router.post("/login")
async def log_in_by_password(call: Call) -> Response:
    """Logs in by password."""
    carried = Carried.of(call)
    plain = call.params.get("password", "")

    def act(ctx: Context) -> Response:
        identity = Identity("account", call.params.get("account", "").strip())
        user = credentials.by_password(ctx, identity, plain, captcha=_captcha_answer(call))
        return enter(call, carried, ctx, user)

    return submit(call, carried, act, _drawer(call, carried, "password"))


@router.post("/login/code")
async def log_in_by_code(call: Call) -> Response:
    """Sends a code, or logs in by it; `step` says which."""
    carried, tab = Carried.of(call), _tab(call)
    draw = _drawer(call, carried, tab)

    def act(ctx: Context) -> Response:
        address = address_of(call, by_email=tab == "email-code")
        if call.param("step") == "send":
            return draw(ctx, sent=sent(ctx, address, _LOGIN_SCENE))
        return enter(call, carried, ctx, credentials.by_code(ctx, address, call.param("code")))

    return submit(call, carried, act, draw)


@router.post("/login/as")
async def log_in_as(call: Call) -> Response:
    """Logs in a user of the pool with one click. Only a mock can do this."""
    carried = Carried.of(call)

    def act(ctx: Context) -> Response:
        return enter(call, carried, ctx, picker.picked(ctx, call.param("user_id") or ""))

    return submit(call, carried, act, _drawer(call, carried, "password"))


@router.post("/login/mfa")
async def log_in_past_mfa(call: Call) -> Response:
    """Sends a code for the second factor, or logs in with it; `step` says which."""
    carried = Carried.of(call)
    token, factor = call.params.get("token", ""), call.params.get("factor", "")

    def draw(ctx: Context, **values: Any) -> Response:
        user = mfa_tokens.opened(ctx, token).user
        return _mfa_page(ctx, carried, user, token, factor=factor, **values)

    def act(ctx: Context) -> Response:
        if call.param("step") == "send":
            message = second_step.send(ctx, mfa_tokens.opened(ctx, token).user, factor)
            return draw(ctx, sent=_told(ctx, message))
        shown = call.params.get("code", "")
        if factor == second_step.RECOVERY:
            recovered = second_step.by_recovery_code(ctx, token, shown)
            return enter(call, carried, ctx, recovered.user, past_mfa=True, recovery_code=recovered.recovery_code)
        return enter(call, carried, ctx, second_step.verify(ctx, token, factor, shown), past_mfa=True)

    return submit(call, carried, act, draw)


@router.post("/login/first-password")
async def log_in_with_first_password(call: Call) -> Response:
    """Sets the password that must be chosen at the first login, and logs in."""
    carried = Carried.of(call)
    token, plain = call.params.get("token", ""), call.params.get("password", "")

    def draw(ctx: Context, **values: Any) -> Response:
        return page("first_password", carried, app=ctx.app, token=token, **values)

    def act(ctx: Context) -> Response:
        return enter(call, carried, ctx, password.reset_by_first_login_token(ctx, token, plain))

    return submit(call, carried, act, draw)


@router.get("/login/forgot")
async def forgot_page(call: Call) -> Response:
    """The page for a forgotten password."""
    carried = Carried.of(call)
    with open_page(call, carried) as ctx:
        return page("forgot", carried, app=ctx.app, address="")


@router.post("/login/forgot")
async def reset_password(call: Call) -> Response:
    """Sends a code, or sets a new password by it; `step` says which."""
    carried = Carried.of(call)
    typed, plain = call.params.get("address", ""), call.params.get("password", "")

    def draw(ctx: Context, **values: Any) -> Response:
        return page("forgot", carried, app=ctx.app, address=typed, **values)

    def act(ctx: Context) -> Response:
        address = address_of(call, by_email="@" in typed)
        if call.param("step") == "send":
            return draw(ctx, sent=sent(ctx, address, _RESET_SCENE))
        password.reset(ctx, address, call.param("code"), plain)
        return RedirectResponse(carried.link("/login", reset="1"), 303)

    return submit(call, carried, act, draw)


def enter(
    call: Call, carried: Carried, ctx: Context, user: User, *, past_mfa: bool = False, recovery_code: str | None = None
) -> Response:
    """Logs a user in and goes on, from a page that shows the new recovery code where there is one; or draws the page
    that the login needs first.
    """
    try:
        user = admission.admit(ctx, user, past_mfa=past_mfa)
    except Refused as refused:
        token = str((refused.data or {}).get("token") or (refused.data or {}).get("mfaToken") or "")
        if refused.entry is errors.FIRST_LOGIN_RESET:
            return page("first_password", carried, app=ctx.app, token=token)
        if refused.entry in (errors.MFA_REQUIRED, errors.MFA_PERSONAL):
            return _mfa_page(ctx, carried, user, token)
        raise
    who = session.open_session(ctx, user, in_browser=True)
    if carried.uuid:
        authorization.log_in_at_page(ctx, authorization.interaction_named(ctx, carried.uuid), who.session_id)
        where = f"/interaction/oidc/{carried.uuid}/login"
    elif carried.user_code:
        where = carried.link("/oidc/device")
    else:
        where = carried.link("/login/done")
    goes_on: Response = RedirectResponse(where, 303)
    if recovery_code:
        goes_on = page(
            "message", carried, title=Texts(carried.lang)("recovery_code"), message=recovery_code, link=where
        )
    return cookies.remember(call.request, goes_on, who.cookie)


@router.get("/login/done")
async def done_page(call: Call) -> Response:
    """What somebody sees who has logged in for no application."""
    carried = Carried.of(call)
    text = Texts(carried.lang)
    return page("message", carried, title=text("done"), message=text("done_text"), can_log_out=True)


def _mfa_page(ctx: Context, carried: Carried, user: User, token: str, **values: Any) -> Response:
    return page("mfa", carried, app=ctx.app, token=token, factors=second_step.can_show(ctx, user), **values)


def address_of(call: Call, *, by_email: bool) -> Address:
    """The address that was typed. Refuses 2003, 500."""
    typed = call.params.get("address", "")
    return passcodes.email_address(typed) if by_email else passcodes.phone_address(typed, None)


def sent(ctx: Context, address: Address, scene: str) -> dict[str, str]:
    """Sends a code. What the page tells of it: where it went, and the code where the pool shows it."""
    return _told(ctx, passcodes.send(ctx, address, scene))


def _told(ctx: Context, message: Message) -> dict[str, str]:
    is_shown = ctx.settings.oidc.show_codes and ctx.may_steer
    return {"to": message.recipient, "code": message.code if is_shown else ""}
