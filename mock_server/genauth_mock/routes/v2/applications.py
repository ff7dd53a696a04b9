"""`/api/v2/applications/…`."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.v2 import connection_shapes, shapes, texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import access, session

router = Router()

# Clients that expect PEM; everybody else (the mobile SDKs) takes one line of base64, and PEM poisons Android's key.
_READS_PEM = ("Guard@", "sdk", "js")


@router.get("/api/v2/applications/{app_id}/public-config")
async def get_public_config(call: Call, app_id: str) -> Response:
    """What an SDK must know before anything else. Every SDK's first request; it ignores whatever Authorization it gets.

    `requestHostname` decides where iOS sends everything after it, so it is the host and port of this very request.
    """
    with call.begin(app_id=app_id) as ctx:
        return call.answer(_config(call, ctx), texts.GOT)


@router.get("/api/v2/applications/{app_id}/related-client-apps")
async def get_related_client_apps(call: Call, app_id: str) -> Response:
    """The applications beside one. In Android only: getRelatedClientApps."""
    with call.begin() as ctx:
        session.current(ctx, call.token)
        related = [shapes.application(each) for each in access.related_applications(ctx, app_id)]
        return call.answer({"list": related, "totalCount": len(related)}, texts.APPLICATIONS)


def _config(call: Call, ctx: Context) -> dict[str, Any]:
    # Optional keys are left out, never null: Android drops the whole configuration for one null.
    settings, key = ctx.settings, ctx.mock.transport_key
    methods = ["phone-code", "email-code"]
    by_password = ["username-password", "email-password", "phone-password"]
    reads_pem = call.sdk.startswith(_READS_PEM) and call.sdk != "sdk-flutter"
    return {
        "id": ctx.app.id,
        "userPoolId": ctx.public_pool_id,
        "userpoolName": ctx.pool.name,
        "identifier": ctx.app.identifier,
        "requestHostname": tenancy.host_of(call.request),
        "name": ctx.app.name,
        "logo": ctx.app.logo,
        "userpoolLogo": ctx.app.logo,
        "publicKey": key.public_pem if reads_pem else key.public_base64,
        "verifyCodeLength": len(settings.verification_code.fixed or "") or settings.verification_code.length,
        "passwordStrength": settings.password_strength,
        "deviceFuncEnabled": True,
        "enableAppLogin": True,
        "enableFingerprintLogin": False,
        "enableFaceLogin": False,
        "appType": ctx.app.app_type,
        "loginTabs": {"list": ["phone-code", "password"], "default": "password"},
        "registerTabs": {"list": ["email", "phone"], "default": "email"},
        "registerDisabled": settings.register_disabled,
        "verifyCodeTabConfig": {
            "validLoginMethods": methods,
            "validRegisterMethods": methods,
            "enabledLoginMethods": methods,
        },
        "passwordTabConfig": {
            "validLoginMethods": by_password,
            "validRegisterMethods": ["email-password"],
            "enabledLoginMethods": by_password,
        },
        "tabMethodsFields": [],
        **connection_shapes.of_pool(ctx),
        "agreements": [],
        "skipComplateFileds": True,
        "complateFiledsPlace": [],
        "extendsFields": [],
        "extendsFieldsI18n": {},
        "redirectUris": ctx.app.redirect_uris,
        "internationalSmsConfig": {"enabled": True},
        "ssoPageComponentDisplay": {
            "autoRegisterThenLoginHintInfo": False,
            "socialLoginBtns": True,
            "idpBtns": True,
        },
        "livingAuthSortConfig": [],
        "regexRules": [],
        "appRobotVerify": "always_enable" if settings.limits == "documented" else "disable",
        "corsWhitelist": [],
        "allowedOrigins": [],
    }
