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
