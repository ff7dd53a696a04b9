"""A relying party: an app that speaks OpenID Connect to the mock by hand."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.conftest import App

REDIRECT_URI = "http://127.0.0.1:3000/callback"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
SCOPE = "openid profile email phone username address offline_access roles extended_fields"


def told(response: httpx.Response) -> dict[str, str]:
    """What a redirect tells the app, in its query or fragment."""
    assert response.status_code in (302, 303), response.text
    parts = urlsplit(response.headers["location"])
    return dict(parse_qsl(parts.query)) | dict(parse_qsl(parts.fragment))


def refused(response: httpx.Response) -> tuple[int, str]:
    """HTTP status and `error` of a refusal."""
    return response.status_code, response.json()["error"]


@dataclass
class RelyingParty:
    """An app of a pool of its own, with a browser of its own."""

    app: App
    browser: httpx.Client
    redirect_uri: str = REDIRECT_URI
    user: dict[str, Any] = field(default_factory=dict)

    @property
    def secret(self) -> str:
        return str(self.app.control("GET", f"/pools/{self.app.pool_id}")["appSecret"])

    def has_user(self, **fields: Any) -> dict[str, Any]:
        """A user of the pool, not logged in."""
        self.user = self.app.make_user(**{"username": "ci", "password": "111111"} | fields)
        return self.user

    def log_in(self, **fields: Any) -> dict[str, Any]:
        """A user who is logged in in the browser, by REST."""
        if not self.user:
            self.has_user(**fields)
        account = self.user["username"] or self.user["email"]
        answer = self.browser.post(
            "/api/v2/login/account",
            json={"account": account, "password": "111111"},
            headers={"x-authing-app-id": self.app.app_id},
        ).json()
        assert answer["code"] == 200, answer
        self.user |= {"token": answer["data"]["token"]}
        return self.user

    def authorize(self, **params: Any) -> httpx.Response:
        """An authorization request, with PKCE. A parameter that is None is left out."""
        wanted = {
            "client_id": self.app.app_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": SCOPE,
            "state": "st4te",
            "nonce": "n0nce",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        } | params
        sent = {name: value for name, value in wanted.items() if value is not None}
        return self.browser.get("/oidc/auth", params=sent)

    def code(self, **params: Any) -> str:
        """A code for who is logged in."""
        return told(self.authorize(**params))["code"]

    def token(self, path: str = "/oidc/token", **form: Any) -> httpx.Response:
        """A request to the token endpoint of a client without a secret, unless the form has one."""
        headers = form.pop("headers", {})
        sent = {"client_id": self.app.app_id} | form
        body = {name: value for name, value in sent.items() if value is not None}
        return self.app.http.post(path, data=body, headers=headers)

    def exchange(self, code: str, **form: Any) -> httpx.Response:
        """Tokens for a code."""
        wanted = {"code": code, "redirect_uri": self.redirect_uri, "code_verifier": VERIFIER}
        return self.token(grant_type="authorization_code", **wanted | form)

    def tokens(self, **params: Any) -> dict[str, Any]:
        """All tokens of a login by code."""
        answer = self.exchange(self.code(**params))
        assert answer.status_code == 200, answer.text
        given: dict[str, Any] = answer.json()
        return given

    def refresh(self, refresh_token: str, **form: Any) -> httpx.Response:
        return self.token(grant_type="refresh_token", refresh_token=refresh_token, **form)

    def me(self, access_token: str) -> httpx.Response:
        return self.app.http.get("/oidc/me", headers={"authorization": f"Bearer {access_token}"})

    def introspect(self, token: str) -> dict[str, Any]:
        """What introspection tells."""
        answer = self.app.http.post("/oidc/token/introspection", data={"client_id": self.app.app_id, "token": token})
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def page(self, response: httpx.Response) -> str:
        """Where a redirect leads to, without its query."""
        assert response.status_code == 303, response.text
        return urlsplit(response.headers["location"]).path

    def uuid(self, **params: Any) -> str:
        """The interaction of an authorization request that waits for a person."""
        return parse_qs(urlsplit(self.authorize(**params).headers["location"]).query)["uuid"][0]

    def rest(self, path: str, token: str) -> dict[str, Any]:
        """A GET of REST v2 with a token of whatever kind."""
        headers = {"x-authing-app-id": self.app.app_id, "authorization": f"Bearer {token}"}
        answer: dict[str, Any] = self.app.http.get(path, headers=headers).json()
        return answer

    def verified(self, token: str, **options: Any) -> dict[str, Any]:
        """The claims of a token, verified by a second library: HS256 by the secret, RS256 by the JWKS."""
        header = jwt.get_unverified_header(token)
        key: Any = self.secret
        if header["alg"] == "RS256":
            (found,) = (each for each in self.jwks() if each["kid"] == header["kid"])
            key = jwt.PyJWK(found).key
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=[header["alg"]], audience=self.app.app_id, issuer=self.issuer, **options
        )
        return claims

    def jwks(self) -> list[dict[str, Any]]:
        keys: list[dict[str, Any]] = self.app.http.get("/oidc/.well-known/jwks.json").json()["keys"]
        return keys

    @property
    def issuer(self) -> str:
        return f"{self.app.http.base_url}/oidc".replace("//oidc", "/oidc")


@pytest.fixture
def browser(server_url: str) -> Iterator[httpx.Client]:
    """A browser's cookies and redirects, without the browser."""
    with httpx.Client(base_url=server_url, trust_env=False, verify=False) as client:
        yield client


@pytest.fixture
def rp(app: App, browser: httpx.Client) -> RelyingParty:
    """A relying party of a pool that is made by its app id."""
    return RelyingParty(app, browser)


def unsigned(token: str) -> dict[str, Any]:
    """The claims of a token, not verified."""
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


@pytest.fixture
def rsa_encrypted(http: httpx.Client) -> str:
    """The password 111111, encrypted as the mobile SDKs do."""
    key = load_der_public_key(base64.b64decode(http.get("/_mock/info").json()["rsaPublicKey"]))
    assert isinstance(key, rsa.RSAPublicKey)
    return base64.b64encode(key.encrypt(b"111111", padding.PKCS1v15())).decode()
