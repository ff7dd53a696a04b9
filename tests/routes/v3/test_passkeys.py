"""Passkeys by `/api/v3/webauthn/…`, with an authenticator that we did not write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest

from tests.authenticator import (
    AUTHENTICATION,
    CI,
    ORIGIN,
    REGISTRATION,
    Authenticator,
    answer_of,
    asked,
    asked_of_user,
    bind,
    encoded,
    listed,
    logged_in_with_passkey,
    refused,
    show,
)
from tests.conftest import App
from tests.documented.checker import differences

Later = Callable[[App, int], None]


@pytest.fixture
def app(app: App) -> App:
    """An app in a browser, at a port of localhost."""
    app.headers["origin"] = ORIGIN
    return app


def test_a_passkey_is_made_and_logs_its_user_in(app: App) -> None:
    user, authenticator = logged_in_with_passkey(app)
    app.token = None
    answer = show(app, authenticator)
    assert answer["statusCode"] == 200 and "apiCode" not in answer
    assert differences("v3", "verifyAuthentication", answer) == set()
    tokens = answer["data"]["tokenSet"]
    assert jwt.decode(tokens["id_token"], options={"verify_signature": False})["sub"] == user["id"]
    me = app.http.get("/oidc/me", headers={"authorization": f"Bearer {tokens['access_token']}"}).json()
    assert me["email"] == "ci@x.test"
    form = {"grant_type": "refresh_token", "client_id": app.app_id, "refresh_token": tokens["refresh_token"]}
    assert app.http.post("/oidc/token", data=form).status_code == 200


def test_what_an_authenticator_is_asked_has_all_that_clients_read(app: App) -> None:
    user, authenticator = logged_in_with_passkey(app)
    answer = answer_of(app, "GET", REGISTRATION)
    assert differences("v3", "initRegisterOptions", answer) == set()
    options = answer["data"]["registrationOptions"]
    assert options["rp"]["id"] == "localhost"
    assert options["user"] == {"id": encoded(user["id"].encode()), "name": "ci", "displayName": "ci"}
    selection = options["authenticatorSelection"]
    assert set(selection) == {"userVerification", "residentKey", "requireResidentKey"}
    assert selection["requireResidentKey"] is True and type(options["timeout"]) is int
    assert [each["id"] for each in options["excludeCredentials"]] == [authenticator.credential_id]
    answer = answer_of(app, "GET", AUTHENTICATION)
    assert differences("v3", "initAuthenticationOptions", answer) == set()
    assert answer["data"]["authenticationOptions"]["rpId"] == "localhost"


def test_nobody_makes_a_passkey_without_being_logged_in(app: App) -> None:
    said = asked_of_user(app)
    credential = Authenticator().create(said["registrationOptions"])
    app.token = None
    assert answer_of(app, "GET", REGISTRATION)["apiCode"] == 2020
    body = {"ticket": said["ticket"], "registrationCredential": credential}
    assert answer_of(app, "POST", REGISTRATION, body)["apiCode"] == 2020


def test_a_passkey_asks_for_no_second_factor(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    app.settings(mfa={"policies": ["OTP"]})
    assert show(app, authenticator)["statusCode"] == 200


def test_a_user_who_is_locked_does_not_come_in(app: App) -> None:
    user, authenticator = logged_in_with_passkey(app)
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    assert show(app, authenticator)["apiCode"] == 2005


def test_a_login_counts(app: App, later: Later) -> None:
    user, authenticator = logged_in_with_passkey(app)
    before = app.users()[0]
    later(app, 60)
    show(app, authenticator)
    after = app.control("GET", f"/pools/{app.pool_id}/users/{user['id']}")
    assert after["loginsCount"] == before["loginsCount"] + 1
    (passkey,) = after["passkeys"]
    assert passkey["counter"] == 1 and passkey["lastUsedAt"] == after["lastLogin"]


def test_the_scope_is_the_clients(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    tokens = show(app, authenticator, options={"scope": "openid email"})["data"]["tokenSet"]
    assert tokens["scope"] == "openid email" and "refresh_token" not in tokens


@pytest.mark.parametrize("origin", ["http://127.0.0.1:3000", "http://[::1]:3000"])
def test_a_passkey_belongs_to_a_host_name_and_to_no_address(app: App, origin: str) -> None:
    app.logged_in_user(**CI)
    app.headers["origin"] = origin
    for path in (REGISTRATION, AUTHENTICATION):
        answer = answer_of(app, "GET", path)
        assert refused(answer, 400, "localhost") and origin in answer["message"]


def test_without_an_origin_the_host_counts(app: App) -> None:
    app.logged_in_user(**CI)
    del app.headers["origin"]
    assert refused(answer_of(app, "GET", AUTHENTICATION), 400, "localhost")
    app.headers["host"] = "auth.example.test:8443"
    said = asked(app, REGISTRATION)
    assert said["registrationOptions"]["rp"]["id"] == "auth.example.test"
    credential = Authenticator().create(said["registrationOptions"], "http://auth.example.test:8443")
    body = {"ticket": said["ticket"], "registrationCredential": credential}
    assert answer_of(app, "POST", REGISTRATION, body)["statusCode"] == 200


def test_an_origin_counts_where_the_application_has_registered_it(app: App) -> None:
    app.logged_in_user(**CI)
    app.headers |= {"origin": "https://shop.example", "host": "auth.example.test"}
    assert asked(app)["authenticationOptions"]["rpId"] == "auth.example.test"
    app.settings(oidc={"redirects": "any"})
    assert asked(app)["authenticationOptions"]["rpId"] == "shop.example"


def test_a_browsers_pair_of_calls_works_alike(app: App) -> None:
    user, authenticator = app.logged_in_user(**CI), Authenticator()
    made = asked(app, "/api/v3/webauthn/registration/initialize", "POST")
    body = {"ticket": made["ticket"], "credential": authenticator.create(made["publicKey"])}
    bound = answer_of(app, "POST", "/api/v3/webauthn/registration/finalize", body)["data"]
    assert bound["credentialID"] == authenticator.credential_id
    app.token = None
    login = asked(app, "/api/v3/webauthn/login/initialize", "POST")
    body = {"ticket": login["ticket"], "credential": authenticator.get(login["publicKey"])}
    tokens = answer_of(app, "POST", "/api/v3/webauthn/login/finalize", body)["data"]
    assert jwt.decode(tokens["id_token"], options={"verify_signature": False})["sub"] == user["id"]
    assert tokens["access_token"] and tokens["refresh_token"]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("said", "kept"), [(["usb", {"a": 1}, [], None, 5, "x"], ["usb"]), ({"usb": 1}, []), ("usb", []), (5, [])]
)
def test_of_transports_those_are_kept_that_there_are(app: App, said: Any, kept: list[str], inside: bool) -> None:
    user, authenticator = app.logged_in_user(**CI), Authenticator()
    made = asked(app, "/api/v3/webauthn/registration/initialize", "POST")
    credential = authenticator.create(made["publicKey"])
    (credential["response"] if inside else credential)["transports"] = said
    body = {"ticket": made["ticket"], "credential": credential}
    assert answer_of(app, "POST", "/api/v3/webauthn/registration/finalize", body)["statusCode"] == 200
    (passkey,) = app.control("GET", f"/pools/{app.pool_id}/users/{user['id']}/passkeys")["list"]
    assert passkey.get("transports", []) == kept


def test_passkeys_are_listed_by_kind_newest_first(app: App) -> None:
    app.logged_in_user(**CI)
    finger, face = Authenticator(), Authenticator()
    bind(app, finger)
    bind(app, face, "face")
    assert [each["credentialID"] for each in listed(app)] == [face.credential_id, finger.credential_id]
    assert [each["authenticatorCode"] for each in listed(app, authenticatorCode="fingerprint")] == ["fingerprint"]
    assert [each["credentialID"] for each in listed(app, page=2, limit=1)] == [finger.credential_id]
    page = answer_of(app, "GET", "/api/v3/webauthn/credentials?page=1&limit=1")["data"]
    assert (page["totalCount"], len(page["list"])) == (2, 1)
    app.make_user(username="eve", password="111111")
    app.token = app.post("/api/v2/login/account", account="eve", password="111111")["data"]["token"]
    assert listed(app) == []


def test_a_passkey_is_renamed_and_removed(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    path = f"/api/v3/webauthn/credentials/{authenticator.credential_id}"
    renamed = answer_of(app, "PUT", path, {"name": "my phone"})
    assert renamed["data"] == {"success": True}
    assert differences("v3", "updateWebAuthnCredential", renamed) == set()
    assert [each["name"] for each in listed(app)] == ["my phone"]
    assert refused(answer_of(app, "PUT", path, {}), 400, "name")
    assert answer_of(app, "DELETE", path)["data"] == {"success": True}
    assert listed(app) == []
    assert answer_of(app, "DELETE", path)["statusCode"] == 404
    assert answer_of(app, "PUT", path, {"name": "x"})["statusCode"] == 404


@pytest.mark.parametrize("name", ["", "fingerprint", " "])
def test_a_name_that_was_given_comes_back_after_an_import(app: App, name: str) -> None:
    _, authenticator = logged_in_with_passkey(app)
    answer_of(app, "PUT", f"/api/v3/webauthn/credentials/{authenticator.credential_id}", {"name": name})
    exported = app.control("GET", f"/pools/{app.pool_id}/export")
    assert app.http.post("/_mock/import", json=exported).status_code == 201
    assert app.control("GET", f"/pools/{app.pool_id}/export") == exported


def test_anothers_passkey_is_neither_renamed_nor_removed(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    app.make_user(username="eve", password="111111")
    app.token = app.post("/api/v2/login/account", account="eve", password="111111")["data"]["token"]
    credential_id = authenticator.credential_id
    for method, path, body in (
        ("PUT", f"/api/v3/webauthn/credentials/{credential_id}", {"name": "x"}),
        ("DELETE", f"/api/v3/webauthn/credentials/{credential_id}", None),
        ("POST", f"/api/v3/webauthn/remove-credential/{credential_id}", {"credentialID": credential_id}),
    ):
        assert answer_of(app, method, path, body)["statusCode"] == 404
    answer_of(app, "POST", "/api/v3/webauthn/remove-credentials-by-authenticator-code", {})
    assert show(app, authenticator)["statusCode"] == 200


def test_all_passkeys_of_a_kind_are_removed(app: App) -> None:
    app.logged_in_user(**CI)
    bind(app, Authenticator())
    bind(app, Authenticator(), "face")
    path = "/api/v3/webauthn/remove-credentials-by-authenticator-code"
    assert answer_of(app, "POST", path, {"authenticatorCode": "fingerprint"})["data"] == {"success": True}
    assert [each["authenticatorCode"] for each in listed(app)] == ["face"]
    assert answer_of(app, "POST", path, {})["data"] == {"success": True}
    assert listed(app) == []


def test_credentials_are_checked_without_a_login(app: App, http: httpx.Client) -> None:
    _, authenticator = logged_in_with_passkey(app)
    app.token = None
    path = "/api/v3/webauthn/check-valid-credentials-by-credIds"

    def valid(asker: App, ids: Any, **more: Any) -> list[str]:
        answer = answer_of(asker, "POST", path, {"credentialIds": ids, **more})
        assert differences("v3", "checkValidCredentialsByCredIds", answer) == set()
        return [each["credentialID"] for each in answer["data"]]

    mine = authenticator.credential_id
    assert valid(app, [mine, "AAAA", mine]) == [mine]
    assert valid(app, [mine], authenticatorCode="face") == []
    assert valid(app, f"{mine}=") == [mine]
    assert valid(app, "[Ljava.lang.String;@1a2b") == []
    assert valid(App(http), [mine]) == []
    assert refused(answer_of(app, "POST", path, {"credentialIds": 7}), 400, "credentialIds")
    assert answer_of(app, "POST", path, {})["data"] == []
    assert refused(answer_of(app, "POST", path, {"credentialIds": ["A"] * 1001}), 400, "credentialIds")
