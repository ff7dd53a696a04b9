"""Rate limits and the captcha, where a pool has `limits: documented`."""

from __future__ import annotations

import io
import re

import httpx
import pytest
from PIL import Image

from tests.conftest import App

LOGIN = "/api/v2/login/account"
ANDROID = "/api/v2/security/captcha?r=0123456789&userpool_id=pool"
IOS = "/api/v2/security/captcha"


@pytest.fixture
def limited(app: App) -> App:
    """An app of a pool with the documented limits, and a user."""
    app.settings(limits="documented")
    app.make_user(username="ci", password="111111", phone="13800138000")
    return app


def _fail(app: App, times: int) -> None:
    for _ in range(times):
        assert app.post(LOGIN, account="ci", password="wrong")["code"] == 2333


def _shown(answer: httpx.Response) -> tuple[str, str]:
    """The code that a captcha shows, and its cookie."""
    cookie = answer.headers["set-cookie"].split(";")[0]
    return answer.headers["x-mock-captcha-code"], cookie


def test_without_limits_nothing_is_limited(app: App) -> None:
    app.make_user(username="ci", password="111111")
    _fail(app, 6)
    app.log_in("ci")
    for n in range(5):
        assert app.post("/api/v2/register/username", username=f"u{n}", password="strong")["code"] == 200
        assert app.post("/api/v2/sms/send", phone="13800138000")["code"] == 200


def test_a_code_is_sent_once_a_minute_for_an_address_and_scene(limited: App) -> None:
    mail = {"email": "a@x.test", "scene": "VERIFY_CODE"}
    assert [limited.post("/api/v2/email/send", **mail)["code"] for _ in range(2)] == [200, 2080]
    assert limited.post("/api/v2/email/send", **mail | {"email": "A@X.test"})["code"] == 2080
    assert limited.post("/api/v2/email/send", **mail | {"scene": "RESET_PASSWORD"})["code"] == 200
    assert limited.post("/api/v2/email/send", **mail | {"email": "b@x.test"})["code"] == 200
    assert [limited.post("/api/v2/sms/send", phone="13800138000")["code"] for _ in range(2)] == [200, 2080]
    assert limited.control("GET", "/outbox", userPoolId=limited.pool_id)["totalCount"] == 4


def test_a_fourth_registration_is_refused_and_stores_nobody(limited: App) -> None:
    codes = [limited.post("/api/v2/register/username", username=f"u{n}", password="s")["code"] for n in range(4)]
    assert codes == [200, 200, 200, 2100]
    code = limited.code_for("13900139000")
    body = {"phone": "13900139000", "code": code, "autoRegister": True}
    assert limited.post("/api/v2/login/phone-code", **body)["code"] == 2100
    assert len(limited.users()) == 4


def test_refused_registrations_do_not_count(limited: App) -> None:
    for _ in range(5):
        assert limited.post("/api/v2/register/username", username="ci", password="s")["code"] == 2026
    assert limited.post("/api/v2/register/username", username="new", password="s")["code"] == 200


def test_the_fourth_login_after_three_wrong_ones_needs_a_captcha(limited: App) -> None:
    _fail(limited, 3)
    for password in ("wrong", "111111"):
        answer = limited.post(LOGIN, account="ci", password=password)
        assert answer["code"] == 2000 and "data" not in answer


def test_two_wrong_logins_are_forgotten_by_a_right_one(limited: App) -> None:
    _fail(limited, 2)
    limited.log_in("ci")
    _fail(limited, 3)


@pytest.mark.parametrize("path", [ANDROID, IOS])
@pytest.mark.parametrize("ending", ["", ";", "; ", "; sid=xyz; "])
def test_a_right_captcha_lets_the_login_through(limited: App, path: str, ending: str) -> None:
    _fail(limited, 3)
    code, cookie = _shown(limited.http.get(path))
    limited.http.cookies.clear()
    body = {"account": "ci", "password": "111111", "captchaCode": code.upper()}
    answer = limited.call("POST", LOGIN, body, headers={"cookie": f"other=1; {cookie}{ending}".strip()})
    assert answer.json()["code"] == 200
    limited.another().log_in("ci")


def test_a_wrong_captcha_or_none_is_refused_and_each_counts_once(limited: App) -> None:
    _fail(limited, 3)
    code, cookie = _shown(limited.http.get(ANDROID))
    limited.http.cookies.clear()
    right = {"account": "ci", "password": "111111", "captchaCode": code}
    assert limited.call("POST", LOGIN, right).json()["code"] == 2000
    assert limited.call("POST", LOGIN, right, headers={"cookie": "captcha=unknown"}).json()["code"] == 2000
    wrong = {**right, "captchaCode": "----"}
    assert limited.call("POST", LOGIN, wrong, headers={"cookie": cookie}).json()["code"] == 2000
    assert limited.call("POST", LOGIN, right, headers={"cookie": cookie}).json()["code"] == 2000


def test_with_a_captcha_a_wrong_password_is_2333_again(limited: App) -> None:
    _fail(limited, 3)
    code, cookie = _shown(limited.http.get(IOS))
    limited.http.cookies.clear()
    body = {"account": "ci", "password": "wrong", "captchaCode": code}
    assert limited.call("POST", LOGIN, body, headers={"cookie": cookie}).json()["code"] == 2333


def test_a_captcha_code_where_none_is_due_is_ignored(limited: App) -> None:
    body = {"account": "ci", "password": "111111", "captchaCode": "abcd"}
    assert limited.post(LOGIN, **body)["code"] == 200


def test_android_gets_an_svg_and_ios_a_png(app: App) -> None:
    svg = app.http.get(ANDROID)
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert "".join(re.findall(r">(\w)</text>", svg.text)) == svg.headers["x-mock-captcha-code"]
    png = app.http.get(IOS)
    assert png.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(png.content)) as picture:
        assert picture.format == "PNG" and picture.width >= 100
    assert svg.headers["cache-control"] == png.headers["cache-control"] == "no-store"


def test_the_cookies_value_has_no_equals_sign(app: App) -> None:
    # Android keeps only the part up to the next one.
    _, cookie = _shown(app.http.get(ANDROID))
    assert cookie.count("=") == 1


def test_one_pools_wrong_logins_are_not_anothers(limited: App) -> None:
    _fail(limited, 3)
    other = App(limited.http)
    other.settings(limits="documented")
    other.logged_in_user()
