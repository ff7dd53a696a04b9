"""npm authing-node-sdk 4.0.1, unmodified: its OpenID Connect. Its own jose verifies the tokens, through the JWKS."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sdk.oidc.conftest import CALLBACK, Register, Registered

SCOPE = "openid profile email offline_access"


def journey(node: str, app: Registered, name: str, **settings: Any) -> Any:
    settings = {"protocol": "oidc", "method": "client_secret_post", "scope": SCOPE} | settings
    return app.run(node, "js/node_sdk.js", journey=name, accessKey=app.access_key, **settings)


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
@pytest.mark.parametrize("protocol", ["oidc", "oauth"])
def test_tokens_are_given_verified_refreshed_and_revoked(
    node: str, register: Register, protocol: str, algorithm: str, method: str
) -> None:
    app = register({"oidc": {"autoLogin": "ci"}, "tokens": {"idTokenAlg": algorithm}}, tokenEndpointAuthMethod=method)
    results = journey(node, app, "tokens", protocol=protocol, method=method)
    assert results["isRotated"] is True
    assert results["accessToken"]["sub"] == results["idToken"]["sub"] == app.user["id"]
    assert (results["idToken"]["nickname"], results["userInfo"]["nickname"]) == ("Ironman", "Ironman")
    assert (results["introspected"]["active"], results["introspected"]["sub"]) == (True, app.user["id"])
    assert results["revoked"] is True and results["introspectedRevoked"] == {"active": False}
    assert results["refreshOfRevoked"] == {"status": 400, "error": "invalid_grant"}


def test_an_application_without_a_secret_needs_none(node: str, register: Register) -> None:
    app = register({"oidc": {"autoLogin": "ci"}, "tokens": {"idTokenAlg": "RS256"}}, tokenEndpointAuthMethod="none")
    results = journey(node, app, "tokens", method="none")
    assert results["idToken"]["sub"] == app.user["id"] and results["introspected"]["active"] is True
    assert results["introspectedRevoked"] == {"active": False}


def test_a_server_sends_its_visitor_to_log_in_and_out(node: str, register: Register) -> None:
    app = register()
    results = journey(node, app, "redirect")
    assert results["status"] == 302 and results["idToken"]["sub"] == app.user["id"]
    assert results["loggedOutTo"] == f"{CALLBACK}?state=bye" and results["cookies"] == 0


def test_an_access_key_gets_a_token_for_itself(node: str, register: Register, server_url: str) -> None:
    app = register()
    claims = app.verified(journey(node, app, "accessKey")["access_token"], f"{server_url}/oidc")
    assert (claims["sub"], claims["scope"]) == (app.access_key["accessKeyId"], "orders:read")
