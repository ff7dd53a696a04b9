"""Tokens that are minted: genuine ones are as good as a login's, and bad ones are refused everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest
from joserfc import jwt as joserfc_jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty, refused, unsigned

KINDS = ("token", "id_token", "access_token")
BAD: dict[str, dict[str, Any]] = {
    "expired": {"ttlSeconds": -60},
    "expired just now": {"ttlSeconds": 0},
    "not yet valid": {"notBeforeSeconds": 600},
    "for another audience": {"audience": "an-app-that-nobody-makes"},
    "by an unknown key": {"badSignature": True},
    "altered": {"badSignature": "altered"},
    "unsigned": {"alg": "none"},
}


@pytest.fixture
def rp(app: App, http: httpx.Client) -> RelyingParty:
    """A relying party whose pool has a user."""
    party = RelyingParty(app, http)
    party.has_user(email="ci@example.test", phone="13800138000")
    return party


def mint(rp: RelyingParty, kind: str, **wanted: Any) -> str:
    """A minted token of the user."""
    body = {"userPoolId": rp.app.pool_id, "userId": rp.user["id"], "kind": kind} | wanted
    return str(rp.app.control("POST", "/tokens", body)["token"])


def refusal(rp: RelyingParty, status: int = 400, **wanted: Any) -> str:
    """Which field is named when a token is not minted."""
    body = {"userPoolId": rp.app.pool_id, "userId": rp.user["id"], "kind": "token"} | wanted
    answer = rp.app.http.post("/_mock/tokens", json=body)
    assert answer.status_code == status, answer.text
    return str(answer.json()["error"]["field"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_minted_token_is_a_login_to_rest(rp: RelyingParty, kind: str) -> None:
    token = mint(rp, kind)
    assert rp.rest("/api/v2/users/me", token)["data"]["id"] == rp.user["id"]
    assert rp.app.http.get("/api/v2/oidc/validate_token", params={"id_token": token}).json()["sub"] == rp.user["id"]
    rp.app.token = token
    assert rp.app.post("/api/v2/users/profile/update", nickname="new")["data"]["nickname"] == "new"
    assert rp.app.get("/api/v2/logout")["code"] == 200
    assert rp.rest("/api/v2/users/me", token)["code"] == 2020


@pytest.mark.parametrize("kind", KINDS)
def test_a_minted_token_says_what_a_logins_says(rp: RelyingParty, kind: str) -> None:
    rp.log_in()
    given = {"token": rp.user["token"], **rp.tokens(scope="openid profile email phone address")}[kind]
    minted = mint(rp, kind)
    mine, theirs = rp.verified(minted), rp.verified(given)
    theirs.pop("nonce", None), theirs.pop("at_hash", None)
    assert list(mine) == list(theirs)
    moving = {"jti", "iat", "exp", "auth_time"}
    assert {name: mine[name] for name in mine.keys() - moving} == {
        name: theirs[name] for name in theirs.keys() - moving
    }
    assert mine["exp"] - mine["iat"] == theirs["exp"] - theirs["iat"]
    assert jwt.get_unverified_header(minted) == jwt.get_unverified_header(given)


def test_a_minted_access_token_opens_user_info_and_is_active(rp: RelyingParty) -> None:
    token = mint(rp, "access_token")
    assert rp.me(token).json()["email"] == "ci@example.test"
    told = rp.introspect(token)
    assert told["active"] is True and told["sub"] == rp.user["id"]
    assert told["scope"] == "openid profile email phone address"
    rp.app.http.post("/oidc/token/revocation", data={"client_id": rp.app.app_id, "token": token})
    assert rp.introspect(token) == {"active": False}


def test_a_minted_access_tokens_scope_is_the_one_in_its_claims(rp: RelyingParty) -> None:
    token = mint(rp, "access_token", claims={"scope": "openid email"})
    assert unsigned(token)["scope"] == "openid email"
    assert set(rp.me(token).json()) == {"sub", "email", "email_verified"}


def test_a_minted_refresh_token_gives_tokens(rp: RelyingParty) -> None:
    token = mint(rp, "refresh_token")
    given = rp.refresh(token)
    assert given.status_code == 200, given.text
    assert rp.me(given.json()["access_token"]).json()["sub"] == rp.user["id"]
    assert rp.verified(given.json()["id_token"])["sub"] == rp.user["id"]
    assert refused(rp.refresh(token)) == (400, "invalid_grant"), "it was rotated"


def test_a_minted_refresh_token_gives_no_more_than_its_scope(rp: RelyingParty) -> None:
    token = mint(rp, "refresh_token", claims={"scope": "openid email"})
    assert refused(rp.refresh(token, scope="openid phone")) == (400, "invalid_scope")
    assert rp.refresh(token).json()["scope"] == "openid email"


def test_a_minted_refresh_token_that_has_expired_gives_nothing(rp: RelyingParty) -> None:
    token = mint(rp, "refresh_token", ttlSeconds=-1)
    assert rp.introspect(token) == {"active": False}
    assert refused(rp.refresh(token)) == (400, "invalid_grant")


def test_a_minted_tokens_lifetime_is_by_the_pools_clock(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    later(rp.app, 1_000_000)
    token = mint(rp, "access_token", ttlSeconds=100, notBeforeSeconds=-5)
    assert rp.introspect(token)["active"] is True
    later(rp.app, 1_000_101)
    assert rp.introspect(token) == {"active": False}


def test_a_token_that_is_not_yet_valid_becomes_valid(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    token = mint(rp, "token", notBeforeSeconds=600)
    assert rp.rest("/api/v2/users/me", token)["code"] == 2020
    later(rp.app, 601)
    assert rp.rest("/api/v2/users/me", token)["code"] == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", BAD)
def test_a_bad_token_is_refused_everywhere(rp: RelyingParty, kind: str, how: str) -> None:
    token = mint(rp, kind, **BAD[how])
    assert rp.rest("/api/v2/users/me", token)["code"] == 2020
    assert refused(rp.me(token)) == (401, "invalid_token")
    assert rp.introspect(token) == {"active": False}
    with pytest.raises(jwt.PyJWTError):
        _verified_by_pyjwt(rp, token)
    with pytest.raises((JoseError, ValueError)):
        _verified_by_joserfc(rp, token)
    form = {"grant_type": "http://authing.cn/oidc/grant_type/authing_token", "token": token}
    assert refused(rp.token(**form)) == (400, "invalid_grant")
    assert rp.app.http.get("/api/v2/oidc/validate_token", params={"id_token": token}).json()["code"] != 200
    if "ttlSeconds" not in BAD[how]:
        # One that has expired is still a hint of who it was.
        hint = {"client_id": rp.app.app_id, "id_token_hint": token}
        assert rp.browser.get("/oidc/session/end", params=hint).status_code == 400


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", BAD)
def test_nothing_is_wrong_with_a_bad_token_but_what_was_asked_for(rp: RelyingParty, kind: str, how: str) -> None:
    good, bad = unsigned(mint(rp, kind)), unsigned(mint(rp, kind, **BAD[how]))
    moving = {"jti", "iat", "exp", "auth_time"}
    asked = {"not yet valid": {"nbf"}, "for another audience": {"aud"}}.get(how, set())
    differing = {name for name in good.keys() | bad.keys() if good.get(name) != bad.get(name)}
    assert differing - moving == asked


def _verified_by_pyjwt(rp: RelyingParty, token: str) -> dict[str, Any]:
    key: Any = jwt.PyJWK(rp.jwks()[0]).key if jwt.get_unverified_header(token)["alg"] == "RS256" else rp.secret
    claims: dict[str, Any] = jwt.decode(token, key, algorithms=["HS256", "RS256"], audience=rp.app.app_id)
    return claims


def _verified_by_joserfc(rp: RelyingParty, token: str) -> dict[str, Any]:
    rsa = jwt.get_unverified_header(token)["alg"] == "RS256"
    key: Any = KeySet.import_key_set({"keys": rp.jwks()}) if rsa else OctKey.import_key(rp.secret)
    found = joserfc_jwt.decode(token, key, algorithms=["HS256", "RS256"])
    joserfc_jwt.JWTClaimsRegistry(aud={"essential": True, "value": rp.app.app_id}).validate(found.claims)
    return dict(found.claims)


@pytest.mark.parametrize("kind", KINDS)
def test_two_other_libraries_take_a_minted_token(rp: RelyingParty, kind: str) -> None:
    token = mint(rp, kind)
    assert _verified_by_pyjwt(rp, token)["sub"] == _verified_by_joserfc(rp, token)["sub"] == rp.user["id"]


def test_an_unknown_key_has_a_kid_that_the_key_set_lacks(rp: RelyingParty) -> None:
    kid = jwt.get_unverified_header(mint(rp, "access_token", badSignature=True))["kid"]
    assert kid and kid not in {each["kid"] for each in rp.jwks()}
    altered = jwt.get_unverified_header(mint(rp, "access_token", badSignature="altered"))["kid"]
    assert altered in {each["kid"] for each in rp.jwks()}


def test_an_unsigned_token_says_so_and_ends_with_a_dot(rp: RelyingParty) -> None:
    token = mint(rp, "id_token", alg="none")
    assert jwt.get_unverified_header(token)["alg"] == "none" and token.endswith(".")


def test_claims_go_over_the_mocks_own_and_keep_their_names(rp: RelyingParty) -> None:
    claims = {"nonce": "n0nce", "my_claim": {"a": [1]}, "email": None, "iss": "https://elsewhere.test", "acr": "high"}
    said = unsigned(mint(rp, "id_token", claims=claims))
    assert {name: said[name] for name in claims} == claims
    assert said["sub"] == rp.user["id"]


def test_an_id_tokens_claims_are_those_of_its_scope(rp: RelyingParty) -> None:
    said = unsigned(mint(rp, "id_token", claims={"scope": "openid email"}))
    assert "email" in said and "phone_number" not in said and "scope" not in said


def test_an_id_token_is_signed_as_the_pool_says(rp: RelyingParty) -> None:
    rp.app.settings(tokens={"idTokenAlg": "RS256"})
    token = mint(rp, "id_token")
    assert jwt.get_unverified_header(token)["alg"] == "RS256"
    assert rp.verified(token)["sub"] == rp.user["id"]


def test_a_token_can_be_minted_for_another_application_of_the_pool_alone(http: httpx.Client) -> None:
    first, second, stranger = App(http), App(http), App(http)
    applications = [{"id": first.app_id}, {"id": second.app_id}]
    made = http.post("/_mock/pools", json={"applications": applications, "users": [{"id": "ann"}]}).json()
    body = {"userPoolId": made["userPoolId"], "userId": "ann", "kind": "token"}
    assert unsigned(first.control("POST", "/tokens", body)["token"])["aud"] == first.app_id
    second.token = first.control("POST", "/tokens", body | {"appId": second.app_id})["token"]
    assert unsigned(str(second.token))["aud"] == second.app_id
    assert second.get("/api/v2/users/me")["data"]["id"] == "ann"
    assert stranger.pool_id != made["userPoolId"]
    answer = http.post("/_mock/tokens", json=body | {"appId": stranger.app_id})
    assert (answer.status_code, answer.json()["error"]["field"]) == (404, "appId")


@pytest.mark.parametrize(
    ("wanted", "status", "field"),
    [
        ({"kind": "refresh_token", "audience": "x"}, 400, "audience"),
        ({"kind": "refresh_token", "notBeforeSeconds": 1}, 400, "notBeforeSeconds"),
        ({"kind": "refresh_token", "alg": "none"}, 400, "alg"),
        ({"kind": "refresh_token", "badSignature": True}, 400, "badSignature"),
        ({"kind": "refresh_token", "claims": {"email": "x"}}, 400, "claims.email"),
        ({"kind": "cookie"}, 400, "kind"),
        ({"alg": "HS256"}, 400, "alg"),
        ({"alg": "none", "badSignature": True}, 400, "badSignature"),
        ({"ttlSeconds": "1"}, 400, "ttlSeconds"),
        ({"ttlSeconds": 10**12}, 400, "ttlSeconds"),
        ({"claims": {"exp": 1}}, 400, "claims.exp"),
        ({"claims": {"nbf": 1}}, 400, "claims.nbf"),
        ({"claims": {"aud": "x"}}, 400, "claims.aud"),
        ({"claims": {"jti": "x"}}, 400, "claims.jti"),
        ({"claims": {"iat": 1}}, 400, "claims.iat"),
        ({"claims": {"scope": ["openid"]}}, 400, "claims.scope"),
        ({"kind": "access_token", "claims": {"sub": 5}}, 400, "claims.sub"),
        ({"claims": {"x": "y" * 20_000}}, 400, "claims"),
        ({"ttl": 1}, 400, "ttl"),
        ({"userId": "nobody"}, 404, "userId"),
        ({"userPoolId": "nowhere"}, 404, "userPoolId"),
        ({"appId": "nowhere"}, 404, "appId"),
    ],
    ids=str,
)
def test_a_token_that_makes_no_sense_is_refused_by_the_fields_name(
    rp: RelyingParty, wanted: dict[str, Any], status: int, field: str
) -> None:
    assert refusal(rp, status, **wanted) == field
    assert rp.app.get("/api/v2/users/me")["code"] == 2020


def test_an_unknown_field_of_a_token_is_refused_with_the_nearest_known_one(rp: RelyingParty) -> None:
    body = {"userPoolId": rp.app.pool_id, "userId": rp.user["id"], "kind": "token", "ttlSecond": 1}
    assert "'ttlSeconds'" in rp.app.http.post("/_mock/tokens", json=body).json()["error"]["message"]


def test_ending_a_users_sessions_ends_minted_tokens_too(rp: RelyingParty) -> None:
    token, refresh = mint(rp, "access_token"), mint(rp, "refresh_token")
    rp.app.control("PATCH", f"/pools/{rp.app.pool_id}/users/{rp.user['id']}", {"password": "222222"})
    assert rp.introspect(token) == rp.introspect(refresh) == {"active": False}
