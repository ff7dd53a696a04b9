"""Discovery, issuer and keys, under every name by which a client reaches the server."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.routes.oidc.conftest import RelyingParty, unsigned

DISCOVERY = "/oidc/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({"host": "genauth:8400"}, "http://genauth:8400"),
        ({"host": "x", "x-forwarded-host": "login.test", "x-forwarded-proto": "https"}, "https://login.test"),
        ({"host": "127.0.0.1:1", "x-forwarded-proto": "https"}, "https://127.0.0.1:1"),
    ],
    ids=str,
)
def test_discovery_speaks_of_the_name_by_which_it_was_reached(
    http: httpx.Client, headers: dict[str, str], base: str
) -> None:
    document = http.get(DISCOVERY, headers=headers).json()
    assert document["issuer"] == f"{base}/oidc"
    links = [value for name, value in document.items() if name.endswith(("_endpoint", "_uri"))]
    assert len(links) == 8 and all(link.startswith(f"{base}/oidc/") for link in links)


def test_iss_agrees_with_discovery(rp: RelyingParty) -> None:
    rp.log_in()
    code = rp.code()
    form = {
        "grant_type": "authorization_code",
        "client_id": rp.app.app_id,
        "code": code,
        "redirect_uri": rp.redirect_uri,
        "code_verifier": "v" * 43,
    }
    given = rp.app.http.post("/oidc/token", data=form, headers={"host": "genauth:8400"}).json()
    assert {unsigned(given[kind])["iss"] for kind in ("access_token", "id_token")} == {"http://genauth:8400/oidc"}
    assert rp.me(given["access_token"]).status_code == 200


def test_a_public_url_is_the_issuer_whatever_the_host() -> None:
    with (
        ThreadedServer(Settings(port=0, public_url=("https://id.test/mock/",))) as server,
        httpx.Client(base_url=server.base_url) as http,
    ):
        assert http.get(DISCOVERY).json()["issuer"] == "https://id.test/mock/oidc"


def _supported(http: httpx.Client, name: str) -> list[str]:
    document: dict[str, Any] = http.get(DISCOVERY).json()
    listed: list[str] = document[f"{name}_supported"]
    return listed


def test_every_scope_and_response_type_that_is_listed_works(rp: RelyingParty) -> None:
    rp.log_in()
    scope = " ".join(_supported(rp.app.http, "scopes"))
    given = rp.tokens(scope=scope)
    said = rp.me(given["access_token"]).json()
    about_tokens = {"iss", "aud", "exp", "iat", "jti", "nonce", "auth_time", "at_hash", "c_hash"}
    assert set(said) | about_tokens == set(_supported(rp.app.http, "claims"))
    for wanted in _supported(rp.app.http, "response_types"):
        assert rp.authorize(response_type=wanted).status_code == 302, wanted
    for wanted in _supported(rp.app.http, "response_modes"):
        assert rp.authorize(response_mode=wanted).status_code in (200, 302), wanted


def test_every_grant_type_that_is_listed_is_known(http: httpx.Client) -> None:
    for grant_type in _supported(http, "grant_types"):
        if grant_type != "implicit":
            answer = http.post("/oidc/token", data={"grant_type": grant_type, "client_id": "x-discovery"})
            assert answer.json()["error"] != "unsupported_grant_type", grant_type


def test_keys_are_rsa_of_at_least_2048_bits_with_a_kid_and_the_same_after_a_restart(http: httpx.Client) -> None:
    keys = http.get("/oidc/.well-known/jwks.json").json()["keys"]
    assert keys and all(each["kty"] == "RSA" and each["kid"] and each["use"] == "sig" for each in keys)
    assert all(len(each["n"]) >= 342 and "d" not in each for each in keys)
    with ThreadedServer(Settings(port=0)) as server:
        assert httpx.get(f"{server.base_url}/oidc/.well-known/jwks.json").json()["keys"] == keys


def test_a_page_of_any_origin_may_read_discovery_keys_and_tokens(http: httpx.Client) -> None:
    for method, path in (("GET", DISCOVERY), ("GET", "/oidc/.well-known/jwks.json"), ("POST", "/oidc/token")):
        answer = http.request(method, path, headers={"origin": "http://localhost:5173"})
        assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"
        assert answer.headers["access-control-allow-credentials"] == "true"
