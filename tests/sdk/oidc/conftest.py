"""An application of a pool of its own, for a client library to use; and what the libraries have in common."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from joserfc import jws, jwt
from joserfc.jwk import KeySet, OctKey
from playwright.sync_api import Browser, Playwright

from tests.conftest import App
from tests.sdk import packages
from tests.sdk.oidc import chromium
from tests.sdk.oidc.chromium import Site

CALLBACK = "http://127.0.0.1:3000/callback"
PROFILE = {"nickname": "Ironman", "email": "ci@x.test", "emailVerified": True, "phone": "13800138000"}


@dataclass
class Registered(App):
    """An application of a pool that is made for one test, with its secret, and the user `ci` with password 111111."""

    secret: str = ""
    access_key: dict[str, str] = field(default_factory=dict)
    user: dict[str, Any] = field(default_factory=dict)

    def run(self, *command: str, **settings: Any) -> Any:
        """What a journey in Node or another Python prints; it is told of this application, and these settings."""
        told = {"secret": self.secret, "redirectUri": CALLBACK} | settings
        address = str(self.http.base_url).rstrip("/")
        return packages.run([*command, address, self.app_id, json.dumps(told)], packages.JS.parent)

    def verified(self, token: str, issuer: str) -> dict[str, Any]:
        """The claims of a token, verified by joserfc: RS256 by the JWKS, HS256 by the secret."""
        algorithm = jws.extract_compact(token.encode()).headers()["alg"]
        keys = self.http.get("/oidc/.well-known/jwks.json").json()
        key = KeySet.import_key_set(keys) if algorithm == "RS256" else OctKey.import_key(self.secret)
        decoded = jwt.decode(token, key, algorithms=[algorithm])
        wanted = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self.app_id},
            exp={"essential": True},
        )
        wanted.validate(decoded.claims)
        return decoded.claims


Register = Callable[..., Registered]


@pytest.fixture
def register(http: httpx.Client) -> Register:
    """Makes an application: the settings of its pool, and what its own document says beside the callback URL."""

    def make(settings: dict[str, Any] | None = None, **application: Any) -> Registered:
        access_key = {"accessKeyId": uuid.uuid4().hex[:24], "accessKeySecret": uuid.uuid4().hex}
        document = {
            "settings": settings or {},
            "applications": [{"redirectUris": [CALLBACK], **application}],
            "accessKeys": [{"id": access_key["accessKeyId"], "secret": access_key["accessKeySecret"]}],
            "users": [{"username": "ci", "password": "111111", **PROFILE}],
        }
        made = http.post("/_mock/pools", json=document)
        assert made.status_code == 201, made.text
        pool = made.json()
        app = Registered(http, app_id=pool["appId"], secret=pool["appSecret"], access_key=access_key)
        app.user = app.users()[0]
        return app

    return make


@pytest.fixture(scope="package")
def site(node: str) -> Iterator[Site]:
    """The web server of the applications that run in a browser; it serves what is installed for Node."""
    with chromium.serving() as served:
        yield served


@pytest.fixture(scope="package")
def browser(playwright: Playwright, server_url: str, site: Site) -> Iterator[Browser]:
    """Chromium."""
    try:
        with chromium.running(playwright, server_url, site) as launched:
            yield launched
    except packages.MissingError as missing:
        packages.give_up(missing)
