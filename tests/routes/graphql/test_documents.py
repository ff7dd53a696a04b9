"""GraphQL documents of all shapes: what they ask for is found wherever it stands, and what is wrong is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

MUTATION = 'loginByEmail(input: {email: "ann@x.test", password: "111111"}) { id }'


def refusal(app: App, query: str, **more: Any) -> dict[str, Any]:
    """What is said first of what is wrong, inside HTTP 200."""
    answer = app.post("/graphql/v2", query=query, **more)
    message: dict[str, Any] = answer["errors"][0]["message"]
    return message


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("query { ...Roles } fragment Roles on Query { roles { totalCount } }", "roles"),
        ("{ user { id } ... { roles { totalCount } } }", "roles"),
        (
            "{ ... on Query { ...A } } fragment A on Query { ...B } fragment B on Query { roles { totalCount } }",
            "roles",
        ),
        ("{ user { ...Mine } } fragment Mine on User { roles { totalCount } }", "user.roles"),
    ],
)
def test_what_is_not_built_is_refused_by_name_inside_a_fragment_too(app: App, query: str, name: str) -> None:
    answer = app.call("POST", "/graphql/v2", {"query": query})
    assert (answer.status_code, answer.headers["x-mock-unimplemented"]) == (501, "true")
    assert f" {name}（" in answer.json()["message"]


@pytest.mark.parametrize(
    "query",
    [
        f"mutation {{ ...M }} fragment M on Mutation {{ {MUTATION} }}",
        f"mutation {{ ... {{ {MUTATION} }} }}",
        f"mutation {{ __typename ... on Mutation {{ ...M }} }} fragment M on Mutation {{ {MUTATION} }}",
    ],
)
def test_the_journal_and_faults_know_a_root_field_inside_a_fragment(app: App, query: str) -> None:
    refusal(app, query)
    assert app.control("GET", "/requests", userPoolId=app.pool_id, operation="loginByEmail")["totalCount"] == 1
    app.control("POST", "/faults", {"userPoolId": app.pool_id, "operation": "loginByEmail", "error": {"code": 2005}})
    assert refusal(app, query)["code"] == 2005


@pytest.mark.parametrize(
    "query",
    [
        "{ ...F } fragment F on Query { " + " ".join(f"a{n}: user {{ id }}" for n in range(21)) + " }",
        "{ ... { " + " ".join(f"a{n}: user {{ id }}" for n in range(21)) + " } }",
        "{ user { id } ...F ...F ... { ...F } } fragment F on Query { " + "user { id } " * 20 + " }",
    ],
)
def test_root_fields_inside_fragments_are_counted(app: App, query: str) -> None:
    assert "at most 20 root fields" in refusal(app, query)["message"]


def test_a_fragment_that_holds_itself_is_refused(app: App) -> None:
    assert (
        "within itself" in refusal(app, "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }")["message"]
    )


@pytest.mark.parametrize("name", ["", None, False, 0])
def test_an_empty_name_of_an_operation_is_none(app: App, name: Any) -> None:
    assert app.post("/graphql/v2", query="query A { __typename }", operationName=name) == {
        "data": {"__typename": "Query"}
    }
    both = "query A { __typename } query B { __typename }"
    assert "operationName" in refusal(app, both, operationName=name)["message"]


@pytest.mark.parametrize(
    ("query", "variable"),
    [
        ('mutation($v: String = "x") { loginByEmail(input: {email: $v, password: "y"}) { id } }', "$v"),
        ('mutation($v: LoginByEmailInput = {email: "a", password: "b"}) { loginByEmail(input: $v) { id } }', "$v"),
        (f"mutation($v: Boolean = true) {{ {MUTATION.replace('id }', 'id @include(if: $v) }')} }}", "$v"),
        ("query($v: Boolean = true) { user @skip(if: $v) { id } }", "$v"),
    ],
)
def test_a_variable_that_is_null_where_nothing_may_be_missing_is_refused(app: App, query: str, variable: str) -> None:
    app.make_user(username="ann", password="111111", email="ann@x.test")
    answer = app.call("POST", "/graphql/v2", {"query": query, "variables": {"v": None}})
    assert answer.status_code == 200 and "x-mock-crash" not in answer.headers
    message = answer.json()["errors"][0]["message"]
    assert message["code"] == 400 and "variables" in message["message"] and variable in message["message"]


@pytest.mark.parametrize("text", ["a" * 4097, "a" * 900_000, r"a\u0000", r"a\u0007", r"a\n"], ids=lambda text: text[:7])
@pytest.mark.parametrize("field", ["email", "password"])
def test_a_text_that_no_field_may_hold_is_refused_by_its_name(app: App, field: str, text: str) -> None:
    said = {"email": '"new@x.test"', "password": '"111111"', field: f'"{text}"'}
    wanted = ", ".join(f"{name}: {value}" for name, value in said.items())
    message = refusal(app, f"mutation {{ loginByEmail(input: {{{wanted}, autoRegister: true}}) {{ id }} }}")
    assert message["code"] == 400 and f"input.{field}" in message["message"]
    assert app.users() == []


def test_what_cannot_be_printed_is_a_fault_of_the_mock(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    app.make_user(username="ann", password="111111", email="ann@x.test")
    monkeypatch.setattr("genauth_mock.routes.graphql.shapes.user", lambda *_: {"loginsCount": "many"})
    answer = app.call("POST", "/graphql/v2", {"query": f"mutation {{ {MUTATION.replace('id }', 'loginsCount }')} }}"})
    assert (answer.status_code, answer.headers["x-mock-crash"]) == (500, "true")


SECRET = "Sup3rSecret"
BY_VARIABLE = "mutation($v: LoginByEmailInput!) { loginByEmail(input: $v) { id } }"


@pytest.mark.parametrize(
    ("query", "variable"),
    [
        (BY_VARIABLE, {"email": "a", "password": [SECRET]}),
        (BY_VARIABLE, {"email": "a", "passwort": SECRET}),
        (BY_VARIABLE, {"email": "a", "password": "b", "passwordAgain": SECRET}),
        (BY_VARIABLE, SECRET),
        (f'mutation {{ loginByEmail(input: {{email: "a", passwort: "{SECRET}"}}) {{ id }} }}', None),
        (f'mutation {{ loginByEmail(input: {{email: "a", password: {SECRET}}}) {{ id }} }}', None),
        (f'mutation {{ loginByEmail(input: {{email: "a", password "{SECRET}"}}) {{ id }} }}', None),
        (f'mutation {{ loginByEmail(input: {{email: "a", password: "x"{SECRET}"}}) {{ id }} }}', None),
        (f'mutation {{ loginByEmail(input: """{SECRET}""") {{ id }} }}', None),
        (f'{{ user(id: ["{SECRET}"]) {{ id }} }}', None),
    ],
    ids=lambda value: str(value)[:70],
)
def test_no_refusal_repeats_a_value(app: App, query: str, variable: Any) -> None:
    app.make_user(username="ann")
    answer = app.call("POST", "/graphql/v2", {"query": query, "variables": {"v": variable}})
    assert answer.json()["errors"][0]["message"]["code"] == 400
    assert SECRET not in answer.text
    noted = app.control("GET", "/requests", userPoolId=app.pool_id)
    assert noted["totalCount"] and SECRET not in str(noted)
