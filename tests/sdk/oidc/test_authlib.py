"""PyPI Authlib, with its client over httpx and over requests; its tokens verified by joserfc through the JWKS."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oidc.core.claims import get_claim_cls_by_response_type  # type: ignore[import-untyped]
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url  # type: ignore[import-untyped]
from joserfc import jws, jwt
from joserfc.jwk import KeySet, OctKey

from tests.sdk.oidc.conftest import CALLBACK, Register, Registered

with warnings.catch_warnings():
    # Authlib would rather have httpx2.
    warnings.simplefilter("ignore")
    from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]

SCOPE = "openid profile email offline_access"
Connect = Callable[..., Any]


@pytest.fixture
def metadata(server_url: str, http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server says of itself, and Authlib finds right."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    found: dict[str, Any] = http.get(get_well_known_url(f"{server_url}/oidc", external=True)).json()
    OpenIDProviderMetadata(found).validate()
    return found


def over_httpx(*args: Any, **options: Any) -> Any:
    return OAuth2Client(*args, trust_env=False, verify=False, **options)


def over_requests(*args: Any, **options: Any) -> Any:
    client = OAuth2Session(*args, **options)
    client.trust_env = False
    return client


@pytest.fixture(params=[over_httpx, over_requests])
def connect(request: pytest.FixtureRequest, metadata: dict[str, Any]) -> Iterator[Connect]:
    """Makes Authlib's client of an application, for one way to show the secret."""
    opened = []

    def make(app: Registered, method: str = "client_secret_basic", **options: Any) -> Any:
        client = request.param(
            app.app_id,
            None if method == "none" else app.secret,
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            redirect_uri=CALLBACK,
            token_endpoint=metadata["token_endpoint"],
            **options,
        )
        opened.append(client)
        return client

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def visitor(server_url: str) -> Iterator[httpx.Client]:
    """A browser's cookies, without the browser."""
    with httpx.Client(base_url=server_url, trust_env=False, verify=False) as client:
        yield client


def logged_in(visitor: httpx.Client, app: Registered) -> httpx.Client:
    """The browser, in which the user has logged in by REST."""
    answer = visitor.post(
        "/api/v2/login/account",
        json={"account": "ci", "password": "111111"},
        headers={"x-authing-app-id": app.app_id},
    )
    assert answer.json()["code"] == 200, answer.text
    return visitor


def validated(app: Registered, metadata: dict[str, Any], response_type: str, token: str, **params: Any) -> Any:
    """The claims of an id_token: its signature verified by joserfc, what it says by Authlib."""
    algorithm = jws.extract_compact(token.encode()).headers()["alg"]
    keys = app.http.get(metadata["jwks_uri"]).json()
    key = KeySet.import_key_set(keys) if algorithm == "RS256" else OctKey.import_key(app.secret)
    decoded = jwt.decode(token, key, algorithms=metadata["id_token_signing_alg_values_supported"])
    wanted = {
        "iss": {"essential": True, "value": metadata["issuer"]},
        "aud": {"essential": True, "value": app.app_id},
    }
    claims = get_claim_cls_by_response_type(response_type)(
        decoded.claims, decoded.header, wanted, {"client_id": app.app_id, "max_age": 60, **params}
    )
    claims.validate()
    return claims


def answered(visitor: httpx.Client, client: Any, metadata: dict[str, Any], **params: Any) -> str:
    """Where the browser is sent with the answer to an authorization request."""
    url, state = client.create_authorization_url(metadata["authorization_endpoint"], **params)
    sent_to = visitor.get(url).headers["location"]
    parts = urlsplit(sent_to)
    assert dict(parse_qsl(parts.query or parts.fragment))["state"] == state
    return str(sent_to)


