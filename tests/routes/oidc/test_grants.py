"""The other grants of the token endpoint, introspection and revocation."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty, refused, told, unsigned
from tests.sdk.page import DEMO_POOL_ID

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def test_a_refresh_gives_new_tokens_of_the_same_login(rp: RelyingParty) -> None:
    rp.log_in()
    first = rp.tokens()
    second = rp.refresh(first["refresh_token"]).json()
    assert list(second) == ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]
    assert {first[kind] for kind in ("access_token", "id_token", "refresh_token")}.isdisjoint(second.values())
    old, new = rp.verified(first["id_token"]), rp.verified(second["id_token"])
    assert (old["sub"], old["auth_time"]) == (new["sub"], new["auth_time"]) and "nonce" not in new
    assert rp.me(first["access_token"]).status_code == rp.me(second["access_token"]).status_code == 200


def test_a_rotated_refresh_token_used_again_kills_the_family(rp: RelyingParty) -> None:
    rp.log_in()
    first = rp.tokens()
    second = rp.refresh(first["refresh_token"]).json()
    assert refused(rp.refresh(first["refresh_token"])) == (400, "invalid_grant")
    assert refused(rp.refresh(second["refresh_token"])) == (400, "invalid_grant")
    assert refused(rp.me(second["access_token"])) == (401, "invalid_token")


def test_without_rotation_the_same_refresh_token_works_again_and_again(rp: RelyingParty) -> None:
    rp.app.settings(tokens={"rotateRefreshTokens": False})
    rp.log_in()
    token = rp.tokens()["refresh_token"]
    assert [rp.refresh(token).json()["refresh_token"] for _ in range(3)] == [token] * 3


def test_a_refresh_may_ask_for_less_but_not_for_more(rp: RelyingParty) -> None:
    rp.log_in()
    token = rp.tokens(scope="openid email offline_access")["refresh_token"]
    assert refused(rp.refresh(token, scope="openid phone")) == (400, "invalid_scope")
    less = rp.refresh(token, scope="openid").json()
    assert less["scope"] == "openid" and "email" not in unsigned(less["id_token"])
    assert rp.refresh(less["refresh_token"]).json()["scope"] == "openid email offline_access"


def test_a_password_gives_tokens_also_encrypted(rp: RelyingParty, rsa_encrypted: str) -> None:
    user = rp.has_user()
    for password in ("111111", rsa_encrypted):
        given = rp.token(grant_type="password", username="ci", password=password, scope="openid").json()
        assert rp.me(given["access_token"]).json() == {"sub": user["id"]}
    assert rp.app.users()[0]["loginsCount"] == 2


@pytest.mark.parametrize(
    ("user", "form"),
    [
        ({}, {"username": "ci", "password": "wrong"}),
        ({}, {"username": "nobody", "password": "111111"}),
        ({"blocked": True}, {"username": "ci", "password": "111111"}),
        ({"resetPasswordOnFirstLogin": True}, {"username": "ci", "password": "111111"}),
        ({"mfa": {"totpSecret": "JAPDSOAZLV4BG3RA"}}, {"username": "ci", "password": "111111"}),
    ],
    ids=["wrong password", "nobody", "locked", "must change the password", "second factor"],
)
def test_what_a_login_refuses_is_an_invalid_grant(
    rp: RelyingParty, user: dict[str, object], form: dict[str, str]
) -> None:
    rp.has_user(**user)
    assert refused(rp.token(grant_type="password", scope="openid", **form)) == (400, "invalid_grant")


def test_a_client_gets_a_token_for_itself_with_its_secret(rp: RelyingParty) -> None:
    given = rp.token(grant_type="client_credentials", scope="orders:read", client_secret=rp.secret).json()
    assert given.keys() == {"access_token", "expires_in", "scope", "token_type"} and given["scope"] == "orders:read"
    claims = rp.verified(given["access_token"])
    assert claims["sub"] == claims["aud"] == rp.app.app_id
    assert rp.introspect(given["access_token"])["active"] is True
    assert refused(rp.me(given["access_token"])) == (403, "insufficient_scope")
    assert rp.rest("/api/v2/users/me", given["access_token"])["code"] == 2020


def test_an_access_key_of_the_pool_is_a_client_too(demo: App) -> None:
    form = {"grant_type": "client_credentials", "client_id": DEMO_POOL_ID, "scope": "orders:read"}
    secret = "2f0c6b1d9a4e4c7d8b3a5e6f70819243"
    given = demo.http.post("/oidc/token", data=form | {"client_secret": secret})
    assert given.status_code == 200 and unsigned(given.json()["access_token"])["sub"] == DEMO_POOL_ID
    assert refused(demo.http.post("/oidc/token", data=form | {"client_secret": "x"})) == (401, "invalid_client")


def test_client_credentials_need_a_secret(rp: RelyingParty) -> None:
    assert refused(rp.token(grant_type="client_credentials")) == (401, "invalid_client")


def test_a_device_gets_its_tokens_once_somebody_agrees_elsewhere(rp: RelyingParty) -> None:
    user = rp.log_in()
    begun = rp.app.http.post("/oidc/device/auth", data={"client_id": rp.app.app_id, "scope": "openid"}).json()
    assert begun["verification_uri_complete"] == f"{begun['verification_uri']}?user_code={begun['user_code']}"
    form = {"grant_type": DEVICE, "device_code": begun["device_code"]}
    assert refused(rp.token(**form)) == (400, "authorization_pending")
    page = rp.browser.get("/oidc/device", params={"user_code": begun["user_code"].lower().replace("-", "")})
    assert page.status_code == 200 and "ci" in page.text
    decision = {"user_code": begun["user_code"], "decision": "agree"}
    assert rp.browser.post("/oidc/device", data=decision).status_code == 200
    given = rp.token(**form).json()
    assert rp.me(given["access_token"]).json() == {"sub": user["id"]}
    assert refused(rp.token(**form)) == (400, "invalid_grant")


def test_a_device_that_is_denied_is_told_so(rp: RelyingParty) -> None:
    rp.log_in()
    begun = rp.app.http.post("/oidc/device/auth", data={"client_id": rp.app.app_id}).json()
    rp.browser.post("/oidc/device", data={"user_code": begun["user_code"], "decision": "deny"})
    assert refused(rp.token(grant_type=DEVICE, device_code=begun["device_code"])) == (400, "access_denied")


def test_a_device_page_sends_who_is_not_logged_in_to_the_login_page_and_back(rp: RelyingParty) -> None:
    rp.has_user()
    begun = rp.app.http.post("/oidc/device/auth", data={"client_id": rp.app.app_id}).json()
    answer = rp.browser.post("/oidc/device", data={"user_code": begun["user_code"]})
    assert rp.page(answer) == "/login"
    query = dict(httpx.URL(answer.headers["location"]).params)
    answer = rp.browser.post("/login", data=query | {"account": "ci", "password": "111111"})
    assert rp.page(answer) == "/oidc/device"
    assert begun["user_code"] in rp.browser.get(answer.headers["location"]).text


def test_a_device_code_that_nobody_has_is_told_on_the_page(rp: RelyingParty) -> None:
    page = rp.browser.post("/oidc/device", data={"user_code": "XXXX-XXXX"}, headers={"accept-language": "en"})
    assert page.status_code == 200 and "No device is waiting" in page.text


def test_introspection_tells_of_a_living_token_and_needs_no_secret(rp: RelyingParty) -> None:
    user = rp.log_in()
    given = rp.tokens(scope="openid offline_access")
    told_of = rp.introspect(given["access_token"])
    claims = unsigned(given["access_token"])
    assert told_of == {
        "active": True,
        "sub": user["id"],
        "client_id": rp.app.app_id,
        "exp": claims["exp"],
        "iat": claims["iat"],
        "iss": claims["iss"],
        "jti": claims["jti"],
        "scope": "openid offline_access",
        "token_type": "Bearer",
    }
    assert rp.introspect(given["refresh_token"])["active"] is True


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_introspection_of_what_is_no_token_says_inactive(rp: RelyingParty, token: str) -> None:
    assert rp.introspect(token) == {"active": False}


def test_introspection_of_an_id_token_says_inactive(rp: RelyingParty) -> None:
    rp.log_in()
    assert rp.introspect(rp.tokens()["id_token"]) == {"active": False}


def test_introspection_with_a_wrong_secret_is_refused(rp: RelyingParty) -> None:
    form = {"client_id": rp.app.app_id, "client_secret": "x", "token": "y"}
    assert refused(rp.app.http.post("/oidc/token/introspection", data=form)) == (401, "invalid_client")


@pytest.mark.parametrize("as_json", [True, False])
def test_a_revoked_refresh_token_takes_all_that_came_from_it_along(rp: RelyingParty, as_json: bool) -> None:
    rp.log_in()
    given = rp.tokens()
    body = {"client_id": rp.app.app_id, "token": given["refresh_token"]}
    post = rp.app.http.post
    answer = post("/oidc/token/revocation", json=body) if as_json else post("/oidc/token/revocation", data=body)
    assert (answer.status_code, answer.json()) == (200, {})
    assert refused(rp.refresh(given["refresh_token"])) == (400, "invalid_grant")
    assert refused(rp.me(given["access_token"])) == (401, "invalid_token")


def test_a_revoked_access_token_leaves_the_refresh_token(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens()
    rp.app.http.post("/oidc/token/revocation", data={"client_id": rp.app.app_id, "token": given["access_token"]})
    assert rp.introspect(given["access_token"]) == {"active": False}
    assert rp.refresh(given["refresh_token"]).status_code == 200


def test_revoking_what_is_no_token_or_anothers_is_fine_and_ends_nothing(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens()
    for client, token in (("another-app-" + rp.app.app_id, given["refresh_token"]), (rp.app.app_id, "nonsense")):
        answer = rp.app.http.post("/oidc/token/revocation", data={"client_id": client, "token": token})
        assert answer.status_code == 200
    assert rp.refresh(given["refresh_token"]).status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "id_token"])
def test_validate_token_gives_the_claims_of_a_living_token(rp: RelyingParty, kind: str) -> None:
    rp.log_in()
    token = rp.tokens()[kind]
    for path in ("/api/v2/oidc/validate_token", "/api/oidc/validate_token"):
        assert rp.app.http.get(path, params={kind: token}).json() == unsigned(token)
    rp.rest("/api/v2/logout", token)
    said = rp.app.http.get("/api/v2/oidc/validate_token", params={kind: token}).json()
    assert (said["code"], said["message"]) == (400, f"{kind} 不合法")


def test_validate_token_says_what_is_malformed(rp: RelyingParty) -> None:
    said = rp.app.http.get("/api/v2/oidc/validate_token", params={"id_token": "x"}).json()
    assert (said["code"], said["message"]) == (400, "id_token 格式有误")


def test_a_new_password_ends_what_applications_were_let_do(rp: RelyingParty) -> None:
    user = rp.log_in()
    given = rp.tokens()
    rp.app.control("PATCH", f"/pools/{rp.app.pool_id}/users/{user['id']}", {"password": "222222"})
    assert refused(rp.me(given["access_token"])) == (401, "invalid_token")
    assert refused(rp.refresh(given["refresh_token"])) == (400, "invalid_grant")
    assert rp.page(rp.authorize()) == "/login"


def test_updating_the_password_keeps_the_login_that_asks(rp: RelyingParty) -> None:
    rp.log_in()
    mine, other = rp.tokens(), rp.tokens()
    headers = {"x-authing-app-id": rp.app.app_id, "authorization": f"Bearer {mine['access_token']}"}
    body = {"oldPassword": "111111", "newPassword": "222222"}
    assert rp.app.http.post("/api/v2/password/update", json=body, headers=headers).json()["code"] == 200
    assert rp.refresh(mine["refresh_token"]).status_code == 200
    assert refused(rp.refresh(other["refresh_token"])) == (400, "invalid_grant")


def test_a_deleted_account_takes_everything_along(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens()
    headers = {"x-authing-app-id": rp.app.app_id, "authorization": f"Bearer {given['access_token']}"}
    assert rp.app.http.delete("/api/v2/users/delete", headers=headers).json()["code"] == 200
    assert refused(rp.refresh(given["refresh_token"])) == (400, "invalid_grant")
    assert rp.page(rp.authorize()) == "/login"


def test_implicit_and_hybrid_answers_hold_what_was_asked_for(rp: RelyingParty) -> None:
    rp.log_in()
    for wanted in ("id_token", "token", "id_token token", "code id_token", "code token", "code id_token token"):
        answer = rp.authorize(response_type=wanted)
        assert "#" in answer.headers["location"]
        keys = set(told(answer)) - {"state", "token_type", "expires_in", "scope"}
        assert keys == {"access_token" if each == "token" else each for each in wanted.split()}, wanted
