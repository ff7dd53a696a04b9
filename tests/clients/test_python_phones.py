"""The phone, played by the Python client: QR codes and pushes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from genauth_mock_client import AsyncGenAuth, GenAuth, GenAuthError, Server

from tests import alone


@pytest.fixture
def genauth(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        yield server.create_pool(users=[{"id": "ann", "username": "ann"}])


def post(genauth: GenAuth, path: str, **body: str) -> dict[str, Any]:
    """What an app of the pool is given."""
    headers = {"x-authing-app-id": genauth.app_id}
    answer = httpx.post(genauth.base_url + path, json=body, headers=headers, trust_env=False)
    data: dict[str, Any] = answer.json()["data"]
    return data


def shown(genauth: GenAuth) -> str:
    return str(post(genauth, "/api/v2/qrcode/gene", scene="APP_AUTH")["random"])


def test_a_page_that_shows_a_code_is_logged_in_by_the_phone_that_is_played(genauth: GenAuth) -> None:
    random = shown(genauth)
    (code,) = genauth.qrcodes.list()
    assert (code["random"], code["status"]) == (random, 0)
    assert genauth.qrcodes.scan(code, genauth.users.get("ann"))["status"] == 1
    agreed = genauth.qrcodes.confirm(random)
    assert (agreed["status"], agreed["userId"]) == (2, "ann")
    with pytest.raises(GenAuthError, match="Invalid QR code"):
        genauth.qrcodes.cancel(random)
    second = shown(genauth)
    assert genauth.qrcodes.cancel(second, account="ann")["status"] == 3
    assert [each["random"] for each in genauth.qrcodes.list(limit=1)] == [second]


def test_a_push_is_answered_on_the_phone_of_whom_it_went_to(genauth: GenAuth) -> None:
    push = post(genauth, "/api/v3/signin-by-push", account="ann")["pushCodeId"]
    (waiting,) = genauth.pushes.list()
    assert (waiting["id"], waiting["status"]) == (push, "PUSHED")
    assert genauth.pushes.confirm(waiting)["status"] == "AUTHORIZED"
    with pytest.raises(GenAuthError):
        genauth.pushes.cancel(push, "ann")
    second = post(genauth, "/api/v3/signin-by-push", account="ann")["pushCodeId"]
    assert genauth.pushes.cancel(second, account="ann")["status"] == "CANCELLED"


def test_the_same_is_awaited(genauth: GenAuth) -> None:
    async def test() -> None:
        pool = AsyncGenAuth(genauth)
        random = shown(genauth)
        await pool.qrcodes.scan(random, "ann")
        assert (await pool.qrcodes.confirm(random))["status"] == 2
        assert len(await pool.qrcodes.list()) == 1
        push = post(genauth, "/api/v3/signin-by-push", account="ann")["pushCodeId"]
        assert (await pool.pushes.confirm(push))["status"] == "AUTHORIZED"
        assert len(await pool.pushes.list()) == 1

    alone.awaited(test())
