"""The one-time password of a user's second factor."""

from __future__ import annotations

import pytest

from tests.conftest import App

# As the documentation's own answer has it: 80 bits.
SECRET = "JAPDSOAZLV4BG3RA"
# RFC 6238, appendix B: 12345678901234567890.
OF_THE_RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def totp(app: App, user_id: str) -> dict[str, str | int]:
    found: dict[str, str | int] = app.control("GET", f"/pools/{app.pool_id}/users/{user_id}/totp")
    return found


@pytest.mark.parametrize(
    ("now", "code", "seconds_left", "expires_at"),
    [
        ("1970-01-01T00:00:59.000Z", "287082", 1, "1970-01-01T00:01:00.000Z"),
        ("2005-03-18T01:58:29.001Z", "081804", 1, "2005-03-18T01:58:30.000Z"),
        ("2005-03-18T01:58:31.400Z", "050471", 29, "2005-03-18T01:59:00.000Z"),
        ("2033-05-18T03:33:20.000Z", "279037", 10, "2033-05-18T03:33:30.000Z"),
    ],
)
def test_the_code_is_the_one_of_the_rfc_at_the_pools_time(
    app: App, now: str, code: str, seconds_left: int, expires_at: str
) -> None:
    user = app.make_user(mfa={"totpSecret": OF_THE_RFC})
    app.control("PUT", "/clock", {"now": now, "frozen": True}, userPoolId=app.pool_id)
    assert totp(app, user["id"]) == {"code": code, "secondsLeft": seconds_left, "expiresAt": expires_at}


def test_the_next_code_comes_when_its_time_is_up(app: App) -> None:
    user = app.make_user(mfa={"totpSecret": SECRET})
    app.control("PUT", "/clock", {"now": "2024-05-05T05:05:29.999Z", "frozen": True}, userPoolId=app.pool_id)
    before = totp(app, user["id"])
    app.control("POST", "/clock/advance", {"seconds": 0.001, "userPoolId": app.pool_id})
    after = totp(app, user["id"])
    assert before["code"] != after["code"]
    assert (before["secondsLeft"], after["secondsLeft"]) == (1, 30)


def test_before_1970_there_is_a_code_too(app: App) -> None:
    user = app.make_user(mfa={"totpSecret": SECRET})
    app.control("PUT", "/clock", {"now": "1950-01-01T00:00:00Z"}, userPoolId=app.pool_id)
    assert len(str(totp(app, user["id"])["code"])) == 6


def test_a_user_without_a_secret_is_404_and_hears_how_to_get_one(app: App) -> None:
    user = app.make_user(username="ci")
    path = f"/pools/{app.pool_id}/users/{user['id']}"
    answer = app.http.get(f"/_mock{path}/totp")
    assert answer.status_code == 404
    assert "totpSecret" in answer.json()["error"]["message"]
    app.control("PATCH", path, {"mfa": {"totpSecret": SECRET}})
    assert len(str(totp(app, user["id"])["code"])) == 6


def test_the_code_of_an_unknown_user_is_404(app: App) -> None:
    for path in (f"/pools/{app.pool_id}/users/nobody/totp", "/pools/nowhere/users/nobody/totp"):
        assert app.http.get(f"/_mock{path}").json()["error"]["code"] == "not_found"


def test_a_user_shows_the_secret_that_is_not_confirmed_yet_and_whose_code_this_is(app: App) -> None:
    user = app.logged_in_user(username="ann", password="111111")
    path = f"/pools/{app.pool_id}/users/{user['id']}"
    assert app.control("GET", path)["mfaPending"] == {}
    headers = {"authorization": str(user["token"])}
    begun = app.call("POST", "/api/v2/mfa/totp/associate", {}, headers=headers).json()["data"]
    shown = app.control("GET", path)
    assert (shown["mfa"], shown["mfaPending"]["totpSecret"]) == ({}, begun["secret"])
    app.call("POST", "/api/v2/mfa/totp/associate/confirm", {"totp": totp(app, user["id"])["code"]}, headers=headers)
    shown = app.control("GET", path)
    assert (shown["mfa"]["totpSecret"], shown["mfaPending"]) == (begun["secret"], {})
