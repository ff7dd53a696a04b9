"""A login that asks whose an identity is (1640, 1641, 2921), and the six ways to answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.routes.v2.test_social import a_pool, connection

WECHAT = "/api/v2/ecConn/wechatMobile"
PERSON = {"openid": "wx", "nickname": "Wei", "phone": "13800138000", "email": "wei@x.test"}
USERS: list[dict[str, Any]] = [
    {"id": "phone", "username": "phone", "password": "111111", "phone": "13800138000"},
    {"id": "email", "username": "email", "password": "111111", "email": "wei@x.test"},
    {"id": "third", "username": "third", "password": "111111", "email": "third@x.test", "phone": "13900139000"},
]


def asked(app: App, path: str = "authByCodeIdentity") -> dict[str, Any]:
    """A login that does not go on."""
    answer = app.post(f"{WECHAT}/{path}", connId="conn", code="good", appId=app.app_id, options={"scope": "openid"})
    assert answer["code"] in {1640, 1641, 2921}, answer
    return answer


def a_shop(http: httpx.Client, users: list[dict[str, Any]], *, bind_only: Any = False, **person: Any) -> App:
    one = {"code": "good", "profile": {"openid": "wx", "nickname": "Wei", **person}}
    return a_pool(http, connection("wechat:mobile", one, bindOnly=bind_only), users=users)


def test_one_who_is_known_is_let_in_at_once(http: httpx.Client) -> None:
    app = a_shop(http, [{"id": "u", "identities": [{"connectionId": "conn", "openid": "wx"}]}], bind_only=True)
    for path in ("authByCodeIdentity", "authByCode"):
        assert app.post(f"{WECHAT}/{path}", connId="conn", code="good")["data"]["id"] == "u"


@pytest.mark.parametrize(
    ("path", "bind_only", "person", "code", "accounts"),
    [
        ("authByCodeIdentity", False, {}, 1641, []),
        ("authByCodeIdentity", False, {"phone": "13800138000"}, 1641, ["phone"]),
        ("authByCodeIdentity", True, {}, 1640, []),
        ("authByCode", True, {}, 1640, []),
        ("authByCode", True, {"email": "wei@x.test"}, 1640, ["email"]),
        ("authByCodeIdentity", False, PERSON, 2921, ["phone", "email"]),
        ("authByCodeIdentity", True, PERSON, 2921, ["phone", "email"]),
        ("authByCode", False, PERSON, 2921, ["phone", "email"]),
    ],
)
def test_what_is_asked_depends_on_the_connection_and_on_whom_the_addresses_belong_to(
    http: httpx.Client, path: str, bind_only: bool, person: dict[str, Any], code: int, accounts: list[str]
) -> None:
    app = a_shop(http, USERS, bind_only=bind_only, **person)
    answer = asked(app, path)
    assert answer["code"] == code and set(answer["data"]) == {"key", "methods", "accounts"}
    assert [each["id"] for each in answer["data"]["accounts"]] == accounts
    assert {"phone-code", "email-code", "username-password"} <= set(answer["data"]["methods"])
    assert not any(None in each.values() for each in answer["data"]["accounts"])
    assert len(app.users()) == 3


Step = Callable[[App, str], dict[str, Any]]


def _by_account(app: App, key: str) -> dict[str, Any]:
    body = {"account": "third", "password": "111111", "key": key, "action": "bind-identity-by-password"}
    return app.post(f"{WECHAT}/byAccount", **body)


def _by_phone(app: App, key: str) -> dict[str, Any]:
    code = app.code_for("13900139000")
    body = {"phone": "13900139000", "code": code, "key": key, "action": "bind-identity-by-phone-code"}
    return app.post(f"{WECHAT}/byPhoneCode", **body, phoneCountryCode="+86")


def _by_email(app: App, key: str) -> dict[str, Any]:
    code = app.code_for("third@x.test")
    body = {"email": "third@x.test", "code": code, "key": key, "action": "bind-identity-by-email-code"}
    return app.post(f"{WECHAT}/byEmailCode", **body)


STEPS = pytest.mark.parametrize("step", [_by_account, _by_phone, _by_email])


@STEPS
@pytest.mark.parametrize("bind_only", [True, False])
def test_who_proves_to_be_a_user_gets_the_identity(http: httpx.Client, step: Step, bind_only: bool) -> None:
    app = a_shop(http, USERS, bind_only=bind_only)
    key = asked(app)["data"]["key"]
    answer = step(app, key)
    assert answer["code"] == 200 and answer["data"]["id"] == "third" and answer["data"]["token"]
    assert [each["openid"] for each in answer["data"]["identities"]] == ["wx"]
    assert app.post(f"{WECHAT}/authByCodeIdentity", connId="conn", code="good")["data"]["id"] == "third"
    assert step(app, key)["code"] == 400  # a key works once


def test_a_wrong_answer_leaves_the_key_good(http: httpx.Client) -> None:
    app = a_shop(http, USERS)
    key = asked(app)["data"]["key"]
    assert app.post(f"{WECHAT}/byAccount", account="third", password="wrong", key=key)["code"] == 2333
    assert app.post(f"{WECHAT}/byPhoneCode", phone="13900139000", code="9x", key=key)["code"] == 2001
    assert app.post(f"{WECHAT}/byPhoneCode", phone="1", code="9", key=key)["code"] == 500
    assert app.post(f"{WECHAT}/byEmailCode", email="third@x.test", code="", key=key)["code"] == 2001
    assert app.post(f"{WECHAT}/byAccountId", accountId="third", key=key)["code"] == 2004
    assert _by_account(app, key)["code"] == 200


def test_somebody_new_is_made_where_that_is_allowed(http: httpx.Client) -> None:
    app = a_shop(http, USERS, email="wei@x.test", phone="13700137000")
    key = asked(app)["data"]["key"]
    made = app.post(f"{WECHAT}/register", action="create-federation-account", key=key)["data"]
    # The address that is another's stays there.
    assert (made["nickname"], made["email"], made["phone"]) == ("Wei", None, "13700137000")
    assert made["registerSource"] == ["social:wechat:mobile"] and made["identities"][0]["openid"] == "wx"
    assert app.post(f"{WECHAT}/register", key=key)["code"] == 400
    assert app.post(f"{WECHAT}/authByCodeIdentity", connId="conn", code="good")["data"]["id"] == made["id"]


@pytest.mark.parametrize(("bind_only", "person", "code"), [(True, {}, 1640), (False, PERSON, 2921)])
def test_nobody_new_is_made_where_that_is_not(
    http: httpx.Client, bind_only: bool, person: dict[str, Any], code: int
) -> None:
    app = a_shop(http, USERS, bind_only=bind_only, **person)
    key = asked(app)["data"]["key"]
    assert app.post(f"{WECHAT}/register", key=key)["code"] == code and len(app.users()) == 3
    assert _by_account(app, key)["code"] == 200


@pytest.mark.parametrize("path", ["select", "byAccountId"])
@pytest.mark.parametrize("field", ["accountId", "account"])
def test_one_of_the_accounts_is_chosen_and_no_other(http: httpx.Client, path: str, field: str) -> None:
    app = a_shop(http, USERS, **PERSON)
    key = asked(app, "authByCode")["data"]["key"]
    for other in ("third", "nobody"):
        assert app.post(f"{WECHAT}/{path}", **{field: other, "key": key})["code"] == 2004
    assert "accountId" in app.post(f"{WECHAT}/{path}", key=key)["message"]
    assert app.post(f"{WECHAT}/{path}", **{field: "email", "key": key})["data"]["id"] == "email"
    assert app.post(f"{WECHAT}/authByCode", connId="conn", code="good")["data"]["id"] == "email"


def test_a_key_is_of_its_pool_and_of_its_time(http: httpx.Client, later: Callable[[App, int], None]) -> None:
    app, other = a_shop(http, USERS), a_shop(http, USERS)
    key = asked(app)["data"]["key"]
    assert _by_account(other, key)["code"] == 400
    later(app, 601)
    assert _by_account(app, key)["code"] == 400
    later(app, 0)
    assert _by_account(app, key)["code"] == 200


def test_of_two_keys_for_one_identity_the_second_cannot_give_it_to_another(http: httpx.Client) -> None:
    app = a_shop(http, USERS)
    keys = [asked(app)["data"]["key"] for _ in range(2)]
    assert _by_account(app, keys[0])["code"] == 200
    answer = app.post(f"{WECHAT}/byAccount", account="phone", password="111111", key=keys[1])
    assert answer["code"] == 2026
    assert app.post(f"{WECHAT}/register", key=keys[1])["data"]["id"] == "third"


def test_a_locked_user_gets_no_identity(http: httpx.Client) -> None:
    app = a_shop(http, [{**USERS[2], "blocked": True}])
    key = asked(app)["data"]["key"]
    assert _by_account(app, key)["code"] == 2005
    assert app.users()[0]["identities"] == []
