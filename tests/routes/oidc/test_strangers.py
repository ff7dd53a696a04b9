"""What the control API keeps from pages of foreign origins, no page of the login gives them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App

EVIL = "http://evil.example"
FOREIGN = [
    EVIL,
    "null",
    "file://",
    "http://127.0.0.1.evil.example",
    "http://localhost@evil.example",
    "chrome-extension://abc",
]
HINT = {"response_type": "code token", "scope": "openid", "prompt": "none", "login_hint": "ci", "state": "s"}


def pool(http: httpx.Client, settings: dict[str, Any] | None = None, **application: Any) -> str:
    """The app id of a new pool with the user `ci`."""
    document = {
        "settings": {"oidc": {"redirects": "loopback"}} | (settings or {}),
        "applications": [{"id": uuid.uuid4().hex[:24], **application}],
        "users": [{"username": "ci", "password": "111111", "email": "ci@x.test"}],
    }
    made = http.post("/_mock/pools", json=document)
    assert made.status_code == 201, made.text
    return str(made.json()["appId"])


@pytest.fixture
def app_id(http: httpx.Client) -> str:
    return pool(http)


def asked(http: httpx.Client, app_id: str, **headers: str) -> list[httpx.Response]:
    """The three doors: the list of users, a code that was just sent, a token without a password."""
    code = {"app_id": app_id, "tab": "email-code", "step": "send", "address": "ci@x.test"}
    query = {"client_id": app_id, "redirect_uri": "http://localhost:1/", "response_mode": "web_message", **HINT}
    if "authing_session" in http.cookies:
        http.cookies.delete("authing_session")
    return [
        http.get("/login", params={"app_id": app_id}, headers=headers),
        http.post("/login/code", data=code, headers=headers),
        http.get("/oidc/auth", params=query, headers=headers),
    ]


def given(answers: list[httpx.Response]) -> list[bool]:
    """Which of them gave what they have."""
    users, code, token = answers
    return ["ci@x.test" in users.text, "data-value=" in code.text, "access_token&quot;:" in token.text]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_gets_neither_users_nor_codes_nor_tokens(http: httpx.Client, app_id: str, origin: str) -> None:
    answers = asked(http, app_id, origin=origin)
    assert given(answers) == [False, False, False]
    assert all("access-control-allow-origin" not in each.headers for each in answers)
    assert all("origin" in each.headers["vary"].lower() for each in answers)


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:5173", "capacitor://localhost"])
def test_a_page_of_this_machine_gets_them_all(http: httpx.Client, app_id: str, origin: str) -> None:
    answers = asked(http, app_id, origin=origin)
    assert given(answers) == [True, True, True]
    assert all(each.headers["access-control-allow-origin"] == origin for each in answers)


@pytest.mark.parametrize(
    "application",
    [
        {"redirectUris": ["https://shop.example/callback?x=1"]},
        {"redirectUris": [], "logoutRedirectUris": ["https://shop.example/bye"]},
        {"redirectUris": [], "allowedOrigins": ["https://shop.example:443"]},
    ],
)
def test_an_origin_that_the_application_knows_gets_them_and_its_neighbours_do_not(
    http: httpx.Client, application: dict[str, Any]
) -> None:
    app_id = pool(http, **application)
    answers = asked(http, app_id, origin="https://shop.example")
    assert given(answers) == [True, True, True]
    assert all(each.headers["access-control-allow-origin"] == "https://shop.example" for each in answers)
    for other in ("http://shop.example", "https://shop.example:444", "https://a.shop.example"):
        assert given(asked(http, app_id, origin=other)) == [False, False, False]
    assert given(asked(http, pool(http), origin="https://shop.example")) == [False, False, False]


def test_with_any_redirect_every_page_of_http_is_known_and_no_other(http: httpx.Client) -> None:
    app_id = pool(http, {"oidc": {"redirects": "any"}})
    assert given(asked(http, app_id, origin=EVIL)) == [True, True, True]
    assert given(asked(http, app_id, origin="null")) == [False, False, False]


def test_naming_a_lenient_application_too_opens_no_strict_one(http: httpx.Client, app_id: str) -> None:
    lenient = pool(http, {"oidc": {"redirects": "any"}})
    strict_pool = http.get(f"/api/v2/applications/{app_id}/public-config").json()["data"]["userPoolId"]
    for query in ({"client_id": lenient, "app_id": app_id}, {"client_id": lenient, "userpool_id": strict_pool}):
        answer = http.get("/login", params=query, headers={"origin": EVIL})
        assert "ci@x.test" not in answer.text
        assert "access-control-allow-origin" not in answer.headers


FORMS = ["/login", "/login/code", "/login/as", "/login/mfa", "/login/first-password", "/login/forgot", "/register"]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", FORMS)
def test_a_form_from_a_foreign_page_is_refused(http: httpx.Client, app_id: str, path: str, origin: str) -> None:
    form = {"app_id": app_id, "account": "ci", "password": "111111", "step": "register", "address": "new@x.test"}
    refused = http.post(path, data=form, headers={"origin": origin})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert "allowedOrigins" in refused.text


def test_two_origins_are_none(http: httpx.Client, app_id: str) -> None:
    headers = [("origin", "http://localhost:3000"), ("origin", EVIL)]
    form = {"app_id": app_id, "account": "ci", "password": "111111"}
    assert http.post("/login", data=form, headers=headers).status_code == 403
    assert http.post("/login", data=form, headers=headers[::-1]).status_code == 403
    assert http.get("/_mock/outbox", headers=headers).status_code == 403


@pytest.mark.parametrize("header", ["x-http-method-override", "x-method-override", "x-http-method"])
def test_no_header_makes_a_get_a_form(http: httpx.Client, app_id: str, header: str) -> None:
    query = {"app_id": app_id, "account": "ci", "password": "111111", "_method": "POST"}
    assert "set-cookie" not in http.get("/login", params=query, headers={header: "POST"}).headers


def test_a_form_without_an_origin_and_one_of_the_servers_own_pages_are_taken(http: httpx.Client, app_id: str) -> None:
    form = {"app_id": app_id, "account": "ci", "password": "111111"}
    own = str(http.base_url).rstrip("/")
    for headers in ({}, {"origin": own}, {"origin": "http://genauth:8400", "host": "genauth:8400"}):
        assert http.post("/login", data=form, headers=headers).status_code == 303
    elsewhere = {"origin": "http://genauth:8400", "host": "genauth:9000"}
    assert http.post("/login", data=form, headers=elsewhere).status_code == 403
    forwarded = {"origin": EVIL, "x-forwarded-host": "evil.example", "x-forwarded-proto": "http"}
    assert http.post("/login", data=form, headers=forwarded).status_code == 403


def test_a_device_and_a_consent_are_not_confirmed_by_a_foreign_page(http: httpx.Client) -> None:
    app_id = pool(http, {"oidc": {"consent": "ask", "redirects": "loopback"}})
    http.post("/login", data={"app_id": app_id, "account": "ci", "password": "111111"})
    code = http.post("/oidc/device/auth", data={"client_id": app_id}).json()["user_code"]
    decide = {"user_code": code, "decision": "agree"}
    assert http.post("/oidc/device", data=decide, headers={"origin": EVIL}).status_code == 403
    query = {"client_id": app_id, "redirect_uri": "http://localhost/", "response_type": "code", "scope": "openid"}
    waiting = httpx.URL(http.get("/oidc/auth", params=query).headers["location"]).params["uuid"]
    for act in ("confirm", "abort"):
        path = f"/interaction/oidc/{waiting}/{act}"
        assert http.post(path, headers={"origin": EVIL}).status_code == 403
        assert http.post(path, headers={"origin": "null"}).status_code == 403
    assert http.post("/oidc/device", data=decide).status_code == 200
    assert http.post(f"/interaction/oidc/{waiting}/confirm").status_code == 302


def test_an_application_may_begin_a_login_by_a_form_of_its_own(http: httpx.Client, app_id: str) -> None:
    form = {"client_id": app_id, "redirect_uri": "http://localhost/", "response_type": "code", "scope": "openid"}
    assert http.post("/oidc/auth", data=form, headers={"origin": EVIL}).status_code == 303
    assert http.post("/oidc/session/end", data={"client_id": app_id}, headers={"origin": EVIL}).status_code == 200


@pytest.mark.parametrize("origin", [EVIL, "null"])
@pytest.mark.parametrize("path", ["/login", "/login/code", "/register", "/oidc/auth", "/interaction/oidc/x/confirm"])
def test_a_foreign_page_that_asks_whether_it_may_is_told_no(
    http: httpx.Client, app_id: str, path: str, origin: str
) -> None:
    asks = {"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "x-a"}
    for more in ({}, {"access-control-request-private-network": "true"}):
        answer = http.options(path, params={"app_id": app_id}, headers=asks | more)
        assert answer.status_code == 400
        assert not [name for name in answer.headers if name.startswith("access-control-allow")]


def test_a_known_page_that_asks_is_told_yes(http: httpx.Client) -> None:
    app_id = pool(http, allowedOrigins=["https://shop.example"])
    asks = {"origin": "https://shop.example", "access-control-request-method": "POST"}
    for name in ("app_id", "client_id"):
        answer = http.options("/login", params={name: app_id}, headers=asks)
        assert answer.headers["access-control-allow-origin"] == "https://shop.example"


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/api/v2/users/me",
            "/graphql/v2",
            "/interaction/authFlow",
            "/oidc/token",
            "/oidc/me",
            "/oidc/token/revocation",
        ),
        *("/oidc/.well-known/openid-configuration", "/oidc/.well-known/jwks.json", "/cas/session", "/oidc/device/auth"),
    ],
)
@pytest.mark.parametrize("origin", [EVIL, "null"])
def test_what_sdks_speak_answers_every_origin_with_credentials(http: httpx.Client, path: str, origin: str) -> None:
    answer = http.get(path, headers={"origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-credentials"] == "true"


@pytest.fixture(scope="module")
def guarded() -> Iterator[httpx.Client]:
    """A server with a control token."""
    with (
        ThreadedServer(Settings(port=0, control_token="s3cret", demo=False)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        yield client


TOKEN = {"authorization": "Bearer s3cret"}


@pytest.fixture
def guarded_id(guarded: httpx.Client) -> str:
    guarded.headers = httpx.Headers(TOKEN)
    made = pool(guarded)
    guarded.headers = httpx.Headers()
    guarded.cookies.clear()
    return made


def test_with_a_control_token_users_codes_and_hints_need_it(guarded: httpx.Client, guarded_id: str) -> None:
    assert given(asked(guarded, guarded_id)) == [False, False, False]
    assert given(asked(guarded, guarded_id, authorization="Bearer wrong")) == [False, False, False]
    assert given(asked(guarded, guarded_id, **TOKEN)) == [True, True, True]
    # As for the control API, the token is good from anywhere; what a script may read is another matter.
    elsewhere = asked(guarded, guarded_id, origin=EVIL, **TOKEN)
    assert given(elsewhere) == [True, True, True]
    assert all("access-control-allow-origin" not in each.headers for each in elsewhere)


def test_with_a_control_token_one_click_needs_it_and_a_password_or_code_does_not(
    guarded: httpx.Client, guarded_id: str
) -> None:
    pool_id = guarded.get(f"/api/v2/applications/{guarded_id}/public-config").json()["data"]["userPoolId"]
    user_id = guarded.get(f"/_mock/pools/{pool_id}/users", headers=TOKEN).json()["list"][0]["id"]
    click = {"app_id": guarded_id, "user_id": user_id}
    refused = guarded.post("/login/as", data=click)
    assert "set-cookie" not in refused.headers and "--control-token" in refused.text
    assert guarded.post("/login/as", data=click, headers=TOKEN).status_code == 303
    form = {"app_id": guarded_id, "account": "ci", "password": "111111"}
    assert guarded.post("/login", data=form).status_code == 303
    send = {"app_id": guarded_id, "tab": "email-code", "address": "ci@x.test"}
    guarded.post("/login/code", data=send | {"step": "send"})
    message = guarded.get("/_mock/outbox", params={"userPoolId": pool_id}, headers=TOKEN).json()["list"][0]
    assert guarded.post("/login/code", data=send | {"step": "login", "code": message["code"]}).status_code == 303


def test_the_token_that_was_typed_in_the_console_is_good_for_the_pages_of_the_same_browser(
    guarded: httpx.Client, guarded_id: str
) -> None:
    assert guarded.put("/_mock/ui/token").status_code == 401
    typed = guarded.put("/_mock/ui/token", headers=TOKEN)
    assert typed.status_code == 204
    cookie = typed.headers["set-cookie"]
    assert "SameSite=strict" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "s3cret" not in cookie
    assert given(asked(guarded, guarded_id)) == [True, True, True]
    assert given(asked(guarded, guarded_id, origin=EVIL)) == [False, False, False]
    assert guarded.get("/_mock/info").status_code == 200
    assert guarded.get("/_mock/info", headers={"origin": EVIL}).status_code == 403
    own = str(guarded.base_url).rstrip("/")
    assert guarded.post("/_mock/pools", json={}, headers={"origin": own}).status_code == 201
    guarded.cookies.set("genauth_mock_control", "s3cret")
    guarded.cookies.delete("genauth_mock_control", domain="127.0.0.1")
    assert guarded.get("/_mock/info", headers={"cookie": "genauth_mock_control=s3cret"}).status_code == 401


def test_the_pool_decides_whether_the_code_is_shown(http: httpx.Client) -> None:
    app_id = pool(http, {"oidc": {"showCodes": False, "redirects": "loopback"}})
    assert given(asked(http, app_id)) == [True, False, True]


def test_a_wrong_origin_in_the_document_is_refused_by_name(http: httpx.Client) -> None:
    for wrong in ("https://shop.example/path", "*", "null", "shop.example", "javascript:alert(1)", "http://a@b"):
        refused = http.post("/_mock/pools", json={"applications": [{"allowedOrigins": [wrong]}]})
        assert refused.status_code == 400
        assert refused.json()["error"]["field"] == "applications[0].allowedOrigins[0]"


def test_a_hint_of_an_unknown_user_is_refused_to_strangers_as_that_of_a_known_one(
    http: httpx.Client, app_id: str
) -> None:
    query = {"client_id": app_id, "redirect_uri": "http://localhost:1/", "response_mode": "query", **HINT}
    query["response_type"] = "code"
    known, unknown = (
        http.get("/oidc/auth", params=query | {"login_hint": hint}, headers={"origin": EVIL}).headers["location"]
        for hint in ("ci", "nobody")
    )
    assert known == unknown and "login_required" in known


def test_a_demo_app_keeps_its_list_for_this_machine(demo: App) -> None:
    page = demo.http.get("/login", params={"app_id": demo.app_id}, headers={"origin": EVIL})
    assert "user_id" not in page.text
