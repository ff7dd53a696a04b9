"""`/api/v2/qrcode/…`, and its old name `/api/qrcode/…`: a browser shows a code, a phone confirms it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import segno
from PIL import Image

from tests.conftest import App
from tests.receiver import receiving

PATHS = ("/api/v2/qrcode", "/api/qrcode")
INVALID = {"code": 500, "message": "无效二维码"}


def shown(browser: App, path: str = PATHS[0], **more: Any) -> dict[str, Any]:
    """A new code, as the browser gets it."""
    answer = browser.post(f"{path}/gene", scene="APP_AUTH", **more)
    assert answer["code"] == 200, answer
    data: dict[str, Any] = answer["data"]
    return data


def status(browser: App, random: str) -> dict[str, Any]:
    """What the browser is told of its code."""
    answer = browser.get("/api/v2/qrcode/check", random=random)
    assert (answer["code"], answer["message"]) == (200, "查询二维码状态成功！")
    data: dict[str, Any] = answer["data"]
    return data


def confirmed(app: App, browser: App) -> str:
    """The ticket of a code that this app's user has confirmed."""
    random = shown(browser)["random"]
    for step in ("scanned", "confirm"):
        assert app.post(f"/api/v2/qrcode/{step}", random=random)["code"] == 200
    return str(status(browser, random)["ticket"])


@pytest.mark.parametrize("path", PATHS)
def test_a_code_that_a_phone_confirms_logs_the_browser_in(app: App, path: str) -> None:
    user = app.logged_in_user(nickname="Ann", photo="http://x.test/a.png")
    browser = app.another()
    code = shown(browser, path)
    assert set(code) == {"random", "expiresIn", "url", "customData"} and code["expiresIn"] == 120
    random = code["random"]
    waiting = {"random": random, "userInfo": {}, "status": 0, "ticket": None, "scannedUserId": None}
    assert browser.get(f"{path}/check", random=random)["data"] == waiting

    scanned = app.post(f"{path}/scanned", random=random)
    description = "二维码扫描确认成功"
    data = {"random": random, "status": 0, "description": description}
    assert scanned == {"code": 200, "message": description, "data": data}
    who = {"userInfo": {"nickname": "Ann", "photo": "http://x.test/a.png"}, "scannedUserId": user["id"]}
    assert browser.get(f"{path}/check", random=random)["data"] == waiting | who | {"status": 1}

    agreed = app.post(f"{path}/confirm", random=random)
    assert (agreed["message"], agreed["data"]["status"]) == ("授权登录成功", 1)
    seen = browser.get(f"{path}/check", random=random)["data"]
    assert seen == waiting | who | {"status": 2, "ticket": seen["ticket"]}

    answer = browser.call("POST", f"{path}/userinfo", {"ticket": seen["ticket"]})
    entered = answer.json()
    assert (entered["code"], entered["message"]) == (200, "换取用户信息成功")
    assert (entered["data"]["id"], entered["data"]["loginsCount"]) == (user["id"], 2)
    assert "authing_session" in answer.cookies
    browser.token = entered["data"]["token"]
    assert browser.get("/api/v2/users/me")["data"]["id"] == user["id"]
    assert status(browser, random)["ticket"] is None


def test_who_cancels_lets_nobody_in(app: App) -> None:
    app.logged_in_user()
    random = shown(app)["random"]
    app.post("/api/v2/qrcode/scanned", random=random)
    cancelled = app.post("/api/v2/qrcode/cancel", random=random)
    assert (cancelled["message"], cancelled["data"]["status"]) == ("取消授权成功", -1)
    assert (status(app, random)["status"], status(app, random)["ticket"]) == (3, None)
    for step in ("scanned", "confirm", "cancel"):
        assert app.post(f"/api/v2/qrcode/{step}", random=random) == INVALID


