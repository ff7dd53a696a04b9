"""Every printed answer of REST v2 against its documented fields: the differences are known, and may only shrink."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from genauth_mock.routes.edge import documented_fields, operations

from tests.conftest import App
from tests.documented.checker import differences
from tests.routes.built import ALL

EMAIL, OTHER_EMAIL = "a@x.test", "b@x.test"
PHONE, OTHER_PHONE = "13800138000", "13900139000"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
TARGET = {"targetType": "USER"}
CUSTOM_FIELDS = [
    {"key": "school", "label": "学校"},
    *({"key": name.lower(), "dataType": name} for name in ("NUMBER", "DATETIME", "BOOLEAN", "OBJECT")),
]
# A field that is null would be compared with nothing.
PROFILE = dict.fromkeys(
    (
        *("nickname", "company", "name", "givenName", "familyName", "middleName", "profile", "preferredUsername"),
        *("zoneinfo", "locale", "address", "formatted", "streetAddress", "locality", "region", "postalCode", "city"),
        *("province", "country", "device", "browser"),
    ),
    "x",
)
KNOWN = json.loads((Path(__file__).parent / "v2_differences.json").read_bytes())


def known(operation: str) -> set[str]:
    """The differences that are listed for an operation."""
    return {each for group in KNOWN if operation in group["operations"] for each in group["differences"]}


# How each answer is had, by a new pool's app.
CALLS: dict[str, Callable[[App], Any]] = {}


def _call(operation: str) -> Callable[[Callable[[App], Any]], Callable[[App], Any]]:
    def keep(call: Callable[[App], Any]) -> Callable[[App], Any]:
        CALLS[operation] = call
        return call

    return keep


def _post(operation: str, path: str, **body: Any) -> None:
    """A POST that needs nobody who is logged in."""
    CALLS[operation] = lambda app: app.post(path, **body)


def _of_user(operation: str, method: str, path: str, **body: Any) -> None:
    """A call of a logged-in user, who has both addresses."""

    def call(app: App) -> Any:
        app.logged_in_user(email=EMAIL, phone=PHONE, externalId="7", **PROFILE)
        return app.call(method, path, body if method == "POST" else None).json()

    CALLS[operation] = call


def _of_demo_user(operation: str, path: str, method: str = "GET") -> None:
    """A call of the demo pool's user, who has applications, roles, resources and organisations."""

    def call(app: App) -> Any:
        demo = App(app.http, app_id="61ae0c9807451d6f30226bd4")
        me = demo.log_in("ci")["id"]
        return demo.call(method, path.format(me=me), {} if method == "POST" else None).json()

    CALLS[operation] = call


def _with_code(operation: str, path: str, address: str, code_field: str, *, logged_in: bool, **body: Any) -> None:
    """A call with a code that was sent to an address."""

    def call(app: App) -> Any:
        if logged_in:
            app.logged_in_user()
        kind = "email" if "@" in address else "phone"
        return app.post(path, **body | {kind: address, code_field: app.code_for(address)})

    CALLS[operation] = call


