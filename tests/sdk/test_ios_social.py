"""Logins by third parties through the iOS SDK's network layer."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.ios import UserInfo
from tests.sdk.mobile.ios_social import IosSocial
from tests.sdk.mobile.wire import Outcome
from tests.sdk.social import a_shop

SENT = """
wechatMobile/authByCode {connId, code}
wechat-work/authByCode {connId, code}
wechat-work-agency/authByCode {connId, code}
lark/authByCode {connId, code}
google/authByCode {connId, code}
facebook/authByAccessToken {connId, access_token}
wechatminiprogramapplaunch/authByCode {connId, iv, encryptedData, code}
QQConnect/authByAccessToken {connId, access_token}
weibo/authByAccessToken {connId, access_token}
baidu/authByCode {connId, code}
linkedin/authByCode {connId, code}
dingtalk/authByCode {connId, code, isSnsCode}
douyin/authByCode {connId, code}
kuaishou/authByCode {connId, code}
xiaomi/authByCode {connId, code}
github/authByCode {connId, code}
gitee/authByCode {connId, code}
gitlab/authByCode {connId, code}
slack/authByCode {connId, code}
line/authByAccessToken {connId, access_token, id_token}
amazon/authByAccessToken {connId, access_token}
twitter/authByRequestToken {connId, requestToken, tokenSecret}
baidu/authByAccessToken {connId, access_token}
""".strip().splitlines()
U = "POST /api/v2/udvs/get {targetType, targetId} with token"
ME = "GET /api/v2/users/me with token"


def started(server_url: str, app: App, rsa_key: str) -> IosSocial:
    sdk = IosSocial(server_url, app.app_id, rsa_key)
    sdk.start()
    sdk.wire.take()
    return sdk


def user_of(outcome: Outcome) -> UserInfo:
    assert outcome.code == 200 and isinstance(outcome.data, UserInfo), outcome
    assert outcome.data.id and outcome.data.id_token
    return outcome.data


def asked(outcome: Outcome, code: int) -> dict[str, Any]:
    assert outcome.code == code and isinstance(outcome.data, dict), outcome
    return outcome.data


def test_every_third_party_logs_somebody_in(server_url: str, http: httpx.Client, rsa_key: str) -> None:
    ios = started(server_url, a_shop(http), rsa_key)
    assert ios.config
    outcomes = [
        ios.login_by_wechat("c"),
        ios.login_by_we_com("c"),
        ios.loginby_we_com_agency("c"),
        ios.login_by_lark("c"),
        ios.login_by_apple("c"),
        ios.login_by_google("c"),
        ios.login_by_facebook("t"),
        ios.login_by_miniprogram("c"),
        ios.login_by_tencent("t"),
        ios.login_by_weibo("t"),
        ios.login_by_baidu("c"),
        ios.login_by_linkedin("c"),
        ios.login_by_ding_talk("c"),
        ios.login_by_douyin("c"),
        ios.login_by_kuaishou("c"),
        ios.login_by_xiaomi("c"),
        ios.login_by_github("c"),
        ios.login_by_gitee("c"),
        ios.login_by_gitlab("c"),
        ios.login_by_slack("c"),
        ios.login_by_line("t", "i"),
        ios.login_by_amazon("t"),
        ios.login_by_twitter("t", "s"),
    ]
    users = [user_of(each) for each in outcomes]
    assert len({each.id for each in users}) == len(outcomes) == 23
    assert user_of(ios.login_by_baidu_by_access_token("t")).id == users[10].id
    sent = [each for each in ios.wire.take() if each.path != "/api/v2/udvs/get"]
    assert [str(each).removeprefix("POST /api/v2/ecConn/") for each in sent] == [
        *SENT[:4],
        f"POST /connection/social/apple/{ios.config['userPoolId']}/callback?app_id={ios.app_id} {{code}}",
        *SENT[4:],
    ]
    assert ios.login_by_apple("x").code == 400


def test_without_a_connection_nothing_is_asked(server_url: str, app: App, rsa_key: str) -> None:
    ios = started(server_url, app, rsa_key)
    assert ios.login_by_wechat("c").code == 10002 and ios.steps() == []


@pytest.mark.parametrize(("bind_only", "code"), [(True, 1640), (False, 1641)])
def test_a_wechat_identity_is_bound_to_a_user_who_is_there(
    server_url: str, http: httpx.Client, rsa_key: str, bind_only: bool, code: int
) -> None:
    app = a_shop(http, bind_only=bind_only)
    for n in range(3):
        ios = started(server_url, app, rsa_key)
        key = asked(ios.get_data_by_wechatlogin("c"), code)["key"]
        if n == 0:
            outcome = ios.bind_wechat_by_account("third", "111111", key)
        elif n == 1:
            app.post("/api/v2/sms/send", phone="13900139000")
            outcome = ios.bind_wechat_by_phone_code("13900139000", code_for(app, "13900139000"), key)
        else:
            app.post("/api/v2/email/send", email="third@x.test", scene="VERIFY_CODE")
            outcome = ios.bind_wechat_by_email_code("third@x.test", code_for(app, "third@x.test"), key)
        assert user_of(outcome).id == "third" and ios.steps()[-3:] == [U, ME, U]
        app.control("PATCH", f"/pools/{app.pool_id}/users/third", {"identities": []})


def test_a_wechat_identity_becomes_a_new_user(server_url: str, http: httpx.Client, rsa_key: str) -> None:
    ios = started(server_url, a_shop(http), rsa_key)
    key = asked(ios.get_data_by_wechatlogin("c"), 1641)["key"]
    made = user_of(ios.bind_wechat_with_register(key))
    assert (made.raw["nickname"], made.raw["identities"][0]["openid"]) == ("Wei", "wei")


def test_one_of_two_accounts_is_chosen(server_url: str, http: httpx.Client, rsa_key: str) -> None:
    app = a_shop(http, phone="13800138000", email="wei@x.test")
    ios = started(server_url, app, rsa_key)
    data = asked(ios.login_by_wechat("c"), 2921)  # iOS understands it in every login
    assert [each["id"] for each in data["accounts"]] == ["phone", "email"]
    assert user_of(ios.bind_wechat_by_selected_account_id("email", data["key"])).id == "email"
    app.control("PATCH", f"/pools/{app.pool_id}/users/email", {"identities": []})
    ios = started(server_url, app, rsa_key)
    data = asked(ios.get_data_by_wechatlogin("c"), 2921)
    assert ios.bind_wechat_by_account_id("third", data["key"]).code == 2004
    assert user_of(ios.bind_wechat_by_account_id("phone", data["key"])).id == "phone"
