"""One thing is wrong at a time: never a success, and always the protocol's own error."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.conftest import App
from tests.routes.oidc.conftest import REDIRECT_URI, RelyingParty, refused, told, unsigned


@pytest.fixture
def other(browser: httpx.Client, http: httpx.Client) -> RelyingParty:
    """An app of another pool."""
    return RelyingParty(App(http), browser)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"code": "x" * 32}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_grant"),
        ({"redirect_uri": f"{REDIRECT_URI}/"}, "invalid_grant"),
        ({"redirect_uri": REDIRECT_URI.upper()}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"client_id": "another-app"}, "invalid_grant"),
        ({"client_secret": "x" * 32}, "invalid_client"),
        ({"grant_type": "authorization-code"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
    ],
    ids=str,
)
def test_a_token_request_with_one_thing_wrong_is_refused_and_the_code_lives_on(
    rp: RelyingParty, form: dict[str, Any], expected: str
) -> None:
    rp.log_in()
    code = rp.code()
    wanted = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
    answer = rp.token(**wanted | {"code_verifier": "v" * 43} | form)
    assert refused(answer) == (401 if expected == "invalid_client" else 400, expected)
    assert answer.json()["error_description"] and answer.headers["cache-control"] == "no-store"
    assert rp.exchange(code).status_code == 200


def test_a_public_client_needs_pkce(rp: RelyingParty) -> None:
    rp.log_in()
    code = rp.code(code_challenge=None, code_challenge_method=None)
    assert refused(rp.exchange(code, code_verifier=None)) == (400, "invalid_grant")


def test_a_code_dies_after_ten_minutes(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    rp.log_in()
    young, old = rp.code(), rp.code()
    later(rp.app, 599)
    assert rp.exchange(young).status_code == 200
    later(rp.app, 601)
    assert refused(rp.exchange(old)) == (400, "invalid_grant")


def test_tokens_die_in_their_time(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    rp.app.settings(tokens={"accessTokenTtlSeconds": 60, "refreshTokenTtlSeconds": 120})
    rp.log_in()
    given = rp.tokens()
    later(rp.app, 61)
    assert refused(rp.me(given["access_token"])) == (401, "invalid_token")
    assert rp.introspect(given["access_token"]) == {"active": False}
    later(rp.app, 121)
    assert refused(rp.refresh(given["refresh_token"])) == (400, "invalid_grant")


def _resigned(token: str, key: Any, algorithm: str, headers: dict[str, Any] | None = None, **claims: Any) -> str:
    return jwt.encode({**unsigned(token), **claims}, key, algorithm=algorithm, headers=headers)


def _forgeries(rp: RelyingParty, token: str) -> dict[str, str]:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kid = rp.jwks()[0]["kid"]
    head, payload, signature = token.split(".")
    changed = base64.urlsafe_b64encode(json.dumps(unsigned(token) | {"scope": "openid admin"}).encode())
    return {
        "signature": f"{head}.{payload}.{signature[:-4]}AAAA",
        "claims": f"{head}.{changed.rstrip(b'=').decode()}.{signature}",
        "alg none": _resigned(token, "", "none"),
        "alg HS256 by the public key": _resigned(token, rp.jwks()[0]["n"], "HS256", {"kid": kid}),
        "alg HS256 by the secret": _resigned(token, rp.secret, "HS256", jti="0" * 32),
        "another key": _resigned(token, stranger, "RS256", {"kid": kid}),
        "another kid": _resigned(token, stranger, "RS256", {"kid": "another"}),
        "something appended": token + "x",
    }


@pytest.mark.parametrize(
    "how",
    [
        *("signature", "claims", "alg none", "alg HS256 by the public key", "alg HS256 by the secret"),
        *("another key", "another kid", "something appended"),
    ],
)
def test_a_forged_access_token_is_refused(rp: RelyingParty, how: str) -> None:
    rp.log_in()
    genuine = rp.tokens()["access_token"]
    forged = _forgeries(rp, genuine)[how]
    assert refused(rp.me(forged)) == (401, "invalid_token")
    assert rp.introspect(forged) == {"active": False}
    assert rp.rest("/api/v2/users/me", forged)["code"] == 2020
    assert rp.me(genuine).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [{"exp": 1_700_000_000}, {"aud": "another-app"}, {"jti": "0" * 32}, {"sub": "x", "jti": None}],
    ids=str,
)
def test_an_id_token_that_the_secrets_owner_forged_is_refused(rp: RelyingParty, claims: dict[str, Any]) -> None:
    rp.log_in()
    forged = _resigned(rp.tokens()["id_token"], rp.secret, "HS256", **claims)
    assert rp.rest("/api/v2/users/me", forged)["code"] == 2020


def test_tokens_of_another_pool_are_refused(rp: RelyingParty, other: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens()
    other.has_user(username="stranger")
    headers = {"x-authing-app-id": other.app.app_id, "authorization": f"Bearer {given['access_token']}"}
    assert refused(rp.app.http.get("/oidc/me", headers=headers)) == (401, "invalid_token")
    assert other.introspect(given["access_token"]) == {"active": False}
    assert refused(other.refresh(given["refresh_token"])) == (400, "invalid_grant")
    assert refused(other.exchange(rp.code())) == (400, "invalid_grant")
    form = {"grant_type": "http://authing.cn/oidc/grant_type/authing_token", "token": rp.user["token"]}
    assert refused(other.token(**form)) == (400, "invalid_grant")


def test_a_session_of_another_pool_is_no_login(rp: RelyingParty, other: RelyingParty) -> None:
    rp.log_in()
    assert rp.page(other.authorize()) == "/login"


@pytest.mark.parametrize("token", ["id_token", "refresh_token"])
def test_user_info_takes_access_tokens_alone(rp: RelyingParty, token: str) -> None:
    rp.log_in()
    answer = rp.me(rp.tokens()[token])
    assert refused(answer) == (401, "invalid_token")
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token"')
    assert refused(rp.me(rp.user["token"])) == (401, "invalid_token")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "kode"}, "unsupported_response_type"),
        ({"response_type": "code none"}, "unsupported_response_type"),
        ({"response_mode": "smoke"}, "invalid_request"),
        ({"response_type": "id_token", "response_mode": "query"}, "invalid_request"),
        ({"response_type": "id_token", "nonce": None}, "invalid_request"),
        ({"response_type": "id_token", "scope": "profile"}, "invalid_scope"),
        ({"code_challenge_method": "S512"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "please"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"request_uri": "https://x.test/r"}, "request_uri_not_supported"),
        ({"scope": ["openid", "email"]}, "invalid_request"),
        ({"nonce": ["a", "a"]}, "invalid_request"),
    ],
    ids=str,
)
def test_an_authorization_request_with_one_thing_wrong_is_told_by_the_redirect(
    rp: RelyingParty, params: dict[str, Any], expected: str
) -> None:
    rp.log_in()
    answer = told(rp.authorize(**params))
    assert answer["error"] == expected and answer["error_description"]
    assert answer["state"] == "st4te" and "code" not in answer


@pytest.mark.parametrize("uri", [None, "", "https://evil.test/cb", [REDIRECT_URI, REDIRECT_URI], f"{REDIRECT_URI}#x"])
def test_a_wrong_redirect_uri_is_told_on_a_page_and_nowhere_else(rp: RelyingParty, uri: Any) -> None:
    rp.log_in()
    answer = rp.authorize(redirect_uri=uri)
    assert answer.status_code == 400 and answer.headers["content-type"].startswith("text/html")
    assert "redirect_uri" in answer.text


def test_a_redirect_uri_that_almost_matches_is_refused_with_the_one_that_was_meant(http: httpx.Client) -> None:
    made = http.post("/_mock/pools", json={"applications": [{"redirectUris": ["https://shop.test/callback"]}]}).json()
    params = {"client_id": made["appId"], "response_type": "code", "scope": "openid", "ui_locales": "en"}
    for almost in ("https://shop.test/callback/", "https://shop.test/Callback", "https://shop.test/callback?x=1"):
        answer = http.get("/oidc/auth", params=params | {"redirect_uri": almost})
        assert answer.status_code == 400 and "did you mean https://shop.test/callback" in answer.text
    assert http.get("/oidc/auth", params=params | {"redirect_uri": "https://shop.test/callback"}).status_code == 303


@pytest.mark.parametrize(
    ("uri", "status"), [("https://shop.example/cb", 303), ("http://10.0.2.2:3000/", 303), ("my.app://cb", 400)]
)
def test_the_pool_may_let_any_redirect_uri_of_http_through(http: httpx.Client, uri: str, status: int) -> None:
    made = http.post("/_mock/pools", json={"settings": {"oidc": {"redirects": "any"}}}).json()
    params = {"client_id": made["appId"], "response_type": "code", "redirect_uri": uri, "scope": "openid"}
    assert http.get("/oidc/auth", params=params).status_code == status


def test_a_missing_or_malformed_client_is_told_on_a_page(rp: RelyingParty) -> None:
    for client_id in (None, "", "no such id!", ["a", "b"]):
        answer = rp.authorize(client_id=client_id)
        assert answer.status_code == 400 and answer.headers["content-type"].startswith("text/html")


def test_an_unknown_client_is_refused_where_the_server_says_so(strict_server: str) -> None:
    params = {"client_id": "nobody", "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": "openid"}
    answer = httpx.get(f"{strict_server}/oidc/auth", params=params)
    assert answer.status_code in (400, 401) and answer.headers["content-type"].startswith("text/html")
    form = {"grant_type": "refresh_token", "client_id": "nobody", "refresh_token": "x"}
    assert refused(httpx.post(f"{strict_server}/oidc/token", data=form)) == (401, "invalid_client")


def test_too_long_a_state_is_refused_by_the_redirect(rp: RelyingParty) -> None:
    rp.log_in()
    params = {"client_id": rp.app.app_id, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": "openid"}
    for answer in (
        rp.browser.get("/oidc/auth", params=params | {"state": "s" * 20_000}),
        rp.browser.post("/oidc/auth", data=params | {"state": "s" * 100_000}),
    ):
        said = told(answer)
        assert said["error"] == "invalid_request" and "state" in said["error_description"] and "state" not in said
    assert told(rp.authorize(state="s" * 8000))["state"] == "s" * 8000


def test_a_url_longer_than_http_servers_take_is_a_bad_request(rp: RelyingParty) -> None:
    connection = HTTPConnection(rp.app.http.base_url.host, rp.app.http.base_url.port)
    connection.request("GET", f"/oidc/auth?state={'s' * 100_000}")  # httpx sends no URL of that length
    assert connection.getresponse().status == 400
    connection.close()


@pytest.mark.parametrize(
    ("headers", "form"),
    [
        ({"authorization": "Basic !!!"}, {}),
        ({"authorization": "Basic " + base64.b64encode(b"nocolon").decode()}, {}),
        ({"authorization": "Basic " + base64.b64encode(b"\xff\xfe:x").decode()}, {}),
    ],
    ids=["not base64", "no colon", "not UTF-8"],
)
def test_basic_that_cannot_be_read_is_an_invalid_client(
    rp: RelyingParty, headers: dict[str, str], form: dict[str, str]
) -> None:
    answer = rp.token(grant_type="refresh_token", refresh_token="x", headers=headers, **form)
    assert refused(answer) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_two_ways_to_say_who_one_is_are_refused(rp: RelyingParty) -> None:
    basic = httpx.BasicAuth(rp.app.app_id, rp.secret)
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    answer = rp.app.http.post("/oidc/token", data=form | {"client_id": "another"}, auth=basic)
    assert refused(answer) == (400, "invalid_request")
    answer = rp.app.http.post("/oidc/token", data=form | {"client_secret": "another"}, auth=basic)
    assert refused(answer) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("method", "how", "works"),
    [
        ("client_secret_post", "post", True),
        ("client_secret_post", "basic", False),
        ("client_secret_post", "none", False),
        ("client_secret_basic", "basic", True),
        ("client_secret_basic", "post", False),
        ("none", "none", True),
        ("none", "post", True),
    ],
)
def test_an_application_may_demand_a_way_to_show_its_secret(
    http: httpx.Client, browser: httpx.Client, method: str, how: str, works: bool
) -> None:
    document = {"settings": {"oidc": {"redirects": "loopback"}}, "applications": [{"tokenEndpointAuthMethod": method}]}
    made = http.post("/_mock/pools", json=document).json()
    rp = RelyingParty(App(http, app_id=made["appId"]), browser)
    rp.log_in()
    code = rp.code()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI, "code_verifier": "v" * 43}
    if how == "basic":
        answer = http.post("/oidc/token", data=form, auth=httpx.BasicAuth(made["appId"], made["appSecret"]))
    else:
        secret = {"client_secret": made["appSecret"]} if how == "post" else {}
        answer = http.post("/oidc/token", data=form | {"client_id": made["appId"]} | secret)
    assert answer.status_code == (200 if works else 401), answer.text


def test_control_characters_and_repeated_parameters_are_refused(rp: RelyingParty) -> None:
    for body in (
        "grant_type=refresh_token&refresh_token=%00",
        "grant_type=password&grant_type=password",
        "grant_type=%ff",
        "grant_type=refresh_token&client_id=a&client_id=b&refresh_token=x",
    ):
        headers = {"content-type": "application/x-www-form-urlencoded", "x-authing-app-id": rp.app.app_id}
        answer = rp.app.http.post("/oidc/token", content=body, headers=headers)
        assert refused(answer) == (400, "invalid_request"), body


def test_a_token_endpoint_without_a_client_says_so(http: httpx.Client) -> None:
    answer = http.post("/oidc/token", data={"grant_type": "refresh_token", "refresh_token": "x"})
    assert refused(answer) == (400, "invalid_request")


def test_a_token_for_another_pools_application_is_nobodys(rp: RelyingParty, http: httpx.Client) -> None:
    rp.has_user()
    other = http.post("/_mock/pools", json={}).json()
    user = rp.app.control("GET", f"/pools/{rp.app.pool_id}/users")["list"][0]["id"]
    wanted = {"userPoolId": rp.app.pool_id, "userId": user, "kind": "access_token", "audience": other["appId"]}
    token = http.post("/_mock/tokens", json=wanted).json()["token"]
    bearer = {"authorization": f"Bearer {token}"}
    assert http.get("/oidc/me", headers=bearer).status_code == 401
    validated = http.get("/api/v2/oidc/validate_token", params={"access_token": token}).json()
    assert validated.get("code", 200) != 200, validated
    me = http.get("/api/v2/users/me", headers=bearer | {"x-authing-app-id": other["appId"]}).json()
    assert me["code"] == 2020
