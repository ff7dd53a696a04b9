"""listApplications, listOrgs, listRoles, listAuthorizedResources, getSecurityLevel: the page's own sample answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App
from tests.sdk.page import answered, sample

APPLICATION = {
    "id": "61ae0c9807451d6f30226bd4",
    "name": "lance-test",
    "logo": "https://files.authing.co/authing-console/default-app-logo.png",
    "domain": "lance-test",
    "description": None,
    "createdAt": "2021-12-06T13:14:01.123Z",
    "updatedAt": "2022-01-20T10:51:02.806Z",
    "protocol": "oidc",
    "isIntegrate": False,
    "appType": "INDIVIDUAL",
    "template": None,
}
ROLE = {
    "id": "61ada935ce061fe3476f0f09",
    "createdAt": "2021-12-06T06:09:57.523Z",
    "updatedAt": "2021-12-06T06:09:57.523Z",
    "userPoolId": "60caaf41da89f1954875cee1",
    "code": "admin",
    "description": None,
    "parentCode": None,
    "isSystem": False,
    "namespaceId": 36141,
    "namespace": "60caaf414f9323f25f64b2f4",
}
ORG_KEYS = ["type", "id", "createdAt", "updatedAt", "userPoolId", "rootNodeId", "logo", "tenantId"]
NODE_KEYS = [
    *("type", "id", "createdAt", "updatedAt", "userPoolId", "orgId", "name", "nameI18n", "description"),
    *("descriptionI18n", "order", "code", "leaderUserId"),
]


@pytest.fixture
def ci(demo: App) -> App:
    """The demo user, logged in."""
    demo.log_in("ci")
    return demo


def test_the_demo_applications_are_the_pages_sample(ci: App) -> None:
    answer = ci.get("/api/v2/users/me/applications/allowed", page=1, limit=10)
    assert answer == {
        "code": 200,
        "message": "获取可访问的应用列表成功",
        "data": {"list": [APPLICATION], "totalCount": 1},
    }


def test_the_demo_roles_are_the_pages_sample(ci: App) -> None:
    assert ci.get("/api/v2/users/me/roles") == {"code": 200, "message": "获取成功", "data": [ROLE]}


def test_the_demo_resources_are_the_pages_sample(ci: App) -> None:
    data = ci.post("/api/v2/users/resource/authorized", namespace="default")["data"]
    resource = {"code": "ci:*", "type": "DATA", "actions": ["*"], "apiIdentifier": None}
    assert data == {"totalCount": 1, "list": [resource]}


def test_the_demo_orgs_are_the_pages_sample(ci: App) -> None:
    me = ci.get("/api/v2/users/me")["data"]["id"]
    answer = ci.get(f"/api/v2/users/{me}/orgs")
    assert (answer["code"], answer["message"]) == (200, "获取用户组织机构列表成功")
    names = [[step.get("name", step["type"]) for step in path] for path in answer["data"]]
    assert names == [
        ["org", "HR", "DevHR", "swiftDevHR"],
        ["org", "RD", "Mobile"],
        ["org", "HR", "DevHR", "SwiftDevHR"],
    ]
    for path in answer["data"]:
        org, *nodes = path
        assert list(org) == ORG_KEYS and all(list(node) == NODE_KEYS for node in nodes)
        assert org["rootNodeId"] == nodes[0]["id"] and {node["orgId"] for node in nodes} == {org["id"]}
    last = answer["data"][2][-1]
    assert (last["id"], last["description"]) == ("62039e6b017b8cf3b5bb6ec4", "")
    assert (last["createdAt"], last["updatedAt"]) == ("2022-02-09T10:58:51.422Z", "2022-02-09T10:59:16.718Z")
    assert answer["data"][0][0]["createdAt"] == "2021-08-03T06:49:33.907Z"
    assert ci.get("/api/v2/users/me/orgs") == answer


@pytest.mark.parametrize(
    ("function", "path"),
    [
        ("listApplications", "/api/v2/users/me/applications/allowed?page=1&limit=10"),
        ("listOrgs", "/api/v2/users/me/orgs"),
        ("listRoles", "/api/v2/users/me/roles"),
    ],
)
def test_a_demo_answer_is_the_pages_sample_to_the_letter(ci: App, function: str, path: str) -> None:
    assert ci.call("GET", path).text == answered(sample(function))


def test_the_orgs_of_another_user_are_refused(ci: App) -> None:
    for user_id in ("null", "61ae0ca5c4d4f7d8a0b1c2d4", "0"):
        assert ci.get(f"/api/v2/users/{user_id}/orgs")["code"] == 1001


def test_a_user_with_nothing_gets_empty_lists_and_never_null(app: App) -> None:
    app.logged_in_user()
    assert app.get("/api/v2/users/me/orgs")["data"] == []
    assert app.get("/api/v2/users/me/roles")["data"] == []
    assert app.post("/api/v2/users/resource/authorized")["data"] == {"list": [], "totalCount": 0}
    assert app.get("/api/v2/users/me/applications/allowed")["data"]["totalCount"] == 1


@pytest.fixture
def office(app: App) -> App:
    """An app of a pool in which a user gets resources in all four ways."""
    document = {
        "applications": [{"name": f"app {n}"} for n in range(3)],
        "namespaces": [{"code": "default"}, {"code": "shop"}],
        "resources": [
            {"code": "own"},
            {"code": "by-role", "type": "API"},
            {"code": "by-group", "type": "MENU"},
            {"code": "by-org", "type": "UI"},
            {"code": "nobodys"},
            {"code": "own", "namespace": "shop", "type": "BUTTON", "actions": ["read", "write"]},
        ],
        "roles": [{"code": "staff", "resources": ["by-role"]}, {"code": "clerk", "namespace": "shop"}],
        "groups": [{"code": "team", "resources": ["by-group"]}],
        "orgs": [{"name": "HR", "resources": ["by-org"], "children": [{"name": "Dev"}]}],
        "users": [
            {
                "username": "ci",
                "password": "111111",
                "roles": ["staff", "clerk"],
                "groups": ["team"],
                "orgs": ["HR/Dev"],
                "resources": ["own", {"code": "own", "namespace": "shop", "actions": ["read"]}],
            }
        ],
    }
    pool = app.control("POST", "/pools", document)
    mine = App(app.http, app_id=pool["appId"])
    mine.log_in("ci")
    return mine


def test_resources_come_from_user_role_group_and_organisation(office: App) -> None:
    data = office.post("/api/v2/users/resource/authorized", namespace="default")["data"]
    assert {each["code"] for each in data["list"]} == {"own", "by-role", "by-group", "by-org"}
    assert data["totalCount"] == 4
    assert all(isinstance(each["actions"], list) for each in data["list"])


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("DATA", {"own"}),
        ("API", {"by-role"}),
        ("MENU", {"by-group"}),
        ("UI", {"by-org"}),
        ("BUTTON", set()),
        ("X", set()),
    ],
)
def test_resources_are_filtered_by_type(office: App, kind: str, codes: set[str]) -> None:
    data = office.post("/api/v2/users/resource/authorized", namespace="default", resourceType=kind)["data"]
    assert {each["code"] for each in data["list"]} == codes


@pytest.mark.parametrize("kind", [{}, {"resourceType": None}, {"resourceType": ""}])
def test_resources_are_filtered_by_namespace(office: App, kind: dict[str, Any]) -> None:
    (found,) = office.post("/api/v2/users/resource/authorized", namespace="shop", **kind)["data"]["list"]
    assert found == {"code": "own", "type": "BUTTON", "actions": ["read"], "apiIdentifier": None}
    assert office.post("/api/v2/users/resource/authorized", namespace="none")["data"]["list"] == []


@pytest.mark.parametrize(
    ("query", "codes"),
    [({}, ["staff", "clerk"]), ({"namespace": ""}, ["staff", "clerk"]), ({"namespace": "default"}, ["staff"]),
     ({"namespace": "shop"}, ["clerk"]), ({"namespace": "none"}, [])],
)  # fmt: skip
def test_roles_are_filtered_by_namespace(office: App, query: dict[str, str], codes: list[str]) -> None:
    assert sorted(each["code"] for each in office.get("/api/v2/users/me/roles", **query)["data"]) == sorted(codes)


def test_applications_come_a_page_at_a_time(office: App) -> None:
    path = "/api/v2/users/me/applications/allowed"
    pages = [office.get(path, page=page, limit=2)["data"] for page in (1, 2, 3)]
    assert [len(each["list"]) for each in pages] == [2, 1, 0]
    assert {each["totalCount"] for each in pages} == {3}
    assert len({row["id"] for each in pages for row in each["list"]}) == 3
    assert len(office.get(path)["data"]["list"]) == 3


@pytest.mark.parametrize(
    ("query", "field"),
    [("page=0", "page"), ("page=-1", "page"), ("page=x", "page"), ("page=", "page"), ("limit=0", "limit"),
     ("limit=1.5", "limit"), ("limit=9999999999", "limit"), ("page=" + "9" * 30, "page"),
     ("page=" + "9" * 5000, "page"), ("page=9223372036854775807&limit=1000", "page")],
)  # fmt: skip
def test_a_page_that_is_none_is_refused_by_name(office: App, query: str, field: str) -> None:
    answer = office.call("GET", f"/api/v2/users/me/applications/allowed?{query}").json()
    assert answer["code"] == 400 and field in answer["message"]


@pytest.mark.parametrize(
    ("user", "level"),
    [
        ({}, {"score": 60, "email": False, "phone": False}),
        ({"email": "a@x.test"}, {"score": 65, "email": True, "phone": False}),
        ({"phone": "13800138000"}, {"score": 65, "email": False, "phone": True}),
        ({"email": "a@x.test", "phone": "13800138000"}, {"score": 70, "email": True, "phone": True}),
    ],
)
def test_the_security_score_fits_every_known_answer(app: App, user: dict[str, str], level: dict[str, Any]) -> None:
    app.logged_in_user(**user)
    rest = {"password": True, "passwordSecurityLevel": 1, "mfa": False}
    assert app.get("/api/v2/users/me/security-level") == {"code": 200, "message": "请求成功", "data": level | rest}


@pytest.mark.parametrize(("password", "expected"), [("111111", 1), ("11111a", 2), ("1111a!", 3), ("a", 1)])
def test_a_better_password_has_a_higher_level_and_score(app: App, password: str, expected: int) -> None:
    app.make_user(username="ci", password=password)
    app.log_in("ci", password)
    data = app.get("/api/v2/users/me/security-level")["data"]
    assert data["passwordSecurityLevel"] == expected
    assert 60 <= data["score"] <= 100 and (data["score"] > 60) == (expected > 1)


def test_a_user_without_a_password_has_whole_numbers_too(app: App) -> None:
    code = app.code_for("13800138000")
    answer = app.post("/api/v2/login/phone-code", phone="13800138000", code=code, autoRegister=True)
    app.token = answer["data"]["token"]
    data = app.get("/api/v2/users/me/security-level")["data"]
    assert data["password"] is False
    assert type(data["score"]) is int and type(data["passwordSecurityLevel"]) is int
