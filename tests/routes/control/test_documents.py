"""What a pool document may hold: the contract's own example, and what is refused so that nothing breaks later."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App

EXAMPLE = """
name: demo
settings: {limits: off, verificationCode: {length: 4}}
applications:
  - {name: lance-test, identifier: lance-test, protocol: oidc, redirectUris: ["https://a.test/"],
     logoutRedirectUris: ["https://a.test/"], mfa: {policies: [OTP]}}
customFields: [{key: school, label: School, dataType: STRING}]
namespaces:   [{id: 36141, code: "60caaf414f9323f25f64b2f4"}]
resources:    [{namespace: default, code: "ci:*", type: DATA, actions: ["*"]}]
roles:        [{code: admin, namespace: "60caaf414f9323f25f64b2f4", resources: ["ci:*"]}]
groups:       [{code: staff, name: Staff}]
orgs:
  - {name: HR, children: [{name: DevHR, children: [{name: swiftDevHR}]}]}
connections:  [{type: "wechat:mobile", identities: [{code: good-code, profile: {nickname: x}}]}]
directory:    [{username: ad, password: "111111"}]
carrier:      [{token: a, accessToken: b, phone: "13800138000"}]
users:
  - {username: ci, password: "111111", createdAt: 2021-12-06T13:14:01.123Z, roles: [admin], groups: [staff],
     orgs: [HR/DevHR], resources: [{namespace: default, code: "ci:*"}], customData: {school: ucla},
     resetPasswordOnFirstLogin: false, blocked: false, mfa: {totpSecret: JBSWY3DPEHPK3PXP}}
