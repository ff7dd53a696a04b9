"""`genauth.webhooks`: what a pool's webhooks were told."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from genauth_mock_client import AsyncGenAuth, GenAuth, GenAuthError, NothingCame, Server

from tests import alone
from tests.receiver import Receiver, dead_url, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def genauth(server_url: str, receiver: Receiver) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        yield server.create_pool(
            users=[{"username": "ann", "password": "111111"}],
            webhooks=[{"name": "x", "url": receiver.url, "events": ["login", "test"]}],
        )


def log_in(genauth: GenAuth) -> None:
    headers = {"x-authing-app-id": genauth.app_id}
    body = {"account": "ann", "password": "111111"}
    answer = httpx.post(f"{genauth.base_url}/api/v2/login/account", json=body, headers=headers, trust_env=False)
    assert answer.json()["code"] == 200


def test_a_delivery_is_waited_for_listed_and_replayed(genauth: GenAuth, receiver: Receiver) -> None:
    log_in(genauth)
    first = genauth.webhooks.wait_for("login")
    assert (first["status"], first["attempt"], first["requestBody"]["data"]["username"]) == (200, 1, "ann")
    genauth.webhooks.replay(first)
    second = genauth.webhooks.wait_for("login", after=first)
    assert [each["id"] for each in genauth.webhooks.deliveries("login")] == [second["id"], first["id"]]
    assert genauth.webhooks.deliveries("test") == []
    assert receiver.events(2) == ["login", "login"]


def test_an_event_is_triggered_and_what_nobody_hears_of_is_refused(genauth: GenAuth, receiver: Receiver) -> None:
    (made,) = genauth.webhooks.trigger("test", {"a": 1})
    assert made["requestBody"] == {"eventName": "test", "data": {"a": 1}}
    assert receiver.next().json()["data"] == {"a": 1}
    with pytest.raises(GenAuthError, match="no webhook of this pool"):
        genauth.webhooks.trigger("kick")
    with pytest.raises(NothingCame, match="within 0 s"):
        genauth.webhooks.wait_for("kick", timeout=0)
    with pytest.raises(GenAuthError, match="no delivery"):
        genauth.webhooks.replay("nobody")


def test_the_same_is_awaited(genauth: GenAuth) -> None:
    async def calls() -> None:
        webhooks = AsyncGenAuth(genauth).webhooks
        (made,) = await webhooks.trigger("test")
        assert (await webhooks.wait_for("test"))["id"] == made["id"]
        await webhooks.replay(made)
        assert len(await webhooks.deliveries()) == 2

    alone.awaited(calls())


def test_what_has_failed_says_why(server_url: str) -> None:
    with Server(server_url) as server:
        pool = server.create_pool(webhooks=[{"name": "x", "url": dead_url()}])
        pool.webhooks.trigger("test")
        assert "Connection refused" in pool.webhooks.wait_for("test")["error"]
