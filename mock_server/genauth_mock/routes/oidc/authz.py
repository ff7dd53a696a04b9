"""`/authz`: the page that asks whether the application may have what it asks for."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.errors import Refused, oauth
from genauth_mock.routes.oidc.face import OidcCall
from genauth_mock.routes.oidc.login import open_page
from genauth_mock.routes.oidc.pages import Carried, PageRouter, page
from genauth_mock.rules.oidc import authorization

router = PageRouter()


@router.get("/authz")
async def consent_page(call: OidcCall) -> Response:
    """The consent page, of an interaction for which somebody has logged in."""
    carried = Carried.of(call)
    call.needed("uuid")
    with open_page(call, carried) as ctx:
        waiting = authorization.interaction_named(ctx, carried.uuid)
        who = authorization.who_waits(ctx, waiting, call.cookie)
        if who is None:
            raise Refused(oauth.INTERACTION_OVER)
        scopes = str(waiting.params.get("scope") or "").split()
        name = who.user.username or who.user.email or who.user.phone or who.user.id
        return page("authz", carried, app=ctx.app, scopes=scopes, name=name, errors=authorization.PAGE_ERRORS)
