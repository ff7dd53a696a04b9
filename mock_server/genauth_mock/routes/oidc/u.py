"""`/u`: the user center, a page of the account that is logged in in the browser."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from genauth_mock.context import Context
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.oidc.face import Call
from genauth_mock.routes.oidc.pages import Carried, PageRouter, page
from genauth_mock.rules import session
from genauth_mock.rules.oidc import clients
from genauth_mock.store.users import User

router = PageRouter()


@router.get("/u")
async def user_center_page(call: Call) -> Response:
    """What the account says of itself, with the way back to the application; the login page where nobody is logged in.

    Documented: userCenterPage.
    """
    carried = Carried.of(call)
    with tenancy.open_session_call(
        call.request, carried.lang, app_id=carried.app_id or None, cookie=call.cookie
    ) as ctx:
        who = session.in_browser(ctx, call.cookie) if ctx is not None else None
        if ctx is None or who is None:
            return RedirectResponse(carried.link("/login"), 303, headers={"cache-control": "no-store"})
        return _drawn(call, carried, ctx, who.user)


def _drawn(call: Call, carried: Carried, ctx: Context, user: User) -> Response:
    back = call.param("back_app_url")
    if back is not None:
        clients.check_redirect(ctx, back, list(ctx.app.redirect_uris), "redirectUris")
    said = {"username": user.username, "email": user.email, "phone": user.phone}
    name = user.name or user.nickname or next((each for each in said.values() if each), user.id)
    return page("user_center", carried, app=ctx.app, name=name, said=said, back=back)
