"""A token is told apart: what it says, whether the mock would take it now, and why."""

import base64
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest

from tests.conftest import App
from tests.routes.control.test_tokens import BAD, KINDS, mint
from tests.routes.oidc.conftest import RelyingParty, unsigned

Later = Callable[[App, int], None]


@pytest.fixture
def rp(app: App, http: httpx.Client) -> RelyingParty:
    """A relying party whose pool has a user."""
    party = RelyingParty(app, http)
    party.has_user(email="ci@example.test", phone="13800138000")
    return party


def inspect(rp: RelyingParty, token: str, **more: Any) -> dict[str, Any]:
    """What is told of a token."""
    told: dict[str, Any] = rp.app.control("POST", "/tokens/inspect", {"token": token, **more})
    return told


def refused(rp: RelyingParty, **body: Any) -> tuple[int, str]:
    answer = rp.app.http.post("/_mock/tokens/inspect", json=body)
    return answer.status_code, answer.json()["error"]["field"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_living_token_is_told_apart(rp: RelyingParty, kind: str) -> None:
    rp.log_in()
    token = {"token": rp.user["token"], **rp.tokens()}[kind]
    told = inspect(rp, token)
    verdict = told.pop("verdict")
    assert verdict.startswith("The mock takes it") and kind in verdict and "ci" in verdict
    assert told.pop("now") >= told.pop("issuedAt")
    assert told.pop("expiresAt") > told.get("now", "")
    assert told == {
        "kind": kind,
        "header": jwt.get_unverified_header(token),
        "claims": unsigned(token),
        "userPoolId": rp.app.pool_id,
        "userId": rp.user["id"],
        "username": "ci",
        "expired": False,
        "signature": "valid",
        "alive": True,
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("how", "signature", "because"),
    [
        ("expired", "valid", "expired"),
        ("expired just now", "valid", "expired"),
        ("not yet valid", "valid", "not valid before"),
        ("for another audience", "valid", "an-app-that-nobody-makes"),
        ("by an unknown key", "unknown key", "key"),
        ("altered", "altered", "altered"),
        ("unsigned", "none", "not signed"),
    ],
)
def test_a_bad_token_is_told_why_it_is_not_taken(
    rp: RelyingParty, kind: str, how: str, signature: str, because: str
) -> None:
    told = inspect(rp, mint(rp, kind, **BAD[how]))
    assert (told["signature"], told["alive"], told["kind"]) == (signature, False, kind)
    assert told["verdict"].startswith("The mock does not take it: ") and because in told["verdict"]
    assert told["expired"] is ("ttlSeconds" in BAD[how])
    assert (told["userPoolId"], told["userId"]) == (rp.app.pool_id, rp.user["id"])


def test_every_verdict_is_one_sentence(rp: RelyingParty) -> None:
    every = [mint(rp, kind, **bad) for kind in KINDS for bad in ({}, *BAD.values())]
    for token in [*every, mint(rp, "refresh_token")]:
        verdict = inspect(rp, token)["verdict"]
        assert verdict.endswith(".") and ". " not in verdict and "\n" not in verdict, verdict


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_whose_claims_were_changed_is_altered(rp: RelyingParty, kind: str) -> None:
    header, payload, signature = mint(rp, kind).split(".")
    changed = base64.urlsafe_b64decode(payload + "==").replace(rp.user["id"].encode(), b"somebody-else")
    told = inspect(rp, f"{header}.{base64.urlsafe_b64encode(changed).rstrip(b'=').decode()}.{signature}")
    assert (told["signature"], told["alive"]) == ("altered", False)


def test_a_token_that_was_logged_out_is_not_alive(rp: RelyingParty) -> None:
    rp.app.log_in("ci")
    token = str(rp.app.token)
    rp.app.get("/api/v2/logout")
    told = inspect(rp, token)
    assert (told["signature"], told["expired"], told["alive"], told["kind"]) == ("valid", False, False, "token")
    assert "ended" in told["verdict"] and told["username"] == "ci"


def test_a_locked_users_token_is_not_alive(rp: RelyingParty) -> None:
    user = f"/pools/{rp.app.pool_id}/users/{rp.user['id']}"
    rp.app.control("PATCH", user, {"blocked": True})
    assert "locked" in inspect(rp, mint(rp, "token"))["verdict"]
    assert "locked" in inspect(rp, mint(rp, "access_token"))["verdict"]
    assert "locked" in inspect(rp, mint(rp, "refresh_token"))["verdict"]


def test_expiry_is_by_the_pools_clock(rp: RelyingParty, later: Later) -> None:
    token = mint(rp, "access_token", ttlSeconds=100)
    assert inspect(rp, token)["alive"] is True
    later(rp.app, 101)
    told = inspect(rp, token)
    assert (told["alive"], told["expired"]) == (False, True)
    assert told["now"] > told["expiresAt"] and told["expiresAt"] in told["verdict"] and told["now"] in told["verdict"]


def test_a_refresh_token_is_known_though_it_says_nothing(rp: RelyingParty) -> None:
    token = mint(rp, "refresh_token")
    told = inspect(rp, token)
    assert (told["kind"], told["alive"], told["expired"], told["signature"]) == ("refresh_token", True, False, "none")
    assert (told["header"], told["claims"], told["username"]) == ({}, {}, "ci")
    assert (told["userPoolId"], told["userId"]) == (rp.app.pool_id, rp.user["id"])
    assert told["expiresAt"] > told["issuedAt"]
    assert inspect(rp, mint(rp, "refresh_token", ttlSeconds=-1))["expired"] is True


def test_a_rotated_refresh_token_is_told_and_its_family_lives_on(rp: RelyingParty) -> None:
    old = mint(rp, "refresh_token")
    new = rp.refresh(old).json()["refresh_token"]
    told = inspect(rp, old)
    assert told["alive"] is False and "rotated" in told["verdict"] and "issuedAt" not in told
    assert inspect(rp, new)["alive"] is True
    assert rp.refresh(new).status_code == 200


def test_a_clients_own_token_has_no_user(rp: RelyingParty) -> None:
    form = {"grant_type": "client_credentials", "client_secret": rp.secret, "scope": "read"}
    told = inspect(rp, rp.token(**form).json()["access_token"])
    assert (told["alive"], told["kind"]) == (True, "access_token")
    assert "userId" not in told and rp.app.app_id in told["verdict"]


def test_what_a_pool_thinks_of_anothers_token(rp: RelyingParty) -> None:
    other = App(rp.app.http)
    for kind in (*KINDS, "refresh_token"):
        told = inspect(rp, mint(rp, kind), userPoolId=other.pool_id)
        assert told["alive"] is False and told["userPoolId"] == other.pool_id, told
        assert rp.app.pool_id in told["verdict"]


def test_a_token_of_another_server_is_by_an_unknown_key(rp: RelyingParty) -> None:
    foreign = jwt.encode({"sub": "x", "aud": "elsewhere"}, "s" * 32, "HS256")
    told = inspect(rp, foreign)
    assert (told["signature"], told["alive"], told["expired"]) == ("unknown key", False, False)
    assert told.keys() == {"header", "claims", "now", "expired", "signature", "alive", "verdict"}
    assert "'elsewhere'" in told["verdict"]
    assert inspect(rp, foreign, userPoolId=rp.app.pool_id)["userPoolId"] == rp.app.pool_id


def test_claims_of_any_form_do_no_harm(rp: RelyingParty) -> None:
    odd: list[dict[str, Any]] = [
        {"exp": 10**30, "iat": -(10**30), "aud": ["x"], "sub": 5, "jti": {}},
        {"exp": "soon", "iat": True, "nbf": "later", "jti": "\x00", "aud": "\x00", "userpool_id": "\x00"},
        {"exp": 1.5e300, "iat": None, "nbf": [1]},
        {"exp": 4_000_000_000, "iat": 1, "nbf": "later", "jti": "x"},
    ]
    for claims in odd:
        for aud in ({}, {"aud": rp.app.app_id}):
            said = claims | aud
            token = jwt.encode({}, rp.secret, "HS256") if not said else _signed(said, rp.secret)
            assert inspect(rp, token)["alive"] is False
            assert rp.rest("/api/v2/users/me", token)["code"] == 2020


def _signed(claims: dict[str, Any], secret: str) -> str:
    """A JWT of claims that a library would refuse to sign."""
    token: str = jwt.api_jws.encode(httpx.Request("POST", "http://x", json=claims).content, secret, "HS256")
    return token


def test_a_token_is_taken_as_it_is_copied(rp: RelyingParty) -> None:
    token = mint(rp, "token")
    assert inspect(rp, f"  Bearer {token}\n")["alive"] is True


def test_looking_at_a_token_changes_nothing(rp: RelyingParty) -> None:
    tokens = [mint(rp, kind) for kind in (*KINDS, "refresh_token")]
    before = [inspect(rp, each) | {"now": ""} for each in tokens]
    assert [inspect(rp, each) | {"now": ""} for each in tokens] == before


@pytest.mark.parametrize(
    "text", ["", " ", "hello", "a.b.c", "a.b.c.d.e", "0" * 64, "eyJ.\x00.", "é.é.é", "x" * 20_000, 5, None], ids=repr
)
def test_what_is_no_token_is_refused_by_name(rp: RelyingParty, text: Any) -> None:
    assert refused(rp, token=text) == (400, "token")


def test_a_wrong_question_is_refused_by_name(rp: RelyingParty) -> None:
    assert refused(rp) == (400, "token")
    assert refused(rp, token=mint(rp, "token"), userPoolId="nowhere") == (404, "userPoolId")
    assert refused(rp, token="x", pool="x") == (400, "pool")


def _mfa_token(rp: RelyingParty) -> str:
    rp.app.settings(mfa={"policies": ["SMS"]}, verificationCode={"fixed": "1234"})
    return str(rp.app.post("/api/v2/login/account", account="ci", password="111111")["data"]["mfaToken"])


def test_an_mfa_token_is_told_apart_until_it_is_used(rp: RelyingParty, later: Later) -> None:
    token = _mfa_token(rp)
    told = inspect(rp, f"Bearer {token}")
    assert (told["kind"], told["alive"], told["signature"], told["username"]) == ("mfa_token", True, "valid", "ci")
    assert told["userPoolId"] == rp.app.pool_id and "living mfa_token of user ci" in told["verdict"]
    later(rp.app, 361)
    told = inspect(rp, token)
    assert (told["alive"], told["expired"]) == (False, True) and "expired at" in told["verdict"]
    later(rp.app, 0)
    rp.app.token = token
    rp.app.code_for("13800138000")
    assert rp.app.post("/api/v2/applications/mfa/sms/verify", phone="13800138000", code="1234")["code"] == 200
    told = inspect(rp, token)
    assert (told["alive"], told["expired"], told["username"]) == (False, False, "ci") and "it was used" in told[
        "verdict"
    ]


def test_an_mfa_token_is_no_other_pools_and_no_token_of_a_user(rp: RelyingParty, http: httpx.Client) -> None:
    token, other = _mfa_token(rp), App(http)
    told = inspect(rp, token, userPoolId=other.pool_id)
    assert told["alive"] is False and rp.app.pool_id in told["verdict"]
    forged = jwt.encode({"data": {"userPoolId": "nowhere", "userId": "x\0", "stage": 1}}, "k" * 32, "HS256")
    told = inspect(rp, forged)
    assert (told["kind"], told["alive"], "nowhere" in told["verdict"]) == ("mfa_token", False, True)
    odd = jwt.encode({"data": {"userPoolId": [], "stage": []}, "exp": "x"}, "k" * 32, "HS256")
    assert inspect(rp, odd)["alive"] is False
