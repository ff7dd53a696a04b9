"""`POST /api/v3/signin` with a password, in the envelope of API v3."""

from __future__ import annotations

import base64
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.conftest import App
from tests.documented.checker import differences

ANN = {"username": "ann", "password": "111111", "email": "ann@x.test", "phone": "13800138000"}


def sign_in(app: App, payload: Any, options: Any = None, **more: Any) -> dict[str, Any]:
    """Signs in by a password; the envelope that comes back inside HTTP 200."""
    body = {"connection": "PASSWORD", "passwordPayload": payload, **more}
    return app.post("/api/v3/signin", **(body if options is None else {**body, "options": options}))


@pytest.mark.parametrize(
    "named",
    [{"account": "ann"}, {"account": "ANN@x.test"}, {"account": "13800138000"}, {"username": "ann"},
     {"email": "ann@x.test"}, {"phone": "+8613800138000"}],
    ids=str,
)  # fmt: skip
def test_tokens_are_given_to_who_is_named_by_any_of_four_keys(app: App, named: dict[str, str]) -> None:
    user = app.make_user(**ANN)
    answer = sign_in(app, {**named, "password": "111111"})
    assert (answer["statusCode"], answer["message"]) == (200, "") and "apiCode" not in answer
    assert differences("v3", "signInByCredentials", answer) == set()
    data = answer["data"]
    assert (data["token_type"], data["expire_in"], "refresh_token" in data) == ("Bearer", 1_209_600, False)
    claims = jwt.decode(data["id_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == (user["id"], app.app_id)


@pytest.mark.parametrize("named", [{"email": "ann"}, {"username": "ann@x.test"}, {"phone": "ann"}], ids=str)
def test_a_key_names_nobody_who_is_known_by_another(app: App, named: dict[str, str]) -> None:
    app.make_user(**ANN)
    answer = sign_in(app, {**named, "password": "111111"})
    assert answer == {"statusCode": 403, "message": "帐号或密码错误", "apiCode": 2333}


def test_the_tokens_are_those_of_openid_connect(app: App) -> None:
    app.make_user(**ANN)
    data = sign_in(app, {"account": "ann", "password": "111111"}, {"scope": "openid email offline_access"})["data"]
    assert data["scope"] == "openid email offline_access"
    me = app.http.get("/oidc/me", headers={"authorization": f"Bearer {data['access_token']}"}).json()
    assert me["email"] == "ann@x.test"
    form = {"grant_type": "refresh_token", "client_id": app.app_id, "refresh_token": data["refresh_token"]}
    assert app.http.post("/oidc/token", data=form).status_code == 200


def test_who_is_unknown_is_registered_where_the_client_asks_for_it(app: App) -> None:
    stranger = {"email": "new@x.test", "password": "111111"}
    assert sign_in(app, stranger)["apiCode"] == 2333
    assert sign_in(app, stranger, {"autoRegister": True})["statusCode"] == 200
    assert [user["email"] for user in app.users()] == ["new@x.test"]


def test_a_password_may_be_encrypted_with_the_servers_key(app: App) -> None:
    app.make_user(**ANN)
    pem = app.control("GET", "/info")["rsaPublicKeyPem"].encode()
    key = serialization.load_pem_public_key(pem)
    assert isinstance(key, rsa.RSAPublicKey)
    sent = base64.b64encode(key.encrypt(b"111111", padding.PKCS1v15())).decode()
    payload = {"account": "ann", "password": sent}
    assert sign_in(app, payload, {"passwordEncryptType": "rsa"})["statusCode"] == 200
    sm2 = app.call(
        "POST",
        "/api/v3/signin",
        {"connection": "PASSWORD", "passwordPayload": payload, "options": {"passwordEncryptType": "sm2"}},
    )
    assert sm2.status_code == 501 and "sm2" in sm2.json()["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "connection"),
        ({"connection": "MAGIC"}, "connection"),
        ({"connection": "PASSWORD"}, "passwordPayload"),
        ({"connection": "PASSWORD", "passwordPayload": {"account": "ann"}}, "passwordPayload.password"),
        ({"connection": "PASSWORD", "passwordPayload": {"account": 7, "password": "x"}}, "passwordPayload.account"),
        ({"connection": "PASSWORD", "passwordPayload": {"password": "x"}}, "passwordPayload.account"),
        ({"connection": "PASSWORD", "passwordPayload": {"account": "a\u0007", "password": "x"}}, "account"),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_by_the_fields_name(app: App, body: dict[str, Any], field: str) -> None:
    answer = app.post("/api/v3/signin", **body)
    assert answer["statusCode"] == 400 and field in answer["message"] and "apiCode" not in answer


@pytest.mark.parametrize("connection", ["LDAP", "AD"])
def test_a_connection_that_is_not_built_says_so(app: App, connection: str) -> None:
    answer = app.call("POST", "/api/v3/signin", {"connection": connection})
    assert (answer.status_code, answer.json()["code"]) == (501, 501) and connection in answer.json()["message"]
    assert answer.headers["x-mock-unimplemented"] == "true"


def test_a_client_shows_its_secret_in_the_body_or_by_basic(app: App) -> None:
    app.make_user(**ANN)
    payload = {"account": "ann", "password": "111111"}
    pool = app.control("GET", f"/pools/{app.pool_id}")
    right = {"client_id": pool["appId"], "client_secret": pool["appSecret"]}
    assert sign_in(app, payload, **right)["statusCode"] == 200
    assert sign_in(app, payload, **(right | {"client_secret": "wrong"}))["statusCode"] == 401
    body = {"connection": "PASSWORD", "passwordPayload": payload}
    basic = (pool["appId"], pool["appSecret"])
    assert app.http.post("/api/v3/signin", json=body, auth=basic).json()["statusCode"] == 200


def test_the_journal_and_faults_know_the_operation(app: App) -> None:
    app.make_user(**ANN)
    assert sign_in(app, {"account": "ann", "password": "wrong"})["apiCode"] == 2333
    (noted,) = app.control("GET", "/requests", userPoolId=app.pool_id, operation="signInByCredentials")["list"]
    assert (noted["operation"], noted["code"], noted["matched"]) == ("signInByCredentials", 2333, True)
    fault = {"userPoolId": app.pool_id, "operation": "signInByCredentials", "error": {"code": 2005}}
    app.control("POST", "/faults", fault)
    assert sign_in(app, {"account": "ann", "password": "111111"})["apiCode"] == 2005


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"conection": "PASSWORD"}, "conection"),
        ({"passwordPayload": {"account": "ann", "password": "111111", "acount": "ann"}}, "passwordPayload.acount"),
        ({"options": {"autoRegistr": True}}, "options.autoRegistr"),
    ],
)
def test_a_strict_pool_refuses_an_unknown_field_by_name(app: App, body: dict[str, Any], field: str) -> None:
    app.make_user(**ANN)
    right = {"connection": "PASSWORD", "passwordPayload": {"account": "ann", "password": "111111"}}
    assert app.post("/api/v3/signin", **right | body)["statusCode"] == 200
    app.settings(strict=True)
    answer = app.post("/api/v3/signin", **right | body)
    assert answer["statusCode"] == 400 and f" {field} " in answer["message"]
    assert app.post("/api/v3/signin", **right)["statusCode"] == 200
