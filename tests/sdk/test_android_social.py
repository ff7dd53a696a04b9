"""Logins by third parties through the Android SDK's network layer, request for request as measured."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import App
from tests.sdk.android_steps import ME, U, user_of
from tests.sdk.conftest import code_for
from tests.sdk.mobile.android_social import AndroidSocial, SocialBindData
from tests.sdk.mobile.wire import Outcome
from tests.sdk.social import a_shop


def started(server_url: str, app: App) -> AndroidSocial:
    sdk = AndroidSocial(server_url, app.app_id)
    sdk.init()
    sdk.wire.take()
    return sdk


def asked(outcome: Outcome, code: int) -> SocialBindData:
    assert outcome.code == code and isinstance(outcome.data, SocialBindData), outcome
    return outcome.data


def test_every_third_party_logs_somebody_in(server_url: str, http: httpx.Client) -> None:
    app = a_shop(http)
    android = started(server_url, app)
    outcomes = [
        android.login_by_wechat("c"),
        android.login_by_wecom("c"),
        android.login_by_wecom_agency("c"),
        android.login_by_alipay("c"),
        android.login_by_lark("c"),
        android.login_by_google("c"),
        android.login_by_face_book("t"),
        android.login_by_wechat_mini_program("c", "p"),
        android.login_by_qq("t"),
        android.login_by_weibo("t"),
        android.login_by_baidu("t"),
        android.login_by_linkedin("c"),
        android.login_by_ding_talk("c"),
        android.login_by_douyin("c"),
        android.login_by_github("c"),
        android.login_by_gitee("c"),
        android.login_by_gitlab("c"),
        android.login_by_xiaomi("c"),
        android.login_by_kuaishou("c"),
        android.login_by_line("t", "i"),
        android.login_by_slack("c"),
        android.login_by_huawei("c"),
        android.login_by_oppo("c"),
        android.login_by_amazon("t"),
        android.login_by_twitter("t", "s"),
    ]
    users = [user_of(each) for each in outcomes]
    assert len({each.id for each in users}) == len(outcomes) == 25
    assert all(each.identities[0]["isSocial"] is True for each in users)
    steps = android.steps()
    assert steps[:4] == [
        "POST /api/v2/ecConn/wechatMobile/authByCode {connId, code} [H2]",
        U,
        "POST /api/v2/ecConn/wechat-work/authByCode {connId, code} [H3]",
        U,
    ]
    assert "POST /api/v2/ecConn/line/authByAccessToken {connId, access_token, id_token} [H3]" in steps
    assert "POST /api/v2/ecConn/twitter/authByRequestToken {connId, token, tokenSecret} [H3]" in steps
    mini = "POST /api/v2/ecConn/wechatminiprogramapplaunch/authByCode"
    assert f"{mini} {{connId, iv, encryptedData, code, phoneInfoCode}} [H3]" in steps
    assert android.login_by_github("x").code == android.login_by_qq("x").code == 400


def test_without_a_connection_the_refusal_says_so(server_url: str, app: App) -> None:
    outcome = started(server_url, app).login_by_wechat("c")
    assert outcome.code == 400 and "wechat:mobile" in str(outcome.message)


@pytest.mark.parametrize(("bind_only", "code"), [(True, 1640), (False, 1641)])
def test_a_wechat_identity_is_bound_to_a_user_who_is_there(
    server_url: str, http: httpx.Client, bind_only: bool, code: int
) -> None:
    app = a_shop(http, bind_only=bind_only)
    for n in range(3):
        android = started(server_url, app)
        data = asked(android.login_by_wechat_with_bind("c"), code)
        assert android.steps() == [
            "POST /api/v2/ecConn/wechatMobile/authByCodeIdentity {connId, code, appId, options} [H2]"
        ]
        assert android.bind_wechat_by_account(data.key, "third", "wrong").code == 2333
        if n == 0:
            outcome = android.bind_wechat_by_account(data.key, "third", "111111")
        elif n == 1:
            app.post("/api/v2/sms/send", phone="13900139000")
            outcome = android.bind_wechat_by_phone_code(data.key, "13900139000", code_for(app, "13900139000"), "+86")
        else:
            app.post("/api/v2/email/send", email="third@x.test", scene="VERIFY_CODE")
            outcome = android.bind_wechat_by_email_code(data.key, "third@x.test", code_for(app, "third@x.test"))
        assert user_of(outcome).id == "third" and android.steps()[-2:] == [ME, U]
        assert user_of(android.login_by_wechat_with_bind("c")).id == "third"
        app.control("PATCH", f"/pools/{app.pool_id}/users/third", {"identities": []})


def test_a_wechat_identity_becomes_a_new_user(server_url: str, http: httpx.Client) -> None:
    android = started(server_url, a_shop(http))
    data = asked(android.login_by_wechat_with_bind("c"), 1641)
    assert data.accounts == []
    made = user_of(android.bind_wechat_with_register(data.key))
    assert made.fields["nickname"] == "Wei" and made.identities[0]["provider"] == "wechat"
    assert android.bind_wechat_with_register(data.key).code == 400


def test_one_of_two_accounts_is_chosen(server_url: str, http: httpx.Client) -> None:
    app = a_shop(http, phone="13800138000", email="wei@x.test")
    android = started(server_url, app)
    data = asked(android.login_by_wechat_with_bind("c"), 2921)
    assert [each["id"] for each in data.accounts] == ["phone", "email"]
    assert android.bind_wechat_by_account_id(data.key, "third").code == 2004
    assert user_of(android.bind_wechat_by_account_id(data.key, "email")).id == "email"
    app.control("PATCH", f"/pools/{app.pool_id}/users/email", {"identities": []})
    android = started(server_url, app)
    data = asked(android.login_by_wechat_with_bind("c"), 2921)
    assert user_of(android.bind_wechat_by_selected_account_id(data.key, "phone")).id == "phone"
