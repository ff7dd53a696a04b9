"""Second factors through the Flutter SDK's network layer."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.flutter import Result, User
from tests.sdk.mobile.flutter_mfa import FlutterMfa

CI = {"username": "ci", "password": "111111", "email": "ci@x.test"}
MFA = {"totpSecret": "JAPDSOAZLV4BG3RA", "recoveryCode": "8477-a1a6-662c-a750-bbb4-72a9"}


@pytest.fixture
def flutter(server_url: str, app: App, rsa_key: str) -> FlutterMfa:
    """Flutter, started, in a pool that is made by its app id."""
    sdk = FlutterMfa(server_url, app.pool_id, app.app_id, rsa_key)
    sdk.init()
    sdk.wire.take()
    return sdk


def challenged(app: App, flutter: FlutterMfa, *policies: str, **user: object) -> None:
    app.settings(mfa={"policies": list(policies)})
    app.make_user(**{**CI, **user})
    assert flutter.login_by_account("ci", "111111").code == 1636
    assert flutter.user and flutter.user.mfa_token
    flutter.wire.take()


def user_of(result: Result) -> User:
    assert result.code == 200, result
    assert result.user and result.user.token not in ("", "null") and result.user.mfa_token is None
    return result.user


def test_an_address_is_checked_and_passes(app: App, flutter: FlutterMfa) -> None:
    challenged(app, flutter, "SMS", "EMAIL")
    assert flutter.mfa_check(phone="13900139000").data["data"] is True
    assert flutter.mfa_verify_by_email("ci@x.test", "000x").code == 2001
    assert flutter.send_sms("13900139000").code == 200
    user_of(flutter.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert flutter.get_current_user().code == 200


def test_an_email_passes(app: App, flutter: FlutterMfa) -> None:
    challenged(app, flutter, "EMAIL")
    flutter.send_email("ci@x.test", "MFA_VERIFY")
    user_of(flutter.mfa_verify_by_email("ci@x.test", code_for(app, "ci@x.test", "MFA_VERIFY")))


def test_a_one_time_password_passes(app: App, flutter: FlutterMfa) -> None:
    challenged(app, flutter, mfa=MFA)
    assert flutter.mfa_verify_by_totp("000000x").code == 6001
    code = app.control("GET", f"/pools/{app.pool_id}/users/{app.users()[0]['id']}/totp")["code"]
    user_of(flutter.mfa_verify_by_totp(code))
    path = "POST /api/v2/applications/mfa/totp/verify {authenticatorType, totp} with token"
    assert flutter.steps() == [path, path]


def test_a_recovery_code_passes(app: App, flutter: FlutterMfa) -> None:
    challenged(app, flutter, mfa=MFA)
    assert flutter.mfa_verify_by_recovery_code("x").code == 6002
    result = flutter.mfa_verify_by_recovery_code(MFA["recoveryCode"])
    user_of(result)
    assert result.data["recoveryCode"] == app.users()[0]["mfa"]["recoveryCode"] != MFA["recoveryCode"]
