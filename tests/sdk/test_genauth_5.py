"""PyPI genauth 5.1.0, unmodified: what of it speaks API v3. The journeys are python/v3.py and python/calls.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jwt

from tests.authenticator import Authenticator
from tests.conftest import App
from tests.sdk import packages

JOURNEY = Path(__file__).parent / "python"
CI = {"username": "ci", "password": "111111", "email": "ci@example.test", "phone": "13800138000"}


def test_its_sign_in_by_a_password_works(python_with_sdk: str, server_url: str, app: App) -> None:
    user = app.make_user(**CI)
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    results = packages.run(
        [python_with_sdk, "v3.py", server_url, app.app_id, secret, app.code_for(CI["email"])], JOURNEY
    )
    for name in ("by_account", "by_email", "by_username", "by_phone", "registered"):
        assert results[name]["statusCode"] == 200 and results[name]["data"]["access_token"], name
    assert results["by_account"]["data"]["refresh_token"]
    assert results["profile"]["sub"] == user["id"]
    assert results["wrong"] == {"statusCode": 403, "message": "帐号或密码错误", "apiCode": 2333}
    assert {each["email"] for each in app.users()} == {"ci@example.test", "new@example.test"}
    assert results["system"]["rsa"]["publicKey"] == app.control("GET", "/info")["rsaPublicKeyPem"]
    assert len(results["countries"]["data"]) > 200
    assert results["pre_checked"]["data"]["isValid"] is True
    assert results["pre_checked_wrong"]["data"]["isValid"] is False


def test_its_devices_are_listed_logged_out_and_removed(python_with_sdk: str, server_url: str, app: App) -> None:
    app.make_user(**CI)
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    results = packages.run([python_with_sdk, "v3_devices.py", server_url, app.app_id, secret], JOURNEY)
    assert [each["data"]["deviceUniqueId"] for each in results["told"]] == ["phone", "desktop"]
    listed = {each["device"]["deviceId"]: each["online"] for each in results["listed"]["data"]}
    assert listed == {"phone": True, "desktop": True}
    assert results["revoked"]["statusCode"] == results["unbound"]["statusCode"] == 200
    assert results["of_phone"]["apiCode"] == 2020
    assert {each["device"]["deviceId"]: each["online"] for each in results["after"]["data"]} == {
        "phone": False,
        "desktop": True,
    }
    assert [each["device"]["name"] for each in results["left"]["data"]] == ["Phone desktop"]
    assert results["unknown"]["statusCode"] == 404


def test_its_logins_by_qr_code_and_by_push_work(python_with_sdk: str, server_url: str, app: App) -> None:
    user = app.logged_in_user(**CI)
    arguments = [python_with_sdk, "phones.py", server_url, app.app_id, str(app.token)]
    results = packages.run(arguments, JOURNEY)
    states = ["PENDING", "SCANNED", "AUTHORIZED"]
    assert [each["data"]["status"] for each in results["qr_states"]] == states
    assert results["qr_done"] == [{"statusCode": 200, "message": ""}] * 2
    assert results["push_states"][0]["data"] == {"status": "PUSHED"}
    authorized = results["push_states"][1]["data"]
    assert authorized["status"] == "AUTHORIZED"
    assert results["push_apps"]["data"] == {"appIds": [app.app_id]}
    assert results["fast"]["data"]["user"]["id"] == user["id"]
    assert [each["id"] for each in results["fast_apps"]["data"]["relationApps"]] == [app.app_id]
    assert results["fast_state"]["data"]["status"] == "AUTHORIZED"
    given = (results["qr_tokens"]["data"], authorized["tokenSet"], results["fast_tokens"]["data"])
    for each in given:
        headers = {"authorization": f"Bearer {each['access_token']}"}
        assert app.http.get("/oidc/me", headers=headers).json()["sub"] == user["id"]


def test_its_passkeys_are_made_shown_listed_and_removed(python_with_sdk: str, server_url: str, app: App) -> None:
    user = app.logged_in_user(**CI)
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    # It sends no Origin, and an address can have no passkeys.
    by_name = server_url.replace("127.0.0.1", "localhost")
    command = [python_with_sdk, "calls.py", by_name, app.app_id, secret]

    def calls(*wanted: tuple[str, list[Any]]) -> list[dict[str, Any]]:
        given = {"token": app.token, "calls": wanted}
        found: list[dict[str, Any]] = packages.run(command, JOURNEY, stdin=given)
        return found

    made, login = (each["data"] for each in calls(("init_register_options", []), ("init_authentication_options", [])))
    authenticator = Authenticator()
    credential = authenticator.create(made["registrationOptions"], by_name)
    assertion = authenticator.get(login["authenticationOptions"], by_name)
    bound, shown, replayed, listed, checked, removed, gone = calls(
        ("verify_register", [made["ticket"], credential, "face"]),
        ("verify_authentication", [login["ticket"], assertion]),
        ("verify_authentication", [login["ticket"], assertion]),
        ("list_credentials_by_page", []),
        ("check_valid_credentials_by_cred_ids", []),
        ("remove_all_credentials", []),
        ("list_credentials_by_page", []),
    )
    assert bound["data"] == {"verified": True}
    assert shown["data"]["verified"] is True
    assert jwt.decode(shown["data"]["tokenSet"]["id_token"], options={"verify_signature": False})["sub"] == user["id"]
    assert replayed["statusCode"] == 400
    assert [each["credentialID"] for each in listed["data"]["list"]] == [authenticator.credential_id]
    assert (checked["data"], removed["data"]) == ([], {"success": True})
    assert gone["data"] == {"totalCount": 0, "list": []}
