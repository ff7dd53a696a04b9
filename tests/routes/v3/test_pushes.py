"""API v3: login by push."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import jwt
import pytest

from tests.conftest import App
from tests.documented.checker import differences

INVALID = {"statusCode": 400, "message": "推送码无效、已处理或已过期"}


def pushed(browser: App, account: str = "ci", **options: Any) -> str:
    """The id of a new push."""
    answer = browser.post("/api/v3/signin-by-push", account=account, **({"options": options} if options else {}))
    assert differences("v3", "signInByPush", answer) == set()
    assert answer["data"]["expireTime"] == 120
    return str(answer["data"]["pushCodeId"])


def change(phone: App, push: str, action: str, how: str = "change") -> dict[str, Any]:
    """How a phone answers a push."""
    return phone.post(f"/api/v3/{how}-pushcode-status", pushCodeId=push, action=action)


def status(browser: App, push: str) -> dict[str, Any]:
    """What has become of a push."""
    answer = browser.get("/api/v3/check-pushcode-status", pushCodeId=push)
    assert differences("v3", "checkPushCodeStatus", answer) == set()
    data: dict[str, Any] = answer["data"]
    return data


@pytest.mark.parametrize("how", ["change", "set"])
@pytest.mark.parametrize("account", ["ci", "ci@x.test", "13800138000"])
def test_a_push_that_a_phone_confirms_gives_tokens_once(app: App, how: str, account: str) -> None:
    user = app.logged_in_user(email="ci@x.test", phone="13800138000")
    browser = app.another()
    push = pushed(browser, account, scope="openid profile")
    assert status(browser, push) == {"status": "PUSHED"}
    done: dict[str, Any] = {"statusCode": 200, "message": ""}
    assert change(app, push, "CONFIRM", how) == (done | {"data": {"success": True}} if how == "set" else done)
    seen = status(browser, push)
    assert seen["status"] == "AUTHORIZED" and seen["tokenSet"]["scope"] == "openid profile"
    claims = jwt.decode(seen["tokenSet"]["id_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == (user["id"], app.app_id)
    # What Guard for web asks next.
    browser.token = seen["tokenSet"]["access_token"]
    assert browser.get("/api/v2/users/me/info")["data"]["id"] == user["id"]
    assert status(browser, push) == {"status": "AUTHORIZED"}
    assert change(app, push, "CANCEL", how) == INVALID


def test_who_cancels_lets_nobody_in(app: App) -> None:
    app.logged_in_user()
    push = pushed(app)
    assert change(app, push, "CANCEL")["statusCode"] == 200
    assert status(app, push) == {"status": "CANCELLED"}
    assert change(app, push, "CONFIRM") == INVALID


def test_a_push_is_its_users_alone(app: App, http: httpx.Client) -> None:
    app.make_user(username="ci", password="111111")
    push = pushed(app)
    assert change(app, push, "CONFIRM")["apiCode"] == 2020
    app.logged_in_user(username="eve")
    stranger = App(http)
    stranger.logged_in_user()
    for other in (app, stranger):
        assert change(other, push, "CONFIRM") == change(other, push, "CANCEL", "set") == INVALID
        body = {"pushCodeId": push, "appId": app.app_id}
        assert other.post("/api/v3/get-pushlogin-relation-apps", **body) == INVALID
    assert stranger.get("/api/v3/check-pushcode-status", pushCodeId=push) == INVALID
    assert status(app, push) == {"status": "PUSHED"}
    assert app.post("/api/v3/signin-by-push", account="nobody")["apiCode"] == 2004


def test_a_push_expires_by_the_clock_of_its_pool(app: App, later: Callable[[App, int], None]) -> None:
    app.logged_in_user()
    waiting, authorized = pushed(app), pushed(app)
    change(app, authorized, "CONFIRM")
    later(app, 121)
    assert status(app, waiting) == status(app, authorized) == {"status": "EXPIRED"}
    assert change(app, waiting, "CONFIRM") == INVALID


def test_of_many_at_once_one_gets_the_tokens(app: App) -> None:
    app.logged_in_user()
    push = pushed(app)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: change(app, push, "CONFIRM")["statusCode"], range(4)))
    assert sorted(answers) == [200, 400, 400, 400]
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(lambda _: app.get("/api/v3/check-pushcode-status", pushCodeId=push), range(4)))
    assert sum("tokenSet" in each.get("data", {}) for each in seen) == 1


def test_who_is_locked_meanwhile_does_not_come_in(app: App) -> None:
    user = app.logged_in_user()
    push = pushed(app)
    change(app, push, "CONFIRM")
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    assert app.get("/api/v3/check-pushcode-status", pushCodeId=push)["apiCode"] == 2005


def cids(app: App) -> Any:
    """The devices to which the newest push went."""
    return app.control("GET", "/pushes", userPoolId=app.pool_id)["list"][0]["cids"]


def test_a_push_goes_to_the_devices_that_its_user_has_bound(app: App) -> None:
    app.logged_in_user()
    pushed(app)
    assert cids(app) == []
    done = {"statusCode": 200, "message": ""}
    for cid in ("first", "second", "first"):
        assert app.post("/api/v3/user-bind-app", cid=cid) == done
    other = app.another()
    other.logged_in_user(username="eve")
    assert other.post("/api/v3/user-bind-app", cid="hers") == done
    pushed(app)
    assert cids(app) == ["first", "second"]
    assert app.post("/api/v3/user-unbind-app", cid="first") == done
    assert app.post("/api/v3/user-unbind-app", cid="hers") == done
    pushed(app)
    assert cids(app) == ["second"]
    pushed(app, "eve")
    assert cids(app) == ["hers"]


@pytest.mark.parametrize("path", ["user-bind-app", "user-unbind-app"])
def test_a_device_is_bound_by_who_is_logged_in_and_has_an_id(app: App, path: str) -> None:
    assert app.post(f"/api/v3/{path}", cid="x")["apiCode"] == 2020
    app.logged_in_user()
    for body in ({}, {"cid": ""}, {"cid": 1}, {"cid": None}, {"cid": "x" * 5000}, {"cid": "a\u0001"}):
        assert app.post(f"/api/v3/{path}", **body) == {"statusCode": 400, "message": "参数 cid 格式错误"}


def test_every_application_of_the_pool_may_authorize_a_push(app: App) -> None:
    app.logged_in_user()
    push = pushed(app)
    answer = app.post("/api/v3/get-pushlogin-relation-apps", pushCodeId=push, appId=app.app_id)
    assert differences("v3", "getPushLoginRelationApps", answer) == set()
    assert answer["data"] == {"appIds": [app.app_id]}
    assert app.post("/api/v3/get-pushlogin-relation-apps", pushCodeId=push, appId="another") == INVALID


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("signin-by-push", {}, "account"),
        ("signin-by-push", {"account": "ci", "options": {"scope": 1}}, "options.scope"),
        ("change-pushcode-status", {"pushCodeId": "x", "action": "SCAN"}, "action"),
        ("set-pushcode-status", {"action": "CONFIRM"}, "pushCodeId"),
        ("get-pushlogin-relation-apps", {"pushCodeId": "x"}, "appId"),
    ],
)
def test_what_is_wrong_with_a_body_is_named(app: App, path: str, body: dict[str, Any], field: str) -> None:
    assert app.post(f"/api/v3/{path}", **body) == {"statusCode": 400, "message": f"参数 {field} 格式错误"}