@pytest.mark.parametrize("step", ["confirm", "cancel"])
def test_a_code_must_be_scanned_first(app: App, step: str) -> None:
    app.logged_in_user()
    random = shown(app)["random"]
    answer = app.post(f"/api/v2/qrcode/{step}", random=random)
    assert answer == {"code": 500, "message": "二维码尚未被扫描，请先标记为已扫码"}
    assert status(app, random)["status"] == 0


@pytest.mark.parametrize("step", ["scanned", "confirm", "cancel"])
def test_only_who_is_logged_in_decides(app: App, step: str) -> None:
    random = shown(app)["random"]
    assert app.post(f"/api/v2/qrcode/{step}", random=random)["code"] == 2020


@pytest.mark.parametrize("step", ["scanned", "confirm", "cancel"])
def test_what_another_has_scanned_is_that_users_alone(app: App, step: str) -> None:
    app.logged_in_user()
    random = shown(app)["random"]
    app.post("/api/v2/qrcode/scanned", random=random)
    assert app.post("/api/v2/qrcode/scanned", random=random)["code"] == 200, "the same user may scan again"
    other = app.another()
    other.logged_in_user(username="eve")
    assert other.post(f"/api/v2/qrcode/{step}", random=random)["message"] == "二维码已被其他用户扫描"
    assert status(app, random)["status"] == 1


def test_another_pools_code_is_nobodys(app: App, http: httpx.Client) -> None:
    app.logged_in_user()
    ticket = confirmed(app, app.another())
    random = shown(app)["random"]
    stranger = App(http)
    stranger.logged_in_user()
    for step in ("scanned", "confirm", "cancel"):
        assert stranger.post(f"/api/v2/qrcode/{step}", random=random) == INVALID
    assert stranger.get("/api/v2/qrcode/check", random=random) == {"code": 2241, "message": "二维码不存在"}
    assert stranger.post("/api/v2/qrcode/userinfo", ticket=ticket)["code"] == 500
    url = shown(app)["url"].replace(app.pool_id, stranger.pool_id)
    assert http.get(url).status_code == 404


def test_a_code_expires_by_the_clock_of_its_pool(app: App, later: Callable[[App, int], None]) -> None:
    app.logged_in_user()
    random = shown(app)["random"]
    app.post("/api/v2/qrcode/scanned", random=random)
    later(app, 121)
    seen = status(app, random)
    assert (seen["status"], seen["ticket"]) == (-1, None)
    for step in ("scanned", "confirm", "cancel"):
        assert app.post(f"/api/v2/qrcode/{step}", random=random) == INVALID


def test_a_ticket_works_once_and_for_five_minutes(app: App, later: Callable[[App, int], None]) -> None:
    app.logged_in_user()
    over = {"code": 500, "message": "ticket 无效、已使用或已过期"}
    first, second = confirmed(app, app.another()), confirmed(app, app.another())
    assert app.post("/api/v2/qrcode/userinfo", ticket=first)["code"] == 200
    assert app.post("/api/v2/qrcode/userinfo", ticket=first) == over
    later(app, 301)
    assert app.post("/api/v2/qrcode/userinfo", ticket=second) == over
    assert app.post("/api/v2/qrcode/userinfo", ticket="nonsense") == over


def test_of_many_at_once_one_wins(app: App) -> None:
    app.logged_in_user()
    others = []
    for n in range(4):
        other = app.another()
        other.logged_in_user(username=f"u{n}")
        others.append(other)
    random = shown(app)["random"]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda each: each.post("/api/v2/qrcode/scanned", random=random)["code"], others))
    assert sorted(codes) == [200, 500, 500, 500]
    winner = others[codes.index(200)]
    with ThreadPoolExecutor(4) as pool:
        steps = ["confirm", "cancel"] * 2
        codes = list(pool.map(lambda step: winner.post(f"/api/v2/qrcode/{step}", random=random)["code"], steps))
    assert sorted(codes) == [200, 500, 500, 500]
    ticket = confirmed(app, app.another())
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda _: app.post("/api/v2/qrcode/userinfo", ticket=ticket)["code"], range(4)))
    assert sorted(codes) == [200, 500, 500, 500]


