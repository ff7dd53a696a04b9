"""Users' passkeys in documents and by the control API: seen, planted, taken, kept."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.authenticator import ORIGIN, Authenticator, bind, logged_in_with_passkey, show
from tests.conftest import App
from tests.routes.control.whole_pool import PUBLIC_KEY


@pytest.fixture
def app(app: App) -> App:
    """An app in a browser, at a port of localhost."""
    app.headers["origin"] = ORIGIN
    return app


def path_of(app: App, user: dict[str, Any]) -> str:
    return f"/pools/{app.pool_id}/users/{user['id']}"


def passkeys_of(app: App, user: dict[str, Any]) -> list[dict[str, Any]]:
    """A user's passkeys, newest first."""
    listed: list[dict[str, Any]] = app.control("GET", f"{path_of(app, user)}/passkeys")["list"]
    return listed


def test_a_users_passkeys_are_told_by_the_user_and_by_themselves(app: App) -> None:
    user, finger = logged_in_with_passkey(app)
    face = Authenticator()
    bind(app, face, "face")
    listed = passkeys_of(app, user)
    assert [each["credentialId"] for each in listed] == [face.credential_id, finger.credential_id]
    assert app.control("GET", path_of(app, user))["passkeys"] == listed[::-1]
    assert {name: listed[1][name] for name in ("authenticatorCode", "name", "counter", "lastUsedAt")} == {
        "authenticatorCode": "fingerprint",
        "name": "fingerprint",
        "counter": 0,
        "lastUsedAt": None,
    }
    page = app.control("GET", f"{path_of(app, user)}/passkeys", page=2, limit=1)
    assert page == {"list": listed[1:], "totalCount": 2}


def test_a_passkey_that_is_taken_is_told_as_removed(app: App) -> None:
    user, authenticator = logged_in_with_passkey(app)
    path = f"/_mock{path_of(app, user)}/passkeys/{authenticator.credential_id}"
    assert app.http.delete(path).status_code == 204
    assert show(app, authenticator)["statusCode"] == 431
    again = app.http.delete(path)
    assert again.status_code == 404 and authenticator.credential_id in again.json()["error"]["message"]


@pytest.mark.parametrize("credential_id", ["x", "%2e%2e", "a" * 3000, "%00", "ä", "*"])
def test_an_odd_credential_id_is_not_found(app: App, credential_id: str) -> None:
    user, _ = logged_in_with_passkey(app)
    answer = app.http.delete(f"/_mock{path_of(app, user)}/passkeys/{credential_id}")
    assert 400 <= answer.status_code < 500
    assert len(passkeys_of(app, user)) == 1


def test_anothers_passkey_is_not_taken(app: App) -> None:
    user, authenticator = logged_in_with_passkey(app)
    eve = app.make_user(username="eve")
    path = f"/_mock{path_of(app, eve)}/passkeys/{authenticator.credential_id}"
    assert app.http.delete(path).status_code == 404
    assert len(passkeys_of(app, user)) == 1


def test_a_change_of_a_user_replaces_the_passkeys_that_are_given(app: App) -> None:
    user, authenticator = logged_in_with_passkey(app)
    (present,) = passkeys_of(app, user)
    app.control("PATCH", path_of(app, user), {"nickname": "x"})
    assert passkeys_of(app, user) == [present]
    app.control("PATCH", path_of(app, user), {"passkeys": [{**present, "name": "mine"}]})
    assert show(app, authenticator)["statusCode"] == 200
    app.control("PATCH", path_of(app, user), {"passkeys": []})
    assert passkeys_of(app, user) == []


def test_a_passkey_logs_in_after_export_and_import_and_with_its_counter(app: App, http: httpx.Client) -> None:
    user, authenticator = logged_in_with_passkey(app)
    assert show(app, authenticator)["statusCode"] == 200
    document = app.control("GET", f"/pools/{app.pool_id}/export")
    app.control("DELETE", f"/pools/{app.pool_id}")
    app.control("POST", "/import", document)
    assert app.control("GET", f"/pools/{app.pool_id}/export") == document
    authenticator.sign_count = 0
    assert "计数器" in show(app, authenticator)["message"]
    authenticator.sign_count = 1
    assert show(app, authenticator)["statusCode"] == 200
    assert [each["counter"] for each in passkeys_of(app, user)] == [2]


def test_a_passkey_ends_with_a_reset_and_comes_back_with_its_snapshot(app: App) -> None:
    app.make_user(username="ci", password="111111")
    user = app.log_in("ci")
    authenticator = Authenticator()
    bind(app, authenticator)
    app.control("PUT", "/snapshots/bound", userPoolId=app.pool_id)
    app.control("DELETE", f"{path_of(app, user)}/passkeys/{authenticator.credential_id}")
    app.control("POST", "/snapshots/bound/restore", userPoolId=app.pool_id)
    assert show(app, authenticator)["statusCode"] == 200
    app.control("POST", f"/pools/{app.pool_id}/reset")
    assert show(app, authenticator)["statusCode"] == 422


@pytest.mark.parametrize(
    ("passkey", "field"),
    [
        ({"credentialId": "AA"}, "passkeys[0].publicKey"),
        ({"publicKey": PUBLIC_KEY}, "passkeys[0].credentialId"),
        ({"credentialId": "*", "publicKey": PUBLIC_KEY}, "passkeys[0].credentialId"),
        ({"credentialId": "", "publicKey": PUBLIC_KEY}, "passkeys[0].credentialId"),
        ({"credentialId": "AA", "publicKey": "AAAA"}, "passkeys[0].publicKey"),
        ({"credentialId": "AA", "publicKey": PUBLIC_KEY[:-4]}, "passkeys[0].publicKey"),
        ({"credentialId": "AA", "publicKey": PUBLIC_KEY, "counter": -1}, "passkeys[0].counter"),
        ({"credentialId": "AA", "publicKey": PUBLIC_KEY, "counter": 2**32}, "passkeys[0].counter"),
        ({"credentialId": "AA", "publicKey": PUBLIC_KEY, "nonsense": 1}, "passkeys[0].nonsense"),
        ({"credentialId": "AA", "publicKey": PUBLIC_KEY, "createdAt": "x"}, "passkeys[0].createdAt"),
    ],
    ids=str,
)
def test_what_is_no_passkey_is_refused_by_the_fields_name(app: App, passkey: dict[str, Any], field: str) -> None:
    answer = app.http.post(f"/_mock/pools/{app.pool_id}/users", json={"username": "ci", "passkeys": [passkey]})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
    assert app.users() == []


def test_a_credential_belongs_to_one_user_of_a_pool(app: App, http: httpx.Client) -> None:
    passkey = {"credentialId": "AAEC", "publicKey": PUBLIC_KEY}
    app.make_user(username="ann", passkeys=[passkey])
    twice = app.http.post(f"/_mock/pools/{app.pool_id}/users", json={"username": "bob", "passkeys": [passkey]})
    assert (twice.status_code, twice.json()["error"]["field"]) == (400, "passkeys[0].credentialId")
    users = [{"username": "ann", "passkeys": [passkey]}, {"username": "bob", "passkeys": [passkey]}]
    pool = http.post("/_mock/pools", json={"users": users})
    assert (pool.status_code, pool.json()["error"]["field"]) == (400, "users[1].passkeys[0].credentialId")
    other = App(http)
    assert other.make_user(username="ann", passkeys=[passkey])["passkeys"][0]["name"] == "other"
