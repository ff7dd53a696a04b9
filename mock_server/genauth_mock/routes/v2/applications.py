"""`/api/v2/applications/…`."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.store import outside_identities

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


def _event_socket(call: Call) -> str:
    """This server, as Android finds its subscribers again: it takes `https` for `wss`, and `ws` for nothing."""
    base_url = tenancy.base_url_of(call.request)
    return base_url.replace("https://", "wss://", 1)


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
        # Where Android subscribes to events, whatever the app has set.
        "eventSocket": _event_socket(call),
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
        "ecConnections": [
            {"id": each.id, "type": each.type, "fields": each.fields}
            for each in outside_identities.connections_of_pool(ctx.db, ctx.pool_id)
        ],
        "agreements": [],
        "skipComplateFileds": True,
        "complateFiledsPlace": [],
        "extendsFields": [],
        "extendsFieldsI18n": {},
        "redirectUris": ctx.app.redirect_uris,
        "internationalSmsConfig": {"enabled": True},
        "ssoPageComponentDisplay": {"autoRegisterThenLoginHintInfo": False},
        "livingAuthSortConfig": [],
        "regexRules": [],
        "appRobotVerify": "always_enable" if settings.limits == "documented" else "disable",
        "corsWhitelist": [],
        "allowedOrigins": [],
    }
