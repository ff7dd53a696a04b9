"""Calls that tell of no user: countries, the options of fields, feedback, whether a password would do."""

from __future__ import annotations

from typing import Any

import phonenumbers
import pytest

from tests.conftest import App

FEEDBACK = {"phone": "13800000000", "type": 1, "description": "text", "images": ["http://x/1.png"]}


def test_the_countries_are_told_by_name_in_chinese_and_english(app: App) -> None:
    data = app.get("/api/v2/country-list")["data"]
    assert (data["zh"]["CN"], data["en"]["CN"], data["zh"]["DE"]) == ("中国", "China", "德国")
    assert data["zh"].keys() == data["en"].keys()
    # Every region with phone numbers but three that ISO 3166 does not know.
    assert data["en"].keys() == phonenumbers.SUPPORTED_REGIONS - {"AC", "TA", "XK"}


def test_no_field_of_a_completion_has_options_where_none_are_defined(app: App) -> None:
    assert app.get("/api/v2/udfs/field-metadata-for-completion")["data"] == []


def test_the_fields_of_a_completion_are_the_pools_with_what_may_be_chosen(app: App) -> None:
    made = app.control(
        "POST", "/pools", {"customFields": [{"key": "school", "label": "学校"}, {"key": "fit", "dataType": "BOOLEAN"}]}
    )
    mine = App(app.http, app_id=made["appId"])
    assert mine.get("/api/v2/udfs/field-metadata-for-completion")["data"] == [
        {"key": "school", "label": "学校", "dataType": "STRING", "options": []},
        {"key": "fit", "label": "fit", "dataType": "BOOLEAN", "options": []},
    ]


def test_feedback_is_in_the_journal(app: App) -> None:
    assert app.post("/api/v2/feedback", appId=app.app_id, **FEEDBACK)["code"] == 200
    (noted,) = app.control("GET", "/requests", userPoolId=app.pool_id, operation="feedBack")["list"]
    assert noted["requestBody"] == {"appId": app.app_id, **FEEDBACK}


def test_feedback_is_of_an_application_of_the_pool(app: App, http: Any) -> None:
    other = App(http)
    assert other.pool_id
    assert app.post("/api/v2/feedback", appId=other.app_id, **FEEDBACK)["code"] == 2011
    assert app.post("/api/v2/feedback", appId="nobody", **FEEDBACK)["code"] == 2011


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"description": ""}, "description"), ({"type": "1"}, "type"), ({"type": True}, "type"),
     ({"images": "x"}, "images"), ({"images": [5]}, "images"), ({"images": ["x"] * 101}, "images")],
    ids=str,
)  # fmt: skip
def test_feedback_that_is_none_is_refused_by_field(app: App, wrong: dict[str, Any], field: str) -> None:
    answer = app.post("/api/v2/feedback", appId=app.app_id, **{**FEEDBACK, **wrong})
    assert answer["code"] == 400 and field in answer["message"]


def test_whether_a_password_would_do_is_told_without_a_refusal(app: App) -> None:
    app.settings(passwordStrength=2)
    path = "/api/v2/password/user-action/check"
    assert app.post(path, password="abc123", userId="u")["data"]["valid"] is True
    refused = app.post(path, password="abc")
    assert refused["code"] == 200 and refused["data"]["valid"] is False and refused["data"]["message"]
    assert app.post(path, password="")["code"] == 400


def test_whether_a_token_is_somebodys_is_told_beside_the_code(app: App) -> None:
    user = app.logged_in_user()
    path, token = "/api/v2/users/login/check-status", app.token
    app.token = None
    assert app.post(path, token=token) == {"code": 200, "message": "获取成功", "status": True}
    assert app.post(path, token="eyJ.no.token")["status"] is False
    app.control("DELETE", f"/pools/{app.pool_id}/users/{user['id']}/sessions")
    assert app.post(path, token=token)["status"] is False


def test_the_token_of_who_is_locked_is_nobodys(app: App) -> None:
    user = app.logged_in_user()
    path, token = "/api/v2/users/login/check-status", app.token
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    assert app.post(path, token=token)["status"] is False
