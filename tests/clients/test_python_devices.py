"""The Python client's calls on devices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from genauth_mock_client import AsyncGenAuth, GenAuth, GenAuthError, Server

from tests import alone


@pytest.fixture
def genauth(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        pool = server.create_pool()
        pool.users.create(
            id="ann",
            username="ann",
            password="111111",
            devices=[{"device_unique_id": "a/b", "name": "Pixel", "custom_data": {"a_b": 1}}],
        )
        yield pool
        pool.delete()


def code_of_login(genauth: GenAuth, device: str = "a/b") -> int:
    """What REST says to a login on a device."""
    headers = {"x-authing-app-id": genauth.app_id, "x-authing-device-id": device}
    body = {"account": "ann", "password": "111111"}
    url = f"{genauth.base_url}/api/v2/login/account"
    return int(httpx.post(url, json=body, headers=headers, trust_env=False).json()["code"])


def test_a_device_is_locked_opened_logged_out_and_removed(genauth: GenAuth) -> None:
    (device,) = genauth.devices.list("ann")
    assert (device["deviceUniqueId"], device["online"]) == ("a/b", False)
    assert (device["name"], device["customData"]) == ("Pixel", {"a_b": 1})
    suspended = genauth.devices.suspend("ann", device, until=datetime(2099, 1, 1, tzinfo=UTC))
    assert (suspended["status"], suspended["suspendedUntil"]) == ("suspended", "2099-01-01T00:00:00.000Z")
    assert code_of_login(genauth) == 1578
    assert genauth.devices.deactivate({"id": "ann"}, device["id"])["status"] == "deactivated"
    assert code_of_login(genauth) == 1577
    assert genauth.devices.activate("ann", device)["status"] == "activated"
    assert code_of_login(genauth) == 200
    assert [each["online"] for each in genauth.devices.list("ann")] == [True]
    genauth.devices.log_out("ann", device)
    assert [each["online"] for each in genauth.devices.list("ann")] == [False]
    genauth.devices.delete("ann", device)
    assert genauth.devices.list("ann") == []
    with pytest.raises(GenAuthError) as refused:
        genauth.devices.delete("ann", device)
    assert (refused.value.status, refused.value.field) == (404, "deviceId")


def test_the_same_is_awaited(genauth: GenAuth) -> None:
    async def awaited() -> None:
        devices = AsyncGenAuth(genauth).devices
        (device,) = await devices.list("ann")
        assert (await devices.suspend("ann", device))["status"] == "suspended"
        assert (await devices.deactivate("ann", device))["status"] == "deactivated"
        assert (await devices.activate("ann", device))["status"] == "activated"
        await devices.log_out("ann", device)
        await devices.delete("ann", device)
        assert await devices.list("ann") == []

    alone.awaited(awaited())
