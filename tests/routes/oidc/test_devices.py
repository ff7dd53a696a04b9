"""OpenID Connect on a device that the client names: whose tokens end with it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty, refused

DEVICE = {"x-authing-device-id": "u1"}


@pytest.fixture
def rp(app: App, http: httpx.Client) -> RelyingParty:
    """A relying party whose pool has a user with a device."""
    party = RelyingParty(app, http)
    party.has_user(devices=[{"deviceUniqueId": "u1"}])
    return party


def device(rp: RelyingParty, method: str, what: str = "", body: Any = None) -> Any:
    return rp.app.control(method, f"/pools/{rp.app.pool_id}/users/{rp.user['id']}/devices/u1{what}", body)


def test_the_tokens_of_a_code_are_on_the_device_that_fetches_them(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.exchange(rp.code(), headers=DEVICE).json()
    others = rp.exchange(rp.code()).json()
    device(rp, "DELETE", "/session")
    assert rp.introspect(given["access_token"]) == {"active": False}
    assert refused(rp.refresh(given["refresh_token"])) == (400, "invalid_grant")
    assert rp.rest("/api/v2/users/me", given["id_token"])["code"] == 2020
    assert rp.rest("/api/v2/users/me", others["id_token"])["code"] == 200


def test_the_tokens_of_the_password_grant_are_on_the_device_that_asks(rp: RelyingParty) -> None:
    form = {"grant_type": "password", "username": "ci", "password": "111111", "scope": "openid"}
    given = rp.token(**form, headers=DEVICE).json()
    device(rp, "DELETE", "/session")
    assert rp.introspect(given["access_token"]) == {"active": False}


@pytest.mark.parametrize(
    ("change", "text"),
    [({"status": "deactivated"}, "The device is disabled and may not log in"),
     ({"status": "suspended"}, "The device is suspended and may not log in")],
    ids=["deactivated", "suspended"],
)  # fmt: skip
def test_a_locked_device_gets_no_tokens(rp: RelyingParty, change: dict[str, str], text: str) -> None:
    rp.log_in()
    given = rp.tokens()
    device(rp, "PATCH", body=change)
    form = {"grant_type": "password", "username": "ci", "password": "111111"}
    for answer in (
        rp.token(**form, headers=DEVICE),
        rp.exchange(rp.code(), headers=DEVICE),
        rp.refresh(given["refresh_token"], headers=DEVICE),
    ):
        assert (*refused(answer), answer.json()["error_description"]) == (400, "invalid_grant", text)
    assert rp.token(**form).status_code == 200


def test_a_browsers_session_on_a_device_ends_with_it(rp: RelyingParty) -> None:
    rp.browser.headers.update(DEVICE)
    rp.log_in()
    given = rp.tokens()
    device(rp, "DELETE", "/session")
    assert rp.introspect(given["access_token"]) == {"active": False}
    assert "/login" in rp.authorize().headers["location"]
