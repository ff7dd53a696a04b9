"""Second factors through the Android SDK's network layer, request for request as measured."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.android_steps import LOGIN, ME, SEND_EMAIL, SEND_SMS, U, user_of
from tests.sdk.conftest import code_for
from tests.sdk.mobile.android_json import UserInfo
from tests.sdk.mobile.android_mfa import AndroidMfa
from tests.sdk.mobile.wire import PNG, Outcome

CI = {"username": "ci", "password": "111111", "email": "ci@x.test"}
SECRET, RECOVERY = "JAPDSOAZLV4BG3RA", "8477-a1a6-662c-a750-bbb4-72a9"
SMS_VERIFY = "POST /api/v2/applications/mfa/sms/verify {phone, code} [H3]"
TOTP_VERIFY = "POST /api/v2/mfa/totp/verify {authenticatorType, totp} [H3]"


@pytest.fixture
def android(server_url: str, app: App) -> AndroidMfa:
    """Android, started, in a pool that is made by its app id."""
    sdk = AndroidMfa(server_url, app.app_id)
    sdk.init()
    sdk.wire.take()
    return sdk


def challenged(app: App, android: AndroidMfa, *policies: str, **user: object) -> None:
    app.settings(mfa={"policies": list(policies)})
    if not app.users():
        app.make_user(**{**CI, **user})
    android.user = None
    outcome = android.login_by_account("ci", "111111")
    assert outcome.code == 1636 and isinstance(outcome.data, UserInfo) and outcome.data.mfa_token


def totp(app: App) -> str:
    return str(app.control("GET", f"/pools/{app.pool_id}/users/{app.users()[0]['id']}/totp")["code"])


def upload(app: App, content: bytes) -> str:
    answer = app.http.post("/api/v2/upload", files={"file": ("face.png", content)}).json()
    return str(answer["data"]["url"])


def test_without_an_mfa_token_it_is_2021(android: AndroidMfa) -> None:
    assert android.mfa_check("13900139000") == Outcome(2021, "需要 MFA token", False)
    assert android.steps() == ["POST /api/v2/applications/mfa/check {phone} [H2]"]


def test_a_phone_is_checked_and_passes_and_is_unbound(app: App, android: AndroidMfa) -> None:
    challenged(app, android, "SMS")
    assert android.mfa_check("13900139000").data is True
    assert android.send_sms("13900139000").code == 200
    assert android.mfa_verify_by_phone("13900139000", "000x").code == 2001
    user_of(android.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert android.get_current_user().code == 200
    check = "POST /api/v2/applications/mfa/check {phone} [H3]"
    assert android.steps() == [LOGIN, check, SEND_SMS, SMS_VERIFY, SMS_VERIFY, U, ME, U]
    assert android.un_bind_mfa_phone().code == android.un_bind_mfa_email().code == 200
    assert android.steps() == ["POST /api/v2/mfa/phone/unbind {} [H3]", "POST /api/v2/mfa/email/unbind {} [H3]"]
    assert app.users()[0]["mfa"] == {}


def test_an_email_passes(app: App, android: AndroidMfa) -> None:
    challenged(app, android, "EMAIL")
    assert android.send_email("ci@x.test", "MFA_VERIFY").code == 200
    user_of(android.mfa_verify_by_email("ci@x.test", code_for(app, "ci@x.test", "MFA_VERIFY")))
    assert android.steps() == [LOGIN, SEND_EMAIL, "POST /api/v2/applications/mfa/email/verify {email, code} [H3]", U]


def test_a_secret_is_bound_and_its_code_sent_twice(app: App, android: AndroidMfa) -> None:
    challenged(app, android, "OTP")
    made = android.get_otp_qr_code()
    assert made.data["qrcode_data_url"].startswith("data:image/png;base64,") and made.data["recovery_code"]
    assert android.mfa_bind_by_otp("000000x") == Outcome(400, "安全码错误，请重新输入")
    user_of(android.mfa_bind_by_otp(totp(app)))
    associate = "POST /api/v2/mfa/totp/associate {authenticator_type, source} [H3]"
    confirm = "POST /api/v2/mfa/totp/associate/confirm {authenticator_type, totp, source} [H3]"
    assert android.steps() == [LOGIN, associate, confirm, confirm, TOTP_VERIFY, U]


def test_a_one_time_password_passes_and_a_token_that_was_used_is_2021(app: App, android: AndroidMfa) -> None:
    challenged(app, android, mfa={"totpSecret": SECRET})
    assert android.mfa_verify_by_otp("000000x") == Outcome(6001, "安全码错误，请重新输入")
    user_of(android.mfa_verify_by_otp(totp(app)))
    assert android.steps() == [LOGIN, TOTP_VERIFY, TOTP_VERIFY, U]
    assert android.mfa_verify_by_otp(totp(app)).code == 2021  # the SDK never forgets it


def test_a_recovery_code_passes(app: App, android: AndroidMfa) -> None:
    challenged(app, android, mfa={"totpSecret": SECRET, "recoveryCode": RECOVERY})
    user_of(android.mfa_verify_by_recovery_code(RECOVERY))
    assert android.steps() == [LOGIN, "POST /api/v2/mfa/totp/recovery {authenticatorType, recoveryCode} [H3]", U]


def test_a_face_is_bound_and_verified(app: App, android: AndroidMfa) -> None:
    challenged(app, android, "FACE")
    user_of(android.mfa_bind_by_face(upload(app, PNG), upload(app, PNG)))
    challenged(app, android, "FACE")
    android.wire.take()
    user_of(android.mfa_verify_by_face(upload(app, PNG)))
    assert android.steps() == ["POST /api/v2/mfa/face/verify {type, photo} [H3]", U]
