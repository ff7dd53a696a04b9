"""The page's functions through the Android SDK's network layer, request for request as measured: getting in and out."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.android_steps import (
    LOGIN,
    ME,
    SEND_EMAIL,
    SEND_SMS,
    U,
    registered,
    sms_code,
    user_of,
)
from tests.sdk.conftest import code_for
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_json import UserInfo
from tests.sdk.mobile.wire import VENDOR_KEY, Outcome


def test_init_reads_the_configuration_and_takes_the_servers_key_from_it(server_url: str, app: App) -> None:
    android = Android(server_url, app.app_id)
    assert android.public_key == VENDOR_KEY
    android.init()
    assert android.steps() == [f"GET /api/v2/applications/{app.app_id}/public-config [H1]"]
    assert android.config and android.config.user_pool_id == app.pool_id
    assert android.public_key == app.http.get("/_mock/info").json()["rsaPublicKey"]


def test_register_by_email_logs_in_and_refuses_a_taken_or_malformed_address(android: Android) -> None:
    user = user_of(android.register_by_email("Me@Gmail.com", "strong"))
    assert android.steps() == ["POST /api/v2/register/email {email, password, forceLogin} [H2]", U]
    assert user.fields["email"] == "me@gmail.com" and user.flags["emailVerified"] is False and user.logins_count == 1
    assert android.register_by_email("me@gmail.com", "strong").code == 2026
    assert android.register_by_email("1024.cn", "strong").code == 2003


def test_register_by_email_code_verifies_the_address_and_refuses_a_wrong_code(app: App, android: Android) -> None:
    assert android.send_email("code@example.test", "VERIFY_CODE") == Outcome(200, "发送成功")
    assert android.register_by_email_code("code@example.test", "000x").code == 2001
    android.wire.take()
    code = code_for(app, "code@example.test")
    user = user_of(android.register_by_email_code("code@example.test", code))
    assert android.steps() == ["POST /api/v2/register/email-code {email, code, forceLogin} [H2]", U]
    assert user.flags["emailVerified"] is True
    android.user = None
    android.send_email("code@example.test", "VERIFY_CODE")
    assert android.register_by_email_code("code@example.test", code_for(app, "code@example.test")).code == 2026
    assert android.register_by_email_code("1024.cn", "1234").code == 2003


def test_register_by_user_name_tells_upper_from_lower_case(android: Android) -> None:
    user = user_of(android.register_by_user_name("Tony", "strong"))
    assert android.steps() == ["POST /api/v2/register/username {username, password, forceLogin} [H2]", U]
    assert user.username == "Tony" and user.fields["email"] == ""
    assert android.register_by_user_name("Tony", "strong").code == 2026
    assert android.register_by_user_name("tony", "strong").code == 200


def test_register_by_phone_code_verifies_the_number_and_refuses_a_wrong_code(app: App, android: Android) -> None:
    code = sms_code(app, android, "13800138001")
    assert android.register_by_phone_code("13800138001", "000x", "strong").code == 2001
    android.wire.take()
    user = user_of(android.register_by_phone_code("13800138001", code, "strong"))
    assert android.steps() == ["POST /api/v2/register/phone-code {phone, password, code, forceLogin} [H2]", U]
    assert user.flags["phoneVerified"] is True and user.fields["phone"] == "13800138001"
    android.user = None
    assert user_of(android.login_by_account("13800138001", "strong")).id == user.id
    assert android.send_sms("13800138001").code == 10008  # within a minute the SDK answers by itself
    app.post("/api/v2/sms/send", phone="13800138001")
    assert android.register_by_phone_code("13800138001", code_for(app, "13800138001")).code == 2026


def test_login_by_email_code_takes_a_code_once_and_makes_a_user_of_an_unknown_address(
    app: App, android: Android
) -> None:
    android.send_email("new@example.test", "VERIFY_CODE")
    assert android.login_by_email_code("new@example.test", "000x").code == 2001
    android.wire.take()
    code = code_for(app, "new@example.test")
    user = user_of(android.login_by_email_code("new@example.test", code))
    assert android.steps() == ["POST /api/v2/login/email-code {email, code, autoRegister} [H2]", U]
    assert user.fields["email"] == "new@example.test"
    assert android.login_by_email_code("new@example.test", code).code == 2001


def test_login_by_account_refuses_a_wrong_password_and_nobody_alike(android: Android) -> None:
    user = registered(android)
    android.user = None
    assert android.login_by_account("tony", "wrong") == Outcome(2333, "帐号或密码错误")
    assert android.login_by_account("nobody", "strong", auto_register=False).code == 2333
    android.wire.take()
    again = user_of(android.login_by_account("tony", "old-strong"))
    assert android.steps() == [LOGIN, U]
    assert again.id == user.id and again.logins_count == 2 and again.token != user.token


def test_login_by_account_makes_a_user_of_an_unknown_one_since_android_asks_for_it(android: Android) -> None:
    assert (
        user_of(android.login_by_account("somebody@example.test", "strong")).fields["email"] == "somebody@example.test"
    )
    assert user_of(android.login_by_account("somebody", "strong")).username == "somebody"


def test_login_by_phone_code_refuses_a_wrong_code(app: App, android: Android) -> None:
    code = sms_code(app, android, "13800138002")
    assert android.login_by_phone_code("13800138002", "000x").code == 2001
    android.wire.take()
    assert user_of(android.login_by_phone_code("13800138002", code)).fields["phone"] == "13800138002"
    assert android.steps() == ["POST /api/v2/login/phone-code {phone, code, autoRegister} [H2]", U]


def test_login_by_ad_knows_the_pools_directory(android_seeded: Android) -> None:
    assert android_seeded.login_by_ad("aduser", "wrong").code == 2333
    assert android_seeded.login_by_ad("nobody", "ad-password").code == 2333
    assert user_of(android_seeded.login_by_ad("aduser", "ad-password")).name == "目录用户"


def test_login_by_one_auth_knows_the_pools_carrier_tokens(android_seeded: Android) -> None:
    assert android_seeded.login_by_one_auth("carrier-token", "other").code == 2333
    android_seeded.wire.take()
    user = user_of(android_seeded.login_by_one_auth("carrier-token", "carrier-access"))
    assert android_seeded.steps() == ["POST /api/v2/ecConn/oneAuth/login {token, accessToken} [H2]", U]
    assert user.fields["phone"] == "13800138009" and user.flags["phoneVerified"] is True
    assert user_of(android_seeded.login_by_one_auth("carrier-token", "carrier-access", 3)).id == user.id


def test_get_current_user_keeps_the_session_and_is_2020_without_one(android: Android) -> None:
    assert android.get_current_user() == Outcome(2020, "尚未登录，无访问权限")
    assert android.steps() == ["GET /api/v2/users/me [H6]"]
    user = registered(android)
    assert user_of(android.get_current_user()) == user
    assert android.steps() == [ME, U]
    assert user_of(android.get_current_user_info()) == user


def test_logout_kills_the_token(android: Android) -> None:
    assert android.logout().code == 200
    registered(android)
    held = android.user
    assert android.logout() == Outcome(200, "退出登录成功")
    android.user = held
    assert android.get_current_user().code == 2020
    assert android.steps() == [
        f"GET /api/v2/logout?app_id={android.app_id} [H4]",
        ME,
    ]
    assert android.update_id_token().code == 2020
    android.user = UserInfo(id="x", token="no.real.token")
    assert android.logout().code == 1010001


def test_send_sms_reaches_the_outbox_and_refuses_what_is_no_number(app: App, android: Android) -> None:
    assert android.send_sms("13800138003") == Outcome(200, "发送成功")
    assert android.send_sms("13800138004", "+86").code == 200
    assert android.steps() == [SEND_SMS, "POST /api/v2/sms/send {phone, phoneCountryCode} [H2]"]
    assert code_for(app, "13800138003").isdigit()
    assert android.send_sms("188xxxx8888") == Outcome(500, "手机号码格式非法")


@pytest.mark.parametrize("scene", ["RESET_PASSWORD", "CHANGE_EMAIL", "MFA_VERIFY", "VERIFY_CODE", "VERIFY_EMAIL"])
def test_send_email_reaches_the_outbox_in_every_scene_and_refuses_what_is_no_address(
    app: App, android: Android, scene: str
) -> None:
    assert android.send_email("cool@gmail.com", scene) == Outcome(200, "发送成功")
    assert android.steps() == [SEND_EMAIL]
    assert code_for(app, "cool@gmail.com", scene).isdigit()
    assert android.send_email("1024.cn", scene) == Outcome(1020017, "邮箱地址非法")


def test_reset_password_by_phone_code_ends_all_sessions(app: App, android: Android) -> None:
    phone = "13800138005"
    assert android.reset_password_by_phone_code(phone, "1234", "strong").code == 2004
    held = user_of(android.register_by_phone_code(phone, sms_code(app, android, phone), "strong"))
    app.post("/api/v2/sms/send", phone=phone)
    assert android.reset_password_by_phone_code(phone, "000x", "stronger").code == 2001
    assert android.reset_password_by_phone_code(phone, code_for(app, phone), "stronger").code == 200
    assert android.get_current_user().code == 2020
    assert user_of(android.login_by_account(phone, "stronger")).id == held.id


def test_reset_password_by_email_code_knows_nobody_and_wrong_codes(app: App, android: Android) -> None:
    mail = "reset@example.test"
    assert android.reset_password_by_email_code(mail, "1234", "strong").code == 2004
    held = user_of(android.register_by_email(mail, "strong"))
    android.wire.take()
    android.user = None
    assert android.send_email(mail, "RESET_PASSWORD").code == 200
    assert android.reset_password_by_email_code(mail, "000x", "stronger").code == 2001
    assert android.reset_password_by_email_code(mail, code_for(app, mail), "stronger").code == 200
    assert android.steps() == [SEND_EMAIL, *["POST /api/v2/password/reset/email {email, code, newPassword} [H2]"] * 2]
    assert user_of(android.login_by_account(mail, "stronger")).id == held.id


def test_reset_password_by_first_time_login_token_works_once(android_seeded: Android) -> None:
    android = android_seeded
    assert android.login_by_account("newcomer", "111111").code == 1639
    token = android.first_time_login_token
    assert token
    assert android.reset_password_by_first_time_login_token(token, "chosen").code == 200
    assert user_of(android.login_by_account("newcomer", "chosen")).username == "newcomer"
    reset = "POST /api/v2/users/password/reset-by-first-login-token {token, password} [H2]"
    assert android.steps() == [LOGIN, reset, LOGIN, U]
    assert android.reset_password_by_first_time_login_token(token, "again").code == 1010001


def test_update_id_token_gives_a_new_token_of_the_same_user(android: Android) -> None:
    assert android.update_id_token().code == 2020
    old = registered(android)
    new = user_of(android.update_id_token())
    assert android.steps() == ["POST /api/v2/users/refresh-token {} [H3]", U]
    assert new.token != old.token and new.id == old.id
    assert user_of(android.get_current_user()).id == old.id


def test_messages_are_english_for_an_english_phone(server_url: str, app: App) -> None:
    android = Android(server_url, app.app_id, lang="en-US")
    android.init()
    assert android.get_current_user().message == "Not logged in yet, no permission to access this request"


def test_register_by_phone_password_and_the_overload_that_puts_the_country_code_into_the_path(android: Android) -> None:
    user = user_of(android.register_by_phone_password("13800138010", "strong", "+86"))
    assert user.fields["phone"] == "13800138010"
    android.user = None
    assert user_of(android.register_by_extend_field("+86", "13800138011", "strong")).fields["phone"] == "13800138011"
    android.user = None
    assert user_of(android.register_by_extend_field("nickname", "nick", "strong")).fields["nickname"] == "nick"
    assert [each for each in android.steps() if each != U] == [
        "POST /api/v2/register-phone {phoneCountryCode, account, password, forceLogin} [H2]",
        "POST /api/v2/register-+86 {account, password, forceLogin} [H2]",
        "POST /api/v2/register-nickname {account, password, forceLogin} [H2]",
    ]


def test_register_by_phone_code_with_a_country_code_and_without_a_password(app: App, android: Android) -> None:
    app.post("/api/v2/sms/send", phone="2025550143", phoneCountryCode="+1")
    code = code_for(app, "2025550143")
    user = user_of(android.register_by_phone_code("2025550143", code, phone_country_code="+1"))
    assert (user.fields["phone"], user.fields["phoneCountryCode"]) == ("2025550143", "+1")
    assert android.steps()[0] == "POST /api/v2/register/phone-code {phoneCountryCode, phone, code, forceLogin} [H2]"


def test_an_empty_password_is_an_absent_key_and_never_a_server_error(android: Android) -> None:
    registered(android)
    android.user = None
    assert android.login_by_account("tony", "", auto_register=False).code in (400, 2333)
    assert android.steps() == ["POST /api/v2/login/account {account, autoRegister} [H2]"]
    assert android.register_by_email("me@example.test", "").code == 400


def test_a_key_that_is_none_is_told_in_plain_words(android: Android) -> None:
    android.public_key = "bm8ga2V5"
    refused = android.register_by_user_name("tony", "strong")
    assert refused.code == 2016 and refused.message


def test_a_captcha_is_asked_for_and_taken(app: App, android: Android) -> None:
    app.settings(limits="documented")
    registered(android)
    android.user = None
    assert [android.login_by_account("tony", "wrong").code for _ in range(3)] == [2333] * 3
    assert android.login_by_account("tony", "old-strong").code == 2000
    android.wire.take()
    picture, shown = android.get_captcha_code()
    assert picture.startswith("<svg")
    assert android.login_by_account("tony", "old-strong", captcha_code="wrong").code == 2000
    picture, shown = android.get_captcha_code()
    assert user_of(android.login_by_account("tony", "old-strong", captcha_code=shown)).username == "tony"
    captcha, wrong, _, right, then = android.wire.take()
    assert captcha.path.startswith("/api/v2/security/captcha?r=") and captcha.header("x-authing-app-id") is None
    assert (right.header("cookie") or "").endswith(";") and wrong.header("cookie") != right.header("cookie")
    assert then.path == "/api/v2/udvs/get"


def test_what_needs_no_login_ignores_a_token_that_is_none(app: App, android: Android) -> None:
    stale = UserInfo(id="x", token="no.real.token")
    android.user = stale
    android.init()
    assert android.send_email("me@example.test", "VERIFY_CODE").code == 200
    assert android.register_by_email_code("me@example.test", code_for(app, "me@example.test")).code == 200
    android.user = stale
    assert android.send_email("me@example.test", "RESET_PASSWORD").code == 200
    code = code_for(app, "me@example.test")
    assert android.reset_password_by_email_code("me@example.test", code, "strong").code == 200
    assert android.login_by_account("me@example.test", "strong").code == 200
    android.user = stale
    assert android.get_current_user().code == 2020


def test_a_second_app_in_the_same_process_has_a_pool_of_its_own(server_url: str, app: App, android: Android) -> None:
    registered(android)
    other = Android(server_url, f"{app.app_id}x")
    other.init()
    assert other.login_by_account("tony", "old-strong", auto_register=False).code == 2333
    other.user = android.user  # the current user survives a second init
    assert other.get_current_user().code == 2020
