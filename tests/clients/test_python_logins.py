"""Users who are logged in without a page, and captchas that were shown: by the Python client, also awaited."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from genauth_mock_client import AsyncGenAuth, GenAuth, GenAuthError, Server

from tests import alone


@pytest.fixture
def genauth(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        yield server.create_pool(users=[{"id": "ann", "username": "ann", "email": "ann@x.test"}])


def who_is(genauth: GenAuth, token: str) -> str:
    """Whom REST knows by a token."""
    headers = {"x-authing-app-id": genauth.app_id, "authorization": f"Bearer {token}"}
    answer = httpx.get(f"{genauth.base_url}/api/v2/users/me", headers=headers, trust_env=False)
    return str(answer.json()["data"]["id"])


def test_a_user_is_logged_in_without_a_page(genauth: GenAuth) -> None:
    for name in ("ann", "ann@x.test"):
        assert who_is(genauth, genauth.login(name, as_="token")["token"]) == "ann"
    all_ = genauth.login("ann", as_="json", app_id=genauth.app_id)
    assert all_["user"]["id"] == who_is(genauth, all_["accessToken"]) == "ann"
    assert genauth.login("ann", "cookie")["name"] == "authing_session"


def test_a_storage_state_holds_the_cookie_and_what_an_sdk_keeps(genauth: GenAuth) -> None:
    assert genauth.login("ann")["origins"] == []
    state = genauth.login("ann", origin="http://localhost:3000", sdk="@authing/web")
    (origin,) = state["origins"]
    assert [each["name"] for each in origin["localStorage"]] == [f"authing-spa:1:{genauth.app_id}:login-state"]


def test_who_is_unknown_is_refused_by_name(genauth: GenAuth) -> None:
    with pytest.raises(GenAuthError, match="nobody") as refused:
        genauth.login("nobody")
    assert (refused.value.status, refused.value.field) == (404, "user")


def test_captchas_that_were_shown_are_listed(genauth: GenAuth) -> None:
    shown = httpx.get(f"{genauth.base_url}/api/v2/security/captcha", trust_env=False).headers["x-mock-captcha-code"]
    found = next(each for each in genauth.captchas.list() if each["text"] == shown)
    assert found["usedAt"] is None
    assert len(genauth.captchas.list(limit=1)) == 1


def test_both_are_awaited_too(genauth: GenAuth) -> None:
    async def awaited() -> None:
        pool = AsyncGenAuth(genauth)
        assert who_is(genauth, (await pool.login("ann", as_="token"))["token"]) == "ann"
        assert isinstance(await pool.captchas.list(limit=1), list)

    alone.awaited(awaited())
