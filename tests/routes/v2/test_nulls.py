"""No null where an SDK breaks on one (wire-mobile.md 4.4), and a token in every user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import App

# Android reads these with typed getters: one null and the call fails with 10004.
TYPED: dict[str, type] = {
    "loginsCount": int,
    "blocked": bool,
    "isDeleted": bool,
    "emailVerified": bool,
    "phoneVerified": bool,
    "identities": list,
}
TYPED_IF_THERE: dict[str, type] = {"email_verified": bool, "phone_number_verified": bool, "role": list}
PHONE, EMAIL = "13800138000", "a@x.test"


def _log_in(app: App) -> dict[str, Any]:
    app.make_user(username="ci", password="111111")
    return app.post("/api/v2/login/account", account="ci", password="111111")


def _logged_in(path: str, **body: Any) -> Callable[[App], dict[str, Any]]:
    def call(app: App) -> dict[str, Any]:
        app.logged_in_user()
        return app.post(path, **body)

    return call


def _bind(kind: str, address: str) -> Callable[[App], dict[str, Any]]:
    def call(app: App) -> dict[str, Any]:
        app.logged_in_user()
        code = app.code_for(address)
        return app.post(f"/api/v2/users/{kind}/bind", **{kind: address, f"{kind}Code": code})

    return call


def _unbind(kind: str, address: str) -> Callable[[App], dict[str, Any]]:
    def call(app: App) -> dict[str, Any]:
        app.logged_in_user(**{kind: address})
        return app.post(f"/api/v2/users/{kind}/unbind")

    return call


def _me(app: App) -> dict[str, Any]:
    app.logged_in_user()
    return app.get("/api/v2/users/me")


def _by_code(app: App) -> dict[str, Any]:
    return app.post("/api/v2/login/phone-code", phone=PHONE, code=app.code_for(PHONE), autoRegister=True)


def _register_by_code(app: App) -> dict[str, Any]:
    return app.post("/api/v2/register/email-code", email=EMAIL, code=app.code_for(EMAIL), forceLogin=True)


def _register(app: App) -> dict[str, Any]:
    return app.post("/api/v2/register/email", email=EMAIL, password="111111", forceLogin=True)


USER_ANSWERS: dict[str, Callable[[App], dict[str, Any]]] = {
    "login": _log_in,
    "login by code": _by_code,
    "register": _register,
    "register by code": _register_by_code,
    "users/me": _me,
    "refresh-token": _logged_in("/api/v2/users/refresh-token"),
    "profile/update": _logged_in("/api/v2/users/profile/update", nickname="Iron"),
    "password/update": _logged_in("/api/v2/password/update", oldPassword="111111", newPassword="222222"),
    "phone/bind": _bind("phone", PHONE),
    "email/bind": _bind("email", EMAIL),
    "phone/unbind": _unbind("phone", PHONE),
    "email/unbind": _unbind("email", EMAIL),
}


@pytest.mark.parametrize("sdk", ["Guard-Android@1.5.8", "Guard-iOS@1.4.10", "sdk-flutter", "sdk"])
@pytest.mark.parametrize("answer", USER_ANSWERS)
def test_a_user_has_id_and_token_and_typed_values(app: App, answer: str, sdk: str) -> None:
    app.headers["x-authing-request-from"] = sdk
    envelope = USER_ANSWERS[answer](app)
    assert envelope["code"] == 200
    user = envelope["data"]
    assert isinstance(user["id"], str) and user["id"]
    assert isinstance(user["token"], str) and user["token"].count(".") == 2
    for field, kind in TYPED.items():
        assert type(user[field]) is kind, field
    for field, kind in TYPED_IF_THERE.items():
        assert field not in user or type(user[field]) is kind, field
    app.token = user["token"]
    assert app.get("/api/v2/users/me")["data"]["id"] == user["id"]


@pytest.mark.parametrize("sdk", ["Guard-Android@1.5.8", "sdk-flutter"])
@pytest.mark.parametrize("answer", USER_ANSWERS)
def test_android_and_flutter_get_no_null_at_all(app: App, answer: str, sdk: str) -> None:
    # They would show it as the text "null".
    app.headers["x-authing-request-from"] = sdk
    user = USER_ANSWERS[answer](app)["data"]
    assert [field for field, value in user.items() if value is None] == []


@pytest.mark.parametrize("answer", USER_ANSWERS)
def test_no_secret_is_in_a_user(app: App, answer: str) -> None:
    user = USER_ANSWERS[answer](app)["data"]
    assert not {"password", "passwordHash", "salt", "encryptedPassword", "mfa", "customData"} & set(user)
    assert "pbkdf2" not in str(user) and "111111" not in str(user)
