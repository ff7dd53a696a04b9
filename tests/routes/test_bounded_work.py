"""No input costs more than its length: what would is refused, and no answer is longer than what it needs to say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
import pytest
from genauth_mock.documents.field_types import Document
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.kit import echo, json_values
from genauth_mock.routes.control import api
from genauth_mock.routes.edge import operations
from genauth_mock.routes.oidc import face
from genauth_mock.store import access

from tests.conftest import App

FORM = {"content-type": "application/x-www-form-urlencoded"}
FIELDS = {
    "plain": "&".join(f"a{n}=b&a{n}=c" for n in range(100)) + "&z=",
    "escaped": "&".join(f"a%20{n}=b" for n in range(201)),
    "empty": "&" * 200,
    "without values": "a&" * 200,
}


@pytest.mark.parametrize("path", ["/oidc/token", "/oidc/auth", "/login", "/oidc/device/auth"])
@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
def test_more_than_200_fields_of_a_form_are_refused(http: httpx.Client, path: str, fields: str) -> None:
    answer = http.post(path, content=fields, headers=FORM)
    assert answer.status_code == 400 and "at most 200 parameters" in answer.text
    answer = http.post(path, json={f"a{n}": "b" for n in range(201)})
    assert answer.status_code == 400 and "at most 200 parameters" in answer.text


@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/v2/users/me", "200"),
        ("/api/v2/users/u/orgs", "200"),
        ("/oidc/auth", "200 parameters"),
        ("/_mock/pools", "200 parameters"),
        ("/_mock/outbox/x", "200 parameters"),
    ],
)
def test_more_than_200_parameters_of_a_query_are_refused(app: App, path: str, expected: str, fields: str) -> None:
    answer = app.call("GET", f"{path}?{fields}")
    assert answer.status_code in (200, 400) and expected in answer.text
    assert "<html" in answer.text or answer.json().get("code", 400) == 400


def test_200_fields_are_taken(app: App) -> None:
    fields = "&".join(f"a{n}=b" for n in range(200))
    assert app.get(f"/api/v2/users/me?{fields}")["code"] == 2020
    answer = app.http.post("/oidc/token", content=fields, headers=FORM)
    assert answer.json()["error"] == "invalid_request" and "200" not in answer.text


class Steps(str):
    """A name that counts how often it is compared."""

    __slots__ = ()
    taken = 0

    def __eq__(self, other: object) -> bool:
        Steps.taken += 1
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        return str.__hash__(self)


def test_to_find_repeated_names_takes_so_many_steps_as_there_are_names() -> None:
    def steps(names: int) -> int:
        Steps.taken = 0
        pairs: list[tuple[str, str]] = [(Steps(f"a{n // 2}"), "b") for n in range(names)]
        assert len(face._unique(pairs)[1]) == names // 2
        return Steps.taken

    assert steps(8000) <= 8 * steps(1000) * 1.5


@pytest.mark.parametrize("content_type", ["application/json", "application/yaml"])
@pytest.mark.parametrize("path", ["/_mock/pools", "/_mock/faults", "/_mock/pools/{pool}/users"])
def test_an_unknown_name_is_told_by_its_beginning(app: App, path: str, content_type: str) -> None:
    name = "x" * 50_000
    path = path.format(pool=app.pool_id)
    answer = app.http.post(path, content=f'{{"{name}": 1}}', headers={"content-type": content_type})
    assert answer.status_code == 400 and len(answer.content) < 3000
    assert answer.json()["error"]["field"] == "x" * echo.LONGEST + "…"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/oidc/token", {"x" * 50_000: 5}),
        ("/oidc/token", {"x" * 50_000: "a\u0007"}),
        ("/oidc/token", {"grant_type": "x" * 16_000, "client_id": "a"}),
        ("/api/v2/udfs/values", {"udfs": [{"definition": "k", "value": {"y" * 50_000: "\0"}}]}),
        ("/api/v2/register-" + "x" * 5000, {"account": "a", "password": "b"}),
        ("/_mock/faults", {"operation": "x" * 4000, "delayMs": 1}),
        ("/_mock/faults", {"match": {"x" * 4096: []}, "delayMs": 1}),
        ("/_mock/pools", {"users": [{"roles": ["x" * 4000]}]}),
        ("/_mock/pools", {"users": [{"username": "x" * 50_000}]}),
        ("/_mock/pools/" + "x" * 50_000 + "/reset", {}),
        ("/_mock/tokens/inspect", {"token": "x" * 16_000}),
    ],
    ids=lambda each: str(each)[:30],
)
def test_no_refusal_repeats_more_than_it_needs(app: App, path: str, body: dict[str, Any]) -> None:
    answer = app.call("POST", path, body)
    assert answer.status_code < 500 and len(answer.content) < 5000


def test_of_a_million_wrong_things_one_is_told(app: App) -> None:
    answer = app.call("POST", "/api/v2/udfs/values", {"udfs": [5] * 100_000})
    assert answer.json()["code"] == 400 and "udfs[0]" in answer.text
    fault = app.http.post("/_mock/pools", json={"users": [{"x": 1}] * 2000}).json()["error"]
    assert fault["field"] == "users[0].x"
    fault = app.http.post("/_mock/pools", json={f"x{n}": 1 for n in range(2000)}).json()["error"]
    assert fault["code"] == "invalid_field" and "2000 fields are wrong" in fault["message"]


def test_every_list_of_a_pool_document_stops_at_the_first_wrong_thing() -> None:
    counted: Counter[str] = Counter()

    def look(model: type[Document]) -> None:
        for name, field in model.model_fields.items():
            key = field.alias or name
            if field.annotation is not None and getattr(field.annotation, "__origin__", None) is list:
                try:
                    model.model_validate({key: [object()] * 5})
                except ValueError as fault:
                    said = [each for each in fault.errors() if each["loc"][0] == key]  # type: ignore[attr-defined]
                    counted[f"{model.__name__}.{key}"] = len({each["loc"][1] for each in said})

    look(PoolDocument)
    assert len(counted) > 10 and set(counted.values()) == {1}


def test_long_names_are_not_compared() -> None:
    known = ["username", "x" * 100_000]
    assert echo.nearest("user_name", known) == "username"
    assert echo.nearest("x" * 99_999, known) is None


def test_a_path_that_no_operation_has_is_told_the_nearest_whatever_its_length(http: httpx.Client) -> None:
    answer = http.get("/api/v2/users/" + "me/" * 15_000)
    assert answer.status_code == 404 and len(answer.content) < 1000
    assert operations.find("v2", "GET", "/api/v2/users/" + "a" * 5000 + "/orgs") is None


@pytest.mark.parametrize("cookie", ['authing_session="' + "\\\\" * 20_000 + '"', "a=" + "\\" * 40_000, ";" * 40_000])
@pytest.mark.parametrize("path", ["/cas/session", "/_mock/info", "/api/v2/users/u/orgs", "/api/v2/logout"])
def test_cookies_of_backslashes_are_nobodys(app: App, path: str, cookie: str) -> None:
    answer = app.call("GET", path, headers={"cookie": cookie})
    assert answer.status_code == 200


def test_what_reads_cookies_for_every_route_gets_none_with_a_backslash() -> None:
    scope = {"headers": [(b"a", b"\\"), (b"cookie", b'x="\\\\\\000"; y=1')]}
    headers = api._with_plain_cookies(scope)["headers"]
    assert headers == [(b"a", b"\\"), (b"cookie", b'x="000"; y=1')]


@pytest.mark.parametrize("depth", [98, 101, 300, 1000])
@pytest.mark.parametrize(
    ("path", "outer"),
    [
        ("/_mock/faults", '{"path":"/never","error":{"code":1,"data":{"a":DEEP}}}'),
        ("/_mock/pools", '{"customFields":[{"key":"a","dataType":"OBJECT"}],"users":[{"customData":{"a":DEEP}}]}'),
        ("/_mock/tokens", '{"userPoolId":"POOL","userId":"USER","kind":"token","claims":{"a":DEEP}}'),
        ("/_mock/pools", '{"connections":[{"type":"x","fields":{"a":DEEP}}]}'),
    ],
)
def test_what_is_nested_too_deep_to_be_printed_is_refused(app: App, path: str, outer: str, depth: int) -> None:
    user = app.make_user(username="ci")["id"]
    deep = "[" * depth + "]" * depth
    body = outer.replace("DEEP", deep).replace("POOL", app.pool_id).replace("USER", user)
    answer = app.http.post(path, content=body)
    assert answer.status_code == (201 if depth < 99 else 400), answer.text
    if path == "/_mock/faults" and answer.status_code == 201:
        app.control("DELETE", f"/faults/{answer.json()['id']}")


@pytest.mark.parametrize(
    "value",
    ["99999999999999999999", "-99999999999999999999", "0x" + "f" * 5000, ".inf", ".nan", "{1: 2}", "[{a: {~: 1}}]"],
)
@pytest.mark.parametrize(
    "outer", ["users: [{customData: {a: VALUE}}]", "connections: [{type: x, identities: [{profile: {a: VALUE}}]}]"]
)
def test_what_json_cannot_hold_is_refused_in_yaml_too(http: httpx.Client, outer: str, value: str) -> None:
    answer = http.post(
        "/_mock/pools", content=outer.replace("VALUE", value), headers={"content-type": "application/yaml"}
    )
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["field"].startswith(("users[0].customData", "connections[0].identities[0].profile"))


def test_the_search_for_what_is_unfit_ends() -> None:
    assert json_values.place_of_unfit([0] * 1_000_000 + ["\0"]) is None
    assert json_values.place_of_unfit({"a": [1, {"b": "\0"}]}) == ("a[1].b", False)
    assert json_values.place_of_unfit({"a": {"\0": 1}}) == ("a", True)


def test_who_is_in_more_groups_than_a_statement_holds_has_what_all_of_them_have(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_MOST_AT_ONCE", 3)
    groups = [f"g{n}" for n in range(8)]
    document = {
        "appId": app.app_id,
        "resources": [{"code": f"r{n}"} for n in range(8)],
        "groups": [{"code": f"g{n}", "resources": [f"r{7 - n}"]} for n in range(8)],
        "users": [{"username": "ci", "password": "111111", "groups": groups}],
    }
    app.control("POST", "/pools", document)
    app.log_in("ci")
    found = app.post("/api/v2/users/resource/authorized")["data"]["list"]
    assert [each["code"] for each in found] == [f"r{7 - n}" for n in range(8)]


@pytest.mark.parametrize(
    "path", ["/_mock/faults", "/_mock/clock/advance", "/_mock/pools/{pool}/users", "/_mock/tokens"]
)
def test_a_control_call_that_is_longer_than_any_is_413(app: App, path: str) -> None:
    answer = app.http.post(path.format(pool=app.pool_id), content=b'{"' + b"x" * 1024 * 1024 + b'": 1}')
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert len(answer.content) < 200
