"""A user's second factors in documents, and what a reset, a snapshot and an export do with them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

SECRET, RECOVERY = "JAPDSOAZLV4BG3RA", "8477-a1a6-662c-a750-bbb4-72a9"
ALL = {
    "totpSecret": SECRET,
    "recoveryCode": RECOVERY,
    "email": "safe@x.test",
    "phone": "4155550123",
    "phoneCountryCode": "+1",
    "face": "ann",
}
CI = {"id": "ci", "username": "ci", "password": "111111"}


def pool(app: App, **user: Any) -> None:
    """A pool of the app with the user, who is logged in."""
    app.control("POST", "/pools", {"appId": app.app_id, "users": [CI | user]})


def code(app: App, user_id: str = "ci") -> Any:
    return app.control("GET", f"/pools/{app.pool_id}/users/{user_id}/totp")["code"]


def mfa_token(app: App) -> str:
    return str(app.post("/api/v2/login/account", account="ci", password="111111")["data"]["mfaToken"])


def verify(app: App, token: str, shown: str) -> int:
    app.token = token
    answered = int(app.post("/api/v2/mfa/totp/verify", totp=shown)["code"])
    app.token = None
    return answered


def test_all_factors_are_kept_shown_and_exported_in_their_stored_form(app: App) -> None:
    pool(app, mfa=ALL | {"email": "Safe@X.test", "phone": "+1 415-555-0123"})
    (user,) = app.users()
    assert user["mfa"] == ALL
    exported = app.control("GET", f"/pools/{app.pool_id}/export")
    assert exported["users"][0]["mfa"] == ALL
    again = app.control("POST", "/import", exported)
    assert app.control("GET", f"/pools/{again['userPoolId']}/export") == exported


@pytest.mark.parametrize(
    ("mfa", "field"),
    [
        ({"email": "x"}, "mfa.email"),
        ({"phone": "1"}, "mfa.phone"),
        ({"face": 1}, "mfa.face"),
        ({"recoveryCode": "a\u0000"}, "mfa.recoveryCode"),
        ({"secret": SECRET}, "mfa.secret"),
    ],
)
def test_what_is_wrong_with_a_factor_is_refused_by_name(app: App, mfa: dict[str, Any], field: str) -> None:
    answer = app.http.post(f"/_mock/pools/{app.pool_id}/users", json={"username": "ci", "mfa": mfa})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)


def test_the_code_of_a_secret_that_is_not_confirmed_yet_is_told(app: App) -> None:
    pool(app)
    app.log_in("ci")
    missing = app.http.get(f"/_mock/pools/{app.pool_id}/users/ci/totp")
    assert missing.status_code == 404
    app.post("/api/v2/mfa/totp/associate")
    assert app.post("/api/v2/mfa/totp/associate/confirm", totp=code(app))["code"] == 200
    assert len(code(app)) == 6


def test_a_change_of_the_factors_begins_anew(app: App) -> None:
    pool(app, mfa={"totpSecret": SECRET})
    token, shown = mfa_token(app), code(app)
    assert verify(app, token, shown) == 200
    assert verify(app, mfa_token(app), shown) == 6001
    app.control("PATCH", f"/pools/{app.pool_id}/users/ci", {"mfa": {"totpSecret": SECRET}})
    assert verify(app, mfa_token(app), shown) == 200


def test_a_reset_brings_the_factors_of_the_document_back(app: App) -> None:
    pool(app, mfa={"totpSecret": SECRET})
    token, shown = mfa_token(app), code(app)
    app.control("PATCH", f"/pools/{app.pool_id}/users/ci", {"mfa": {"email": "a@x.test"}})
    app.control("POST", f"/pools/{app.pool_id}/reset")
    assert app.users()[0]["mfa"] == {"totpSecret": SECRET}
    assert verify(app, token, shown) == 2021
    assert verify(app, mfa_token(app), shown) == 200


def test_a_snapshot_keeps_what_was_begun_and_used(app: App) -> None:
    pool(app, mfa={"totpSecret": SECRET})
    used, shown = mfa_token(app), code(app)
    assert verify(app, used, shown) == 200
    begun = mfa_token(app)
    app.control("PUT", f"/snapshots/{app.app_id}", None, userPoolId=app.pool_id)
    app.control("PATCH", f"/pools/{app.pool_id}/users/ci", {"mfa": {}})
    app.control("POST", f"/snapshots/{app.app_id}/restore", None, userPoolId=app.pool_id)
    assert app.users()[0]["mfa"] == {"totpSecret": SECRET}
    assert verify(app, begun, shown) == 6001
    app.control("PUT", "/clock", {"offsetSeconds": 30}, userPoolId=app.pool_id)
    assert verify(app, begun, code(app)) == 200


def test_two_pools_share_no_second_step(app: App, http: Any) -> None:
    other = App(http)
    for each in (app, other):
        pool(each, mfa={"totpSecret": SECRET})
    token, shown = mfa_token(app), code(app)
    assert verify(other, token, shown) == 2021
    assert verify(app, token, shown) == 200
    assert verify(other, mfa_token(other), shown) == 200
