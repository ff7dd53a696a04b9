"""PyPI authing 4.5.18, unmodified, in a virtual environment of its own. The journey is python/rest.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import App
from tests.sdk import packages
from tests.sdk.conftest import code_for
from tests.sdk.page import DEMO_APP_ID, sample

JOURNEY = Path(__file__).parent / "python"


def journey(python: str, server_url: str, app_id: str, *more: str) -> dict[str, Any]:
    results: dict[str, Any] = packages.run([python, "rest.py", server_url, app_id, "ci", "111111", *more], JOURNEY)
    return results


def test_everything_that_speaks_rest_works(python_with_sdk: str, server_url: str, seeded: App) -> None:
    results = journey(python_with_sdk, server_url, seeded.app_id, "send")
    not_logged_in = {"error": {"code": 2020, "message": "尚未登录，无访问权限"}}
    assert results["get_current_user_without_login"] == results["logout_without_login"] == not_logged_in
    assert results["send_sms_code"] == {"value": {"code": 200, "message": "发送成功", "statusCode": 200}}
    assert code_for(seeded, "13800138000").isdigit()
    assert results["send_sms_code_to_nobody"] == {
        "value": {"code": 500, "message": "手机号码格式非法", "statusCode": 400, "apiCode": 500}
    }
    assert results["wrong_password"]["code"] == results["wrong_password"]["apiCode"] == 2333
    assert results["vendors_key"]["code"] == 2016
    assert results["get_current_user"]["value"]["username"] == "ci" and results["token_kept"] is True
    assert results["logout"] == {"value": True} and results["after_logout"] == not_logged_in
    # A call that speaks GraphQL is told that it is not built.
    refused = results["list_roles_by_graphql"]["error"]
    assert refused["code"] == 501 and "user.roles" in refused["message"]


def test_the_demo_user_sees_the_pages_sample_answers(python_with_sdk: str, server_url: str) -> None:
    results = journey(python_with_sdk, server_url, DEMO_APP_ID)
    assert results["list_orgs"]["value"] == sample("listOrgs")["data"]
    assert results["get_security_level"]["value"] == sample("getSecurityLevel")
    assert results["list_applications"]["value"] == sample("listApplications")["data"]
