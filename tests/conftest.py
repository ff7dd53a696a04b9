"""What all tests share: one server in a thread, and a pool of its own for each test."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.sdk import packages

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

# The servers that tests start as processes may keep their bytecode: each starts a second sooner.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A server with the demo pool, in memory, on a free port."""
    with ThreadedServer(Settings(port=0)) as server:
        yield server.base_url


def new_key_file(bits: int) -> bytes:
    """A new RSA private key, as a PEM file holds it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def enveloped(response: httpx.Response) -> dict[str, Any]:
    """The envelope as the page documents it. What Guard alone reads is looked at here and taken out."""
    envelope: dict[str, Any] = response.json()
    if "code" not in envelope:
        return envelope  # another face's
    status_code, api_code = envelope.pop("statusCode"), envelope.pop("apiCode", None)
    assert 200 <= status_code < 700, status_code
    assert (status_code < 300) == (envelope["code"] == 200), (envelope, status_code)
    assert api_code == (None if envelope["code"] == 200 else envelope["code"]), (envelope, api_code)
    return envelope


@dataclass
class App:
    """An app with a pool of its own, speaking to the server as an SDK without encryption would."""

    http: httpx.Client
    app_id: str = field(default_factory=lambda: uuid.uuid4().hex[:24])
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """One request, with the app id and, after a login, the token."""
        headers = {"x-authing-app-id": self.app_id, **self.headers}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        headers |= options.pop("headers", {})
        return self.http.request(method, path, json=body, headers=headers, **options)

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """A POST of these fields; the envelope that comes back inside HTTP 200."""
        response = self.call("POST", path, body)
        assert response.status_code == 200, response.text
        return enveloped(response)

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """A GET with this query; the envelope that comes back inside HTTP 200."""
        response = self.call("GET", path, params=query)
        assert response.status_code == 200, response.text
        return enveloped(response)

    def control(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """A control call that must succeed; what it answers, None for 204."""
        response = self.http.request(method, f"/_mock{path}", json=body, params=query)
        assert response.is_success, response.text
        return response.json() if response.content else None

    @property
    def pool_id(self) -> str:
        """The pool behind the app id."""
        return str(self.get(f"/api/v2/applications/{self.app_id}/public-config")["data"]["userPoolId"])

    def code_for(self, address: str, scene: str = "VERIFY_CODE") -> str:
        """Has a code sent to an address, and reads it in the outbox."""
        if "@" in address:
            sent = self.post("/api/v2/email/send", email=address, scene=scene)
        else:
            sent = self.post("/api/v2/sms/send", phone=address)
        assert sent["code"] == 200, sent
        message = self.control("GET", "/outbox/wait", userPoolId=self.pool_id, to=address, timeout=1)
        return str(message["code"])

    def make_user(self, **fields: Any) -> dict[str, Any]:
        """A user made through the control API."""
        user: dict[str, Any] = self.control("POST", f"/pools/{self.pool_id}/users", fields)
        return user

    def users(self) -> list[dict[str, Any]]:
        """The pool's users, newest first, as the control API shows them."""
        listed: list[dict[str, Any]] = self.control("GET", f"/pools/{self.pool_id}/users")["list"]
        return listed

    def logged_in_user(self, **fields: Any) -> dict[str, Any]:
        """A user of this pool with the password 111111, whom this app is logged in as from now on."""
        user = self.make_user(**{"username": "ci", "password": "111111"} | fields)
        return self.log_in(str(user["username"] or user["email"] or user["phone"]))

    def another(self, **headers: str) -> App:
        """Another app of the same id, that is of the same pool, with a session of its own."""
        return App(self.http, app_id=self.app_id, headers=headers)

    def settings(self, **settings: Any) -> None:
        """Changes the pool's settings."""
        self.control("PATCH", f"/pools/{self.pool_id}", {"settings": settings})

    def log_in(self, account: str, password: str = "111111") -> dict[str, Any]:
        """Logs in by password and keeps the token; the user."""
        answer = self.post("/api/v2/login/account", account=account, password=password)
        assert answer["code"] == 200, answer
        user: dict[str, Any] = answer["data"]
        self.token = str(user["token"])
        return user


@pytest.fixture(scope="session")
def node(pytestconfig: pytest.Config) -> str:
    """Node, with the npm SDKs installed for it."""
    try:
        return packages.node(pytestconfig.cache.mkdir("npm-sdks"))
    except packages.MissingError as missing:
        packages.give_up(missing)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; there may be one in a process."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - few tests need it

    with sync_playwright() as running:
        yield running


@pytest.fixture
def http(server_url: str) -> Iterator[httpx.Client]:
    """An HTTP client of the server."""
    # Without `verify=False` each client would load all certificate authorities: 20 ms a test.
    with httpx.Client(base_url=server_url, trust_env=False, verify=False) as client:
        yield client


@pytest.fixture
def app(http: httpx.Client) -> App:
    """An app whose pool is made by its first request."""
    return App(http)


@pytest.fixture
def demo(http: httpx.Client) -> App:
    """The demo pool's app. Tests only read there, or use accounts that they make."""
    return App(http, app_id="61ae0c9807451d6f30226bd4")


@pytest.fixture
def later() -> Callable[[App, int], None]:
    """Sets the clock of an app's pool so many seconds ahead of the wall clock."""

    def set_clock(app: App, seconds: int) -> None:
        app.control("PUT", "/clock", {"offsetSeconds": seconds}, userPoolId=app.pool_id)

    return set_clock


@pytest.fixture(scope="session")
def strict_server() -> Iterator[str]:
    """The URL of a server that refuses unknown app ids."""
    with ThreadedServer(Settings(port=0, unknown_apps="reject")) as server:
        yield server.base_url
