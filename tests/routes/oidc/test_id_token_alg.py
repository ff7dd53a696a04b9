"""How id_tokens are signed where a pool does not say so, and what is told to who expects otherwise."""

from __future__ import annotations

import shlex
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty

JWKS = "/oidc/.well-known/jwks.json"
LOOPBACK = {"oidc": {"redirects": "loopback"}}


@pytest.fixture(scope="module")
def rs256() -> Iterator[str]:
    """A server that signs id_tokens with its own key."""
    with ThreadedServer(Settings(port=0, id_token_alg="RS256")) as server:
        yield server.base_url


@pytest.fixture
def client(rs256: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=rs256, trust_env=False, verify=False) as client:
        yield client


def alg_of(http: httpx.Client, app_id: str) -> str:
    """How an application's id_tokens are signed."""
    with httpx.Client(base_url=http.base_url, trust_env=False, verify=False) as browser:
        rp = RelyingParty(App(http, app_id=app_id), browser)
        rp.has_user(username=f"alg-{uuid.uuid4().hex}")
        rp.log_in()
        token = rp.tokens()["id_token"]
        assert rp.verified(token)["sub"] == rp.user["id"]
        return str(jwt.get_unverified_header(token)["alg"])


def made(http: httpx.Client, **settings: Any) -> dict[str, Any]:
    pool: dict[str, Any] = http.post("/_mock/pools", json={"settings": LOOPBACK | settings}).json()
    return pool


def test_the_servers_default_is_for_pools_that_say_nothing(client: httpx.Client) -> None:
    assert alg_of(client, made(client)["appId"]) == "RS256"
    assert alg_of(client, "an-unknown-app") == "RS256"
    assert alg_of(client, client.get("/_mock/info").json()["demo"]["appId"]) == "RS256"
    assert alg_of(client, made(client, tokens={"idTokenTtlSeconds": 60})["appId"]) == "RS256"


def test_what_a_pool_says_goes_before_it(client: httpx.Client) -> None:
    pool = made(client, tokens={"idTokenAlg": "HS256"})
    assert alg_of(client, pool["appId"]) == "HS256"
    client.patch(f"/_mock/pools/{pool['userPoolId']}", json={"settings": {"tokens": {"idTokenAlg": "RS256"}}})
    assert alg_of(client, pool["appId"]) == "RS256"
    client.post(f"/_mock/pools/{pool['userPoolId']}/reset")
    assert alg_of(client, pool["appId"]) == "HS256"


@pytest.mark.parametrize("alg", ["HS256", "RS256"])
def test_a_pool_that_moves_to_another_server_signs_as_before(
    http: httpx.Client, client: httpx.Client, alg: str
) -> None:
    here, there = (http, client) if alg == "HS256" else (client, http)
    pool = made(here)
    document = here.get(f"/_mock/pools/{pool['userPoolId']}/export").json()
    assert document["settings"]["tokens"] == {"idTokenAlg": alg}
    assert there.post("/_mock/import", json=document).is_success
    assert alg_of(there, pool["appId"]) == alg


def findings(rp: RelyingParty) -> list[dict[str, Any]]:
    listed = rp.app.control("GET", "/findings", userPoolId=rp.app.pool_id)["list"]
    return [each for each in listed if each["kind"] == "hs256_and_jwks" and each["appId"] == rp.app.app_id]


def test_who_wants_keys_after_a_login_with_hs256_is_told_the_line_that_mends_it(rp: RelyingParty) -> None:
    rp.log_in()
    rp.tokens()
    assert findings(rp) == []
    rp.app.http.get(JWKS)
    (found,) = findings(rp)
    assert (found["severity"], found["client"], found["userPoolId"]) == ("warning", "python", rp.app.pool_id)
    assert rp.app.app_id in found["message"] and rp.app.app_id in found["messageZh"]
    assert "--id-token-alg RS256" in found["remedy"] and "--id-token-alg RS256" in found["remedyZh"]
    words = shlex.split(found["remedy"].splitlines()[-1])
    assert words[:4] == ["curl", "-X", "PATCH", f"{str(rp.app.http.base_url).rstrip('/')}/_mock/pools/{rp.app.pool_id}"]
    changed = rp.app.http.patch(words[3], content=words[-1], headers={"content-type": "application/json"})
    assert changed.json()["settings"]["tokens"]["idTokenAlg"] == "RS256"
    assert findings(rp) == []


def test_who_wants_keys_and_has_not_logged_in_is_told_nothing(rp: RelyingParty) -> None:
    rp.app.http.get(JWKS)
    assert findings(rp) == []


def test_the_keys_are_right_where_id_tokens_are_rs256(rp: RelyingParty) -> None:
    rp.app.settings(tokens={"idTokenAlg": "RS256"})
    rp.log_in()
    rp.tokens()
    rp.app.http.get(JWKS)
    assert findings(rp) == []


# What pyoidc's OpenIDSchema takes for the standard claims, OpenID Connect Core 5.1, `updated_at` aside.
TEXTS = (
    *("sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile"),
    *("picture", "website", "email", "gender", "birthdate", "zoneinfo", "locale", "phone_number"),
)


def test_claims_are_of_the_types_that_libraries_check_and_updated_at_is_the_recorded_text(rp: RelyingParty) -> None:
    user = rp.log_in(name="Ann", birthdate="2000-01-01", phone="13800138000", email="ci@x.test")
    given = rp.tokens()
    for claims in (rp.verified(given["id_token"]), rp.me(given["access_token"]).json()):
        for name in TEXTS:
            assert claims[name] is None or isinstance(claims[name], str), name
        assert isinstance(claims["address"], dict)
        assert isinstance(claims["email_verified"], bool) and isinstance(claims["phone_number_verified"], bool)
        # The service's own tokens say 2020-09-30T07:12:19.401Z; Core 5.1 wants a number, and pyoidc refuses the text.
        assert claims["updated_at"] == rp.app.users()[0]["updatedAt"]
    without = rp.tokens(scope="openid email phone")
    assert "updated_at" not in rp.me(without["access_token"]).json() | rp.verified(without["id_token"])
    assert user["id"] == rp.verified(without["id_token"])["sub"]
