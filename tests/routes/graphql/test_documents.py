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
