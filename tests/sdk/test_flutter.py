"""The page's functions through the Flutter SDK's network layer, by plain HTTP with the vendor's hosts in `Host`."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.flutter import CONSOLE_HOST, HOST, Flutter, LateInitializationError, Result, User
from tests.sdk.mobile.wire import VENDOR_KEY
from tests.sdk.page import answered, sample


def user_of(result: Result) -> User:
    assert result.code == 200, result
    assert result.user and result.user.token not in ("", "null") and result.user.fields["id"] != "null"
    return result.user


def registered(flutter: Flutter, username: str = "tony") -> User:
    user = user_of(flutter.register_by_user_name(username, "old-strong"))
    flutter.wire.take()
    return user


def sms_code(app: App, flutter: Flutter, phone: str) -> str:
    assert flutter.send_sms(phone).code == 200
    return code_for(app, phone)


def email_code(app: App, flutter: Flutter, email: str, scene: str = "CHANGE_EMAIL") -> str:
    assert flutter.send_email(email, scene).code == 200
    return code_for(app, email, scene)


def test_init_asks_the_hard_coded_console_host(server_url: str, app: App, rsa_key: str) -> None:
    flutter = Flutter(server_url, app.pool_id, app.app_id, rsa_key)
    flutter.init()
    assert flutter.config["identifier"] not in ("", None) and flutter.config["id"] == app.app_id
    flutter.send_sms("13800138000")
    assert [sent.header("host") for sent in flutter.wire.take()] == [CONSOLE_HOST, HOST]


def test_register_by_email_logs_in_and_refuses_a_taken_or_malformed_address(flutter: Flutter) -> None:
    user = user_of(flutter.register_by_email("Me@Gmail.com", "strong"))
    assert flutter.steps() == ["POST /api/v2/register/email {email, password, forceLogin}"]
    assert user.fields["email"] == "me@gmail.com" and user.fields["phone"] == ""
    assert flutter.register_by_email("me@gmail.com", "strong").code == 2026
    assert flutter.register_by_email("1", "strong").code == 2003


def test_register_by_user_name_tells_upper_from_lower_case(flutter: Flutter) -> None:
    assert user_of(flutter.register_by_user_name("Tony", "strong")).fields["username"] == "Tony"
    assert flutter.register_by_user_name("Tony", "strong").code == 2026
    assert flutter.register_by_user_name("tony", "strong").code == 200


def test_register_by_phone_code_verifies_the_number_and_refuses_a_wrong_code(app: App, flutter: Flutter) -> None:
    code = sms_code(app, flutter, "13800138001")
    assert flutter.register_by_phone_code("13800138001", "000x", "strong").code == 2001
    assert user_of(flutter.register_by_phone_code("13800138001", code, "strong")).fields["phone"] == "13800138001"
    again = sms_code(app, flutter, "13800138001")
    assert flutter.register_by_phone_code("13800138001", again, "strong").code == 2026


def test_login_by_account_makes_no_user_of_an_unknown_one(flutter: Flutter) -> None:
    user = registered(flutter)
    flutter.user = None
    assert flutter.login_by_account("tony", "wrong").code == 2333
    assert flutter.login_by_account("nobody", "strong").code == 2333
    assert user_of(flutter.login_by_account("tony", "old-strong")).fields["id"] == user.fields["id"]
    # The token that is still stored goes along, even with a login.
    assert flutter.steps() == ["POST /api/v2/login/account {account, password} with token"] * 3


def test_a_password_under_the_vendors_key_is_2016(server_url: str, app: App) -> None:
    flutter = Flutter(server_url, app.pool_id, app.app_id, VENDOR_KEY)
    assert flutter.login_by_account("tony", "strong").code == 2016


def test_login_by_phone_code_refuses_a_wrong_code(app: App, flutter: Flutter) -> None:
    user = user_of(flutter.register_by_phone_code("13800138002", sms_code(app, flutter, "13800138002"), "strong"))
    assert flutter.login_by_phone_code("13800138002", "000x").code == 2001
    code = sms_code(app, flutter, "13800138002")
    assert user_of(flutter.login_by_phone_code("13800138002", code)).fields["id"] == user.fields["id"]
    assert flutter.login_by_phone_code("13800138002", code).code == 2001


def test_login_by_ad_and_ldap_know_the_pools_directory(flutter_seeded: Flutter) -> None:
    assert flutter_seeded.login_by_ad("aduser", "wrong").code == 2333
    assert user_of(flutter_seeded.login_by_ad("aduser", "ad-password")).fields["name"] == "目录用户"
    assert flutter_seeded.login_by_ldap("aduser", "wrong").code == 2333
    assert user_of(flutter_seeded.login_by_ldap("aduser", "ad-password")).fields["username"] == "aduser"


def test_get_current_user_keeps_the_session_and_is_2020_without_one(flutter: Flutter) -> None:
    assert flutter.get_current_user().code == 2020
    user = registered(flutter)
    assert user_of(flutter.get_current_user()) == user
    assert flutter.steps() == ["GET /api/v2/users/me with token"]


def test_logout_revokes_the_token_that_the_sdk_goes_on_sending(flutter: Flutter) -> None:
    assert flutter.logout().code == 200
    registered(flutter)
    assert flutter.logout().code == 200
    assert flutter.get_current_user().code == 2020
    assert flutter.steps() == [
        f"GET /api/v2/logout?app_id={flutter.app_id} with token",
        "GET /api/v2/users/me with token",
    ]
    flutter.stored_token = "no.real.token"
    assert flutter.logout().code == 1010001


def test_the_text_null_as_a_token_is_nobody(flutter: Flutter) -> None:
    flutter.stored_token = "null"
    assert flutter.register_by_user_name("tony", "strong").code == 200
    flutter.user, flutter.stored_token = None, "null"
    assert flutter.get_current_user().code == 2020
    assert flutter.logout().code == 200


def test_send_sms_reaches_the_outbox_and_refuses_what_is_no_number(app: App, flutter: Flutter) -> None:
    assert flutter.send_sms("13800138003", "+86").code == 200
    assert code_for(app, "13800138003").isdigit()
    assert flutter.send_sms("1").code == 500


@pytest.mark.parametrize("scene", ["RESET_PASSWORD", "VERIFY_EMAIL", "CHANGE_EMAIL", "MFA_VERIFY", "VERIFY_CODE"])
def test_send_email_reaches_the_outbox_in_every_scene_and_refuses_what_is_no_address(
    app: App, flutter: Flutter, scene: str
) -> None:
    assert email_code(app, flutter, "cool@gmail.com", scene).isdigit()
    assert flutter.send_email("1", scene).code == 1020017


def test_custom_data_is_set_by_defined_keys_and_types(flutter_seeded: Flutter) -> None:
    flutter = flutter_seeded
    assert flutter.set_custom_data({"school": "MIT"}).code == 2020
    user = user_of(flutter.login_by_account("ci", "111111"))
    flutter.wire.take()
    assert flutter.get_custom_data(user.fields["id"])[0] == {
        "key": "school",
        "dataType": "STRING",
        "value": "ucla",
        "label": "学校",
    }
    assert flutter.set_custom_data({"school": "MIT", "age": 20}).code == 200
    assert {each["key"]: each["value"] for each in user.custom_data} == {"school": "MIT", "age": 20}
    assert flutter.set_custom_data({"age": "twenty"}).code == 400
    assert flutter.steps() == [
        f"GET /api/v2/udfs/values?targetType=USER&targetId={user.fields['id']} with token",
        *["POST /api/v2/udfs/values {udfs} with token"] * 2,
    ]


def test_reset_password_by_phone_code_ends_all_sessions(app: App, flutter: Flutter) -> None:
    phone = "13800138005"
    assert flutter.reset_password_by_phone_code(phone, "1234", "strong").code == 2004
    user_of(flutter.register_by_phone_code(phone, sms_code(app, flutter, phone), "strong"))
    code = sms_code(app, flutter, phone)
    assert flutter.reset_password_by_phone_code(phone, "000x", "stronger").code == 2001
    assert flutter.reset_password_by_phone_code(phone, code, "stronger").code == 200
    assert flutter.get_current_user().code == 2020
    assert flutter.login_by_account(phone, "stronger").code == 200


def test_reset_password_by_email_code_knows_nobody_and_wrong_codes(app: App, flutter: Flutter) -> None:
    mail = "reset@example.test"
    assert flutter.reset_password_by_email_code(mail, "1234", "strong").code == 2004
    user_of(flutter.register_by_email(mail, "strong"))
    code = email_code(app, flutter, mail, "RESET_PASSWORD")
    assert flutter.reset_password_by_email_code(mail, "000x", "stronger").code == 2001
    assert flutter.reset_password_by_email_code(mail, code, "stronger").code == 200
    assert flutter.login_by_account(mail, "stronger").code == 200


def test_reset_password_by_first_login_token_works_once(flutter_seeded: Flutter) -> None:
    flutter = flutter_seeded
    assert flutter.login_by_account("newcomer", "111111").code == 1639
    assert flutter.first_time_login_token
    reset = flutter.reset_password_by_first_login_token(flutter.first_time_login_token, "chosen")
    assert reset.code == 200 and reset.user and reset.user.fields["username"] == "newcomer"
    assert flutter.login_by_account("newcomer", "chosen").code == 200
    assert flutter.reset_password_by_first_login_token(flutter.first_time_login_token, "again").code == 1010001


def test_update_profile_changes_what_it_may_and_keeps_the_session(flutter: Flutter) -> None:
    assert flutter.update_profile({"nickname": "x"}).code == 2020
    registered(flutter)
    user = user_of(flutter.update_profile({"nickname": "Ironman", "company": "Stark", "unknown": 5}))
    assert (user.fields["nickname"], user.fields["company"]) == ("Ironman", "Stark")
    assert user_of(flutter.get_current_user()) == user


def test_update_password_checks_the_old_one_and_keeps_the_session(flutter: Flutter) -> None:
    assert flutter.update_password("new", "old").code == 2020
    registered(flutter)
    assert flutter.update_password("new-strong", "wrong").code == 1320011
    assert user_of(flutter.update_password("new-strong", "old-strong")).fields["username"] == "tony"
    assert flutter.get_current_user().code == 200


def test_bind_update_and_unbind_phone_keep_the_session_and_refuse_wrong_codes(app: App, flutter: Flutter) -> None:
    old, new = "13800138006", "13800138007"
    assert flutter.bind_phone(old, "1234").code == flutter.unbind_phone().code == 2020
    registered(flutter)
    code = sms_code(app, flutter, old)
    assert [flutter.bind_phone(old, wrong).code for wrong in ("", "000x")] == [400, 2001]
    assert user_of(flutter.bind_phone(old, code)).fields["phone"] == old
    code_to_new, code_to_old = sms_code(app, flutter, new), sms_code(app, flutter, old)
    assert flutter.update_phone(old, code_to_old, old, code_to_old).code == 2230
    assert user_of(flutter.update_phone(new, code_to_new, old, code_to_old)).fields["phone"] == new
    flutter.wire.take()
    assert user_of(flutter.unbind_phone()).fields["phone"] == ""
    (sent,) = flutter.wire.take()
    assert sent.body is None and sent.header("content-type") == "application/json"
    assert flutter.unbind_phone().code == 1320005


def test_bind_update_and_unbind_email_keep_the_session_and_refuse_wrong_codes(app: App, flutter: Flutter) -> None:
    old, new = "old@example.test", "new@example.test"
    assert flutter.bind_email(old, "1234").code == flutter.unbind_email().code == 2020
    registered(flutter)
    code = email_code(app, flutter, old)
    assert [flutter.bind_email(old, wrong).code for wrong in ("", "000x")] == [400, 2001]
    assert user_of(flutter.bind_email(old, code)).fields["email"] == old
    code_to_new, code_to_old = email_code(app, flutter, new), email_code(app, flutter, old)
    assert user_of(flutter.update_email(new, code_to_new, old, code_to_old)).fields["email"] == new
    assert user_of(flutter.unbind_email()).fields["email"] == ""
    assert flutter.unbind_email().code == 1320005


def test_another_users_address_cannot_be_bound(app: App, flutter: Flutter) -> None:
    user_of(flutter.register_by_email("taken@example.test", "strong"))
    registered(flutter)
    assert flutter.bind_email("taken@example.test", email_code(app, flutter, "taken@example.test")).code == 1320004


def test_update_id_token_rebuilds_the_whole_user(flutter: Flutter) -> None:
    assert flutter.update_id_token().code == 2020
    old = registered(flutter)
    new = user_of(flutter.update_id_token())
    assert new.fields["id"] == old.fields["id"] and new.token != old.token
    assert flutter.list_orgs().code == 200
    assert flutter.steps() == [
        "POST /api/v2/users/refresh-token with token",
        f"GET /api/v2/users/{old.fields['id']}/orgs with token",
    ]


def test_lists_and_security_level_are_the_pages_sample_answers(flutter_demo: Flutter) -> None:
    flutter = flutter_demo
    user_of(flutter.login_by_account("ci", "111111"))
    level = flutter.get_security_level()
    assert (level.message, level.data) == ("请求成功", sample("getSecurityLevel"))
    assert flutter.list_applications().data == sample("listApplications")["data"]
    assert flutter.last and flutter.last.text == answered(sample("listApplications"))
    assert flutter.list_orgs().data == {**sample("listOrgs"), "statusCode": 200}
    assert flutter.last.text == answered(sample("listOrgs"))
    assert flutter.list_roles().data == {**sample("listRoles"), "statusCode": 200}
    assert flutter.last.text == answered(sample("listRoles"))
    assert flutter.list_authorized_resources().data == sample("listAuthorizedResources")
    assert flutter.list_authorized_resources("default", "MENU").data["list"] == []


def test_lists_need_a_login(flutter: Flutter) -> None:
    answers = [flutter.get_security_level(), flutter.list_applications(), flutter.list_roles()]
    assert [answer.code for answer in [*answers, flutter.list_authorized_resources()]] == [2020] * 4
    assert flutter.list_orgs().code == 500


def test_delete_account_leaves_nothing_behind(flutter: Flutter) -> None:
    registered(flutter)
    assert flutter.delete_account().code == 200
    assert flutter.get_current_user().code == 2020
    assert flutter.login_by_account("tony", "old-strong").code == 2333


def test_a_configuration_that_is_not_found_breaks_init(flutter: Flutter) -> None:
    flutter.app_id = "not/an/app"
    with pytest.raises(LateInitializationError):
        flutter.init()
