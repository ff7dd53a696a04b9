"""Passkeys in a real browser: `navigator.credentials`, with Chromium's own virtual authenticator."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest
from playwright.sync_api import CDPSession, Page

from tests.conftest import App

_REGISTER = """async ({server, headers, start, finish}) => {
  const call = async (method, path, body) => (await fetch(server + path, {
    method, headers: {...headers, 'content-type': 'application/json'}, body: body && JSON.stringify(body)
  })).json()
  const {data} = await call(...start)
  const options = data.registrationOptions || data.publicKey
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const credential = (await navigator.credentials.create({publicKey})).toJSON()
  return call('POST', finish[0], {ticket: data.ticket, [finish[1]]: credential})
}"""
_LOG_IN = """async ({server, headers, start, finish}) => {
  const call = async (method, path, body) => (await fetch(server + path, {
    method, headers: {...headers, 'content-type': 'application/json'}, body: body && JSON.stringify(body)
  })).json()
  const {data} = await call(...start)
  const options = data.authenticationOptions || data.publicKey
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = (await navigator.credentials.get({publicKey})).toJSON()
  return call('POST', finish[0], {ticket: data.ticket, [finish[1]]: credential})
}"""
REST = {
    "registration": (["GET", "/api/v3/webauthn/registration"],
                     ["/api/v3/webauthn/registration", "registrationCredential"]),
    "login": (["GET", "/api/v3/webauthn/authentication"],
              ["/api/v3/webauthn/authentication", "authenticationCredential"]),
}  # fmt: skip
GUARD = {
    "registration": (["POST", "/api/v3/webauthn/registration/initialize", {}],
                     ["/api/v3/webauthn/registration/finalize", "credential"]),
    "login": (["POST", "/api/v3/webauthn/login/initialize", {}],
              ["/api/v3/webauthn/login/finalize", "credential"]),
}  # fmt: skip


@pytest.fixture
def authenticator(page: Page) -> Iterator[tuple[CDPSession, str]]:
    """An authenticator that is built into the device and says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    yield devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    devtools.detach()


class _Shop(BaseHTTPRequestHandler):
    """An app's own server, whose every page is empty."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Shop</title>")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """A page of the app's own server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Shop) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/login"
        server.shutdown()
        thread.join()


def _by_name(app: App) -> str:
    """The server's URL, by the name of this machine: nothing else can have passkeys."""
    return str(app.http.base_url).replace("127.0.0.1", "localhost").rstrip("/")


def _run(page: Page, app: App, script: str, steps: tuple[list[Any], list[str]]) -> dict[str, Any]:
    headers = {"x-authing-app-id": app.app_id}
    if app.token:
        headers["authorization"] = f"Bearer {app.token}"
    start, finish = steps
    answer: dict[str, Any] = page.evaluate(
        script, {"server": _by_name(app), "headers": headers, "start": start, "finish": finish}
    )
    return answer


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("steps", [REST, GUARD], ids=["rest", "guard"])
@pytest.mark.parametrize("where", ["of the mock itself", "of the app's own server"])
def test_a_page_makes_a_passkey_and_logs_in_by_it(
    page: Page,
    app: App,
    shop: str,
    authenticator: tuple[CDPSession, str],
    steps: dict[str, Any],
    where: str,
    strict: bool,
) -> None:
    user = app.logged_in_user()
    app.settings(strict=strict)
    if where == "of the mock itself":
        page.goto(f"{_by_name(app)}/_mock/health")
    else:
        page.goto(shop)
    bound = _run(page, app, _REGISTER, steps["registration"])
    assert bound["statusCode"] == 200, bound
    devtools, authenticator_id = authenticator
    (held,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator_id})["credentials"]
    assert held["rpId"] == "localhost" and held["isResidentCredential"] is True
    app.token = None
    for _ in range(2):
        answer = _run(page, app, _LOG_IN, steps["login"])
        assert answer["statusCode"] == 200, answer
        tokens = answer["data"].get("tokenSet", answer["data"])
        assert jwt.decode(tokens["id_token"], options={"verify_signature": False})["sub"] == user["id"]
    (passkey,) = app.control("GET", f"/pools/{app.pool_id}/users/{user['id']}")["passkeys"]
    assert passkey["counter"] > 1 and passkey["transports"] == ["internal"]


def test_an_authenticator_makes_no_second_passkey_for_a_user(
    page: Page, app: App, authenticator: tuple[CDPSession, str]
) -> None:
    app.logged_in_user()
    page.goto(f"{_by_name(app)}/_mock/health")
    assert _run(page, app, _REGISTER, REST["registration"])["statusCode"] == 200
    with pytest.raises(Exception, match="InvalidStateError"):
        _run(page, app, _REGISTER, REST["registration"])


def test_a_page_at_an_address_is_told_to_use_localhost(page: Page, app: App) -> None:
    app.logged_in_user()
    page.goto("/_mock/health")
    headers = {"x-authing-app-id": app.app_id, "authorization": f"Bearer {app.token}", "x-authing-lang": "en-US"}
    answer = page.evaluate("async headers => (await fetch('/api/v3/webauthn/registration', {headers})).json()", headers)
    assert answer["statusCode"] == 400 and "localhost" in answer["message"]
