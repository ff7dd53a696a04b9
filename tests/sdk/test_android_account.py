"""The page's functions through the Android SDK's network layer, request for request as measured: the account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import App
from tests.sdk.android_steps import (
    U,
    registered,
    registered_by_email_code,
    sms_code,
    user_of,
)
from tests.sdk.conftest import code_for
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_network import NeverCalledBackError
from tests.sdk.mobile.wire import PNG, Outcome
from tests.sdk.page import answered, sample


def test_custom_user_data_is_set_by_defined_keys_and_types(android_seeded: Android) -> None:
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


def test_upload_avatar_serves_the_picture_and_needs_a_login(app: App, android: Android) -> None:
    assert android.upload_avatar(PNG).code == 2020
    registered(android)
    photo = user_of(android.upload_avatar(PNG)).fields["photo"]
    upload, update, then = android.steps()
    assert upload == "POST /api/v2/upload?folder=photos [H5]"
    assert [update, then] == ["POST /api/v2/users/profile/update {photo} [H3]", U]
    shown = app.http.get(photo)
    assert shown.content == PNG and shown.headers["content-type"] == "image/png"
    assert android.upload_avatar(b"no picture").code == 10009


def test_update_profile_changes_what_it_may_and_keeps_the_session(android: Android) -> None:
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


def test_update_password_checks_the_old_one_and_keeps_the_session(app: App, android: Android) -> None:
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


def test_bind_and_unbind_phone_keep_the_session_and_refuse_wrong_codes(app: App, android: Android) -> None:
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


def test_bind_and_unbind_email_keep_the_session_and_refuse_wrong_codes(app: App, android: Android) -> None:
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


def test_update_phone_needs_a_code_to_both_numbers(app: App, android: Android) -> None:
    old, new = "13800138007", "13800138008"
    user_of(android.register_by_phone_code(old, sms_code(app, android, old)))
    app.post("/api/v2/sms/send", phone=old)
    code = sms_code(app, android, new)
    assert android.update_phone(old, code, old, code_for(app, old)).code == 2230
    assert user_of(android.update_phone(new, code, old, code_for(app, old))).fields["phone"] == new


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
    assert android.last and android.last.text == answered(sample("listApplications"))
    assert android.list_orgs().data == sample("listOrgs")["data"]
    assert android.last.text == answered(sample("listOrgs"))
    assert (
        android.list_roles().data == android.list_roles("60caaf414f9323f25f64b2f4").data == sample("listRoles")["data"]
    )
    assert android.last.text == answered(sample("listRoles"))
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


def test_delete_account_leaves_nothing_behind(android: Android) -> None:
    registered(android)
    held = android.user
    assert android.delete_account().code == 200
    assert android.steps() == ["DELETE /api/v2/users/delete [H4]"]
    android.user = held
    assert android.get_current_user().code == 2020
    android.user = None
    assert android.login_by_account("tony", "old-strong", auto_register=False).code == 2333


def test_check_account_answers_a_boolean_and_a_path_with_http_is_never_sent(android: Android) -> None:
    registered(android)
    assert android.check_account("username", "tony").data == {"result": True}
    assert android.check_account("username", "nobody").data == {"result": False}
    with pytest.raises(NeverCalledBackError):
        android.check_account("username", "httpfan")


def test_every_slash_in_a_body_is_escaped_and_arrives_as_a_slash(android: Android) -> None:
    registered(android)
    user = user_of(android.update_profile({"website": "https://stark.example/tony", "device": "中😀"}))
    assert android.wire.sent[0].body == '{"website":"https:\\/\\/stark.example\\/tony","device":"中😀"}'.encode()
    assert user_of(android.get_current_user()) == user
    assert android.user and android.user.flags["emailVerified"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "me+code1234@example.test"),
        ("phone", "+8613800138000"),
        ("username", "a+b"),
    ],
)
def test_check_account_sends_a_plus_as_it_is(android: Android, name: str, value: str) -> None:
    register: dict[str, Callable[[str, str], Outcome]] = {
        "email": android.register_by_email,
        "username": android.register_by_user_name,
        "phone": lambda phone, password: android.register_by_phone_password(phone, password, None),
    }
    user_of(register[name](value, "strong"))
    android.wire.take()
    assert android.check_account(name, value).data == {"result": True}
    assert android.steps() == [f"GET /api/v2/users/is-user-exists?{name}={value} [H4]"]
