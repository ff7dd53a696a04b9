"""The page's functions through the Android SDK's network layer: request for request, as measured on the real one."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.android import Android, NeverCalledBackError
from tests.sdk.mobile.android_json import UserInfo
from tests.sdk.mobile.wire import PNG, VENDOR_KEY, Outcome
from tests.sdk.page import compact, sample

U = "POST /api/v2/udvs/get {targetType, targetId} [H3]"
ME = "GET /api/v2/users/me [H4]"
LOGIN = "POST /api/v2/login/account {account, password, autoRegister} [H2]"
SEND_EMAIL = "POST /api/v2/email/send {email, scene} [H2]"
SEND_SMS = "POST /api/v2/sms/send {phone} [H2]"


def user_of(outcome: Outcome) -> UserInfo:
    assert outcome.code == 200, outcome
    assert isinstance(outcome.data, UserInfo) and outcome.data.has_token and outcome.data.id
    return outcome.data


def registered(android: Android, username: str = "tony") -> UserInfo:
    user = user_of(android.register_by_user_name(username, "old-strong"))
    android.wire.take()
    return user


def registered_by_email_code(app: App, android: Android, email: str) -> UserInfo:
    assert android.send_email(email, "VERIFY_CODE").code == 200
    user = user_of(android.register_by_email_code(email, code_for(app, email)))
    android.wire.take()
    return user


def sms_code(app: App, android: Android, phone: str) -> str:
    assert android.send_sms(phone).code == 200
    return code_for(app, phone)


def test_init_reads_the_configuration_and_takes_the_servers_key_from_it(server_url: str, app: App) -> None:
    android = Android(server_url, app.app_id)
    assert android.public_key == VENDOR_KEY
    android.init()
    assert android.steps() == [f"GET /api/v2/applications/{app.app_id}/public-config [H1]"]
    assert android.config and android.config.user_pool_id == app.pool_id
    assert android.public_key == app.http.get("/_mock/info").json()["rsaPublicKey"]


def test_register_by_email(android: Android) -> None:
    user = user_of(android.register_by_email("Me@Gmail.com", "strong"))
    assert android.steps() == ["POST /api/v2/register/email {email, password, forceLogin} [H2]", U]
    assert user.fields["email"] == "me@gmail.com" and user.flags["emailVerified"] is False and user.logins_count == 1
    assert android.register_by_email("me@gmail.com", "strong").code == 2026
    assert android.register_by_email("1024.cn", "strong").code == 2003


def test_register_by_email_code(app: App, android: Android) -> None:
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


def test_register_by_user_name(android: Android) -> None:
    user = user_of(android.register_by_user_name("Tony", "strong"))
    assert android.steps() == ["POST /api/v2/register/username {username, password, forceLogin} [H2]", U]
    assert user.username == "Tony" and user.fields["email"] == ""
    assert android.register_by_user_name("Tony", "strong").code == 2026
    assert android.register_by_user_name("tony", "strong").code == 200


def test_register_by_phone_code(app: App, android: Android) -> None:
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


def test_login_by_email_code(app: App, android: Android) -> None:
    android.send_email("new@example.test", "VERIFY_CODE")
    assert android.login_by_email_code("new@example.test", "000x").code == 2001
    android.wire.take()
    code = code_for(app, "new@example.test")
    user = user_of(android.login_by_email_code("new@example.test", code))
    assert android.steps() == ["POST /api/v2/login/email-code {email, code, autoRegister} [H2]", U]
    assert user.fields["email"] == "new@example.test"
    assert android.login_by_email_code("new@example.test", code).code == 2001


def test_login_by_account(android: Android) -> None:
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


def test_login_by_phone_code(app: App, android: Android) -> None:
    code = sms_code(app, android, "13800138002")
    assert android.login_by_phone_code("13800138002", "000x").code == 2001
    android.wire.take()
    assert user_of(android.login_by_phone_code("13800138002", code)).fields["phone"] == "13800138002"
    assert android.steps() == ["POST /api/v2/login/phone-code {phone, code, autoRegister} [H2]", U]


def test_login_by_ad(android_seeded: Android) -> None:
    assert android_seeded.login_by_ad("aduser", "wrong").code == 2333
    assert android_seeded.login_by_ad("nobody", "ad-password").code == 2333
    assert user_of(android_seeded.login_by_ad("aduser", "ad-password")).name == "目录用户"


def test_login_by_one_auth(android_seeded: Android) -> None:
    assert android_seeded.login_by_one_auth("carrier-token", "other").code == 2333
    android_seeded.wire.take()
    user = user_of(android_seeded.login_by_one_auth("carrier-token", "carrier-access"))
    assert android_seeded.steps() == ["POST /api/v2/ecConn/oneAuth/login {token, accessToken} [H2]", U]
    assert user.fields["phone"] == "13800138009" and user.flags["phoneVerified"] is True
    assert user_of(android_seeded.login_by_one_auth("carrier-token", "carrier-access", 3)).id == user.id


def test_get_current_user(android: Android) -> None:
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


def test_send_sms(app: App, android: Android) -> None:
    assert android.send_sms("13800138003") == Outcome(200, "发送成功")
    assert android.send_sms("13800138004", "+86").code == 200
    assert android.steps() == [SEND_SMS, "POST /api/v2/sms/send {phone, phoneCountryCode} [H2]"]
    assert code_for(app, "13800138003").isdigit()
    assert android.send_sms("188xxxx8888") == Outcome(500, "手机号码格式非法")


@pytest.mark.parametrize("scene", ["RESET_PASSWORD", "CHANGE_EMAIL", "MFA_VERIFY", "VERIFY_CODE", "VERIFY_EMAIL"])
def test_send_email(app: App, android: Android, scene: str) -> None:
    assert android.send_email("cool@gmail.com", scene) == Outcome(200, "发送成功")
    assert android.steps() == [SEND_EMAIL]
    assert code_for(app, "cool@gmail.com", scene).isdigit()
    assert android.send_email("1024.cn", scene) == Outcome(1020017, "邮箱地址非法")


def test_custom_user_data(android_seeded: Android) -> None:
    android = android_seeded
    assert android.get_custom_user_data(None).code == 2020
    assert android.set_custom_user_data({"school": "MIT"}).code == 10003
    user = user_of(android.login_by_account("ci", "111111"))
    assert user.custom_data == [{"key": "school", "dataType": "STRING", "value": "ucla", "label": "学校"}]
    android.wire.take()
    assert android.set_custom_user_data({"school": "MIT", "undefined": 1}).code == 200
    assert android.set_custom_user_data({"age": 20}).code == 200
    refused = android.set_custom_user_data({"age": "twenty"})
    assert refused.code == 400 and refused.message and "age" in refused.message
    assert android.steps() == ["POST /api/v2/udfs/values {udfs} [H3]"] * 3
    assert android.get_custom_user_data(user).code == 200
    assert android.steps() == [U]
    assert {each["key"]: each["value"] for each in user.custom_data} == {"school": "MIT", "age": "20"}


def test_upload_avatar(app: App, android: Android) -> None:
    assert android.upload_avatar(PNG).code == 2020
    registered(android)
    photo = user_of(android.upload_avatar(PNG)).fields["photo"]
    upload, update, then = android.steps()
    assert upload == "POST /api/v2/upload?folder=photos [H5]"
    assert [update, then] == ["POST /api/v2/users/profile/update {photo} [H3]", U]
    shown = app.http.get(photo)
    assert shown.content == PNG and shown.headers["content-type"] == "image/png"
    assert android.upload_avatar(b"no picture").code == 10009


def test_reset_password_by_phone_code(app: App, android: Android) -> None:
    phone = "13800138005"
    assert android.reset_password_by_phone_code(phone, "1234", "strong").code == 2004
    held = user_of(android.register_by_phone_code(phone, sms_code(app, android, phone), "strong"))
    app.post("/api/v2/sms/send", phone=phone)
    assert android.reset_password_by_phone_code(phone, "000x", "stronger").code == 2001
    assert android.reset_password_by_phone_code(phone, code_for(app, phone), "stronger").code == 200
    assert android.get_current_user().code == 2020
    assert user_of(android.login_by_account(phone, "stronger")).id == held.id


def test_reset_password_by_email_code(app: App, android: Android) -> None:
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


def test_reset_password_by_first_time_login_token(android_seeded: Android) -> None:
    android = android_seeded
    assert android.login_by_account("newcomer", "111111").code == 1639
    token = android.first_time_login_token
    assert token
    assert android.reset_password_by_first_time_login_token(token, "chosen").code == 200
    assert user_of(android.login_by_account("newcomer", "chosen")).username == "newcomer"
    reset = "POST /api/v2/users/password/reset-by-first-login-token {token, password} [H2]"
    assert android.steps() == [LOGIN, reset, LOGIN, U]
    assert android.reset_password_by_first_time_login_token(token, "again").code == 1010001


def test_update_profile(android: Android) -> None:
    assert android.update_profile({"nickname": "x"}).code == 2020
    user = registered(android)
    android.wire.take()
    changed = user_of(android.update_profile({"nickname": "Ironman", "given_name": "Tony", "company": "Stark"}))
    assert android.steps() == ["POST /api/v2/users/profile/update {nickname, givenName, company} [H3]", U]
    seen = user_of(android.get_current_user())
    assert seen == changed and seen.id == user.id
    assert [seen.fields[key] for key in ("nickname", "givenName", "company")] == ["Ironman", "Tony", "Stark"]
    kept = user_of(android.update_profile({"phone": "13800138000", "email": "a@b.co", "custom_a_b": True, "X": None}))
    assert (kept.fields["phone"], kept.fields["email"]) == ("", "")


def test_update_password(app: App, android: Android) -> None:
    assert android.update_password("new", "old").code == 2020
    registered(android)
    assert android.update_password("new-strong", "wrong") == Outcome(1320011, "旧密码不正确")
    android.wire.take()
    assert android.update_password("new-strong", "old-strong").code == 200
    assert android.steps() == ["POST /api/v2/password/update {newPassword, oldPassword} [H3]"]
    assert android.get_current_user().code == 200
    registered_by_email_code(app, android, "nopassword@example.test")
    assert android.update_password("first-strong").code == 200
    assert android.steps() == ["POST /api/v2/password/update {newPassword} [H3]"]
    assert android.login_by_account("nopassword@example.test", "first-strong").code == 200


def test_bind_and_unbind_phone(app: App, android: Android) -> None:
    assert android.bind_phone("13800138006", "1234").code == 2020
    assert android.unbind_phone().code == 2020
    registered(android)
    code = sms_code(app, android, "13800138006")
    assert android.bind_phone("13800138006", "").code == 400
    assert android.bind_phone("13800138006", "000x").code == 2001
    android.wire.take()
    assert user_of(android.bind_phone("13800138006", code)).fields["phone"] == "13800138006"
    assert android.steps() == ["POST /api/v2/users/phone/bind {phone, phoneCode} [H3]", U]
    assert user_of(android.unbind_phone()).fields["phone"] == ""
    assert android.wire.sent[0].body == b"{}"
    assert android.steps() == ["POST /api/v2/users/phone/unbind {} [H3]", U]
    assert user_of(android.get_current_user()).fields["phone"] == ""
    assert android.unbind_phone().code == 1320005


def test_bind_and_unbind_email(app: App, android: Android) -> None:
    assert android.bind_email("me@example.test", "1234").code == 2020
    assert android.unbind_email().code == 2020
    registered(android)
    android.send_email("me@example.test", "CHANGE_EMAIL")
    assert android.steps() == ["POST /api/v2/email/send {email, scene} [H3]"]
    assert android.bind_email("me@example.test", "").code == 400
    assert android.bind_email("me@example.test", "000x").code == 2001
    android.wire.take()
    code = code_for(app, "me@example.test")
    assert user_of(android.bind_email("me@example.test", code)).fields["email"] == "me@example.test"
    assert android.steps() == ["POST /api/v2/users/email/bind {email, emailCode} [H3]", U]
    assert user_of(android.unbind_email()).fields["email"] == ""
    assert android.unbind_email() == Outcome(1320005, "当前用户未绑定邮箱")


def test_the_last_way_to_log_in_cannot_be_unbound(app: App, android: Android) -> None:
    registered_by_email_code(app, android, "only@example.test")
    assert android.unbind_email().code == 1320005


def test_update_phone(app: App, android: Android) -> None:
    old, new = "13800138007", "13800138008"
    user_of(android.register_by_phone_code(old, sms_code(app, android, old)))
    app.post("/api/v2/sms/send", phone=old)
    code = sms_code(app, android, new)
    assert android.update_phone(old, code, old, code_for(app, old)).code == 2230
    assert user_of(android.update_phone(new, code, old, code_for(app, old))).fields["phone"] == new


def test_update_id_token(android: Android) -> None:
    assert android.update_id_token().code == 2020
    old = registered(android)
    new = user_of(android.update_id_token())
    assert android.steps() == ["POST /api/v2/users/refresh-token {} [H3]", U]
    assert new.token != old.token and new.id == old.id
    assert user_of(android.get_current_user()).id == old.id


def test_security_level_is_the_pages(android_demo: Android) -> None:
    android_demo.user = None
    assert android_demo.get_security_level().code == 2020
    user_of(android_demo.login_by_account("ci", "111111"))
    assert android_demo.get_security_level().data == sample("getSecurityLevel")


def test_lists_are_the_pages_sample_answers(android_demo: Android) -> None:
    android = android_demo
    user = user_of(android.login_by_account("ci", "111111"))
    android.wire.take()
    assert android.list_applications(1, 10).data == sample("listApplications")["data"]["list"]
    assert android.last and android.last.text == compact(sample("listApplications"))
    assert android.list_orgs().data == sample("listOrgs")["data"]
    assert android.last.text == compact(sample("listOrgs"))
    assert (
        android.list_roles().data == android.list_roles("60caaf414f9323f25f64b2f4").data == sample("listRoles")["data"]
    )
    assert android.last.text == compact(sample("listRoles"))
    assert android.list_roles("default").data == []
    resources = android.list_authorized_resources()
    assert resources.data == sample("listAuthorizedResources")["list"]
    assert android.list_authorized_resources(resource_type="API").data == []
    assert android.list_authorized_resources(resource_type="DATA").data == resources.data
    assert android.list_applications().code == 200
    assert android.steps() == [
        "GET /api/v2/users/me/applications/allowed?page=1&limit=10 [H4]",
        f"GET /api/v2/users/{user.id}/orgs [H4]",
        "GET /api/v2/users/me/roles [H4]",
        "GET /api/v2/users/me/roles?namespace=60caaf414f9323f25f64b2f4 [H4]",
        "GET /api/v2/users/me/roles?namespace=default [H4]",
        "POST /api/v2/users/resource/authorized {namespace} [H3]",
        *["POST /api/v2/users/resource/authorized {namespace, resourceType} [H3]"] * 2,
        "GET /api/v2/users/me/applications/allowed?page=1&limit=100 [H4]",
    ]


def test_lists_need_a_login(android: Android) -> None:
    answers = [
        android.list_applications(),
        android.list_orgs(),
        android.list_roles(),
        android.list_authorized_resources(),
    ]
    assert [answer.code for answer in answers] == [2020] * 4


def test_delete_account(android: Android) -> None:
    registered(android)
    held = android.user
    assert android.delete_account().code == 200
    assert android.steps() == ["DELETE /api/v2/users/delete [H4]"]
    android.user = held
    assert android.get_current_user().code == 2020
    android.user = None
    assert android.login_by_account("tony", "old-strong", auto_register=False).code == 2333


def test_check_account(android: Android) -> None:
    registered(android)
    assert android.check_account("username", "tony").data == {"result": True}
    assert android.check_account("username", "nobody").data == {"result": False}
    with pytest.raises(NeverCalledBackError):
        android.check_account("username", "httpfan")


def test_messages_are_english_for_an_english_phone(server_url: str, app: App) -> None:
    android = Android(server_url, app.app_id, lang="en-US")
    android.init()
    assert android.get_current_user().message == "Not logged in yet, no permission to access this request"