_post("registerByEmail", "/api/v2/register/email", email=EMAIL, password="111111", forceLogin=True)
_post("registerByUserName", "/api/v2/register/username", username="ci", password="111111", forceLogin=True)
_post("registerByPhone", "/api/v2/register-phone", account=PHONE, password="111111", forceLogin=True)
_post("registerByExtendedFields", "/api/v2/register-nickname", account="ci", password="111111", forceLogin=True)
_with_code("registerByEmailCode", "/api/v2/register/email-code", EMAIL, "code", logged_in=False, forceLogin=True)
_with_code("registerByPhoneCode", "/api/v2/register/phone-code", PHONE, "code", logged_in=False)
_with_code("loginByEmail", "/api/v2/login/email-code", EMAIL, "code", logged_in=False, autoRegister=True)
_with_code("loginByPhoneCode", "/api/v2/login/phone-code", PHONE, "code", logged_in=False, autoRegister=True)
_post("feedBack", "/api/v2/feedback", description="x")
_post("sendSms", "/api/v2/sms/send", phone=PHONE)
_post("sendEmail", "/api/v2/email/send", email=EMAIL, scene="VERIFY_CODE")
_post("sendLoginEmail", "/api/v2/email/send-email", email=EMAIL, scene="VERIFY_CODE")
_with_code("bindEmail", "/api/v2/users/email/bind", EMAIL, "emailCode", logged_in=True)
_with_code("bindPhone", "/api/v2/users/phone/bind", PHONE, "phoneCode", logged_in=True)
_of_user("getCurrentUser", "GET", "/api/v2/users/me")
_of_user("getCurrentUserInfo", "GET", "/api/v2/users/me/info")
_of_user("updateProfile", "POST", "/api/v2/users/profile/update", nickname="Ironman", gender="M")
_of_user("updatePassword", "POST", "/api/v2/password/update", newPassword="222222", oldPassword="111111")
_of_user("unbindEmail", "POST", "/api/v2/users/email/unbind")
_of_user("unbindPhone", "POST", "/api/v2/users/phone/unbind")
_of_user("getSecurityLevel", "GET", "/api/v2/users/me/security-level")
_of_user("updateIdToken", "POST", "/api/v2/users/refresh-token")
_of_user("checkAccount", "GET", "/api/v2/users/is-user-exists?username=ci")
_of_user("checkPassword", "GET", "/api/v2/users/password/check?password=222222")
_of_user("deleteAccount", "DELETE", "/api/v2/users/delete")
_of_user("logout", "GET", "/api/v2/logout")
_of_demo_user("listApplications", "/api/v2/users/me/applications/allowed")
_of_demo_user("listOrgs", "/api/v2/users/{me}/orgs")
_of_demo_user("listOrgsOfCurrentUser", "/api/v2/users/me/orgs")
_of_demo_user("listRoles", "/api/v2/users/me/roles")
_of_demo_user("listAuthorizedResources", "/api/v2/users/resource/authorized", "POST")


@_call("loginByAccount")
def _login_by_account(app: App) -> Any:
    app.make_user(username="ci", password="111111", email=EMAIL, phone=PHONE)
    return app.post("/api/v2/login/account", account="ci", password="111111")


def _in_seeded_pool(operation: str, path: str, document: dict[str, Any], **body: Any) -> None:
    """A login by what the pool's document holds."""

    def call(app: App) -> Any:
        return App(app.http, app_id=app.control("POST", "/pools", document)["appId"]).post(path, **body)

    CALLS[operation] = call


DIRECTORY = {"directory": [{"username": "ad", "password": "111111", "profile": {"givenName": "Ada"}}]}
CARRIER = {"carrier": [{"token": "t", "accessToken": "a", "phone": PHONE}]}
_in_seeded_pool("loginByAD", "/api/v2/login/ad", DIRECTORY, username="ad", password="111111")
_in_seeded_pool("loginByLDAP", "/api/v2/login/ldap", DIRECTORY, username="ad", password="111111")
_in_seeded_pool("loginByOneAuth", "/api/v2/ecConn/oneAuth/login", CARRIER, token="t", accessToken="a")


def _update_address(operation: str, kind: str, old: str, new: str) -> None:
    def call(app: App) -> Any:
        app.logged_in_user(**{kind: old})
        codes = {f"{kind}Code": app.code_for(new), f"old{kind.title()}Code": app.code_for(old)}
        return app.post(f"/api/v2/users/{kind}/update", **{kind: new, f"old{kind.title()}": old}, **codes)

    CALLS[operation] = call


_update_address("updateEmail", "email", EMAIL, OTHER_EMAIL)
_update_address("updatePhone", "phone", PHONE, OTHER_PHONE)


def _reset(operation: str, path: str, **address: str) -> None:
    def call(app: App) -> Any:
        app.make_user(username="ci", password="111111", **address)
        code = app.code_for(next(iter(address.values())), "RESET_PASSWORD")
        return app.post(path, **address, code=code, newPassword="222222")

    CALLS[operation] = call


