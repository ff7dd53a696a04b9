"""`/_mock/captchas`, and what the contract says of captchas."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.conftest import App

CAPTCHA = "/api/v2/security/captcha"
LOGIN = "/api/v2/login/account"


@pytest.fixture
def limited(app: App) -> App:
    """An app whose next login needs a captcha."""
    app.make_user(username="ci", password="111111")
    app.settings(limits="documented")
    for _ in range(3):
        assert app.post(LOGIN, account="ci", password="wrong")["code"] == 2333
    app.http.cookies.clear()
    return app


def shown(http: httpx.Client) -> dict[str, Any]:
    """A captcha that is shown now, as the control API tells of it."""
    code = http.get(CAPTCHA).headers["x-mock-captcha-code"]
    listed = http.get("/_mock/captchas").json()["list"]
    # Other tests have captchas shown by the same server.
    return next(each for each in listed if each["text"] == code and each["id"] == http.cookies["captcha"])


def of_id(http: httpx.Client, captcha_id: str) -> dict[str, Any]:
    """What is told of a captcha now."""
    return next(each for each in http.get("/_mock/captchas").json()["list"] if each["id"] == captcha_id)


def answered(app: App, captcha: dict[str, Any], cookie: str | None = None) -> int:
    """The code of a login that answers a captcha, with its cookie unless another is given."""
    body = {"account": "ci", "password": "111111", "captchaCode": captcha["text"]}
    headers = {"cookie": f"captcha={captcha['id']}" if cookie is None else cookie}
    return int(app.call("POST", LOGIN, body, headers=headers).json()["code"])


def test_what_a_captcha_says_is_listed_newest_first(http: httpx.Client) -> None:
    first, second = shown(http), shown(http)
    assert first.keys() == {"id", "text", "createdAt", "usedAt"} and first["usedAt"] is None
    ids = [each["id"] for each in http.get("/_mock/captchas").json()["list"]]
    assert ids.index(second["id"]) < ids.index(first["id"])
    page = http.get("/_mock/captchas", params={"limit": 1}).json()
    assert len(page["list"]) == 1 and page["totalCount"] >= 2


def test_a_captcha_is_of_the_server_by_the_wall_clock(app: App) -> None:
    app.control("PUT", "/clock", {"offsetSeconds": 864_000}, userPoolId=app.pool_id)
    made = datetime.fromisoformat(shown(app.http)["createdAt"])
    assert abs(datetime.now(UTC) - made) < timedelta(minutes=1)


def test_a_captcha_answers_once_and_is_told_as_used(limited: App) -> None:
    captcha = shown(limited.http)
    assert answered(limited, captcha) == 200
    used = of_id(limited.http, captcha["id"])
    assert used["usedAt"] >= used["createdAt"] and used["text"] == captcha["text"]
    for _ in range(3):
        limited.post(LOGIN, account="ci", password="wrong")
    assert answered(limited, captcha) == 2000


def test_a_wrong_answer_uses_a_captcha_up_too(limited: App) -> None:
    captcha = shown(limited.http)
    assert answered(limited, {**captcha, "text": "----"}) == 2000
    assert of_id(limited.http, captcha["id"])["usedAt"] is not None
    assert answered(limited, captcha) == 2000


def test_a_captcha_is_not_taken_without_its_own_cookie(limited: App) -> None:
    captcha, other = shown(limited.http), shown(limited.http)
    assert answered(limited, captcha, cookie="") == 2000
    assert of_id(limited.http, captcha["id"])["usedAt"] is None
    assert answered(limited, captcha, cookie=f"captcha={other['id']}") == 2000
    assert answered(limited, captcha) == 200


def test_one_of_many_logins_at_once_gets_in_by_a_captcha(limited: App) -> None:
    captcha = shown(limited.http)
    limited.control("PATCH", f"/pools/{limited.pool_id}/users/{limited.users()[0]['id']}", {"password": "other"})
    with ThreadPoolExecutor(8) as threads:
        codes = list(threads.map(lambda _: answered(limited, captcha), range(8)))
    # The password is wrong: who was let through to it is told so, all others to answer a captcha.
    assert sorted(codes) == [2000] * 7 + [2333]


def test_ios_gets_a_png_and_android_an_svg_and_no_cookie_holds_an_equals_sign(http: httpx.Client) -> None:
    ios, android = http.get(CAPTCHA), http.get(CAPTCHA, params={"r": "0123456789", "userpool_id": "p"})
    assert ios.headers["content-type"] == "image/png" and ios.content.startswith(b"\x89PNG")
    assert android.headers["content-type"] == "image/svg+xml" and android.text.startswith("<svg")
    for answer in (ios, android):
        name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
        assert name == "captcha" and value and "=" not in value


def test_an_unknown_parameter_is_refused_by_name(http: httpx.Client) -> None:
    answer = http.get("/_mock/captchas", params={"userPoolId": "x"})
    assert answer.status_code == 400 and "userPoolId" in answer.text