@pytest.mark.parametrize("method", ["none", "client_secret_post", "client_secret_basic"])
@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_the_code_flow_goes_from_discovery_to_logout(
    connect: Connect, register: Register, visitor: httpx.Client, metadata: dict[str, Any], method: str, algorithm: str
) -> None:
    app = register({"tokens": {"idTokenAlg": algorithm}}, tokenEndpointAuthMethod=method)
    logged_in(visitor, app)
    client = connect(app, method, scope=SCOPE, code_challenge_method="S256")
    verifier, nonce = generate_token(48), generate_token()
    sent_to = answered(visitor, client, metadata, code_verifier=verifier, nonce=nonce)

    token = client.fetch_token(authorization_response=sent_to, code_verifier=verifier)
    claims = validated(app, metadata, "code", token["id_token"], nonce=nonce, access_token=token["access_token"])
    assert claims.header["alg"] == algorithm and claims["sub"] == app.user["id"]
    assert app.verified(token["access_token"], metadata["issuer"])["sub"] == app.user["id"]
    info = client.get(metadata["userinfo_endpoint"]).json()
    assert (info["sub"], info["email"]) == (app.user["id"], "ci@x.test")

    refreshed = client.refresh_token()
    assert all(token[kind] != refreshed[kind] for kind in ("access_token", "id_token", "refresh_token"))
    access_token, refresh_token = refreshed["access_token"], refreshed["refresh_token"]

    def introspected(token: str) -> Any:
        return client.introspect_token(metadata["introspection_endpoint"], token, withhold_token=True).json()

    assert introspected(access_token)["active"] is introspected(refresh_token)["active"] is True
    revoked = client.revoke_token(metadata["revocation_endpoint"], access_token, "access_token", withhold_token=True)
    assert revoked.status_code == 200
    assert introspected(access_token) == {"active": False} and introspected(refresh_token)["active"] is True
    client.revoke_token(metadata["revocation_endpoint"], refresh_token, "refresh_token", withhold_token=True)
    with pytest.raises(OAuthError, match="invalid_grant"):
        client.refresh_token(refresh_token=refresh_token)

    bye = {"id_token_hint": refreshed["id_token"], "post_logout_redirect_uri": CALLBACK, "state": "bye"}
    ended = visitor.get(f"{metadata['end_session_endpoint']}?{urlencode(bye)}")
    assert ended.headers["location"] == f"{CALLBACK}?state=bye"
    assert "error=login_required" in answered(visitor, client, metadata, code_verifier=verifier, prompt="none")


@pytest.mark.parametrize(
    "response_type", ["id_token", "id_token token", "code id_token", "code token", "code id_token token"]
)
def test_every_mixture_of_response_types_gives_what_it_names(
    connect: Connect, register: Register, visitor: httpx.Client, metadata: dict[str, Any], response_type: str
) -> None:
    app = register()
    logged_in(visitor, app)
    client = connect(app, scope=SCOPE, response_type=response_type)
    nonce = generate_token()
    sent_to = answered(visitor, client, metadata, nonce=nonce)
    given = dict(parse_qsl(urlsplit(sent_to).fragment))
    names = {"code": "code", "id_token": "id_token", "token": "access_token"}
    assert {names[each] for each in response_type.split()} == given.keys() & set(names.values())
    if "id_token" in given:
        told = {name: given[name] for name in ("access_token", "code") if name in given}
        validated(app, metadata, response_type, given["id_token"], nonce=nonce, **told)
    if "access_token" in given:
        client.token_from_fragment(sent_to)
        assert client.get(metadata["userinfo_endpoint"]).json()["sub"] == app.user["id"]
    if "code" in given:
        token = client.fetch_token(code=given["code"])
        validated(app, metadata, "code", token["id_token"], nonce=nonce, access_token=token["access_token"])


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_a_client_gets_a_token_for_itself(
    connect: Connect, register: Register, metadata: dict[str, Any], method: str
) -> None:
    app = register(tokenEndpointAuthMethod=method)
    token = connect(app, method, scope="orders:read").fetch_token(grant_type="client_credentials")
    assert token["scope"] == "orders:read" and "refresh_token" not in token
    assert app.verified(token["access_token"], metadata["issuer"])["sub"] == app.app_id


def test_a_password_gives_tokens(connect: Connect, register: Register, metadata: dict[str, Any]) -> None:
    app = register()
    client = connect(app, scope=SCOPE)
    token = client.fetch_token(username="ci", password="111111")
    validated(app, metadata, "code", token["id_token"], access_token=token["access_token"])
    assert client.get(metadata["userinfo_endpoint"]).json()["sub"] == app.user["id"]
    with pytest.raises(OAuthError, match="invalid_grant"):
        client.fetch_token(username="ci", password="wrong")


def test_a_wrong_secret_is_refused(connect: Connect, register: Register, metadata: dict[str, Any]) -> None:
    app = register()
    app.secret = "wrong"
    with pytest.raises(OAuthError, match="invalid_client"):
        connect(app, scope="orders:read").fetch_token(grant_type="client_credentials")


def test_an_expired_access_token_is_refreshed_by_itself(
    connect: Connect, register: Register, metadata: dict[str, Any]
) -> None:
    app = register({"tokens": {"accessTokenTtlSeconds": 30}})
    client = connect(app, scope=SCOPE)
    first = client.fetch_token(username="ci", password="111111")["refresh_token"]
    # Within a minute of its end Authlib counts a token as expired.
    assert client.get(metadata["userinfo_endpoint"]).json()["sub"] == app.user["id"]
    assert client.token["refresh_token"] != first
