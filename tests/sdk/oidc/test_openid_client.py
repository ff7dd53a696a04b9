"""npm openid-client 6, a certified client, unmodified, in Node; its tokens verified by npm jose through the JWKS."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sdk.oidc.conftest import CALLBACK, Register, Registered

RS256 = {"tokens": {"idTokenAlg": "RS256"}}


def journey(node: str, app: Registered, name: str, **settings: Any) -> Any:
    settings = {"authentication": "post", "idTokenAlg": "HS256"} | settings
    return app.run(node, "js/openid_client.mjs", journey=name, **settings)


@pytest.mark.parametrize(
    ("authentication", "method", "algorithm"),
    [
        ("none", "none", "RS256"),
        ("none", "any", "HS256"),
        ("post", "client_secret_post", "RS256"),
        ("post", "any", "HS256"),
        ("basic", "client_secret_basic", "HS256"),
        ("basic", "any", "RS256"),
    ],
)
def test_the_code_flow_goes_from_discovery_to_logout(
    node: str, register: Register, authentication: str, method: str, algorithm: str
) -> None:
    app = register({"tokens": {"idTokenAlg": algorithm}}, tokenEndpointAuthMethod=method)
    results = journey(node, app, "code", authentication=authentication, idTokenAlg=algorithm)

    assert (results["tokenType"], results["scope"]) == ("bearer", "openid profile email offline_access")
    assert results["expiresIn"] in range(1_209_590, 1_209_601)
    assert (results["accessToken"]["alg"], results["accessToken"]["sub"]) == ("RS256", app.user["id"])
    identity, refreshed = results["idToken"], results["refreshedIdToken"]
    assert identity["alg"] == refreshed["alg"] == algorithm
    assert identity["sub"] == refreshed["sub"] == app.user["id"] and identity["auth_time"] == refreshed["auth_time"]
    assert (identity["nickname"], identity["email"], identity["email_verified"]) == ("Ironman", "ci@x.test", True)
    assert results["userInfo"]["sub"] == app.user["id"] and results["userInfo"]["email"] == "ci@x.test"
    assert results["isRotated"] is True

    alive = results["introspection"]
    assert (alive["active"], alive["client_id"], alive["sub"]) == (True, app.app_id, app.user["id"])
    assert results["loggedOutTo"] == f"{CALLBACK}?state=bye" and results["cookiesAfterLogout"] == 0
    assert results["silentlyAfterLogout"] == {"code": "OAUTH_AUTHORIZATION_RESPONSE_ERROR", "error": "login_required"}
    # A code that is shown twice ends what it gave.
    invalid_grant = {"code": "OAUTH_RESPONSE_BODY_ERROR", "status": 400, "error": "invalid_grant"}
    assert results["grantTwice"] == results["refreshOfRevoked"] == invalid_grant
    assert results["firstIsRevoked"] == results["introspectionOfRevoked"] == {"active": False}
    invalid_token = {"code": "OAUTH_WWW_AUTHENTICATE_CHALLENGE", "status": 401, "error": "invalid_token"}
    assert results["userInfoOfRevoked"] == invalid_token


def test_who_says_no_at_the_page_is_told_to_the_application(node: str, register: Register) -> None:
    refused = journey(node, register(), "denied")
    assert refused == {"code": "OAUTH_AUTHORIZATION_RESPONSE_ERROR", "error": "access_denied"}


@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_a_code_arrives_in_a_posted_form(node: str, register: Register, algorithm: str) -> None:
    app = register({"tokens": {"idTokenAlg": algorithm}})
    assert journey(node, app, "formPost", idTokenAlg=algorithm)["idToken"]["sub"] == app.user["id"]


@pytest.mark.parametrize("mode", ["fragment", "form_post"])
def test_the_hybrid_flow_gives_an_id_token_beside_the_code(node: str, register: Register, mode: str) -> None:
    app = register(RS256)
    results = journey(node, app, "hybrid", idTokenAlg="RS256", responseMode=mode)
    assert results["responseType"] == "code id_token" and results["idToken"]["sub"] == app.user["id"]


def test_the_implicit_flow_gives_an_id_token_alone(node: str, register: Register) -> None:
    app = register(RS256)
    claims = journey(node, app, "implicit", idTokenAlg="RS256", authentication="none")
    assert claims["sub"] == app.user["id"] and "at_hash" not in claims


@pytest.mark.parametrize("authentication", ["post", "basic"])
def test_a_client_gets_a_token_for_itself(node: str, register: Register, authentication: str) -> None:
    app = register()
    results = journey(node, app, "clientCredentials", authentication=authentication)
    assert "id_token" not in results["keys"] and "refresh_token" not in results["keys"]
    assert results["accessToken"]["sub"] == app.app_id and results["accessToken"]["scope"] == "orders:read"
    assert results["introspection"]["active"] is True


@pytest.mark.parametrize("authentication", ["none", "post"])
def test_a_device_is_let_in_by_a_person_elsewhere(node: str, register: Register, authentication: str) -> None:
    app = register()
    results = journey(node, app, "device", authentication=authentication, decision="agree")
    assert results["begun"]["interval"] == 5 and results["begun"]["expires_in"] == 600
    assert (results["pending"]["status"], results["pending"]["error"]) == (400, "authorization_pending")
    assert results["idToken"]["sub"] == app.user["id"]


def test_a_device_is_told_that_a_person_said_no(node: str, register: Register) -> None:
    refused = journey(node, register(), "device", decision="deny")
    assert (refused["status"], refused["error"]) == (400, "access_denied")


def test_a_password_and_a_login_token_are_grants_too(node: str, register: Register) -> None:
    app = register()
    app.log_in("ci")
    results = journey(node, app, "otherGrants", loginToken=app.token)
    assert results == {"password": app.user["id"], "login": app.user["id"]}
