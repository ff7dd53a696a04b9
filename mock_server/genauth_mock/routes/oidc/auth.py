"""`/oidc/auth`, `/oauth/auth`, `/interaction/oidc/…`: the authorization endpoint, and how it goes on after a page."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from genauth_mock.errors import Refused
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.oidc import face
from genauth_mock.routes.oidc.face import (
    Call,
    OidcCall,
    error_of,
    read,
)
from genauth_mock.routes.oidc.pages import PageRouter
from genauth_mock.routes.oidc.responses import respond
from genauth_mock.rules.oidc import authorization
from genauth_mock.rules.oidc.authorization import Answer, Waiting
from genauth_mock.steering.faults import Forced

router = PageRouter()

_INTERACTION = re.compile(r"/interaction/oidc/([A-Za-z0-9_-]+)/")

_PAGES = {
    authorization.LOGIN_PAGE: "/login",
    authorization.REGISTER_PAGE: "/register",
    authorization.CONSENT_PAGE: "/authz",
}


@router.get("/oidc/auth")
@router.post("/oidc/auth")
@router.get("/oauth/auth")
async def build_authorize_url(call: OidcCall) -> Response:
    """Begins a login: answers at once where the browser is logged in, else by the login page. RFC 6749 3.1."""
    call.needed("client_id")
    call.read_credentials()
    with call.begin() as ctx:
        decided = authorization.begin(ctx, call.params, call.repeated, call.cookie)
        return _next(call, decided, ctx.app.id)


@router.get("/interaction/oidc/{uuid}/login")
async def resume_interaction(call: OidcCall, uuid: str) -> Response:
    """Goes on after the login page."""
    with tenancy.open_call(call.request, "en", interaction_id=uuid) as ctx:
        interaction = authorization.interaction_named(ctx, uuid)
        return _next(call, authorization.resume(ctx, interaction, call.cookie), ctx.app.id)


@router.post("/interaction/oidc/{uuid}/confirm")
async def confirm_consent(call: OidcCall, uuid: str) -> Response:
    """The user agrees, at the consent page or past it as Android's web view does; goes on."""
    with tenancy.open_call(call.request, "en", interaction_id=uuid) as ctx:
        interaction = authorization.interaction_named(ctx, uuid)
        authorization.consent_at_page(ctx, interaction, call.cookie)
        interaction = authorization.interaction_named(ctx, uuid)
        return _next(call, authorization.resume(ctx, interaction, call.cookie), ctx.app.id)


@router.post("/interaction/oidc/{uuid}/abort")
async def abort_interaction(call: OidcCall, uuid: str) -> Response:
    """The person at a page says no, or has the login fail with another error of the protocol."""
    with tenancy.open_call(call.request, "en", interaction_id=uuid) as ctx:
        interaction = authorization.interaction_named(ctx, uuid)
        return respond(call.request, authorization.fail(ctx, interaction, call.param("error") or "access_denied"))


async def forced(request: Request, wanted: Forced) -> Response:
    """What a fault answers here: a redirect that tells the application, RFC 6749 4.1.2.1, if its redirect URI may be
    used. In the face's own form where it may not, and for a fault that has an HTTP status.
    """
    if wanted.http_status is None and not wanted.is_success:
        try:
            return _told(await read(request), wanted)
        except Refused:
            pass  # what is wrong with the request is not what the fault is to tell
    return await face.forced(request, wanted)


def _told(call: Call, wanted: Forced) -> Response:
    found = _INTERACTION.match(call.request.scope["path"])
    uuid = found[1] if found else None
    if uuid is None:
        call.needed("client_id")
        call.read_credentials()
    # What has no name in OAuth is told as a login that is refused.
    error, text = error_of(wanted, otherwise="access_denied"), wanted.text("en")
    with tenancy.open_call(call.request, "en", app_id=call.credentials.client_id, interaction_id=uuid) as ctx:
        waiting = authorization.interaction_named(ctx, uuid) if uuid else None
        params, repeated = (waiting.params, set[str]()) if waiting else (call.params, call.repeated)
        return respond(call.request, authorization.forced(ctx, params, repeated, error, text))


def _next(call: Call, decided: Answer | Waiting, app_id: str) -> Response:
    if isinstance(decided, Answer):
        return respond(call.request, decided)
    query = {"app_id": app_id, "uuid": decided.interaction_id}
    for name in ("ui_locales", "_authing_lang"):
        if call.params.get(name):
            query["lang"] = call.params[name][:40]
    # The page is on the name by which the browser came.
    return RedirectResponse(f"{_PAGES[decided.page]}?{urlencode(query)}", 303, headers={"cache-control": "no-store"})
