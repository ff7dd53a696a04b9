"""GraphQL's `loginByEmail` over `POST /graphql/v2`, and what of the schema is built."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import build_client_schema, get_introspection_query, parse, validate

from tests.conftest import App

ANN = {"username": "ann", "password": "111111", "email": "ann@x.test"}
LOGIN = """
    mutation Enter($input: LoginByEmailInput!) {
      loginByEmail(input: $input) {
        id arn userPoolId status username email loginsCount token tokenExpiredAt createdAt newlyCreated
        customData { key value label dataType }
      }
    }
"""


def ask(app: App, query: str, **variables: Any) -> dict[str, Any]:
    """What GraphQL answers inside HTTP 200."""
    return app.post("/graphql/v2", query=query, variables=variables)


def log_in(app: App, email: str = "ann@x.test", password: str = "111111", **more: Any) -> dict[str, Any]:
    return ask(app, LOGIN, input={"email": email, "password": password, **more})


def test_a_user_logs_in_by_an_address_and_a_password(app: App) -> None:
    made = app.make_user(**ANN)
    answer = log_in(app, "ANN@x.test")
    assert set(answer) == {"data"}
    user = answer["data"]["loginByEmail"]
    assert (user["id"], user["username"], user["status"], user["loginsCount"]) == (made["id"], "ann", "Activated", 1)
    assert user["arn"] == f"arn:cn:authing:{app.pool_id}:user:{made['id']}" and user["userPoolId"] == app.pool_id
    assert user["createdAt"] == f"{made['createdAt'][:19]}+00:00"
    app.token = user["token"]
    assert app.get("/api/v2/users/me")["data"]["id"] == made["id"]
    assert ask(app, "{ user { email } }") == {"data": {"user": {"email": "ann@x.test"}}}


def test_custom_data_is_written_as_its_readers_want_it(app: App) -> None:
    document = {
        "customFields": [{"key": "school", "dataType": "STRING"}, {"key": "age", "dataType": "NUMBER"}],
        "users": [{**ANN, "customData": {"school": "ucla", "age": 7}}],
    }
    own = App(app.http, app_id=app.control("POST", "/pools", document)["appId"])
    data = log_in(own)["data"]["loginByEmail"]["customData"]
    assert {each["key"]: each["value"] for each in data} == {"school": "ucla", "age": "7"}


@pytest.mark.parametrize("account", ["ann", "nobody@x.test"])
def test_only_an_address_names_somebody_here(app: App, account: str) -> None:
    app.make_user(**ANN)
    answer = log_in(app, account)
    assert answer["data"] is None
    assert answer["errors"][0]["message"] == {"code": 2333, "message": "帐号或密码错误"}
    assert answer["errors"][0]["extensions"] == {"code": "INTERNAL_SERVER_ERROR"}


def test_who_is_unknown_is_registered_where_the_client_asks_for_it(app: App) -> None:
    assert log_in(app, "new@x.test", autoRegister=True)["data"]["loginByEmail"]["newlyCreated"] is True
    assert [user["email"] for user in app.users()] == ["new@x.test"]


def test_the_browser_remembers_who_is_logged_in(app: App) -> None:
    app.make_user(**ANN)
    body = {"query": LOGIN, "variables": {"input": {"email": "ann@x.test", "password": "111111"}}}
    assert "authing_session" in app.call("POST", "/graphql/v2", body).cookies


def test_a_refused_field_undoes_nothing_of_another(app: App) -> None:
    app.make_user(**ANN)
    both = """mutation {
      right: loginByEmail(input: {email: "ann@x.test", password: "111111"}) { id }
      wrong: loginByEmail(input: {email: "ann@x.test", password: "no"}) { id }
    }"""
    answer = ask(app, both)
    assert answer["data"]["right"]["id"] and answer["data"]["wrong"] is None
    assert [each["path"] for each in answer["errors"]] == [["wrong"]]


def test_the_schema_tells_of_what_is_built_and_of_nothing_else(app: App) -> None:
    schema = build_client_schema(ask(app, get_introspection_query())["data"])
    assert validate(schema, parse(LOGIN)) == []
    assert schema.query_type is not None and schema.mutation_type is not None
    coverage = app.control("GET", "/coverage", limit=10_000)["list"]
    built = {each["operation"] for each in coverage if each["face"] == "graphql" and each["implemented"]}
    assert {*schema.query_type.fields, *schema.mutation_type.fields} == built


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ('mutation M { loginBySubAccount(account: "ann", password: "x") { id } }', "loginBySubAccount"),
        ("query roles { roles { totalCount } }", "roles"),
        ("query getUserRoles($id: String!) { user(id: $id) { roles { totalCount } } }", "user.roles"),
        ('{ user { id } udv(targetType: USER, targetId: "x") { key } }', "udv"),
    ],
)
def test_what_is_known_and_not_built_is_refused_by_the_name_of_its_root_field(app: App, query: str, name: str) -> None:
    answer = app.call("POST", "/graphql/v2", {"query": query})
    assert (answer.status_code, answer.headers["x-mock-unimplemented"]) == (501, "true")
    assert answer.json()["code"] == 501 and name in answer.json()["message"]
    assert answer.json()["errors"][0]["message"]["code"] == 501


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "query"),
        ({"query": 7}, "query"),
        ({"query": "mutation {"}, "query"),
        ({"query": "{ nothing }"}, "query"),
        ({"query": "{ user { nothing } }"}, "query"),
        ({"query": "{ a" + "{ a" * 400 + "}" * 401}, "query"),
        ({"query": "{ user { " + "id " * 5000 + "} }"}, "query"),
        ({"query": "{ " + "user { id } " * 21 + "}"}, "root fields"),
        ({"query": "query A { user { id } } query B { user { id } }", "operationName": "C"}, "operationName"),
        ({"query": LOGIN, "variables": []}, "variables"),
        ({"query": LOGIN, "variables": [1]}, "variables"),
        ({"query": LOGIN, "variables": {"input": {"email": 7, "password": "x"}}}, "variables"),
        ({"query": LOGIN}, "variables"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_refused_by_the_fields_name(app: App, body: dict[str, Any], field: str) -> None:
    answer = app.post("/graphql/v2", **body)
    assert answer["data"] is None
    message = answer["errors"][0]["message"]
    assert message["code"] == 400 and field in message["message"]


def test_the_journal_and_faults_know_the_root_field(app: App) -> None:
    app.make_user(**ANN)
    log_in(app, password="wrong")
    (noted,) = app.control("GET", "/requests", userPoolId=app.pool_id, operation="loginByEmail")["list"]
    assert (noted["operation"], noted["code"], noted["path"]) == ("loginByEmail", 2333, "/graphql/v2")
    app.control("POST", "/faults", {"userPoolId": app.pool_id, "operation": "loginByEmail", "error": {"code": 2005}})
    assert log_in(app)["errors"][0]["message"]["code"] == 2005


def test_another_method_is_405(app: App) -> None:
    answer = app.call("GET", "/graphql/v2")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
