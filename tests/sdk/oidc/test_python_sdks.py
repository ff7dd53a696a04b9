"""PyPI authing 4.5.18 and genauth 5.1.0, unmodified: their OpenID Connect. The journeys are in python/oidc.py."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sdk.oidc.conftest import CALLBACK, Register, Registered

SCOPE = "openid profile email offline_access"
AUTOMATIC = {"oidc": {"autoLogin": "ci"}}
METHODS = ["client_secret_post", "client_secret_basic", "none"]


@pytest.fixture(params=["authing", "genauth"])
def sdk(request: pytest.FixtureRequest) -> str:
    """Which of the two."""
    return str(request.param)


def journey(python: str, app: Registered, sdk: str, name: str, **settings: Any) -> Any:
    settings = {"protocol": "oidc", "method": "client_secret_post", "scope": SCOPE} | settings
    return app.run(python, "python/oidc.py", sdk=sdk, journey=name, accessKey=app.access_key, **settings)


@pytest.mark.parametrize("method", METHODS)
def test_tokens_are_given_refreshed_looked_at_and_revoked(
    python_with_sdk: str, register: Register, server_url: str, sdk: str, method: str
) -> None:
    app = register(AUTOMATIC, tokenEndpointAuthMethod=method)
    results = journey(python_with_sdk, app, sdk, "tokens", method=method)
    names = ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]
    assert list(results["given"]) == list(results["after"]) == names
    assert results["before"]["refresh_token"] != results["after"]["refresh_token"]
    access = app.verified(results["after"]["access_token"], f"{server_url}/oidc")
    assert access["sub"] == app.verified(results["after"]["id_token"], f"{server_url}/oidc")["sub"] == app.user["id"]
    assert results["verified" if sdk == "genauth" else "validated"] == access
    assert (results["introspected"]["active"], results["introspected"]["client_id"]) == (True, app.app_id)
    of_key = app.verified(results["of_access_key"]["access_token"], f"{server_url}/oidc")
    assert (of_key["sub"], of_key["scope"]) == (app.access_key["accessKeyId"], "orders:read")

    assert results["code_twice"]["error"] == results["refresh_of_revoked"]["error"] == "invalid_grant"
    assert results["introspected_revoked"] == {"active": False}
    assert results.get("session") == ({"session": None} if sdk == "authing" else None)


@pytest.mark.parametrize("method", ["client_secret_post", "none"])
def test_oauth_gives_no_id_token_and_does_all_else(
    python_with_sdk: str, register: Register, sdk: str, method: str
) -> None:
    settings = {"protocol": "oauth", "method": method, "scope": "user offline_access"}
    results = journey(python_with_sdk, register(AUTOMATIC), sdk, "tokens", **settings)
    assert list(results["given"]) == ["access_token", "expires_in", "refresh_token", "scope", "token_type"]
    assert results["before"]["refresh_token"] != results["after"]["refresh_token"]
    assert results["code_twice"]["error"] == results["refresh_of_revoked"]["error"] == "invalid_grant"
    assert results["introspected"]["active"] is True and results["introspected_revoked"] == {"active": False}


def test_user_info_has_the_claims_of_the_scopes(python_with_sdk: str, register: Register, sdk: str) -> None:
    app = register(AUTOMATIC)
    told = journey(python_with_sdk, app, sdk, "user_info")
    assert (told["sub"], told["email"], told["nickname"]) == (app.user["id"], "ci@x.test", "Ironman")


def test_oauth_tells_who_the_user_is_without_openid(python_with_sdk: str, register: Register, sdk: str) -> None:
    # `user` is the SDKs' own default.
    app = register(AUTOMATIC)
    told = journey(python_with_sdk, app, sdk, "user_info", protocol="oauth", scope="user")
    assert told.get("sub") == app.user["id"], told


def test_an_id_token_is_verified_through_the_jwks(python_with_sdk: str, register: Register) -> None:
    app = register(AUTOMATIC | {"tokens": {"idTokenAlg": "RS256"}})
    assert journey(python_with_sdk, app, "genauth", "verified_id_token")["nickname"] == "Ironman"


def test_the_logout_url_ends_the_session_of_the_browser(python_with_sdk: str, register: Register, sdk: str) -> None:
    assert journey(python_with_sdk, register(AUTOMATIC), sdk, "logout") == [CALLBACK, 0]
