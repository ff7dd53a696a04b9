"""PyPI authing 4.5.18, unmodified, in a virtual environment of its own. The journey is python/rest.py."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import App
from tests.sdk import packages
from tests.sdk.page import DEMO_APP_ID, sample

JOURNEY = Path(__file__).parent / "python"


def test_everything_that_speaks_rest_works(python_with_sdk: str, server_url: str, demo: App) -> None:
    results = packages.run([python_with_sdk, "rest.py", server_url, DEMO_APP_ID, "ci", "111111"], JOURNEY)
    not_logged_in = {"error": {"code": 2020, "message": "尚未登录，无访问权限"}}
    assert results["get_current_user_without_login"] == results["logout_without_login"] == not_logged_in
    assert results["send_sms_code"] == {"value": {"code": 200, "message": "发送成功"}}
    assert results["send_sms_code_to_nobody"] == {"value": {"code": 500, "message": "手机号码格式非法"}}
    assert results["wrong_password"] == {"code": 2333, "message": "帐号或密码错误"}
    assert results["vendors_key"]["code"] == 2016
    user = results["get_current_user"]["value"]
    assert user["username"] == "ci" and results["token_kept"] is True
    assert results["list_orgs"]["value"] == sample("listOrgs")["data"]
    assert results["get_security_level"]["value"] == sample("getSecurityLevel")
    assert results["list_applications"]["value"] == sample("listApplications")["data"]
    assert results["logout"] == {"value": True} and results["after_logout"] == not_logged_in


def test_a_call_that_speaks_graphql_is_told_that_it_is_not_built(python_with_sdk: str, server_url: str) -> None:
    results = packages.run([python_with_sdk, "rest.py", server_url, DEMO_APP_ID, "ci", "111111"], JOURNEY)
    assert results["list_roles_by_graphql"]["crash"].startswith("HTTPError: 501 Server Error")
