"""The authorization code flow, as iOS, Android, Flutter and any OpenID Connect library walk it."""

from __future__ import annotations

import hashlib
import time
from base64 import urlsafe_b64encode
from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.routes.oidc.conftest import REDIRECT_URI, SCOPE, RelyingParty, refused, told, unsigned


def _half(value: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(value.encode()).digest()[:16]).rstrip(b"=").decode()


def test_who_is_not_logged_in_is_sent_to_the_login_page_with_a_uuid(rp: RelyingParty) -> None:
    answer = rp.authorize()
    assert rp.page(answer) == "/login"
    assert "uuid=" in answer.headers["location"] and f"app_id={rp.app.app_id}" in answer.headers["location"]


def test_a_login_by_rest_is_accepted_by_the_authorization_endpoint(rp: RelyingParty) -> None:
    rp.log_in()
    answer = told(rp.authorize())
    assert answer.keys() == {"code", "state"} and answer["state"] == "st4te"


def test_registering_with_force_login_is_a_login_of_the_browser_too(rp: RelyingParty) -> None:
    rp.browser.post(
        "/api/v2/register/username",
        json={"username": "new", "password": "111111", "forceLogin": True},
        headers={"x-authing-app-id": rp.app.app_id},
    )
    assert "code" in told(rp.authorize())


def test_the_session_cookie_is_for_the_server_alone_and_has_no_equals_sign(rp: RelyingParty) -> None:
    rp.has_user()
    answer = rp.browser.post(
        "/api/v2/login/account",
        json={"account": "ci", "password": "111111"},
        headers={"x-authing-app-id": rp.app.app_id},
    )
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "Path=/" in cookie and "SameSite=Lax" in cookie
    assert "=" not in cookie.split(";")[0].partition("=")[2]


def test_a_code_gives_the_documented_token_answer(rp: RelyingParty) -> None:
    rp.log_in()
    answer = rp.exchange(rp.code())
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    given = answer.json()
    assert list(given) == ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]
    assert (given["expires_in"], given["token_type"], given["scope"]) == (1_209_600, "Bearer", SCOPE)


def test_without_offline_access_there_is_no_refresh_token(rp: RelyingParty) -> None:
    rp.log_in()
    assert rp.tokens(scope="openid").keys() == {"access_token", "expires_in", "id_token", "scope", "token_type"}


def test_without_openid_there_is_no_id_token(rp: RelyingParty) -> None:
    rp.log_in()
    assert rp.tokens(scope="profile").keys() == {"access_token", "expires_in", "scope", "token_type"}


def test_an_access_token_is_rs256_with_the_documented_claims(rp: RelyingParty) -> None:
    user = rp.log_in()
    claims = rp.verified(rp.tokens()["access_token"])
    assert list(claims) == ["jti", "sub", "iat", "exp", "scope", "iss", "aud"]
    assert (claims["sub"], claims["scope"]) == (user["id"], SCOPE)
    assert claims["exp"] - claims["iat"] == 1_209_600


@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_an_id_token_is_signed_as_the_pool_says_and_tells_what_the_scopes_give(
    rp: RelyingParty, algorithm: str
) -> None:
    rp.app.settings(tokens={"idTokenAlg": algorithm})
    user = rp.log_in(email="ci@x.test", phone="13800138000", nickname="Iron")
    before = int(time.time())
    given = rp.tokens()
    claims = rp.verified(given["id_token"])
    assert claims["sub"] == user["id"] and claims["nonce"] == "n0nce"
    assert claims["at_hash"] == _half(given["access_token"])
    assert claims["exp"] - claims["iat"] == 1_209_600 and abs(claims["auth_time"] - before) <= 5
    assert (claims["email"], claims["email_verified"]) == ("ci@x.test", False)
    assert (claims["phone_number"], claims["phone_number_verified"]) == ("13800138000", False)
    assert (claims["nickname"], claims["username"], claims["roles"]) == ("Iron", "ci", [])
    assert claims["extended_fields"] == {}
    assert set(claims["address"]) == {"country", "postal_code", "region", "formatted"}


def test_claims_are_those_of_the_scopes_and_no_other(rp: RelyingParty) -> None:
    rp.log_in(email="ci@x.test")
    given = rp.tokens(scope="openid email")
    about_token = {"nonce", "auth_time", "at_hash", "aud", "exp", "iat", "iss", "jti"}
    assert set(unsigned(given["id_token"])) == {"sub", "email", "email_verified"} | about_token
    assert rp.me(given["access_token"]).json().keys() == {"sub", "email", "email_verified"}


def test_lifetimes_are_settings(rp: RelyingParty) -> None:
    rp.app.settings(tokens={"accessTokenTtlSeconds": 60, "idTokenTtlSeconds": 120})
    rp.log_in()
    given = rp.tokens()
    access, identity = unsigned(given["access_token"]), unsigned(given["id_token"])
    assert given["expires_in"] == access["exp"] - access["iat"] == 60
    assert identity["exp"] - identity["iat"] == 120


def test_user_info_is_the_same_by_header_query_and_body(rp: RelyingParty) -> None:
    rp.log_in(email="ci@x.test")
    token = rp.tokens()["access_token"]
    http = rp.app.http
    answers = [
        rp.me(token),
        http.get("/oidc/me", headers={"authorization": token}),
        http.get("/oidc/me", params={"access_token": token}),
        http.post("/oidc/me", data={"access_token": token}),
        http.post("/oidc/me", headers={"authorization": f"Bearer {token}"}),
        http.get("/oauth/me", params={"access_token": token}),
    ]
    assert {each.status_code for each in answers} == {200}
    assert all(each.json() == answers[0].json() for each in answers)
    assert answers[0].json()["email"] == "ci@x.test"


