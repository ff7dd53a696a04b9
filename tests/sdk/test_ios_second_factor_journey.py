"""A second factor from nothing, through the iOS SDK, as its screens go."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mfa_steps import half_a_minute_later, one_time_password, policies
from tests.sdk.mobile.ios import UserInfo
from tests.sdk.mobile.ios_mfa import IosMfa
from tests.sdk.mobile.ios_oidc import IosOidc
from tests.sdk.mobile.ios_social import IosSocial
from tests.sdk.mobile.wire import Outcome
from tests.sdk.social import a_shop

U = "POST /api/v2/udvs/get {targetType, targetId} with token"
LOGIN = "POST /api/v2/login/account {account, password, autoRegister}"
ASSOCIATE = "POST /api/v2/mfa/totp/associate {authenticatorType, source} with token"
CONFIRM = "POST /api/v2/mfa/totp/associate/confirm {authenticatorType, totp, source} with token"
VERIFY = "POST /api/v2/mfa/totp/verify {authenticatorType, totp} with token"


class IosOidcMfa(IosMfa, IosOidc):
    """OIDCClient's login, and what passes the second factor after it."""


class IosSocialMfa(IosSocial, IosMfa):
    """Third parties' logins, and the second factor after them."""


@pytest.fixture
def ios(server_url: str, app: App, rsa_key: str) -> IosMfa:
    """iOS, started, in a pool whose users all need a second factor and have none."""
    return started(IosMfa(server_url, app.app_id, rsa_key), app)


def started(sdk: IosMfa, app: App) -> IosMfa:
    app.settings(mfa={"policies": ["SMS", "EMAIL", "OTP"]})
    app.make_user(username="ci", password="111111")
    sdk.start()
    sdk.wire.take()
    return sdk


def user_of(outcome: Outcome) -> UserInfo:
    assert outcome.code == 200, outcome
    assert isinstance(outcome.data, UserInfo) and outcome.data.id_token and outcome.data.id
    return outcome.data


def stopped(ios: IosMfa) -> UserInfo:
    outcome = ios.login_by_account("ci", "111111")
    assert outcome.code == 1636 and isinstance(outcome.data, UserInfo) and outcome.data.mfa_token, outcome
    assert policies(ios.last) == {"SMS", "EMAIL", "OTP"} and outcome.data.id_token is None
    return outcome.data


def test_an_authenticator_app_is_bound_on_the_way_in_and_asked_for_ever_after(app: App, ios: IosMfa) -> None:
    stopped(ios)
    assert ios.get_current_user().code == 2020
    stopped(ios)
    ios.wire.take()
    shown = ios.mfa_associate_by_otp()
    secret = shown.data["secret"]
    assert ios.mfa_associate_confirm_by_otp(one_time_password(secret)).code == 200
    user = user_of(ios.mfa_verify_by_otp(one_time_password(secret)))
    assert user_of(ios.get_current_user()).id == user.id
    assert ios.steps() == [ASSOCIATE, CONFIRM, VERIFY, U, "GET /api/v2/users/me with token", U]
    assert ios.logout().code == 200
    stopped(ios)
    assert ios.mfa_verify_by_otp("00000x").code == 6001
    assert user_of(ios.mfa_verify_by_otp(half_a_minute_later(app, secret))).id == user.id
    ios.logout()
    stopped(ios)
    assert user_of(ios.mfa_associte_by_recovery_code(shown.data["recovery_code"])).id == user.id


@pytest.mark.parametrize(
    ("factor", "profile"), [("SMS", {"phoneNumber": "13900139000"}), ("EMAIL", {"email": "safe@x.test"})]
)
def test_an_address_that_the_screens_enrol_lets_in(app: App, ios: IosMfa, factor: str, profile: dict[str, str]) -> None:
    stopped(ios)
    (address,) = profile.values()
    asked = ios.send_enroll_factor_request(factor, **profile)
    assert asked["statusCode"] == 200
    assert ios.enroll_factor(factor, asked["data"]["enrollmentToken"], code_for(app, address))["statusCode"] == 200
    if factor == "SMS":
        assert ios.send_sms(address).code == 200
        user_of(ios.mfa_verify_by_phone(address, code_for(app, address)))
    else:
        assert ios.send_email(address, "MFA_VERIFY").code == 200
        user_of(ios.mfa_verify_by_email(address, code_for(app, address, "MFA_VERIFY")))
    assert ios.get_current_user().code == 200
    ios.logout()
    stopped(ios)
    assert ios.mfa_check(**{"phone" if factor == "SMS" else "email": f"1{address}"}).data is not True


def test_with_openid_connect_the_second_factor_is_followed_by_tokens(server_url: str, app: App, rsa_key: str) -> None:
    ios = started(IosOidcMfa(server_url, app.app_id, rsa_key), app)
    stopped(ios)
    assert ios.send_sms("13900139000").code == 200
    user = user_of(ios.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert user.id_token == user.raw["id_token"] and user.raw["access_token"] and user.raw["refresh_token"]
    assert ios.steps()[-3:] == [
        "POST /api/v2/applications/mfa/sms/verify {phone, code} with token",
        "POST /oidc/token",
        U,
    ]


def test_third_parties_are_followed_by_the_second_factor_too(server_url: str, http: httpx.Client, rsa_key: str) -> None:
    app = a_shop(http, phone="13900139000")
    app.settings(mfa={"policies": ["SMS"]})
    ios = IosSocialMfa(server_url, app.app_id, rsa_key)
    ios.start()
    outcome = ios.login_by_wechat("c")
    assert outcome.code == 1636 and outcome.data.mfa_token, outcome
    assert ios.send_sms("13900139000").code == 200
    user = user_of(ios.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert user_of(ios.get_current_user()).id == user.id


def test_the_mfa_token_opens_nothing_but_the_second_factor(ios: IosMfa) -> None:
    stopped(ios)
    assert ios.update_profile({"nickname": "x"}).code == 2020
    assert ios.get_security_level().code == 2020
    assert ios.mfa_delete_otp().code == 2020
