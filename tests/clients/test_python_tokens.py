from __future__ import annotations

from collections.abc import Iterator

import httpx
import jwt
import pytest
from genauth_mock_client import GenAuth, GenAuthError, Server


@pytest.fixture
def genauth(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        yield server.create_pool(users=[{"id": "ann", "username": "ann"}])


def code_of(genauth: GenAuth, token: str) -> int:
    """What REST says to a token."""
    headers = {"x-authing-app-id": genauth.app_id, "authorization": f"Bearer {token}"}
    answer = httpx.get(f"{genauth.base_url}/api/v2/users/me", headers=headers, trust_env=False)
    return int(answer.json()["code"])


def test_a_minted_token_is_good_unless_it_is_to_be_bad(genauth: GenAuth) -> None:
    mint = genauth.tokens.mint
    assert code_of(genauth, mint("ann")) == code_of(genauth, mint("ann", "access_token", ttl_seconds=60)) == 200
    bad = [
        mint("ann", ttl_seconds=0),
        mint("ann", not_before_seconds=60),
        mint("ann", audience="another"),
        mint("ann", alg="none"),
        mint("ann", "id_token", bad_signature=True),
        mint("ann", "access_token", bad_signature="altered"),
    ]
    assert {code_of(genauth, each) for each in bad} == {2020}
    assert mint("ann", "refresh_token")


def test_minted_claims_keep_their_names(genauth: GenAuth) -> None:
    token = genauth.tokens.mint("ann", "id_token", claims={"phone_number": "1", "my_own": {"a_b": 1}})
    said = jwt.decode(token, options={"verify_signature": False})
    assert (said["phone_number"], said["my_own"]) == ("1", {"a_b": 1})


def test_what_does_not_apply_to_a_kind_is_named(genauth: GenAuth) -> None:
    with pytest.raises(GenAuthError) as refused:
        genauth.tokens.mint("ann", "refresh_token", audience="x", app_id=genauth.app_id)
    assert (refused.value.status, refused.value.field) == (400, "audience")


def test_a_token_is_told_apart_as_this_pool_sees_it(genauth: GenAuth) -> None:
    good, late = genauth.tokens.mint("ann"), genauth.tokens.mint("ann", ttl_seconds=0)
    assert genauth.tokens.inspect(good)["alive"] is True
    told = genauth.tokens.inspect(late)
    assert (told["kind"], told["username"], told["alive"], told["expired"]) == ("token", "ann", False, True)
    assert "expired" in told["verdict"]
    assert genauth.server.create_pool().tokens.inspect(good)["alive"] is False
    with pytest.raises(GenAuthError, match="no JWT") as refused:
        genauth.tokens.inspect("hello")
    assert refused.value.field == "token"
