"""API v3, login by push: `/api/v3/signin-by-push` …"""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Required
from genauth_mock.routes.v3.entering import enter
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import access, pushes

router = Router()

_ACTIONS = {"CONFIRM": pushes.confirm, "CANCEL": pushes.cancel}


@router.post("/api/v3/signin-by-push")
async def sign_in_by_push(call: Call) -> Response:
    """Asks an account's devices whether to log in. Documented: signInByPush."""
    options = call.body.get("options") or {}
    with call.begin() as ctx:
        push = pushes.send(ctx, call.body["account"], options.get("scope"))
        return call.answer({"pushCodeId": push.id, "expireTime": pushes.TTL_SECONDS})


@router.get("/api/v3/check-pushcode-status")
async def check_push_code_status(
    call: Call,
    pushCodeId: Required,  # noqa: N803 - the wire's name
) -> Response:
    """What has become of a push, and once the tokens of one that was authorized. Documented: checkPushCodeStatus."""
    with call.begin() as ctx:
        seen = pushes.look(ctx, pushCodeId)
        data: dict[str, Any] = {"status": seen.status}
        if seen.is_due:
            data["tokenSet"] = enter(call, ctx, partial(pushes.redeem, push=seen.push), seen.push.scope)
        return call.answer(data)


@router.post("/api/v3/change-pushcode-status")
async def change_push_code_status(call: Call) -> Response:
    """Who is logged in at the app agrees or not. Documented: changePushCodeStatus."""
    _change(call)
    return call.answer()


@router.post("/api/v3/set-pushcode-status")
async def set_push_code_status(call: Call) -> Response:
    """The same with another answer. Documented: setPushCodeStatus."""
    _change(call)
    return call.answer({"success": True})


def _change(call: Call) -> None:
    with call.begin() as ctx:
        _ACTIONS[call.body["action"]](ctx, call.body["pushCodeId"], call.logged_in(ctx).user)


@router.post("/api/v3/get-pushlogin-relation-apps")
async def get_push_login_relation_apps(call: Call) -> Response:
    """The applications whose users may authorize a push: all of the pool. Documented: getPushLoginRelationApps."""
    with call.begin() as ctx:
        pushes.own(ctx, call.body["pushCodeId"], call.logged_in(ctx).user, call.body["appId"])
        apps = access.first_applications_of(ctx)
        return call.answer({"appIds": [each.id for each in apps]})


@router.post("/api/v3/user-bind-app")
async def bind_push_cid(call: Call) -> Response:
    """Has this device get one's pushes. In the mobile SDKs only: bindPushCid."""
    with call.begin() as ctx:
        pushes.bind_device(ctx, call.logged_in(ctx).user, call.body["cid"])
        return call.answer()


@router.post("/api/v3/user-unbind-app")
async def unbind_push_cid(call: Call) -> Response:
    """Has this device get no pushes of one's own any more. In the mobile SDKs only: unBindPushCid."""
    with call.begin() as ctx:
        pushes.unbind_device(ctx, call.logged_in(ctx).user, call.body["cid"])
        return call.answer()