_reset("resetPasswordByEmail", "/api/v2/password/reset/email", email=EMAIL)
_reset("resetPasswordByPhone", "/api/v2/password/reset/sms", phone=PHONE)


@_call("resetPasswordByFirstTimeLoginToken")
def _reset_by_first_login_token(app: App) -> Any:
    app.make_user(username="ci", password="111111", resetPasswordOnFirstLogin=True)
    token = app.post("/api/v2/login/account", account="ci", password="111111")["data"]["token"]
    return app.post("/api/v2/users/password/reset-by-first-login-token", token=token, password="222222")


def _of_qr_code(operation: str, *steps: str) -> None:
    """What is answered to the last of some steps with a new code: its making, what the app does, a look, the ticket."""

    def call(app: App) -> Any:
        app.logged_in_user(email=EMAIL, phone=PHONE, externalId="7", **PROFILE)
        answer = app.post("/api/v2/qrcode/gene", scene="APP_AUTH")
        random = answer["data"]["random"]
        for step in steps:
            if step == "check":
                answer = app.get("/api/v2/qrcode/check", random=random)
            elif step == "userinfo":
                answer = app.post("/api/v2/qrcode/userinfo", ticket=answer["data"]["ticket"])
            else:
                answer = app.post(f"/api/v2/qrcode/{step}", random=random)
        return answer

    CALLS[operation] = call


_of_qr_code("geneQrCode")
_of_qr_code("markQRCodeScanned", "scanned")
_of_qr_code("loginByScannedTicket", "scanned", "confirm")
_of_qr_code("cancelByScannedTicket", "scanned", "cancel")
_of_qr_code("checkQrCodeStatus", "scanned", "confirm", "check")
_of_qr_code("exchangeUserInfoByQrCodeTicket", "scanned", "confirm", "check", "userinfo")


@_call("uploadAvatar")
def _upload_avatar(app: App) -> Any:
    return app.http.post("/api/v2/upload?folder=photos", files={"file": ("a.png", PNG, "image/png")}).json()


@_call("getPublicKey")
def _get_public_key(app: App) -> Any:
    return app.get("/api/v2/.well-known")


@_call("getPublicConfig")
def _get_public_config(app: App) -> Any:
    return app.get(f"/api/v2/applications/{app.app_id}/public-config")


def _with_custom_data(app: App) -> tuple[App, Any]:
    """An app whose pool defines a field of each type, and what setCustomUserData answers."""
    mine = App(app.http, app_id=app.control("POST", "/pools", {"customFields": CUSTOM_FIELDS})["appId"])
    mine.logged_in_user()
    values = {"school": "ucla", "number": 20, "datetime": "2021-12-06", "boolean": True, "object": {"a": 1}}
    udfs = [{"definition": key, "value": value} for key, value in values.items()]
    return mine, mine.post("/api/v2/udfs/values", udfs=udfs)


@_call("setCustomUserData")
def _set_custom_user_data(app: App) -> Any:
    return _with_custom_data(app)[1]


@_call("getCustomUserData")
def _get_custom_user_data(app: App) -> Any:
    return _with_custom_data(app)[0].call("POST", "/api/v2/udvs/get", TARGET).json()


@_call("getCustomData")
def _get_custom_data(app: App) -> Any:
    return _with_custom_data(app)[0].get("/api/v2/udfs/values", **TARGET)


MFA = {"totpSecret": "JAPDSOAZLV4BG3RA", "recoveryCode": "8477-a1a6", "face": "ci"}


def _half_in(app: App, **mfa: str) -> None:
    """A user with these factors has logged in, and the app holds the token for the second step."""
    app.settings(mfa={"policies": ["SMS", "EMAIL", "OTP", "FACE"]})
    app.make_user(username="ci", password="111111", email=EMAIL, phone=PHONE, mfa=mfa)
    app.token = app.post("/api/v2/login/account", account="ci", password="111111")["data"]["mfaToken"]


def _one_time_password(app: App) -> str:
    return str(app.control("GET", f"/pools/{app.pool_id}/users/{app.users()[0]['id']}/totp")["code"])


