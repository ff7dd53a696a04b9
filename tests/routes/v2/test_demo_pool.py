"""The demo pool: users each in a state worth trying by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App


def _log_in(demo: App, account: str, password: str) -> dict[str, Any]:
    return demo.post("/api/v2/login/account", account=account, password=password)


@pytest.mark.parametrize("account", ["full", "full@example.test", "13800138000", "+8613800138000"])
def test_a_user_with_everything_logs_in_in_every_way(demo: App, account: str) -> None:
    data = _log_in(demo, account, "Full-1234")["data"]
    assert data["username"] == "full" and data["emailVerified"] is True and data["phoneVerified"] is True


def test_a_newcomer_must_change_the_password_first(demo: App) -> None:
    answer = _log_in(demo, "newcomer", "111111")
    assert answer["code"] == 1639 and answer["data"]["token"]


def test_a_locked_user_is_locked(demo: App) -> None:
    assert _log_in(demo, "locked", "111111")["code"] == 2005


def test_a_user_without_a_password_logs_in_by_code_only(demo: App) -> None:
    assert _log_in(demo, "nopassword@example.test", "111111")["code"] == 2333
    code = demo.code_for("nopassword@example.test")
    body = {"email": "nopassword@example.test", "code": code}
    assert demo.post("/api/v2/login/email-code", **body)["data"]["nickname"] == "无密码"


def test_the_test_identities_have_fixed_codes(demo: App) -> None:
    assert demo.code_for("19900011234") == "1234"
    assert demo.post("/api/v2/login/phone-code", phone="19900011234", code="1234")["code"] == 200
    assert demo.code_for("tester+code1234@example.test") == "1234"


def test_the_demo_ids_are_the_pages_own(demo: App) -> None:
    config = demo.get(f"/api/v2/applications/{demo.app_id}/public-config")["data"]
    assert (config["userPoolId"], config["name"]) == ("60caaf41da89f1954875cee1", "lance-test")


def test_the_demo_user_has_custom_data_of_each_type(demo: App) -> None:
    demo.log_in("full", "Full-1234")
    rows = demo.call("POST", "/api/v2/udvs/get", {"targetType": "USER"}).json()
    assert {row["key"]: row["value"] for row in rows} == {"school": "华中科技大学", "age": 20, "vip": True}
    assert {row["dataType"] for row in rows} == {"STRING", "NUMBER", "BOOLEAN"}
