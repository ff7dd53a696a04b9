"""Errors that faults force in OpenID Connect: told as the protocol tells them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.routes.oidc.conftest import REDIRECT_URI, RelyingParty, refused, told


def fault(rp: RelyingParty, code: int | str, path: str = "/oidc/auth", **more: Any) -> None:
    wanted = {"userPoolId": rp.app.pool_id, "path": path, "error": {"code": code} | more}
    rp.app.control("POST", "/faults", wanted)


@pytest.mark.parametrize(
    "error", ["access_denied", "login_required", "server_error", "temporarily_unavailable", "mine"]
)
def test_an_error_goes_to_the_redirect_uri_with_the_state(rp: RelyingParty, error: str) -> None:
    rp.log_in()
    fault(rp, error)
    answer = rp.authorize()
    assert answer.status_code == 302 and answer.headers["location"].startswith(f"{REDIRECT_URI}?")
    said = told(answer)
    assert (said["error"], said["state"]) == (error, "st4te") and said["error_description"]
    # It was one request, and the next is answered as ever.
    assert "code" in told(rp.authorize())


def test_it_comes_by_the_response_mode_of_the_request(rp: RelyingParty) -> None:
    for wanted, holds in (
        ({"response_mode": "fragment"}, "#error=access_denied"),
        ({"response_type": "id_token token"}, "#error=access_denied"),
    ):
        fault(rp, "access_denied")
        assert holds in rp.authorize(**wanted).headers["location"]
    for mode in ("form_post", "web_message"):
        fault(rp, "access_denied")
        answer = rp.authorize(response_mode=mode)
        assert answer.status_code == 200 and "access_denied" in answer.text and "st4te" in answer.text


def test_a_request_by_post_and_that_of_oauth_are_told_so_too(rp: RelyingParty) -> None:
    form = {"client_id": rp.app.app_id, "redirect_uri": REDIRECT_URI, "response_type": "code", "state": "s"}
    fault(rp, "access_denied")
    assert told(rp.browser.post("/oidc/auth", data=form))["error"] == "access_denied"
    fault(rp, "access_denied", "/oauth/auth")
    assert told(rp.browser.get("/oauth/auth", params=form)) | {"error_description": ""} == {
        "error": "access_denied",
        "error_description": "",
        "state": "s",
    }


def test_a_login_at_the_page_may_end_so(rp: RelyingParty) -> None:
    rp.has_user()
    uuid = rp.uuid()
    rp.browser.post("/login", data={"uuid": uuid, "account": "ci", "password": "111111"})
    fault(rp, "access_denied", "/interaction/oidc/*")
    said = told(rp.browser.get(f"/interaction/oidc/{uuid}/login"))
    assert (said["error"], said["state"]) == ("access_denied", "st4te")
    assert "code" in told(rp.browser.get(f"/interaction/oidc/{uuid}/login"))


def test_an_error_of_rest_is_told_as_a_login_that_it_ends(rp: RelyingParty) -> None:
    fault(rp, "USER_LOCKED")
    assert told(rp.authorize())["error"] == "access_denied"


@pytest.mark.parametrize(
    "params",
    [
        {"redirect_uri": "https://evil.test/cb"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": None},
        {"redirect_uri": f"{REDIRECT_URI}#x"},
    ],
    ids=str,
)
def test_it_goes_to_no_redirect_uri_that_is_not_the_applications(rp: RelyingParty, params: dict[str, Any]) -> None:
    for error, status in (("access_denied", 400), ("server_error", 500), ("temporarily_unavailable", 503)):
        fault(rp, error)
        answer = rp.authorize(**params)
        assert refused(answer) == (status, error) and "location" not in answer.headers


def test_a_fault_with_a_status_of_its_own_is_the_answer_itself(rp: RelyingParty) -> None:
    fault(rp, "temporarily_unavailable", httpStatus=503, headers={"Retry-After": "3"})
    answer = rp.authorize()
    assert refused(answer) == (503, "temporarily_unavailable") and answer.headers["retry-after"] == "3"


@pytest.mark.parametrize("path", ["/oidc/token", "/oidc/me", "/oauth/token", "/oidc/token/introspection"])
def test_where_there_is_no_redirect_the_status_tells(rp: RelyingParty, path: str) -> None:
    for error, status in (("server_error", 500), ("temporarily_unavailable", 503), ("invalid_grant", 400)):
        fault(rp, error, path)
        assert refused(rp.token(path)) == (status, error)


def test_who_is_not_let_in_is_told_how_to_come(rp: RelyingParty) -> None:
    headers = {"x-authing-app-id": rp.app.app_id}
    fault(rp, "invalid_token", "/oidc/me")
    answer = rp.browser.get("/oidc/me", headers=headers)
    assert refused(answer) == (401, "invalid_token")
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token", error_description="')
    fault(rp, "invalid_client", "/oidc/token")
    answer = rp.token()
    assert refused(answer) == (401, "invalid_client") and answer.headers["www-authenticate"].startswith("Basic ")
    fault(rp, "insufficient_scope", "/oidc/me")
    answer = rp.browser.get("/oidc/me", headers=headers)
    assert refused(answer) == (403, "insufficient_scope") and "insufficient_scope" in answer.headers["www-authenticate"]


def test_an_app_that_is_new_is_told_by_its_loopback_redirect_too(http: httpx.Client, rp: RelyingParty) -> None:
    made = rp.app.control(
        "POST",
        "/faults",
        {"path": "/oidc/auth", "match": {"client_id": "new-here"}, "error": {"code": "access_denied"}},
    )
    params = {"client_id": "new-here", "redirect_uri": "http://127.0.0.1:9/cb", "response_type": "code", "state": "s"}
    assert told(http.get("/oidc/auth", params=params))["error"] == "access_denied"
    assert rp.app.control("GET", f"/faults/{made['id']}")["hits"] == 1
