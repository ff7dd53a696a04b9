"""`genauth.events` of the Python client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from genauth_mock_client import GenAuth, GenAuthError, Server

from tests.alone import awaited
from tests.conftest import App
from tests.routes.sockets import UPDATED, connected, heard


@pytest.fixture
def genauth(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        yield server.create_pool(users=[{"username": "ci", "password": "111111"}])


def test_what_is_published_is_heard_and_listed(genauth: GenAuth, app: App) -> None:
    listener = App(app.http, genauth.app_id)
    listener.log_in("ci")
    with connected(listener) as socket:
        told = genauth.events.publish(UPDATED, {"id": "1"})
        assert heard(socket) == {"id": "1"} and told["subscribers"] == 1
    genauth.events.publish("custom.shop")
    assert [each["data"] for each in genauth.events.list()] == [{}, {"id": "1"}]
    assert genauth.events.list(UPDATED, limit=1) == [told]


def test_an_event_without_a_name_is_refused(genauth: GenAuth) -> None:
    with pytest.raises(GenAuthError, match="event"):
        genauth.events.publish("")


def test_the_same_calls_are_awaited(genauth: GenAuth) -> None:
    from genauth_mock_client import AsyncGenAuth  # noqa: PLC0415 - the other tests need it not

    async def publish() -> int:
        events = AsyncGenAuth(genauth).events
        await events.publish(UPDATED, 5)
        return len(await events.list())

    assert awaited(publish()) == 1
