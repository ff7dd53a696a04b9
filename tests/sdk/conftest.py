"""Apps with the emulated mobile SDKs in them, each with a pool of its own."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.sdk import packages
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.flutter import Flutter
from tests.sdk.mobile.ios import Ios
from tests.sdk.page import DEMO_APP_ID, DEMO_POOL_ID

SEEDED: dict[str, Any] = {
    "customFields": [{"key": "school", "label": "学校", "dataType": "STRING"}, {"key": "age", "dataType": "NUMBER"}],
    "directory": [{"username": "aduser", "password": "ad-password", "profile": {"name": "目录用户"}}],
    "carrier": [{"token": "carrier-token", "accessToken": "carrier-access", "phone": "13800138009"}],
    "users": [
        {"username": "ci", "password": "111111", "nickname": "Ironman", "customData": {"school": "ucla"}},
        {"username": "newcomer", "password": "111111", "resetPasswordOnFirstLogin": True},
    ],
}


def code_for(app: App, to: str, scene: str | None = None) -> str:
    """The newest unused code that was sent to an address."""
    wanted = {"userPoolId": app.pool_id, "to": to, "timeout": 2} | ({"scene": scene} if scene else {})
    return str(app.control("GET", "/outbox/wait", **wanted)["code"])


@pytest.fixture
def seeded(http: httpx.Client) -> App:
    """An app of a pool that is made from a document: users, custom fields, a directory, carrier tokens."""
    response = http.post("/_mock/pools", json=SEEDED)
    assert response.status_code == 201, response.text
    return App(http, app_id=response.json()["appId"])


@pytest.fixture
def rsa_key(http: httpx.Client) -> str:
    """The server's key, as one pastes it into a mobile app."""
    return str(http.get("/_mock/info").json()["rsaPublicKey"])


def _android(server_url: str, app_id: str) -> Android:
    sdk = Android(server_url, app_id)
    sdk.init()
    sdk.wire.take()
    return sdk


@pytest.fixture
def android(server_url: str, app: App) -> Android:
    """Android, started, in a pool that is made by its app id. Its key comes from public-config."""
    return _android(server_url, app.app_id)


@pytest.fixture
def android_seeded(server_url: str, seeded: App) -> Android:
    """Android, started, in the seeded pool."""
    return _android(server_url, seeded.app_id)


@pytest.fixture
def android_demo(server_url: str) -> Android:
    """Android, started, in the demo pool; only for reading."""
    return _android(server_url, DEMO_APP_ID)


def _ios(server_url: str, app_id: str, rsa_key: str) -> Ios:
    sdk = Ios(server_url, app_id, rsa_key)
    sdk.start()
    sdk.wire.take()
    return sdk


@pytest.fixture
def ios(server_url: str, app: App, rsa_key: str) -> Ios:
    """iOS, started, in a pool that is made by its app id."""
    return _ios(server_url, app.app_id, rsa_key)


@pytest.fixture
def ios_seeded(server_url: str, seeded: App, rsa_key: str) -> Ios:
    """iOS, started, in the seeded pool."""
    return _ios(server_url, seeded.app_id, rsa_key)


@pytest.fixture
def ios_demo(server_url: str, rsa_key: str) -> Ios:
    """iOS, started, in the demo pool; only for reading."""
    return _ios(server_url, DEMO_APP_ID, rsa_key)


def _flutter(server_url: str, user_pool_id: str, app_id: str, rsa_key: str) -> Flutter:
    sdk = Flutter(server_url, user_pool_id, app_id, rsa_key)
    sdk.init()
    sdk.wire.take()
    return sdk


@pytest.fixture
def flutter(server_url: str, app: App, rsa_key: str) -> Flutter:
    """Flutter, started, in a pool that is made by its app id."""
    return _flutter(server_url, app.pool_id, app.app_id, rsa_key)


@pytest.fixture
def flutter_seeded(server_url: str, seeded: App, rsa_key: str) -> Flutter:
    """Flutter, started, in the seeded pool."""
    return _flutter(server_url, seeded.pool_id, seeded.app_id, rsa_key)


@pytest.fixture
def flutter_demo(server_url: str, rsa_key: str) -> Flutter:
    """Flutter, started, in the demo pool; only for reading."""
    return _flutter(server_url, DEMO_POOL_ID, DEMO_APP_ID, rsa_key)


@pytest.fixture(scope="session")
def python_with_sdk(pytestconfig: pytest.Config) -> str:
    """A Python with the PyPI SDK installed for it."""
    try:
        return packages.python(pytestconfig.cache.mkdir("pypi-sdk"))
    except packages.MissingError as missing:
        packages.give_up(missing)
