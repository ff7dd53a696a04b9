"""A second factor from nothing, through the Android SDK, as its screens go."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import App
from tests.sdk.android_steps import LOGIN, ME, SEND_SMS, U, user_of
from tests.sdk.conftest import code_for
from tests.sdk.mfa_steps import half_a_minute_later, one_time_password, policies
from tests.sdk.mobile.android_json import UserInfo
from tests.sdk.mobile.android_mfa import AndroidMfa
from tests.sdk.mobile.android_oidc import AndroidOidc
from tests.sdk.mobile.android_social import AndroidSocial
from tests.sdk.mobile.wire import Outcome
from tests.sdk.social import a_shop

ASSOCIATE = "POST /api/v2/mfa/totp/associate {authenticator_type, source} [H3]"
CONFIRM = "POST /api/v2/mfa/totp/associate/confirm {authenticator_type, totp, source} [H3]"
VERIFY = "POST /api/v2/mfa/totp/verify {authenticatorType, totp} [H3]"
RECOVER = "POST /api/v2/mfa/totp/recovery {authenticatorType, recoveryCode} [H3]"
CHECK = "POST /api/v2/applications/mfa/check {phone} [H3]"
VERIFY_SMS = "POST /api/v2/applications/mfa/sms/verify {phone, code} [H3]"


class AndroidOidcMfa(AndroidMfa, AndroidOidc):
    """With AuthProtocol.EOIDC, what passes the second factor goes on to OpenID Connect tokens."""

    def _create_user_info(self, answer: Outcome, user: UserInfo | None = None) -> Outcome:
        return super()._create_user_info(answer, None if self._verifies(answer) else user)

    def _verifies(self, answer: Outcome) -> bool:
        return self.last is not None and "/mfa/" in self.wire.sent[-1].path and answer.code == 200


class AndroidSocialMfa(AndroidSocial, AndroidMfa):
    """Third parties' logins, and the second factor after them."""


@pytest.fixture
def android(server_url: str, app: App) -> AndroidMfa:
    """Android, started, in a pool whose users all need a second factor and have none."""
    return started(AndroidMfa(server_url, app.app_id), app)


def started(sdk: AndroidMfa, app: App) -> AndroidMfa:
    app.settings(mfa={"policies": ["SMS", "EMAIL", "OTP"]})
    app.make_user(username="ci", password="111111")
    sdk.init()
    sdk.wire.take()
    return sdk


def stopped(android: AndroidMfa) -> str:
    outcome = android.login_by_account("ci", "111111")
    assert outcome.code == 1636 and isinstance(outcome.data, UserInfo), outcome
    assert policies(android.last) == {"SMS", "EMAIL", "OTP"}
    return str(outcome.data.mfa_token)


def test_an_authenticator_app_is_bound_on_the_way_in_and_asked_for_ever_after(app: App, android: AndroidMfa) -> None:
    first = stopped(android)
    assert android.get_current_user().code == 2020
    shown = android.get_otp_qr_code()
    assert shown.code == 200 and shown.data["qrcode_data_url"].startswith("data:image/png;base64,")
    user = user_of(android.mfa_bind_by_otp(one_time_password(shown.data["secret"])))
    assert user_of(android.get_current_user()).id == user.id
    no_token = ME.replace("[H4]", "[H6]")
    assert android.steps() == [LOGIN, no_token, ASSOCIATE, CONFIRM, VERIFY, U, ME, U]
    assert android.logout().code == 200
    assert stopped(android) != first
    android.wire.take()
    assert android.mfa_verify_by_otp("00000x").code == 6001
    assert user_of(android.mfa_verify_by_otp(half_a_minute_later(app, shown.data["secret"]))).id == user.id
    assert android.steps() == [VERIFY, VERIFY, U]


def test_who_has_lost_the_authenticator_app_comes_in_by_the_recovery_code_once(app: App, android: AndroidMfa) -> None:
    stopped(android)
    shown = android.get_otp_qr_code()
    user_of(android.mfa_bind_by_otp(one_time_password(shown.data["secret"])))
    android.logout()
    stopped(android)
    android.wire.take()
    user = user_of(android.mfa_verify_by_recovery_code(shown.data["recovery_code"]))
    assert android.steps() == [RECOVER, U]
    android.logout()
    stopped(android)
    assert android.mfa_verify_by_recovery_code(shown.data["recovery_code"]).code == 6002
    assert user_of(android.mfa_verify_by_recovery_code(user.fields["recoveryCode"])).id == user.id


def test_a_phone_is_bound_on_the_way_in_and_is_the_only_one_that_counts_from_then_on(
    app: App, android: AndroidMfa
) -> None:
    stopped(android)
    assert android.mfa_check("13900139000") == Outcome(200, android.mfa_check("13900139000").message, True)
    assert android.send_sms("13900139000").code == 200
    user_of(android.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert android.steps() == [LOGIN, CHECK, CHECK, SEND_SMS, VERIFY_SMS, U]
    android.logout()
    stopped(android)
    assert android.mfa_check("13900139001").data is False
    app.post("/api/v2/sms/send", phone="13900139001")
    assert android.mfa_verify_by_phone("13900139001", code_for(app, "13900139001")).code != 200
    app.post("/api/v2/sms/send", phone="13900139000")
    user_of(android.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))


def test_with_openid_connect_the_second_factor_is_followed_by_tokens(server_url: str, app: App) -> None:
    android = started(AndroidOidcMfa(server_url, app.app_id), app)
    stopped(android)
    assert android.send_sms("13900139000").code == 200
    user = user_of(android.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert android.steps() == [LOGIN, SEND_SMS, VERIFY_SMS, "POST /oidc/token [H7]", "GET /oidc/me [H8]", U]
    assert user.fields["access_token"] and user.fields["refresh_token"]
    assert user_of(android.get_current_user()).id == user.id


def test_third_parties_and_codes_are_followed_by_the_second_factor_too(server_url: str, http: httpx.Client) -> None:
    app = a_shop(http)
    app.settings(mfa={"policies": ["SMS"]})
    android = AndroidSocialMfa(server_url, app.app_id)
    android.init()
    app.post("/api/v2/email/send", email="third@x.test", scene="VERIFY_CODE")
    for outcome in (
        android.login_by_github("c"),
        android.login_by_qq("t"),
        android.login_by_email_code("third@x.test", code_for(app, "third@x.test")),
    ):
        assert outcome.code == 1636 and outcome.data.mfa_token, outcome
        assert android.user is None
    app.post("/api/v2/sms/send", phone="13900139000")
    user = user_of(android.mfa_verify_by_phone("13900139000", code_for(app, "13900139000")))
    assert user.id == "third" and user_of(android.get_current_user()).id == "third"


def test_the_mfa_token_opens_nothing_but_the_second_factor(android: AndroidMfa) -> None:
    android.user = UserInfo(id="x", token=stopped(android))
    assert android.get_current_user().code == 2020
    assert android.update_profile({"nickname": "x"}).code == 2020
