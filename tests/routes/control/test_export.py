"""A whole pool as one document, and back."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from genauth_mock.documents import access_document, pool_document, user_document
from genauth_mock.documents.field_types import Document
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.documents.user_document import PasskeyDocument
from genauth_mock.kit import yaml_text
from genauth_mock.steering.pools import exporting
from genauth_mock.store import (
    access,
    access_keys,
    custom_fields,
    devices,
    images,
    orgs,
    outside_identities,
    passkeys,
    social_connections,
    user_identities,
)
from genauth_mock.store.applications import Application
from genauth_mock.store.schema import load_tables
from genauth_mock.store.uploads import Upload
from genauth_mock.store.users import User
from sqlmodel import SQLModel

from tests.conftest import App
from tests.routes.control.whole_pool import whole_pool

YAML = {"content-type": "application/yaml", "accept": "application/yaml"}
JSON = {"content-type": "application/json", "accept": "application/json"}


def make(http: httpx.Client, document: dict[str, Any]) -> str:
    made = http.post("/_mock/pools", json=document)
    assert made.status_code == 201, made.text
    return str(made.json()["userPoolId"])


def export(http: httpx.Client, pool_id: str, **headers: str) -> httpx.Response:
    answer = http.get(f"/_mock/pools/{pool_id}/export", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def import_pool(http: httpx.Client, content: bytes, **headers: str) -> httpx.Response:
    answer = http.post("/_mock/import", content=content, headers=headers or JSON)
    assert answer.status_code == 201, answer.text
    return answer


def keys_of(model: Any) -> set[str]:
    return {str(field.alias) for field in model.model_fields.values()}


def test_the_document_of_these_tests_uses_every_key_that_there_is() -> None:
    used: set[str] = set()
    waiting: list[Any] = [whole_pool()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            used |= each.keys()
        waiting += each.values() if isinstance(each, dict) else each if isinstance(each, list) else []
    known: set[str] = set()
    models: list[type[Document]] = [*Document.__subclasses__()]
    while models:
        model = models.pop()
        models += model.__subclasses__()
        if model.__module__ in (
            PoolDocument.__module__,
            PasskeyDocument.__module__,
            "genauth_mock.documents.pool_settings",
            "genauth_mock.documents.access_document",
            "genauth_mock.documents.hook_documents",
        ):
            known |= keys_of(model)
    # Short forms, and lifetimes that are all alike.
    assert known - used <= {
        "appId",
        "appSecret",
        "idTokenTtlSeconds",
        "accessTokenTtlSeconds",
        "refreshTokenTtlSeconds",
    }


def test_every_table_of_a_pool_is_exported_or_of_the_moment() -> None:
    of_the_moment = {
        *("sessions", "authorizations", "authorization_codes", "refresh_tokens", "device_codes", "interactions"),
        *("passcodes", "messages", "tickets", "passkey_challenges", "attempts", "faults", "journal", "snapshots"),
        *("qrcodes", "pushes", "push_devices", "events", "subscriptions", "webhook_deliveries"),
        *("pending_identities", "connection_requests"),
    }
    load_tables()
    exported = {str(model.__tablename__) for model in exporting.MODELS}
    assert set(images.tables_of_pools()) == exported | of_the_moment


@pytest.mark.parametrize(
    ("row", "document", "otherwise"),
    [
        (Application, pool_document.ApplicationDocument, set()),
        (User, user_document.UserDocument, {"mfa_state"}),
        (Upload, pool_document.UploadDocument, set()),
        (access.Namespace, access_document.NamespaceDocument, set()),
        (access.Resource, access_document.ResourceDocument, set()),
        (access.Role, access_document.RoleDocument, set()),
        (access.Group, access_document.GroupDocument, set()),
        (access.Grant, access_document.GrantDocument, {"target_type", "target"}),
        (orgs.Org, access_document.OrgDocument, set()),
        (orgs.OrgNode, access_document.NodeDocument, {"org_id", "parent_id"}),
        (custom_fields.CustomField, pool_document.CustomFieldDocument, set()),
        (passkeys.Passkey, PasskeyDocument, {"user_id"}),
        (access_keys.AccessKey, pool_document.AccessKeyDocument, set()),
        (social_connections.SocialConnection, pool_document.ConnectionDocument, set()),
        (outside_identities.DirectoryUser, user_document.DirectoryUserDocument, set()),
        (devices.Device, user_document.DeviceDocument, {"user_id", "about"}),
        (outside_identities.CarrierToken, pool_document.CarrierDocument, {"phone_country_code"}),
        (user_identities.UserIdentity, user_document.UserIdentityDocument, {"user_id", "connection_type"}),
    ],
)
def test_every_column_of_an_exported_row_stands_in_the_document(
    row: type[SQLModel], document: type[Document], otherwise: set[str]
) -> None:
    assert set(images.columns_of(row)) - set(document.model_fields) == {"user_pool_id"} | otherwise


@pytest.mark.parametrize("headers", [JSON, YAML], ids=["JSON", "YAML"])
def test_export_import_export_is_equal_byte_by_byte(http: httpx.Client, headers: dict[str, str]) -> None:
    pool_id = make(http, whole_pool())
    before = export(http, pool_id, **headers)
    assert before.headers["content-type"].startswith(headers["accept"])
    http.delete(f"/_mock/pools/{pool_id}")
    assert import_pool(http, before.content, **headers).json()["userPoolId"] == pool_id
    assert export(http, pool_id, **headers).content == before.content


def test_yaml_and_json_say_the_same(http: httpx.Client) -> None:
    pool_id = make(http, whole_pool())
    assert yaml_text.load(export(http, pool_id, **YAML).content) == export(http, pool_id, **JSON).json()


def test_an_export_says_what_the_pool_was_made_from(http: httpx.Client) -> None:
    document = whole_pool()
    exported = export(http, make(http, document)).json()
    for key in ("version", "userPoolId", "userPoolSecret", "name", "identifier", "createdAt", "settings", "accessKeys",
                "namespaces", "carrier", "uploads"):  # fmt: skip
        assert exported[key] == document[key], key
    assert exported["applications"][0] == document["applications"][0]
    assert exported["resources"] == [document["resources"][0], {"code": "menu", "actions": []}, {"code": "ci:*"}]
    document["roles"][0]["resources"][2] = {"namespace": "default", "code": "ci:*"}
    assert exported["roles"][0] == document["roles"][0]
    assert exported["roles"][1]["resources"] == [{"namespace": "default", "code": "ci:*", "actions": ["ci:read"]}]
    assert exported["groups"] == document["groups"]
    tops = [
        {key: value for key, value in each.items() if key != "children"}
        for each in (exported["orgs"][0], document["orgs"][0])
    ]
    assert tops[0] == tops[1]
    user, given = exported["users"][0], document["users"][0]
    made = {"passwordHash": user["passwordHash"], "passwordSecurityLevel": 1, "phoneCountryCode": "+86"}
    written = {
        "email": "ci@example.test",
        "roles": ["admin", {"code": "admin", "namespace": "default"}, "boss"],
        "orgs": ["HR/Dev", ["HR", "Dev", "Swift"], ["HR", "Dev/Swift"], "a/b/c", "a/b"],
        "devices": [given["devices"][0], user["devices"][1]],
    }
    del given["password"]
    assert user == {**given, **made, **written}


def test_what_is_the_default_is_left_out(http: httpx.Client) -> None:
    exported = export(http, make(http, {"userPoolSecret": "s", "users": [{"id": "u"}]})).json()
    assert list(exported) == [
        *("version", "userPoolId", "userPoolSecret", "name", "identifier", "createdAt"),
        *("settings", "applications", "accessKeys", "namespaces", "users"),
    ]
    assert exported["settings"] == {"limits": "off", "tokens": {"idTokenAlg": "HS256"}}
    assert list(exported["users"][0]) == ["id", "createdAt", "updatedAt"]


def test_an_export_holds_what_requests_have_changed_and_nothing_of_the_moment(app: App) -> None:
    app.logged_in_user(username="ci", password="111111")
    key = app.http.post("/api/v2/upload", files={"file": ("x.png", b"\x89PNG\r\n\x1a\n..", "image/png")}).json()["data"]
    app.post("/api/v2/users/profile/update", photo=key["url"], nickname="a\nb")
    app.code_for("a@example.test")
    app.settings(passwordStrength=1)
    app.control("PUT", "/clock", {"offsetSeconds": 100}, userPoolId=app.pool_id)
    exported = export(app.http, app.pool_id).json()
    assert exported["users"][0]["nickname"] == "a\nb" and exported["users"][0]["loginsCount"] == 1
    assert [each["key"] for each in exported["uploads"]] == [key["key"]]
    assert exported["settings"]["passwordStrength"] == 1
    text = json.dumps(exported)
    assert not any(word in text for word in ("session", "outbox", "clock", "messages"))


def test_an_import_over_a_pool_replaces_it_as_a_whole(app: App) -> None:
    app.logged_in_user()
    pool_id = app.pool_id
    document = {"userPoolId": pool_id, "appId": app.app_id, "users": [{"username": "new", "password": "222222"}]}
    import_pool(app.http, json.dumps(document).encode())
    assert app.get("/api/v2/users/me")["code"] == 2020
    app.log_in("new", "222222")
    app.make_user(username="later")
    app.control("POST", f"/pools/{pool_id}/reset")
    assert [each["username"] for each in app.users()] == ["new"]


def test_an_import_without_an_id_makes_a_pool(http: httpx.Client) -> None:
    made = import_pool(http, b'{"name": "fresh"}').json()
    assert made["name"] == "fresh" and http.get(f"/_mock/pools/{made['userPoolId']}").status_code == 200


def another_pools(http: httpx.Client, key: str) -> tuple[dict[str, Any], str]:
    """A document that claims something of another pool, and where."""
    theirs = whole_pool()
    make(http, theirs)
    mine = whole_pool()
    name = "key" if key == "uploads" else "id"
    mine[key][-1][name] = theirs[key][-1][name]
    if key == "applications":
        for user in mine["users"]:
            user.pop("consents", None)
    return mine, f"{key}[{len(mine[key]) - 1}].{name}"


@pytest.mark.parametrize("key", ["applications", "accessKeys", "uploads"])
@pytest.mark.parametrize("is_there", [False, True], ids=["new pool", "over a pool"])
def test_what_is_another_pools_is_refused_by_name_and_nothing_is_half_applied(
    http: httpx.Client, key: str, is_there: bool
) -> None:
    document, field = another_pools(http, key)
    before = None
    if is_there:
        make(http, {"userPoolId": document["userPoolId"], "users": [{"username": "old"}]})
        before = export(http, document["userPoolId"]).content
    refused = http.post("/_mock/import", json=document)
    assert refused.status_code == 400 and refused.json()["error"]["field"] == field
    assert "another user pool" in refused.json()["error"]["message"]
    if before is None:
        assert http.get(f"/_mock/pools/{document['userPoolId']}").status_code == 404
    else:
        assert export(http, document["userPoolId"]).content == before


@pytest.mark.parametrize("path", ["/_mock/import", "/_mock/pools"])
def test_a_document_of_a_newer_version_is_refused_with_both_versions_and_what_to_do(
    http: httpx.Client, path: str
) -> None:
    refused = http.post(path, json={"version": 2, "whatComesLater": 1, "users": [{"alsoLater": 1}]})
    error = refused.json()["error"]
    assert (refused.status_code, error["field"]) == (400, "version")
    assert (
        "version 2" in error["message"] and "up to 1" in error["message"] and "update genauth-mock" in error["message"]
    )


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"uploads": [{"key": "../x", "contentType": "image/png", "content": ""}]}, "uploads[0].key"),
        ({"uploads": [{"key": "a/b.png", "contentType": "text/html", "content": ""}]}, "uploads[0].contentType"),
        ({"uploads": [{"key": "a/b.png", "contentType": "image/png", "content": "?"}]}, "uploads[0].content"),
        ({"users": [{"consents": [{"appId": "nobody", "scopes": []}]}]}, "users[0].consents[0].appId"),
        ({"users": [{"roles": [{"code": "x"}]}]}, "users[0].roles"),
        ({"orgs": [{"name": "HR"}, {"name": "HR"}]}, "orgs[1].name"),
        ({"orgs": [{"name": "HR", "children": [{"name": "a", "id": "x"}, {"name": "b", "id": "x"}]}]},
         "orgs[0].children[1].id"),
        ({"directory": [{"username": "a", "passwordHash": "x"}]}, "directory[0].passwordHash"),
        ({"carrier": [{"token": "t", "accessToken": "a", "phone": "13800138000"}] * 2}, "carrier[1].token"),
        ({"version": 0}, "version"),
        ({"version": "1"}, "version"),
        ({"user": []}, "user"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_imported_is_refused_by_name(http: httpx.Client, document: Any, field: str) -> None:
    refused = http.post("/_mock/import", json=document)
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, field)


def test_pictures_are_imported_with_their_pool(http: httpx.Client) -> None:
    document = whole_pool()
    make(http, document)
    key = document["uploads"][0]["key"]
    exported = export(http, document["userPoolId"]).content
    http.delete(f"/_mock/pools/{document['userPoolId']}")
    assert http.get(f"/files/{key}").status_code != 200 or http.get(f"/files/{key}").json()["code"] == 404
    import_pool(http, exported)
    assert http.get(f"/files/{key}").content.startswith(b"\x89PNG")


def test_a_pool_that_is_not_there_is_not_exported(http: httpx.Client) -> None:
    refused = http.get("/_mock/pools/nobody/export")
    assert (refused.status_code, refused.json()["error"]["field"]) == (404, "userPoolId")