def _picture(app: App) -> str:
    answer = app.http.post("/api/v2/upload", files={"file": ("ci.png", PNG, "image/png")})
    return str(answer.json()["data"]["key"])


def _second_step(operation: str, path: str, shown: Callable[[App], dict[str, str]], **mfa: str) -> None:
    def call(app: App) -> Any:
        _half_in(app, **mfa)
        return app.post(path, **shown(app))

    CALLS[operation] = call


_APPLICATIONS = "/api/v2/applications/mfa"
_second_step("mfaCheck", f"{_APPLICATIONS}/check", lambda _: {"phone": PHONE})
_second_step(
    "mfaVerifyByPhone", f"{_APPLICATIONS}/sms/verify", lambda app: {"phone": PHONE, "code": app.code_for(PHONE)}
)
_second_step(
    "mfaVerifyByEmail", f"{_APPLICATIONS}/email/verify", lambda app: {"email": EMAIL, "code": app.code_for(EMAIL)}
)
_second_step("mfaAssociateByOTP", "/api/v2/mfa/totp/associate", lambda _: {"authenticatorType": "totp"})
_second_step(
    "mfaAssociateByFace", "/api/v2/mfa/face/associate", lambda app: {"photoA": _picture(app), "photoB": _picture(app)}
)
for _operation, _path in (
    ("mfaVerifyByTotp", "/api/v2/mfa/totp"),
    ("mfaVerifyByApplicationTotp", f"{_APPLICATIONS}/totp"),
):
    _second_step(_operation, f"{_path}/verify", lambda app: {"totp": _one_time_password(app)}, **MFA)
for _operation, _path in (
    ("mfaVerifyByRecoveryCode", "/api/v2/mfa/totp"),
    ("mfaVerifyByApplicationRecoveryCode", f"{_APPLICATIONS}/totp"),
):
    _second_step(_operation, f"{_path}/recovery", lambda _: {"recoveryCode": MFA["recoveryCode"]}, **MFA)
_second_step("mfaVerifyByFace", "/api/v2/mfa/face/verify", lambda app: {"photo": _picture(app)}, **MFA)
_of_user("unbindMFAEmail", "POST", "/api/v2/mfa/email/unbind")
_of_user("unbindMFAPhone", "POST", "/api/v2/mfa/phone/unbind")
_of_user("mfaDeleteOTP", "DELETE", "/api/v2/mfa/totp/associate")


@_call("getMfaAuthenticators")
def _get_mfa_authenticators(app: App) -> Any:
    _half_in(app)
    app.post("/api/v2/mfa/totp/associate")
    return app.get("/api/v2/mfa/authenticator", authenticator_type="totp")


@_call("mfaAssociateConfirmByOTP")
def _confirm_totp(app: App) -> Any:
    _half_in(app)
    app.post("/api/v2/mfa/totp/associate")
    return app.post("/api/v2/mfa/totp/associate/confirm", totp=_one_time_password(app))


def _built_with_documented_answers() -> set[str]:
    built = ALL.built()
    v2 = [each.operation for each in operations.operations() if each.face == "v2" and each.route in built]
    return {name for name in v2 if (fields := documented_fields.fields_of("v2", name)) and fields.answer}


def test_every_built_operation_with_a_documented_answer_is_compared() -> None:
    assert _built_with_documented_answers() == CALLS.keys()


@pytest.mark.parametrize("operation", CALLS)
def test_an_answer_differs_from_the_documented_one_as_is_known_and_no_more(app: App, operation: str) -> None:
    answer = CALLS[operation](app)
    assert isinstance(answer, list) or answer["code"] == 200, answer
    # A difference that is gone goes from the list; a new one is mended, or added with its reason.
    assert differences("v2", operation, answer) == known(operation)


def test_a_known_difference_says_why_it_is_one() -> None:
    assert all(group["why"] for group in KNOWN)
    assert {name for group in KNOWN for name in group["operations"]} <= CALLS.keys()
