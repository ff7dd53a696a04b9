"""The page's functions through the iOS SDK's network layer. A user that an answer names replaces the one before."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.ios import Ios, UserInfo
from tests.sdk.mobile.wire import PNG, VENDOR_KEY, Outcome, host_of
from tests.sdk.page import answered, sample

U = "POST /api/v2/udvs/get {targetType, targetId} with token"
REGISTER = "POST /api/v2/register/username {username, password, forceLogin}"


def user_of(outcome: Outcome) -> UserInfo:
    assert outcome.code == 200, outcome
    assert isinstance(outcome.data, UserInfo) and outcome.data.id_token and outcome.data.id
    return outcome.data


def registered(ios: Ios, username: str = "tony") -> UserInfo:
    user = user_of(ios.register_by_user_name(username, "old-strong"))
    ios.wire.take()
    return user


def sms_code(app: App, ios: Ios, phone: str) -> str:
    assert ios.send_sms(phone).code == 200
    return code_for(app, phone)


def email_code(app: App, ios: Ios, email: str, scene: str = "VERIFY_CODE") -> str:
    assert ios.send_email(email, scene).code == 200
    return code_for(app, email, scene)


def test_start_sends_everything_after_it_to_the_host_and_port_of_the_configuration(
    server_url: str, app: App, rsa_key: str
) -> None:
    ios = Ios(server_url, app.app_id, rsa_key)
    ios.start()
    assert ios.host == host_of(server_url)
    (sent,) = ios.wire.take()
    assert sent.method == "GET" and sent.header("x-authing-app-id") is None


def test_register_by_email_logs_in_and_refuses_a_taken_or_malformed_address(ios: Ios) -> None:
    user = user_of(ios.register_by_email("Me@Gmail.com", "strong"))
    assert ios.steps() == ["POST /api/v2/register/email {email, password, forceLogin}", U]
    assert user.raw["email"] == "me@gmail.com" and user.raw["emailVerified"] is False
    assert ios.register_by_email("me@gmail.com", "strong").code == 2026
    assert ios.register_by_email("1024.cn", "strong").code == 2003


def test_register_by_email_code_verifies_the_address_and_refuses_a_wrong_code(app: App, ios: Ios) -> None:
    code = email_code(app, ios, "code@example.test")
    assert ios.register_by_email_code("code@example.test", "000x").code == 2001
    ios.wire.take()
    assert user_of(ios.register_by_email_code("code@example.test", code)).raw["emailVerified"] is True
    assert ios.steps() == ["POST /api/v2/register/email-code {email, code, forceLogin}", U]
    again = email_code(app, ios, "code@example.test")
    assert ios.register_by_email_code("code@example.test", again).code == 2026
    assert ios.register_by_email_code("1024.cn", "1234").code == 2003


def test_register_by_user_name_tells_upper_from_lower_case(ios: Ios) -> None:
    assert user_of(ios.register_by_user_name("Tony", "strong")).raw["username"] == "Tony"
    assert ios.steps() == [REGISTER, U]
    assert ios.register_by_user_name("Tony", "strong").code == 2026
    assert ios.register_by_user_name("tony", "strong").code == 200
    assert ios.steps() == [f"{REGISTER} with token"] * 2 + [U]  # iOS sends the token it has with everything


def test_register_by_phone_code_verifies_the_number_and_refuses_a_wrong_code(app: App, ios: Ios) -> None:
    code = sms_code(app, ios, "13800138001")
    assert ios.register_by_phone_code("13800138001", "000x").code == 2001
    ios.wire.take()
    assert user_of(ios.register_by_phone_code("13800138001", code)).raw["phoneVerified"] is True
    assert ios.steps() == ["POST /api/v2/register/phone-code {phone, code, forceLogin}", U]
    again = sms_code(app, ios, "13800138001")
    assert ios.register_by_phone_code("13800138001", again, "strong").code == 2026


def test_register_by_phone_logs_in_though_ios_does_not_ask_for_it(ios: Ios) -> None:
    assert user_of(ios.register_by_phone("13800138000", "strong")).raw["phone"] == "13800138000"
    assert ios.steps() == ["POST /api/v2/register-phone {account, password}", U]


def test_register_by_extended_fields_logs_in_though_ios_does_not_ask_for_it(ios: Ios) -> None:
    assert user_of(ios.register_by_extended_fields("nickname", "nick", "strong")).raw["nickname"] == "nick"
    assert ios.steps() == ["POST /api/v2/register-nickname {account, password}", U]


def test_login_by_email_takes_a_code_once(app: App, ios: Ios) -> None:
    user = user_of(ios.register_by_email("login@example.test", "strong"))
    code = email_code(app, ios, "login@example.test")
    assert ios.login_by_email("login@example.test", "000x").code == 2001
    ios.user = None
    ios.wire.take()
    assert user_of(ios.login_by_email("login@example.test", code)).id == user.id
    assert ios.steps() == ["POST /api/v2/login/email-code {email, code, autoRegister}", U]
    assert ios.login_by_email("login@example.test", code).code == 2001


def test_login_by_account_refuses_a_wrong_password_and_nobody_alike(ios: Ios) -> None:
    user = registered(ios)
    ios.user = None
    assert ios.login_by_account("tony", "wrong") == Outcome(2333, "帐号或密码错误")
    assert ios.login_by_account("nobody", "strong") == Outcome(2333, "帐号或密码错误")
    ios.wire.take()
    assert user_of(ios.login_by_account("tony", "old-strong")).id == user.id
    assert ios.steps() == ["POST /api/v2/login/account {account, password, autoRegister}", U]
    assert user_of(ios.login_by_account("somebody", "strong", auto_register=True)).raw["username"] == "somebody"


def test_login_by_account_with_the_vendors_key_is_told_what_to_do(server_url: str, app: App) -> None:
    ios = Ios(server_url, app.app_id, VENDOR_KEY)
    ios.start()
    refused = ios.login_by_account("tony", "strong")
    assert refused.code == 2016 and refused.message and f"{server_url}/_mock/info" in refused.message
    assert ios.login_by_account("tony", "x" * 200).code == 2016  # too long for the block: iOS sends the text `error`


def test_login_by_account_asks_for_a_captcha_and_takes_it(app: App, ios: Ios) -> None:
    app.settings(limits="documented")
    registered(ios)
    assert [ios.login_by_account("tony", "wrong").code for _ in range(3)] == [2333] * 3
    assert ios.login_by_account("tony", "old-strong").code == 2000
    picture = ios.get_security_captcha()
    assert picture.body.startswith(b"\x89PNG")
    shown = dict(picture.headers)["x-mock-captcha-code"]
    assert ios.login_by_account("tony", "old-strong", captcha_code=shown).code == 200
    assert ios.wire.sent[-2].header("cookie")


def test_login_by_phone_code_refuses_a_wrong_code(app: App, ios: Ios) -> None:
    user = user_of(ios.register_by_phone("13800138002", "strong"))
    code = sms_code(app, ios, "13800138002")
    assert ios.login_by_phone_code("13800138002", "000x").code == 2001
    assert user_of(ios.login_by_phone_code("13800138002", code)).id == user.id


def test_login_by_ad_knows_the_pools_directory(ios_seeded: Ios) -> None:
    assert ios_seeded.login_by_ad("aduser", "wrong").code == 2333
    assert user_of(ios_seeded.login_by_ad("aduser", "ad-password")).raw["name"] == "目录用户"


def test_login_by_one_auth_knows_the_pools_carrier_tokens(ios_seeded: Ios) -> None:
    assert ios_seeded.login_by_one_auth("token", "accessToken").code == 2333
    user = user_of(ios_seeded.login_by_one_auth("carrier-token", "carrier-access"))
    assert user.raw["phone"] == "13800138009" and user.raw["phoneVerified"] is True


def test_get_current_user_keeps_the_session_and_is_2020_without_one(ios: Ios) -> None:
    assert ios.get_current_user() == Outcome(2020, "尚未登录，无访问权限")
    user = registered(ios)
    assert user_of(ios.get_current_user()).raw == user.raw
    assert ios.steps() == ["GET /api/v2/users/me with token", U]
    assert user_of(ios.get_current_user()).id_token == user.id_token


def test_logout_kills_the_token_and_refuses_an_illegal_one(ios: Ios) -> None:
    assert ios.logout() == Outcome(200, "退出登录成功")
    held = registered(ios)
    assert ios.logout().code == 200
    assert ios.steps() == [f"GET /api/v2/logout?app_id={ios.app_id}&only_self= with token"]
    ios.user = held
    assert ios.get_current_user().code == 2020
    ios.user = UserInfo({"id": "x", "token": "no.real.token"})
    assert ios.logout().code == 1010001


def test_send_sms_reaches_the_outbox_and_refuses_what_is_no_number(app: App, ios: Ios) -> None:
    assert ios.send_sms("13800138003", "+86") == Outcome(200, "发送成功")
    assert code_for(app, "13800138003").isdigit()
    assert ios.send_sms("188xxxx8888", "+86") == Outcome(500, "手机号码格式非法")


@pytest.mark.parametrize("scene", ["RESET_PASSWORD", "CHANGE_EMAIL", "MFA_VERIFY", "VERIFY_CODE"])
def test_send_email_reaches_the_outbox_in_every_scene_and_refuses_what_is_no_address(
    app: App, ios: Ios, scene: str
) -> None:
    assert email_code(app, ios, "cool@gmail.com", scene).isdigit()
    assert ios.send_email("1024.cn", scene) == Outcome(1020017, "邮箱地址非法")


def test_custom_user_data_is_set_by_defined_keys_and_types(ios_seeded: Ios) -> None:
    ios = ios_seeded
    assert ios.get_custom_user_data(None).code == 2020
    assert ios.set_custom_user_data({"school": "MIT"}).code == 2020
    user = user_of(ios.login_by_account("ci", "111111"))
    assert user.custom_data == [{"key": "school", "dataType": "STRING", "value": "ucla", "label": "学校"}]
    assert ios.set_custom_user_data({"school": "MIT"}).code == 200
    assert ios.set_custom_user_data({"udfs": {"your_custom_data_key": "value"}}).code == 200  # as the SDK's own test
    assert ios.set_custom_user_data({"age": "twenty"}).code == 400
    assert ios.get_custom_user_data(user) == Outcome(200, "", user)
    assert user.custom_data[0]["value"] == "MIT"


def test_upload_avatar_serves_the_picture_and_needs_a_login(app: App, ios: Ios) -> None:
    assert ios.upload_avatar(PNG).code == 2020
    registered(ios)
    photo = user_of(ios.upload_avatar(PNG)).raw["photo"]
    assert app.http.get(photo).content == PNG
    assert ios.upload_avatar(b"no picture").code == 400


def test_reset_password_by_phone_ends_all_sessions(app: App, ios: Ios) -> None:
    phone = "13800138005"
    assert ios.reset_password_by_phone(phone, "1234", "strong").code == 2004
    user = user_of(ios.register_by_phone(phone, "strong"))
    code = sms_code(app, ios, phone)
    assert ios.reset_password_by_phone(phone, "000x", "stronger").code == 2001
    assert ios.reset_password_by_phone(phone, code, "stronger").code == 200
    assert ios.get_current_user().code == 2020
    assert user_of(ios.login_by_account(phone, "stronger")).id == user.id


def test_reset_password_by_email_knows_nobody_and_wrong_codes(app: App, ios: Ios) -> None:
    mail = "reset@example.test"
    assert ios.reset_password_by_email(mail, "1234", "strong").code == 2004
    user = user_of(ios.register_by_email(mail, "strong"))
    code = email_code(app, ios, mail, "RESET_PASSWORD")
    assert ios.reset_password_by_email(mail, "000x", "stronger").code == 2001
    assert ios.reset_password_by_email(mail, code, "stronger").code == 200
    assert user_of(ios.login_by_account(mail, "stronger")).id == user.id


def test_reset_password_by_first_time_login_token_works_once(ios_seeded: Ios) -> None:
    stopped = ios_seeded.login_by_account("newcomer", "111111")
    assert stopped.code == 1639 and stopped.data.first_time_login_token
    token = stopped.data.first_time_login_token
    assert ios_seeded.reset_password_by_first_time_login_token(token, "chosen").code == 200
    assert user_of(ios_seeded.login_by_account("newcomer", "chosen")).raw["username"] == "newcomer"
    assert ios_seeded.reset_password_by_first_time_login_token(token, "again").code == 1010001


def test_update_profile_changes_what_it_may_and_keeps_the_session(ios: Ios) -> None:
    changes = {"username": "elonmusk", "nickname": "Ironman"}
    assert ios.update_profile(changes).code == 2020
    user = registered(ios)
    changed = user_of(ios.update_profile(changes))
    assert changed.id == user.id and {key: changed.raw[key] for key in changes} == changes
    assert user_of(ios.get_current_user()).raw["nickname"] == "Ironman"


def test_update_password_and_the_app_stays_logged_in(app: App, ios: Ios) -> None:
    assert ios.update_password("newStrong", "oldStrong").code == 2020
    registered(ios)
    assert ios.update_password("newStrong", "wrong") == Outcome(1320011, "旧密码不正确")
    assert user_of(ios.update_password("newStrong", "old-strong")).raw["username"] == "tony"
    assert user_of(ios.get_current_user()).raw["username"] == "tony"
    user_of(ios.register_by_email_code("no@example.test", email_code(app, ios, "no@example.test")))
    assert user_of(ios.update_password("first")).raw["email"] == "no@example.test"


def test_bind_and_unbind_phone_keep_the_session_and_refuse_wrong_codes(app: App, ios: Ios) -> None:
    assert ios.bind_phone("13800138006", "1234").code == ios.unbind_phone().code == 2020
    registered(ios)
    code = sms_code(app, ios, "13800138006")
    assert [ios.bind_phone("13800138006", wrong).code for wrong in ("", "000x")] == [400, 2001]
    assert user_of(ios.bind_phone("13800138006", code)).raw["phone"] == "13800138006"
    assert user_of(ios.unbind_phone()).raw["phone"] is None
    assert ios.unbind_phone().code == 1320005


def test_bind_and_unbind_email_keep_the_session_and_refuse_wrong_codes(app: App, ios: Ios) -> None:
    assert ios.bind_email("me@example.test", "1234").code == ios.unbind_email().code == 2020
    registered(ios)
    code = email_code(app, ios, "me@example.test", "CHANGE_EMAIL")
    assert [ios.bind_email("me@example.test", wrong).code for wrong in ("", "000x")] == [400, 2001]
    assert user_of(ios.bind_email("me@example.test", code)).raw["email"] == "me@example.test"
    assert user_of(ios.unbind_email()).raw["email"] is None
    assert ios.unbind_email() == Outcome(1320005, "当前用户未绑定邮箱")


def test_update_id_token_gives_a_new_token_of_the_same_user(ios: Ios) -> None:
    assert ios.update_id_token().code == 2020
    old = registered(ios)
    new = user_of(ios.update_id_token())
    assert ios.steps() == ["POST /api/v2/users/refresh-token {} with token", U]
    assert new.id == old.id and new.id_token != old.id_token
    assert user_of(ios.get_current_user()).id == old.id


def test_lists_and_security_level_are_the_pages_sample_answers(ios_demo: Ios) -> None:
    ios = ios_demo
    user_of(ios.login_by_account("ci", "111111"))
    assert ios.get_security_level().data == sample("getSecurityLevel")
    assert ios.list_applications().data == sample("listApplications")["data"]["list"]
    assert ios.last and ios.last.text == answered(sample("listApplications"))
    assert ios.list_orgs().data == sample("listOrgs")["data"]
    assert ios.last.text == answered(sample("listOrgs"))
    assert ios.list_roles().data == sample("listRoles")["data"]
    assert ios.last.text == answered(sample("listRoles"))
    assert ios.list_roles("default").data == []
    assert ios.list_authorized_resources().data == sample("listAuthorizedResources")["list"]
    assert ios.list_authorized_resources(resource_type="DATA").data == sample("listAuthorizedResources")["list"]
    assert ios.list_authorized_resources(resource_type="API").data == []


def test_lists_need_a_login(ios: Ios) -> None:
    answers = [ios.get_security_level(), ios.list_applications(), ios.list_roles(), ios.list_authorized_resources()]
    assert [answer.code for answer in answers] == [2020] * 4
    assert ios.list_orgs().code == 10003


def test_delete_account_leaves_nothing_behind(ios: Ios) -> None:
    held = registered(ios)
    assert ios.delete_account().code == 200
    assert ios.steps() == ["DELETE /api/v2/users/delete with token"]
    ios.user = held
    assert ios.get_current_user().code == 2020
    assert ios.login_by_account("tony", "old-strong").code == 2333


def test_check_password_and_check_account_answer(ios: Ios) -> None:
    registered(ios)
    assert ios.check_password("a+b=/c 密码").code == 200
    assert ios.check_account("username", "tony").data == {"data": True}
    assert ios.check_account("email", "nobody@example.test").data == {"data": False}


def test_a_device_is_told_of_listed_logged_out_and_removed(server_url: str, app: App, rsa_key: str, ios: Ios) -> None:
    registered(ios)
    other = Ios(server_url, app.app_id, rsa_key)
    other.start()
    user_of(other.login_by_account("tony", "old-strong"))
    assert ios.create_device("told by the app").data["statusCode"] == 200
    (sent,) = ios.wire.take()
    assert sent.header("x-authing-device-id") == sent.fields["deviceUniqueId"] == ios.device_id
    assert other.create_device().data["data"]["deviceUniqueId"] == other.device_id
    listed = ios.device_list()
    assert listed.code == 200 and {each["device"]["deviceId"] for each in listed.data["data"]} == {
        ios.device_id,
        other.device_id,
    }
    assert ios.logout_by_device_id(other.device_id).data["statusCode"] == 200
    assert other.get_current_user().code == 2020
    assert ios.remove_device(other.device_id).data["statusCode"] == 200
    assert [each["device"]["deviceId"] for each in ios.device_list().data["data"]] == [ios.device_id]