@pytest.mark.parametrize("kind", ["access_token", "id_token"])
def test_rest_takes_the_tokens_of_openid_connect(rp: RelyingParty, kind: str) -> None:
    user = rp.log_in()
    token = rp.tokens()[kind]
    answer = rp.rest("/api/v2/users/me", token)
    assert (answer["code"], answer["data"]["id"], answer["data"]["token"]) == (200, user["id"], token)


@pytest.mark.parametrize("kind", ["access_token", "id_token"])
def test_logging_a_token_of_openid_connect_out_ends_it_and_no_other(rp: RelyingParty, kind: str) -> None:
    rp.log_in()
    given = rp.tokens()
    other = {"access_token": "id_token", "id_token": "access_token"}[kind]
    assert rp.rest("/api/v2/logout", given[kind])["code"] == 200
    assert rp.rest("/api/v2/users/me", given[kind])["code"] == 2020
    assert rp.rest("/api/v2/users/me", given[other])["code"] == 200
    assert rp.rest("/api/v2/users/me", rp.user["token"])["code"] == 200


def test_the_mobile_way_works_raw_scope_no_secret_and_prompt_consent(rp: RelyingParty) -> None:
    rp.log_in()
    code = rp.code(prompt="consent")
    body = (
        f"client_id={rp.app.app_id}&grant_type=authorization_code&code={code}&scope={SCOPE}"
        f"&prompt=consent&code_verifier={'v' * 43}&redirect_uri={REDIRECT_URI}"
    )
    headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = rp.app.http.post("/oidc/token", content=body, headers=headers)
    assert answer.status_code == 200 and answer.json()["refresh_token"]


def test_a_login_token_is_exchanged_whatever_the_verifier(rp: RelyingParty) -> None:
    user = rp.log_in()
    body = (
        f"client_id={rp.app.app_id}&grant_type=http://authing.cn/oidc/grant_type/authing_token&token={user['token']}"
        f"&scope={SCOPE}&prompt=consent&code_verifier=whatever&redirect_uri={REDIRECT_URI}"
    )
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = rp.app.http.post("/oidc/token", content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    given = answer.json()
    assert given["refresh_token"] and "token" not in given
    assert rp.me(given["access_token"]).json()["sub"] == user["id"]


def test_json_is_as_good_as_a_form(rp: RelyingParty) -> None:
    rp.log_in()
    form = {
        "client_id": rp.app.app_id,
        "grant_type": "authorization_code",
        "code": rp.code(),
        "redirect_uri": REDIRECT_URI,
        "code_verifier": "v" * 43,
    }
    assert rp.app.http.post("/oidc/token", json=form).status_code == 200


def test_plain_pkce_works_too(rp: RelyingParty) -> None:
    rp.log_in()
    code = rp.code(code_challenge="p" * 43, code_challenge_method="plain")
    assert rp.exchange(code, code_verifier="p" * 43).status_code == 200


@pytest.mark.parametrize("method", ["post", "basic"])
def test_a_client_with_its_secret_needs_no_pkce(rp: RelyingParty, method: str) -> None:
    rp.log_in()
    code = rp.code(code_challenge=None, code_challenge_method=None)
    form: dict[str, Any] = {"code_verifier": None}
    if method == "post":
        answer = rp.exchange(code, client_secret=rp.secret, **form)
    else:
        basic = httpx.BasicAuth(rp.app.app_id, rp.secret)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
        answer = rp.app.http.post("/oidc/token", data=form, auth=basic)
    assert answer.status_code == 200, answer.text


def test_the_app_id_may_be_in_the_header_alone(rp: RelyingParty) -> None:
    rp.log_in()
    refresh_token = rp.tokens()["refresh_token"]
    answer = rp.token(
        client_id=None,
        grant_type="refresh_token",
        redirect_uri="",
        refresh_token=refresh_token,
        headers={"x-authing-app-id": rp.app.app_id},
    )
    assert answer.status_code == 200, answer.text


def test_the_older_names_give_the_same(rp: RelyingParty) -> None:
    rp.log_in()
    answer = rp.browser.get(
        "/oauth/auth",
        params={
            "client_id": rp.app.app_id,
            "redirect_uri": REDIRECT_URI,
            "response_type": "code",
            "scope": "user",
            "state": "1",
        },
    )
    form = {"grant_type": "authorization_code", "code": told(answer)["code"], "redirect_uri": REDIRECT_URI}
    given = rp.token("/oauth/token", client_secret=rp.secret, **form).json()
    assert given["scope"] == "user" and "id_token" not in given


def test_a_code_works_once_and_its_second_use_revokes_what_the_first_gave(rp: RelyingParty) -> None:
    rp.log_in()
    code = rp.code()
    given = rp.exchange(code).json()
    assert refused(rp.exchange(code)) == (400, "invalid_grant")
    assert refused(rp.me(given["access_token"])) == (401, "invalid_token")
    assert refused(rp.refresh(given["refresh_token"])) == (400, "invalid_grant")
    assert rp.rest("/api/v2/users/me", given["id_token"])["code"] == 2020


def test_a_parameter_of_the_redirect_uri_is_kept(rp: RelyingParty) -> None:
    rp.log_in()
    answer = rp.authorize(redirect_uri=f"{REDIRECT_URI}?tenant=1")
    assert answer.headers["location"].startswith(f"{REDIRECT_URI}?tenant=1&code=")


def test_a_client_that_is_unknown_is_made_and_may_use_what_flutter_sends(app: App) -> None:
    uri = f"https://console.authing.cn/console/get-started/{app.app_id}"
    params = {"client_id": app.app_id, "redirect_uri": uri, "response_type": "code", "scope": "openid"}
    answer = app.http.get("/oidc/auth", params=params)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/login?")
