"""PyPI genauth 5.1.0, unmodified: second factors by API v3. The journey is python/v3_mfa.py."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk import packages
from tests.sdk.test_genauth_5 import CI, JOURNEY


def test_its_second_factors_work(python_with_sdk: str, server_url: str, app: App) -> None:
    user = app.make_user(**CI)
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    arguments = [server_url, app.app_id, secret, app.pool_id, user["id"]]
    results = packages.run([python_with_sdk, "v3_mfa.py", *arguments], JOURNEY)
    done = {"statusCode": 200, "message": ""}
    assert results["before"]["data"] == []
    assert [each["factorType"] for each in results["possible"]["data"]] == ["OTP", "SMS", "EMAIL", "FACE"]
    for name in ("SMS", "EMAIL", "OTP", "reset"):
        assert results[name] == done, name
    assert results["wrong SMS"]["apiCode"] == results["wrong EMAIL"]["apiCode"] == 2001
    assert results["asked"]["data"]["otpData"].keys() == {"qrCodeUri", "qrCodeDataUrl", "recoveryCode"}
    assert (results["verified"]["data"], results["again"]["data"]) == ({"verified": True}, {"verified": False})
    assert [each["factorType"] for each in results["enrolled"]["data"]] == ["OTP", "SMS", "EMAIL"]
    assert results["factor"]["data"] == results["enrolled"]["data"][0]
    assert results["gone"]["statusCode"] == 404
    challenge = results["challenge"]
    assert (challenge["apiCode"], challenge["data"]["totpMfaEnabled"]) == (1636, True)
    assert challenge["data"]["mfaToken"] and results["signed in"]["data"]["access_token"]
