"""Where answers may go, and what the pages hold that bring them."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

import httpx
import pytest

from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty, told

ACTIVE = [
    "javascript://localhost/%250Aalert(1)",
    "JavaScript:alert(1)//localhost",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:http://localhost/1",
    "file://localhost/etc/passwd",
    "view-source:http://localhost/",
]
AMBIGUOUS = [
    "http://evil.example\\@127.0.0.1/cb",
    "http://127.0.0.1\\.evil.example/cb",
    "http://127.0.0.1:3000@evil.example/cb",
    "http://localhost%2f@evil.example/",
    "http:///evil.example/",
    "http:127.0.0.1/cb",
    "http://0x7f000001/cb",
    "//localhost/cb",
]
MODES = ["query", "fragment", "form_post", "web_message"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("uri", [*ACTIVE, *AMBIGUOUS])
def test_a_redirect_that_a_browser_runs_or_reads_otherwise_is_told_on_a_page(
    rp: RelyingParty, uri: str, mode: str
) -> None:
    rp.log_in()
    answer = rp.authorize(redirect_uri=uri, response_mode=mode, prompt="none")
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "<form" not in answer.text and "data-message" not in answer.text


@pytest.mark.parametrize("uri", [*ACTIVE, *AMBIGUOUS])
@pytest.mark.parametrize("redirects", ["registered", "any"])
def test_not_even_a_registered_one_is_taken(http: httpx.Client, uri: str, redirects: str) -> None:
    application = {"redirectUris": [uri], "logoutRedirectUris": [uri]}
    document = {"settings": {"oidc": {"redirects": redirects}}, "applications": [application]}
    app_id = http.post("/_mock/pools", json=document).json()["appId"]
    query = {"client_id": app_id, "response_type": "code", "scope": "openid", "prompt": "none"}
    for mode in MODES:
        answer = http.get("/oidc/auth", params=query | {"redirect_uri": uri, "response_mode": mode})
        assert (answer.status_code, "location" in answer.headers) == (400, False)
    logout = http.get("/oidc/session/end", params={"client_id": app_id, "post_logout_redirect_uri": uri})
    assert (logout.status_code, "location" in logout.headers) == (400, False)
    older = http.get("/login/profile/logout", params={"app_id": app_id, "redirect_uri": uri})
    assert (older.status_code, "location" in older.headers) == (400, False)


@pytest.mark.parametrize("uri", [*ACTIVE, *AMBIGUOUS])
def test_a_logout_of_nobody_leads_to_none_of_them(http: httpx.Client, uri: str) -> None:
    assert "location" not in http.get("/oidc/session/end", params={"post_logout_redirect_uri": uri}).headers
    assert "location" not in http.get("/login/profile/logout", params={"redirect_uri": uri}).headers


@pytest.mark.parametrize("uri", ["cn.guard://callback", "com.shop.app:/cb"])
def test_a_scheme_of_the_apps_own_is_taken_where_it_is_registered(http: httpx.Client, uri: str) -> None:
    document = {"applications": [{"redirectUris": [uri]}], "users": [{"username": "ci"}]}
    app_id = http.post("/_mock/pools", json=document).json()["appId"]
    query = {"client_id": app_id, "response_type": "code", "scope": "openid", "redirect_uri": uri}
    query |= {"prompt": "none", "login_hint": "ci"}
    assert http.get("/oidc/auth", params=query).headers["location"].startswith(f"{uri}?code=")
    for mode in ("form_post", "web_message"):
        answer = http.get("/oidc/auth", params=query | {"response_mode": mode})
        assert answer.headers["location"].startswith(uri)
        assert told(answer)["error"] == "invalid_request" and mode in told(answer)["error_description"]


@pytest.mark.parametrize("uri", ["capacitor://localhost/cb", "ionic://localhost", "tauri://localhost/x"])
def test_an_apps_own_pages_on_the_device_count_as_loopback(rp: RelyingParty, uri: str) -> None:
    rp.log_in()
    answer = rp.authorize(redirect_uri=uri, prompt="none")
    assert answer.status_code == 302 and answer.headers["location"].startswith(f"{uri}?code=")
    assert told(rp.authorize(redirect_uri=uri, response_mode="web_message"))["error"] == "invalid_request"


def test_another_scheme_on_localhost_does_not(rp: RelyingParty) -> None:
    assert rp.authorize(redirect_uri="cn.guard://localhost").status_code == 400


def _policy(answer: httpx.Response) -> dict[str, str]:
    parts = (each.strip().partition(" ") for each in answer.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("mode", ["form_post", "web_message"])
@pytest.mark.parametrize("is_logged_in", [True, False])
def test_the_page_of_an_answer_runs_its_own_script_alone_and_may_be_framed_by_the_application(
    rp: RelyingParty, mode: str, is_logged_in: bool
) -> None:
    if is_logged_in:
        rp.log_in()
    state = "</script><script>alert(1)</script>\"'>"
    answer = rp.authorize(response_mode=mode, prompt="none", state=state)
    policy = _policy(answer)
    (script,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy["script-src"] == f"'sha256-{digest}'" and policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "http://127.0.0.1:3000"
    assert "form-action" not in policy
    assert "alert" not in script
    assert state in unescape(answer.text).replace('\\"', '"')


@pytest.mark.parametrize(
    ("uri", "around"),
    [
        ("http://[::1]:3000/cb", "http:"),
        ("https://App.Localhost:443/cb;script-src%20*", "https://app.localhost"),
        ("http://localhost/cb", "http://localhost"),
    ],
)
def test_who_may_stand_around_an_answer_is_an_origin_and_no_more(rp: RelyingParty, uri: str, around: str) -> None:
    answer = rp.authorize(redirect_uri=uri, response_mode="web_message", prompt="none")
    assert _policy(answer)["frame-ancestors"] == around
    assert answer.headers["content-security-policy"].count("script-src") == 1


def test_no_page_of_the_login_may_be_framed(app: App) -> None:
    for path in ("/login", "/register", "/login/forgot", "/oidc/device", "/login/done", "/oidc/session/end"):
        answer = app.http.get(path, params={"app_id": app.app_id})
        assert answer.status_code == 200
        policy = _policy(answer)
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe-inline" not in policy["script-src"]
        (script,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy["script-src"]
        assert answer.headers["referrer-policy"] != "no-referrer"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST", "x.localhost", "127.0.0.2", "[::1]", "localhost."]
)
def test_no_page_of_the_mock_acts_upon_the_mock(rp: RelyingParty, host: str) -> None:
    """Its form would come from the mock's own origin, with the cookies of whoever looks on."""
    rp.has_user()
    port = rp.app.http.base_url.port
    uri = f"http://{host}:{port}/oidc/device?user_code=ABCD-EFGH&decision=agree"
    query = {
        "client_id": rp.app.app_id,
        "response_type": "code",
        "scope": "openid",
        "prompt": "none",
        "login_hint": "ci",
    }
    answer = rp.app.http.get("/oidc/auth", params=query | {"response_mode": "form_post", "redirect_uri": uri})
    assert answer.status_code == 400
    assert "<form" not in answer.text


def test_a_form_to_the_same_port_elsewhere_comes_from_nobodys_origin(rp: RelyingParty) -> None:
    rp.has_user()
    rp.app.settings(oidc={"redirects": "any"})
    query = {
        "client_id": rp.app.app_id,
        "response_type": "code",
        "scope": "openid",
        "prompt": "none",
        "login_hint": "ci",
    }
    port = rp.app.http.base_url.port
    for uri, policy in ((f"http://192.0.2.7:{port}/cb", "no-referrer"), ("http://192.0.2.7:3000/cb", None)):
        answer = rp.app.http.get("/oidc/auth", params=query | {"response_mode": "form_post", "redirect_uri": uri})
        assert answer.status_code == 200 and answer.headers.get("referrer-policy") == policy
