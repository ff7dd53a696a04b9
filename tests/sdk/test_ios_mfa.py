"""Second factors through the iOS SDK's network layer."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.ios import UserInfo
from tests.sdk.mobile.ios_mfa import IosMfa
from tests.sdk.mobile.wire import PNG, Outcome

CI = {"username": "ci", "password": "111111", "email": "ci@x.test"}
SECRET, RECOVERY = "JAPDSOAZLV4BG3RA", "8477-a1a6-662c-a750-bbb4-72a9"
U = "POST /api/v2/udvs/get {targetType, targetId} with token"


@pytest.fixture
def ios(server_url: str, app: App, rsa_key: str) -> IosMfa:
    """iOS, started, in a pool that is made by its app id."""
    sdk = IosMfa(server_url, app.app_id, rsa_key)
    sdk.start()
    sdk.wire.take()
    return sdk


def challenged(app: App, ios: IosMfa, *policies: str, **user: object) -> None:
    app.settings(mfa={"policies": list(policies)})
    if not app.users():
        app.make_user(**{**CI, **user})
    outcome = ios.login_by_account("ci", "111111")
    assert outcome.code == 1636 and isinstance(outcome.data, UserInfo) and outcome.data.mfa_token
    ios.wire.take()


def user_of(outcome: Outcome) -> UserInfo:
    assert outcome.code == 200, outcome
    assert isinstance(outcome.data, UserInfo) and outcome.data.id_token and outcome.data.id
    return outcome.data


def totp(app: App) -> str:
    return str(app.control("GET", f"/pools/{app.pool_id}/users/{app.users()[0]['id']}/totp")["code"])


def test_a_phone_is_checked_and_passes(app: App, ios: IosMfa) -> None:
    challenged(app, ios, "SMS", "EMAIL")
    assert ios.mfa_check(phone="13900139000").data is True
    assert ios.mfa_check().code == 400  # nothing at all is sent
    assert ios.mfa_verify_by_phone("13900139000", "000x").code == 2001
    assert ios.send_sms("13900139000").code == 200
    ios.wire.take()
    user_of(ios.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert ios.steps() == ["POST /api/v2/applications/mfa/sms/verify {phone, code} with token", U]
    assert ios.get_current_user().code == 200
    assert ios.unbind_mfa_phone().code == 200 and app.users()[0]["mfa"] == {}


def test_an_email_passes(app: App, ios: IosMfa) -> None:
    challenged(app, ios, "EMAIL")
    assert ios.send_email("ci@x.test", "MFA_VERIFY").code == 200
    user_of(ios.mfa_verify_by_email("ci@x.test", code_for(app, "ci@x.test", "MFA_VERIFY")))
    assert ios.unbind_mfa_email() == Outcome(200, "解绑成功")


def test_one_time_passwords_are_bound_verified_and_deleted(app: App, ios: IosMfa) -> None:
    challenged(app, ios, "OTP")
    made = ios.mfa_associate_by_otp()
    assert made.data["qrcode_data_url"].startswith("data:image/png;base64,") and made.data["recovery_code"]
    assert ios.mfa_associate_confirm_by_otp("000000x") == Outcome(400, "安全码错误，请重新输入")
    shown = totp(app)
    assert ios.mfa_associate_confirm_by_otp(shown) == Outcome(200, "TOTP MFA 绑定成功")
    user_of(ios.mfa_verify_by_otp(shown))
    assert ios.mfa_delete_otp() == Outcome(200, "TOTP MFA 解绑成功") and app.users()[0]["mfa"] == {}


def test_a_recovery_code_passes_and_the_next_one_is_in_the_answer(app: App, ios: IosMfa) -> None:
    challenged(app, ios, mfa={"totpSecret": SECRET, "recoveryCode": RECOVERY})
    assert ios.mfa_associte_by_recovery_code("x").code == 6002
    user = user_of(ios.mfa_associte_by_recovery_code(RECOVERY))
    assert user.raw["recoveryCode"] == app.users()[0]["mfa"]["recoveryCode"] != RECOVERY


def test_a_face_is_bound_and_verified(app: App, ios: IosMfa) -> None:
    challenged(app, ios, "FACE")
    key = ios.upload_face_image(PNG)
    user_of(ios.mfa_associate_by_face(key, key))
    challenged(app, ios, "FACE")
    assert ios.mfa_verify_by_face(ios.upload_face_image(PNG + b"x")).code == 1702
    user_of(ios.mfa_verify_by_face(ios.upload_face_image(PNG)))


@pytest.mark.parametrize(
    ("factor", "profile"),
    [("SMS", {"phoneNumber": "13900139000"}), ("EMAIL", {"email": "safe@x.test"}), ("OTP", {})],
)
@pytest.mark.parametrize("way", ["logged in", "on the way in"])
def test_its_screens_bind_a_factor(app: App, ios: IosMfa, way: str, factor: str, profile: dict[str, str]) -> None:
    if way == "logged in":
        app.make_user(**CI)
        user_of(ios.login_by_account("ci", "111111"))
    else:
        challenged(app, ios, "SMS", "EMAIL", "OTP")
    asked = ios.send_enroll_factor_request(factor, **profile)
    assert asked["statusCode"] == 200 and "apiCode" not in asked
    if factor == "OTP":
        assert asked["data"]["otpData"].keys() >= {"qrCodeDataUrl", "recoveryCode"}
    wrong = ios.enroll_factor(factor, asked["data"]["enrollmentToken"], "000x")
    assert wrong["statusCode"] == 403 and wrong["message"]
    code = totp(app) if factor == "OTP" else code_for(app, next(iter(profile.values())))
    assert ios.enroll_factor(factor, asked["data"]["enrollmentToken"], code)["statusCode"] == 200
    if way == "logged in":
        assert ios.user is not None
        app.token = ios.user.id_token
        (found,) = app.get("/api/v3/list-enrolled-factors")["data"]
        assert ios.mfa_unbind_factor(found["factorId"]).data["statusCode"] == 200
        assert app.users()[0]["mfa"] == {}
