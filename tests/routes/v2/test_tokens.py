"""The v2 token: a JWT that a second library reads, with the recorded claims in their order."""

from __future__ import annotations

import base64
import json
from typing import Any

import jwt
import pytest

from tests.conftest import App

# docs-facts.md 2.13, as recorded in 2021; `jti` is the mock's own.
CLAIMS = [
    *(
        "sub",
        "birthdate",
        "family_name",
        "gender",
        "given_name",
        "locale",
        "middle_name",
        "name",
        "nickname",
        "picture",
    ),
    *("preferred_username", "profile", "updated_at", "website", "zoneinfo", "address", "phone_number"),
    *("phone_number_verified", "email", "email_verified", "external_id", "unionid", "data", "userpool_id", "aud"),
    *("exp", "iat", "iss", "jti"),
]
DATA = [
    "type",
    "userPoolId",
    "appId",
    "id",
    "userId",
    "_id",
    "phone",
    "email",
    "username",
    "unionid",
    "openid",
    "clientId",
]


def _read(app: App) -> dict[str, Any]:
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    claims: dict[str, Any] = jwt.decode(str(app.token), secret, algorithms=["HS256"], audience=app.app_id)
    return claims


def test_a_second_library_verifies_the_token_with_the_applications_secret(app: App) -> None:
    user = app.logged_in_user(email="me@x.test", nickname="钢铁侠", phone="13800138000")
    claims = _read(app)
    assert claims["sub"] == user["id"] and claims["nickname"] == "钢铁侠"
    assert claims["data"]["userPoolId"] == claims["userpool_id"] == claims["data"]["clientId"] == app.pool_id
    assert claims["data"]["appId"] == app.app_id
    assert claims["iss"] == f"{str(app.http.base_url).rstrip('/')}/oidc"
    assert claims["phone_number"] == "13800138000" and claims["email_verified"] is False


def test_the_claims_stand_in_the_recorded_order(app: App) -> None:
    app.logged_in_user()
    payload = str(app.token).split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert list(claims) == CLAIMS
    assert list(claims["data"]) == DATA
    assert list(claims["address"]) == ["country", "postal_code", "region", "formatted"]


def test_the_header_says_hs256_and_jwt(app: App) -> None:
    app.logged_in_user()
    assert jwt.get_unverified_header(str(app.token)) == {"alg": "HS256", "typ": "JWT"}


def test_a_token_lives_fourteen_days_unless_the_pool_says_otherwise(app: App) -> None:
    user = app.logged_in_user()
    claims = _read(app)
    assert claims["exp"] - claims["iat"] == 1_209_600
    assert user["tokenExpiredAt"] > "2026"
    app.settings(tokens={"tokenTtlSeconds": 60})
    app.log_in("ci")
    claims = _read(app)
    assert claims["exp"] - claims["iat"] == 60


def test_no_two_tokens_are_equal(app: App) -> None:
    app.logged_in_user()
    tokens = {app.log_in("ci")["token"] for _ in range(20)}
    tokens |= {app.post("/api/v2/users/refresh-token")["data"]["token"] for _ in range(20)}
    assert len(tokens) == 40


def test_a_token_is_signed_with_the_secret_of_the_app_that_logged_in(app: App) -> None:
    app.make_user(username="ci", password="111111")
    second = App(app.http, headers={"x-authing-userpool-id": app.pool_id})
    second.log_in("ci")
    assert jwt.decode(str(second.token), options={"verify_signature": False})["aud"] == second.app_id
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(str(second.token), app.control("GET", f"/pools/{app.pool_id}")["appSecret"], algorithms=["HS256"])
    app.token = second.token
    assert app.get("/api/v2/users/me")["code"] == 200


def test_a_token_travels_in_a_form_unescaped(app: App) -> None:
    # iOS and Flutter put tokens into form bodies as they are.
    app.logged_in_user()
    assert not set(str(app.token)) & set("+&=%# ")
