"""Logins by third parties, link and unlink through the Flutter SDK's network layer."""

from __future__ import annotations

import httpx

from tests.conftest import App
from tests.sdk.mobile.flutter import Flutter, Result
from tests.sdk.social import THIRD, a_shop


def started(server_url: str, app: App, rsa_key: str) -> Flutter:
    sdk = Flutter(server_url, app.pool_id, app.app_id, rsa_key)
    sdk.init()
    sdk.wire.take()
    return sdk


def token_of(result: Result) -> str:
    assert result.code == 200 and result.user and result.user.token, result
    return result.user.token


def test_third_parties_log_somebody_in(server_url: str, http: httpx.Client, rsa_key: str) -> None:
    flutter = started(server_url, a_shop(http), rsa_key)
    connections = {each["type"]: each["id"] for each in flutter.config["ecConnections"]}
    results = [
        flutter.login_by_wechat("wechat", "c"),
        flutter.login_by_alipay(connections["alipay"], "c"),
        flutter.login_by_apple("c"),
        flutter.social_login("github", connections["github:mobile"], "c"),
        flutter.social_login("wechat-work", connections["wechatwork:mobile"], "c"),
    ]
    assert len({token_of(each) for each in results}) == 5
    assert flutter.steps()[0] == "POST /api/v2/ecConn/wechatMobile/authByCode {connId, code}"
    assert flutter.social_login("github", "wechat", "c").code == 400


def test_an_identity_is_linked_and_unlinked(server_url: str, http: httpx.Client, rsa_key: str) -> None:
    app = a_shop(http)
    secondary = token_of(started(server_url, app, rsa_key).login_by_wechat("wechat", "c"))
    flutter = started(server_url, app, rsa_key)
    primary = token_of(flutter.login_by_account("third", "111111"))
    assert token_of(flutter.link(primary, secondary)) == primary
    assert flutter.user and flutter.user.fields["id"] == THIRD["id"]
    assert flutter.link(primary, "x").code == 1020020
    assert token_of(started(server_url, app, rsa_key).login_by_wechat("wechat", "c")) != secondary
    assert token_of(flutter.unlink("wechat")) == primary
    assert flutter.unlink("wechat", primary).code == 2216
    assert flutter.unlink("wechat", "x").code == 2004
