"""A pool is named by its id, its name, or the id of one of its applications, wherever a control call takes one."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest

from tests.conftest import App


def unique(word: str) -> str:
    return f"{word}-{uuid.uuid4().hex[:12]}"


def make_pool(http: httpx.Client, **document: Any) -> dict[str, Any]:
    made = http.post("/_mock/pools", json=document)
    assert made.status_code == 201, made.text
    pool: dict[str, Any] = made.json()
    return pool


CALLS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/pools/NAME", None),
    ("GET", "/pools/NAME/users", None),
    ("POST", "/pools/NAME/users", {"username": "ann"}),
    ("GET", "/pools/NAME/export", None),
    ("POST", "/pools/NAME/reset", None),
    ("PATCH", "/pools/NAME", {"settings": {"limits": "off"}}),
    ("GET", "/clock?userPoolId=NAME", None),
    ("PUT", "/clock?userPoolId=NAME", {"offsetSeconds": 5}),
    ("POST", "/clock/advance", {"seconds": 5, "userPoolId": "NAME"}),
    ("POST", "/faults", {"delayMs": 1, "userPoolId": "NAME"}),
    ("GET", "/sdk?userPoolId=NAME", None),
    ("PUT", "/snapshots/s?userPoolId=NAME", {}),
    ("GET", "/snapshots?userPoolId=NAME", None),
    ("GET", "/users?userPoolId=NAME", None),
]


@pytest.mark.parametrize("by", ["name", "appId"])
@pytest.mark.parametrize(("method", "path", "body"), CALLS, ids=[f"{each[0]} {each[1]}" for each in CALLS])
def test_a_pool_is_found_by_name_and_by_application(
    http: httpx.Client, by: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    pool = make_pool(http, name=unique("My shop"))
    name = pool[by]
    if body and "userPoolId" in body:
        body = body | {"userPoolId": name}
    answer = http.request(method, f"/_mock{path.replace('NAME', name)}", json=body)
    assert answer.is_success, answer.text
    if "userPoolId" in (said := answer.json() if answer.headers["content-type"].startswith("application/json") else {}):
        assert said["userPoolId"] == pool["userPoolId"]


@pytest.mark.parametrize("by", ["name", "appId"])
def test_lists_are_filtered_by_name_as_by_id(http: httpx.Client, by: str) -> None:
    pool = make_pool(http, name=unique("shop"))
    app = App(http, app_id=pool["appId"])
    app.code_for("ann@example.test")
    http.post("/_mock/faults", json={"delayMs": 1, "path": "/never", "userPoolId": pool["userPoolId"]})
    for path in ("/outbox", "/requests", "/faults", "/clients"):
        assert app.control("GET", path, userPoolId=pool[by])["totalCount"] > 0, path
    assert app.control("GET", "/outbox/wait", userPoolId=pool[by], to="ann@example.test", timeout=0)["code"]
    app.control("DELETE", "/outbox", userPoolId=pool[by])
    assert app.control("GET", "/outbox", userPoolId=pool["userPoolId"])["totalCount"] == 0


@pytest.mark.parametrize("by", ["name", "appId"])
def test_a_token_is_made_and_inspected_for_a_pool_by_name(http: httpx.Client, by: str) -> None:
    pool = make_pool(http, name=unique("My shop"))
    user = App(http, app_id=pool["appId"]).make_user(username="ann")
    wanted = {"userPoolId": pool[by], "userId": user["id"], "kind": "token"}
    minted = http.post("/_mock/tokens", json=wanted)
    assert minted.status_code == 201, minted.text
    asked = {"userPoolId": pool[by], "token": minted.json()["token"]}
    assert http.post("/_mock/tokens/inspect", json=asked).is_success


def test_a_name_that_fits_two_pools_is_an_error_that_lists_them(http: httpx.Client) -> None:
    name = unique("twice")
    ids = [make_pool(http, name=name)["userPoolId"], make_pool(http, appId=name)["userPoolId"]]
    for method, path, body in (
        ("GET", f"/pools/{name}", None),
        ("GET", f"/outbox?userPoolId={name}", None),
        ("POST", "/clock/advance", {"seconds": 1, "userPoolId": name}),
    ):
        refused = http.request(method, f"/_mock{path}", json=body)
        assert refused.status_code == 400, path
        error = refused.json()["error"]
        assert error["code"] == "ambiguous"
        assert error["field"] == "userPoolId"
        assert all(each in error["message"] for each in ids)


def test_an_id_is_exact_whatever_others_are_called(http: httpx.Client) -> None:
    pool = make_pool(http)
    make_pool(http, name=pool["userPoolId"])
    assert http.get(f"/_mock/pools/{pool['userPoolId']}").json()["userPoolId"] == pool["userPoolId"]


def test_an_address_beside_a_name_keeps_its_signs(http: httpx.Client) -> None:
    pool = make_pool(http, name=unique("50 & more = 51"))
    app = App(http, app_id=pool["appId"])
    app.post("/api/v2/email/send", email="ann+code1234@example.test", scene="VERIFY_CODE")
    listed = app.control("GET", "/outbox", userPoolId=pool["name"], to="ann+code1234@example.test")
    assert listed["totalCount"] == 1


@pytest.mark.parametrize("header", ["x-authing-app-id", "x-genauth-app-id", "x-authing-userpool-id"])
def test_a_pool_that_a_request_has_made_is_called_as_the_request_called_it(http: httpx.Client, header: str) -> None:
    name = unique("my-app")
    http.post("/api/v2/sms/send", json={"phone": "13800138000"}, headers={header: name})
    assert http.get(f"/_mock/pools/{name}").json()["name"] == name
