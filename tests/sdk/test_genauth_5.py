"""PyPI genauth 5.1.0, unmodified: what of it speaks API v3. The journey is python/v3.py."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import App
from tests.sdk import packages

JOURNEY = Path(__file__).parent / "python"
CI = {"username": "ci", "password": "111111", "email": "ci@example.test", "phone": "13800138000"}


def test_its_sign_in_by_a_password_works(python_with_sdk: str, server_url: str, app: App) -> None:
    user = app.make_user(**CI)
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    results = packages.run([python_with_sdk, "v3.py", server_url, app.app_id, secret], JOURNEY)
    for name in ("by_account", "by_email", "by_username", "by_phone", "registered"):
        assert results[name]["statusCode"] == 200 and results[name]["data"]["access_token"], name
    assert results["by_account"]["data"]["refresh_token"]
    assert results["profile"]["sub"] == user["id"]
    assert results["wrong"] == {"statusCode": 403, "message": "帐号或密码错误", "apiCode": 2333}
    assert {each["email"] for each in app.users()} == {"ci@example.test", "new@example.test"}
