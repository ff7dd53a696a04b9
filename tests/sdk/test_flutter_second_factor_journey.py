"""A second factor from nothing, through the Flutter SDK."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mfa_steps import policies
from tests.sdk.mobile.flutter import Result, User
from tests.sdk.mobile.flutter_mfa import FlutterMfa
from tests.sdk.mobile.flutter_oidc import FlutterOidc
from tests.sdk.social import a_shop

LOGIN = "POST /api/v2/login/account {account, password}"
VERIFY = "POST /api/v2/applications/mfa/sms/verify {phone, code} with token"


class FlutterOidcMfa(FlutterMfa, FlutterOidc):
    """OIDCClient's login, and what passes the second factor after it."""


@pytest.fixture
def flutter(server_url: str, app: App, rsa_key: str) -> FlutterMfa:
    """Flutter, started, in a pool whose users all need a second factor and have none."""
    return started(FlutterMfa(server_url, app.pool_id, app.app_id, rsa_key), app)


def started(sdk: FlutterMfa, app: App) -> FlutterMfa:
    app.settings(mfa={"policies": ["SMS", "EMAIL"]})
    app.make_user(username="ci", password="111111")
    sdk.init()
    sdk.wire.take()
    return sdk


def stopped(flutter: FlutterMfa) -> None:
    assert flutter.login_by_account("ci", "111111").code == 1636
    assert policies(flutter.last) == {"SMS", "EMAIL"}
    assert flutter.user and flutter.user.mfa_token


def user_of(result: Result) -> User:
    assert result.code == 200 and result.user and result.user.mfa_token is None, result
    assert result.user.token not in ("", "null")
    return result.user


def test_a_phone_is_bound_on_the_way_in_and_asked_for_ever_after(app: App, flutter: FlutterMfa) -> None:
    stopped(flutter)
    assert flutter.mfa_check(phone="13900139000").data["data"] is True
    assert flutter.send_sms("13900139000").code == 200
    user = user_of(flutter.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert flutter.get_current_user().code == 200
    assert flutter.steps()[-2:] == [VERIFY, "GET /api/v2/users/me with token"]
    flutter.logout()
    stopped(flutter)
    assert flutter.mfa_check(phone="13900139001").data["data"] is False
    flutter.send_sms("13900139001")
    assert flutter.mfa_verify_by_phone("13900139001", code_for(app, "13900139001")).code != 200
    flutter.send_sms("13900139000")
    again = user_of(flutter.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert again.fields["id"] == user.fields["id"] and again.token != user.token


def test_an_email_address_is_bound_on_the_way_in(app: App, flutter: FlutterMfa) -> None:
    stopped(flutter)
    assert flutter.mfa_check(email="safe@x.test").data["data"] is True
    assert flutter.send_email("safe@x.test", "MFA_VERIFY").code == 200
    user_of(flutter.mfa_verify_by_email("safe@x.test", code_for(app, "safe@x.test", "MFA_VERIFY")))


def test_with_openid_connect_the_second_factor_is_followed_by_tokens(server_url: str, app: App, rsa_key: str) -> None:
    flutter = FlutterOidcMfa(server_url, app.pool_id, app.app_id, rsa_key)
    started(flutter, app)
    stopped(flutter)
    flutter.send_sms("13900139000")
    assert flutter.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")).code == 200
    assert flutter.steps()[-3:] == [VERIFY, "POST /oidc/token", "GET /api/v2/users/me with token"]
    assert flutter.user and flutter.user.token == flutter.tokens["id_token"]


def test_third_parties_are_followed_by_the_second_factor_too(server_url: str, http: httpx.Client, rsa_key: str) -> None:
    app = a_shop(http)
    app.settings(mfa={"policies": ["SMS"]})
    flutter = FlutterMfa(server_url, app.pool_id, app.app_id, rsa_key)
    flutter.init()
    assert flutter.login_by_wechat("wechat", "c").code == 1636
    assert flutter.send_sms("13900139005").code == 200
    user_of(flutter.mfa_verify_by_phone("13900139005", code_for(app, "13900139005")))


def test_the_mfa_token_opens_nothing_but_the_second_factor(flutter: FlutterMfa) -> None:
    stopped(flutter)
    assert flutter.get_current_user().code == 2020
    stopped(flutter)
    assert flutter.update_profile({"nickname": "x"}).code == 2020
