"""The bootstrap: public-config in a form that no SDK stumbles over, and the key for web SDKs."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from tests.conftest import App

# Null or a missing inner key in any of these makes Android drop the whole configuration.
TYPES: dict[str, type] = {
    **dict.fromkeys(("id", "userPoolId", "userpoolName", "identifier", "requestHostname", "name", "logo"), str),
    **dict.fromkeys(("userpoolLogo", "publicKey", "appType", "appRobotVerify"), str),
    **dict.fromkeys(("verifyCodeLength", "passwordStrength"), int),
    **dict.fromkeys(("deviceFuncEnabled", "enableAppLogin", "enableFingerprintLogin", "enableFaceLogin"), bool),
    **dict.fromkeys(("registerDisabled", "skipComplateFileds"), bool),
    **dict.fromkeys(("loginTabs", "registerTabs", "verifyCodeTabConfig", "passwordTabConfig"), dict),
    **dict.fromkeys(("extendsFieldsI18n", "internationalSmsConfig", "ssoPageComponentDisplay"), dict),
    **dict.fromkeys(("tabMethodsFields", "ecConnections", "agreements", "complateFiledsPlace", "extendsFields"), list),
    **dict.fromkeys(("redirectUris", "livingAuthSortConfig", "regexRules", "corsWhitelist"), list),
}
MOBILE = ["Guard-iOS@1.4.10", "Guard-Android@1.5.8", "sdk-flutter", ""]


def _config(app: App, **headers: str) -> dict[str, Any]:
    answer = app.http.get(f"/api/v2/applications/{app.app_id}/public-config", headers=headers)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    envelope = answer.json()
    assert (envelope["code"], envelope["message"]) == (200, "获取成功")
    data: dict[str, Any] = envelope["data"]
    return data


@pytest.mark.parametrize("sdk", MOBILE)
def test_every_field_has_the_type_that_the_sdks_read(app: App, sdk: str) -> None:
    config = _config(app, **{"x-authing-request-from": sdk})
    for field, kind in TYPES.items():
        assert type(config[field]) is kind, field
    assert None not in config.values()
    for tabs in ("loginTabs", "registerTabs"):
        assert config[tabs]["default"] in config[tabs]["list"]
    for methods in ("verifyCodeTabConfig", "passwordTabConfig"):
        assert {"validLoginMethods", "validRegisterMethods", "enabledLoginMethods"} <= set(config[methods])


@pytest.mark.parametrize(
    ("headers", "socket"),
    [
        ({"host": "10.0.2.2:8400"}, "http://10.0.2.2:8400"),
        ({"host": "mock.test", "x-forwarded-proto": "https"}, "wss://mock.test"),
    ],
)
def test_the_event_socket_is_this_server_in_a_form_that_android_takes(
    app: App, headers: dict[str, str], socket: str
) -> None:
    config = _config(app, **headers)
    assert config["eventSocket"] == socket and config.get("websocket", "left out") is not None


def test_it_names_the_pool_that_later_calls_reach(app: App) -> None:
    config = _config(app)
    assert config["id"] == app.app_id
    assert app.make_user(username="x")["userPoolId"] == config["userPoolId"] == app.pool_id


@pytest.mark.parametrize("host", ["localhost:8400", "10.0.2.2:8400", "127.0.0.1", "consolecore.authing.cn", "[::1]:9"])
def test_the_request_host_name_is_the_requests_own_host_and_port(app: App, host: str) -> None:
    assert _config(app, host=host)["requestHostname"] == host


@pytest.mark.parametrize("sdk", MOBILE)
def test_mobile_sdks_get_the_key_as_one_line_of_base64(app: App, sdk: str) -> None:
    key = _config(app, **{"x-authing-request-from": sdk})["publicKey"]
    assert key == app.control("GET", "/info")["rsaPublicKey"]
    load_der_public_key(base64.b64decode(key, validate=True))


@pytest.mark.parametrize("sdk", ["Guard@4.5.42", "sdk", "sdk-web"])
def test_web_sdks_get_the_key_as_pem(app: App, sdk: str) -> None:
    key = _config(app, **{"x-authing-request-from": sdk})["publicKey"]
    assert key == app.control("GET", "/info")["rsaPublicKeyPem"]
    load_pem_public_key(key.encode())


def test_the_well_known_key_is_pem_and_needs_no_pool(app: App) -> None:
    answer = app.http.get("/api/v2/.well-known").json()
    assert (answer["code"], answer["message"]) == (200, "获取成功")
    assert answer["data"]["publicKey"].startswith("-----BEGIN PUBLIC KEY-----\n")
    assert answer["data"]["publicKey"] == app.control("GET", "/info")["rsaPublicKeyPem"]


def test_the_pools_settings_show(app: App) -> None:
    app.settings(verificationCode={"length": 6}, passwordStrength=2, registerDisabled=True, limits="documented")
    config = _config(app)
    assert (config["verifyCodeLength"], config["passwordStrength"], config["registerDisabled"]) == (6, 2, True)
    assert config["appRobotVerify"] == "always_enable"
    app.settings(verificationCode={"fixed": "12345"})
    assert _config(app)["verifyCodeLength"] == 5


def test_connections_have_what_the_sdks_look_up(app: App) -> None:
    document = {"connections": [{"type": "wechat:mobile", "id": "conn-1", "fields": {"appId": "wx1"}}]}
    pool = app.control("POST", "/pools", document)
    (connection,) = _config(App(app.http, app_id=pool["appId"]))["ecConnections"]
    # `provider` would replace `type` in Android.
    assert connection == {"id": "conn-1", "type": "wechat:mobile", "fields": {"appId": "wx1"}}


def test_the_default_redirect_is_what_flutter_always_sends(app: App) -> None:
    assert _config(app)["redirectUris"] == [f"https://console.authing.cn/console/get-started/{app.app_id}"]


def test_the_app_of_the_path_wins_over_the_headers(app: App) -> None:
    other = App(app.http)
    headers = {"x-authing-app-id": other.app_id, "x-authing-userpool-id": other.pool_id}
    assert _config(app, **headers)["id"] == app.app_id


@pytest.mark.parametrize("app_id", ["a b", "a.b", "ä", "x" * 65, "%00", "a%0Ab"])
def test_an_id_that_is_none_is_refused_without_data(app: App, app_id: str) -> None:
    # With data, iOS would keep the refusal as its configuration; without message it would crash.
    answer = app.http.get(f"/api/v2/applications/{app_id}/public-config")
    assert answer.status_code == 200
    assert answer.json()["code"] == 400 and answer.json()["message"] and "data" not in answer.json()
