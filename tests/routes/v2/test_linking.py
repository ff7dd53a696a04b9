"""link, unlink; and that an identity counts as a way to log in."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.routes.v2.test_social import a_pool, connection

LINK, UNLINK = "/api/v2/users/link", "/api/v2/users/unlink"


def identity(connection_id: str, openid: str) -> dict[str, str]:
    return {"connectionId": connection_id, "openid": openid}


@pytest.fixture
def shop(http: httpx.Client) -> App:
    """`ann` has a password, and her own GitHub; `bob` has WeChat alone, `cid` another GitHub."""
    return a_pool(
        http,
        connection("wechat:mobile", {"code": "bob", "profile": {"openid": "bob", "nickname": "Bob"}}),
        connection("github:mobile", {"code": "ann", "profile": {"openid": "ann"}}, id="git", identifier="my-git"),
        users=[
            {"id": "ann", "username": "ann", "password": "111111", "identities": [identity("git", "ann")]},
            {"id": "bob", "username": "bob", "identities": [identity("conn", "bob")]},
            {"id": "cid", "username": "cid", "password": "111111", "identities": [identity("git", "cid")]},
            {"id": "dan", "username": "dan", "password": "111111"},
        ],
    )


def token(app: App, account: str) -> str:
    return str(app.another().log_in(account)["token"])


def by_wechat(app: App) -> dict[str, Any]:
    user: dict[str, Any] = app.another().post("/api/v2/ecConn/wechatMobile/authByCode", code="bob")["data"]
    return user


def test_an_identity_of_another_account_is_taken_over(shop: App) -> None:
    primary, secondary = token(shop, "ann"), by_wechat(shop)
    assert secondary["id"] == "bob"
    shop.token = primary
    answer = shop.post(LINK, primaryUserToken=primary, secondaryUserToken=secondary["token"])
    assert (answer["code"], answer["message"]) == (200, "绑定成功")
    assert (answer["data"]["id"], answer["data"]["token"]) == ("ann", primary)
    assert [each["openid"] for each in answer["data"]["identities"]] == ["ann", "bob"]
    assert by_wechat(shop)["id"] == "ann"
    (bob,) = [each for each in shop.users() if each["id"] == "bob"]
    assert bob["identities"] == []


def test_what_cannot_be_linked_says_why(shop: App) -> None:
    ann, dan, cid = (token(shop, each) for each in ("ann", "dan", "cid"))
    stranger = a_pool(shop.http, connection(), users=[{"username": "x", "password": "111111"}])
    for primary, secondary, code in (
        (ann, ann, 2215),
        (ann, dan, 2214),
        (ann, cid, 2213),
        ("e.e.e", ann, 1020020),
        (ann, "nothing", 1020020),
        (ann, token(stranger, "x"), 1020020),
    ):
        answer = shop.post(LINK, primaryUserToken=primary, secondaryUserToken=secondary)
        assert answer["code"] == code, answer
    assert shop.post(LINK, primaryUserToken=ann)["code"] == 400
    assert {each["id"]: len(each["identities"]) for each in shop.users()} == {"ann": 1, "bob": 1, "cid": 1, "dan": 0}


@pytest.mark.parametrize("provider", ["github", "github:mobile", "git", "my-git"])
@pytest.mark.parametrize("is_shown", [True, False])
def test_an_identity_is_taken_away(shop: App, provider: str, is_shown: bool) -> None:
    own = token(shop, "ann")
    if not is_shown:
        shop.token = own
    answer = shop.post(UNLINK, provider=provider, **({"primaryUserToken": own} if is_shown else {}))
    assert (answer["code"], answer["data"]["id"], answer["data"]["identities"]) == (200, "ann", [])
    assert answer["data"]["token"] == own
    shop.token = own
    assert shop.post(UNLINK, provider=provider)["code"] == 2216
    assert shop.another().post("/api/v2/ecConn/github/authByCode", code="ann")["data"]["id"] != "ann"


def test_what_cannot_be_unlinked_says_why(shop: App) -> None:
    assert shop.post(UNLINK, provider="github")["code"] == 2020
    assert shop.post(UNLINK, provider="github", primaryUserToken="nothing")["code"] == 2004
    shop.token = by_wechat(shop)["token"]
    assert shop.post(UNLINK, provider="github")["code"] == 2216
    assert shop.post(UNLINK, provider="wechat")["code"] == 2217
    assert by_wechat(shop)["id"] == "bob"


def test_an_address_may_be_unbound_where_an_identity_is_left(shop: App) -> None:
    shop.control("PATCH", f"/pools/{shop.pool_id}/users/bob", {"email": "bob@x.test"})
    shop.token = by_wechat(shop)["token"]
    assert shop.post("/api/v2/users/email/unbind")["data"]["email"] is None
    shop.control("PATCH", f"/pools/{shop.pool_id}/users/bob", {"email": "bob@x.test"})
    assert shop.post(UNLINK, provider="wechat")["code"] == 200
    assert shop.post("/api/v2/users/email/unbind")["code"] == 1320005