def test_who_is_locked_or_removed_meanwhile_does_not_come_in(app: App) -> None:
    user = app.logged_in_user()
    ticket = confirmed(app, app.another())
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    assert app.post("/api/v2/qrcode/userinfo", ticket=ticket)["code"] == 2005
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": False})
    app.log_in("ci")
    ticket = confirmed(app, app.another())
    app.control("DELETE", f"/pools/{app.pool_id}/users/{user['id']}")
    assert app.post("/api/v2/qrcode/userinfo", ticket=ticket)["code"] == 500


def pixels(picture: bytes) -> list[list[int]]:
    """The modules of a QR code in a PNG, 1 for a dark one, without the quiet zone."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    left, top, right, bottom = image.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    # The eye in the corner is seven modules wide.
    size = next(n for n in range(left, right) if image.getpixel((n, top)) == 255) - left
    step = size // 7
    middle = step // 2
    return [
        [int(image.getpixel((x, y)) == 0) for x in range(left + middle, right, step)]
        for y in range(top + middle, bottom, step)
    ]


@pytest.mark.parametrize("data", [None, {"shop": "徐家汇", "till": 7}, "a text", ["x" * 480]], ids=str)
def test_the_picture_says_what_apps_read(app: App, data: Any) -> None:
    code = shown(app) if data is None else shown(app, params=data)
    assert code["url"] == f"{app.http.base_url}/files/user-contentsqrcode/{app.pool_id}/{code['random']}.png"
    picture = app.http.get(code["url"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    listed = app.control("GET", "/qrcodes", userPoolId=app.pool_id)["list"][0]
    said = {
        "scene": "APP_AUTH",
        "random": code["random"],
        "userPoolId": app.pool_id,
        "createdAt": listed["createdAt"],
        "expireAt": listed["expiresAt"],
        "expiresIn": 120,
        "customData": {} if data is None else data,
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    drawn = segno.make(text, micro=False, error="l")
    assert pixels(picture.content) == [list(row) for row in drawn.matrix]


@pytest.mark.parametrize("scene", ["APP_AUTH", "WXAPP_AUTH", "WECHATMP_AUTH"])
def test_every_scene_that_sdks_send_has_codes(app: App, scene: str) -> None:
    assert app.post("/api/v2/qrcode/gene", scene=scene)["code"] == 200
    assert app.control("GET", "/qrcodes", userPoolId=app.pool_id)["list"][0]["scene"] == scene


@pytest.mark.parametrize("name", ["customData", "customeData", "params"])
@pytest.mark.parametrize("value", ["x" * 511, json.loads('{"a":' * 300 + "1" + "}" * 300)], ids=["long", "deep"])
def test_custom_data_that_no_code_can_hold_is_refused_by_its_name(app: App, name: str, value: Any) -> None:
    answer = app.post("/api/v2/qrcode/gene", scene="APP_AUTH", **{name: value})
    assert answer == {"code": 400, "message": f"请求参数 {name} 不合法：JSON 不能超过 512 字节"}
    assert app.control("GET", "/qrcodes", userPoolId=app.pool_id)["totalCount"] == 0


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("gene", {}, "scene"),
        ("gene", {"scene": "NONE"}, "scene"),
        ("gene", {"scene": 1}, "scene"),
        ("scanned", {}, "random"),
        ("confirm", {"random": ""}, "random"),
        ("cancel", {"random": ["x"]}, "random"),
        ("userinfo", {"ticket": "a\u0007"}, "ticket"),
    ],
)
def test_what_is_wrong_with_a_body_is_named(app: App, path: str, body: dict[str, Any], field: str) -> None:
    app.logged_in_user()
    answer = app.post(f"/api/v2/qrcode/{path}", **body)
    assert answer["code"] == 400 and field in answer["message"]


def test_a_picture_of_no_code_is_not_there(app: App) -> None:
    missing = app.http.get(f"/files/user-contentsqrcode/{app.pool_id}/{'0' * 32}.png")
    assert missing.status_code == 404
    assert app.get("/api/v2/qrcode/check", random="x" * 4000)["code"] == 2241
    assert app.get("/api/v2/qrcode/check")["code"] == 400


def test_guard_for_web_is_told_what_a_login_goes_on_with(app: App) -> None:
    user = app.logged_in_user()
    browser = app.another()
    guard = app.another(**{"x-authing-request-from": "Guard@4.5.42"})
    random = shown(guard)["random"]
    for step in ("scanned", "confirm"):
        app.post(f"/api/v2/qrcode/{step}", random=random)
    change = {"resetPasswordOnFirstLogin": True}
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", change)
    ticket = status(browser, random)["ticket"]
    assert ticket is not None, "others exchange it, and are told then"
    seen = status(guard, random)
    assert (seen["status"], seen["ticket"]) == (4, None)
    result = seen["scannedResult"]
    assert (result["code"], result["statusCode"], result["apiCode"]) == (1639, 302, 1639)
    body = {"token": result["data"]["token"], "password": "222222"}
    assert guard.post("/api/v2/users/password/reset-by-first-login-token", **body)["code"] == 200
    assert browser.post("/api/v2/qrcode/userinfo", ticket=ticket)["code"] == 500, "the login went on without it"


def test_guard_for_web_is_told_of_a_login_that_cannot_go_on(app: App) -> None:
    user = app.logged_in_user()
    guard = app.another(**{"x-authing-request-from": "Guard@4.5.42"})
    random = shown(guard)["random"]
    for step in ("scanned", "confirm"):
        app.post(f"/api/v2/qrcode/{step}", random=random)
    assert status(guard, random)["status"] == 2
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    seen = status(guard, random)
    assert (seen["status"], seen["scannedResult"]["code"]) == (5, 2005)


def confirmed_with_pipelines(app: App, url: str, **user: Any) -> tuple[App, str]:
    """Guard for web in a pool that asks before a login, and a code that was confirmed there."""
    scenes = ("PRE_AUTHENTICATION", "PRE_MFA_VERIFY")
    body = {
        "users": [{"id": "ci", **user}],
        "pipelines": [{"name": each, "scene": each, "url": url} for each in scenes],
    }
    guard = App(app.http, app.http.post("/_mock/pools", json=body).json()["appId"])
    guard.headers["x-authing-request-from"] = "Guard@4.5.42"
    random = shown(guard)["random"]
    guard.control("POST", f"/qrcodes/{random}/confirm", {"userId": "ci"})
    return guard, random


@pytest.mark.parametrize(
    ("answer", "told", "asked"),
    [
        ({}, (4, 1636), ["PRE_AUTHENTICATION", "PRE_MFA_VERIFY"]),
        ({"error": "no"}, (5, 603), ["PRE_AUTHENTICATION"]),
    ],
)
def test_where_guard_goes_on_with_a_second_factor_pipelines_are_asked_before(
    app: App, answer: dict[str, str], told: tuple[int, int], asked: list[str]
) -> None:
    with receiving(answer) as receiver:
        guard, random = confirmed_with_pipelines(app, receiver.url, mfa={"totpSecret": "JBSWY3DPEHPK3PXP"})
        seen = status(guard, random)
        assert (seen["status"], seen["scannedResult"]["code"], seen["ticket"]) == (*told, None)
        assert [receiver.next().json()["context"]["scene"] for _ in asked] == asked and receiver.is_silent()


def test_pipelines_are_asked_once_where_the_ticket_is_exchanged(app: App) -> None:
    with receiving({}) as receiver:
        guard, random = confirmed_with_pipelines(app, receiver.url)
        ticket = status(guard, random)["ticket"]
        assert receiver.is_silent()
        assert guard.post("/api/v2/qrcode/userinfo", ticket=ticket)["code"] == 200
        assert receiver.next().json()["context"]["scene"] == "PRE_AUTHENTICATION" and receiver.is_silent()
