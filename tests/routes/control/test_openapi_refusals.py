"""The OpenAPI description says what each call may refuse, and what it takes and answers."""

from typing import Any

import httpx
import pytest


def described(http: httpx.Client, path: str, method: str = "post") -> str:
    text: str = http.get("/_mock/openapi.json").json()["paths"][path][method]["description"]
    return text


def test_a_call_says_what_it_may_refuse_with_the_number_that_its_face_gives(http: httpx.Client) -> None:
    text = described(http, "/api/v2/users/phone/bind")
    own, of_all = text.split("As every call of its kind:")
    assert own.startswith("Binds a phone number.")
    assert "- `2020` Not logged in yet, no permission to access this request (NOT_LOGGED_IN)" in own
    assert "`2005`" in own and "`500`" in own and "`2333`" not in own and "`2011`" not in own
    assert "- `2011` Application does not exist (APP_NOT_FOUND)" in of_all


def test_a_call_of_openid_connect_says_the_errors_of_oauth(http: httpx.Client) -> None:
    own, _, _ = described(http, "/oidc/token").partition("As every call of its kind:")
    assert "- `invalid_grant`" in own and "(OAUTH_GRANT_INVALID)" in own


def test_it_is_said_once_however_often_the_description_is_read(http: httpx.Client) -> None:
    assert described(http, "/api/v2/login/account") == described(http, "/api/v2/login/account")
    assert described(http, "/api/v2/login/account").count("May refuse") == 1


def test_no_call_is_said_to_refuse_as_fastapi_would(http: httpx.Client) -> None:
    document = http.get("/_mock/openapi.json").json()
    calls = [call for calls in document["paths"].values() for call in calls.values()]
    assert [call["operationId"] for call in calls if "422" in call["responses"]] == []
    assert not {"HTTPValidationError", "ValidationError"} & document["components"]["schemas"].keys()


def test_a_control_call_is_described_as_it_refuses(http: httpx.Client) -> None:
    document = http.get("/_mock/openapi.json").json()
    refused = http.get("/_mock/events", params={"x": "1"})
    said = document["paths"]["/_mock/events"]["get"]["responses"][str(refused.status_code)]
    assert said["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Refusal"}
    form = document["components"]["schemas"]["Refusal"]["properties"]
    assert refused.json().keys() == form.keys() and refused.json()["error"].keys() == form["error"]["properties"].keys()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("registration/finalize", {"ticket", "credential", "authenticatorCode"}),
        ("check-valid-credentials-by-credIds", {"credentialIds", "authenticatorCode"}),
        ("page-authenticator-device", {"page", "limit", "authenticatorCode"}),
        ("remove-credentials-by-authenticator-code", {"page", "limit", "authenticatorCode"}),
    ],
)
def test_what_a_call_takes_is_told_where_no_source_documents_it(
    http: httpx.Client, path: str, fields: set[str]
) -> None:
    document = http.get("/_mock/openapi.json").json()
    body = document["paths"][f"/api/v3/webauthn/{path}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert _named(document, body)["properties"].keys() == fields


@pytest.mark.parametrize(
    ("path", "method", "field"),
    [
        ("/api/v3/signin-by-push", "post", "pushCodeId"),
        ("/api/v3/mydevices/list", "get", None),
        ("/api/v2/register/email", "post", "token"),
    ],
)
def test_the_documented_answer_of_a_call_is_told(http: httpx.Client, path: str, method: str, field: str | None) -> None:
    document = http.get("/_mock/openapi.json").json()
    said = document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    assert said["$ref"] in {f"#/components/schemas/{face}.Envelope" for face in ("v2", "v3")}
    assert field is None or field in _fields(document, said["properties"]["data"])


def _named(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].removeprefix("#/components/schemas/")]
    return found


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """The fields of an object, and those that it has from another."""
    others = [*schema.get("allOf", []), *([_named(document, schema)] if "$ref" in schema else [])]
    return set(schema.get("properties", {})).union(*(_fields(document, each) for each in others))
