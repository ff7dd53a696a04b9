"""What is no passkey at all: see `test_passkeys.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    encoded,
    logged_in_with_passkey,
    refused,
    use,
)
from tests.conftest import App

Later = Callable[[App, int], None]


@pytest.fixture
def app(app: App) -> App:
    """An app in a browser, at a port of localhost."""
    app.headers["origin"] = ORIGIN
    return app


@pytest.mark.parametrize(
    ("path", "name"), [(AUTHENTICATION, "authenticationCredential"), ("/api/v3/webauthn/login/finalize", "credential")]
)
@pytest.mark.parametrize(
    "field", ["id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature"]
)
@pytest.mark.parametrize("value", [None, 7, "", "ä", "*", [], {}], ids=repr)
def test_what_is_wrong_is_refused_by_the_fields_name(app: App, path: str, name: str, field: str, value: Any) -> None:
    app.logged_in_user(**CI)
    said = asked(app)
    authenticator = Authenticator()
    credential = authenticator.get(said["authenticationOptions"])
    (credential if field in credential else credential["response"])[field] = value
    answer = answer_of(app, "POST", path, {"ticket": said["ticket"], name: credential})
    assert answer["statusCode"] == 400 and (field in answer["message"] or value == {}), answer


@pytest.mark.parametrize("field", ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject"])
@pytest.mark.parametrize("value", [None, 7, "", "ä", "*", []], ids=repr)
@pytest.mark.parametrize(
    ("path", "name"),
    [(REGISTRATION, "registrationCredential"), ("/api/v3/webauthn/registration/finalize", "credential")],
)
def test_what_is_wrong_with_a_new_one_is_refused_alike(app: App, path: str, name: str, field: str, value: Any) -> None:
    said = asked_of_user(app)
    credential = Authenticator().create(said["registrationOptions"])
    (credential if field in credential else credential["response"])[field] = value
    answer = answer_of(app, "POST", path, {"ticket": said["ticket"], name: credential})
    assert answer["statusCode"] == 400 and field in answer["message"], answer


@pytest.mark.parametrize("data", [b"x", b"[]", b"7", b'{"type": 7}', b"\xff", b'{"type":"webauthn.get"}', b"{" * 999])
def test_client_data_that_is_none_is_refused(app: App, data: bytes) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    credential = authenticator.get(said["authenticationOptions"])
    credential["response"]["clientDataJSON"] = encoded(data)
    assert refused(use(app, said["ticket"], credential), 400, "无法解析")
    credential["response"]["authenticatorData"] = encoded(data)
    assert refused(use(app, said["ticket"], credential), 400, "无法解析")


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"\xa0",
        b"\xff" * 100,
        b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x81" * 3000,
        b"\xbb" + b"\xff" * 8,
        b"\x00",
    ],
    ids=lambda data: data[:12].hex(),
)
def test_an_attestation_that_is_none_is_refused(app: App, data: bytes) -> None:
    said = asked_of_user(app)
    credential = Authenticator().create(said["registrationOptions"])
    credential["response"]["attestationObject"] = encoded(data)
    body = {"ticket": said["ticket"], "registrationCredential": credential}
    assert refused(answer_of(app, "POST", REGISTRATION, body), 400, "无法解析")


def test_the_journal_keeps_neither_ticket_nor_signature(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    credential = authenticator.get(said["authenticationOptions"])
    use(app, said["ticket"], credential)
    noted = app.http.get("/_mock/requests", params={"userPoolId": app.pool_id, "limit": 100}).text
    assert "verifyAuthentication" in noted
    for secret in (said["ticket"], credential["response"]["signature"]):
        assert secret not in noted


@pytest.mark.parametrize("ticket", ["", "x", "\u0007", "x" * 5000, "0" * 32, 7, None, {}], ids=lambda t: str(t)[:9])
def test_an_odd_ticket_is_refused(app: App, ticket: Any) -> None:
    _, authenticator = logged_in_with_passkey(app)
    credential = authenticator.get(asked(app)["authenticationOptions"])
    assert use(app, ticket, credential)["statusCode"] == 400
