"""`/register`: the registration page."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.routes.oidc.face import Call, OidcCall
from genauth_mock.routes.oidc.login import (
    Draw,
    address_of,
    enter,
    open_page,
    sent,
    submit,
)
from genauth_mock.routes.oidc.pages import Carried, PageRouter, page
from genauth_mock.rules import register
from genauth_mock.rules.identities import Identity
from genauth_mock.store.users import User

router = PageRouter()

TABS = ("email", "phone", "username")
_SCENE = "REGISTER_VERIFY_CODE"


def _tab(call: Call) -> str:
    tab = call.param("tab") or "email"
    return tab if tab in TABS else "email"


def _drawer(call: Call, carried: Carried, tab: str) -> Draw:
    def draw(ctx: Context, **values: Any) -> Response:
        address, username = call.params.get("address", ""), call.params.get("username", "")
        return page("register", carried, app=ctx.app, tab=tab, address=address, username=username, **values)

    return draw


@router.get("/register")
async def register_page(call: OidcCall) -> Response:
    """The registration page."""
    carried = Carried.of(call)
    with open_page(call, carried) as ctx:
        return _drawer(call, carried, _tab(call))(ctx)


@router.post("/register")
async def register_at_page(call: OidcCall) -> Response:
    """Sends a code, or registers and logs in; `step` says which."""
    carried, tab = Carried.of(call), _tab(call)
    draw = _drawer(call, carried, tab)

    def act(ctx: Context) -> Response:
        if call.param("step") == "send":
            return draw(ctx, sent=sent(ctx, address_of(call, by_email=False), _SCENE))
        return enter(call, carried, ctx, _registered(call, ctx, tab))

    return submit(call, carried, act, draw)


def _registered(call: Call, ctx: Context, tab: str) -> User:
    plain = call.params.get("password", "")
    if tab == "username":
        return register.by_password(ctx, Identity("username", call.params.get("username", "").strip()), plain)
    if tab == "email":
        return register.by_password(ctx, Identity("email", call.params.get("address", "")), plain)
    address = address_of(call, by_email=False)
    return register.by_code(ctx, address, call.param("code"), plain or None)
