"""How an application proves who it is when it refreshes: what `tokenEndpointAuthMethod` asks for, and what is told."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty, refused

LOGIN_TOKEN = "http://authing.cn/oidc/grant_type/authing_token"


def party(http: httpx.Client, browser: httpx.Client, method: str) -> RelyingParty:
    """An app of this `tokenEndpointAuthMethod`, its user logged in."""
    document = {"settings": {"oidc": {"redirects": "loopback"}}, "applications": [{"tokenEndpointAuthMethod": method}]}
    rp = RelyingParty(App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"]), browser)
    rp.log_in()
    return rp


def got(rp: RelyingParty, how: str) -> dict[str, Any]:
    """Tokens, got in one of the ways that there are."""
    secret = {} if how.endswith("without") else {"client_secret": rp.secret}
    match how.split(maxsplit=1)[0]:
        case "code":
            answer = rp.exchange(rp.code(), **secret)
        case "basic":
            answer = rp.exchange(rp.code(), client_id=None, headers=basic(rp))
        case "authing_token":
            scope = "openid offline_access"
            answer = rp.token(grant_type=LOGIN_TOKEN, token=rp.user["token"], scope=scope, **secret)
        case _:
            scope = "openid offline_access"
            answer = rp.token(grant_type="password", username="ci", password="111111", scope=scope, **secret)
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()
    return given


def basic(rp: RelyingParty) -> dict[str, str]:
    request = httpx.Request("GET", "http://x", headers={})
    signed = next(httpx.BasicAuth(rp.app.app_id, rp.secret).auth_flow(request))
    return {"authorization": signed.headers["authorization"]}


def findings(rp: RelyingParty, kind: str) -> list[dict[str, Any]]:
    listed = rp.app.control("GET", "/findings", userPoolId=rp.app.pool_id, appId=rp.app.app_id)["list"]
    return [each for each in listed if each["kind"] == kind]


@pytest.mark.parametrize("how", ["code", "basic", "authing_token", "password"])
def test_a_refresh_without_the_secret_that_the_exchange_used_passes_and_is_found(rp: RelyingParty, how: str) -> None:
    rp.log_in()
    given = got(rp, how)
    assert findings(rp, "refresh_without_secret") == []
    assert rp.refresh(given["refresh_token"]).status_code == 200
    (found,) = findings(rp, "refresh_without_secret")
    assert found["severity"] == "warning" and "RFC 6749" in found["message"] and "RFC 6749" in found["messageZh"]
    assert f"applications: [{{id: {rp.app.app_id}, tokenEndpointAuthMethod: exchange}}]" in found["remedy"]
    assert rp.app.control("GET", f"/requests/{found['requestId']}")["finding"] == "refresh_without_secret"


def test_the_line_of_the_finding_makes_the_mock_strict(rp: RelyingParty) -> None:
    rp.log_in()
    assert rp.refresh(got(rp, "code")["refresh_token"]).status_code == 200
    (found,) = findings(rp, "refresh_without_secret")
    exported = rp.app.control("GET", f"/pools/{rp.app.pool_id}/export")
    del exported["applications"]
    line = found["remedy"].splitlines()[-1]
    strict = "\n".join(f"{key}: {value}" for key, value in (("userPoolId", exported["userPoolId"]), ("name", "x")))
    made = rp.app.http.post(
        "/_mock/import", content=f"{strict}\n{line}\n", headers={"content-type": "application/yaml"}
    )
    assert made.is_success, made.text
    told = rp.app.control("GET", f"/pools/{rp.app.pool_id}/export")["applications"]
    assert [each["tokenEndpointAuthMethod"] for each in told] == ["exchange"]


@pytest.mark.parametrize("how", ["code", "basic", "authing_token", "password"])
def test_exchange_asks_a_refresh_for_what_the_exchange_used(
    http: httpx.Client, browser: httpx.Client, how: str
) -> None:
    rp = party(http, browser, "exchange")
    given = got(rp, how)
    answer = rp.refresh(given["refresh_token"])
    assert refused(answer) == (401, "invalid_client") and answer.headers["www-authenticate"]
    assert "tokenEndpointAuthMethod" in answer.json()["error_description"]
    (found,) = findings(rp, "client_auth_method")
    assert found["severity"] == "error" and "is exchange" in found["message"]
    # Nothing was rotated: the same one works with the secret, by whichever way.
    following = rp.refresh(given["refresh_token"], client_secret=rp.secret).json()
    last = rp.refresh(following["refresh_token"], client_id=None, headers=basic(rp))
    assert last.status_code == 200
    assert refused(rp.refresh(last.json()["refresh_token"])) == (401, "invalid_client")
    assert refused(rp.refresh(last.json()["refresh_token"], client_secret="x" * 32)) == (401, "invalid_client")


@pytest.mark.parametrize("method", ["any", "exchange", "none"])
@pytest.mark.parametrize("how", ["code without", "authing_token without", "password without"])
def test_what_was_got_without_a_secret_refreshes_without(
    http: httpx.Client, browser: httpx.Client, method: str, how: str
) -> None:
    rp = party(http, browser, method)
    following = rp.refresh(got(rp, how)["refresh_token"])
    assert following.status_code == 200
    assert rp.refresh(following.json()["refresh_token"]).status_code == 200
    assert findings(rp, "refresh_without_secret") == []


@pytest.mark.parametrize("method", ["any", "exchange"])
def test_a_minted_refresh_token_needs_no_secret(http: httpx.Client, browser: httpx.Client, method: str) -> None:
    rp = party(http, browser, method)
    wanted = {"userPoolId": rp.app.pool_id, "userId": rp.user["id"], "kind": "refresh_token"}
    assert rp.refresh(rp.app.control("POST", "/tokens", wanted)["token"]).status_code == 200


def test_a_refusal_and_a_finding_name_the_method_that_the_application_asks_for(
    http: httpx.Client, browser: httpx.Client
) -> None:
    rp = party(http, browser, "client_secret_basic")
    answer = rp.exchange(rp.code(), client_secret=rp.secret)
    assert refused(answer) == (401, "invalid_client")
    for word in ("tokenEndpointAuthMethod", "client_secret_basic", "client_secret_post", rp.app.app_id):
        assert word in answer.json()["error_description"]
    (found,) = findings(rp, "client_auth_method")
    assert "client_secret_post" in found["message"] and "is client_secret_basic" in found["message"]
    assert f"applications: [{{id: {rp.app.app_id}, tokenEndpointAuthMethod: any}}]" in found["remedy"]


def test_flutter_is_told_that_there_is_nothing_to_do(rp: RelyingParty) -> None:
    rp.log_in()
    given = got(rp, "code")
    headers = {"x-authing-request-from": "sdk-flutter"}
    assert rp.refresh(given["refresh_token"], headers=headers).status_code == 200
    (found,) = findings(rp, "refresh_without_secret")
    assert found["client"] == "flutter" and "exchange" not in found["remedy"]


def test_whether_a_secret_was_shown_comes_back_with_a_snapshot(http: httpx.Client, browser: httpx.Client) -> None:
    rp = party(http, browser, "exchange")
    with_secret, without = got(rp, "code"), got(rp, "code without")
    rp.app.control("PUT", "/snapshots/s", userPoolId=rp.app.pool_id)
    rp.app.control("POST", "/snapshots/s/restore", userPoolId=rp.app.pool_id)
    assert refused(rp.refresh(with_secret["refresh_token"])) == (401, "invalid_client")
    assert rp.refresh(without["refresh_token"]).status_code == 200
