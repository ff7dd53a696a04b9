"""getCustomUserData and setCustomUserData, in the three forms that the SDKs use."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

FIELDS = [
    {"key": "school", "label": "学校"},
    {"key": "age", "dataType": "NUMBER"},
    {"key": "graduatedAt", "dataType": "DATETIME"},
    {"key": "vip", "dataType": "BOOLEAN"},
    {"key": "preferences", "dataType": "OBJECT"},
]


@pytest.fixture
def school(app: App) -> App:
    """An app whose pool defines a field of each type, with a user who is logged in."""
    pool = app.control("POST", "/pools", {"customFields": FIELDS})
    mine = App(app.http, app_id=pool["appId"])
    mine.logged_in_user()
    return mine


def _set(app: App, **values: Any) -> dict[str, Any]:
    return app.post("/api/v2/udfs/values", udfs=[{"definition": key, "value": value} for key, value in values.items()])


def _get(app: App) -> dict[str, Any]:
    answer = app.call("POST", "/api/v2/udvs/get", {"targetType": "USER"})
    assert answer.status_code == 200
    rows = answer.json()
    assert isinstance(rows, list)
    return {row["key"]: row["value"] for row in rows}


GOOD: list[tuple[str, Any]] = [
    ("school", "ucla"),
    ("school", ""),
    ("school", "学校 🏫"),
    ("age", 20),
    ("age", -1.5),
    ("age", 2**63),
    ("graduatedAt", "2021-12-06T13:14:01.123Z"),
    ("graduatedAt", "2021-12-06"),
    ("graduatedAt", 1638796441123),
    ("vip", True),
    ("vip", False),
    ("preferences", {"a": [1, None, {"b": "c"}]}),
    ("preferences", [1, 2]),
]
BAD: list[tuple[str, Any]] = [
    ("school", 5),
    ("school", True),
    ("age", "20"),
    ("age", True),
    ("graduatedAt", "yesterday"),
    ("graduatedAt", True),
    ("graduatedAt", ""),
    ("vip", 1),
    ("vip", "true"),
    ("preferences", "{}"),
    ("preferences", 5),
]


@pytest.mark.parametrize(("key", "value"), GOOD, ids=str)
def test_a_value_of_the_defined_type_is_kept_as_it_is(school: App, key: str, value: Any) -> None:
    answer = _set(school, **{key: value})
    assert answer["code"] == 200
    assert _get(school) == {key: value}
    (row,) = answer["data"]
    assert row == {"key": key, "value": value, "label": row["label"], "dataType": row["dataType"]}
    assert all(isinstance(row[name], str) for name in ("key", "label", "dataType"))


@pytest.mark.parametrize(("key", "value"), BAD, ids=str)
def test_a_value_of_another_type_is_refused_by_name_and_nothing_is_stored(school: App, key: str, value: Any) -> None:
    assert _set(school, **{"school": "before"} | ({"age": 1} if key == "school" else {}))["code"] == 200
    before = _get(school)
    answer = _set(school, **{"preferences": {}} | {key: value})
    assert answer["code"] == 400 and key in answer["message"]
    assert _get(school) == before


def test_an_undefined_key_is_ignored(school: App) -> None:
    # iOS is seen to send an undefined `udfs` whose value is an object.
    answer = _set(school, udfs={"school": "MIT"}, school="MIT", nothing=5)
    assert answer["code"] == 200
    assert _get(school) == {"school": "MIT"}


def test_values_are_merged_and_null_takes_one_away(school: App) -> None:
    _set(school, school="MIT", age=20)
    _set(school, age=21)
    assert _get(school) == {"school": "MIT", "age": 21}
    _set(school, school=None)
    assert _get(school) == {"age": 21}


def test_the_three_forms_of_reading_agree(school: App) -> None:
    set_answer = _set(school, school="MIT", age=20)
    bare = school.call("POST", "/api/v2/udvs/get", {"targetType": "USER", "targetId": None}).json()
    enveloped = school.get("/api/v2/udfs/values", targetType="USER")
    assert bare == enveloped["data"] == set_answer["data"]
    assert enveloped["code"] == 200


@pytest.mark.parametrize(
    "body", [{}, {"targetType": "USER"}, {"targetType": "USER", "targetId": None}, {"targetId": ""}]
)
def test_a_pool_without_fields_answers_a_bare_empty_array(app: App, body: dict[str, Any]) -> None:
    app.logged_in_user()
    answer = app.call("POST", "/api/v2/udvs/get", body)
    assert (answer.status_code, answer.content) == (200, b"[]")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_ones_own_id_is_a_target_and_anothers_is_not(school: App) -> None:
    me = school.get("/api/v2/users/me")["data"]["id"]
    other = school.make_user(username="other")["id"]
    assert school.call("POST", "/api/v2/udvs/get", {"targetType": "USER", "targetId": me}).json() == []
    assert school.get("/api/v2/udfs/values", targetType="USER", targetId=me)["data"] == []
    assert school.post("/api/v2/udvs/get", targetType="USER", targetId=other)["code"] == 1001
    assert school.get("/api/v2/udfs/values", targetType="USER", targetId=other)["code"] == 1001


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "udfs"),
        ({"udfs": None}, "udfs"),
        ({"udfs": {}}, "udfs"),
        ({"udfs": [5]}, "udfs"),
        ({"udfs": [{"value": 1}]}, "definition"),
        ({"udfs": [{"definition": "school"}]}, "value"),
        ({"udfs": [{"definition": 5, "value": 5}]}, "definition"),
        ({"udfs": [{"definition": "", "value": 5}]}, "definition"),
    ],
)
def test_a_body_of_another_shape_is_refused_by_name(school: App, body: dict[str, Any], field: str) -> None:
    answer = school.post("/api/v2/udfs/values", **body)
    assert answer["code"] == 400 and field in answer["message"]


@pytest.mark.parametrize("depth", [100, 200, 300, 900])
def test_a_deep_value_is_kept_or_refused_by_name(school: App, depth: int) -> None:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    answer = _set(school, preferences=value)
    if answer["code"] == 200:
        assert _get(school) == {"preferences": value}
    else:
        assert answer["code"] == 400 and "preferences" in answer["message"]
        assert _get(school) == {}


def test_custom_data_set_by_the_control_api_is_read_by_the_app(school: App) -> None:
    me = school.get("/api/v2/users/me")["data"]["id"]
    school.control("PATCH", f"/pools/{school.pool_id}/users/{me}", {"customData": {"vip": True}})
    assert _get(school) == {"vip": True}


@pytest.mark.parametrize("value", ["a\x0bb", {"a": "\x1b[31m"}, {"\x01": 1}, [["\x07"]]])
def test_control_characters_are_refused_by_name(school: App, value: Any) -> None:
    key = "school" if isinstance(value, str) else "preferences"
    answer = _set(school, **{key: value})
    assert answer["code"] == 400 and key in answer["message"]
    assert _get(school) == {}
