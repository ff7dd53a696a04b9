"""`/api/v2/applications/…`."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.bodies import Body, Text
from genauth_mock.routes.v2 import connection_shapes, second_factor, shapes, texts
from genauth_mock.routes.v2.entering import enter_past_mfa
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.routes.v2.second_factor import FacePhoto, RecoveryCode, TotpCode
from genauth_mock.rules import access, passcodes, session
from genauth_mock.rules.mfa import second_step

router = Router()

# Clients that expect PEM; everybody else (the mobile SDKs) takes one line of base64, and PEM poisons Android's key.
_READS_PEM = ("Guard@", "sdk", "js")


class MfaCheck(Body):
    """Body of mfaCheck; a phone goes before an e-mail address."""

    phone: Text | None = None
    phone_country_code: Text | None = None
    email: Text | None = None


class MfaPhone(Body):
    """Body of mfaVerifyByPhone."""

    phone: Text
    phone_country_code: Text | None = None
    code: Text = ""


class MfaEmail(Body):
    """Body of mfaVerifyByEmail."""

    email: Text
    code: Text = ""


@router.post("/api/v2/applications/mfa/check")
async def mfa_check(call: Call, body: MfaCheck) -> Response:
    """Whether a login may pass with a phone or e-mail address. Documented: mfaCheck."""
    with call.begin(body) as ctx:
        if body.phone:
            address = passcodes.phone_address(body.phone, body.phone_country_code)
        elif body.email:
            address = passcodes.email_address(body.email)
        else:
            raise Refused(errors.INVALID_PARAMETER, field="phone | email", detail="-")
        return call.answer(second_step.check(ctx, call.token, address))


@router.post("/api/v2/applications/mfa/sms/verify")
async def mfa_verify_by_phone(call: Call, body: MfaPhone) -> Response:
    """Finishes a login by a code sent by SMS. Documented: mfaVerifyByPhone."""
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        return enter_past_mfa(call, ctx, second_step.by_address(ctx, call.token, address, body.code))


@router.post("/api/v2/applications/mfa/email/verify")
async def mfa_verify_by_email(call: Call, body: MfaEmail) -> Response:
    """Finishes a login by a code sent by e-mail. Documented: mfaVerifyByEmail."""
    with call.begin(body) as ctx:
        address = passcodes.email_address(body.email)
        return enter_past_mfa(call, ctx, second_step.by_address(ctx, call.token, address, body.code))


@router.post("/api/v2/applications/mfa/totp/verify")
async def mfa_verify_by_application_totp(call: Call, body: TotpCode) -> Response:
    """Finishes a login by a one-time password. In Flutter and Guard only."""
    return second_factor.by_totp(call, body)


@router.post("/api/v2/applications/mfa/totp/recovery")
async def mfa_verify_by_application_recovery_code(call: Call, body: RecoveryCode) -> Response:
    """Finishes a login by a recovery code, and tells the next one. In Flutter and Guard only."""
    return second_factor.by_recovery_code(call, body)


@router.post("/api/v2/applications/mfa/face/verify")
async def mfa_verify_by_application_face(call: Call, body: FacePhoto) -> Response:
    """Finishes a login by a picture. In Guard only."""
    return second_factor.by_face(call, body)


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
