"""`POST /api/v3/signin` with a code that was sent. What all connections share is told by `test_signin.py`."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from tests.conftest import App
from tests.documented.checker import differences

ANN = {"username": "ann", "email": "ann@x.test", "phone": "13800138000"}


def sign_in(app: App, payload: Any, **options: Any) -> dict[str, Any]:
    """Signs in by a code; the envelope that comes back inside HTTP 200."""
    return app.post("/api/v3/signin", connection="PASSCODE", passCodePayload=payload, options=options)


@pytest.mark.parametrize(
    "named",
    [{"email": "ann@x.test"}, {"email": "ANN@x.test"}, {"phone": "13800138000"},
     {"phone": "13800138000", "phoneCountryCode": "+86"}, {"phone": "+8613800138000"},
     {"email": "", "phone": "13800138000"}],
    ids=str,
)  # fmt: skip
def test_tokens_are_given_to_whose_address_a_code_proves(app: App, named: dict[str, str]) -> None:
    user = app.make_user(**ANN)
    answer = sign_in(app, {**named, "passCode": app.code_for(ANN["email" if named.get("email") else "phone"])})
    assert (answer["statusCode"], answer["message"]) == (200, "") and "apiCode" not in answer
    assert differences("v3", "signInByCredentials", answer) == set()
    claims = jwt.decode(answer["data"]["id_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == (user["id"], app.app_id)


def test_a_code_works_once_and_verifies_the_address(app: App) -> None:
    user = app.make_user(**ANN, emailVerified=False)
    payload = {"email": "ann@x.test", "passCode": app.code_for("ann@x.test")}
    assert sign_in(app, payload)["statusCode"] == 200
    assert [each["emailVerified"] for each in app.users() if each["id"] == user["id"]] == [True]
    assert sign_in(app, payload)["apiCode"] == 2001


def test_a_number_abroad_is_meant_by_its_country_code(app: App) -> None:
    app.make_user(username="bob", phone="5551234567", phoneCountryCode="+1")
    assert app.post("/api/v2/sms/send", phone="5551234567", phoneCountryCode="+1")["code"] == 200
    sent = app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to="5551234567", timeout=1)
    payload = {"phone": "5551234567", "passCode": sent["code"]}
    assert sign_in(app, payload)["apiCode"] == 2001
    assert sign_in(app, {**payload, "phoneCountryCode": "+1"})["statusCode"] == 200


def test_who_is_unknown_is_registered_where_the_client_asks_for_it(app: App) -> None:
    payload = {"email": "new@x.test", "passCode": app.code_for("new@x.test")}
    assert sign_in(app, payload)["apiCode"] == 2004
    assert sign_in(app, payload, autoRegister=True)["statusCode"] == 200
    assert [(user["email"], user["emailVerified"]) for user in app.users()] == [("new@x.test", True)]


def test_the_scope_is_the_one_that_was_asked_for(app: App) -> None:
    app.make_user(**ANN)
    payload = {"email": "ann@x.test", "passCode": app.code_for("ann@x.test")}
    data = sign_in(app, payload, scope="openid offline_access")["data"]
    assert data["scope"] == "openid offline_access" and data["refresh_token"]


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (None, "passCodePayload"),
        ({"email": "ann@x.test"}, "passCodePayload.passCode"),
        ({"passCode": "1234"}, "passCodePayload.email | phone"),
        ({"passCode": "1234", "account": "ann@x.test"}, "passCodePayload.email | phone"),
        ({"passCode": 1234, "email": "ann@x.test"}, "passCodePayload.passCode"),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_by_the_fields_name(app: App, payload: Any, field: str) -> None:
    answer = sign_in(app, payload)
    assert answer["statusCode"] == 400 and field in answer["message"] and "apiCode" not in answer
