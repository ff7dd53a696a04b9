"""Tokens that are rightly signed and say what no token says: nobody's, and never a fault of the mock."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest

from tests.routes.oidc.conftest import RelyingParty, refused

ODD_TIMES = [2**63, 2**64, 2**53, 253_402_300_800, -(2**63), 1e10, 1e300, True, "9999999999", None, [1], {"a": 1}]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def signed(rp: RelyingParty, claims: dict[str, Any]) -> str:
    """A token of these claims, signed with the application's secret; also one that a library would not make."""

    def encoded(value: bytes) -> bytes:
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    start = encoded(b'{"alg":"HS256","typ":"JWT"}') + b"." + encoded(json.dumps(claims).encode())
    return (start + b"." + encoded(hmac.new(rp.secret.encode(), start, hashlib.sha256).digest())).decode()


def said(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def every_call(rp: RelyingParty, token: str) -> list[Any]:
    """Whatever takes a token, asked with this one."""
    app, headers = rp.app.app_id, {"x-authing-app-id": rp.app.app_id, "authorization": f"Bearer {token}"}
    http, form = rp.app.http, {"client_id": rp.app.app_id, "token": token}
    grant = {"grant_type": "http://authing.cn/oidc/grant_type/authing_token"}
    params = {"client_id": app, "response_type": "code", "redirect_uri": rp.redirect_uri, "prompt": "none"}
    return [
        *(http.get(path, headers=headers) for path in ("/api/v2/users/me", "/oidc/me", "/logout")),
        http.get("/api/v2/oidc/validate_token", params={"access_token": token}),
        http.get("/oidc/session/end", params={"id_token_hint": token}),
        http.get("/oidc/auth", params=params | {"id_token_hint": token}),
        *(http.post(path, data=form) for path in ("/oidc/token/introspection", "/oidc/token/revocation")),
        http.post("/oidc/token", data=form | grant),
        http.post("/_mock/tokens/inspect", json={"token": token}),
    ]


@pytest.mark.parametrize("value", ODD_TIMES, ids=str)
@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_a_time_that_is_none_makes_a_token_nobodys(rp: RelyingParty, claim: str, value: Any) -> None:
    rp.log_in()
    token = signed(rp, said(rp.user["token"]) | {claim: value})
    answers = every_call(rp, token)
    assert not any(each.status_code >= 500 or each.json().get("code") == 500 for each in answers if _is_json(each))
    assert answers[0].json()["code"] == 2020
    assert refused(answers[1]) == (401, "invalid_token")
    assert "does not take it" in answers[-1].json()["verdict"]


def _is_json(answer: Any) -> bool:
    return str(answer.headers.get("content-type", "")).startswith("application/json")


def test_a_token_until_the_year_9999_is_as_good_as_any(rp: RelyingParty) -> None:
    rp.log_in()
    token = signed(rp, said(rp.user["token"]) | {"exp": 253_402_300_799})
    assert rp.rest("/api/v2/users/me", token)["data"]["tokenExpiredAt"] == "9999-12-31T23:59:59.000Z"


@pytest.mark.parametrize("claim", ["scope", "sub", "data", "anything", "aud", "jti", "userpool_id"])
def test_claims_that_are_nested_too_deeply_are_no_fault_of_the_mock(rp: RelyingParty, claim: str) -> None:
    rp.log_in()
    given = rp.tokens()
    for kind in ("access_token", "id_token"):
        token = signed(rp, said(given[kind]) | {claim: nested(300)})
        answers = every_call(rp, token)
        assert max(each.status_code for each in answers) < 500
        assert not any(each.json().get("code") == 500 for each in answers if _is_json(each))


@pytest.mark.parametrize("claim", ["scope", "sub", "iss"])
def test_a_claim_that_is_missing_is_no_fault_of_the_mock(rp: RelyingParty, claim: str) -> None:
    rp.log_in()
    claims = said(rp.tokens()["access_token"])
    del claims[claim]
    told = rp.introspect(signed(rp, claims))
    assert told["active"] is True and not told.get(claim)


def test_an_id_with_a_zero_byte_is_no_tokens(rp: RelyingParty) -> None:
    rp.log_in()
    token = signed(rp, said(rp.user["token"]) | {"jti": "a\0b"})
    assert rp.rest("/api/v2/users/me", token)["code"] == 2020