"""


def _refused(http: httpx.Client, document: Any) -> dict[str, str]:
    answer = http.post("/_mock/pools", json=document)
    assert answer.status_code == 400, answer.text
    error: dict[str, str] = answer.json()["error"]
    return error


def test_the_documented_example_is_taken_as_yaml(http: httpx.Client) -> None:
    answer = http.post("/_mock/pools", content=EXAMPLE, headers={"content-type": "application/yaml"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["settings"]["limits"] == "off"
    (user,) = http.get(f"/_mock/pools/{answer.json()['userPoolId']}/users").json()["list"]
    assert user["orgs"] == [["HR", "DevHR"]] and user["createdAt"] == "2021-12-06T13:14:01.123Z"


def test_a_number_that_yaml_does_not_take_for_text_is_told_how_to_be_text(http: httpx.Client) -> None:
    answer = http.post(
        "/_mock/pools", content="users: [{phone: 13800138000}]", headers={"content-type": "application/yaml"}
    )
    assert answer.json()["error"]["field"] == "users[0].phone" and "quotes" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["a/b", "a/b/c", ["a/b"], ["a/b", "c"]], ids=str)
def test_a_slash_in_an_organisations_name_is_no_trouble(http: httpx.Client, path: Any) -> None:
    document = {"orgs": [{"name": "a/b", "children": [{"name": "c"}]}], "users": [{"username": "u", "orgs": [path]}]}
    made = http.post("/_mock/pools", json=document)
    assert made.status_code == 201, made.text
    (user,) = http.get(f"/_mock/pools/{made.json()['userPoolId']}/users").json()["list"]
    assert "/".join(user["orgs"][0]) == ("/".join(path) if isinstance(path, list) else path)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"settings": {"verificationCode": {"ttlSeconds": 10**20}}}, "settings.verificationCode.ttlSeconds"),
        ({"settings": {"verificationCode": {"ttlSeconds": 2**63 - 1}}}, "settings.verificationCode.ttlSeconds"),
        ({"settings": {"tokens": {"tokenTtlSeconds": 10**14}}}, "settings.tokens.tokenTtlSeconds"),
        ({"users": [{"loginsCount": 2**63}]}, "users[0].loginsCount"),
        ({"users": [{"loginsCount": "9" * 400}]}, "users[0].loginsCount"),
        ({"users": [{"createdAt": "0001-01-01T00:00:00+14:00"}]}, "users[0].createdAt"),
        ({"users": [{"createdAt": "9999-12-31T23:59:59-14:00"}]}, "users[0].createdAt"),
        ({"users": [{"createdAt": "yesterday"}]}, "users[0].createdAt"),
        ({"users": [{"blocked": "yes"}]}, "users[0].blocked"),
        ({"users": [{"password": "a\x00b"}]}, "users[0].password"),
        ({"users": [{"mfa": {"totpSecret": "!!"}}]}, "users[0].mfa.totpSecret"),
        ({"users": [{"mfa": {"totpSecret": "JBSWY3DPE"}}]}, "users[0].mfa.totpSecret"),
        ({"settings": {"registerDisabled": "on"}}, "settings.registerDisabled"),
        ({"settings": {"verificationCode": {"length": "6"}}}, "settings.verificationCode.length"),
        ({"namespaces": [{"code": "n", "id": 2**40}]}, "namespaces[0].id"),
        ({"directory": [{"username": "a"}]}, "directory[0].password"),
        ({"appId": "XA", "applications": [{"id": "XB"}]}, "appId"),
        ({"customFields": [{"key": "k"}], "users": [{"customData": {"k": "\x07"}}]}, "users[0].customData.k"),
        ({"users": [{"phone": "13800138000"}, {"phone": "13800138000"}]}, "users[1].phone"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_would_break_later_is_refused_now_by_name(http: httpx.Client, document: Any, field: str) -> None:
    error = _refused(http, document)
    assert error["field"] == field and "pydantic" not in error["message"] and "('" not in error["message"]


def test_nickname_may_have_two_lines_as_a_profile_may(app: App) -> None:
    assert app.make_user(username="ci", nickname="a\nb")["nickname"] == "a\nb"


def test_null_takes_a_value_of_custom_data_away(http: httpx.Client) -> None:
    document = {"customFields": [{"key": "k"}], "users": [{"id": "u", "customData": {"k": "v"}}]}
    pool = http.post("/_mock/pools", json=document).json()["userPoolId"]
    changed = http.patch(f"/_mock/pools/{pool}/users/u", json={"customData": {"k": None}})
    assert changed.json()["customData"] == {}


@pytest.mark.parametrize("change", [{"name": None}, {"name": ""}, {"settings": None}], ids=str)
def test_a_change_to_nothing_is_refused(app: App, change: dict[str, Any]) -> None:
    answer = app.http.patch(f"/_mock/pools/{app.pool_id}", json=change)
    assert answer.status_code == 400 and answer.json()["error"]["field"] in change


def test_a_reset_takes_no_fields(app: App) -> None:
    answer = app.http.post(f"/_mock/pools/{app.pool_id}/reset", json={"x": 1})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "x")


@pytest.mark.parametrize("path", ["/_mock/pools", "/_mock/import"])
def test_what_is_wrong_with_a_document_of_several_lines_is_told_with_the_line(http: httpx.Client, path: str) -> None:
    told = "line 3: users[0].usernam: unknown field; did you mean 'username'?"
    for text, kind in (
        ("name: Shop\nusers:\n  - usernam: ann\n", "yaml"),
        ('{"name": "Shop",\n "users": [\n\t{"usernam": "ann"}]}', "json"),
    ):
        answer = http.post(path, content=text, headers={"content-type": f"application/{kind}"})
        assert answer.json()["error"] == {"code": "invalid_field", "message": told, "field": "users[0].usernam"}
    # What is wrong among the rows, and not in the form, has a line too.
    twice = "name: Shop\nusers:\n  - {username: ann}\n  - {username: ann}\n"
    refused = http.post(path, content=twice, headers={"content-type": "application/yaml"})
    assert refused.json()["error"]["message"].startswith("line 4: users[1].username: ")
