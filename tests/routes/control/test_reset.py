"""Whatever is done to a pool, a reset brings back what it was made from, and no other pool notices anything."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import App
from tests.routes.control.whole_pool import whole_pool

PICTURE = b"\x89PNG\r\n\x1a\n.."
ANN = {"username": "ann", "password": "111111", "email": "ann@example.test", "phone": "13800138000"}


def register(app: App) -> None:
    name = uuid.uuid4().hex
    app.call("POST", "/api/v2/register/username", {"username": name, "password": "111111", "forceLogin": True})


def log_in(app: App) -> None:
    answer = app.call("POST", "/api/v2/login/account", {"account": "ann", "password": "111111"}).json()
    app.token = (answer.get("data") or {}).get("token")


def log_in_wrongly(app: App) -> None:
    app.call("POST", "/api/v2/login/account", {"account": "ann", "password": "no"})


def ask_for_a_code(app: App) -> None:
    app.call("POST", "/api/v2/sms/send", {"phone": "13800138000"})


def log_in_by_code(app: App) -> None:
    found = app.control("GET", "/outbox", userPoolId=app.pool_id, limit=1)["list"]
    body = {"phone": "13800138000", "code": found[0]["code"] if found else "0000", "autoRegister": True}
    app.call("POST", "/api/v2/login/phone-code", body)


def change_profile(app: App) -> None:
    url = app.http.post("/api/v2/upload", files={"file": ("x.png", PICTURE, "image/png")}).json()["data"]["url"]
    app.call("POST", "/api/v2/users/profile/update", {"nickname": "changed\nby her", "photo": url})


def change_password(app: App) -> None:
    app.call("POST", "/api/v2/password/update", {"oldPassword": "111111", "newPassword": "222222"})


def set_custom_data(app: App) -> None:
    app.call("POST", "/api/v2/udfs/values", {"udfs": [{"definition": "school", "value": "x"}]})


def log_out(app: App) -> None:
    app.call("GET", "/api/v2/logout")


def enter_by_another_application(app: App) -> None:
    App(app.http, headers={"x-authing-userpool-id": app.pool_id}).call("GET", "/api/v2/users/me")


def ask_for_tokens(app: App) -> None:
    query = {"client_id": app.app_id, "response_type": "code", "scope": "openid", "prompt": "none", "state": "s",
             "login_hint": "ann", "redirect_uri": "http://127.0.0.1:1/"}  # fmt: skip
    app.http.get("/oidc/auth", params=query)


def wait_at_the_login_page(app: App) -> None:
    query = {"client_id": app.app_id, "response_type": "code", "scope": "openid", "state": "s"}
    app.http.get("/oidc/auth", params={**query, "redirect_uri": "http://127.0.0.1:1/"})


def ask_for_a_device_code(app: App) -> None:
    app.http.post("/oidc/device/auth", data={"client_id": app.app_id, "scope": "openid"})


def make_user(app: App) -> None:
    app.make_user(username=uuid.uuid4().hex, roles=["admin"], resources=["ci:*"], orgs=["HR"])


def change_user(app: App) -> None:
    for user in app.users()[:1]:
        change = {"nickname": "changed", "roles": [], "groups": ["staff"], "customData": {"school": None}}
        app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", change)


def remove_user(app: App) -> None:
    for user in app.users()[-1:]:
        app.control("DELETE", f"/pools/{app.pool_id}/users/{user['id']}")


def change_settings(app: App) -> None:
    app.settings(limits="off", passwordStrength=0, verificationCode={"length": 8})
    app.control("PATCH", f"/pools/{app.pool_id}", {"name": "changed"})


def move_the_clock(app: App) -> None:
    app.control("PUT", "/clock", {"offsetSeconds": 5000, "frozen": True}, userPoolId=app.pool_id)


def clear_the_outbox(app: App) -> None:
    app.control("DELETE", "/outbox", userPoolId=app.pool_id)


def save_a_snapshot(app: App) -> None:
    app.control("PUT", "/snapshots/s", userPoolId=app.pool_id)


def restore_a_snapshot(app: App) -> None:
    app.http.post("/_mock/snapshots/s/restore", params={"userPoolId": app.pool_id})


def generate_users(app: App) -> None:
    app.control("POST", f"/pools/{app.pool_id}/users/generate", {"count": 2, "randSeed": 1, "locale": "en_US"})


def mint_a_token(app: App) -> None:
    for user in app.users()[:1]:
        body = {"userPoolId": app.pool_id, "userId": user["id"], "kind": "refresh_token"}
        app.http.post("/_mock/tokens", json=body)


def tell_of_a_device(app: App) -> None:
    app.call("POST", "/api/v3/create-device", {"deviceUniqueId": "u1", "type": "Mobile", "customData": {"k": [None]}})


def suspend_a_device(app: App) -> None:
    for user in app.users()[:1]:
        path = f"/_mock/pools/{app.pool_id}/users/{user['id']}/devices/u1"
        app.http.patch(path, json={"status": "suspended", "suspendedUntil": "2099-01-01T00:00:00Z"})


def add_a_fault(app: App) -> None:
    fault = {"userPoolId": app.pool_id, "operation": "loginByAccount", "error": {"code": 2005}, "times": 1}
    app.control("POST", "/faults", fault)


CALLS = [
    *(generate_users, mint_a_token, add_a_fault, tell_of_a_device, suspend_a_device),
    *(register, log_in, log_in_wrongly, ask_for_a_code, log_in_by_code, change_profile, change_password),
    *(set_custom_data, log_out, enter_by_another_application, ask_for_tokens, wait_at_the_login_page),
    *(ask_for_a_device_code, make_user, change_user, remove_user, change_settings, move_the_clock, clear_the_outbox),
    *(save_a_snapshot, restore_a_snapshot),
]


def state_of(app: App, pool_id: str) -> Any:
    """All that can be seen of a pool."""
    return [
        app.http.get(f"/_mock/pools/{pool_id}/export").content,
        app.control("GET", f"/pools/{pool_id}"),
        app.control("GET", "/outbox", userPoolId=pool_id),
        app.control("GET", "/faults", userPoolId=pool_id),
        {**app.control("GET", "/clock", userPoolId=pool_id), "now": None},
        app.get("/api/v2/users/me")["code"],
    ]


@pytest.fixture
def other_http(server_url: str) -> Iterator[httpx.Client]:
    """A client with cookies of its own."""
    with httpx.Client(base_url=server_url, trust_env=False, verify=False) as client:
        yield client


def made(http: httpx.Client, *, whole: bool) -> tuple[App, str]:
    http.cookies.clear()
    document: dict[str, Any] = whole_pool() if whole else {}
    document |= {"settings": {"oidc": {"redirects": "any"}}}
    if whole:
        # The awkward ones stay; this one can log in.
        del document["applications"][0]["mfa"]
        document["users"][1] |= ANN | {"phone": "13800138009", "passwordHash": None}
    else:
        document |= {
            "customFields": [{"key": "school"}],
            "resources": [{"code": "ci:*"}],
            "roles": [{"code": "admin"}],
            "groups": [{"code": "staff"}],
            "orgs": [{"name": "HR"}],
            "users": [ANN],
        }
    answer = http.post("/_mock/pools", json=document)
    assert answer.status_code == 201, answer.text
    return App(http, answer.json()["appId"]), answer.json()["userPoolId"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.sampled_from(CALLS), min_size=1, max_size=12), whole=st.booleans())
def test_after_any_calls_a_reset_brings_back_the_pool_and_another_pool_is_untouched(
    http: httpx.Client, other_http: httpx.Client, calls: list[Any], whole: bool
) -> None:
    app, pool_id = made(http, whole=whole)
    other, other_id = made(other_http, whole=not whole)
    log_in(other)
    ask_for_a_code(other)
    before, before_of_other = state_of(app, pool_id), state_of(other, other_id)
    for call in calls:
        call(app)
    assert app.http.post(f"/_mock/pools/{pool_id}/reset").status_code == 200
    assert state_of(app, pool_id) == before
    assert state_of(other, other_id) == before_of_other
    for each in (pool_id, other_id):
        http.delete(f"/_mock/pools/{each}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.sampled_from(CALLS), min_size=1, max_size=12), whole=st.booleans())
def test_after_any_calls_export_import_export_is_equal_byte_by_byte(
    http: httpx.Client, calls: list[Any], whole: bool
) -> None:
    app, pool_id = made(http, whole=whole)
    for call in calls:
        call(app)
    exported = http.get(f"/_mock/pools/{pool_id}/export").content
    http.delete(f"/_mock/pools/{pool_id}")
    imported = http.post("/_mock/import", content=exported)
    assert imported.status_code == 201, imported.text
    assert http.get(f"/_mock/pools/{pool_id}/export").content == exported
    http.delete(f"/_mock/pools/{pool_id}")
