"""A pool in which every provider of the mobile SDKs knows somebody; and what their journeys share."""

from __future__ import annotations

from typing import Any

import httpx

from tests.conftest import App

KINDS = (
    *("wechat:mobile", "wechatwork:mobile", "wechatwork:agency:mobile", "wechat:miniprogram:app-launch"),
    *("lark-internal", "alipay", "apple", "qq:mobile", "facebook:mobile", "weibo:mobile", "baidu:mobile"),
    *("google:mobile", "linkedin:mobile", "dingtalk:mobile", "douyin:mobile", "kuaishou:mobile", "xiaomi:mobile"),
    *("github:mobile", "gitee:mobile", "gitlab:mobile", "slack:mobile", "huawei:mobile", "oppo:mobile"),
    *("line:mobile", "amazon:mobile", "twitter:mobile"),
)
THIRD = {"id": "third", "username": "third", "password": "111111", "email": "third@x.test", "phone": "13900139000"}


def a_shop(http: httpx.Client, *, bind_only: bool = False, **person: Any) -> App:
    """Somebody of WeChat has what `person` says; in a bind-only pool nobody new is made."""
    connections = [
        {"type": kind, "identities": [{"code": "c", "accessToken": "t", "profile": {"openid": kind}}]}
        for kind in KINDS
        if kind != "wechat:mobile"
    ]
    wei = {"code": "c", "profile": {"openid": "wei", "nickname": "Wei", **person}}
    wechat = {"type": "wechat:mobile", "id": "wechat", "bindOnly": bind_only, "identities": [wei]}
    users = [
        {"id": "phone", "username": "phone", "password": "111111", "phone": "13800138000"},
        {"id": "email", "username": "email", "password": "111111", "email": "wei@x.test"},
        THIRD,
    ]
    made = http.post("/_mock/pools", json={"connections": [wechat, *connections], "users": users})
    assert made.status_code == 201, made.text
    return App(http, app_id=made.json()["appId"])
