"""The documented fields: that the data is sound, how they are read, and how a request's body is checked by them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from genauth_mock.kit.shipped import FIXTURES
from genauth_mock.routes.edge import documented_fields, operations
from genauth_mock.routes.edge.documented_fields import Fields, Problem, Schema, first_problem, problems
from hypothesis import given
from hypothesis import strategies as st

FACES = [path.name.removesuffix("-fields.json") for path in sorted((FIXTURES / "documented").glob("*-fields.json"))]
KEYWORDS = {
    *("type", "properties", "required", "items", "enum", "anyOf", "$ref", "minimum", "maximum", "minLength"),
    *("maxLength", "minItems", "maxItems", "title", "default", "format", "contentEncoding", "deprecated", "unit"),
}
DATA: dict[str, Any] = {
    face: json.loads((FIXTURES / "documented" / f"{face}-fields.json").read_bytes()) for face in FACES
}
WITH_BODY = [
    (face, name) for face in FACES for name, each in DATA[face]["operations"].items() if each.get("body", {}) != {}
]
_NOT_COMPARED = re.compile(r"null|\\u00|\\[bfnrt]|[\x7f-\x9f]")
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def _fields(face: str, operation: str) -> Fields:
    fields = documented_fields.fields_of(face, operation)
    assert fields is not None
    return fields


def _body(fields: Fields) -> Schema:
    assert fields.body is not None
    return fields.body


def _schemas(schema: Schema) -> Iterator[Schema]:
    """A schema and all in it."""
    yield schema
    parts = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    for part in [*parts, *([schema["items"]] if "items" in schema else ())]:
        yield from _schemas(part)


def _sample(fields: Fields, schema: Schema, *, longest: bool = False) -> Any:  # noqa: PLR0911 - one for each type
    """A value that a schema takes; with all of its fields, or with those that are required."""
    if "$ref" in schema:
        return _sample(fields, fields.definitions[schema["$ref"].rpartition("/")[2]], longest=longest)
    if "anyOf" in schema:
        return _sample(fields, schema["anyOf"][0], longest=longest)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            required = schema.get("required", ())
            names = [name for name in schema.get("properties", {}) if longest or name in required]
            return {name: _sample(fields, schema["properties"][name], longest=longest) for name in names}
        case "array":
            return [_sample(fields, schema["items"], longest=longest)] * max(schema.get("minItems", 0), 1)
        case "string":
            return "x" * schema.get("minLength", 1)
        case "number" | "integer":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return None


@pytest.mark.parametrize("face", FACES)
class TestData:
    def test_every_operation_with_fields_is_a_known_one(self, face: str) -> None:
        known = {each.operation for each in operations.operations() if each.face == face}
        assert DATA[face]["operations"].keys() <= known

    def test_every_schema_is_one_and_says_nothing_that_is_not_read(self, face: str) -> None:
        definitions = DATA[face]["$defs"]
        parts = [each[key] for each in DATA[face]["operations"].values() for key in ("query", "body", "answer", "data")
                 if each.get(key)]  # fmt: skip
        for whole in [*definitions.values(), *parts]:
            jsonschema.Draft202012Validator.check_schema(whole)
            for each in _schemas(whole):
                assert each.keys() <= KEYWORDS
                if "$ref" in each:
                    assert each["$ref"].removeprefix("#/$defs/") in definitions

    def test_no_reference_leads_back_to_itself(self, face: str) -> None:
        definitions = DATA[face]["$defs"]
        for schema in definitions.values():
            seen, each = 0, schema
            while "$ref" in each:
                each, seen = definitions[each["$ref"].rpartition("/")[2]], seen + 1
                assert seen < 10

    def test_every_definition_is_used(self, face: str) -> None:
        text = (FIXTURES / "documented" / f"{face}-fields.json").read_text()
        assert [name for name in DATA[face]["$defs"] if f'"#/$defs/{name}"' not in text and name != "Envelope"] == []


@pytest.mark.parametrize("face", ["v3", "graphql"])
def test_every_section_is_a_modules_name_and_holds_about_thirty_operations_at_most(face: str) -> None:
    rows = json.loads((FIXTURES / "documented" / f"{face}.json").read_bytes())["operations"]
    sections = [row["section"] for row in rows]
    assert all(section.isidentifier() and section == section.lower() for section in sections)
    assert max(sections.count(section) for section in set(sections)) <= 30


def test_what_the_graphql_types_begin_with_is_a_listed_operation() -> None:
    text = (FIXTURES / "documented" / "graphql.graphql").read_text()
    roots = [field for kind in re.findall(r"type (?:Query|Mutation) {(.*?)}", text, re.DOTALL)
             for field in re.findall(r"^  (\w+)", kind, re.MULTILINE)]  # fmt: skip
    assert roots and set(roots) <= {each.operation for each in operations.operations() if each.face == "graphql"}


class TestReader:
    def test_an_operation_has_its_request_and_its_whole_answer(self) -> None:
        fields = _fields("v3", "createUser")
        assert _body(fields)["properties"]["gender"]["enum"] == ["M", "F", "U"]
        assert fields.answer == {
            "$ref": "#/$defs/Envelope",
            "properties": {"data": {"$ref": "#/$defs/UserDto"}},
            "required": ["data"],
        }
        assert "userId" in fields.definitions["UserDto"]["required"]
        assert (fields.query, fields.status, fields.is_guess) == (None, 200, False)

    def test_a_get_has_a_query(self) -> None:
        query = _fields("v3", "getUser").query
        assert query is not None and query["required"] == ["userId"]

    def test_an_answer_without_data_is_the_envelope(self) -> None:
        assert _fields("v3", "sendSms").answer == {"$ref": "#/$defs/Envelope"}

    def test_an_answer_may_have_no_envelope(self) -> None:
        assert _fields("v3", "getSystemInfo").answer == {"$ref": "#/$defs/SystemInfoResp"}

    def test_what_is_guessed_says_so(self) -> None:
        assert _fields("v3", "getPost").is_guess

    def test_another_status_is_told(self) -> None:
        assert _fields("v3", "linkExtIdp").status == 302

    @pytest.mark.parametrize(("face", "operation"), [("v3", "noSuch"), ("v3", "resetSecret"), ("oidc", "loginPage")])
    def test_what_no_source_tells_is_none(self, face: str, operation: str) -> None:
        assert documented_fields.fields_of(face, operation) is None
        assert first_problem(face, operation, "anything") is None

    def test_a_server_that_starts_reads_none(self) -> None:
        code = (
            "from genauth_mock.app import create_app, create_mock\n"
            "from genauth_mock.settings import Settings\n"
            "create_app(create_mock(Settings()))\n"
            "from genauth_mock.routes.edge import documented_fields\n"
            "print(documented_fields._face.cache_info().currsize)"
        )
        root = Path(__file__).parents[2]
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
        assert done.stdout.strip() == "0"


LOGIN: dict[str, Any] = {"connection": "PASSWORD", "passwordPayload": {"account": "ci", "password": "111111"}}
USER: dict[str, Any] = {"username": "ci", "gender": "M", "phoneVerified": True}


@pytest.mark.parametrize(
    ("operation", "body", "expected"),
    [
        ("signInByCredentials", LOGIN, None),
        ("signInByCredentials", LOGIN | {"newField": [{"a": 1}]}, None),
        ("signInByCredentials", LOGIN | {"options": None}, None),
        ("signInByCredentials", {}, ("connection", "missing")),
        ("signInByCredentials", {"connection": None}, ("connection", "missing")),
        ("signInByCredentials", {"connection": 5}, ("connection", "type")),
        ("signInByCredentials", {"connection": "MAGIC"}, ("connection", "enum")),
        ("signInByCredentials", LOGIN | {"passwordPayload": {}}, ("passwordPayload.password", "missing")),
        ("signInByCredentials", LOGIN | {"passwordPayload": []}, ("passwordPayload", "type")),
        ("signInByCredentials", {"passwordPayload": {"password": "p", "account": "a\x07"}} | {"connection": "PASSWORD"},
            ("passwordPayload.account", "text")),
        ("signInByCredentials", LOGIN | {"options": {"scope": "x" * 4097}}, ("options.scope", "text")),
        ("signInByCredentials", LOGIN | {"options": {"customData": {"free": "a\nb" * 5000}}}, None),
        ("signInByCredentials", [], ("body", "type")),
        ("signInByCredentials", None, ("body", "type")),
        ("createUser", USER, None),
        ("createUser", USER | {"phoneVerified": "true"}, ("phoneVerified", "type")),
        ("createUser", USER | {"phoneVerified": 1}, ("phoneVerified", "type")),
        ("createUser", USER | {"departmentIds": "7"}, ("departmentIds", "type")),
        ("createUser", USER | {"departmentIds": ["7", 8]}, ("departmentIds[1]", "type")),
        ("createUsersBatch", {"list": [USER, USER | {"email": 7}]}, ("list[1].email", "type")),
        ("createUsersBatch", {"list": []}, ("list", "limits")),
        ("createUsersBatch", {"list": [USER] * 51}, ("list", "limits")),
        ("listUsers", {"options": {"pagination": {"page": 1, "limit": 50}}}, None),
        ("listUsers", {"options": {"pagination": {"page": 1.0}}}, None),
        ("listUsers", {"options": {"pagination": {"page": "1"}}}, ("options.pagination.page", "type")),
        ("listUsers", {"options": {"pagination": {"page": True}}}, ("options.pagination.page", "type")),
        ("listUsers", {"options": {"pagination": {"page": 0}}}, ("options.pagination.page", "limits")),
        ("listUsers", {"options": {"pagination": {"limit": 51}}}, ("options.pagination.limit", "limits")),
        # A tree, a text or a list of texts may stand here.
        ("createDataResource", {"type": "TREE", "resourceName": "r", "resourceCode": "r", "namespaceCode": "n",
            "actions": ["a"], "struct": 7}, ("struct", "type")),
    ],
)  # fmt: skip
def test_the_first_problem_of_a_body_is_named_by_field(
    operation: str, body: Any, expected: tuple[str, str] | None
) -> None:
    found = first_problem("v3", operation, body)
    assert (found and (found.field, found.kind)) == expected


def test_every_problem_is_told_in_turn() -> None:
    body = {"connection": 5, "passwordPayload": {"account": 6}}
    assert list(problems("v3", "signInByCredentials", body)) == [
        Problem("connection", "type"),
        Problem("passwordPayload.password", "missing"),
        Problem("passwordPayload.account", "type"),
    ]


@pytest.mark.parametrize(("face", "operation"), WITH_BODY)
def test_a_documented_body_is_right_and_a_wrong_field_is_named(face: str, operation: str) -> None:
    fields = _fields(face, operation)
    schema = _body(fields)
    for body in (_sample(fields, schema), _sample(fields, schema, longest=True)):
        assert first_problem(face, operation, body) is None
        for name, value in body.items():
            if name in schema.get("required", ()):
                without = {key: each for key, each in body.items() if key != name}
                assert first_problem(face, operation, without) == Problem(name, "missing")
            wrong: Any = {str: 5, bool: "true", int: "5", list: {}, dict: []}.get(type(value))
            if wrong is not None and not schema["properties"][name].get("anyOf"):
                assert first_problem(face, operation, {**body, name: wrong}) == Problem(name, "type")


@given(data=st.data())
def test_a_second_library_agrees_about_bodies(data: st.DataObject) -> None:
    face, operation = data.draw(st.sampled_from(WITH_BODY))
    fields = _fields(face, operation)
    body = _sample(fields, _body(fields), longest=data.draw(st.booleans()))
    name = data.draw(st.sampled_from([*body, "other"]))
    # Here null is as good as left out; there it is a value. Where several schemas may be meant, one is chosen here.
    # That library knows nothing of control characters.
    body[name] = data.draw(
        ANY_JSON.filter(lambda value: not _NOT_COMPARED.search(json.dumps(value, ensure_ascii=False)))
    )
    if any("anyOf" in each for each in _schemas(_body(fields))):
        return
    whole = {**_body(fields), "$defs": fields.definitions}
    assert (first_problem(face, operation, body) is None) == jsonschema.Draft202012Validator(whole).is_valid(body)


@given(operation=st.sampled_from(WITH_BODY), body=ANY_JSON, name=st.text(max_size=5))
def test_no_body_is_too_odd_to_be_checked(operation: tuple[str, str], body: Any, name: str) -> None:
    fields = _fields(*operation)
    for each in [body, {**_sample(fields, _body(fields), longest=True), name: body}]:
        assert all(isinstance(found, Problem) for found in problems(*operation, each))
    for documented in _body(fields)["properties"]:
        assert all(isinstance(found, Problem) for found in problems(*operation, {documented: body}))


def _of(definition: Schema) -> Fields:
    return Fields(None, {"$ref": "#/$defs/X"}, None, 200, False, {"X": definition})


TREE = _of({
    "type": "object",
    "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/X"}}, "name": {"type": "string"}},
})  # fmt: skip
EITHER = _of({
    "anyOf": [
        {"type": "object", "properties": {"inner": {"$ref": "#/$defs/X"}, "a": {"type": "string"}}, "required": ["a"]},
        {"type": "object", "properties": {"inner": {"$ref": "#/$defs/X"}, "b": {"type": "string"}}, "required": ["b"]},
    ]
})  # fmt: skip


def test_nothing_is_looked_at_below_a_hundred_levels() -> None:
    body: dict[str, Any] = {}
    for _ in range(100_000):
        body = {"children": [body]}
    found = list(documented_fields.deviations(TREE, _body(TREE), body))
    assert [(each.kind, len(each.place)) for each in found] == [("depth", 101)]
    while body:
        body = body["children"].pop()  # Python takes such a value apart by recursion.


@pytest.mark.parametrize(("fields", "nested"), [(TREE, False), (EITHER, True)])
def test_a_check_takes_as_long_as_the_body_is_large(
    monkeypatch: pytest.MonkeyPatch, fields: Fields, nested: bool
) -> None:
    looked = 0
    fits = documented_fields._fits

    def counted(schema: Schema, value: Any) -> bool:
        nonlocal looked
        looked += 1
        return fits(schema, value)

    monkeypatch.setattr(documented_fields, "_fits", counted)
    steps = []
    for size in (40, 80):
        body: Any = {"b": "x"}
        if nested:
            for _ in range(size):
                body = {"b": "x", "inner": body}
        else:
            body = {"children": [{"name": "x", "children": []} for _ in range(size)]}
        looked = 0
        assert list(documented_fields.deviations(fields, _body(fields), body)) == []
        steps.append(looked)
    assert steps[1] < 2.2 * steps[0]
