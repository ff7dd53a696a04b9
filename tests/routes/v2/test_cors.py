"""Browsers: JS v4 sends credentials, so the exact origin must come back."""

from __future__ import annotations

import pytest

from tests.conftest import App

ORIGINS = ["http://localhost:3000", "https://app.example.com", "null", "capacitor://localhost"]


@pytest.mark.parametrize("origin", ORIGINS)
def test_an_answer_to_a_browser_names_its_origin_and_allows_credentials(app: App, origin: str) -> None:
    app.logged_in_user()
    for answer in (
        app.call("GET", "/api/v2/users/me", headers={"origin": origin}),
        app.call("POST", "/api/v2/login/account", {"account": "ci", "password": "no"}, headers={"origin": origin}),
        app.call("GET", "/api/v2/nothing", headers={"origin": origin}),
        app.call("GET", "/api/v2/userpools", headers={"origin": origin}),
        app.call("POST", "/api/v2/users/me", headers={"origin": origin}),
    ):
        assert answer.headers["access-control-allow-origin"] == origin
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", ["/api/v2/login/account", "/api/v2/users/me", "/api/v2/upload", "/api/v2/nothing"])
def test_a_preflight_allows_every_header_that_an_sdk_sends(app: App, path: str, origin: str) -> None:
    wanted = "authorization,content-type,x-authing-app-id,x-authing-lang,x-authing-request-from,x-authing-sdk-version"
    answer = app.http.options(
        path,
        headers={
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": wanted,
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-credentials"] == "true"
    allowed = answer.headers["access-control-allow-headers"].replace(" ", "").lower().split(",")
    assert set(wanted.split(",")) <= set(allowed)
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_an_answer_is_the_same_with_and_without_an_origin(app: App) -> None:
    app.logged_in_user()
    for method, path, body in (
        ("GET", "/api/v2/users/me", None),
        ("POST", "/api/v2/udvs/get", {}),
        ("POST", "/api/v2/login/account", {"account": "ci"}),
        ("POST", "/api/v2/users/phone/unbind", {}),
        ("POST", "/api/v2/sms/send", {"phone": "1"}),
    ):
        plain = app.call(method, path, body)
        browser = app.call(method, path, body, headers={"origin": ORIGINS[0]})
        assert (plain.status_code, plain.json()) == (browser.status_code, browser.json())
        assert plain.headers["content-type"] == browser.headers["content-type"]
        assert plain.headers["cache-control"] == browser.headers["cache-control"]


def test_a_captchas_code_can_be_read_by_a_page(app: App) -> None:
    answer = app.http.get("/api/v2/security/captcha", headers={"origin": ORIGINS[0]})
    assert "x-mock-captcha-code" in answer.headers["access-control-expose-headers"].lower()
