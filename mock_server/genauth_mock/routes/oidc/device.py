"""`/oidc/device…`: devices without a browser. RFC 8628; the paths are a guess."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from genauth_mock.errors import Refused
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.oidc.face import (
    Call,
    OidcCall,
    Router,
    answer,
)
from genauth_mock.routes.oidc.pages import Carried, PageRouter, page
from genauth_mock.routes.oidc.texts import Texts
from genauth_mock.routes.oidc.token import scope_of
from genauth_mock.rules import session
from genauth_mock.rules.oidc import clients, devices
from genauth_mock.store.database import transaction

router = Router()
pages = PageRouter(routes=router.routes)


@router.post("/oidc/device/auth")
async def authorize_device(call: OidcCall) -> Response:
    """Begins a device's login: a code for the device, and one that a person types. RFC 8628 3.1."""
    if call.read_credentials().client_id is None:
        call.needed("client_id")
    with call.begin() as ctx:
        clients.is_confidential(ctx, call.credentials)
        code = devices.start(ctx, scope_of(call))
    page_url = f"{call.base_url}/oidc/device"
    return answer(
        {
            "device_code": code.device_code,
            "user_code": code.user_code,
            "verification_uri": page_url,
            "verification_uri_complete": f"{page_url}?user_code={code.user_code}",
            "expires_in": devices.TTL_SECONDS,
            "interval": devices.POLL_SECONDS,
        }
    )


@pages.get("/oidc/device")
async def device_page(call: OidcCall) -> Response:
    """Asks for the code that the device shows; with it for a login, and whether the device may come in."""
    carried = Carried.of(call)
    if not carried.user_code:
        return page("device", carried)
    return _ask(call, carried)


@pages.post("/oidc/device")
async def decide_device(call: OidcCall) -> Response:
    """The code that was typed, or with `decision` (`agree`, `deny`) the answer of who is logged in."""
    carried = Carried.of(call)
    decision = call.param("decision")
    if decision is None:
        return _ask(call, carried)
    text = Texts(carried.lang)
    app_id = _app_of(call, carried)
    if app_id is None:
        return page("device", carried, error=text("device_unknown"))
    with tenancy.open_call(call.request, carried.lang, app_id=app_id) as ctx:
        try:
            devices.decide(ctx, carried.user_code, call.cookie, approve=decision == "agree")
        except Refused:
            return page("device", carried, error=text("device_unknown"))
    title = text("device_done" if decision == "agree" else "device_denied")
    return page("message", carried, title=title, message=text("device_look"))


def _ask(call: Call, carried: Carried) -> Response:
    text = Texts(carried.lang)
    app_id = _app_of(call, carried)
    if app_id is None:
        return page("device", carried, error=text("device_unknown"))
    with tenancy.open_call(call.request, carried.lang, app_id=app_id) as ctx:
        who = session.in_browser(ctx, call.cookie)
        if who is None:
            needs = Carried("", app_id, devices.as_stored(carried.user_code), carried.lang)
            return RedirectResponse(needs.link("/login"), 303)
        name = who.user.username or who.user.email or who.user.phone or who.user.id
        return page("device", carried, app=ctx.app, name=name)


def _app_of(call: Call, carried: Carried) -> str | None:
    """The application of the device whose code was typed; None where no device waits for it."""
    with transaction(tenancy.mock_of(call.request).engine) as db:
        code = devices.named(db, carried.user_code)
        return code.app_id if code and code.user_id is None and not code.denied else None
