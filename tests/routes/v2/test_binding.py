"""bindPhone, unbindPhone, updatePhone, bindEmail, unbindEmail, updateEmail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import App


@dataclass(frozen=True)
class Kind:
    field: str
    address: str
    other: str
    written_else: str
    unchanged: int
    old_unverified: int

    def path(self, what: str) -> str:
        return f"/api/v2/users/{self.field}/{what}"

    def body(self, address: str, code: str | None, key: str = "") -> dict[str, Any]:
        return {self.field: address, key or f"{self.field}Code": code}


PHONE = Kind("phone", "13800138000", "13900139000", "+86 138-0013-8000", 2230, 2228)
EMAIL = Kind("email", "me@x.test", "new@x.test", "ME@X.test", 2229, 2227)
both = pytest.mark.parametrize("kind", [PHONE, EMAIL], ids=lambda kind: kind.field)


@both
@pytest.mark.parametrize("key", ["", "code"])
def test_a_code_binds_an_address(app: App, kind: Kind, key: str) -> None:
    # Flutter calls the code of a phone `code`.
    app.logged_in_user()
    answer = app.post(kind.path("bind"), **kind.body(kind.address, app.code_for(kind.address), key))
    assert answer["code"] == 200
    assert answer["data"][kind.field] == kind.address
    assert answer["data"][f"{kind.field}Verified"] is True
    assert answer["data"]["token"] == app.token
    assert app.get("/api/v2/users/me")["data"][kind.field] == kind.address
    assert app.another().log_in(kind.address)["id"] == answer["data"]["id"]


def test_what_is_no_address_is_refused_as_everywhere(app: App) -> None:
    app.logged_in_user()
    assert app.post(PHONE.path("bind"), phone="1", phoneCode="1234")["code"] == 500
    assert app.post(EMAIL.path("bind"), email="1", emailCode="1234")["code"] == 2003


@both
@pytest.mark.parametrize(
    "left",
    [
        {"username": "ci", "password": "111111"},
        {"username": None, "email": "a@x.test", "phone": "13700137000"},
    ],
    ids=["user name with password", "the other address"],
)
def test_an_address_is_unbound_where_another_way_to_log_in_is_left(app: App, kind: Kind, left: dict[str, Any]) -> None:
    app.logged_in_user(**{kind.field: kind.address} | left)
    answer = app.post(kind.path("unbind"))
    assert answer["code"] == 200 and answer["data"]["token"] == app.token
    assert answer["data"][kind.field] is None and answer["data"][f"{kind.field}Verified"] is False
    assert app.post(kind.path("unbind"))["code"] == 1320005


@both
@pytest.mark.parametrize("content", [b"", b"{}"])
def test_unbinding_needs_no_body(app: App, kind: Kind, content: bytes) -> None:
    app.logged_in_user(**{kind.field: kind.address})
    headers = {"x-authing-app-id": app.app_id, "authorization": str(app.token), "content-type": "application/json"}
    assert app.http.post(kind.path("unbind"), content=content, headers=headers).json()["code"] == 200


@both
def test_an_update_needs_codes_to_both_addresses(app: App, kind: Kind) -> None:
    app.logged_in_user(**{kind.field: kind.address})
    old_key = f"old{kind.field.capitalize()}"
    new = kind.body(kind.other, app.code_for(kind.other))
    old = {old_key: kind.written_else, f"{old_key}Code": app.code_for(kind.address)}
    update = kind.path("update")
    assert app.post(update, **new)["code"] == kind.old_unverified
    assert app.post(update, **new, **{old_key: kind.address, f"{old_key}Code": "no"})["code"] == 2001
    assert app.post(update, **new, **{**old, old_key: "13700137000" if kind is PHONE else "x@x.test"})["code"] == (
        kind.old_unverified
    )
    assert app.post(update, **{**new, f"{kind.field}Code": "no"}, **old)["code"] == 2001
    answer = app.post(update, **new, **old)
    assert answer["code"] == 200 and answer["data"][kind.field] == kind.other
    assert answer["data"]["token"] == app.token
    assert app.another().log_in(kind.other)["id"] == answer["data"]["id"]


@both
def test_an_update_without_an_old_address_needs_one_code(app: App, kind: Kind) -> None:
    app.logged_in_user()
    body = kind.body(kind.other, app.code_for(kind.other))
    assert app.post(kind.path("update"), **body)["data"][kind.field] == kind.other


def test_a_phone_abroad_is_bound_with_its_country_code(app: App) -> None:
    app.logged_in_user()
    app.post("/api/v2/sms/send", phone="5551234567", phoneCountryCode="+1")
    code = app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to="5551234567", timeout=1)["code"]
    data = app.post(PHONE.path("bind"), phone="5551234567", phoneCountryCode="+1", phoneCode=code)["data"]
    assert (data["phone"], data["phoneCountryCode"]) == ("5551234567", "+1")
    assert app.another().log_in("+15551234567")["id"] == data["id"]
