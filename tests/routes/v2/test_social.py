"""Login by an identity at a provider: every path that a mobile SDK has for one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.conftest import App, enveloped

# The type of connection, the path below `/api/v2/ecConn/`, and the field that proves the identity.
BY_CODE = [
    ("wechat:mobile", "wechatMobile"),
    ("wechatwork:mobile", "wechat-work"),
    ("wechatwork:agency:mobile", "wechat-work-agency"),
    ("wechat:miniprogram:app-launch", "wechatminiprogramapplaunch"),
    ("lark-internal", "lark"),
    ("lark-public", "lark"),
    ("alipay", "alipay"),
    *((f"{each}:mobile", each) for each in ("google", "baidu", "linkedin", "dingtalk", "douyin", "kuaishou", "xiaomi")),
    *((f"{each}:mobile", each) for each in ("github", "gitee", "gitlab", "slack", "huawei", "oppo", "anything")),
]
BY_TOKEN = [("qq:mobile", "QQConnect"), *((f"{x}:mobile", x) for x in ("facebook", "weibo", "baidu", "line", "amazon"))]
WAYS = [
    *((kind, f"{path}/authByCode", "code") for kind, path in BY_CODE),
    *((kind, f"{path}/authByAccessToken", "access_token") for kind, path in BY_TOKEN),
    ("twitter:mobile", "twitter/authByRequestToken", "requestToken"),
    ("twitter:mobile", "twitter/authByRequestToken", "token"),
]
ANN = {"openid": "ann", "nickname": "Ann", "photo": "https://x.test/ann.png"}


def a_pool(http: httpx.Client, *connections: dict[str, Any], **document: Any) -> App:
    made = http.post("/_mock/pools", json={"connections": connections, **document})
    assert made.status_code == 201, made.text
    return App(http, app_id=made.json()["appId"])


def connection(kind: str = "wechat:mobile", *people: dict[str, Any], **more: Any) -> dict[str, Any]:
    known = people or ({"code": "good", "accessToken": "good", "profile": ANN},)
    return {"type": kind, "id": "conn", "identities": list(known), **more}


@pytest.mark.parametrize(("kind", "path", "field"), WAYS)
@pytest.mark.parametrize("conn_id", ["conn", ""])
def test_every_way_makes_a_user_at_first_and_finds_it_again(
    http: httpx.Client, kind: str, path: str, field: str, conn_id: str
) -> None:
    app = a_pool(http, {"type": "other"}, connection(kind))
    answers = [app.post(f"/api/v2/ecConn/{path}", **{"connId": conn_id, field: "good"}) for _ in range(2)]
    assert [each["code"] for each in answers] == [200, 200], answers
    first, again = (each["data"] for each in answers)
    assert first["id"] == again["id"] and first["token"] != again["token"]
    assert (first["nickname"], first["photo"], first["loginsCount"], again["loginsCount"]) == (
        *("Ann", "https://x.test/ann.png"),
        *(1, 2),
    )
    assert first["registerSource"] == [f"social:{kind}"]
    (identity,) = first["identities"]
    assert (identity["openid"], identity["connectionId"], identity["isSocial"]) == ("ann", "conn", True)
    assert (identity["userId"], identity["userInfoInIdp"], identity["type"]) == (first["id"], ANN, "openid")
    app.token = first["token"]
    assert app.get("/api/v2/users/me")["data"]["identities"] == [identity]
    assert [each["identities"][0]["openid"] for each in app.users()] == ["ann"]
    wrong = app.post(f"/api/v2/ecConn/{path}", **{"connId": conn_id, field: "bad"})
    assert wrong["code"] == 400 and len(app.users()) == 1


def test_apples_code_comes_to_a_path_of_the_pool(http: httpx.Client) -> None:
    app = a_pool(http, connection("apple"))
    answer = app.post(f"/connection/social/apple/{app.pool_id}/callback?app_id={app.app_id}", code="good")
    assert answer["data"]["identities"][0]["provider"] == "apple"
    path = f"/connection/social/apple/{app.pool_id}/callback?app_id={app.app_id}"
    bare = enveloped(http.post(path, json={"code": "good"}))  # the query alone names the application
    assert bare["data"]["id"] == answer["data"]["id"]
    assert app.post(f"/connection/social/apple/{app.pool_id}/callback?app_id={app.app_id}", code="x")["code"] == 400
    assert app.post(f"/connection/social/apple/other/callback?app_id={app.app_id}", code="good")["code"] == 2224


@pytest.mark.parametrize(
    ("kind", "provider", "is_social"),
    [
        *(("wechat:mobile", "wechat", True), ("wechatwork:agency:mobile", "wechatwork", True)),
        *(("lark-public", "lark", True), ("github", "github", True)),
        *(("oidc", "oidc", False), ("azure-ad", "azure-ad", False)),
    ],
)
def test_an_identity_says_its_provider(http: httpx.Client, kind: str, provider: str, is_social: bool) -> None:
    app = a_pool(http, connection(kind), users=[{"username": "ci", "password": "1", "identities": [HAS]}])
    (identity,) = app.log_in("ci", "1")["identities"]
    assert (identity["provider"], identity["isSocial"], identity["userInfoInIdp"]) == (provider, is_social, ANN)


HAS = {"connectionId": "conn", "openid": "ann"}


def test_the_openid_may_be_a_unionid_a_sub_or_a_number(http: httpx.Client) -> None:
    people: list[dict[str, Any]] = [
        {"code": "u", "profile": {"unionid": "union", "openid": ""}},
        {"code": "s", "profile": {"sub": "subject", "openid": None}},
        {"code": "n", "profile": {"openid": 4711, "nickname": 5}},
        {"code": "none"},
    ]
    app = a_pool(http, connection("github:mobile", *people))
    made = [app.post("/api/v2/ecConn/github/authByCode", code=each["code"])["data"] for each in people]
    told = [(each["identities"][0]["openid"], each["identities"][0]["type"]) for each in made]
    assert told == [("union", "unionid"), ("subject", "sub"), ("4711", "openid"), ("github-mobile-4", "openid")]
    assert len({each["id"] for each in made}) == 4


def test_two_codes_of_one_openid_are_one_user_and_of_two_connections_are_two(http: httpx.Client) -> None:
    both = [{"code": "one", "profile": ANN}, {"code": "two", "profile": {"openid": "ann"}}]
    app = a_pool(http, connection("wechat:mobile", *both), connection("github:mobile") | {"id": "git"})
    one, two = (app.post("/api/v2/ecConn/wechatMobile/authByCode", code=each)["data"]["id"] for each in ("one", "two"))
    third = app.post("/api/v2/ecConn/github/authByCode", code="good")["data"]["id"]
    assert one == two != third


def test_a_user_who_has_the_providers_address_is_found(http: httpx.Client) -> None:
    people = [
        {"code": "phone", "profile": {"openid": "p", "phone": "+8613800138000"}},
        {"code": "email", "profile": {"openid": "e", "email": "ME@x.test"}},
        {"code": "new", "profile": {"openid": "n", "email": "new@x.test", "phone": "+447911123456"}},
    ]
    ann = {"id": "ann", "phone": "13800138000", "email": "me@x.test"}
    app = a_pool(http, connection("wechat:mobile", *people), users=[ann])
    found = [app.post("/api/v2/ecConn/wechatMobile/authByCode", code=each["code"])["data"] for each in people]
    assert [each["id"] for each in found[:2]] == ["ann", "ann"]
    assert [each["openid"] for each in found[1]["identities"]] == ["p", "e"]
    new = found[2]
    assert (new["email"], new["emailVerified"], new["phone"], new["phoneCountryCode"], new["phoneVerified"]) == (
        *("new@x.test", True),
        *("7911123456", "+44", True),
    )


def test_a_connection_that_is_not_there_is_refused_with_those_that_are(http: httpx.Client) -> None:
    app = a_pool(http, connection("github:mobile"))
    for conn_id, path in (("", "wechatMobile"), ("nobody", "github"), ("conn", "wechatMobile")):
        answer = app.post(f"/api/v2/ecConn/{path}/authByCode", connId=conn_id, code="good")
        assert answer["code"] == 400 and "github-mobile" in answer["message"], answer
    assert app.post("/api/v2/ecConn/github/authByCode", connId="github-mobile", code="good")["code"] == 200
    assert App(http).post("/api/v2/ecConn/github/authByCode", connId="conn", code="good")["code"] == 400


def test_another_pools_code_and_identity_are_nobodys(http: httpx.Client) -> None:
    one, two = a_pool(http, connection()), a_pool(http, connection())
    ids = {each.post("/api/v2/ecConn/wechatMobile/authByCode", code="good")["data"]["id"] for each in (one, two)}
    assert len(ids) == 2 and len(one.users()) == len(two.users()) == 1


def test_what_the_pool_forbids_is_forbidden_here_too(http: httpx.Client) -> None:
    users = [{"id": "ann", "blocked": True, "identities": [HAS]}]
    app = a_pool(http, connection(), settings={"registerDisabled": True}, users=users)
    assert app.post("/api/v2/ecConn/wechatMobile/authByCode", code="good")["code"] == 2005
    app.control("DELETE", f"/pools/{app.pool_id}/users/ann")
    assert app.post("/api/v2/ecConn/wechatMobile/authByCode", code="good")["code"] == 2031
    app.settings(registerDisabled=False)
    made = app.post("/api/v2/ecConn/wechatMobile/authByCode", code="good")["data"]
    app.control("PATCH", f"/pools/{app.pool_id}/users/{made['id']}", {"resetPasswordOnFirstLogin": True})
    assert app.post("/api/v2/ecConn/wechatMobile/authByCode", code="good")["code"] == 1639


def test_many_first_logins_of_one_person_make_one_user(server_url: str, http: httpx.Client) -> None:
    app = a_pool(http, connection("wechat:mobile", {"code": "good", "profile": {**ANN, "email": "ann@x.test"}}))

    def log_in(_: int) -> str:
        with httpx.Client(base_url=server_url, trust_env=False, verify=False) as client:
            answer = App(client, app_id=app.app_id).post("/api/v2/ecConn/wechatMobile/authByCode", code="good")
        return str(answer["data"]["id"])

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(log_in, range(16)))) == 1
    assert len(app.users()) == 1
